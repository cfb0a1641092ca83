//! Other programs of the house ask whether somebody may.

use serde_json::json;
use tests::{Person, Place, Running};

use crate::with_admin;

#[tokio::test]
async fn whoever_has_a_good_session_may_and_everybody_else_may_not() {
    let (place, ada) = with_admin(Place::new());
    let house = Running::start(&place).await;
    let (admins, bobs) = (house.visitor(), house.visitor());
    assert_eq!(admins.get("/auth").await.problem(401), "not_logged_in");
    assert_eq!(admins.get("/auth?role=viewer").await.problem(401), "not_logged_in");
    admins.log_in(house.tray(), &ada).await;
    let mut bob = Person::named("Bob");
    let new = json!({ "name": bob.name, "email": bob.email, "password": bob.password, "role": "member" });
    let opened = admins.post("/api/identity/accounts", new).await.expect(201).json();
    opened["id"].as_str().expect("an id").clone_into(&mut bob.account);
    bobs.log_in(house.tray(), &bob).await;
    for (visitor, person, role) in [(&admins, &ada, "admin"), (&bobs, &bob, "member")] {
        let answer = visitor.get("/auth").await.expect(204);
        assert_eq!(answer.header("x-daybook-account"), Some(person.account.as_str()));
        assert_eq!((answer.header("x-daybook-role"), answer.text()), (Some(role), ""));
        visitor.get("/auth?role=viewer").await.expect(204);
        visitor.get("/auth?role=member").await.expect(204);
    }
    admins.get("/auth?role=admin").await.expect(204);
    let refused = bobs.get("/auth?role=admin").await;
    assert_eq!(refused.header("x-daybook-account"), None);
    assert_eq!(refused.problem(403), "not_allowed");
    bobs.get("/auth?role=king").await.problem(400);
    bobs.delete("/api/identity/session").await;
    assert_eq!(bobs.get("/auth").await.problem(401), "not_logged_in");
    let forged = house.visitor();
    forged.set_cookie("daybook_session", &"0".repeat(64));
    assert_eq!(forged.get("/auth").await.problem(401), "not_logged_in");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn it_may_be_asked_for_each_picture_of_a_page() {
    let place = Place::new().with("DAYBOOK_LIMITS_REQUESTS_PER_SECOND", 1).with("DAYBOOK_LIMITS_BURST", 3);
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    for _ in 0..30 {
        visitor.get("/auth").await.problem(401);
    }
    let mut last = 0;
    for _ in 0..30 {
        last = visitor.get("/api/household/house").await.status();
    }
    assert_eq!(last, 429, "questions are counted");
    assert!(house.stop().await.success());
}
