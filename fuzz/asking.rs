//! A house to be asked: the real routes with everything around them, an admin's session and a stranger.
//!
//! Whatever the bytes are, the answer is one that the description knows: never a fault of the house, and every refusal a
//! problem with its code. Requests that change much are absent: a house that grew would slow the fuzzer down.

use std::sync::OnceLock;

use axum::http::{HeaderValue, Method, Uri};
use tests::{Answer, House, Visitor};
use tokio::runtime::{Builder, Runtime};

/// The house, and who asks.
pub struct Inside {
    runtime: Runtime,
    _house: House,
    admin: Visitor,
    stranger: Visitor,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    Admin,
    Stranger,
}

/// The one house of this process.
pub fn inside() -> &'static Inside {
    static INSIDE: OnceLock<Inside> = OnceLock::new();
    INSIDE.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (house, admin, _) = runtime.block_on(House::founded());
        let stranger = house.visitor();
        Inside { runtime, _house: house, admin, stranger }
    })
}

impl Inside {
    /// Asks, and looks at the answer; nothing where the bytes are no request at all.
    pub fn ask(&self, who: As, method: Method, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Option<Answer> {
        path.parse::<Uri>().ok().filter(|uri| uri.path().starts_with('/'))?;
        let visitor = if who == As::Admin { &self.admin } else { &self.stranger };
        let has_body = method != Method::HEAD;
        let mut asking = visitor.ask(method, path);
        for (name, value) in headers {
            HeaderValue::try_from(*value).ok()?;
            asking = asking.header(name, *value);
        }
        if let Some(body) = body {
            asking = asking.body("application/json", body);
        }
        let answer = self.runtime.block_on(asking.send());
        fair(&answer, has_body);
        Some(answer)
    }
}

fn fair(answer: &Answer, has_body: bool) {
    assert!(answer.status() < 500, "a fault: {answer:?}");
    if answer.status() >= 400 && has_body {
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let problem = answer.json();
        assert!(problem["code"].as_str().is_some_and(|code| code != "broken"), "{problem}");
    }
}

/// The first byte, which chooses, and the rest as text.
pub fn choice(bytes: &[u8]) -> Option<(u8, &str)> {
    let (first, rest) = bytes.split_first()?;
    Some((*first, std::str::from_utf8(rest).ok()?))
}

/// A text as it stands in a query: everything but letters and digits is escaped.
pub fn escaped(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}
