//! What a socket sends: the argument of an event, as JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| api::fuzzing::message(bytes));
