//! Backups of a house that is busy: each is of one moment, the vault of the same one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use axum::http::Method;
use serde_json::json;
use tests::{Person, Running, Visitor, until};

use crate::{Kept, kept::rename};

const BACKUPS: usize = 5;

fn password(number: usize) -> String {
    format!("the {number}th of many passwords")
}

/// Changes a person's password again and again: the vault drops the old one each time.
async fn change_passwords(visitor: Visitor, ada: Person, changes: Arc<AtomicUsize>, over: Arc<AtomicBool>) {
    let mut current = ada.password;
    while !over.load(Ordering::SeqCst) {
        let number = changes.fetch_add(1, Ordering::SeqCst) + 1;
        let change = json!({ "current": current, "new": password(number) });
        visitor.ask(Method::PUT, "/api/identity/password").json(&change).send().await.expect(200);
        current = password(number);
    }
}

async fn keep_renaming(visitor: Visitor, over: Arc<AtomicBool>) {
    let mut number = 0;
    while !over.load(Ordering::SeqCst) {
        number += 1;
        rename(&visitor, number).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_busy_house_is_of_one_moment() {
    let kept = Arc::new(Kept::in_a_folder());
    let (house, visitor, ada) = kept.move_in().await;
    let bob = visitor.gives_account("Bob", "admin").await;
    let (changes, over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let mut clients = vec![tokio::spawn(change_passwords(visitor.twin(), ada.clone(), changes.clone(), over.clone()))];
    for _ in 0..3 {
        let bobs = house.visitor();
        bobs.log_in(house.tray(), &bob).await;
        clients.push(tokio::spawn(keep_renaming(bobs, over.clone())));
    }
    let mut generations = Vec::new();
    for number in 0..BACKUPS {
        until("passwords are changed", async || changes.load(Ordering::SeqCst) > 3 * number).await;
        let kept = kept.clone();
        generations.push(tokio::task::spawn_blocking(move || kept.back_up()).await.expect("a backup"));
    }
    over.store(true, Ordering::SeqCst);
    for client in clients {
        client.await.expect("a client that met no refusal");
    }
    assert!(house.stop().await.success());
    for made in generations {
        whoever_lives_there_comes_in(&kept, made["generation"].as_str().expect("a name"), &ada).await;
    }
}

/// With the password that the log of the backup says is theirs.
async fn whoever_lives_there_comes_in(kept: &Kept, generation: &str, ada: &Person) {
    let verdict = kept.is_sound(generation);
    assert!(verdict["same_views"].as_array().is_some_and(|same| same.len() >= 4), "{verdict}");
    let restored = kept.restore(generation, &format!("restored-{generation}"));
    let log = restored.run(&["log", "export"]).expect(0).lines();
    assert_eq!(verdict["head"], log.len());
    let changes = log.iter().filter(|event| event["kind"] == "identity.password_changed.v1").count();
    let current = if changes == 0 { ada.password.clone() } else { password(changes) };
    let house = Running::start(&restored).await;
    house.visitor().log_in(house.tray(), &Person { password: current, ..ada.clone() }).await;
    assert!(house.stop().await.success());
}
