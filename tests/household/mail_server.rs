//! The mail server that the house chooses: used at once, kept without a secret in the log, and
//! outranked by what the machine's configuration says.

use std::sync::Arc;

use axum::http::Method;
use commands::{ConfiguredMail, FolderPost, household::configure_mail};
use serde_json::{Value, json};
use tests::{House, MailServer, Person, Tray, Visitor, free_port};

pub const PATH: &str = "/api/household/mail-server";

/// Lets a house trust the authority that the test's mail server has its certificate from.
pub async fn trusting(house: &House, server: &MailServer) {
    let ca_file = server.as_configured(0).ca_file;
    let mail = ConfiguredMail { ca_file, ..ConfiguredMail::default() };
    configure_mail(house.desk(), mail, folder(house)).await.expect("configured");
}

fn folder(house: &House) -> Arc<FolderPost> {
    Arc::new(FolderPost::new(house.path("mail")))
}

/// A mail server as a person types it.
pub fn typed(server: &MailServer) -> Value {
    let known = server.as_configured(server.smtp_port());
    let (user, password) = known.login.expect("a login");
    json!({ "host": known.host, "port": known.port, "security": "starttls", "user": user, "password": password })
}

/// A house with a mail server near by that it does not use yet.
pub async fn with_server_near() -> (House, Visitor, Person, Arc<MailServer>) {
    let server = Arc::new(MailServer::start().await);
    let (house, admin, ada) = House::founded().await;
    trusting(&house, &server).await;
    (house, admin, ada, server)
}

async fn in_household(house: &House, after: u64) -> Vec<&'static str> {
    house.kinds_after(after).await.into_iter().filter(|kind| kind.starts_with("household.")).collect()
}

/// A server that nobody runs.
fn nowhere(user: Option<&str>, password: Option<&str>) -> Value {
    let mut server = json!({ "host": "127.0.0.1", "port": free_port() });
    for (key, value) in [("user", user), ("password", password)] {
        if let Some(value) = value {
            server[key] = json!(value);
        }
    }
    server
}

#[tokio::test]
async fn a_new_house_writes_its_letters_into_a_folder() {
    let (house, admin, _) = House::founded().await;
    let answer = admin.get(PATH).await.expect(200);
    let expected = json!({
        "source": "folder", "host": null, "port": null, "security": null, "user": null, "password_set": false,
        "from": "daybook@house.example", "fixed": [], "fixed_by": {},
    });
    assert_eq!((answer.json(), answer.header("etag")), (expected, Some("\"0\"")));
    admin.delete(PATH).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn a_chosen_server_is_used_at_once_until_it_is_taken_back() {
    let (house, admin, ada, server) = with_server_near().await;
    let before = house.head();
    let answer = admin.put(PATH, typed(&server)).await.expect(200);
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let shown = admin.get(PATH).await.expect(200);
    let (seen, password) = (shown.json(), typed(&server)["password"].as_str().expect("a word").to_owned());
    assert_eq!(
        (&seen["source"], &seen["host"], &seen["password_set"]),
        (&json!("house"), &json!("127.0.0.1"), &json!(true))
    );
    assert_eq!((&seen["user"], &seen["security"]), (&typed(&server)["user"], &json!("starttls")));
    assert!(!shown.text().contains(&password));
    let post = Tray::Server(server.clone());
    house.visitor().log_in(&post, &ada).await;
    let told = post.wait_for("the admin hears of it", |letter| letter.code().is_none()).await;
    assert!(told.body.contains("Mail is sent through 127.0.0.1:"), "{}", told.body);
    admin.delete(PATH).await.expect(200);
    house.visitor().log_in(house.tray(), &ada).await;
    assert_eq!(admin.get(PATH).await.json()["source"], "folder");
    let happened = in_household(&house, before).await;
    assert_eq!(happened, ["household.mail_server_changed.v1", "household.mail_server_removed.v1"]);
    let history = admin.get("/api/household/settings/history?setting=mail_server").await.expect(200).items();
    let through = format!("127.0.0.1:{} (starttls)", server.smtp_port());
    assert_eq!((&history[0]["value"], &history[0]["previous"]), (&json!(null), &json!(through)));
    assert_eq!((&history[1]["value"], &history[1]["previous"]), (&json!(through), &json!(null)));
    house.close().await;
}

#[tokio::test]
async fn name_and_password_stand_nowhere_but_in_the_vault() {
    let (house, admin, _) = House::founded().await;
    let (user, password) = ("the-post-of-ada", "a word for the mail alone");
    admin.put(PATH, nowhere(Some(user), Some(password))).await.expect(200);
    house.settle().await;
    let diary = admin.get("/api/history/export.jsonl").await.expect(200);
    let mut texts = vec![diary.text().as_bytes().to_vec()];
    for folder in ["", "views"] {
        let entries = std::fs::read_dir(house.path(folder)).expect("a folder").map(|entry| entry.expect("an entry"));
        let files = entries.filter(|entry| entry.path().is_file());
        let open = files.filter(|entry| !entry.file_name().to_string_lossy().starts_with("vault"));
        texts.extend(open.map(|entry| std::fs::read(entry.path()).expect("readable")));
    }
    assert!(texts.len() > 4);
    for text in texts {
        let found = |word: &str| text.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(!found(user) && !found(password));
    }
    admin.delete(PATH).await.expect(200);
    house.settle().await;
    let vault = |name: &str| std::fs::read(house.path(name)).unwrap_or_default();
    admin.get(PATH).await.expect(200);
    let kept = vault("vault.sqlite");
    assert!(!kept.windows(password.len()).any(|window| window == password.as_bytes()));
    house.close().await;
}

#[tokio::test]
async fn a_password_stays_until_it_would_go_elsewhere() {
    let (house, admin, _) = House::founded().await;
    let state = async || {
        let seen = admin.get(PATH).await.json();
        (seen["user"].clone(), seen["password_set"].clone())
    };
    assert_eq!(admin.put(PATH, nowhere(Some("ada"), None)).await.problem(422), "password_missing");
    admin.put(PATH, nowhere(Some("ada"), Some("secret"))).await.expect(200);
    let moved = admin.put(PATH, nowhere(Some("eve"), None)).await.expect(200).json();
    assert_eq!((moved["changed"].clone(), state().await), (json!(true), (json!("eve"), json!(true))));
    let elsewhere = json!({ "host": "localhost", "user": "eve" });
    assert_eq!(admin.put(PATH, elsewhere.clone()).await.problem(422), "password_needed_again");
    let answer = admin.post(format!("{PATH}/test"), elsewhere).await;
    assert_eq!(answer.problem(422), "password_needed_again", "nor does a test carry it there");
    let mut unguarded = nowhere(Some("eve"), None);
    unguarded["security"] = json!("none");
    assert_eq!(admin.put(PATH, unguarded).await.problem(422), "password_needed_again");
    admin.put(PATH, nowhere(Some("eve"), Some(""))).await.expect(200);
    assert_eq!(state().await, (json!(null), json!(false)));
    admin.delete(PATH).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn what_does_not_fit_changes_nothing_and_says_what() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    let wrong = [
        (json!({ "host": "" }), "host"),
        (json!({ "host": "https://mail.example" }), "host"),
        (json!({ "host": "mail.example\r\nQUIT" }), "host"),
        (json!({ "host": 7 }), "host"),
        (json!({}), "host"),
        (json!({ "host": "mail.example", "port": 0 }), "port"),
        (json!({ "host": "mail.example", "port": 65536 }), "port"),
        (json!({ "host": "mail.example", "security": "ssl" }), "security"),
        (json!({ "host": "mail.example", "security": "none" }), "security"),
        (json!({ "host": "mail.example", "user": "a\nb", "password": "c" }), "user"),
        (json!({ "host": "mail.example", "user": "a", "password": "b\r\nQUIT" }), "password"),
        (json!({ "host": "mail.example", "password": "c" }), "user"),
        (json!({ "host": "mail.example", "ca_file": "/etc/passwd" }), "ca_file"),
    ];
    for (body, field) in wrong {
        let answer = admin.put(PATH, body.clone()).await;
        let problem = answer.json();
        assert_eq!(
            (&problem["field"], &problem["errors"][0]["field"]),
            (&json!(field), &json!(field)),
            "{body}: {problem}"
        );
        assert_eq!(problem["errors"][0]["detail"], problem["detail"]);
        answer.problem(422);
    }
    assert!(in_household(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_choice_that_has_moved_on_is_not_gone_over() {
    let (house, admin, _) = House::founded().await;
    let choose = |tag: &str| {
        let body = nowhere(None, None);
        admin.ask(Method::PUT, PATH).json(&body).header("if-match", tag).send()
    };
    choose("\"0\"").await.expect(200);
    assert_eq!(choose("\"0\"").await.problem(412), "stale");
    let remove = |tag: &'static str| admin.ask(Method::DELETE, PATH).header("if-match", tag).send();
    assert_eq!(remove("\"0\"").await.problem(412), "stale");
    remove("\"1\"").await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn what_the_configuration_says_outranks_the_house() {
    let (house, admin, _) = House::founded().await;
    admin.put(PATH, nowhere(None, None)).await.expect(200);
    let fixed_by = |keys: &[&'static str]| keys.iter().map(|key| (*key, "DAYBOOK_MAIL_HOST".to_owned())).collect();
    let server = MailServer::prepare().as_configured(2525);
    let all = fixed_by(&["host", "port", "security", "user", "password"]);
    let mail = ConfiguredMail { server: Some(server), fixed_by: all, ..ConfiguredMail::default() };
    configure_mail(house.desk(), mail, folder(&house)).await.expect("configured");
    let seen = admin.get(PATH).await.expect(200).json();
    assert_eq!((&seen["source"], &seen["port"], &seen["password_set"]), (&json!("file"), &json!(2525), &json!(true)));
    assert_eq!(seen["fixed"], json!(["host", "password", "port", "security", "user"]));
    for answer in [admin.put(PATH, nowhere(None, None)).await, admin.delete(PATH).await] {
        assert!(answer.text().contains("DAYBOOK_MAIL_HOST says it already"), "{}", answer.text());
        assert_eq!(answer.problem(409), "mail_server_fixed");
    }
    configure_mail(house.desk(), ConfiguredMail::closed("the demo"), folder(&house)).await.expect("configured");
    assert_eq!(admin.get(PATH).await.json()["source"], "folder");
    assert_eq!(admin.put(PATH, nowhere(None, None)).await.problem(409), "mail_server_fixed");
    let only_port = ConfiguredMail { port: Some(2626), fixed_by: fixed_by(&["port"]), ..ConfiguredMail::default() };
    configure_mail(house.desk(), only_port, folder(&house)).await.expect("configured");
    assert_eq!(admin.get(PATH).await.json()["port"], 2626, "whatever the house chose");
    assert_eq!(admin.put(PATH, json!({ "host": "127.0.0.1", "port": 25 })).await.problem(409), "mail_server_fixed");
    admin.put(PATH, json!({ "host": "localhost" })).await.expect(200);
    let seen = admin.get(PATH).await.json();
    assert_eq!((&seen["source"], &seen["host"], &seen["port"]), (&json!("house"), &json!("localhost"), &json!(2626)));
    admin.delete(PATH).await.expect(200);
    house.close().await;
}
