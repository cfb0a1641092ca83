//! Files sent in pieces by a client of other people: tus-js-client, unmodified, with a key of a person.

use std::path::Path;

use serde_json::{Value, json};
use tests::{Place, Running, TusClient, Visitor, free_port};

use crate::moved_in;

const SIZE: usize = 12 << 20;

/// A file to send, and what to send it with.
struct Errand {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
    order: Value,
}

impl Errand {
    async fn at(house: &Running, admin: &Visitor) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes: Vec<u8> = (0..SIZE).map(|at| u8::try_from(at % 251).expect("small")).collect();
        std::fs::write(folder.path().join("film.mp4"), &bytes).expect("written");
        let wanted = json!({ "name": "uploader", "scopes": ["documents:act"] });
        let key = admin.post("/api/identity/keys", wanted).await.expect(201).json()["token"].clone();
        let spaces = admin.get("/api/documents/spaces").await.expect(200).items();
        let root = spaces[0]["root"].as_str().expect("a root");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let order = json!({
            "endpoint": format!("http://{}/api/documents/folders/{root}/uploads", house.address()),
            "file": path("film.mp4"), "name": "film – 📽.mp4", "type": "video/mp4", "storage": path("urls"),
            "chunkSize": 5 << 20, "headers": { "authorization": format!("Bearer {}", key.as_str().expect("a key")) },
        });
        Self { folder, bytes, order }
    }

    fn with(&self, more: &Value) -> Value {
        let mut order = self.order.clone();
        order.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        order
    }

    /// What it came to is there, under its name, byte for byte.
    async fn is_done(&self, admin: &Visitor, done: &Value) {
        let url = done["url"].as_str().expect("a place");
        let path = &url[url.find("/api/").expect("a path")..];
        let told = admin.get(path).await.expect(200).json();
        assert_eq!(told["name"], "film – 📽.mp4");
        let content = format!("/api/documents/files/{}/content", told["file"].as_str().expect("a file"));
        assert!(admin.get(content).await.expect(200).bytes() == self.bytes, "it is not what was sent");
        assert!(self.folder.path().exists());
    }
}

#[tokio::test]
async fn it_sends_a_file_in_every_way_it_knows() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let errand = Errand::at(&house, &admin).await;
    for way in [
        json!({}),
        json!({ "override": true }),
        json!({ "inOne": true }),
        json!({ "inOne": true, "chunkSize": SIZE }),
        json!({ "chunkSize": SIZE }),
    ] {
        let mut client = TusClient::send(&errand.with(&way));
        assert_eq!(client.next("start").await["resumed"], false, "{way}");
        errand.is_done(&admin, &client.next("done").await).await;
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn stopped_in_the_middle_it_goes_on_where_it_was() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let errand = Errand::at(&house, &admin).await;
    let mut client = TusClient::send(&errand.with(&json!({ "stopAfter": 6 << 20 })));
    client.next("start").await;
    let url = client.next("stopped").await["url"].clone();
    let mut again = TusClient::send(&errand.order);
    assert_eq!(again.next("start").await["resumed"], true);
    let done = again.next("done").await;
    assert_eq!(done["url"], url);
    errand.is_done(&admin, &done).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn it_outlasts_a_house_that_is_killed() {
    let place = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    let (house, admin, _) = moved_in(&place).await;
    let errand = Errand::at(&house, &admin).await;
    let mut client = TusClient::send(&errand.with(&json!({ "chunkSize": 1 << 18 })));
    client.next("start").await;
    tests::until("some of it is there", async || arrived(place.path()) > 0).await;
    house.kill();
    let house = Running::start(&place).await;
    errand.is_done(&admin, &client.next("done").await).await;
    assert!(house.stop().await.success());
}

fn arrived(house: &Path) -> u64 {
    let folders = std::fs::read_dir(house.join("blobs/.unfinished")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}
