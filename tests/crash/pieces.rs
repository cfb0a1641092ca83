//! Files in pieces outlive what the house outlives: killed in the middle of one, it goes on where the bytes end, never
//! before what it acknowledged; on a full disk what came stays, and goes on when there is room.

use std::{io::Write as _, path::Path};

use axum::http::Method;
use tests::{Answer, Asking, Place, Running, SmallDisk, Visitor, free_port, until};

const KILLS: usize = 5;
const PIECE_BYTES: usize = 3 << 20;
const SIZE: usize = 24 << 20;

fn bytes() -> Vec<u8> {
    (0..SIZE / 4).flat_map(|number| u32::try_from(number).expect("small").to_le_bytes()).collect()
}

fn tus<'a>(visitor: &'a Visitor, method: Method, path: &str) -> Asking<'a> {
    visitor.ask(method, path).header("tus-resumable", "1.0.0")
}

fn offset(answer: &Answer) -> usize {
    answer.header("upload-offset").and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no offset: {answer:?}"))
}

async fn moved_in(place: &Place) -> (Running, Visitor, String) {
    let (house, visitor, _) = Running::founded(place).await;
    let spaces = visitor.get("/api/documents/spaces").await.expect(200).items();
    let root = spaces[0]["root"].as_str().expect("a root").to_owned();
    (house, visitor, root)
}

async fn begun(visitor: &Visitor, folder: &str, size: usize) -> String {
    let asking = tus(visitor, Method::POST, &format!("/api/documents/folders/{folder}/uploads"));
    let asking = asking.header("upload-length", size.to_string()).header("upload-metadata", "filename YS5iaW4=");
    asking.send().await.expect(201).header("location").expect("a place").to_owned()
}

fn piece<'a>(visitor: &'a Visitor, upload: &str, at: usize, bytes: &[u8]) -> Asking<'a> {
    let asking = tus(visitor, Method::PATCH, upload).header("upload-offset", at.to_string());
    asking.body("application/offset+octet-stream", bytes)
}

async fn is_whole(visitor: &Visitor, upload: &str, bytes: &[u8]) {
    let told = visitor.get(upload).await.expect(200).json();
    let file = told["file"].as_str().unwrap_or_else(|| panic!("no file: {told}"));
    let content = visitor.get(format!("/api/documents/files/{file}/content")).await.expect(200);
    assert!(content.bytes() == bytes, "it is not what was sent");
}

/// How long each upload is that lies on the disk unfinished.
fn unfinished(house: &Path) -> Vec<u64> {
    let folders = std::fs::read_dir(house.join("blobs/.unfinished")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    files.filter_map(|file| Some(file.metadata().ok()?.len())).collect()
}

fn left(house: &Path) -> usize {
    unfinished(house).len()
}

fn arrived(house: &Path) -> u64 {
    unfinished(house).iter().sum()
}

/// Sends pieces until the connection breaks; what was acknowledged last.
async fn send(visitor: Visitor, upload: String, mut at: usize) -> usize {
    let bytes = bytes();
    while at < SIZE {
        let end = SIZE.min(at + PIECE_BYTES);
        match piece(&visitor, &upload, at, &bytes[at..end]).try_send().await {
            Some(answer) => at = offset(&answer.expect(204)),
            None => break,
        }
    }
    at
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_in_pieces_goes_on_where_its_bytes_end_when_the_house_is_killed_in_the_middle() {
    let place = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    let (mut house, visitor, root) = moved_in(&place).await;
    let mut in_the_middle = 0;
    for round in 0..KILLS {
        let upload = begun(&visitor, &root, SIZE).await;
        let sending = tokio::spawn(send(visitor.twin(), upload.clone(), 0));
        let enough = u64::try_from(round * SIZE / KILLS).expect("small");
        until("some of it is there", async || sending.is_finished() || arrived(place.path()) > enough).await;
        house.kill();
        let acknowledged = sending.await.expect("no refusal");
        house = Running::start(&place).await;
        let there = offset(&tus(&visitor, Method::HEAD, &upload).send().await.expect(200));
        assert!(there >= acknowledged, "round {round}: {there} of the {acknowledged} that were acknowledged");
        in_the_middle += usize::from(0 < there && there < SIZE);
        assert_eq!(send(visitor.twin(), upload.clone(), there).await, SIZE);
        is_whole(&visitor, &upload, &bytes()).await;
    }
    assert!(in_the_middle > 0, "no kill met an upload on its way");
    assert_eq!(left(place.path()), 0, "an upload that is a file left something");
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
}

#[tokio::test]
async fn what_came_before_the_disk_was_full_stays_and_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(48) else {
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: the test of a full disk, because only root may mount a small one");
        return;
    };
    let place = Place::at(&disk.path().join("house"));
    let (house, visitor, root) = moved_in(&place).await;
    let (upload, bytes) = (begun(&visitor, &root, 20 << 20).await, &bytes()[..20 << 20]);
    piece(&visitor, &upload, 0, &bytes[..4 << 20]).send().await.expect(204);
    disk.fill_but(6 << 20);
    let full = piece(&visitor, &upload, 4 << 20, &bytes[4 << 20..]).send().await;
    assert_eq!(full.problem(507), "disk_full");
    let there = offset(&tus(&visitor, Method::HEAD, &upload).send().await.expect(200));
    assert!((4 << 20..20 << 20).contains(&there), "{there}");
    let asking = tus(&visitor, Method::POST, &format!("/api/documents/folders/{root}/uploads"));
    let another = asking.header("upload-length", (20 << 20).to_string()).header("upload-metadata", "filename Yg==");
    assert_eq!(another.send().await.problem(507), "disk_full");
    disk.free();
    piece(&visitor, &upload, there, &bytes[there..]).send().await.expect(204);
    is_whole(&visitor, &upload, bytes).await;
    until("nothing of it is left", async || left(place.path()) == 0).await;
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
}
