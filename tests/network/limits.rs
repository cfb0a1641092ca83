//! How often somebody may ask, asked of the real program from many addresses: through a declared
//! proxy, which says from where.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, Asking, Person, Place, Running, Visitor, until};

use crate::{told, with_admin};

const LIMITS: &str = "/api/household/limits";
const NOBODYS: &str = "/api/identity/account";

/// A house behind a declared proxy, and its admin, who is never counted: they sit at the machine.
async fn behind_a_proxy() -> (Place, Running, Visitor, Person) {
    let (place, ada) = with_admin(Place::new().with("DAYBOOK_PROXIES", "127.0.0.1"));
    let house = Running::start(&place).await;
    let admin = house.visitor();
    admin.log_in(house.tray(), &ada).await;
    (place, house, admin, ada)
}

fn far<'a>(visitor: &'a Visitor, method: Method, path: &str, from: &str) -> Asking<'a> {
    visitor.ask(method, path).header("x-forwarded-for", from)
}

async fn look(visitor: &Visitor, path: &str, from: &str) -> Answer {
    far(visitor, Method::GET, path, from).send().await
}

async fn post(visitor: &Visitor, path: &str, from: &str, body: &Value) -> Answer {
    far(visitor, Method::POST, path, from).json(body).send().await
}

fn guess() -> Value {
    json!({ "email": "nobody@mail.example", "password": "not the word at all" })
}

/// How many of so many requests are let through, whatever is answered; the others must be told to wait.
async fn let_through(times: usize, mut ask: impl AsyncFnMut(usize) -> Answer) -> usize {
    let mut through = 0;
    for number in 0..times {
        let answer = ask(number).await;
        if answer.status() == 429 {
            let wait_s: u64 = answer.header("retry-after").expect("how long").parse().expect("seconds");
            assert!((1..=86_400).contains(&wait_s), "{wait_s}");
            assert_eq!(answer.problem(429), "too_many_requests");
        } else {
            through += 1;
        }
    }
    through
}

#[tokio::test]
async fn a_stranger_is_let_through_fifty_times_and_told_each_time_how_it_stands() {
    let (_place, house, _, _) = behind_a_proxy().await;
    let stranger = house.visitor();
    let first = look(&stranger, NOBODYS, "203.0.113.1").await.expect(401);
    let policy = "\"stranger_hour\";q=50;w=3600, \"stranger_day\";q=200;w=86400";
    assert_eq!(first.header("ratelimit-policy"), Some(policy));
    assert_eq!(first.header("ratelimit"), Some("\"stranger_hour\";r=49;t=72, \"stranger_day\";r=199;t=432"));
    assert_eq!(let_through(70, async |_| look(&stranger, "/api/no/such/page", "203.0.113.1").await).await, 49);
    let refused = look(&stranger, NOBODYS, "203.0.113.1").await;
    assert_eq!(refused.header("ratelimit-policy"), Some("\"stranger_hour\";q=50;w=3600"));
    let (standing, wait) = (refused.header("ratelimit").expect("how it stands"), refused.header("retry-after"));
    assert_eq!(standing, format!("\"stranger_hour\";r=0;t={}", wait.expect("how long")));
    assert_eq!(let_through(10, async |_| look(&stranger, NOBODYS, "203.0.113.2").await).await, 10, "others may");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn each_door_has_a_limit_of_its_own_and_looking_at_it_has_none() {
    let (_place, house, _, ada) = behind_a_proxy().await;
    let (stranger, from) = (house.visitor(), "203.0.113.1");
    let code = json!({ "login": "none", "code": "123456" });
    let link = json!({ "token": "none", "name": "Eve", "email": "eve@mail.example", "password": "a long enough word" });
    let login = async |_| post(&stranger, "/api/identity/logins", from, &guess()).await;
    assert_eq!(let_through(40, login).await, 30, "passwords");
    assert_eq!(
        let_through(70, async |_| post(&stranger, "/api/identity/sessions", from, &code).await).await,
        60,
        "codes"
    );
    assert_eq!(
        let_through(30, async |_| post(&stranger, "/api/identity/founding", from, &link).await).await,
        20,
        "links"
    );
    for path in ["/api/household/house", "/api/identity/session", "/", "/login", "/healthz"] {
        assert_eq!(let_through(60, async |_| look(&stranger, path, from).await).await, 60, "{path}");
    }
    assert_eq!(let_through(60, async |_| look(&stranger, NOBODYS, from).await).await, 50, "and the rest is untouched");
    let resident = house.visitor();
    let before = house.tray().ids().await;
    let right = json!({ "email": ada.email, "password": ada.password });
    let asked = post(&resident, "/api/identity/logins", "203.0.113.2", &right).await.expect(202);
    let code = house.tray().new_code(&before, &ada.email).await;
    let step_two = json!({ "login": asked.json()["login"], "code": code });
    post(&resident, "/api/identity/sessions", "203.0.113.2", &step_two).await.expect(201);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_household_behind_one_address_is_not_locked_out_by_one_of_them() {
    let (_place, house, admin, _) = behind_a_proxy().await;
    let (stranger, home) = (house.visitor(), "203.0.113.1");
    for _ in 0..100 {
        post(&stranger, "/api/identity/logins", home, &guess()).await;
        look(&stranger, NOBODYS, home).await;
    }
    assert_eq!(look(&stranger, NOBODYS, home).await.problem(429), "too_many_requests");
    for _ in 0..60 {
        look(&admin, "/api/household/settings", home).await.expect(200);
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_session_that_ended_counts_once_and_each_guess_anew() {
    let (_place, house, _, _) = behind_a_proxy().await;
    let (tablet, thief) = (house.visitor(), house.visitor());
    tablet.set_cookie("__Host-daybook_session", &"a".repeat(64));
    assert_eq!(let_through(300, async |_| look(&tablet, NOBODYS, "203.0.113.1").await).await, 300);
    let guesses = let_through(80, async |number| {
        thief.set_cookie("__Host-daybook_session", &format!("{number:064}"));
        look(&thief, "/api/identity/session", "203.0.113.2").await
    });
    assert_eq!(guesses.await, 50);
    let stranger = house.visitor();
    let bearers = let_through(80, async |number| {
        let asking = far(&stranger, Method::GET, NOBODYS, "203.0.113.3");
        asking.header("authorization", format!("Bearer {number}")).send().await
    });
    assert_eq!(bearers.await, 50);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_network_of_the_newer_addresses_is_one_client() {
    let (_place, house, _, _) = behind_a_proxy().await;
    let stranger = house.visitor();
    let ask = async |number: usize| look(&stranger, NOBODYS, &format!("2001:db8:0:1:{number:x}::1")).await;
    assert_eq!(let_through(60, ask).await, 50);
    let ask = async |number: usize| look(&stranger, NOBODYS, &format!("2001:db8:0:{:x}::1", number + 2)).await;
    assert_eq!(let_through(500, ask).await, 350, "a whole /48 is eight households, one of which asked already");
    assert_eq!(let_through(2, async |_| look(&stranger, NOBODYS, "2001:db8:1::1").await).await, 2);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_is_no_declared_proxy_is_counted_under_their_own_address() {
    let mut place = Place::new();
    place.unset("DAYBOOK_LIMITS_EXEMPT");
    let house = Running::start(&place).await;
    let liar = house.visitor();
    let ask = async |number: usize| look(&liar, NOBODYS, &format!("198.51.100.{number}")).await;
    assert_eq!(let_through(60, ask).await, 50);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_sits_at_the_machine_keeps_the_least_that_can_be_set() {
    let mut place = Place::new();
    place.unset("DAYBOOK_LIMITS_EXEMPT");
    let house = Running::start(&place).await;
    let here = house.visitor();
    let login = async |_| here.post("/api/identity/logins", guess()).await;
    assert_eq!(let_through(50, login).await, 30 + 5);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_limit_that_is_set_is_in_force_at_once() {
    let (place, house, admin, _) = behind_a_proxy().await;
    admin.patch(LIMITS, json!({ "login_hour": 5, "stranger_hour": 0, "stranger_day": 0 })).await.expect(200);
    let stranger = house.visitor();
    let login = async |_| post(&stranger, "/api/identity/logins", "203.0.113.1", &guess()).await;
    assert_eq!(let_through(10, login).await, 5);
    assert_eq!(let_through(100, async |_| look(&stranger, NOBODYS, "203.0.113.1").await).await, 100, "0 is no limit");
    admin.patch(LIMITS, json!({ "login_hour": 7 })).await.expect(200);
    let login = async |_| post(&stranger, "/api/identity/logins", "203.0.113.1", &guess()).await;
    assert_eq!(let_through(10, login).await, 7, "counted anew");
    assert!(house.stop().await.success());
    let house = Running::start(&place).await;
    let login = async |_| post(&house.visitor(), "/api/identity/logins", "203.0.113.1", &guess()).await;
    assert_eq!(let_through(10, login).await, 7, "it is remembered, what was counted is not");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_person_and_their_exports_are_counted_and_an_admin_keeps_a_reserve() {
    let (_place, house, admin, _) = behind_a_proxy().await;
    let mut bob = Person::named("Bob");
    let new = json!({ "name": bob.name, "email": bob.email, "password": bob.password, "role": "member" });
    let opened = admin.post("/api/identity/accounts", new).await.expect(201).json();
    opened["id"].as_str().expect("an id").clone_into(&mut bob.account);
    let bobs = house.visitor();
    bobs.log_in(house.tray(), &bob).await;
    admin.patch(LIMITS, json!({ "person_minute": 120, "export_hour": 5 })).await.expect(200);
    let export = async |_| look(&bobs, "/api/history/export.csv", "203.0.113.1").await;
    assert_eq!(let_through(10, export).await, 5);
    let wander = async |number: usize| look(&bobs, "/api/identity/session", &format!("203.0.113.{number}")).await;
    let asked = let_through(250, wander).await;
    // As much as is given back while they ask.
    assert!((115..=180).contains(&asked), "wherever they are: {asked}");
    let ask = async |_| look(&admin, "/api/identity/session", "203.0.113.9").await;
    let admins = let_through(250, ask).await;
    assert!(admins >= 235, "{admins}");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn sockets_are_counted_as_they_connect_and_not_as_they_go_on() {
    let place = Place::new().with("DAYBOOK_PROXIES", "127.0.0.1").with("DAYBOOK_LIMITS_SOCKETS_PER_ADDRESS", 0);
    let (place, ada) = with_admin(place);
    let house = Running::start(&place).await;
    let (stranger, admin, home) = (house.visitor(), house.visitor(), "203.0.113.1");
    admin.log_in(house.tray(), &ada).await;
    let path = "/socket.io/?EIO=4&transport=polling";
    assert_eq!(let_through(60, async |_| look(&stranger, path, home).await).await, 50);
    let gone = format!("{path}&sid=AAAAAAAAAAAAAAAA");
    assert_eq!(let_through(60, async |_| look(&stranger, &gone, home).await.expect(400)).await, 60);
    look(&admin, path, home).await.expect(200);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_goes_on_is_counted_shown_and_written_down_at_round_numbers() {
    let (place, house, admin, _) = behind_a_proxy().await;
    let (stranger, from) = (house.visitor(), "203.0.113.77");
    for _ in 0..30 + 1000 {
        post(&stranger, "/api/identity/logins", from, &guess()).await;
    }
    let lately = admin.get("/api/household/limits/lately").await.expect(200).items();
    assert_eq!((lately.len(), &lately[0]["network"], &lately[0]["limit"]), (1, &json!(from), &json!("login_hour")));
    assert_eq!(lately[0]["refused"], 1000);
    let figures = admin.get("/metrics").await.expect(200);
    assert!(figures.text().contains("daybook_limited_requests_total{limit=\"login_hour\"} 1000"), "{}", figures.text());
    until("it is written down", async || told(&place, "identity.limit_stormed.v1").is_some()).await;
    assert!(told(&place, "identity.limit_ignored.v1").is_some());
    let letter = house.tray().wait_for("the alert", |letter| letter.subject.contains("floods the house")).await;
    assert!(letter.body.contains(from), "{}", letter.body);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn tokens_of_links_are_guessed_twenty_times_and_whoever_holds_one_comes_in_still() {
    let (_place, house, admin, _) = behind_a_proxy().await;
    let spaces = admin.get("/api/documents/spaces").await.expect(200).items();
    let new = json!({ "parent": spaces[0]["root"], "name": "Photos" });
    let folder = admin.post("/api/documents/folders", new).await.expect(201).json()["id"].clone();
    let made = admin.post("/api/documents/links", json!({ "node": folder })).await.expect(201).json();
    let url = made["url"].as_str().expect("an address").to_owned();
    let (stranger, address) = (house.visitor(), &url[url.find("/s/").expect("a token")..]);
    let guess = async |number| look(&stranger, &format!("/s/{number:026}"), "203.0.113.8").await;
    assert_eq!(let_through(30, guess).await, 20);
    for _ in 0..60 {
        look(&stranger, address, "203.0.113.8").await.expect(200);
    }
    assert!(house.stop().await.success());
}
