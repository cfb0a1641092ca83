//! Search: what is found by name, tag, type, size, time and place, and that nothing of others is.

use serde_json::json;
use tests::{House, Visitor};

use crate::drawer::{folder, root, stored, text};

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
