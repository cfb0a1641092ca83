//! An erasure that is cut short is done to its end, or has not begun; and what was erased stays erased,
//! also where an older vault is put back.

use std::{fs, path::Path, sync::Arc, time::Duration};

use commands::{
    Caller, Cost, Desk, DeskParts, FolderPost, Hasher, SystemClock, Vault, documents::Blobs, forget_people,
    fresh_command, identity,
};
use domain::{AccountId, PersonId};
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::{Person, Place, Running, Visitor, free_port};
use uuid::Uuid;

const KILLS: u64 = 12;

async fn add(admin: &Visitor, name: &str) -> Person {
    let mut person = Person::named(name);
    let new = json!({ "name": name, "email": person.email, "password": person.password, "role": "member" });
    let answer = admin.post("/api/identity/accounts", new).await.expect(201);
    person.account = answer.json()["id"].as_str().expect("an id").to_owned();
    person
}

fn path(person: &Person) -> String {
    format!("/api/identity/accounts/{}/erasure", person.account)
}

/// Whether any file of the folder holds a text.
fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).any(|path| {
        let within = |bytes: Vec<u8>| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        if path.is_dir() { holds(&path, text) } else { fs::read(&path).is_ok_and(within) }
    })
}

fn vault(place: &Place) -> Connection {
    Connection::open(place.path().join("vault.sqlite")).expect("a vault")
}

/// Rows of a person in the vault: keys, and passwords.
fn kept(place: &Place, person: &Person) -> (u32, u32) {
    let account: Uuid = person.account.parse().expect("an id");
    let count = |sql: &str| vault(place).query_row(sql, [account.as_bytes()], |row| row.get(0)).expect("a number");
    let keys = count("SELECT count(*) FROM person_keys WHERE person = ? AND key IS NOT NULL");
    (keys, count("SELECT count(*) FROM credentials WHERE account = ?"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_an_erasure_is_done_to_its_end_or_has_not_begun() {
    let place = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    let (mut house, mut admin, _) = Running::founded(&place).await;
    let mut done = 0;
    for round in 0..KILLS {
        let person = add(&admin, &format!("Quolliwood{round}x")).await;
        let (asking, erasing, name) = (admin.twin(), path(&person), person.name.clone());
        let asked = tokio::spawn(async move {
            asking.ask(axum::http::Method::POST, erasing).json(&json!({ "name": name })).try_send().await.is_some()
        });
        // From before the request arrives until after it is answered.
        tokio::time::sleep(Duration::from_millis(round * 15)).await;
        house.kill();
        let _ = asked.await;
        house = Running::start(&place).await;
        admin = admin.at(&house);
        let answer = admin.get(path(&person)).await;
        if answer.status() == 404 {
            let account = admin.get(format!("/api/identity/accounts/{}", person.account)).await.expect(200).json();
            assert_eq!((&account["name"], &account["active"]), (&json!(person.name), &json!(true)), "it has not begun");
            admin.post(path(&person), json!({ "name": person.name })).await.expect(200);
        } else {
            assert_ne!(answer.expect(200).json()["completed_at"], Value::Null, "nobody is let in before it is done");
            done += 1;
        }
        assert!(!holds(place.path(), &person.name), "round {round}");
        assert_eq!(kept(&place, &person), (0, 0), "round {round}");
    }
    assert!(done > 0, "every kill came too early");
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
    tests::contents_at_rest(place.path()).await;
}

async fn desk(place: &Place) -> Desk {
    let folder = place.path();
    let log = eventlog::open(&format!("sqlite:{}", folder.join("log.sqlite").display())).await.expect("the log");
    let parts = DeskParts {
        log,
        vault: Vault::open(&folder.join("vault.sqlite")).await.expect("the vault"),
        clock: Arc::new(SystemClock),
        hasher: Hasher::new(Cost { memory_kib: 64, passes: 1 }).expect("a hasher"),
        post: Arc::new(FolderPost::new(folder.join("mail"))),
        drawer: FolderPost::new(folder.join("mail")),
        own_address: "http://house.example".to_owned(),
        blobs: Blobs::at(&folder.join("blobs")),
    };
    Desk::open(parts).await.expect("the desk")
}

/// As if the power had failed right after the word was written down.
async fn begin(place: &Place, person: &Person) {
    let desk = desk(place).await;
    let account = AccountId(person.account.parse().expect("an id"));
    identity::erase(&desk, &Caller::console(fresh_command()), account, &person.name).await.expect("begun");
    desk.close().await.expect("closed");
}

#[tokio::test]
async fn what_was_begun_is_finished_before_anybody_is_let_in_with_its_key_or_without() {
    let place = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    let (mut house, mut admin, _) = Running::founded(&place).await;
    for (name, key_is_gone) in [("Quolliwooda", false), ("Quolliwoodb", true)] {
        let person = add(&admin, name).await;
        assert!(house.stop().await.success());
        assert!(holds(place.path(), name));
        begin(&place, &person).await;
        if key_is_gone {
            let id = PersonId(person.account.parse().expect("an id"));
            forget_people(&place.path().join("vault.sqlite"), &[id]).expect("destroyed");
        }
        house = Running::start(&place).await;
        admin = admin.at(&house);
        let erasure = admin.get(path(&person)).await.expect(200).json();
        assert_eq!(erasure["certificate"]["resumed"], json!(key_is_gone), "{erasure:#}");
        assert!(!holds(place.path(), name));
        assert_eq!(kept(&place, &person), (0, 0));
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn an_older_vault_brings_nobody_back() {
    let place = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    let (house, admin, _) = Running::founded(&place).await;
    let person = add(&admin, "Quolliwood").await;
    assert!(house.stop().await.success());
    let (path_now, before) = (place.path().join("vault.sqlite"), fs::read(place.path().join("vault.sqlite")));
    let id: PersonId = PersonId(person.account.parse().expect("an id"));
    let erased = place.run(&["person", "erase", &person.email, "--name", &person.name, "--json"]).expect(0).json();
    assert_eq!(erased["account"], person.account);
    fs::write(&path_now, before.expect("a vault")).expect("put back");
    for journal in ["vault.sqlite-wal", "vault.sqlite-shm"] {
        let _ = fs::remove_file(place.path().join(journal));
    }
    assert_eq!(kept(&place, &person), (1, 1), "it came back with the older vault");
    let house = Running::start(&place).await;
    let admin = admin.at(&house);
    assert_eq!(kept(&place, &person), (0, 0));
    assert!(!holds(place.path(), "Quolliwood"));
    let account = admin.get(format!("/api/identity/accounts/{}", id.0)).await.expect(200).json();
    assert_eq!(account["name"], Value::Null);
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
}
