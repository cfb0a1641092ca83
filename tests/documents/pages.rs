//! The words on the pages of PDF documents, read by the real program in a process of its own.

use tests::{Place, Running};

use crate::{
    drawer::{put, root, text},
    search::finds,
};

const LETTER: &[u8] = include_bytes!("letter.pdf");

#[tokio::test]
async fn a_document_is_found_by_what_its_pages_say_and_the_place_is_shown() {
    let place = Place::new();
    let (house, admin, _) = Running::founded(&place).await;
    let own = root(&admin, "own").await;
    put(&admin, &own, "scan.pdf", LETTER).await.expect(201);
    finds(&admin, "q=lighth", &["scan.pdf"]).await;
    let items = admin.get("/api/documents/search?q=gr%C3%BCn").await.expect(200).items();
    let pieces = items[0]["excerpt"].as_array().expect("an excerpt").iter();
    let told: String = pieces.map(|it| text(&it["text"])).collect();
    assert_eq!(told, "… was painted, and the invoice of Grün is paid.");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_document_that_takes_all_memory_ends_whoever_reads_it_and_nothing_else() {
    let place = Place::new();
    let (house, admin, _) = Running::founded(&place).await;
    let own = root(&admin, "own").await;
    let greedy = String::from_utf8_lossy(LETTER).replace("(Dear Eve,)", &format!("[{}]", "()".repeat(5 << 20)));
    put(&admin, &own, "greedy.pdf", greedy).await.expect(201);
    put(&admin, &own, "letter.pdf", LETTER).await.expect(201);
    finds(&admin, "q=painted", &["letter.pdf"]).await;
    let told = house.printed();
    assert!(told.iter().any(|line| line.contains("was not read to its end")), "{told:#?}");
    assert!(house.stop().await.success());
}
