//! `daybook files`: whether the bytes of every file are as they were stored.

use std::path::PathBuf;

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Place, Running, Visitor};

async fn store(admin: &Visitor, name: &str, bytes: &'static [u8]) {
    let spaces = admin.get("/api/documents/spaces").await.expect(200).items();
    let path = format!("/api/documents/folders/{}/files/{name}", spaces[0]["root"].as_str().expect("a root"));
    assert!([200, 201].contains(&admin.ask(Method::PUT, path).body("text/plain", bytes).send().await.status()));
}

/// The file on the disk that holds these bytes.
fn blob(place: &Place, bytes: &[u8]) -> PathBuf {
    fn files(folder: PathBuf) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.flat_map(|path| if path.is_dir() { files(path) } else { vec![path] }).collect()
    }
    let found = files(place.path().join("blobs")).into_iter().find(|path| std::fs::read(path).expect("bytes") == bytes);
    found.expect("the bytes")
}

#[tokio::test]
async fn bytes_that_were_damaged_or_lost_are_told_with_their_names_whether_the_house_runs_or_not() {
    let place = Place::new();
    let (house, admin, _) = Running::founded(&place).await;
    for (name, bytes) in
        [("note.txt", b"first" as &[u8]), ("note.txt", b"second"), ("twin.txt", b"second"), ("lost.txt", b"lost")]
    {
        store(&admin, name, bytes).await;
    }
    let sound = place.run(&["files", "verify"]).expect(0);
    assert_eq!(sound.out, "All 3 contents are as they were stored (1 kB on disk).\n");
    std::fs::write(blob(&place, b"first"), b"fjrst").expect("written");
    std::fs::remove_file(blob(&place, b"lost")).expect("removed");
    assert_flawed(&place);
    assert!(house.stop().await.success());
    assert_flawed(&place);
}

fn assert_flawed(place: &Place) {
    let lines = place.run(&["files", "verify", "--json"]).expect(1).lines();
    let flaw = |line: &Value| Some((line["flaw"].as_str()?.to_owned(), line["path"].clone(), line["version"].as_u64()));
    let mut flaws: Vec<_> =
        lines.iter().filter_map(flaw).map(|(flaw, path, version)| (flaw, path.to_string(), version)).collect();
    flaws.sort_unstable();
    let told = |what: &str, path: &str| (what.to_owned(), format!("\"{path}\""), Some(1));
    assert_eq!(flaws, [told("damaged", "note.txt"), told("missing", "lost.txt")]);
    assert_eq!(lines.last(), Some(&json!({ "blobs": 3, "bytes": 15, "flaws": 2 })));
}
