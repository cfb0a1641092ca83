//! Whoever asks for a passkey of a login learns nothing: not whether the address is known, nor whether
//! the password was right, nor whether there is a passkey (WebAuthn, section 14.6.2).

use std::collections::BTreeSet;

use serde_json::json;

use crate::{
    apps::ticket,
    passkeys::{ask_for_login, house, make},
};

#[tokio::test]
async fn everybody_is_asked_for_passkeys_that_stay_the_same() {
    let (house, admin, ada) = house().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let mine = make(&admin).await.id();
    let visitor = house.visitor();
    let nobody = tests::Person::named("Nobody");
    let mut ids = Vec::new();
    for person in [&ada, &bob, &nobody] {
        let wrong = tests::Person { password: "not the word".to_owned(), ..person.clone() };
        let typed = tests::Person { email: person.email.to_uppercase(), ..person.clone() };
        let mut seen = Vec::new();
        for try_of in [person, &wrong, &typed] {
            let login = ticket(&house, &visitor, try_of).await;
            seen.push(ask_for_login(&visitor, &login).await.allowed());
        }
        assert!(seen.iter().all(|allowed| *allowed == seen[0] && !allowed.is_empty()), "{}: {seen:?}", person.name);
        ids.push(seen.remove(0));
    }
    assert_eq!(ids[0], [mine]);
    assert!(ids[1] != ids[2] && ids[0] != ids[1]);
    house.close().await;
}

#[tokio::test]
async fn the_answers_have_one_form() {
    let (house, admin, ada) = house().await;
    make(&admin).await;
    let visitor = house.visitor();
    let mut forms = Vec::new();
    for login in [
        ticket(&house, &visitor, &ada).await,
        visitor.ask_code("nobody@mail.example", "whatever it is").await,
        "0".repeat(64),
        "no ticket".to_owned(),
    ] {
        house.settle().await;
        let answer = visitor.post("/api/identity/logins/passkey", json!({ "login": login })).await.expect(200);
        let mut body = answer.json();
        let public_key = &mut body["options"]["publicKey"];
        // How many there are, and how long, differs from address to address: see below.
        let allowed = public_key["allowCredentials"].as_array_mut().expect("a list");
        allowed.truncate(1);
        (allowed[0]["id"], public_key["challenge"]) = (json!("I"), json!("C"));
        body["challenge"] = json!("C");
        let shape: Vec<_> = answer.shape().into_iter().filter(|(name, _)| name != "content-length").collect();
        forms.push((shape, body));
    }
    assert!(forms.iter().all(|form| *form == forms[0]), "{forms:#?}");
    house.close().await;
}

#[tokio::test]
async fn passkeys_that_are_nobodys_differ_in_number_and_length_as_real_ones_do() {
    let (house, _, _) = house().await;
    let visitor = house.visitor();
    let (mut counts, mut lengths) = (BTreeSet::new(), BTreeSet::new());
    for number in 0..60 {
        let login = ticket(&house, &visitor, &tests::Person::named(&format!("Nobody{number}"))).await;
        let allowed = ask_for_login(&visitor, &login).await.allowed();
        counts.insert(allowed.len());
        lengths.extend(allowed.iter().map(String::len));
    }
    // 16, 20, 32, 48 and 64 bytes as base64.
    assert_eq!((counts, lengths), (BTreeSet::from([1, 2]), BTreeSet::from([22, 27, 43, 64, 86])));
    house.close().await;
}
