//! What proxies say of a request. A stranger who is no proxy is believed nothing.
#![no_main]

const NAMES: [&str; 8] =
    ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "x-request-id", "traceparent", "via"];

libfuzzer_sys::fuzz_target!(|said: Vec<(u8, Vec<u8>)>| {
    let said: Vec<_> = said.iter().map(|(name, value)| (NAMES[usize::from(name % 8)], value.as_slice())).collect();
    api::fuzzing::forwarded(&said);
});
