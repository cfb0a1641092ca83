//! What keys are for and where they may be used: scopes and networks. One that is taken is written as it was read.
#![no_main]

use domain::{identity::rights::Scopes, Network};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(scopes) = Scopes::default().and(text) {
        assert!(Scopes::all().iter().any(|known| known == text), "{text:?}");
        assert_eq!(Scopes::of_words(&[text]), scopes);
    }
    if let Ok(network) = text.parse::<Network>() {
        let written = network.to_string();
        assert_eq!(written.parse::<Network>().unwrap().to_string(), written, "{text:?}");
    }
});
