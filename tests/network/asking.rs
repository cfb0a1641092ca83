//! Whoever asks a house over TLS, with curl, and is logged in.

use std::path::Path;

use serde_json::{Value, json};
use tests::{Person, Running};

use crate::curl::{Curl, Got};

/// A person at an encrypted door.
pub struct Asking {
    curl: Curl,
    url: String,
    cookies: Vec<String>,
    csrf: String,
}

impl Asking {
    /// Founds the house and logs its first admin in.
    pub async fn moved_in(house: &Running, authority: &Path, ada: &mut Person) -> Self {
        let (curl, url) = (Curl::trusting(authority), format!("https://{}", house.address()));
        let mut asking = Self { curl, url, cookies: Vec::new(), csrf: String::new() };
        let Person { name, email, password, .. } = ada.clone();
        let founding = json!({ "token": house.token().await, "name": name, "email": email, "password": password });
        let founded = asking.send("POST", "/api/identity/founding", &founding);
        assert_eq!(founded.status, 201, "{founded:?}");
        founded.json()["id"].as_str().expect("an id").clone_into(&mut ada.account);
        let before = house.tray().ids().await;
        let login = asking.send("POST", "/api/identity/logins", &json!({ "email": email, "password": password }));
        let code = house.tray().new_code(&before, &email).await;
        let session = json!({ "login": login.json()["login"], "code": code });
        let opened = asking.send("POST", "/api/identity/sessions", &session);
        assert_eq!(opened.status, 201, "{opened:?}");
        opened.json()["csrf_token"].as_str().expect("a token").clone_into(&mut asking.csrf);
        for answer in [login, opened] {
            let given = answer.headers.into_iter().filter(|(name, _)| name == "set-cookie");
            asking.cookies.extend(given.map(|(_, value)| value));
        }
        asking
    }

    /// The cookies as they were given.
    pub fn cookies_given(&self) -> &[String] {
        &self.cookies
    }

    /// Looks at a page.
    pub fn get(&self, path: &str) -> Got {
        self.ask(path, &[])
    }

    /// Sends something.
    pub fn send(&self, method: &str, path: &str, body: &Value) -> Got {
        let (token, body) = (format!("x-csrf-token: {}", self.csrf), body.to_string());
        let mut arguments = vec!["--request", method, "--header", "content-type: application/json", "--data", &body];
        if !self.csrf.is_empty() {
            arguments.extend(["--header", &token]);
        }
        self.ask(path, &arguments)
    }

    fn ask(&self, path: &str, arguments: &[&str]) -> Got {
        let pairs = self.cookies.iter().filter_map(|cookie| cookie.split(';').next());
        let cookies = format!("cookie: {}", pairs.collect::<Vec<_>>().join("; "));
        let url = format!("{}{path}", self.url);
        let all = [arguments, &["--header", &cookies, &url]].concat();
        self.curl.ask(&all).unwrap_or_else(|(code, error)| panic!("{path}: {code}: {error}"))
    }
}
