//! A session that somebody else prepared, and forms that a browser sends by itself.

use axum::http::Method;
use serde_json::json;
use tests::House;

#[tokio::test]
async fn a_session_that_was_there_before_the_login_is_not_the_one_after_it() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let prepared = bobs.cookie("daybook_session").expect("a session");
    for planted in [prepared.as_str(), "0000", &"a".repeat(64)] {
        let victim = house.visitor();
        victim.set_cookie("daybook_session", planted);
        victim.log_in(house.tray(), &ada).await;
        let own = victim.cookie("daybook_session").expect("a session");
        assert_ne!(own, planted);
        victim.delete("/api/identity/session").await.expect(200);
        house.settle().await;
    }
    assert_eq!(bobs.get("/api/identity/session").await.status(), 200, "a session that was shown is not taken over");
    house.close().await;
}

#[tokio::test]
async fn whoever_logs_in_once_more_leaves_no_session_behind() {
    let (house, admin, ada) = House::founded().await;
    let elsewhere = house.visitor();
    elsewhere.log_in(house.tray(), &ada).await;
    let here = house.visitor();
    here.log_in(house.tray(), &ada).await;
    let before = here.cookie("daybook_session").expect("a session");
    here.log_in(house.tray(), &ada).await;
    here.get("/api/identity/session").await.expect(200);
    here.set_cookie("daybook_session", &before);
    here.get("/api/identity/session").await.problem(401);
    for other in [admin, elsewhere] {
        other.get("/api/identity/session").await.expect(200);
    }
    house.close().await;
}

#[tokio::test]
async fn a_session_never_comes_from_an_address() {
    let (house, admin, _) = House::founded().await;
    let token = admin.cookie("daybook_session").expect("a session");
    for name in ["session", "daybook_session", "token", "access_token", "sid"] {
        let path = format!("/api/identity/session?{name}={token}");
        house.visitor().get(path).await.problem(401);
    }
    house.close().await;
}

#[tokio::test]
async fn a_form_changes_nothing_and_logs_nobody_in() {
    let (house, admin, ada) = House::founded().await;
    let before = house.head();
    let bodies = [
        ("application/x-www-form-urlencoded", "name=Mill".to_owned()),
        ("text/plain", r#"{"name":"Mill"}"#.to_owned()),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nMill\r\n--x--".to_owned(),
        ),
    ];
    for (kind, body) in bodies {
        for method in [Method::PATCH, Method::POST] {
            let forged =
                admin.ask(method, "/api/household/settings").without_csrf().body(kind, body.clone()).send().await;
            assert!(matches!(forged.status(), 403 | 405 | 415), "{kind}: {forged:?}");
        }
        let login = json!({ "email": ada.email, "password": ada.password }).to_string();
        let forged = house.visitor().ask(Method::POST, "/api/identity/logins").body(kind, login).send().await;
        assert_eq!(forged.problem(415), "not_json");
    }
    house.settle().await;
    assert_eq!(house.head(), before);
    house.close().await;
}
