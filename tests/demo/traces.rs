//! A demo leaves nothing behind, and what a killed one left the next one takes away.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use rustix::process::{Pid, Signal, kill_process};
use tests::{Door, eventually};

use crate::{
    Demo,
    running::{command, lodgings, temporary},
};

#[test]
fn it_vanishes_however_it_is_ended() {
    let temporary = temporary();
    for signal in [Signal::TERM, Signal::HUP] {
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
    kill_process(Pid::from_child(&child), Signal::TERM).expect("it runs");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(lodgings(temporary.path()), Vec::<PathBuf>::new());
}

fn address(demo: &Demo) -> std::net::SocketAddr {
    match demo.door() {
        Door::Address(address) => address,
        Door::Routes(_) | Door::Through(_) => panic!("a demo is a process"),
    }
}

#[tokio::test]
async fn a_living_one_is_left_alone_and_what_a_killed_one_left_is_taken_away() {
    let temporary = temporary();
    let (killed, living) = (Demo::start(temporary.path(), &[]), Demo::start(temporary.path(), &["--seed", "2"]));
    assert_ne!(address(&killed), address(&living));
    for demo in [&killed, &living] {
        assert!(address(demo).ip().is_loopback());
        demo.inside("admin").get("/api/history/entries").await.expect(200);
    }
    let left = killed.folder();
    assert!(!killed.end(Signal::KILL).success());
    assert!(left.join("log.sqlite").exists());
    let next = Demo::start(temporary.path(), &[]);
    assert!(!left.exists());
    living.inside("admin").get("/api/history/entries").await.expect(200);
    living.stop();
    next.stop();
    assert_eq!(lodgings(temporary.path()), Vec::<PathBuf>::new());
}
