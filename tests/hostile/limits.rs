//! One client that asks too often.

use tests::{Place, Running};

#[tokio::test]
async fn whoever_asks_too_often_is_told_how_long_to_wait() {
    let place = Place::new().with("DAYBOOK_LIMITS_REQUESTS_PER_SECOND", 1).with("DAYBOOK_LIMITS_BURST", 5);
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    let mut refused = None;
    // Even a slow machine asks faster than once a second for long enough.
    for _ in 0..200 {
        let answer = visitor.get("/api/openapi.json").await;
        if !answer.is_success() {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the limit is kept");
    let wait_s: u64 = refused.header("retry-after").expect("how long").parse().expect("seconds");
    assert!((1..=10).contains(&wait_s), "{wait_s}");
    assert_eq!(refused.problem(429), "too_many_requests");
    for path in ["/healthz", "/readyz", "/metrics"] {
        visitor.get(path).await.expect(200);
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn too_many_logins_at_once_are_told_to_wait() {
    let place = Place::new().with("DAYBOOK_PASSWORDS_MEMORY_KIB", 65536);
    let house = Running::start(&place).await;
    let mut logins = Vec::new();
    for number in 0..200 {
        let visitor = house.visitor();
        logins.push(tokio::spawn(async move {
            let body = serde_json::json!({ "email": format!("somebody{number}@mail.example"), "password": "a word" });
            visitor.post("/api/identity/logins", body).await
        }));
    }
    let mut statuses = Vec::new();
    for login in logins {
        let answer = login.await.expect("answered");
        if answer.status() == 429 {
            assert!(answer.header("retry-after").is_some());
            assert_eq!(answer.clone().problem(429), "busy");
        }
        statuses.push(answer.status());
    }
    assert!(statuses.contains(&202) && statuses.contains(&429), "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 202 | 429)), "{statuses:?}");
    assert!(house.stop().await.success());
}
