//! What a password must be, wherever one is set: long, and none of those that are tried first.

use serde_json::json;
use tests::{House, Person};

const EASY: [(&str, &str); 6] = [
    ("ninechars", "10 to 200"),
    ("P@ssw0rd2024", "tried first"),
    ("abcabcabcabc", "short pattern"),
    ("ada@mail.example", "your name"),
    ("Ada1815!!!!", "your name"),
    ("Linden Lane 4!", "name of the house"),
];

/// Refused everywhere, for the same reason, and nothing is changed by it.
#[tokio::test]
async fn an_easy_password_is_refused_wherever_one_is_set() {
    let (house, here, ada) = House::founded().await;
    here.patch("/api/household/settings", json!({ "name": "Linden Lane 4" })).await.expect(200);
    let letters = house.letters_so_far().await;
    house.visitor().post("/api/identity/resets", json!({ "email": ada.email })).await.expect(202);
    let reset = house.tray().new_token(&letters, &ada.email, "reset").await;
    let email = "ada.two@mail.example";
    here.post("/api/identity/invitations", json!({ "email": email, "role": "viewer" })).await.expect(201);
    let invitation = house.tray().new_token(&letters, email, "invitation").await;
    let before = house.head();
    for (easy, reason) in EASY {
        let own = here.put("/api/identity/password", json!({ "current": ada.password, "new": easy })).await;
        let by_reset = json!({ "token": reset, "password": easy });
        let by_reset = house.visitor().post("/api/identity/resets/password", by_reset).await;
        let by_admin = format!("/api/identity/accounts/{}/password", ada.account);
        let by_admin = here.post(by_admin, json!({ "password": easy })).await;
        let guest = json!({ "token": invitation, "name": "Ada", "password": easy });
        let guest = house.visitor().post("/api/identity/invitations/acceptance", guest).await;
        let new = json!({ "name": "Ada", "email": "ada@mail.example", "password": easy, "role": "viewer" });
        let new = here.post("/api/identity/accounts", new).await;
        let thought = json!({ "password": easy, "name": "Ada", "email": "ada@mail.example" });
        for (visitor, thought) in [(&here, json!({ "password": easy })), (&house.visitor(), thought)] {
            let verdict = visitor.post("/api/identity/passwords/verdict", thought).await.expect(200).json();
            assert!(verdict["weakness"].as_str().is_some_and(|why| why.contains(reason)), "{easy}: {verdict}");
        }
        for answer in [own, by_reset, by_admin, guest, new] {
            let detail = answer.json()["detail"].as_str().expect("a sentence").to_owned();
            assert!(detail.contains(reason), "{easy}: {detail}");
            assert_eq!(answer.problem(422), "password_invalid");
        }
    }
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn nobody_founds_a_house_with_an_easy_password() {
    let house = House::empty().await;
    let mut ada = Person { password: "qwertyuiop".into(), ..Person::named("Ada") };
    let token = house.token().await;
    assert_eq!(house.visitor().found(&token, &mut ada).await.problem(422), "password_invalid");
    "any kind of sign, or none".clone_into(&mut ada.password);
    house.visitor().found(&token, &mut ada).await.expect(201);
    house.close().await;
}
