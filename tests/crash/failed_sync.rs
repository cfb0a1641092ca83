//! A disk that cannot say whether it has what it was given: after one failed `fsync` the kernel may have thrown the
//! pages away and report the next one as good, so the house writes nothing more until it has read its log anew.

use std::{fs, io::Write as _, process::Command};

use serde_json::json;
use tests::{Answer, Person, Place, Running, Visitor};

const SHIM: &str = include_str!("failing_sync.c");

/// Stands between the program and the C library's `fsync`; none where nothing here compiles C.
fn shim(folder: &std::path::Path) -> Option<std::path::PathBuf> {
    let (source, library) = (folder.join("failing_sync.c"), folder.join("failing_sync.so"));
    fs::write(&source, SHIM).expect("a file");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &source]).arg("-ldl").status();
    built.is_ok_and(|status| status.success()).then_some(library)
}

async fn rename(visitor: &Visitor, name: &str) -> Answer {
    visitor.patch("/api/household/settings", json!({ "name": name })).await
}

async fn name(visitor: &Visitor) -> String {
    let settings = visitor.get("/api/household/settings").await.expect(200);
    settings.json()["name"].as_str().expect("a name").to_owned()
}

#[tokio::test]
async fn after_a_failed_sync_nothing_is_written_until_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(library) = shim(folder.path()) else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: the test of a failed sync, because there is no C compiler");
        return;
    };
    let flag = folder.path().join("fails");
    let mut place = Place::new().with("LD_PRELOAD", library.display()).with("SYNC_FAILS", flag.display());
    let house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(house.tray(), &ada).await;
    rename(&visitor, "Kept").await.expect(200);

    fs::write(&flag, "").expect("a file");
    assert_eq!(rename(&visitor, "Unsure").await.problem(500), "broken");
    fs::remove_file(&flag).expect("it was there");
    assert_eq!(rename(&visitor, "Too late").await.problem(500), "broken", "though the disk says that it is well");
    assert_eq!(name(&visitor).await, "Kept");
    assert!(house.printed().iter().any(|line| line.contains("nothing is written until a restart")));
    house.stop().await;

    for variable in ["LD_PRELOAD", "SYNC_FAILS"] {
        place.unset(variable);
    }
    place.run(&["log", "verify"]).expect(0);
    let house = Running::start(&place).await;
    let visitor = visitor.at(&house);
    assert_ne!(name(&visitor).await, "Too late");
    rename(&visitor, "Well again").await.expect(200);
    assert!(house.stop().await.success());
}
