//! A full disk: commands are refused and say why, reading goes on, and once there is room again
//! commands work without a restart.

use std::io::Write as _;

use serde_json::json;
use tests::{Answer, Person, Place, Running, SmallDisk, Visitor, eventually};

async fn rename_house(visitor: &Visitor, number: usize) -> Answer {
    visitor.patch("/api/household/settings", json!({ "name": format!("house {number}") })).await
}

/// Files that grew before still have a little room; so it is asked until the disk says no.
async fn refused(visitor: &Visitor, disk: &SmallDisk) -> Answer {
    let mut number = 0;
    eventually("a command finds the disk full", async || {
        disk.fill();
        number += 1;
        let answer = rename_house(visitor, number).await;
        (!answer.is_success()).then_some(answer)
    })
    .await
}

async fn reads_go_on(visitor: &Visitor) {
    for path in ["/api/household/settings", "/api/history/entries", "/api/identity/session", "/api/identity/accounts"] {
        visitor.get(path).await.expect(200);
    }
}

#[tokio::test]
async fn a_full_disk_stops_commands_and_nothing_else() {
    let Some(disk) = SmallDisk::mount(24) else {
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: the test of a full disk, because only root may mount a small one");
        return;
    };
    let place = Place::at(&disk.path().join("house"));
    let house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(house.tray(), &ada).await;
    for (round, least) in ["notice", "warning", "critical"].into_iter().enumerate() {
        assert_eq!(refused(&visitor, &disk).await.problem(507), "disk_full", "round {round}");
        let choice = json!({ "context": "household", "least": least });
        assert_eq!(visitor.post("/api/alerts/subscriptions", choice).await.problem(507), "disk_full");
        reads_go_on(&visitor).await;
        disk.free();
        let answer = rename_house(&visitor, 1000 + round).await.expect(200);
        let settings = visitor.ask(axum::http::Method::GET, "/api/household/settings");
        let settings = settings.header("daybook-at-least", answer.position().to_string()).send().await.expect(200);
        assert_eq!(settings.json()["name"], format!("house {}", 1000 + round));
    }
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
}
