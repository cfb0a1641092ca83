//! Many files at once, as one zip archive.

use std::process::Command;

use domain::{Event, documents::Event as Documents};
use serde_json::{Value, json};
use tests::{Answer, House, Visitor};

use crate::drawer::{folder, root, stored};

/// What another program finds in an archive: names, lengths and what the files hold, after it has checked every byte.
const LOOK: &str = "import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
assert all(not one.is_dir() or one.file_size == 0 for one in archive.infolist())
print(json.dumps([[one.filename, archive.read(one).decode() if one.file_size < 100 else one.file_size,
    one.date_time[0], one.compress_type] for one in archive.infolist()]))";

async fn fetched(house: &House, visitor: &Visitor, nodes: &str) -> Vec<Value> {
    let answer = visitor.get(format!("/api/documents/archive?nodes={nodes}")).await.expect(200);
    unpacked(house, &answer)
}

/// What is in an archive: names, what the files hold or, of long ones, their lengths, years, and how they are packed.
pub fn unpacked(house: &House, answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let path = house.path("archive.zip");
    std::fs::write(&path, answer.bytes()).expect("written");
    let looked = Command::new("python3").args(["-c", LOOK]).arg(&path).output().expect("python3");
    assert!(looked.status.success(), "{}", String::from_utf8_lossy(&looked.stderr));
    serde_json::from_slice(&looked.stdout).expect("JSON")
}

pub fn names(found: &[Value]) -> Vec<&str> {
    found.iter().map(|one| one[0].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn a_folder_comes_with_all_that_is_in_it_and_other_programs_read_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let photos = folder(&admin, &own, "Fotos \u{fc}ber \u{5e9}").await;
    let deep = folder(&admin, &photos, "Deep").await;
    folder(&admin, &photos, "Empty").await;
    stored(&admin, &photos, "one.txt", "one").await;
    stored(&admin, &deep, "large.bin", &"x".repeat(1_200_000)).await;
    stored(&admin, &deep, "nothing", "").await;
    let gone = stored(&admin, &photos, "gone.txt", "gone").await;
    admin.delete(format!("/api/documents/nodes/{gone}")).await.expect(200);
    let found = fetched(&house, &admin, &photos).await;
    let top = "Fotos \u{fc}ber \u{5e9}";
    let expected =
        ["", "Deep/", "Deep/large.bin", "Deep/nothing", "Empty/", "one.txt"].map(|name| format!("{top}/{name}"));
    assert_eq!(names(&found), expected);
    assert_eq!(found[2], json!([expected[2], 1_200_000, 2026, 0]), "as it is, and of its day");
    assert_eq!(found[5][1], "one");
    house.close().await;
}

#[tokio::test]
async fn a_selection_has_each_name_once_and_is_of_one_space() {
    let (house, admin, _) = House::founded().await;
    let (own, shared) = (root(&admin, "own").await, root(&admin, "shared").await);
    let other = folder(&admin, &own, "Other").await;
    let first = stored(&admin, &own, "a.txt", "first").await;
    let second = stored(&admin, &other, "A.txt", "second").await;
    let ours = stored(&admin, &shared, "ours.txt", "ours").await;
    let found = fetched(&house, &admin, &format!("{first},{second},{first}")).await;
    assert_eq!(names(&found), ["a.txt", "A (2).txt"]);
    assert_eq!(names(&fetched(&house, &admin, &own).await), ["Other/", "Other/A.txt", "a.txt"]);
    let alike = folder(&admin, &own, "Alike").await;
    for (name, file) in [("Letters", "a.txt"), ("letters", "b.txt"), ("x", "c.txt")] {
        let inside = folder(&admin, &alike, name).await;
        stored(&admin, &inside, file, name).await;
    }
    stored(&admin, &alike, "X", "a file").await;
    let parted = fetched(&house, &admin, &format!("{alike},{own}")).await;
    let parted: Vec<_> = names(&parted).into_iter().filter_map(|name| name.strip_prefix("Alike/")).collect();
    let expected = ["", "Letters/", "Letters/a.txt", "X (2)", "letters (2)/", "letters (2)/b.txt", "x/", "x/c.txt"];
    assert_eq!(parted, expected, "what many machines cannot tell apart");
    let ask = async |nodes: &str| admin.get(format!("/api/documents/archive?nodes={nodes}")).await;
    assert_eq!(ask(&format!("{first},{ours}")).await.problem(422), "several_spaces");
    assert_eq!(ask("").await.problem(400), "query_invalid");
    assert_eq!(ask(&format!("{first},{}", uuid::Uuid::nil())).await.problem(404), "no_such_node");
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let stolen = bobs.get(format!("/api/documents/archive?nodes={first}")).await;
    assert_eq!(stolen.problem(404), "no_such_node");
    house.close().await;
}

#[tokio::test]
async fn an_archive_is_one_delivery_and_each_of_its_files_tells_of_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let photos = folder(&admin, &own, "Photos").await;
    let (one, two) = (stored(&admin, &photos, "1.txt", "one").await, stored(&admin, &photos, "2.txt", "three").await);
    let before = house.head();
    let path = format!("/api/documents/archive?nodes={photos}");
    admin.ask(axum::http::Method::HEAD, &path).send().await.expect(200);
    fetched(&house, &admin, &photos).await;
    let facts = house.facts_after(before).await;
    let [fact] = &facts[..] else { panic!("{facts:?}") };
    let Event::Documents(Documents::ArchiveDelivered(it)) = &fact.event else { panic!("{fact:?}") };
    let files: Vec<_> = it.files.iter().map(|file| file.node.to_string()).collect();
    assert_eq!((files, it.size_bytes, it.sent_bytes, it.whole), (vec![one, two.clone()], 8, 8, true));
    let told = admin.get(format!("/api/documents/files/{two}/deliveries")).await.expect(200).items();
    let told: Vec<_> = told.iter().map(|it| (&it["name"], &it["archive"], &it["size_bytes"], &it["whole"])).collect();
    assert_eq!(told, [(&json!("2.txt"), &json!("Photos.zip"), &json!(5), &json!(true))]);
    house.close().await;
}
