//! The trash: nothing is lost by mistake, and what shall be gone is gone, from the disk as well.

use axum::http::Method;
use chrono::Duration;
use serde_json::json;
use tests::{House, eventually};

use crate::drawer::{content, folder, names, put, root, stored};

#[tokio::test]
async fn what_is_thrown_away_comes_back_with_all_that_is_in_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let papers = folder(&admin, &own, "Papers").await;
    let note = stored(&admin, &papers, "note.txt", "hello").await;
    admin.delete(format!("/api/documents/nodes/{papers}")).await.expect(200);
    assert!(names(&admin, &own).await.is_empty());
    for path in [format!("files/{note}/content"), format!("files/{note}/versions"), format!("nodes?parent={papers}")] {
        assert_eq!(admin.get(format!("/api/documents/{path}")).await.problem(404), "no_such_node", "{path}");
    }
    assert_eq!(put(&admin, &papers, "late.txt", "x").await.problem(404), "no_such_node");
    let trash = admin.get("/api/documents/trash?space=own").await.expect(200).items();
    assert_eq!(trash.iter().map(|node| node["id"].as_str().expect("an id")).collect::<Vec<_>>(), [papers.as_str()]);
    let back = |id: &str| admin.ask(Method::POST, format!("/api/documents/nodes/{id}/restoration")).send();
    assert_eq!(back(&note).await.problem(409), "in_trash_with_folder");
    folder(&admin, &own, "Papers").await;
    back(&papers).await.expect(200);
    assert_eq!(names(&admin, &own).await, ["Papers", "Papers (2)"]);
    assert_eq!(content(&admin, &note).await, b"hello");
    house.close().await;
}

#[tokio::test]
async fn what_is_deleted_for_good_leaves_the_disk_after_a_day_and_nothing_else_does() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let gone = stored(&admin, &own, "gone.txt", "only here").await;
    let twin = stored(&admin, &own, "twin.txt", "in two files").await;
    let kept = stored(&admin, &own, "kept.txt", "in two files").await;
    for id in [&gone, &twin] {
        assert_eq!(admin.delete(format!("/api/documents/trash/{id}")).await.problem(409), "not_in_trash");
        admin.delete(format!("/api/documents/nodes/{id}")).await.expect(200);
        admin.delete(format!("/api/documents/trash/{id}")).await.expect(200);
    }
    let spaces = admin.get("/api/documents/spaces").await.expect(200).items();
    assert_eq!((&spaces[0]["size_bytes"], &spaces[0]["trashed"]), (&json!(12), &json!(0)));
    let blobs = house.path("blobs").join(&own);
    let count = || walk(&blobs);
    assert_eq!(count(), 2);
    // The clock is set by hand; the files are as old as they are.
    let real =
        chrono::DateTime::<chrono::Utc>::from(std::fs::metadata(&blobs).expect("a folder").modified().expect("a time"));
    house.advance(real - house.now() + Duration::hours(31));
    eventually("only what is needed is left", async || (count() == 1).then_some(())).await;
    let back = admin.get(format!("/api/documents/files/{kept}/content")).await;
    assert!(back.status() == 401 || back.bytes() == b"in two files");
    house.leave().await;
}

fn walk(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder).map_or(0, |entries| {
        entries.flatten().map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { 1 }).sum()
    })
}
