//! A view that meets an event it cannot take stops, loudly, and the others go on.

use serde_json::json;
use tests::{House, until, write_from_the_future};

#[tokio::test]
async fn an_event_nobody_knows_stops_the_views_it_concerns_and_no_other() {
    let (house, admin, ada) = House::founded().await;
    let accounts = admin.get("/api/identity/accounts").await.json();
    let unknown = write_from_the_future(house.desk().log().as_ref(), house.now()).await;
    let ready = async || house.visitor().get("/readyz").await;
    until("the views have stopped", async || ready().await.text().matches("\"stopped\"").count() == 2).await;
    let readiness = ready().await.expect(503).json();
    for view in readiness["views"].as_array().expect("a list") {
        let stops = matches!(view["context"].as_str(), Some("identity" | "history"));
        assert_eq!(view["state"] == "stopped", stops, "{view}");
        if stops {
            assert_eq!(view["position"], unknown, "{view}");
        }
    }
    let stopped = format!("stopped at entry {unknown}");
    let letter = house.tray().wait_for("an alert about it", |letter| letter.body.contains(&stopped)).await;
    assert_eq!(letter.to, ada.email);
    assert_eq!(admin.get("/api/identity/accounts").await.expect(200).json(), accounts, "what it had is answered still");
    let status = admin.get("/api/household/status").await.expect(200).json();
    let view = status["views"].as_array().and_then(|views| views.iter().find(|view| view["name"] == "history"));
    let view = view.expect("the diary's view");
    assert_eq!(view["state"], "stopped");
    assert!(view["reason"].as_str().is_some_and(|reason| reason.contains("identity.person_danced.v1")), "{view}");
    let figures = admin.get("/metrics").await.expect(200);
    assert!(figures.text().contains("daybook_view_state{context=\"history\",state=\"stopped\"} 1"));
    admin.get("/api/history/entries").await.expect(200);
    admin.get("/api/history/days").await.expect(200);
    admin.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200);
    assert_eq!(admin.get("/api/household/settings/history").await.expect(200).items()[0]["value"], "Mill");
    house.leave().await;
}
