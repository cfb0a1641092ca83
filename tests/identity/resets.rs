//! A forgotten password: a link by mail sets another one, once, and tells nobody who lives here.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Person, Visitor};

use crate::in_identity;

const NEW: &str = "seven herons by the lake";

async fn ask(visitor: &Visitor, email: &str) -> Answer {
    visitor.post("/api/identity/resets", json!({ "email": email })).await
}

/// Asks for a link and takes its secret out of the mail.
async fn asked(house: &House, email: &str) -> String {
    let before = house.letters_so_far().await;
    ask(&house.visitor(), email).await.expect(202);
    house.tray().new_token(&before, email, "reset").await
}

async fn check(visitor: &Visitor, token: &str) -> Answer {
    visitor.post("/api/identity/resets/check", json!({ "token": token })).await
}

async fn set(visitor: &Visitor, token: &str, password: &str) -> Answer {
    visitor.post("/api/identity/resets/password", json!({ "token": token, "password": password })).await
}

async fn disavow(visitor: &Visitor, token: &str) -> Answer {
    visitor.post("/api/identity/disavowals", json!({ "token": token })).await
}

/// Whether a password brings a code.
async fn fits(house: &House, person: &Person, password: &str) -> bool {
    let before = house.letters_so_far().await;
    house.visitor().ask_code(&person.email, password).await;
    house.settle().await;
    let letters = house.tray().letters().await;
    letters.iter().any(|letter| !before.contains(&letter.id) && letter.code().is_some())
}

#[tokio::test]
async fn a_link_sets_a_password_ends_all_sessions_and_is_told_by_mail() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let before = house.head();
    let token = asked(&house, &bob.email).await;
    let offered = check(&house.visitor(), &token).await.expect(200).json();
    assert_eq!(offered, json!({ "name": "Bob", "email": bob.email }));
    let letters = house.letters_so_far().await;
    set(&house.visitor(), &token, NEW).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["reset_link_sent", "password_recovered", "session_ended"]);
    bobs.get("/api/identity/session").await.problem(401);
    assert!(fits(&house, &bob, NEW).await && !fits(&house, &bob, &bob.password).await);
    let told =
        house.tray().wait_for("the news", |it| !letters.contains(&it.id) && it.subject.contains("set anew")).await;
    assert!(told.to == bob.email && told.body.contains("127.0.0.1"), "{}", told.body);
    house.close().await;
}

#[tokio::test]
async fn a_new_password_lets_nobody_in_without_the_second_factor() {
    let (house, _, mut ada) = House::founded().await;
    let token = asked(&house, &ada.email).await;
    let visitor = house.visitor();
    set(&visitor, &token, NEW).await.expect(200);
    assert_eq!(visitor.cookie("daybook_session"), None);
    visitor.get("/api/identity/session").await.problem(401);
    NEW.clone_into(&mut ada.password);
    visitor.log_in(house.tray(), &ada).await;
    house.close().await;
}

#[tokio::test]
async fn a_link_works_once_in_its_time_and_only_the_newest() {
    let (house, _, ada) = House::founded().await;
    let (first, second) = (asked(&house, &ada.email).await, asked(&house, &ada.email).await);
    let visitor = house.visitor();
    assert_eq!(check(&visitor, &first).await.problem(410), "link_replaced");
    assert_eq!(set(&visitor, &first, NEW).await.problem(410), "link_replaced");
    house.advance(Duration::minutes(30));
    assert_eq!(set(&visitor, &second, NEW).await.problem(410), "link_expired");
    let third = asked(&house, &ada.email).await;
    set(&visitor, &third, NEW).await.expect(200);
    assert_eq!(set(&visitor, &third, "another word altogether").await.problem(410), "link_used");
    assert_eq!(check(&visitor, &third).await.problem(410), "link_used");
    assert!(fits(&house, &ada, NEW).await);
    house.close().await;
}

#[tokio::test]
async fn a_secret_that_is_cut_short_changed_or_of_another_kind_is_none() {
    let (house, _, ada) = House::founded().await;
    let token = asked(&house, &ada.email).await;
    let before = house.letters_so_far().await;
    let visitor = house.visitor();
    let (short, long, upper) = (&token[..63], format!("{token}0"), token.to_uppercase());
    for wrong in ["", "0", short, &long, &upper, "' OR 1=1 --", &"f".repeat(64)] {
        assert_eq!(set(&visitor, wrong, NEW).await.problem(404), "link_unknown", "{wrong}");
        assert_eq!(disavow(&visitor, wrong).await.problem(404), "link_unknown", "{wrong}");
    }
    assert_eq!(disavow(&visitor, &token).await.problem(404), "link_unknown", "a reset is no disavowal");
    set(&visitor, &token, NEW).await.expect(200);
    let not_me = house.tray().new_token(&before, &ada.email, "not-me").await;
    assert_eq!(set(&visitor, &not_me, NEW).await.problem(404), "link_unknown", "a disavowal is no reset");
    house.close().await;
}

#[tokio::test]
async fn a_password_that_does_not_fit_leaves_the_link_as_it_was() {
    let (house, _, ada) = House::founded().await;
    let token = asked(&house, &ada.email).await;
    let before = house.head();
    for wrong in ["", "ninechars", &"x".repeat(201)] {
        let answer = set(&house.visitor(), &token, wrong).await;
        assert_eq!(answer.json()["field"], "password");
        assert_eq!(answer.problem(422), "password_invalid");
    }
    assert!(in_identity(&house, before).await.is_empty());
    set(&house.visitor(), &token, NEW).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_several_at_once_with_one_link_one_wins() {
    let (house, _, ada) = House::founded().await;
    let token = asked(&house, &ada.email).await;
    let words: Vec<_> = (0..8).map(|number| format!("herons by the lake, {number} of them")).collect();
    let tries: Vec<_> = words
        .iter()
        .map(|word| {
            let (visitor, token, word) = (house.visitor(), token.clone(), word.clone());
            tokio::spawn(async move { set(&visitor, &token, &word).await.status() })
        })
        .collect();
    let mut won = Vec::new();
    for (one, word) in tries.into_iter().zip(&words) {
        match one.await.expect("answered") {
            200 => won.push(word),
            other => assert_eq!(other, 410),
        }
    }
    assert_eq!(won.len(), 1);
    assert!(fits(&house, &ada, won[0]).await);
    house.close().await;
}

#[tokio::test]
async fn whoever_is_told_of_a_reset_that_was_not_theirs_takes_it_back() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let token = asked(&house, &bob.email).await;
    let letters = house.letters_so_far().await;
    set(&house.visitor(), &token, "the intruder's own words").await.expect(200);
    let not_me = house.tray().new_token(&letters, &bob.email, "not-me").await;
    let intruder = house.visitor();
    intruder.log_in(house.tray(), &Person { password: "the intruder's own words".into(), ..bob.clone() }).await;
    let (before, letters) = (house.head(), house.letters_so_far().await);
    disavow(&house.visitor(), &not_me).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["change_disavowed", "session_ended", "reset_link_sent"]);
    intruder.get("/api/identity/session").await.problem(401);
    assert!(!fits(&house, &bob, "the intruder's own words").await, "that password is void");
    assert_eq!(disavow(&house.visitor(), &not_me).await.problem(410), "link_used");
    let own = house.tray().new_token(&letters, &bob.email, "reset").await;
    set(&house.visitor(), &own, NEW).await.expect(200);
    assert!(fits(&house, &bob, NEW).await);
    house.close().await;
}

#[tokio::test]
async fn a_disavowal_is_good_for_a_week() {
    let (house, _, ada) = House::founded().await;
    let letters = house.letters_so_far().await;
    let token = asked(&house, &ada.email).await;
    set(&house.visitor(), &token, NEW).await.expect(200);
    let not_me = house.tray().new_token(&letters, &ada.email, "not-me").await;
    house.advance(Duration::days(7));
    assert_eq!(disavow(&house.visitor(), &not_me).await.problem(410), "link_expired");
    assert!(fits(&house, &ada, NEW).await);
    house.close().await;
}

#[tokio::test]
async fn an_admin_sends_a_link_and_learns_it_only_where_no_mail_server_brings_it() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let path = format!("/api/identity/accounts/{}/reset", bob.account);
    let letters = house.letters_so_far().await;
    let sent = admin.ask(Method::POST, &path).send().await.expect(200).json();
    let token = house.tray().new_token(&letters, &bob.email, "reset").await;
    assert_eq!(sent["link"], json!(format!("http://house.example/reset#{token}")));
    bobs.get("/api/identity/session").await.expect(200);
    bobs.ask(Method::POST, &path).send().await.problem(403);
    set(&house.visitor(), &token, NEW).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn another_password_makes_links_under_way_void() {
    let (house, here, ada) = House::founded().await;
    let token = asked(&house, &ada.email).await;
    here.put("/api/identity/password", json!({ "current": ada.password, "new": NEW })).await.expect(200);
    assert_eq!(set(&house.visitor(), &token, "another word altogether").await.problem(410), "link_replaced");
    house.close().await;
}

#[tokio::test]
async fn links_of_one_account_and_of_one_network_are_limited() {
    let (house, admin, ada) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let mail = async |to: &str| {
        let letters = house.tray().letters().await;
        letters.iter().filter(|letter| letter.to == to && letter.token("reset").is_some()).count()
    };
    for _ in 0..20 {
        ask(&house.visitor(), &ada.email).await.expect(202);
        house.settle().await;
    }
    assert_eq!(mail(&ada.email).await, 3, "more are answered alike and not sent");
    let refused = ask(&house.visitor(), &bob.email).await;
    assert_eq!(refused.header("retry-after"), Some("3600"));
    assert_eq!(refused.problem(429), "too_many_links");
    assert_eq!(mail(&bob.email).await, 0);
    ask(&house.visitor().from([203, 0, 113, 7]), &bob.email).await.expect(202);
    house.settle().await;
    assert_eq!(mail(&bob.email).await, 1, "another network has its own count");
    house.close().await;
}

#[tokio::test]
async fn a_link_leads_to_the_house_whatever_host_a_request_names() {
    let (house, _, ada) = House::founded().await;
    let before = house.letters_so_far().await;
    let visitor = house.visitor();
    let asking = visitor.ask(Method::POST, "/api/identity/resets").json(&json!({ "email": ada.email }));
    let asking = asking.header("host", "evil.example").header("x-forwarded-host", "evil.example");
    asking.header("forwarded", "host=evil.example").send().await;
    house.settle().await;
    let letters = house.tray().letters().await;
    for letter in letters.iter().filter(|letter| !before.contains(&letter.id)) {
        assert!(!letter.body.contains("evil.example"), "{}", letter.body);
    }
    house.close().await;
}

#[tokio::test]
async fn what_is_no_address_begins_no_header_and_is_answered_alike() {
    let (house, _, ada) = House::founded().await;
    let before = house.letters_so_far().await;
    let injected = format!("{}\r\nBcc: eve@evil.example", ada.email);
    for odd in [&injected, "", "@", "ada", "ada@mail.example,eve@evil.example", &"x".repeat(5000)] {
        ask(&house.visitor(), odd).await.expect(202);
    }
    house.settle().await;
    assert_eq!(house.letters_so_far().await, before);
    house.close().await;
}

#[tokio::test]
async fn no_secret_of_a_link_stands_in_log_or_vault() {
    let (house, _, ada) = House::founded().await;
    let letters = house.letters_so_far().await;
    let token = asked(&house, &ada.email).await;
    set(&house.visitor(), &token, NEW).await.expect(200);
    let not_me = house.tray().new_token(&letters, &ada.email, "not-me").await;
    house.settle().await;
    for entry in std::fs::read_dir(house.path("")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let bytes = if path.is_file() { std::fs::read(&path).expect("readable") } else { continue };
        for secret in [&token, &not_me] {
            assert!(!bytes.windows(64).any(|window| window == secret.as_bytes()), "{}", path.display());
        }
    }
    house.close().await;
}

#[tokio::test]
async fn whoever_has_left_gets_no_link() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let token = asked(&house, &bob.email).await;
    admin.delete(format!("/api/identity/accounts/{}", bob.account)).await.expect(200);
    assert_eq!(set(&house.visitor(), &token, NEW).await.problem(410), "link_withdrawn");
    let to_bob = async || house.tray().letters().await.iter().filter(|letter| letter.to == bob.email).count();
    let before = to_bob().await;
    ask(&house.visitor(), &bob.email).await.expect(202);
    house.settle().await;
    assert_eq!(to_bob().await, before);
    let entries = admin.get("/api/history/entries?limit=50").await.expect(200).items();
    let told = |sentence: &str| entries.iter().any(|entry: &Value| entry["sentence"] == sentence);
    assert!(told("A letter with a link to set a new password was written"));
    house.close().await;
}
