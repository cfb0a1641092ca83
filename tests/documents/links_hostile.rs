//! Whoever holds no link, or not the password of one, or too much wit.

use axum::http::Method;
use serde_json::json;
use tests::{House, Visitor};

use crate::{
    drawer::{folder, root, stored},
    erasure::holds,
    guest::{page, shared},
};

const NOBODYS: &str = "/s/0123456789abcdefghjkmnpqrs";

async fn password(guest: &Visitor, address: &str, typed: &str) -> tests::Answer {
    let form = guest.ask(Method::POST, format!("{address}/password")).header("accept", "text/html");
    form.body("application/x-www-form-urlencoded", format!("password={typed}")).send().await
}

#[tokio::test]
async fn what_opens_nothing_looks_the_same_whatever_the_reason() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let ids = [stored(&admin, &own, "a.txt", "a").await, stored(&admin, &own, "b.txt", "b").await];
    let (revoked, one) = shared(&admin, json!({ "node": ids[0], "password": "a good password" })).await;
    let (_, two) = shared(&admin, json!({ "node": ids[1] })).await;
    let until = house.now() + chrono::Duration::minutes(1);
    let (_, three) = shared(&admin, json!({ "node": ids[0], "until": until })).await;
    admin.delete(format!("/api/documents/links/{revoked}")).await.expect(200);
    admin.delete(format!("/api/documents/nodes/{}", ids[1])).await.expect(200);
    house.advance(chrono::Duration::minutes(2));
    let guest = house.visitor();
    let unknown = page(&guest, NOBODYS).await;
    for address in [&one, &two, &three, "/s/x", "/s/.."] {
        let answer = page(&guest, address).await;
        assert_eq!(
            (answer.status(), answer.text(), answer.shape()),
            (404, unknown.text(), unknown.shape()),
            "{address}"
        );
    }
    for address in [NOBODYS, &one, &two, &three] {
        let answer = guest.get(format!("{address}/files/{}", ids[0])).await;
        assert_eq!(answer.problem(404), "no_such_link", "{address}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_token_and_a_password_stand_nowhere() {
    let (house, admin, _) = House::founded().await;
    let id = stored(&admin, &root(&admin, "own").await, "a.txt", "a").await;
    let (_, address) = shared(&admin, json!({ "node": id, "password": "open sesame" })).await;
    let guest = house.visitor();
    password(&guest, &address, "close+sesame").await.expect(403);
    password(&guest, &address, "open+sesame").await.expect(303);
    guest.get(format!("{address}/files/{id}")).await.expect(200);
    house.settle().await;
    for secret in [&address["/s/".len()..], "open sesame", "close sesame"] {
        assert_eq!(holds(&house.path(""), secret.as_bytes()), Vec::<std::path::PathBuf>::new(), "{secret}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_password_opens_a_link_for_a_while_and_another_one_ends_that() {
    let (house, admin, _) = House::founded().await;
    let id = stored(&admin, &root(&admin, "own").await, "secret plan.txt".replace(' ', "%20").as_str(), "x").await;
    let (link, address) = shared(&admin, json!({ "node": id, "password": "open sesame" })).await;
    let guest = house.visitor();
    let asked = page(&guest, &address).await.expect(403).text().to_owned();
    assert!(!asked.contains("plan") && asked.contains("type=\"password\""), "{asked}");
    let needed = guest.get(format!("{address}/files/{id}")).await;
    assert!(needed.header("www-authenticate").expect("a challenge").starts_with("Basic"));
    assert_eq!(needed.problem(401), "link_password_needed");
    let wrong = password(&guest, &address, "open+barley").await.expect(403).text().to_owned();
    assert!(wrong.contains("That is not the password"), "{wrong}");
    let right = password(&guest, &address, "open+sesame").await.expect(303);
    let cookie = &right.cookies()[0];
    assert!(cookie.2.contains(&format!("Path={address}")) && cookie.2.contains("HttpOnly"), "{cookie:?}");
    assert!(page(&guest, &address).await.expect(200).text().contains("secret plan.txt"));
    let (_, other) = shared(&admin, json!({ "node": id, "password": "open sesame" })).await;
    assert_eq!(page(&guest, &other).await.status(), 403, "a pass is good for one link");

    let program = house.visitor();
    let basic =
        program.ask(Method::GET, format!("{address}/files/{id}")).header("authorization", "Basic Om9wZW4gc2VzYW1l");
    assert_eq!(basic.send().await.expect(200).bytes(), b"x");
    admin.patch(format!("/api/documents/links/{link}"), json!({ "password": "another one" })).await.expect(200);
    assert_eq!(page(&guest, &address).await.status(), 403);
    password(&guest, &address, "another+one").await.expect(303);
    house.advance(chrono::Duration::minutes(61));
    assert_eq!(page(&guest, &address).await.status(), 403);
    house.close().await;
}

#[tokio::test]
async fn a_password_is_not_tried_for_ever_from_however_many_places() {
    let (house, admin, _) = House::founded().await;
    let id = stored(&admin, &root(&admin, "own").await, "a.txt", "a").await;
    let (link, address) = shared(&admin, json!({ "node": id, "password": "open sesame" })).await;
    let before = house.head();
    let mut statuses = Vec::new();
    for number in 0..8 {
        let guest = house.visitor().from([198, 51, 100, number]);
        statuses.push(password(&guest, &address, &format!("guess+{number}")).await.status());
    }
    assert_eq!(statuses, [403, 403, 403, 403, 403, 429, 429, 429]);
    let late = password(&house.visitor().from([198, 51, 100, 99]), &address, "open+sesame").await;
    assert_eq!((late.status(), late.header("retry-after")), (429, Some("60")));
    assert_eq!(house.kinds_after(before).await, ["documents.link_password_refused.v1"; 5]);
    assert_eq!(admin.get(format!("/api/documents/links/{link}")).await.expect(200).json()["failures"], 5);
    house.advance(chrono::Duration::seconds(61));
    password(&house.visitor().from([198, 51, 100, 99]), &address, "open+sesame").await.expect(303);
    house.close().await;
}

#[tokio::test]
async fn a_name_is_no_piece_of_a_page_and_a_page_runs_nothing() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let box_ = folder(&admin, &own, "<script>alert(1)<\u{2215}script>").await;
    stored(&admin, &box_, "%22onmouseover=%22alert(1).html", "<script>alert(1)</script>").await;
    let (_, address) = shared(&admin, json!({ "node": box_ })).await;
    let shown = page(&house.visitor(), &address).await.expect(200);
    assert!(!shown.text().contains("<script") && !shown.text().contains("\"onmouseover"), "{}", shown.text());
    let policy = shown.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("script-src"), "{policy}");
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow, noarchive"),
        ("cache-control", "private, no-store"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(shown.header(name), Some(value));
    }
    house.close().await;
}

#[tokio::test]
async fn a_form_of_another_site_sends_nothing() {
    let (house, admin, _) = House::founded().await;
    let box_ = folder(&admin, &root(&admin, "own").await, "Box").await;
    let (_, address) = shared(&admin, json!({ "node": box_, "upload_only": true })).await;
    let form = house.visitor();
    let body = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n";
    let ask = |name: &str, value: &str| {
        let ask = form.ask(Method::POST, format!("{address}/files")).header(name, value);
        ask.body("multipart/form-data; boundary=b", body).send()
    };
    assert_eq!(ask("sec-fetch-site", "cross-site").await.problem(403), "cross_site");
    assert_eq!(ask("origin", "https://evil.example").await.problem(403), "cross_site");
    ask("sec-fetch-site", "same-origin").await.expect(201);
    let cut = form.ask(Method::POST, format!("{address}/files")).body("multipart/form-data; boundary=b", &body[..70]);
    assert_eq!(cut.send().await.status(), 400);
    house.close().await;
}
