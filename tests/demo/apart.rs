//! A demo and a real house never meet: not in a folder, not in a configuration, not in the mail.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    net::TcpListener,
    path::{Path, PathBuf},
};

use serde_json::json;
use tests::{Person, Place, eventually};

use crate::{
    Demo,
    running::{command, lodgings, run, temporary},
};

/// Every file of a folder, with all of its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).expect("readable"));
        }
    }
    found
}

/// A real house in a folder, where somebody lives, with a configuration that would stop whoever reads it.
fn real_house(folder: &Path) {
    let (place, ada) = (Place::at(folder), Person::named("Ada"));
    fs::create_dir_all(folder).expect("a folder");
    let add = ["person", "add", &ada.email, "--name", &ada.name, "--role", "admin"];
    place.run_with(&add, &format!("{}\n", ada.password)).expect(0);
    fs::write(folder.join("daybook.toml"), "listen = \"no address at all\"\n").expect("written");
}

#[test]
fn the_folder_of_a_real_house_is_refused_and_left_alone() {
    let temporary = temporary();
    let real = temporary.path().join("real");
    real_house(&real);
    let before = files(&real);
    let real = real.to_str().expect("a path");
    let outcome = run(&mut command(temporary.path(), &["demo", "--data", real])).expect(2);
    assert!(outcome.err.contains("--data"), "{outcome:?}");
    let outcome = run(command(temporary.path(), &["demo"]).env("DAYBOOK_DATA", real)).expect(2);
    assert!(outcome.err.contains("DAYBOOK_DATA"), "{outcome:?}");
    let outcome = run(&mut command(temporary.path(), &["demo", "--keep", real])).expect(2);
    assert!(outcome.err.contains("already"), "{outcome:?}");
    assert_eq!(files(Path::new(real)), before);
    assert_eq!(lodgings(temporary.path()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn a_demo_beside_a_real_house_touches_nothing_of_it_and_sends_no_letter() {
    let temporary = temporary();
    let usual = temporary.path().join("daybook-data");
    real_house(&usual);
    let before = files(&usual);
    let server = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    server.set_nonblocking(true).expect("looked at without waiting");
    let port = server.local_addr().expect("its address").port().to_string();
    let mut command = command(temporary.path(), &["demo", "--json", "--quiet"]);
    command.envs([("DAYBOOK_MAIL_HOST", "127.0.0.1"), ("DAYBOOK_MAIL_PORT", &port), ("DAYBOOK_LISTEN", "127.0.0.1:1")]);
    let demo = Demo::begin(&mut command);
    let letters = || fs::read_dir(demo.folder().join("mail")).expect("readable").count();
    let told = letters();
    assert!(told > 200, "{told} letters");
    let ida = &demo.told["people"][2];
    let login = json!({ "email": ida["email"], "password": ida["password"] });
    demo.visitor().post("/api/identity/logins", login).await.expect(202);
    eventually("the letter is in the folder", async || (letters() > told).then_some(())).await;
    assert_eq!(server.accept().map(drop).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
    demo.stop();
    assert_eq!(files(&usual), before);
}
