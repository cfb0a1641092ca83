//! Step one of a login tells nobody whether an address is known or a password right: not by what
//! it answers, and not by how long it takes.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Answer, House, Person, Visitor};

async fn step_one(visitor: &Visitor, email: &str, password: &str) -> Answer {
    visitor.post("/api/identity/logins", json!({ "email": email, "password": password })).await
}

/// The three cases, as address and password.
fn cases(person: &Person) -> [(&'static str, String, String); 3] {
    let wrong = "not the word at all".to_owned();
    [
        ("unknown address", "nobody@mail.example".to_owned(), person.password.clone()),
        ("wrong password", person.email.clone(), wrong),
        ("right password", person.email.clone(), person.password.clone()),
    ]
}

#[tokio::test]
async fn the_three_answers_have_one_form() {
    let (house, _, ada) = House::founded().await;
    let mut forms = Vec::new();
    for (case, email, password) in cases(&ada) {
        let answer = step_one(&house.visitor(), &email, &password).await.expect(202);
        let ticket = answer.json()["login"].as_str().expect("a ticket").to_owned();
        assert!(ticket.len() == 64 && ticket.bytes().all(|b| b.is_ascii_hexdigit()), "{case}: {ticket}");
        forms.push((answer.shape(), answer.text().replace(&ticket, "TICKET")));
        house.settle().await;
    }
    assert_eq!(forms[0], forms[1]);
    assert_eq!(forms[1], forms[2]);
    house.close().await;
}

#[tokio::test]
async fn a_ticket_that_leads_nowhere_is_refused_like_one_with_a_wrong_code() {
    let (house, _, ada) = House::founded().await;
    let mut forms = Vec::new();
    for (_, email, password) in cases(&ada) {
        let visitor = house.visitor();
        let ticket = step_one(&visitor, &email, &password).await.json()["login"].as_str().expect("a ticket").to_owned();
        house.settle().await;
        let mut answer = None;
        for _ in 0..6 {
            answer = Some(visitor.open_session(&ticket, "not a code").await.expect(401));
            house.settle().await;
        }
        let mut problem = answer.expect("six answers").json();
        problem["request"] = json!("ID");
        forms.push(problem);
    }
    assert_eq!(forms[0], forms[1]);
    assert_eq!(forms[1], forms[2]);
    house.close().await;
}

/// Rounds of the three cases in turn, so that whatever slows the machine slows all of them.
async fn medians(house: &House, person: &Person) -> Vec<Duration> {
    let mut times = vec![Vec::new(); 3];
    for _ in 0..31 {
        for (index, (_, email, password)) in cases(person).into_iter().enumerate() {
            let begin = Instant::now();
            step_one(&house.visitor(), &email, &password).await.expect(202);
            times[index].push(begin.elapsed());
            house.settle().await;
        }
        // The door must not be closed, nor too many codes be under way.
        house.advance(chrono::Duration::hours(1));
    }
    times.iter_mut().for_each(|times| times.sort_unstable());
    times.iter().map(|times| times[times.len() / 2]).collect()
}

/// A house whose hashes take long enough to be seen: without the decoy's hash, an unknown address
/// would be answered many times faster. What else the machine does may spoil a run, so there are
/// three.
#[tokio::test]
async fn the_three_answers_take_the_same_time() {
    let (house, _, ada) = House::founded_with_cost(16 * 1024).await;
    let mut runs = Vec::new();
    for _ in 0..3 {
        let medians = medians(&house, &ada).await;
        let (least, most) = (medians.iter().min().expect("three"), medians.iter().max().expect("three"));
        let ratio = most.as_secs_f64() / least.as_secs_f64();
        runs.push(medians);
        if ratio < 2.0 {
            return house.close().await;
        }
    }
    panic!("unknown address, wrong and right password: {runs:?}");
}

async fn reset_of(visitor: &Visitor, email: &str) -> Answer {
    visitor.post("/api/identity/resets", json!({ "email": email })).await
}

#[tokio::test]
async fn whoever_asks_for_a_forgotten_password_hears_the_same_for_any_address() {
    let (house, _, ada) = House::founded().await;
    let known = reset_of(&house.visitor(), &ada.email).await.expect(202);
    let unknown = reset_of(&house.visitor(), "nobody@mail.example").await.expect(202);
    assert_eq!((known.shape(), known.text()), (unknown.shape(), unknown.text()));
    house.settle().await;
    house.close().await;
}

/// What lies in the middle, in microseconds, of a thousand tries each.
async fn medians_of_resets(house: &House, person: &Person) -> [u128; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..1000 {
        let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for index in order {
            let email = [person.email.as_str(), "nobody@mail.example"][index];
            let visitor = house.visitor();
            let begin = Instant::now();
            reset_of(&visitor, email).await.expect(202);
            times[index].push(begin.elapsed().as_micros());
            house.desk().settle().await;
        }
        // Neither the account's links nor those of the network may run out.
        house.advance(chrono::Duration::hours(1));
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    })
}

/// A link is sent for the known address only, after the answer: before it, nothing is looked up.
#[tokio::test]
async fn asking_for_a_forgotten_password_takes_the_same_time_for_any_address() {
    let (house, _, ada) = House::founded().await;
    let mut runs = Vec::new();
    for _ in 0..3 {
        let [known, unknown] = medians_of_resets(&house, &ada).await;
        runs.push([known, unknown]);
        if known.max(unknown) < known.min(unknown) * 3 / 2 + 50 {
            return house.close().await;
        }
    }
    panic!("known and unknown address, in microseconds: {runs:?}");
}
