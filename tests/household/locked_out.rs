//! A mail server that does not work locks nobody out: a code that it does not take lies in the mail folder, where
//! whoever owns the machine finds it, and nobody else.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::json;
use tests::{House, free_port};

use crate::mail_server::PATH;

#[tokio::test]
async fn a_code_that_no_server_takes_lies_in_the_mail_folder_for_the_owner_of_the_machine() {
    let (house, admin, ada) = House::founded().await;
    house.settle().await;
    // Nobody runs a mail server there: alerts, links and codes all fail.
    admin.put(PATH, json!({ "host": "127.0.0.1", "port": free_port() })).await.expect(200);
    assert_eq!(house.visitor().get("/api/household/house").await.json()["mail"], "server");
    let before = house.letters_so_far().await;
    let visitor = house.visitor();
    visitor.post("/api/identity/resets", json!({ "email": ada.email })).await.expect(202);
    let login = visitor.ask_code(&ada.email, &ada.password).await;
    let code = house.tray().new_code(&before, &ada.email).await;
    visitor.open_session(&login, &code).await.expect(201);
    let new: Vec<_> = house.tray().letters().await.into_iter().filter(|it| !before.contains(&it.id)).collect();
    assert!(new.iter().all(|letter| letter.code().is_some()), "a code lies there and nothing else: {new:?}");
    let files = fs::read_dir(house.path("mail")).expect("the folder").map(|entry| entry.expect("an entry").path());
    let (mut found, note) = (0, format!("X-Daybook-People: {}\r\n", ada.account));
    for file in files.filter(|file| fs::read_to_string(file).is_ok_and(|letter| letter.contains(&code))) {
        found += 1;
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
        assert!(fs::read_to_string(&file).expect("readable").starts_with(&note), "an erasure finds it");
    }
    assert_eq!(found, 1);
    admin.delete(PATH).await.expect(200);
    house.close().await;
}
