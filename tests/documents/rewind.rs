//! A folder, or everything, as it was at a moment: first looked at, then done, then undone.

use chrono::Duration;
use serde_json::{Value, json};
use tests::{House, Visitor};

use crate::drawer::{content, folder, names, put, root, stored};

fn at(house: &House) -> String {
    house.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

async fn preview(visitor: &Visitor, folder: &str, at: &str) -> Value {
    visitor.get(format!("/api/documents/folders/{folder}/rewind?at={at}")).await.expect(200).json()
}

async fn rewind(visitor: &Visitor, folder: &str, moment: Value) -> tests::Answer {
    visitor.post(format!("/api/documents/folders/{folder}/rewind"), moment).await
}

fn counts(shown: &Value) -> [u64; 4] {
    ["placed", "content", "leave", "lost"].map(|it| shown[it].as_u64().expect("a number"))
}

#[tokio::test]
async fn everything_is_as_it_was_and_then_as_it_was_before_that() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let papers = folder(&admin, &own, "Papers").await;
    let note = stored(&admin, &papers, "note.txt", "first").await;
    let gone = stored(&admin, &own, "gone.txt", "here").await;
    let moment = at(&house);
    house.advance(Duration::minutes(1));
    put(&admin, &papers, "note.txt", "second").await.expect(200);
    let moved = json!({ "parent": own, "name": "other.txt" });
    admin.patch(format!("/api/documents/nodes/{note}"), moved).await.expect(200);
    admin.delete(format!("/api/documents/nodes/{gone}")).await.expect(200);
    stored(&admin, &own, "later.txt", "new").await;

    let shown = preview(&admin, &own, &moment).await;
    assert_eq!(counts(&shown), [2, 1, 1, 0]);
    let changes = shown["changes"].as_array().expect("a list");
    let step =
        |step: &str| changes.iter().find(|it| it["step"] == step).unwrap_or_else(|| panic!("{step}: {changes:?}"));
    assert_eq!(step("leaves")["path"], json!(["later.txt"]));
    assert_eq!(
        (&step("moves")["path"], &step("moves")["now"]),
        (&json!(["Papers", "note.txt"]), &json!(["other.txt"]))
    );
    assert_eq!((&step("content")["version"], &step("returns")["path"]), (&json!(1), &json!(["gone.txt"])));
    assert_eq!(names(&admin, &own).await, ["Papers", "later.txt", "other.txt"]);

    let done = rewind(&admin, &own, json!({ "at": moment })).await.expect(200).json();
    assert_eq!(
        (names(&admin, &own).await, names(&admin, &papers).await),
        (vec!["Papers".into(), "gone.txt".into()], vec!["note.txt".into()])
    );
    assert_eq!(content(&admin, &note).await, b"first");
    assert_eq!(rewind(&admin, &own, json!({ "at": moment })).await.expect(200).json()["changed"], json!(false));

    rewind(&admin, &own, json!({ "before": done["position"] })).await.expect(200);
    assert_eq!(names(&admin, &own).await, ["Papers", "later.txt", "other.txt"]);
    assert_eq!(content(&admin, &note).await, b"second");
    house.close().await;
}

#[tokio::test]
async fn a_folder_is_rewound_alone_and_only_by_whoever_may() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let papers = folder(&admin, &own, "Papers").await;
    stored(&admin, &papers, "a.txt", "a").await;
    let moment = at(&house);
    house.advance(Duration::minutes(1));
    stored(&admin, &papers, "b.txt", "b").await;
    stored(&admin, &own, "c.txt", "c").await;
    let early = (house.now() - Duration::days(9)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    assert_eq!(rewind(&admin, &papers, json!({ "at": early })).await.problem(409), "not_there_then");
    for wrong in [json!({}), json!({ "at": moment, "before": 3 })] {
        assert_eq!(rewind(&admin, &papers, wrong).await.problem(400), "which_moment");
    }
    rewind(&admin, &papers, json!({ "at": moment })).await.expect(200);
    assert_eq!(
        (names(&admin, &papers).await, names(&admin, &own).await),
        (vec!["a.txt".into()], vec!["Papers".into(), "c.txt".into()])
    );
    let (bob, _) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(rewind(&bob, &papers, json!({ "at": moment })).await.problem(404), "no_such_node");
    house.close().await;
}

#[tokio::test]
async fn what_was_deleted_for_good_is_told_and_stays_so() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let papers = folder(&admin, &own, "Papers").await;
    stored(&admin, &papers, "a.txt", "x").await;
    let moment = at(&house);
    house.advance(Duration::minutes(1));
    admin.delete(format!("/api/documents/nodes/{papers}")).await.expect(200);
    admin.delete(format!("/api/documents/trash/{papers}")).await.expect(200);
    let shown = preview(&admin, &own, &moment).await;
    assert_eq!((&shown["lost"], &shown["placed"]), (&json!(2), &json!(0)));
    let lost: Vec<_> = shown["changes"].as_array().expect("a list").iter().map(|it| &it["path"]).collect();
    assert!(lost.contains(&&json!(["Papers", "a.txt"])), "{lost:?}");
    let done = rewind(&admin, &own, json!({ "at": moment })).await.expect(200).json();
    assert_eq!((&done["changed"], names(&admin, &own).await.len()), (&json!(false), 0));
    house.close().await;
}
