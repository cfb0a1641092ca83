//! Files outlive what the house outlives: killed while they are stored, none is named without its bytes, and none that was
//! acknowledged is lost; on a full disk they are refused whole.

use std::{
    io::Write as _,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::http::Method;
use serde_json::json;
use tests::{Person, Place, Running, SmallDisk, Visitor, free_port};

const KILLS: usize = 20;

async fn root(visitor: &Visitor) -> String {
    let spaces = visitor.get("/api/documents/spaces").await.expect(200).items();
    spaces[0]["root"].as_str().expect("a root").to_owned()
}

/// So that each file has bytes of its own.
fn bytes_of(client: usize, number: usize) -> Vec<u8> {
    format!("{client}-{number} ").repeat(20_000).into_bytes()
}

async fn store(
    visitor: Visitor,
    folder: String,
    client: usize,
    kept: Arc<Mutex<Vec<(usize, usize)>>>,
    over: Arc<AtomicBool>,
) {
    let mut number = 0;
    while !over.load(Ordering::Relaxed) {
        let path = format!("/api/documents/folders/{folder}/files/{client}-{number}");
        match visitor.ask(Method::PUT, path).body("text/plain", bytes_of(client, number)).try_send().await {
            Some(answer) if answer.is_success() => {
                kept.lock().expect("unbroken").push((client, number));
                number += 1;
            }
            Some(answer) => assert!(answer.status() >= 500, "{}: {}", answer.status(), answer.text()),
            None => tokio::time::sleep(Duration::from_millis(2)).await,
        }
    }
}

async fn all_nodes(visitor: &Visitor, folder: &str) -> Vec<serde_json::Value> {
    let (mut nodes, mut next) = (Vec::new(), Some(format!("/api/documents/nodes?parent={folder}&limit=200")));
    while let Some(path) = next {
        let page = visitor.get(path).await.expect(200);
        nodes.extend(page.items());
        let cursor = page.json()["next"].as_str().map(str::to_owned);
        next = cursor.map(|cursor| format!("/api/documents/nodes?parent={folder}&limit=200&cursor={cursor}"));
    }
    nodes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_there_whole_or_not_at_all_when_the_house_is_killed_while_it_is_stored() {
    let place = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    let mut house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(house.tray(), &ada).await;
    let folder = root(&visitor).await;
    let (kept, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
    let clients: Vec<_> = (0..3)
        .map(|client| tokio::spawn(store(visitor.twin(), folder.clone(), client, kept.clone(), over.clone())))
        .collect();
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(150)).await;
        house.kill();
        house = Running::start(&place).await;
    }
    over.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.expect("a client that met no refusal");
    }
    let nodes = all_nodes(&visitor, &folder).await;
    for node in &nodes {
        let (client, number) = node["name"].as_str().and_then(|name| name.split_once('-')).expect("a name of ours");
        let wanted = bytes_of(client.parse().expect("a number"), number.parse().expect("a number"));
        let id = node["id"].as_str().expect("an id");
        let bytes = visitor.get(format!("/api/documents/files/{id}/content")).await.expect(200);
        assert!(bytes.bytes() == wanted, "{} is not what was stored", node["name"]);
    }
    let kept = kept.lock().expect("unbroken").clone();
    assert!(kept.len() >= KILLS, "there was hardly any load: {}", kept.len());
    for (client, number) in kept {
        let name = json!(format!("{client}-{number}"));
        assert!(nodes.iter().any(|node| node["name"] == name), "{name} was acknowledged and is lost");
    }
    assert_eq!(unfinished(place.path()), 0, "what broke off left something");
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
}

fn unfinished(house: &Path) -> usize {
    std::fs::read_dir(house.join("blobs/.incoming")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_file_that_does_not_fit_on_the_disk_is_refused_and_leaves_nothing() {
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
    let folder = root(&visitor).await;
    let put = |name: &str, bytes: usize| {
        let asking = visitor.ask(Method::PUT, format!("/api/documents/folders/{folder}/files/{name}"));
        asking.body("text/plain", vec![7; bytes]).send()
    };
    put("small", 1000).await.expect(201);
    disk.fill_but(2 << 20);
    assert_eq!(put("large", 8 << 20).await.problem(507), "disk_full");
    assert_eq!(unfinished(place.path()), 0);
    assert_eq!(all_nodes(&visitor, &folder).await.len(), 1);
    disk.free();
    put("large", 4 << 20).await.expect(201);
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
}
