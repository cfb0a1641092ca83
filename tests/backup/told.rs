//! What the house remembers of its backups, and whom it tells.

use std::fs;

use serde_json::{Value, json};
use tests::{House, Person, Running, Visitor, until};

use crate::Kept;

const PATH: &str = "/api/household/backups";

async fn seen(visitor: &Visitor, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
    tests::eventually(what, async || {
        let backups = visitor.get(PATH).await.expect(200).json();
        is_it(&backups).then_some(backups)
    })
    .await
}

#[tokio::test]
async fn a_running_house_tells_of_its_last_backup_and_its_last_verdict() {
    let kept = Kept::in_a_folder();
    let (house, visitor, _) = kept.move_in().await;
    let nothing = visitor.get(PATH).await.expect(200).json();
    let empty = json!({ "last_good": null, "age_s": null, "last_checked": null, "last_failure": null, "items": [],
        "next": null });
    assert_eq!(nothing, empty);
    let made = kept.back_up();
    kept.is_sound(made["generation"].as_str().expect("a name"));
    let backups = seen(&visitor, "the verdict", |it| !it["last_checked"].is_null()).await;
    let last = &backups["last_good"];
    for key in ["generation", "place", "head", "written_bytes", "took_ms"] {
        assert_eq!(last[key], made[key], "{key}");
    }
    assert_eq!(last["verdict"]["outcome"], "sound");
    assert!(backups["age_s"].as_i64().is_some_and(|age| (0..600).contains(&age)), "{backups}");
    assert_eq!(backups["items"], json!([last]));
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn what_was_done_while_the_house_did_not_run_is_remembered() {
    let (kept, ada) = Kept::lived_in().await;
    let generation = kept.generation();
    kept.is_sound(&generation);
    let house = Running::start(&kept.place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    let backups = seen(&visitor, "the backup", |it| !it["last_checked"].is_null()).await;
    assert_eq!(backups["last_good"]["generation"], generation.as_str());
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn an_unsound_backup_is_no_good_one_and_is_mailed_about() {
    let kept = Kept::in_a_folder();
    let (house, visitor, ada) = kept.move_in().await;
    let (good, bad) = (kept.generation(), kept.generation());
    let log = kept.backups().join(&bad).join("log.sqlite");
    let mut bytes = fs::read(&log).expect("readable");
    bytes[9000] ^= 1;
    fs::write(&log, bytes).expect("written");
    let verdict = kept.run(&["backup", "check"], &[]).expect(1).json();
    assert_eq!((&verdict["sound"], &verdict["generation"]), (&json!(false), &json!(bad)));
    let backups = seen(&visitor, "the verdict", |it| !it["last_failure"].is_null()).await;
    assert_eq!(backups["last_good"]["generation"], good.as_str());
    assert_eq!(backups["last_checked"]["generation"], bad.as_str());
    assert_eq!(backups["last_checked"]["verdict"]["outcome"], "unsound");
    assert_eq!(
        (&backups["last_failure"]["task"], backups["items"].as_array().map(Vec::len)),
        (&json!("check"), Some(2))
    );
    let reason = format!("{bad} is unsound: log.sqlite does not match its hash");
    until("ada hears of it", async || {
        house.tray().alerts().await.iter().any(|letter| letter.to == ada.email && letter.body.contains(&reason))
    })
    .await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn only_admins_see_the_backups_and_page_through_them() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _): (Visitor, Person) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(bobs.get(PATH).await.problem(403), "not_allowed");
    assert_eq!(house.visitor().get(PATH).await.problem(401), "not_logged_in");
    let caller = commands::Caller::console(commands::fresh_command());
    for number in 0..3 {
        let made = domain::household::backup::events::BackupMade {
            generation: format!("20260301T12000{number}Z"),
            place: "/srv/backup".to_owned(),
            head: number,
            written_bytes: 1,
            took_ms: 1,
        };
        let record = domain::household::backup::Record::Made(made);
        commands::household::record_backup(house.desk(), &caller.step(&number.to_string()), record)
            .await
            .expect("done");
    }
    house.settle().await;
    let first = admin.get(format!("{PATH}?limit=2")).await.expect(200);
    assert_eq!(first.items().len(), 2);
    let link = first.header("link").expect("a next page").to_owned();
    let rest = admin.get(link.split(['<', '>']).nth(1).expect("an address")).await.expect(200);
    assert_eq!(rest.items()[0]["generation"], "20260301T120000Z");
    assert_eq!(admin.get(format!("{PATH}?limit=0")).await.problem(400), "limit_invalid");
    house.close().await;
}
