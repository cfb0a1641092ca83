//! The diary to take away.

use serde_json::{Value, json};
use tests::House;

use crate::entries;

#[tokio::test]
async fn json_lines_hold_every_entry_the_oldest_first() {
    let (house, admin, _) = House::founded().await;
    let mut all = entries(&house, &admin, "").await;
    all.reverse();
    let export = admin.get("/api/history/export.jsonl").await.expect(200);
    assert_eq!(export.header("content-type"), Some("application/jsonl"));
    let disposition = export.header("content-disposition").expect("a name");
    assert_eq!(disposition, "attachment; filename=\"daybook-2026-03-01.jsonl\"");
    let lines: Vec<Value> = export.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines, all);
    house.close().await;
}

#[tokio::test]
async fn a_table_holds_every_entry_and_a_head() {
    let (house, admin, _) = House::founded().await;
    admin.patch("/api/household/settings", json!({ "name": "Mill, \"the old\"" })).await.expect(200);
    house.settle().await;
    let head = house.head();
    let export = admin.get("/api/history/export.csv").await.expect(200);
    assert!(export.header("content-type").is_some_and(|kind| kind.starts_with("text/csv")));
    let rows: Vec<_> = export.text().split_terminator("\r\n").collect();
    assert!(rows[0].starts_with("position,at,context,kind,severity,sentence,"), "{}", rows[0]);
    assert_eq!(rows.len() as u64, head + 1);
    assert!(rows.last().is_some_and(|row| row.contains("\"The house was named Mill, \"\"the old\"\"\"")));
    house.close().await;
}

#[tokio::test]
async fn whoever_takes_something_along_is_written_down() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let before = entries(&house, &admin, "").await.len();
    bobs.get("/api/history/export.csv").await.expect(200);
    bobs.get("/api/history/export.jsonl?text=nothing+like+it").await.expect(200);
    bobs.get("/api/identity/account/data.zip").await.expect(200);
    bobs.get("/api/history/export.csv?context=weather").await.problem(400);
    let told = entries(&house, &admin, &format!("&person={}", bob.account)).await;
    let told: Vec<_> = told.iter().map(|it| it["sentence"].as_str().expect("a sentence")).take(3).collect();
    let taken = ["all the house knows of them", "the diary as lines of JSON", "the diary as a table"];
    assert_eq!(told, taken.map(|what| format!("Took along {what}")));
    assert_eq!(entries(&house, &admin, "").await.len(), before + 3, "what was refused was not taken");
    house.close().await;
}

#[tokio::test]
async fn a_name_is_no_formula_in_a_spreadsheet() {
    let (house, admin, ada) = House::founded().await;
    admin
        .patch(format!("/api/identity/accounts/{}", ada.account), json!({ "name": "=HYPERLINK(1)" }))
        .await
        .expect(200);
    house.settle().await;
    let export = admin.get("/api/history/export.csv").await.expect(200);
    assert!(export.text().contains("\"'=HYPERLINK(1)\""), "{}", export.text());
    assert!(!export.text().contains(",=HYPERLINK"));
    house.close().await;
}

#[tokio::test]
async fn an_export_takes_the_filters_of_the_diary_and_no_page() {
    let (house, admin, _) = House::founded().await;
    for number in 0..700 {
        admin.patch("/api/household/settings", json!({ "name": format!("House {number}") })).await.expect(200);
    }
    house.settle().await;
    let export = admin.get("/api/history/export.jsonl?context=household").await.expect(200);
    let names: Vec<_> = export.text().lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")).collect();
    assert_eq!(names.len(), 700, "more than one reading's worth");
    assert!(names.iter().zip(0..).all(|(it, number)| it["sentence"] == format!("The house was named House {number}")));
    for question in ["limit=5", "before=5", "context=weather", "colour=red"] {
        admin.get(format!("/api/history/export.jsonl?{question}")).await.problem(400);
        admin.get(format!("/api/history/export.csv?{question}")).await.problem(400);
    }
    house.close().await;
}
