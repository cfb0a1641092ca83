//! The limits as a setting: each change an event, within bounds, with a history and a way back.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{House, Visitor};

const PATH: &str = "/api/household/limits";

async fn count(admin: &Visitor, limit: &str) -> Value {
    let all = admin.get(PATH).await.expect(200).items();
    all.into_iter().find(|one| one["limit"] == limit).expect("it is listed")["count"].clone()
}

#[tokio::test]
async fn a_new_house_has_limits_that_need_no_change() {
    let (house, admin, _) = House::founded().await;
    let answer = admin.get(PATH).await.expect(200);
    let all = answer.items();
    assert_eq!((all.len(), answer.header("etag")), (12, Some("\"0\"")));
    let hour = json!({ "limit": "stranger_hour", "count": 50, "period_s": 3600, "usual": 50, "least": 20,
        "most": 100_000, "may_be_off": true });
    assert_eq!((&all[0], &all[1]["count"]), (&hour, &json!(200)));
    assert!(admin.get("/api/household/limits/lately").await.expect(200).items().is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_limit_that_is_set_is_an_event_and_can_be_put_back() {
    let (house, admin, ada) = House::founded().await;
    let before = house.head();
    let set = admin.patch(PATH, json!({ "login_hour": 40, "stranger_day": 0 })).await.expect(200);
    assert_eq!(house.kinds_after(before).await, ["household.limit_set.v1"; 2]);
    assert_eq!((count(&admin, "login_hour").await, count(&admin, "stranger_day").await), (json!(40), json!(0)));
    let again = admin.patch(PATH, json!({ "login_hour": 40 })).await.expect(200);
    assert_eq!((again.json()["changed"].clone(), again.header("etag")), (json!(false), set.header("etag")));
    let history = admin.get("/api/household/settings/history?setting=login_hour").await.expect(200).items();
    let told = (&history[0]["value"], &history[0]["previous"], &history[0]["account"]);
    assert_eq!((history.len(), told), (1, (&json!("40"), &json!("30"), &json!(ada.account))));
    admin.patch(PATH, json!({ "login_hour": 30 })).await.expect(200);
    assert_eq!(count(&admin, "login_hour").await, 30);
    let told = admin.get(format!("/api/history/entries/{}", history[0]["position"])).await.expect(200).json();
    assert_eq!(told["sentence"], "At most 40 passwords tried from a network address are let through an hour");
    house.close().await;
}

#[tokio::test]
async fn nobody_sets_a_limit_that_shuts_everybody_out() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for (limit, count) in [("login_hour", 0), ("login_hour", 4), ("proof_hour", 0), ("mail_house_hour", 0)] {
        let answer = admin.patch(PATH, json!({ "stranger_hour": 60, limit: count })).await;
        assert_eq!(answer.json()["field"], limit);
        assert_eq!(answer.problem(422), "limit_out_of_bounds");
    }
    for (limit, count) in [("person_minute", 1), ("stranger_hour", 19), ("stranger_day", 1_000_001)] {
        assert_eq!(admin.patch(PATH, json!({ limit: count })).await.problem(422), "limit_out_of_bounds");
    }
    let errors = admin.patch(PATH, json!({ "login_hour": 1, "link_hour": 1 })).await.json()["errors"].clone();
    assert_eq!(errors.as_array().map(Vec::len), Some(2));
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn a_change_of_limits_that_have_moved_on_is_refused() {
    let (house, admin, _) = House::founded().await;
    let set =
        |count: u32| admin.ask(Method::PATCH, PATH).json(&json!({ "link_hour": count })).header("if-match", "\"0\"");
    set(30).send().await.expect(200);
    assert_eq!(set(31).send().await.problem(412), "stale");
    assert_eq!(count(&admin, "link_hour").await, 30);
    house.close().await;
}
