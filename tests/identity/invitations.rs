//! Invitations: somebody is asked, comes by the link, once; and every way in which that goes wrong.

use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Person, Visitor};

use crate::in_identity;

const PATH: &str = "/api/identity/invitations";
const EMAIL: &str = "grace@mail.example";
const PASSWORD: &str = "eleven herons by the lake";

async fn invite(admin: &Visitor, email: &str, role: &str) -> Answer {
    admin.post(PATH, json!({ "email": email, "role": role })).await
}

/// Invites somebody; the secret out of the mail.
async fn invited(house: &House, admin: &Visitor, email: &str, role: &str) -> (String, String) {
    let before = house.letters_so_far().await;
    let id = invite(admin, email, role).await.expect(201).json()["id"].as_str().expect("an id").to_owned();
    (id, house.tray().new_token(&before, email, "invitation").await)
}

async fn check(visitor: &Visitor, token: &str) -> Answer {
    visitor.post(format!("{PATH}/check"), json!({ "token": token })).await
}

async fn accept(visitor: &Visitor, token: &str, name: &str) -> Answer {
    visitor.post(format!("{PATH}/acceptance"), json!({ "token": token, "name": name, "password": PASSWORD })).await
}

fn grace(account: &Answer) -> Person {
    let account = account.json()["id"].as_str().expect("an id").to_owned();
    Person { name: "Grace".into(), email: EMAIL.into(), password: PASSWORD.into(), account }
}

async fn open_ones(admin: &Visitor) -> Vec<Value> {
    admin.get(PATH).await.expect(200).items()
}

#[tokio::test]
async fn whoever_is_invited_chooses_name_and_password_and_logs_in() {
    let (house, admin, ada) = House::founded().await;
    let before = house.head();
    let (id, token) = invited(&house, &admin, EMAIL, "viewer").await;
    let shown = open_ones(&admin).await;
    assert_eq!((&shown[0]["id"], &shown[0]["state"], &shown[0]["sent"]), (&json!(id), &json!("waiting"), &json!(1)));
    assert_eq!((&shown[0]["host"], &shown[0]["email"]), (&json!(ada.account), &json!(EMAIL)));
    let visitor = house.visitor();
    let offer = check(&visitor, &token).await.expect(200).json();
    assert_eq!(offer, json!({ "house": "Daybook", "email": EMAIL, "role": "viewer" }));
    let person = grace(&accept(&visitor, &token, "Grace").await.expect(201));
    let happened = in_identity(&house, before).await;
    let expected = ["address_invited", "invitation_sent", "address_reserved", "account_opened", "invitation_accepted"];
    assert_eq!(happened, expected);
    assert_eq!(visitor.cookie("daybook_session"), None, "the second factor is asked first");
    visitor.log_in(house.tray(), &person).await;
    let session = visitor.get("/api/identity/session").await.expect(200).json();
    assert_eq!((&session["name"], &session["role"]), (&json!("Grace"), &json!("viewer")));
    assert!(open_ones(&admin).await.is_empty());
    assert_eq!(admin.get(format!("{PATH}?all=true")).await.items()[0]["state"], "accepted");
    house.close().await;
}

#[tokio::test]
async fn a_link_that_was_used_expired_or_withdrawn_says_so() {
    let (house, admin, _) = House::founded().await;
    let visitor = house.visitor();
    let (id, token) = invited(&house, &admin, EMAIL, "member").await;
    admin.delete(format!("{PATH}/{id}")).await.expect(200);
    admin.delete(format!("{PATH}/{id}")).await.expect(200);
    assert_eq!(accept(&visitor, &token, "Grace").await.problem(410), "link_withdrawn");
    assert_eq!(admin.post(format!("{PATH}/{id}/repetition"), json!({})).await.problem(409), "invitation_withdrawn");
    let (_, token) = invited(&house, &admin, EMAIL, "member").await;
    house.advance(Duration::days(7));
    assert_eq!(check(&visitor, &token).await.problem(410), "link_expired");
    assert_eq!(accept(&visitor, &token, "Grace").await.problem(410), "link_expired");
    house.close().await;
}

#[tokio::test]
async fn accepted_once_it_is_over() {
    let (house, admin, _) = House::founded().await;
    let (id, token) = invited(&house, &admin, EMAIL, "member").await;
    accept(&house.visitor(), &token, "Grace").await.expect(201);
    let before = house.head();
    assert_eq!(accept(&house.visitor(), &token, "Eve").await.problem(410), "link_used");
    assert_eq!(check(&house.visitor(), &token).await.problem(410), "link_used");
    assert_eq!(admin.delete(format!("{PATH}/{id}")).await.problem(409), "invitation_accepted");
    assert_eq!(admin.post(format!("{PATH}/{id}/repetition"), json!({})).await.problem(409), "invitation_accepted");
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn sent_again_or_sent_anew_only_the_newest_link_works() {
    let (house, admin, _) = House::founded().await;
    let (id, first) = invited(&house, &admin, EMAIL, "member").await;
    let before = house.letters_so_far().await;
    let sent = admin.post(format!("{PATH}/{id}/repetition"), json!({})).await.expect(200).json();
    let second = house.tray().new_token(&before, EMAIL, "invitation").await;
    assert_eq!(sent["link"], json!(format!("http://house.example/invitation#{second}")), "there is no mail server");
    assert_eq!(check(&house.visitor(), &first).await.problem(410), "link_replaced");
    let (_, third) = invited(&house, &admin, EMAIL, "viewer").await;
    assert_eq!(check(&house.visitor(), &second).await.problem(410), "link_withdrawn");
    assert_eq!(open_ones(&admin).await.len(), 1, "of two to one address the newer one counts");
    accept(&house.visitor(), &third, "Grace").await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn an_invitation_reserves_no_address() {
    let (house, admin, _) = House::founded().await;
    let (_, token) = invited(&house, &admin, EMAIL, "member").await;
    let new = json!({ "name": "Grace", "email": EMAIL, "password": PASSWORD, "role": "member" });
    admin.post("/api/identity/accounts", new).await.expect(201);
    assert_eq!(accept(&house.visitor(), &token, "Grace").await.problem(409), "email_taken");
    assert_eq!(invite(&admin, EMAIL, "member").await.problem(409), "email_taken");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_several_who_accept_at_once_one_comes() {
    let (house, admin, _) = House::founded().await;
    let (_, token) = invited(&house, &admin, EMAIL, "member").await;
    let tries: Vec<_> = (0..8)
        .map(|number| {
            let (visitor, token) = (house.visitor(), token.clone());
            tokio::spawn(async move { accept(&visitor, &token, &format!("Grace {number}")).await.status() })
        })
        .collect();
    let mut came = 0;
    for one in tries {
        match one.await.expect("answered") {
            201 => came += 1,
            other => assert_eq!(other, 410),
        }
    }
    assert_eq!(came, 1);
    assert_eq!(admin.get("/api/identity/accounts").await.items().len(), 2);
    house.close().await;
}

#[tokio::test]
async fn a_secret_of_one_kind_opens_nothing_of_another() {
    let (house, admin, ada) = House::founded().await;
    let (_, token) = invited(&house, &admin, EMAIL, "member").await;
    let visitor = house.visitor();
    let body = json!({ "token": token, "password": PASSWORD });
    assert_eq!(visitor.post("/api/identity/resets/password", body).await.problem(404), "link_unknown");
    let body = json!({ "token": token });
    assert_eq!(visitor.post("/api/identity/disavowals", body).await.problem(404), "link_unknown");
    let before = house.letters_so_far().await;
    visitor.post("/api/identity/resets", json!({ "email": ada.email })).await.expect(202);
    let reset = house.tray().new_token(&before, &ada.email, "reset").await;
    for wrong in [reset.as_str(), &token[..60], "", &token.to_uppercase()] {
        assert_eq!(accept(&visitor, wrong, "Eve").await.problem(404), "link_unknown");
    }
    house.close().await;
}

#[tokio::test]
async fn what_does_not_fit_leaves_the_invitation_as_it_was() {
    let (house, admin, _) = House::founded().await;
    let (_, token) = invited(&house, &admin, EMAIL, "member").await;
    let before = house.head();
    let visitor = house.visitor();
    for name in ["", "Eve\r\nBcc: all@mail.example", &"x".repeat(61)] {
        assert_eq!(accept(&visitor, &token, name).await.problem(422), "name_invalid");
    }
    let short = json!({ "token": token, "name": "Grace", "password": "short" });
    assert_eq!(visitor.post(format!("{PATH}/acceptance"), short).await.problem(422), "password_invalid");
    let role = json!({ "token": token, "name": "Grace", "password": PASSWORD, "role": "admin" });
    assert_eq!(visitor.post(format!("{PATH}/acceptance"), role).await.problem(422), "json_unfit");
    for email in ["", "grace", "grace@mail.example\r\nBcc: all@mail.example", "a@b, c@d"] {
        assert_eq!(invite(&admin, email, "member").await.problem(422), "email_invalid");
    }
    assert!(in_identity(&house, before).await.is_empty());
    accept(&visitor, &token, "Grace").await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn the_settings_say_for_how_long_and_at_which_hosts() {
    let (house, admin, _) = House::founded().await;
    let change = json!({ "invitation_days": 1, "mail_domains": ["mail.example", "K\u{e4}fer.example"] });
    admin.patch("/api/household/settings", change).await.expect(200);
    let kept = admin.get("/api/household/settings").await.json();
    assert_eq!(kept["mail_domains"], json!(["mail.example", "xn--kfer-loa.example"]));
    assert_eq!(invite(&admin, "grace@elsewhere.example", "member").await.problem(422), "email_elsewhere");
    invite(&admin, "grace@k\u{e4}fer.example", "member").await.expect(201);
    let (_, token) = invited(&house, &admin, EMAIL, "member").await;
    house.advance(Duration::hours(25));
    assert_eq!(check(&house.visitor(), &token).await.problem(410), "link_expired");
    for (key, wrong) in [("invitation_days", json!(0)), ("invitation_days", json!(91)), ("mail_domains", json!(["*"]))]
    {
        let answer = house.visitor().get("/healthz").await;
        assert_eq!(answer.status(), 200);
        let refused = admin.patch("/api/household/settings", json!({ key: wrong })).await;
        assert!([401, 422].contains(&refused.status()), "{}", refused.text());
    }
    house.close().await;
}

#[tokio::test]
async fn only_admins_invite_see_and_withdraw() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let (id, _) = invited(&house, &admin, EMAIL, "member").await;
    assert_eq!(invite(&bobs, "eve@mail.example", "admin").await.problem(403), "not_allowed");
    bobs.get(PATH).await.problem(403);
    bobs.delete(format!("{PATH}/{id}")).await.problem(403);
    bobs.post(format!("{PATH}/{id}/repetition"), json!({})).await.problem(403);
    let nobody = "00000000-0000-7000-8000-000000000000";
    assert_eq!(admin.delete(format!("{PATH}/{nobody}")).await.problem(404), "no_such_invitation");
    house.close().await;
}
