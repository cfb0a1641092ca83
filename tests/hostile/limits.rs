//! One client that asks too often.

use tests::{Answer, Place, Running, eventually};

#[tokio::test]
async fn whoever_asks_too_often_is_told_how_long_to_wait() {
    let place = Place::new().with("DAYBOOK_LIMITS_REQUESTS_PER_SECOND", 1).with("DAYBOOK_LIMITS_BURST", 5);
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    let mut refused = None;
    // Even a slow machine asks faster than once a second for long enough.
    for _ in 0..200 {
        let answer = visitor.get("/api/household/house").await;
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

/// More logins at once than may wait, each with an address of its own.
async fn a_wave_of_logins(house: &Running) -> Vec<Answer> {
    let mut logins = Vec::new();
    for number in 0..150 {
        let visitor = house.visitor();
        logins.push(tokio::spawn(async move {
            let body = serde_json::json!({ "email": format!("somebody{number}@mail.example"), "password": "a word" });
            visitor.post("/api/identity/logins", body).await
        }));
    }
    let mut answers = Vec::new();
    for login in logins {
        answers.push(login.await.expect("answered"));
    }
    answers
}

#[tokio::test]
async fn too_many_logins_at_once_are_told_to_wait() {
    let place = Place::new().with("DAYBOOK_PASSWORDS_MEMORY_KIB", 65536).with("DAYBOOK_PASSWORDS_PASSES", 2);
    let house = Running::start(&place).await;
    // A machine that is busy with other things may not send them all at once.
    let busy = eventually("there are too many", async || {
        let answers = a_wave_of_logins(&house).await;
        // 503 is for those whose turn does not come within the time limit of any request.
        assert!(answers.iter().all(|answer| matches!(answer.status(), 202 | 429 | 503)), "{answers:?}");
        assert!(answers.iter().any(|answer| answer.status() == 202), "those who wait come in");
        answers.into_iter().find(|answer| answer.status() == 429)
    });
    let busy = busy.await;
    assert!(busy.header("retry-after").is_some());
    assert_eq!(busy.problem(429), "busy");
    assert!(house.stop().await.success());
}
