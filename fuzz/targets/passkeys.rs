//! Answers of passkeys, each part of them: CBOR, JSON, authenticator data, signatures. What was not signed opens nothing.
#![no_main]

use std::sync::OnceLock;

use axum::http::Method;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use fuzz::{As, inside};
use serde_json::{Value, json};
use tests::{Answer, Asked, SoftPasskey};

const HOST: &str = "house.example";
const PARTS: [&str; 4] = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
const NEW: &str = "/api/identity/factors/passkeys";

fn post(who: As, path: &str, body: Option<&Value>) -> Answer {
    let body = body.map(|body| body.to_string().into_bytes());
    inside().ask(who, Method::POST, path, &[], body.as_deref()).unwrap()
}

/// Confirms a passkey that is being made.
fn keep(asked: &Asked, credential: &Value) -> Answer {
    let body = json!({ "name": "Key", "challenge": asked.ceremony(), "credential": credential });
    post(As::Admin, &format!("{NEW}/confirmation"), Some(&body))
}

/// The one passkey of this house.
fn passkey() -> &'static SoftPasskey {
    static PASSKEY: OnceLock<SoftPasskey> = OnceLock::new();
    PASSKEY.get_or_init(|| {
        let address = json!({ "public_address": format!("https://{HOST}") }).to_string();
        inside().ask(As::Admin, Method::PATCH, "/api/household/settings", &[], Some(address.as_bytes())).unwrap();
        let mut passkey = SoftPasskey::at(HOST);
        let asked = Asked(post(As::Admin, NEW, None).json());
        assert_eq!(keep(&asked, &passkey.made(&asked)).status(), 201);
        passkey
    })
}

/// A part with some bytes changed, or others in its place.
fn changed(part: &Value, is_changed: bool, bytes: &[u8]) -> Value {
    let mut said = BASE64.decode(part.as_str().unwrap()).unwrap();
    if !is_changed {
        said = bytes.to_vec();
    } else if !said.is_empty() {
        for change in bytes.chunks_exact(3) {
            let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % said.len();
            said[at] = change[2];
        }
    }
    json!(BASE64.encode(said))
}

fn enter(kind: u8, bytes: &[u8]) {
    let asked = Asked(post(As::Stranger, "/api/identity/passkeys/challenge", None).json());
    let right = passkey().shown(&asked);
    let mut shown = right.clone();
    match PARTS.get(usize::from(kind % 8)) {
        Some(part) => shown["response"][part] = changed(&right["response"][part], kind & 128 != 0, bytes),
        None => shown = serde_json::from_slice(bytes).unwrap_or_default(),
    }
    let body = json!({ "passkey": { "challenge": asked.ceremony(), "credential": shown } });
    let answer = post(As::Stranger, "/api/identity/sessions", Some(&body));
    assert!(shown == right || answer.status() == 401 || answer.status() == 422, "{answer:?}");
}

fn make(kind: u8, bytes: &[u8]) {
    let asked = Asked(post(As::Admin, NEW, None).json());
    let mut made = SoftPasskey::at(HOST).made(&asked);
    let part = ["attestationObject", "clientDataJSON"][usize::from(kind & 1)];
    made["response"][part] = changed(&made["response"][part], kind & 128 != 0, bytes);
    let answer = keep(&asked, &made);
    assert!(matches!(answer.status(), 201 | 409 | 422), "{answer:?}");
    if let Some(at) = answer.header("location") {
        // Nobody signs a new passkey, so some bytes are as good as others: there is room for ten.
        let removed = inside().ask(As::Admin, Method::DELETE, at, &[], None).unwrap();
        assert!(removed.is_success(), "{removed:?}");
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    passkey();
    if kind & 64 == 0 { enter(kind, bytes) } else { make(kind, bytes) }
});
