//! Folders: made, renamed, moved; and the way to what lies in them.

use serde_json::json;
use tests::{House, Visitor};

use crate::drawer::{folder, names, root, stored, text};

#[tokio::test]
async fn a_tree_is_made_walked_and_told_in_the_diary() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let before = house.head();
    let papers = folder(&admin, &own, "Papers").await;
    let year = folder(&admin, &papers, "2026").await;
    let note = stored(&admin, &year, "note.txt", "hello").await;
    assert_eq!(
        (names(&admin, &own).await, names(&admin, &year).await),
        (vec!["Papers".into()], vec!["note.txt".into()])
    );
    let shown = admin.get(format!("/api/documents/nodes/{note}")).await.expect(200).json();
    let way: Vec<_> = shown["path"].as_array().expect("a way").iter().map(|step| text(&step["name"])).collect();
    assert_eq!(
        (way, &shown["kind"], &shown["size_bytes"]),
        (vec!["Papers".into(), "2026".into()], &json!("file"), &json!(5))
    );
    assert_eq!(
        (&shown["changed_by"], &shown["space"], &shown["media_type"]),
        (&json!("Ada"), &json!("own"), &json!("text/plain"))
    );
    let kinds = ["documents.folder_made.v1", "documents.folder_made.v1", "documents.file_stored.v1"];
    assert_eq!(house.kinds_after(before).await, kinds);
    let entries = admin.get("/api/history/entries?context=documents&limit=1").await.expect(200).items();
    assert_eq!(entries[0]["sentence"], "The file note.txt was stored");
    house.close().await;
}

#[tokio::test]
async fn things_are_renamed_and_moved_and_keep_their_ids() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let (one, two) = (folder(&admin, &own, "One").await, folder(&admin, &own, "Two").await);
    let note = stored(&admin, &one, "note.txt", "hello").await;
    let path = format!("/api/documents/nodes/{note}");
    admin.patch(&path, json!({ "name": "letter.txt", "parent": two })).await.expect(200);
    assert_eq!((names(&admin, &one).await.len(), names(&admin, &two).await), (0, vec!["letter.txt".into()]));
    let again = admin.patch(&path, json!({ "name": "letter.txt" })).await.expect(200);
    assert_eq!(again.json()["changed"], false);
    admin.patch(format!("/api/documents/nodes/{one}"), json!({ "parent": two })).await.expect(200);
    assert_eq!(names(&admin, &own).await, ["Two"]);
    house.close().await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused_by_name_and_changes_nothing() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let (one, inner) = {
        let one = folder(&admin, &own, "One").await;
        let inner = folder(&admin, &one, "Inner").await;
        (one, inner)
    };
    let note = stored(&admin, &own, "note.txt", "hello").await;
    let before = house.head();
    let new = |parent: &str, name: &str| json!({ "parent": parent, "name": name });
    assert_eq!(admin.post("/api/documents/folders", new(&own, "One")).await.problem(409), "name_taken");
    assert_eq!(admin.post("/api/documents/folders", new(&note, "a")).await.problem(404), "no_such_folder");
    for name in ["", ".", "..", "a/b", "a\\b", "a\u{0}", "a\u{202e}b", " a", &"x".repeat(256)] {
        let answer = admin.post("/api/documents/folders", new(&own, name)).await;
        assert_eq!(
            (answer.json()["field"].clone(), answer.problem(422)),
            (json!("name"), "name_invalid".into()),
            "{name:?}"
        );
    }
    let change = |id: &str, change: serde_json::Value| admin.patch(format!("/api/documents/nodes/{id}"), change);
    assert_eq!(change(&one, json!({ "parent": inner })).await.problem(409), "into_itself");
    assert_eq!(change(&note, json!({ "name": "One" })).await.problem(409), "name_taken");
    assert_eq!(change(&own, json!({ "name": "Root" })).await.problem(409), "root_stays");
    assert_eq!(
        change("00000000-0000-7000-8000-000000000000", json!({ "name": "x" })).await.problem(404),
        "no_such_node"
    );
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn names_that_look_alike_are_alike() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    folder(&admin, &own, "Mu\u{308}ller").await;
    assert_eq!(names(&admin, &own).await, ["M\u{fc}ller"]);
    let twin = json!({ "parent": own, "name": "M\u{fc}ller" });
    assert_eq!(admin.post("/api/documents/folders", twin).await.problem(409), "name_taken");
    house.close().await;
}

#[tokio::test]
async fn a_long_folder_is_told_in_pages() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    for number in 0..7 {
        folder(&admin, &own, &format!("Folder {number}")).await;
    }
    let mut found = Vec::new();
    let mut next = Some(format!("/api/documents/nodes?parent={own}&limit=3"));
    while let Some(path) = next {
        let answer = admin.get(&path).await.expect(200);
        found.extend(answer.items().iter().map(|node| text(&node["name"])));
        next = answer.json()["next"]
            .as_str()
            .map(|cursor| format!("/api/documents/nodes?parent={own}&limit=3&cursor={cursor}"));
    }
    assert_eq!(found, (0..7).map(|number| format!("Folder {number}")).collect::<Vec<_>>());
    house.close().await;
}

#[tokio::test]
async fn a_root_is_listed_by_the_name_of_its_space() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let (own, shared) = (root(&bobs, "own").await, root(&bobs, "shared").await);
    stored(&bobs, &own, "mine.txt", "mine").await;
    folder(&bobs, &shared, "Ours").await;
    let listed = async |visitor: &Visitor, space| {
        let nodes = visitor.get(format!("/api/documents/nodes?space={space}")).await.expect(200).items();
        nodes.iter().map(|node| text(&node["name"])).collect::<Vec<_>>()
    };
    assert_eq!(
        (listed(&bobs, "own").await, listed(&bobs, "shared").await),
        (vec!["mine.txt".into()], vec!["Ours".into()])
    );
    assert_eq!((listed(&admin, "own").await, listed(&admin, "shared").await), (vec![], vec!["Ours".into()]));
    for unclear in [String::new(), "?limit=5".to_owned(), format!("?space=own&parent={own}")] {
        let answer = bobs.get(format!("/api/documents/nodes{unclear}")).await;
        assert_eq!(answer.problem(400), "folder_unclear", "{unclear}");
    }
    assert_eq!(bobs.get("/api/documents/nodes?space=all").await.status(), 400);
    house.close().await;
}
