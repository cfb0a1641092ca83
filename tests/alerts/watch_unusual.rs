//! What is unusual and no failed login: scans, traps, busy people, clocks that jump, backups that stop.

use axum::http::Method;
use chrono::Duration;
use commands::{Caller, fresh_command, household::record_backup};
use domain::{
    EventTable as _,
    household::backup::{Record, events::BackupMade},
};
use serde_json::json;
use tests::{House, Visitor, until};

use crate::told;

const TRAPS: [&str; 6] =
    ["/wp-login.php", "/.env", "/.git/config", "/phpmyadmin/index.php", "/cgi-bin/luci", "/.aws/credentials"];

/// The sentences of a kind of event, after a position.
async fn said(house: &House, kind: &str, after: u64) -> Vec<String> {
    let facts = house.facts_after(after).await;
    facts.into_iter().filter(|fact| fact.event.name() == kind).map(|fact| fact.event.sentence()).collect()
}

async fn scan(visitor: &Visitor, pages: u32) {
    for page in 0..pages {
        assert_eq!(visitor.get(format!("/backup/{page}.zip")).await.problem(404), "no_such_page");
    }
}

#[tokio::test]
async fn a_scan_leaves_a_few_lines_and_is_told_of_once() {
    let (house, ..) = House::founded().await;
    let before = house.head();
    scan(&house.visitor().from([203, 0, 113, 7]), 90).await;
    assert_eq!(
        said(&house, "identity.strangers_probed.v1", before).await,
        [
            "Somebody asked for 20 pages that are not here within an hour",
            "Somebody asked for 50 pages that are not here within an hour"
        ]
    );
    let scans = said(&house, "alerts.scanning_suspected.v1", before).await;
    assert_eq!(scans, ["Somebody at 203.0.113.7 is looking around: 50 pages that are not here within an hour"]);
    house.close().await;
}

#[tokio::test]
async fn the_same_old_address_asked_for_all_day_is_no_scan() {
    let (house, ..) = House::founded().await;
    let (before, stranger) = (house.head(), house.visitor());
    for _ in 0..300 {
        stranger.get("/old/panel").await.problem(404);
        stranger.get("/favicon.ico").await.problem(404);
    }
    assert!(house.kinds_after(before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_trap_answers_like_any_page_that_is_not_here_and_is_counted() {
    let (house, admin, _) = House::founded().await;
    let (before, stranger) = (house.head(), house.visitor().from([203, 0, 113, 7]));
    let usual = stranger.get("/no/such/page").await;
    for trap in TRAPS {
        for method in [Method::GET, Method::POST] {
            let answer = stranger.ask(method.clone(), trap).send().await;
            let (mut told, mut other) = (answer.json(), usual.json());
            for problem in [&mut told, &mut other] {
                problem.as_object_mut().expect("a problem").remove("request");
            }
            assert_eq!((answer.status(), &told), (404, &other), "{method} {trap}");
            assert_eq!(answer.header("content-type"), usual.header("content-type"));
        }
    }
    let scans = said(&house, "alerts.scanning_suspected.v1", before).await;
    let expected = "Somebody at 203.0.113.7 is looking for weak spots: 6 pages, 5 of them only scanners ask for";
    assert_eq!(scans, [expected]);
    let diary = admin.get("/api/history/export.jsonl").await.expect(200);
    assert!(!diary.text().contains("wp-login"), "what a stranger writes is not in the diary");
    house.close().await;
}

#[tokio::test]
async fn a_flood_of_scanners_cannot_flood_the_log() {
    let (house, ..) = House::founded().await;
    let before = house.head();
    for client in 0..=255 {
        let stranger = house.visitor().from([203, 0, 113, client]);
        for trap in TRAPS {
            stranger.get(trap).await.problem(404);
        }
    }
    let lines = house.kinds_after(before).await;
    assert!(lines.len() < 100, "{}: {lines:?}", lines.len());
    house.close().await;
}

#[tokio::test]
async fn somebody_who_does_far_more_than_usual_is_told_of() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let before = house.head();
    for number in 0..210 {
        bobs.patch("/api/identity/account", json!({ "name": format!("Bob {number}") })).await.expect(200);
    }
    let found = said(&house, "alerts.volume_suspected.v1", before).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("Somebody did 200 things within an hour"), "{found:?}");
    let shown = bobs.get("/api/history/entries?text=things").await.expect(200).items();
    assert_eq!(shown.len(), 1, "who it is about sees it, too");
    house.close().await;
}

#[tokio::test]
async fn a_clock_that_is_set_forward_while_the_house_runs_is_told_of() {
    let (house, _, ada) = House::founded().await;
    let before = house.head();
    house.advance(Duration::minutes(20));
    house.jump(Duration::hours(3));
    house.wait_for("household.clock_jumped.v1", before).await;
    let found = house.wait_for("alerts.clock_suspected.v1", before).await;
    assert_eq!(found.event.sentence(), "The clock jumped forward by 3 hours");
    let letters = told(&house, &ada).await;
    assert!(letters.iter().any(|letter| letter.body.contains("The clock jumped forward by 3 hours")), "{letters:?}");
    house.close().await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_is_told_of_once_and_one_that_goes_is_not() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    house.advance(Duration::days(2));
    house.settle().await;
    assert!(said(&house, "household.clock_jumped.v1", before).await.is_empty());
    house.visitor().ask_code("nobody@mail.example", "any word at all").await;
    house.settle().await;
    house.jump(-Duration::hours(5));
    for name in ["a", "b", "c"] {
        house.visitor().from([198, 51, 100, 7]).ask_code(&format!("{name}@mail.example"), "any word at all").await;
        house.settle().await;
    }
    let found = said(&house, "alerts.clock_suspected.v1", before).await;
    assert_eq!(found, ["The clock went back by 5 hours: times in the diary overlap"]);
    drop(admin);
    house.close().await;
}

fn made(generation: &str) -> Record {
    let (generation, place) = (generation.to_owned(), "/srv/backup".to_owned());
    Record::Made(BackupMade { generation, place, head: 7, written_bytes: 4096, took_ms: 12 })
}

#[tokio::test]
async fn backups_that_stop_silently_are_told_of() {
    let (house, _, ada) = House::founded().await;
    let before = house.head();
    house.advance(Duration::days(20));
    house.settle().await;
    assert!(said(&house, "alerts.backup_overdue.v1", before).await.is_empty(), "there never was one");
    record_backup(house.desk(), &Caller::console(fresh_command()), made("A")).await.expect("written");
    house.settle().await;
    house.advance(Duration::days(8));
    let found = house.wait_for("alerts.backup_overdue.v1", before).await;
    assert_eq!(found.event.sentence(), "There has been no good backup for 8 days; the last one is A");
    until("it is mailed", async || {
        told(&house, &ada).await.iter().any(|letter| letter.body.contains("no good backup for 8 days"))
    })
    .await;
    record_backup(house.desk(), &Caller::console(fresh_command()), made("B")).await.expect("written");
    house.settle().await;
    house.advance(Duration::days(7));
    house.settle().await;
    assert_eq!(said(&house, "alerts.backup_overdue.v1", before).await.len(), 1);
    house.close().await;
}

#[tokio::test]
async fn a_key_that_stayed_at_home_is_told_of_when_somebody_uses_it_from_elsewhere() {
    let (house, admin, ada) = House::founded().await;
    let wanted = json!({ "name": "printer", "scopes": ["*:look"] });
    let made = admin.post("/api/identity/keys", wanted).await.expect(201).json();
    let token = made["token"].as_str().expect("the key").to_owned();
    let shows = async |from: [u8; 4]| {
        let visitor = house.visitor().from(from);
        let asking = visitor.ask(Method::GET, "/api/household/settings");
        asking.header("authorization", format!("Bearer {token}")).send().await.expect(200);
        house.settle().await;
    };
    let before = house.head();
    shows([192, 168, 1, 7]).await;
    house.advance(Duration::days(8));
    shows([192, 168, 1, 8]).await;
    assert!(said(&house, "identity.key_place_met.v1", before).await.is_empty(), "it is at home");
    shows([203, 0, 113, 7]).await;
    shows([192, 168, 1, 7]).await;
    shows([203, 0, 113, 9]).await;
    let found = said(&house, "alerts.key_elsewhere.v1", before).await;
    assert_eq!(found, ["A key was used from 203.0.113.7, and before that from one network only"]);
    assert_eq!(said(&house, "identity.key_place_met.v1", before).await.len(), 1, "at home it was before");
    assert!(told(&house, &ada).await.iter().any(|letter| letter.body.contains("A key was used from 203.0.113.7")));
    house.close().await;
}
