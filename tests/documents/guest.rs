//! What every test of links does: make one, and come with it.

use axum::http::Method;
use serde_json::Value;
use tests::{Answer, Visitor};

use crate::drawer::text;

/// Asks for a link.
pub async fn made(visitor: &Visitor, wanted: Value) -> Answer {
    visitor.post("/api/documents/links", wanted).await
}

/// Makes a link; its id, and its address within the house.
pub async fn shared(visitor: &Visitor, wanted: Value) -> (String, String) {
    let made = made(visitor, wanted).await.expect(201).json();
    let url = text(&made["url"]);
    (text(&made["id"]), url[url.find("/s/").expect("an address")..].to_owned())
}

/// Opens a page as a browser does.
pub async fn page(guest: &Visitor, path: &str) -> Answer {
    guest.ask(Method::GET, path).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8").send().await
}

/// Fetches a file through a link, to its end.
pub async fn fetched(guest: &Visitor, address: &str, file: &str) -> Vec<u8> {
    guest.get(format!("{address}/files/{file}")).await.expect(200).bytes().to_vec()
}

/// How a link stands, as its owner is told.
pub async fn standing(owner: &Visitor, link: &str) -> String {
    text(&owner.get(format!("/api/documents/links/{link}")).await.expect(200).json()["standing"])
}
