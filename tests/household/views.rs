//! A view that meets an event it cannot take stops, loudly, and the others go on.

use domain::{CommandId, Stamp, Who};
use eventlog::{Proposed, StreamName};
use serde_json::json;
use tests::{House, until};
use uuid::Uuid;

/// Writes an event that only a later version knows.
async fn write_from_the_future(house: &House) -> u64 {
    let command = CommandId(Uuid::now_v7());
    let at = house.now();
    let stamp = Stamp { at, who: Who::House, session: None, from: None, command, because: None };
    let event = Proposed {
        id: command.event(0).0,
        kind: "identity.person_danced.v1".into(),
        at_us: at.timestamp_micros(),
        stamp: stamp.encode(0).expect("a stamp").into(),
        payload: b"who knows".as_slice().into(),
    };
    let stream = StreamName::of("identity.dance", Uuid::now_v7());
    house.desk().log().append(stream, 0, vec![event]).await.expect("written").last
}

#[tokio::test]
async fn an_event_nobody_knows_stops_the_views_it_concerns_and_no_other() {
    let (house, admin, ada) = House::founded().await;
    let accounts = admin.get("/api/identity/accounts").await.json();
    let unknown = write_from_the_future(&house).await;
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
    admin.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200);
    assert_eq!(admin.get("/api/household/settings/history").await.expect(200).items()[0]["value"], "Mill");
    house.leave().await;
}
