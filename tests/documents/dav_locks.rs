//! Locks: who holds one writes, everybody else waits; and none outlives its time.

use chrono::Duration;
use tests::{Answer, House, Visitor};

use crate::{
    drawer::{root, stored},
    mount::{asking, dav, key},
};

async fn lock(visitor: &Visitor, key: &str, path: &str, depth: &str, scope: &str) -> Answer {
    let body = format!(
        "<lockinfo xmlns=\"DAV:\"><lockscope><{scope}/></lockscope><locktype><write/></locktype><owner>me &amp; you</owner></lockinfo>"
    );
    asking(visitor, key, "LOCK", path)
        .header("depth", depth)
        .header("timeout", "Second-600")
        .body("application/xml", body)
        .send()
        .await
}

fn token(answer: &Answer) -> String {
    answer.header("lock-token").expect("a token").to_owned()
}

async fn put(visitor: &Visitor, key: &str, path: &str, condition: Option<&str>) -> Answer {
    let asking = asking(visitor, key, "PUT", path).body("text/plain", "x");
    match condition {
        Some(condition) => asking.header("if", condition).send().await,
        None => asking.send().await,
    }
}

#[tokio::test]
async fn whoever_holds_a_lock_writes_and_everybody_else_waits() {
    let (house, admin, _) = House::founded().await;
    let (bob, _) = house.moves_in(&admin, "Bob", "member").await;
    let (hers, his) = (key(&admin, "act").await, key(&bob, "act").await);
    stored(&admin, &root(&admin, "shared").await, "a.txt", "first").await;
    let taken = lock(&admin, &hers, "/dav/shared/a.txt", "0", "exclusive").await.expect(200);
    let told = taken.text();
    for part in ["<D:timeout>Second-600</D:timeout>", "<D:owner>me &amp; you</D:owner>", "<D:exclusive/>"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let shown = format!("({})", token(&taken));
    let refused = lock(&bob, &his, "/dav/shared/a.txt", "0", "exclusive").await.expect(423);
    assert!(refused.text().contains("no-conflicting-lock"), "{}", refused.text());
    lock(&admin, &hers, "/dav/shared/a.txt", "0", "shared").await.expect(423);
    lock(&bob, &his, "/dav/shared/", "infinity", "exclusive").await.expect(423);
    let held = put(&bob, &his, "/dav/shared/a.txt", None).await.expect(423);
    assert!(held.text().contains("<D:href>/dav/shared/a.txt</D:href>"), "{}", held.text());
    put(&bob, &his, "/dav/shared/a.txt", Some(&shown)).await.expect(423);
    put(&admin, &hers, "/dav/shared/a.txt", None).await.expect(423);
    dav(&admin, &hers, "DELETE", "/dav/shared/a.txt").await.expect(423);
    let moving = asking(&bob, &his, "MOVE", "/dav/shared/a.txt").header("destination", "/dav/shared/b.txt");
    moving.send().await.expect(423);
    put(&admin, &hers, "/dav/shared/a.txt", Some(&shown)).await.expect(204);
    let giving = |visitor, key, token: &str| {
        let asking = asking(visitor, key, "UNLOCK", "/dav/shared/a.txt").header("lock-token", token);
        async { asking.send().await }
    };
    let mine = token(&taken);
    assert_eq!(giving(&bob, &his, &mine).await.problem(403), "lock_of_another");
    giving(&admin, &hers, "<urn:uuid:00000000-0000-0000-0000-000000000000>").await.expect(409);
    assert_eq!(giving(&admin, &hers, "nonsense").await.problem(400), "lock_token_invalid");
    giving(&admin, &hers, &mine).await.expect(204);
    giving(&admin, &hers, &mine).await.expect(409);
    put(&bob, &his, "/dav/shared/a.txt", None).await.expect(204);
    assert_eq!(put(&admin, &hers, "/dav/shared/a.txt", Some(&shown)).await.problem(412), "condition_failed");
    house.close().await;
}

#[tokio::test]
async fn what_could_not_be_moved_is_locked_as_before() {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    stored(&admin, &root(&admin, "own").await, "a.txt", "first").await;
    let taken = lock(&admin, &key, "/dav/own/a.txt", "0", "exclusive").await.expect(200);
    let shown = format!("({})", token(&taken));
    let moving = asking(&admin, &key, "MOVE", "/dav/own/a.txt").header("destination", "/dav/own/a%5Cb");
    assert_eq!(moving.header("if", &shown).send().await.problem(422), "name_invalid");
    put(&admin, &key, "/dav/own/a.txt", None).await.expect(423);
    put(&admin, &key, "/dav/own/a.txt", Some(&shown)).await.expect(204);
    house.close().await;
}

#[tokio::test]
async fn a_lock_ends_by_itself_and_lasts_anew_when_it_is_shown() {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    let made = lock(&admin, &key, "/dav/own/new.txt", "0", "exclusive").await.expect(201);
    assert_eq!(dav(&admin, &key, "GET", "/dav/own/new.txt").await.expect(200).bytes(), b"");
    let shown = format!("({})", token(&made));
    house.advance(Duration::minutes(9));
    let again =
        asking(&admin, &key, "LOCK", "/dav/own/new.txt").header("if", &shown).header("timeout", "Infinite, Second-1");
    let again = again.send().await.expect(200);
    assert!(again.text().contains("Second-3600"), "at most: {}", again.text());
    house.advance(Duration::minutes(59));
    put(&admin, &key, "/dav/own/new.txt", None).await.expect(423);
    house.advance(Duration::minutes(2));
    put(&admin, &key, "/dav/own/new.txt", None).await.expect(204);
    assert_eq!(put(&admin, &key, "/dav/own/new.txt", Some(&shown)).await.problem(412), "condition_failed");
    house.close().await;
}

#[tokio::test]
async fn a_folder_is_locked_with_all_that_is_in_it_and_its_lock_goes_with_it() {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    dav(&admin, &key, "MKCOL", "/dav/own/Box").await.expect(201);
    let taken = lock(&admin, &key, "/dav/own/Box", "infinity", "exclusive").await.expect(200);
    put(&admin, &key, "/dav/own/Box/a.txt", None).await.expect(423);
    lock(&admin, &key, "/dav/own/Box/b.txt", "0", "exclusive").await.expect(423);
    let shown = format!("</dav/own/Box> ({})", token(&taken));
    put(&admin, &key, "/dav/own/Box/a.txt", Some(&shown)).await.expect(201);
    dav(&admin, &key, "DELETE", "/dav/own/Box").await.expect(423);
    let going = asking(&admin, &key, "DELETE", "/dav/own/Box").header("if", &shown);
    going.send().await.expect(204);
    dav(&admin, &key, "MKCOL", "/dav/own/Box").await.expect(201);
    put(&admin, &key, "/dav/own/Box/a.txt", None).await.expect(201);
    house.close().await;
}
