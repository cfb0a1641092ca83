//! Whoever is erased takes their files along: names and bytes, while everybody else's stay.

use serde_json::json;
use tests::{House, until};

use crate::{
    drawer::{content, folder, root, stored},
    guest,
};

const CANARY: &str = "canary-of-bob-7c1e";

/// The files below a folder that hold these bytes.
pub fn holds(folder: &std::path::Path, wanted: &[u8]) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holds(&path, wanted));
        } else if std::fs::read(&path).unwrap_or_default().windows(wanted.len()).any(|window| window == wanted) {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn an_erased_persons_files_are_gone_from_the_disk() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (own, shared) = (root(&bobs, "own").await, root(&bobs, "shared").await);
    let inside = folder(&bobs, &own, &format!("{CANARY}-folder")).await;
    let shared_box = folder(&bobs, &shared, "Box").await;
    stored(&bobs, &inside, &format!("{CANARY}.txt"), &format!("{CANARY} in bytes")).await;
    let remark = json!({ "node": inside, "note": format!("for {CANARY}"), "password": "a good password" });
    guest::shared(&bobs, remark).await;
    let (_, address) = guest::shared(&bobs, json!({ "node": shared_box })).await;
    let eve = house.visitor();
    guest::page(&eve, &address).await.expect(200);
    let recipes = stored(&bobs, &shared, "recipes.txt", "bread").await;
    until("the words are read", async || {
        bobs.get(format!("/api/documents/search?q={CANARY}%20bytes")).await.expect(200).items().len() == 1
    })
    .await;
    assert!(!holds(&house.path("views"), format!("{CANARY} in bytes").as_bytes()).is_empty());
    admin.prove(&ada).await;
    let path = format!("/api/identity/accounts/{}/erasure", bob.account);
    let erased = admin.post(path, json!({ "name": "Bob" })).await.expect(200).json();
    let lines = erased["certificate"]["purged"].as_array().expect("lines").clone();
    assert!(lines.iter().any(|line| line["place"] == "files" && line["count"] == 1), "{lines:?}");
    assert!(
        lines.iter().any(|line| line["what"] == "words in the person's own files" && line["count"] == 1),
        "{lines:?}"
    );
    assert_eq!(holds(&house.path(""), CANARY.as_bytes()), Vec::<std::path::PathBuf>::new());
    assert_eq!(guest::page(&eve, &address).await.status(), 404, "nor does a link of theirs open anything");
    assert_eq!(content(&admin, &recipes).await, b"bread");
    house.leave().await;
}
