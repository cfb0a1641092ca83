//! A demo leaves nothing behind, and what a killed one left the next one takes away.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use rustix::process::Signal;
use tempfile::TempDir;
use tests::{Door, eventually};

use crate::{
    Demo,
    running::{command, lodgings},
};

fn temporary() -> TempDir {
    TempDir::with_prefix("daybook-").expect("a folder")
}

#[test]
fn it_vanishes_however_it_is_ended() {
    let temporary = temporary();
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let demo = Demo::start(temporary.path(), &[]);
        assert_eq!(lodgings(temporary.path()), [demo.folder()]);
        let mode = fs::metadata(demo.folder()).expect("its folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "nobody else looks into it");
        assert!(demo.end(signal).success(), "{signal:?}");
        assert_eq!(fs::read_dir(temporary.path()).expect("readable").count(), 0, "{signal:?}");
    }
}

#[tokio::test]
async fn it_vanishes_when_it_is_ended_before_it_opened() {
    let temporary = temporary();
    let mut child = command(temporary.path(), &["demo", "--json"]).spawn().expect("the program starts");
    let begun = async || lodgings(temporary.path()).first().is_some_and(|it| it.join("mail").exists()).then_some(());
    eventually("the story has begun", begun).await;
    let id = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(id, Signal::TERM).expect("it runs");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(lodgings(temporary.path()), Vec::<PathBuf>::new());
}

#[test]
fn what_a_killed_one_left_is_taken_away_and_a_living_one_is_left_alone() {
    let temporary = temporary();
    let (killed, living) = (Demo::start(temporary.path(), &[]), Demo::start(temporary.path(), &[]));
    let (left, lived_in) = (killed.folder(), living.folder());
    assert!(!killed.end(Signal::KILL).success());
    assert!(left.join("log.sqlite").exists());
    let next = Demo::start(temporary.path(), &[]);
    assert!(!left.exists() && lived_in.join("log.sqlite").exists());
    assert!(living.stop().success() && next.stop().success());
    assert_eq!(lodgings(temporary.path()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn two_are_open_at_the_same_time() {
    let temporary = temporary();
    let (one, other) = (Demo::start(temporary.path(), &[]), Demo::start(temporary.path(), &["--seed", "2"]));
    let address = |demo: &Demo| match demo.door() {
        Door::Address(address) => address,
        Door::Routes(_) => panic!("a demo is a process"),
    };
    assert_ne!(address(&one), address(&other));
    assert!(address(&one).ip().is_loopback() && address(&other).ip().is_loopback());
    for demo in [&one, &other] {
        demo.inside("admin").get("/api/history/entries").await.expect(200);
    }
    one.inside("admin").get("/api/identity/session").await.expect(200);
    assert!(one.stop().success() && other.stop().success());
}
