//! What every test of documents does: make folders, store files, look.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, Visitor};

/// The root of a person's own space, or of the shared one.
pub async fn root(visitor: &Visitor, space: &str) -> String {
    let spaces = visitor.get("/api/documents/spaces").await.expect(200).items();
    let found = spaces.iter().find(|one| one["space"] == space).unwrap_or_else(|| panic!("no {space} in {spaces:?}"));
    text(&found["root"])
}

/// A text in JSON.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Makes a folder.
pub async fn folder(visitor: &Visitor, parent: &str, name: &str) -> String {
    let new = json!({ "parent": parent, "name": name });
    text(&visitor.post("/api/documents/folders", new).await.expect(201).json()["id"])
}

/// Stores a file; `name` as it stands in a path.
pub async fn put(visitor: &Visitor, folder: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let path = format!("/api/documents/folders/{folder}/files/{name}");
    visitor.ask(Method::PUT, path).body("application/octet-stream", bytes).send().await
}

/// Stores a new file; answers its id.
pub async fn stored(visitor: &Visitor, folder: &str, name: &str, bytes: &str) -> String {
    text(&put(visitor, folder, name, bytes).await.expect(201).json()["id"])
}

/// What a folder shows.
pub async fn names(visitor: &Visitor, folder: &str) -> Vec<String> {
    let nodes = visitor.get(format!("/api/documents/nodes?parent={folder}")).await.expect(200).items();
    nodes.iter().map(|node| text(&node["name"])).collect()
}

/// The bytes of a file.
pub async fn content(visitor: &Visitor, file: &str) -> Vec<u8> {
    visitor.get(format!("/api/documents/files/{file}/content")).await.expect(200).bytes().to_vec()
}
