//! Files that come by a form: as many as stand in it, and nothing that has no end.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use axum::{body::Body, http::Method};
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use tests::{Answer, Asking, House, Visitor};

use crate::{
    drawer::{content, folder, names, put, root, text},
    guest::shared,
};

const FORM: &str = "multipart/form-data; boundary=b";

/// A file as it stands in a form.
fn part(name: &str, bytes: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n")
}

fn asking<'a>(visitor: &'a Visitor, folder: &str) -> Asking<'a> {
    visitor.ask(Method::POST, format!("/api/documents/folders/{folder}/files"))
}

async fn sent(visitor: &Visitor, folder: &str, form: String) -> Answer {
    asking(visitor, folder).body(FORM, form + "--b--\r\n").send().await
}

#[tokio::test]
async fn each_file_of_a_form_is_stored_as_if_it_had_come_alone() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    put(&admin, &own, "old.txt", "old").await.expect(201);
    let field = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nnot a file\r\n";
    let large = "0123456789".repeat(100_000);
    let form = part("a.txt", "one") + field + &part("old.txt", "new") + &part("b.bin", &large);
    let answer = sent(&admin, &own, form.clone()).await.expect(201);
    let kept = answer.json()["files"].as_array().expect("a list").clone();
    let versions: Vec<_> = kept.iter().map(|file| file["version"].as_u64()).collect();
    assert_eq!((versions, answer.position()), (vec![Some(1), Some(2), Some(1)], house.head()));
    assert_eq!(names(&admin, &own).await, ["a.txt", "b.bin", "old.txt"]);
    assert!(content(&admin, &text(&kept[2]["id"])).await == large.into_bytes());
    let again = sent(&admin, &own, form).await.expect(200).json();
    assert_eq!(again["files"][1]["version"], 2, "the same bytes change nothing");
    house.close().await;
}

#[tokio::test]
async fn the_first_file_that_is_refused_ends_a_form_and_those_before_it_stay() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let form = part("a.txt", "one") + &part("..", "two") + &part("c.txt", "three");
    let refused = sent(&admin, &own, form).await;
    let told = refused.json()["detail"].as_str().expect("a detail").to_owned();
    assert!(
        told.starts_with("file 2, '..', is not stored: ") && told.ends_with("; the one before it is stored"),
        "{told}"
    );
    assert_eq!(refused.problem(422), "name_invalid");
    assert_eq!(names(&admin, &own).await, ["a.txt"]);
    let before = house.head();
    assert_eq!(sent(&admin, &own, String::new()).await.problem(400), "no_file");
    let cut = asking(&admin, &own).body(FORM, part("cut.txt", "half")).send().await;
    assert_eq!(cut.problem(400), "body_cut_short");
    let other = asking(&admin, &own).body("application/json", "{}").send().await;
    assert_eq!(other.problem(415), "no_form");
    let forged = asking(&admin, &own).without_csrf().body(FORM, part("d.txt", "x") + "--b--\r\n").send().await;
    assert_eq!(forged.problem(403), "csrf_token_missing");
    assert_eq!(sent(&admin, &uuid::Uuid::nil().to_string(), part("e.txt", "x")).await.problem(404), "no_such_node");
    assert_eq!(house.head(), before);
    house.close().await;
}

/// A body of 64 MiB that goes on with what it began with; and how many pieces were asked for.
fn going_on(begin: String, piece: &'static str) -> (Body, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let rest = stream::iter(std::iter::repeat_n(piece, (64 << 20) / piece.len()));
    let rest = rest.map(move |piece| {
        counted.fetch_add(1, Relaxed);
        piece.to_owned()
    });
    (Body::from_stream(stream::iter([begin]).chain(rest).map(Ok::<_, std::io::Error>)), asked)
}

#[tokio::test]
async fn what_is_no_file_ends_soon_however_long_it_goes_on() {
    const PIECE: &str = match std::str::from_utf8(&[b'x'; 4096]) {
        Ok(piece) => piece,
        Err(_) => "",
    };
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let inbox = folder(&admin, &own, "Inbox").await;
    let (_, address) = shared(&admin, json!({ "node": inbox, "upload_only": true })).await;
    let guest = house.visitor();
    let before = house.head();
    for begin in [
        String::new(),
        "--b\r\nContent-Disposition: form-data; name=\"".to_owned(),
        "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n".to_owned(),
    ] {
        let (body, asked) = going_on(begin.clone(), PIECE);
        let answer = guest.ask(Method::POST, format!("{address}/files")).stream(FORM, body).send().await;
        assert_eq!(answer.problem(413), "form_too_long", "{begin}");
        assert!(asked.load(Relaxed) <= 18, "{} pieces of {begin}", asked.load(Relaxed));
        let (body, asked) = going_on(begin, PIECE);
        assert_eq!(asking(&admin, &own).stream(FORM, body).send().await.problem(413), "form_too_long");
        assert!(asked.load(Relaxed) <= 18);
    }
    let (body, _) = going_on(part("a.txt", "one"), "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nx\r\n");
    let fields = asking(&admin, &own).stream(FORM, body).send().await;
    assert_eq!(fields.problem(413), "form_too_long");
    assert_eq!(
        (house.kinds_after(before).await.len(), names(&admin, &own).await),
        (1, vec!["Inbox".into(), "a.txt".into()])
    );
    house.close().await;
}
