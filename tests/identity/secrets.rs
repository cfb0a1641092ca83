//! What must never be found in the log's bytes: names, addresses, passwords, codes, tokens.

use serde_json::json;
use tests::House;

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The bytes of everything in the data folder whose name begins so.
fn bytes_of(house: &House, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(house.path("")).expect("the folder") {
        let entry = entry.expect("an entry");
        if entry.file_name().to_string_lossy().starts_with(name) {
            bytes.extend(std::fs::read(entry.path()).expect("readable"));
        }
    }
    assert!(!bytes.is_empty(), "{name} is there");
    bytes
}

#[track_caller]
fn assert_hides(bytes: &[u8], texts: &[&str]) {
    for text in texts {
        assert!(!contains(bytes, text), "'{text}' stands there in plain");
    }
}

#[tokio::test]
async fn nothing_personal_and_no_secret_stands_in_the_log_in_plain() {
    let (house, admin, ada) = House::founded().await;
    let before = house.letters_so_far().await;
    let visitor = house.visitor().from([203, 0, 113, 77]);
    let login = visitor.ask_code(&ada.email, &ada.password).await;
    let code = house.tray().new_code(&before, &ada.email).await;
    let asking = visitor.ask(axum::http::Method::POST, "/api/identity/sessions");
    let asking = asking.json(&json!({ "login": login, "code": code })).header("user-agent", "Lynx-of-Ada/1.0");
    asking.send().await.expect(201);
    admin.patch(format!("/api/identity/accounts/{}", ada.account), json!({ "name": "Augusta Ada" })).await.expect(200);
    admin.patch("/api/household/settings", json!({ "mail_sender": "post@private.example" })).await.expect(200);
    house.visitor().ask_code("unknown.person@mail.example", "typed by a stranger").await;
    house.settle().await;

    let token = visitor.cookie("daybook_session").expect("a cookie");
    let device = visitor.cookie("daybook_device").expect("a cookie");
    let csrf = admin.csrf().expect("a token");
    let personal = [
        "Augusta Ada",
        &ada.email,
        "mail.example",
        "203.0.113.77",
        "Lynx-of-Ada",
        "post@private.example",
        "unknown.person",
        "typed by a stranger",
    ];
    let secret = [ada.password.as_str(), &login, &code, &token, &device, &csrf];
    let log = bytes_of(&house, "log.sqlite");
    assert!(contains(&log, "identity.account_opened.v1"), "these are the log's bytes");
    assert_hides(&log, &personal);
    assert_hides(&log, &secret);
    assert_hides(&bytes_of(&house, "vault.sqlite"), &secret);
    house.close().await;
}

fn files_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn the_views_hold_no_secret() {
    let (house, visitor, ada) = House::founded().await;
    house.settle().await;
    let (token, device) = (visitor.cookie("daybook_session"), visitor.cookie("daybook_device"));
    for path in files_in(&house.path("views")) {
        let bytes = match std::fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue, // a journal that is done
            found => found.expect("readable"),
        };
        for secret in [&ada.password, &token.clone().expect("a cookie"), &device.clone().expect("a cookie")] {
            assert!(!contains(&bytes, secret));
        }
    }
    house.close().await;
}
