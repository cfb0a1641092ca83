//! Who gets in by WebDAV: programs with a key, as far as it reaches. No session, and no page of another site.

use tests::House;

use crate::{
    drawer::{names, root, stored},
    mount::{asking, dav, key},
};

#[tokio::test]
async fn a_session_is_no_proof_and_a_program_is_told_what_to_show() {
    let (house, admin, _) = House::founded().await;
    stored(&admin, &root(&admin, "own").await, "a.txt", "x").await;
    for method in ["GET", "PROPFIND", "DELETE"] {
        let method = method.parse().expect("a method");
        let refused = admin.ask(method, "/dav/own/a.txt").send().await;
        assert_eq!(refused.header("www-authenticate"), Some("Basic realm=\"daybook\", charset=\"UTF-8\""));
        assert_eq!(refused.problem(401), "key_needed");
    }
    let key = key(&admin, "act").await;
    assert_eq!(dav(&admin, "dbk_nobody", "GET", "/dav/own/a.txt").await.problem(401), "key_refused");
    assert_eq!(dav(&admin, "the password", "GET", "/dav/own/a.txt").await.problem(401), "key_needed");
    dav(&admin, &key, "OPTIONS", "/dav/").await.expect(200);
    let open = house.visitor().ask("OPTIONS".parse().expect("a method"), "/dav/").send().await.expect(200);
    assert_eq!((open.header("dav"), open.header("ms-author-via")), (Some("1, 2, 3"), Some("DAV")));
    house.close().await;
}

#[tokio::test]
async fn a_key_to_look_changes_nothing_and_everybody_has_their_own() {
    let (house, admin, _) = House::founded().await;
    let (bob, _) = house.moves_in(&admin, "Bob", "member").await;
    let own = root(&admin, "own").await;
    stored(&admin, &own, "a.txt", "x").await;
    let look = key(&admin, "look").await;
    dav(&admin, &look, "GET", "/dav/own/a.txt").await.expect(200);
    asking(&admin, &look, "PROPFIND", "/dav/own").header("depth", "1").send().await.expect(207);
    for method in ["PUT", "DELETE", "MKCOL", "MOVE", "COPY", "LOCK", "UNLOCK", "PROPPATCH"] {
        let refused = asking(&admin, &look, method, "/dav/own/a.txt").header("destination", "/dav/own/b.txt");
        assert_eq!(refused.send().await.problem(403), "scope_missing", "{method}");
    }
    let his = key(&bob, "act").await;
    assert_eq!(dav(&bob, &his, "GET", "/dav/own/a.txt").await.problem(404), "no_such_node");
    asking(&bob, &his, "PUT", "/dav/shared/b.txt").body("text/plain", "y").send().await.expect(201);
    assert_eq!(dav(&admin, &look, "GET", "/dav/shared/b.txt").await.expect(200).bytes(), b"y");
    assert_eq!(names(&admin, &own).await, ["a.txt"]);
    house.close().await;
}

#[tokio::test]
async fn no_page_of_another_site_gets_in_with_what_a_browser_remembers() {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        for method in ["PUT", "DELETE", "MKCOL", "MOVE", "LOCK"] {
            let forged = asking(&admin, &key, method, "/dav/shared/a.txt").header(name, value).send().await;
            assert_eq!(forged.problem(403), "cross_site", "{method}");
        }
    }
    let fetched = admin.ask("GET".parse().expect("a method"), "/dav/").header("sec-fetch-mode", "cors").send().await;
    assert_eq!(fetched.header("www-authenticate"), None);
    assert_eq!(fetched.problem(401), "key_needed");
    house.close().await;
}
