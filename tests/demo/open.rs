//! The open demo: its links let people in, every page has something to show, and it says that it is one.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{House, Visitor, until};

use crate::{
    Demo,
    running::{command, temporary},
};

async fn role_of(visitor: &Visitor) -> Value {
    visitor.get("/api/identity/session").await.expect(200).json()["role"].clone()
}

#[tokio::test]
async fn a_link_lets_in_as_often_as_it_is_used() {
    let temporary = temporary();
    let demo = Demo::start(temporary.path(), &[]);
    for role in ["admin", "member", "viewer", "admin"] {
        let visitor = demo.visitor();
        assert!(visitor.get("/demo").await.expect(200).text().contains("demo"));
        let answer = visitor.post("/demo", json!({ "link": demo.link(role) })).await.expect(201);
        assert_eq!(role_of(&visitor).await, role);
        // A browser sends its cookies to every port of a host: those of a real house must not be overwritten.
        assert!(answer.cookies().iter().all(|(name, ..)| name.starts_with("daybook_demo_")), "{:?}", answer.cookies());
    }
    let (stranger, wrong) = (demo.visitor(), "0".repeat(64));
    assert_eq!(stranger.post("/demo", json!({ "link": wrong })).await.problem(404), "no_such_link");
    assert_eq!(stranger.get("/api/identity/session").await.problem(401), "not_logged_in");
    demo.stop();
}

#[tokio::test]
async fn every_page_has_something_to_show_to_every_role_and_says_that_it_is_a_demo() {
    let temporary = temporary();
    let demo = Demo::start(temporary.path(), &[]);
    for role in ["admin", "member", "viewer"] {
        let visitor = demo.inside(role);
        assert_eq!(role_of(&visitor).await, role);
        for list in ["/api/history/entries", "/api/identity/sessions"] {
            assert!(!visitor.get(list).await.expect(200).items().is_empty(), "{role}: {list}");
        }
    }
    let admin = demo.inside("admin");
    for list in ["/api/alerts/alerts", "/api/identity/accounts", "/api/household/settings/history"] {
        assert!(admin.get(list).await.expect(200).items().len() > 4, "{list}");
    }
    let unseen = admin.get("/api/alerts/alerts?unseen=true").await.expect(200).items();
    assert!(!unseen.is_empty(), "something is left to see to");
    for path in ["/", "/demo", "/api/identity/session", "/readyz", "/no/such/page"] {
        assert_eq!(admin.get(path).await.header("daybook-demo"), Some("true"), "{path}");
    }
    let name = admin.get("/api/household/settings").await.expect(200).json()["name"].clone();
    assert_eq!(name, "Demo house at Linden Lane");
    demo.stop();
}

#[tokio::test]
async fn a_real_house_has_no_such_door() {
    let (house, visitor, _) = House::founded().await;
    for path in ["/demo", "/web/demo.js"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.header("daybook-demo"), None);
        answer.problem(404);
    }
    let posted = visitor.ask(Method::POST, "/demo").json(&json!({ "link": "" })).send().await;
    posted.problem(404);
    house.close().await;
}

#[tokio::test]
async fn while_somebody_looks_on_something_happens_by_itself() {
    let temporary = temporary();
    let demo = Demo::begin(&mut command(temporary.path(), &["demo", "--json", "--every", "1"]));
    let visitor = demo.inside("admin");
    let newest = async || visitor.get("/api/history/entries?limit=1").await.expect(200).items()[0]["position"].as_u64();
    let before = newest().await;
    until("the diary moves", async || newest().await > before).await;
    demo.stop();
}
