//! Given events of the household, then rows.

use domain::{
    Event, Fact,
    household::{
        Event as House,
        backup::{SOUND, UNSOUND, events::*},
        settings::events::*,
        view::ViewStopped,
    },
};

use super::{backups, context, settings};
use crate::testing::{ADA, fact, rows_of};

fn changed(position: u64, event: impl Into<House>) -> Fact<Event> {
    fact(position, Event::from(event.into()))
}

#[test]
fn a_setting_that_was_never_changed_is_as_it_was_in_the_beginning() {
    let found = settings::present(&rows_of(&context(), &[])).expect("the query is well-formed");
    let found: Vec<_> = found.iter().map(|setting| (setting.key, setting.value.as_deref())).collect();
    let beginning = [
        ("name", Some("Daybook")),
        ("time_zone", Some("UTC")),
        ("public_address", None),
        ("mail_sender", None),
        ("alert_digest_minutes", Some("5")),
        ("allowed_origins", Some("")),
        ("mail_server", None),
        ("invitation_days", Some("7")),
        ("mail_domains", Some("")),
        ("required_factor_admins", Some("any")),
        ("required_factor_others", Some("any")),
    ];
    assert_eq!(found[..beginning.len()], beginning);
    let limits = &found[beginning.len()..];
    assert_eq!(limits.first(), Some(&("stranger_hour", Some("50"))));
    assert!(limits.iter().all(|(_, value)| value.is_some_and(|value| value.parse::<u32>().is_ok())), "{limits:?}");
}

#[test]
fn the_newest_change_is_in_force_and_the_older_ones_are_remembered() {
    let facts = [
        changed(1, HouseNamed { name: "Lighthouse".into() }),
        changed(2, AlertDigestSet { minutes: 10 }),
        changed(3, ViewStopped { context: "history".into(), at: 1, reason: "unknown".into() }),
        changed(4, HouseNamed { name: "Mill".into() }),
    ];
    let rows = rows_of(&context(), &facts);
    let present = settings::present(&rows).expect("the query is well-formed");
    let name = present.first().expect("the name is the first");
    assert_eq!(name.value.as_deref(), Some("Mill"));
    assert_eq!(name.change.as_ref().and_then(|change| change.account), Some(ADA));
    let values = |key: Option<&str>| {
        let page = settings::history(&rows, key, None, 9).expect("the query is well-formed");
        page.items.into_iter().filter_map(|change| change.value).collect::<Vec<_>>()
    };
    assert_eq!(values(Some("name")), ["Mill", "Lighthouse"]);
    assert_eq!(values(None), ["Mill", "10", "Lighthouse"]);
    let page = settings::history(&rows, None, None, 9).expect("the query is well-formed");
    let previous: Vec<_> = page.items.iter().map(|change| change.previous.as_deref()).collect();
    assert_eq!(previous, [Some("Lighthouse"), Some("5"), Some("Daybook")]);
}

fn made(generation: &str) -> BackupMade {
    let (generation, place) = (generation.to_owned(), "/srv/backup".to_owned());
    BackupMade { generation, place, head: 7, written_bytes: 4096, took_ms: 12 }
}

fn checked(generation: &str, outcome: &str, reason: &str) -> BackupChecked {
    let BackupMade { generation, place, .. } = made(generation);
    BackupChecked { generation, place, outcome: outcome.into(), reason: reason.into(), took_ms: 90 }
}

#[test]
fn the_last_good_backup_is_the_newest_that_was_not_found_unsound() {
    let good = |facts: &[Fact<Event>]| {
        let rows = rows_of(&context(), facts);
        backups::last_good(&rows).expect("well-formed").map(|backup| backup.generation)
    };
    let facts = [
        changed(1, made("one")),
        changed(2, made("two")),
        changed(3, checked("two", UNSOUND, "log.sqlite does not match its hash")),
        changed(4, checked("two", SOUND, "")),
    ];
    assert_eq!(good(&[]), None);
    assert_eq!(good(&facts[..2]).as_deref(), Some("two"));
    assert_eq!(good(&facts[..3]).as_deref(), Some("one"));
    assert_eq!(good(&facts).as_deref(), Some("two"), "it was read wrongly, and is sound after all");
}

#[test]
fn a_backup_has_its_last_verdict_and_one_of_another_house_has_nothing_else() {
    let failed = BackupFailed { task: MAKE.into(), place: "/srv/backup".into(), reason: "the disk is full".into() };
    let facts = [
        changed(1, made("one")),
        changed(2, checked("one", SOUND, "")),
        changed(3, checked("foreign", SOUND, "")),
        changed(4, checked("one", UNSOUND, "gone")),
        changed(5, failed),
    ];
    let rows = rows_of(&context(), &facts);
    let page = backups::page(&rows, None, 9).expect("well-formed").items;
    let seen: Vec<_> = page.iter().map(|it| (it.position, it.generation.as_str(), it.made_at.is_some())).collect();
    assert_eq!(seen, [(3, "foreign", false), (1, "one", true)]);
    let last = backups::last_checked(&rows).expect("well-formed").expect("one");
    let verdict = last.verdict.expect("a verdict");
    assert_eq!((last.generation.as_str(), verdict.position, verdict.outcome.as_str()), ("one", 4, UNSOUND));
    let failure = backups::last_failure(&rows).expect("well-formed").expect("one");
    assert_eq!((failure.position, failure.task.as_str()), (5, MAKE));
}
