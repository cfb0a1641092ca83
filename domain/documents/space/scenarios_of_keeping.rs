//! Scenarios of what is kept: marks, rules, and what goes by them.

use chrono::{DateTime, Duration, Utc};

use super::{
    keeping::Aged,
    scenarios::{ADA, BOX, NOTE, ask, blob, house, made, stored},
    *,
};
use crate::kernel::Scenario;

fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::days(20_000) + Duration::hours(12)
}

fn step(until_hours: Option<u32>, every_minutes: u32) -> ThinningStep {
    ThinningStep { until_hours, every_minutes }
}

/// All for a day, hourly for a week, then daily.
fn rule() -> Keeping {
    Keeping { trash_days: Some(30), steps: vec![step(Some(24), 0), step(Some(168), 60), step(None, 1440)] }
}

fn aged(minutes_ago: &[i64]) -> Vec<Aged> {
    let at = |minutes: &i64| noon() - Duration::minutes(*minutes);
    (1..).zip(minutes_ago).map(|(version, minutes)| Aged { version, at: at(minutes), pinned: false }).collect()
}

fn told(text: &str) -> Personal {
    Personal::of(ADA, text)
}

fn replaced(version: u32, byte: u8) -> Event {
    let (Blob { hash: blob, size_bytes }, media_type) = (blob(byte), String::new());
    FileReplaced { space: ADA, node: NOTE, name: told("note.txt"), version, blob, size_bytes, media_type }.into()
}

fn after(more: impl IntoIterator<Item = Event>) -> Space {
    let beginning = [made(BOX, ADA.root(), "Box"), stored(NOTE, BOX, "note.txt", 1)];
    Space::fold(&beginning.into_iter().chain(more).collect::<Vec<_>>())
}

#[test]
fn of_each_span_the_last_version_stays_and_the_newest_always() {
    let day = 1440;
    // Two of the same old day, two of the same hour of this week, two of today.
    let versions = aged(&[30 * day + 10, 30 * day + 5, 3 * day + 50, 3 * day + 40, 20, 10]);
    assert_eq!(rule().thinned(&versions, noon()), [1, 3]);
    let later = noon() + Duration::days(365);
    assert_eq!(rule().thinned(&versions, later), [1, 3, 5]);
    assert!(Keeping::default().thinned(&versions, later).is_empty());
    let short = Keeping { steps: vec![step(Some(24), 0)], ..Keeping::default() };
    assert_eq!(short.thinned(&versions, later), [1, 2, 3, 4, 5]);
}

#[test]
fn thinning_twice_takes_nothing_more_away() {
    let versions = aged(&(0..500).rev().map(|step| step * 97).collect::<Vec<_>>());
    let gone = rule().thinned(&versions, noon());
    let left: Vec<_> = versions.into_iter().filter(|it| !gone.contains(&it.version)).collect();
    assert!(!gone.is_empty() && left.len() > 40);
    assert!(rule().thinned(&left, noon()).is_empty());
}

#[test]
fn a_pinned_version_stays_whatever_the_rule_says() {
    let mut versions = aged(&[90_000, 80_000, 0]);
    versions[0].pinned = true;
    let none = Keeping { steps: vec![step(Some(1), 0)], ..Keeping::default() };
    assert_eq!(none.thinned(&versions, noon()), [2]);
}

#[test]
fn a_version_is_named_and_pinned_and_a_copy_of_it_is_not() {
    let mark = |label: Option<&str>, pinned| Mark { label: label.map(str::to_owned), pinned };
    let ask_mark = |version, mark| ask(Command::Mark { node: NOTE, version, mark });
    let marked = |label: Option<&str>, pinned| -> Event {
        VersionMarked { space: ADA, node: NOTE, name: told("note.txt"), version: 1, label: label.map(told), pinned }
            .into()
    };
    house().when(ask_mark(1, mark(Some("as sent"), true))).then([marked(Some("as sent"), true)]);
    house().when(ask_mark(1, mark(None, false))).then_nothing();
    house().when(ask_mark(2, mark(None, true))).then_refused(Refusal::NoSuchVersion);
    house().when(ask(Command::Mark { node: BOX, version: 1, mark: mark(None, true) })).then_refused(Refusal::NoFile);
    for bad in ["", " a", "a\n", &"x".repeat(101)] {
        house().when(ask_mark(1, mark(Some(bad), true))).then_refused(Refusal::BadLabel);
    }
    let state = after([marked(Some("as sent"), true), replaced(2, 2)]);
    let versions = state.versions(NOTE).unwrap();
    assert!(versions[0].pinned && !versions[1].pinned && versions[1].label.is_none());
}

#[test]
fn what_the_rules_do_not_keep_goes_and_nothing_that_changed_meanwhile() {
    let trashed: Event = NodeTrashed { space: ADA, node: BOX, name: told("Box") }.into();
    let (mut ages, events) = (Ages::default(), [replaced(2, 2), replaced(3, 3), trashed]);
    let state = after(events.clone());
    ages.take(&stored(NOTE, BOX, "note.txt", 1), noon() - Duration::days(40));
    events.iter().for_each(|event| ages.take(event, noon() - Duration::days(31)));
    let mut overdue = state.overdue(&Keeping { steps: vec![step(Some(1), 0)], ..rule() }, &ages, noon());
    assert_eq!((&overdue.purged, &overdue.thinned), (&vec![BOX], &vec![(NOTE, vec![1, 2])]));
    assert_eq!(state.size_of(&overdue.thinned), 3);
    let some = overdue.some();
    assert!(overdue.is_empty() && !some.is_empty());
    let fresh = after([replaced(2, 2)]);
    assert_eq!(
        fresh.tidy(ADA, some),
        [VersionsThinned { space: ADA, node: NOTE, name: told("note.txt"), versions: vec![1] }.into()]
    );
    let thinned = VersionsThinned { space: ADA, node: NOTE, name: told("note.txt"), versions: vec![1] };
    let state = after([replaced(2, 2), thinned.into()]);
    assert_eq!(state.blobs().collect::<Vec<_>>(), [blob(2).hash]);
    assert_eq!(state.newest(NOTE), Some((2, blob(2))));
}

#[test]
fn the_trash_keeps_what_holds_a_pinned_version() {
    let trashed: Event = NodeTrashed { space: ADA, node: BOX, name: told("Box") }.into();
    let mark = |pinned| -> Event {
        VersionMarked { space: ADA, node: NOTE, name: told("note.txt"), version: 1, label: None, pinned }.into()
    };
    let (mut ages, keeping) = (Ages::default(), Keeping { steps: vec![], ..rule() });
    ages.take(&trashed, noon() - Duration::days(400));
    let pinned = after([mark(true), trashed.clone()]);
    assert!(pinned.overdue(&keeping, &ages, noon()).is_empty());
    let overdue = after([trashed.clone()]).overdue(&keeping, &ages, noon());
    assert_eq!(overdue.purged, [BOX]);
    assert!(pinned.tidy(ADA, overdue).is_empty());
    assert_eq!(after([mark(true), mark(false), trashed]).overdue(&keeping, &ages, noon()).purged, [BOX]);
}

#[test]
fn rules_are_ones_that_can_be_kept_to() {
    let keep = |keeping| ask(Command::Keep { keeping, as_admin: false });
    house().when(keep(Keeping::default())).then_nothing();
    let Keeping { trash_days, steps } = rule();
    house().when(keep(rule())).then([KeepingChanged { space: ADA, trash_days, steps }.into()]);
    let bad = [
        Keeping { trash_days: Some(0), steps: vec![] },
        Keeping { trash_days: None, steps: vec![step(Some(24), 0), step(Some(24), 60)] },
        Keeping { trash_days: None, steps: vec![step(None, 0), step(Some(24), 60)] },
        Keeping { trash_days: None, steps: vec![step(Some(0), 0)] },
    ];
    for keeping in bad {
        house().when(keep(keeping)).then_refused(Refusal::BadKeeping);
    }
}

#[test]
fn only_admins_say_how_what_all_share_is_kept() {
    let keep = |as_admin| Ask::of(SpaceId::SHARED, Command::Keep { keeping: rule(), as_admin });
    let shared = Scenario::<Space>::given([]);
    shared.when(keep(false)).then_refused(Refusal::NotAdmin);
    let Keeping { trash_days, steps } = rule();
    shared.when(keep(true)).then([KeepingChanged { space: SpaceId::SHARED, trash_days, steps }.into()]);
}
