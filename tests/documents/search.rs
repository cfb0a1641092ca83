//! Search: what is found by name, tag, type, size, time and place, and that nothing of others is.

use axum::http::Method;
use serde_json::json;
use tests::{House, Visitor, until};

use crate::drawer::{folder, put, root, stored, text};

async fn found(visitor: &Visitor, query: &str) -> Vec<String> {
    let answer = visitor.get(format!("/api/documents/search?{query}")).await.expect(200);
    answer.items().iter().map(|node| text(&node["name"])).collect()
}

#[tokio::test]
async fn a_file_is_found_by_the_beginnings_of_words_wherever_it_lies() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let (taxes, garden) = (folder(&admin, &own, "Taxes").await, folder(&admin, &own, "Garden").await);
    let year = folder(&admin, &taxes, "2026").await;
    let paper = stored(&admin, &year, "Tax%20return_2026.txt", "long text").await;
    stored(&admin, &garden, "tax%20free%20apples.txt", "a").await;
    admin.post(format!("/api/documents/nodes/{paper}/tags"), json!({ "add": ["Important"] })).await.expect(200);
    assert_eq!(found(&admin, "q=ret%20imp").await, ["Tax return_2026.txt"]);
    assert_eq!(found(&admin, &format!("q=tax&folder={garden}")).await, ["tax free apples.txt"]);
    assert_eq!(found(&admin, "tag=important").await, ["Tax return_2026.txt"]);
    assert_eq!(found(&admin, "min_size=5&kind=file").await, ["Tax return_2026.txt"]);
    assert_eq!(found(&admin, "q=tax&kind=folder").await, ["Taxes"]);
    assert_eq!(found(&admin, "type=image").await, Vec::<String>::new());
    assert_eq!(found(&admin, "q=%22%20*%20(").await, Vec::<String>::new());
    let items = admin.get("/api/documents/search?q=return").await.expect(200).items();
    let way: Vec<_> = items[0]["path"].as_array().expect("a way").iter().map(|step| text(&step["name"])).collect();
    assert_eq!(way, ["Taxes", "2026"]);
    admin.delete(format!("/api/documents/nodes/{taxes}")).await.expect(200);
    assert_eq!((found(&admin, "q=return").await.len(), found(&admin, "q=return&trash=true").await.len()), (0, 1));
    house.close().await;
}

/// Waits until a question finds these.
pub async fn finds(visitor: &Visitor, query: &str, wanted: &[&str]) {
    until(&format!("{query} finds {wanted:?}"), async || found(visitor, query).await == wanted).await;
}

#[tokio::test]
async fn a_file_is_found_by_what_it_says_and_the_place_is_shown() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let papers = folder(&admin, &own, "Papers").await;
    let letter = stored(&admin, &papers, "letter.txt", "Dear Eve,\n\nthe <b>Größen</b> are\tfrom the harbour.").await;
    stored(&admin, &own, "harbour.txt", "boats").await;
    put(&admin, &own, "picture.png", b"\x89PNG\r\n\x1a\n harbour".to_vec()).await;
    finds(&admin, "q=gro%C3%9Fen%20harb", &["letter.txt"]).await;
    finds(&admin, "q=harbour", &["harbour.txt", "letter.txt"]).await;
    let items = admin.get("/api/documents/search?q=harbour%20gro").await.expect(200).items();
    let pieces = items[0]["excerpt"].as_array().expect("an excerpt").iter();
    let marked =
        pieces.map(|it| if it["is_word"] == true { format!("[{}]", text(&it["text"])) } else { text(&it["text"]) });
    assert_eq!(marked.collect::<String>(), "Dear Eve, the <b>[Größen]</b> are from the [harbour].");
    let items = admin.get("/api/documents/search?q=harbour&limit=1").await.expect(200).items();
    assert!(items[0]["excerpt"].is_null(), "its name has the word");
    assert_eq!(found(&admin, &format!("q=harbour&folder={papers}")).await, ["letter.txt"]);
    assert_eq!(found(&admin, "q=harbour&kind=folder").await, Vec::<String>::new());
    assert_eq!(found(&admin, "q=harbour&type=image").await, Vec::<String>::new());
    admin.delete(format!("/api/documents/nodes/{letter}")).await.expect(200);
    assert_eq!(found(&admin, "q=gro%C3%9Fen").await, Vec::<String>::new());
    assert_eq!(found(&admin, "q=gro%C3%9Fen&trash=true").await, ["letter.txt"]);
    house.close().await;
}

#[tokio::test]
async fn the_newest_version_of_a_file_is_what_is_looked_into() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let plan = stored(&admin, &own, "plan.txt", "first thoughts").await;
    finds(&admin, "q=thoughts", &["plan.txt"]).await;
    put(&admin, &own, "plan.txt", "second tries").await.expect(200);
    finds(&admin, "q=tries", &["plan.txt"]).await;
    finds(&admin, "q=thoughts", &[]).await;
    let restored = format!("/api/documents/files/{plan}/versions/1/restoration");
    admin.ask(Method::POST, restored).send().await.expect(200);
    finds(&admin, "q=thoughts", &["plan.txt"]).await;
    admin.delete(format!("/api/documents/nodes/{plan}")).await.expect(200);
    admin.delete(format!("/api/documents/trash/{plan}")).await.expect(200);
    finds(&admin, "q=thoughts&trash=true", &[]).await;
    house.close().await;
}

#[tokio::test]
async fn words_are_found_again_after_a_restart_and_after_they_were_lost() {
    let (house, admin, ada) = House::founded().await;
    let own = root(&admin, "own").await;
    for number in 0..20 {
        stored(&admin, &own, &format!("{number}.txt"), &format!("paper number{number} of twenty")).await;
    }
    let house = house.restarted().await;
    let admin = house.visitor();
    admin.log_in(house.tray(), &ada).await;
    finds(&admin, "q=number19", &["19.txt"]).await;
    finds(&admin, "q=number0", &["0.txt"]).await;
    house.texts().read_anew().await.expect("taken away");
    finds(&admin, "q=number19", &["19.txt"]).await;
    finds(&admin, "q=number7", &["7.txt"]).await;
    house.close().await;
}

#[tokio::test]
async fn nothing_that_anothers_file_says_is_found() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    stored(&bobs, &root(&bobs, "own").await, "mine.txt", "a secret of Bob").await;
    stored(&bobs, &root(&bobs, "shared").await, "ours.txt", "no secret at all").await;
    finds(&bobs, "q=secret", &["mine.txt", "ours.txt"]).await;
    finds(&admin, "q=secret", &["ours.txt"]).await;
    assert_eq!(found(&admin, "q=secret&space=own").await, Vec::<String>::new());
    house.close().await;
}

#[tokio::test]
async fn nothing_in_anothers_space_is_found_or_counted() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let own = root(&bobs, "own").await;
    let secret = folder(&bobs, &own, "Secret plans").await;
    for number in 0..3 {
        stored(&bobs, &own, &format!("secret%20{number}.txt"), "s").await;
    }
    stored(&bobs, &root(&bobs, "shared").await, "no%20secret.txt", "s").await;
    let answer = admin.get("/api/documents/search?q=secret&limit=1").await.expect(200);
    assert_eq!((answer.items().len(), answer.json()["next"].is_null()), (1, true));
    assert_eq!(found(&admin, "q=secret&space=own").await, Vec::<String>::new());
    let denied = admin.get(format!("/api/documents/search?q=secret&folder={secret}")).await;
    assert_eq!(denied.problem(404), "no_such_node");
    assert_eq!(found(&bobs, "q=secret").await.len(), 5);
    house.close().await;
}

#[tokio::test]
async fn a_long_list_of_what_was_found_is_told_in_pages() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    for number in 0..5 {
        stored(&admin, &own, &format!("page%20{number}.txt"), &number.to_string()).await;
    }
    let (mut all, mut next) = (Vec::new(), Some("/api/documents/search?q=page&limit=2".to_owned()));
    while let Some(path) = next {
        let answer = admin.get(&path).await.expect(200);
        all.extend(answer.items().iter().map(|node| text(&node["name"])));
        next = answer.json()["next"]
            .as_str()
            .map(|cursor| format!("/api/documents/search?q=page&limit=2&cursor={cursor}"));
    }
    // The newest first, where nothing else tells them apart.
    assert_eq!(all, (0..5).rev().map(|number| format!("page {number}.txt")).collect::<Vec<_>>());
    house.close().await;
}
