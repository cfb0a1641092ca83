//! View files that were deleted, cut off, overwritten or taken from another house: each is made
//! anew by itself, with the same content.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tests::{Answer, Person, Place, Running, Visitor, contents_at_rest, eventually};

const PAGES: [&str; 6] = [
    "/api/identity/accounts",
    "/api/identity/sessions",
    "/api/household/settings/history",
    "/api/documents/trash?space=shared",
    "/api/alerts/subscriptions",
    "/api/history/entries",
];

async fn live(house: &Running, name: &str) -> Visitor {
    let (visitor, mut person) = (house.visitor(), Person::named(name));
    visitor.found(&house.token().await, &mut person).await.expect(201);
    visitor.log_in(house.tray(), &person).await;
    let root = visitor.get("/api/documents/spaces").await.expect(200).items()[1]["root"].clone();
    for number in 0..40 {
        let folder = json!({ "parent": root, "name": format!("folder {number}") });
        let folder = visitor.post("/api/documents/folders", folder).await.expect(201).json();
        let path = format!("/api/documents/nodes/{}", folder["id"].as_str().expect("an id"));
        visitor.delete(path).await.expect(200);
        let change = json!({ "name": format!("{name}'s house {number}"), "alert_digest_minutes": number });
        visitor.patch("/api/household/settings", change).await.expect(200);
    }
    visitor
}

/// All pages, as soon as each has an answer that has seen everything.
async fn pages(visitor: &Visitor, head: u64) -> Vec<Value> {
    let mut pages = Vec::new();
    for path in PAGES {
        let look = async || {
            let asking = visitor.ask(axum::http::Method::GET, path).header("daybook-at-least", head.to_string());
            let answer = asking.send().await;
            // A file that is only found broken while it is read answers once it is made anew.
            answer.is_success().then_some(answer)
        };
        let answer: Answer = eventually(path, look).await;
        pages.push(answer.lasting());
    }
    pages
}

fn view_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("views")).expect("views").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|it| it == "sqlite")).collect();
    files.sort();
    assert_eq!(files.len(), 5, "{files:?}");
    files
}

fn cut(file: &Path, length: u64) {
    fs::File::options().write(true).open(file).expect("a file").set_len(length).expect("cut");
}

fn overwrite(file: &Path, from: usize) {
    let mut bytes = fs::read(file).expect("a file");
    for (index, byte) in bytes.iter_mut().enumerate().skip(from) {
        *byte = u8::try_from(index * 31 % 251).expect("a byte");
    }
    fs::write(file, bytes).expect("written");
}

type Damage<'a> = Box<dyn Fn(&Path) + 'a>;

fn damages(foreign: &Path) -> Vec<(&'static str, Damage<'_>)> {
    let length = |file: &Path| fs::metadata(file).expect("a file").len();
    vec![
        ("deleted", Box::new(|file| fs::remove_file(file).expect("removed"))),
        ("emptied", Box::new(|file| cut(file, 0))),
        ("cut in half", Box::new(move |file| cut(file, length(file) / 2 / 4096 * 4096))),
        ("cut within a page", Box::new(move |file| cut(file, length(file) - 1000))),
        ("overwritten", Box::new(|file| overwrite(file, 0))),
        ("overwritten but for its first page", Box::new(|file| overwrite(file, 4096))),
        (
            "another house's",
            Box::new(|file| {
                let name = file.file_name().expect("a name");
                fs::copy(foreign.join("views").join(name), file).expect("copied");
            }),
        ),
    ]
}

async fn another_house() -> Place {
    let place = Place::new();
    let house = Running::start(&place).await;
    live(&house, "Eve").await;
    assert!(house.stop().await.success());
    place
}

#[tokio::test]
async fn a_broken_view_file_is_made_anew_by_itself() {
    let (place, foreign) = (Place::new(), another_house().await);
    let house = Running::start(&place).await;
    let visitor = live(&house, "Ada").await;
    let head = visitor.patch("/api/household/settings", json!({ "name": "Lighthouse" })).await.expect(200).position();
    let before = pages(&visitor, head).await;
    assert!(house.stop().await.success());
    let content = contents_at_rest(place.path()).await;
    for (what, damage) in damages(foreign.path()) {
        view_files(place.path()).iter().for_each(|file| damage(file));
        let house = Running::begin(&place).await;
        assert_eq!(pages(&visitor.at(&house), head).await, before, "{what}");
        assert!(house.stop().await.success(), "{what}");
        assert_eq!(contents_at_rest(place.path()).await, content, "{what}");
    }
}

#[tokio::test]
async fn a_view_file_that_is_overwritten_while_the_house_runs_is_made_anew() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let visitor = live(&house, "Ada").await;
    let head = visitor.patch("/api/household/settings", json!({ "name": "Lighthouse" })).await.expect(200).position();
    let before = pages(&visitor, head).await;
    view_files(place.path()).iter().for_each(|file| overwrite(file, 0));
    let change = visitor.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200);
    let after = pages(&visitor, change.position()).await;
    assert_ne!(after, before);
    assert!(house.stop().await.success());
    contents_at_rest(place.path()).await;
}
