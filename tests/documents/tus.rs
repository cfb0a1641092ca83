//! What every test of uploads does: begin one, send pieces, ask how far it is.

use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tests::{Answer, Asking, House, Visitor};

pub const PIECE: &str = "application/offset+octet-stream";

/// Words and values, as `Upload-Metadata` has them.
pub fn metadata(name: &str) -> String {
    format!("filename {},filetype {}", STANDARD.encode(name), STANDARD.encode("video/mp4"))
}

/// A request that speaks tus.
pub fn tus<'a>(visitor: &'a Visitor, method: Method, path: &str) -> Asking<'a> {
    visitor.ask(method, path).header("tus-resumable", "1.0.0")
}

/// Asks for an upload of so many bytes.
pub fn asked<'a>(visitor: &'a Visitor, folder: &str, name: &str, size: u64) -> Asking<'a> {
    tus(visitor, Method::POST, &format!("/api/documents/folders/{folder}/uploads"))
        .header("upload-length", size.to_string())
        .header("upload-metadata", metadata(name))
}

/// Begins an upload; where its pieces go.
pub async fn begun(visitor: &Visitor, folder: &str, name: &str, size: u64) -> String {
    let answer = asked(visitor, folder, name, size).send().await.expect(201);
    answer.header("location").expect("a place").to_owned()
}

/// A piece from a byte on.
pub fn piece<'a>(visitor: &'a Visitor, upload: &str, at: u64, bytes: impl Into<Vec<u8>>) -> Asking<'a> {
    tus(visitor, Method::PATCH, upload).header("upload-offset", at.to_string()).body(PIECE, bytes)
}

/// How far an upload is.
pub async fn look(visitor: &Visitor, upload: &str) -> Answer {
    tus(visitor, Method::HEAD, upload).send().await
}

/// A header that is a number.
pub fn number(answer: &Answer, header: &str) -> u64 {
    answer.header(header).unwrap_or_else(|| panic!("no {header}: {answer:?}")).parse().expect("a number")
}

/// How much of an upload is there.
pub async fn offset(visitor: &Visitor, upload: &str) -> u64 {
    number(&look(visitor, upload).await.expect(200), "upload-offset")
}

/// What lies on the disk of uploads that are on their way.
pub fn unfinished(house: &House) -> Vec<u64> {
    let folders = std::fs::read_dir(house.path("blobs/.unfinished")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).expect("a folder").flatten());
    files.map(|file| file.metadata().expect("a file").len()).collect()
}
