//! Scenarios of backups.

use super::*;
use crate::kernel::{EventTable, Scenario, Severity};

fn made(generation: &str) -> BackupMade {
    let (generation, place) = (generation.to_owned(), "/srv/backup".to_owned());
    BackupMade { generation, place, head: 7, written_bytes: 4096, took_ms: 12 }
}

fn checked(outcome: &str, reason: &str) -> BackupChecked {
    let BackupMade { generation, place, .. } = made("20260301T120000Z");
    BackupChecked { generation, place, outcome: outcome.to_owned(), reason: reason.to_owned(), took_ms: 90 }
}

#[test]
fn the_same_backup_is_written_down_once() {
    let first = made("20260301T120000Z");
    let house = Scenario::<Backup>::given([first.clone().into()]);
    house.when(Record::Made(first)).then_nothing();
    house.when(Record::Made(made("20260302T120000Z"))).then([made("20260302T120000Z").into()]);
}

#[test]
fn a_sound_backup_is_a_notice() {
    let verdict = checked(SOUND, "");
    Scenario::<Backup>::given([]).when(Record::Checked(verdict.clone())).then([verdict.clone().into()]);
    let event = Event::from(verdict);
    assert_eq!(event.severity(), Severity::Notice);
    assert_eq!(event.sentence(), "The backup 20260301T120000Z was checked: it is sound");
}

#[test]
fn an_unsound_backup_is_critical() {
    let verdict = checked(UNSOUND, "log.sqlite does not match its hash");
    let reason = "20260301T120000Z is unsound: log.sqlite does not match its hash".to_owned();
    let failed = BackupFailed { task: CHECK.to_owned(), place: "/srv/backup".to_owned(), reason };
    Scenario::<Backup>::given([]).when(Record::Checked(verdict.clone())).then([verdict.into(), failed.clone().into()]);
    assert_eq!(Event::from(failed).severity(), Severity::Critical);
}

#[test]
fn a_failure_is_told_in_one_line() {
    let failed = |reason: String| BackupFailed { task: MAKE.to_owned(), place: "/srv/backup".to_owned(), reason };
    let long = format!("the disk\nis full {}", "x".repeat(1000));
    let told = format!("the disk is full {}", "x".repeat(483));
    Scenario::<Backup>::given([]).when(Record::Failed(failed(long))).then([failed(told).into()]);
}
