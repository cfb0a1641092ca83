//! A passkey in software, written after the standard (WebAuthn, sections 5.8.1, 6.1 and 6.5) with ring's
//! ECDSA, so that a test can lie about each thing it says.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::{
    digest,
    rand::{SecureRandom as _, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 4;
const KEY_INCLUDED: u8 = 64;

/// What a house asked of a passkey.
#[derive(Clone, Debug)]
pub struct Asked(pub Value);

impl Asked {
    /// What must be sent back with the answer.
    pub fn ceremony(&self) -> String {
        self.0["challenge"].as_str().expect("a ceremony").to_owned()
    }

    /// The challenge itself.
    pub fn challenge(&self) -> &str {
        self.0["options"]["publicKey"]["challenge"].as_str().expect("a challenge")
    }

    /// The ids of the passkeys that are asked for.
    pub fn allowed(&self) -> Vec<String> {
        let ids = self.0["options"]["publicKey"]["allowCredentials"].as_array().cloned().unwrap_or_default();
        ids.iter().map(|it| it["id"].as_str().expect("an id").to_owned()).collect()
    }
}

/// A passkey, and what it says.
pub struct SoftPasskey {
    keys: EcdsaKeyPair,
    id: Vec<u8>,
    /// The host name it believes to be at.
    pub host: String,
    /// The page it believes to be asked by.
    pub origin: String,
    /// Whose it is: the account's id.
    pub user: Option<Vec<u8>>,
    /// Whether it asked for a finger, a face or a PIN.
    pub verifies: bool,
    /// Its counter; 0 where it keeps none.
    pub counter: u32,
}

impl SoftPasskey {
    /// A new one, for a house at a host name.
    pub fn at(host: &str) -> Self {
        let random = SystemRandom::new();
        let sealed = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let keys = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, sealed.as_ref(), &random).expect("a key");
        let mut id = vec![0; 32];
        random.fill(&mut id).expect("random");
        let origin = format!("https://{host}");
        Self { keys, id, host: host.to_owned(), origin, user: None, verifies: true, counter: 0 }
    }

    /// Its id as JSON has it.
    pub fn id(&self) -> String {
        BASE64.encode(&self.id)
    }

    fn said(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let said = json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        said.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let host = digest::digest(&digest::SHA256, self.host.as_bytes());
        [host.as_ref(), &[USER_PRESENT | verified | flags], &self.counter.to_be_bytes()].concat()
    }

    /// The answer to whoever asks for a new passkey.
    pub fn made(&mut self, asked: &Asked) -> Value {
        let user = asked.0["options"]["publicKey"]["user"]["id"].as_str().expect("a user");
        self.user = Some(BASE64.decode(user).expect("base64"));
        let point = &self.keys.public_key().as_ref()[1..];
        let (x, y) = point.split_at(32);
        let key = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat();
        let data = [&self.data(KEY_INCLUDED)[..], &[0; 16], &[0, 32], &self.id, &key].concat();
        let length = u8::try_from(data.len()).expect("short");
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(), &[length], &data].concat();
        let said = BASE64.encode(self.said("webauthn.create", asked.challenge()));
        let response = json!({ "clientDataJSON": said, "attestationObject": BASE64.encode(object) });
        self.credential(response)
    }

    /// The answer to whoever asks for it.
    pub fn shown(&self, asked: &Asked) -> Value {
        let (said, data) = (self.said("webauthn.get", asked.challenge()), self.data(0));
        let signed = [&data[..], digest::digest(&digest::SHA256, &said).as_ref()].concat();
        let signature = self.keys.sign(&SystemRandom::new(), &signed).expect("signed");
        let mut response = json!({
            "clientDataJSON": BASE64.encode(said),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature),
        });
        if let Some(user) = &self.user {
            response["userHandle"] = json!(BASE64.encode(user));
        }
        self.credential(response)
    }

    fn credential(&self, response: Value) -> Value {
        let (id, kind) = (self.id(), "public-key");
        json!({ "id": id, "rawId": id, "type": kind, "response": response, "clientExtensionResults": {} })
    }
}
