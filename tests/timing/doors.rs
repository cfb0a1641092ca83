//! What a stranger may send, and what it may meet. Each door is measured in a house of its own.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Person, Visitor};

use crate::{household::Household, ranks::Case};

/// How long the house rests between the steps of a login: what it does after the first is not what is measured of the second.
const REST: Duration = Duration::from_millis(40);

/// What is sent.
#[derive(Clone, Copy)]
pub enum Door {
    /// Address and password.
    StepOne,
    /// The same straight after another try, which is being written down still.
    StepOneAgain,
    /// A ticket and six digits.
    Code,
    /// A ticket and what looks like a recovery code.
    RecoveryCode,
    /// A ticket, asking for a passkey.
    Challenge,
    /// A ticket, asking for a letter.
    Letter,
    /// A forgotten password.
    Reset,
    /// The same straight after another.
    ResetAgain,
    /// The secret of an invitation.
    Invitation,
}

pub const ALL: [Door; 9] = [
    Door::StepOne,
    Door::StepOneAgain,
    Door::Code,
    Door::RecoveryCode,
    Door::Challenge,
    Door::Letter,
    Door::Reset,
    Door::ResetAgain,
    Door::Invitation,
];

impl Door {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StepOne => "step one of a login",
            Self::StepOneAgain => "step one again at once",
            Self::Code => "step two with a wrong code",
            Self::RecoveryCode => "step two with a wrong recovery code",
            Self::Challenge => "the challenge of a passkey",
            Self::Letter => "a code by letter after all",
            Self::Reset => "a forgotten password",
            Self::ResetAgain => "a forgotten password again at once",
            Self::Invitation => "a look at an invitation",
        }
    }
}

/// Who is tried, with what password. Each address twice a round: whoever comes again at once waits at the door, whoever it is.
fn logins(all: &Household) -> Vec<(&'static str, Person)> {
    let wrong = |person: &Person| Person { password: "not the word at all".to_owned(), ..person.clone() };
    let nobody = Person::named("Nobody");
    vec![
        ("unknown address", nobody.clone()),
        ("unknown address, wrong password", wrong(&nobody)),
        ("wrong password", wrong(&all.bob)),
        ("right password", all.bob.clone()),
        ("wrong password, other factors", wrong(&all.eve)),
        ("right password, other factors", all.eve.clone()),
        ("wrong password, deactivated", wrong(&all.carl)),
        ("right password, deactivated", all.carl.clone()),
    ]
}

/// A thousand tries of each case, as many as are wanted.
pub async fn measure(all: &Household, door: Door, tries: usize) -> Vec<Case> {
    let mut cases: Vec<(&'static str, Person)> = logins(all);
    match door {
        Door::Reset | Door::ResetAgain => cases.retain(|(name, _)| !name.contains("wrong")),
        Door::Invitation => cases.truncate(2),
        _ => {}
    }
    if matches!(door, Door::Invitation) {
        (cases[0].0, cases[1].0) = ("nothing like a secret", "half of a secret");
    }
    let mut times: Vec<Case> = cases.iter().map(|(name, _)| (*name, Vec::new())).collect();
    let half = half_of_a_secret(all).await;
    for round in 0..tries + 10 {
        for place in drawn(cases.len()) {
            let visitor = all.house.visitor();
            let (name, person) = &cases[place];
            let secret = if name.starts_with("half") { half.clone() } else { random_hex(64) };
            let took = one(all, door, &visitor, person, &secret).await;
            // What is loaded for the first time is not what is compared.
            if round >= 10 {
                times[place].1.push(took);
            }
            all.house.settle().await;
        }
        // No door may be closed, and nothing run out.
        all.house.advance(chrono::Duration::hours(2));
    }
    times
}

async fn one(all: &Household, door: Door, visitor: &Visitor, person: &Person, secret: &str) -> Duration {
    let step_one = json!({ "email": person.email, "password": person.password });
    let logins = "/api/identity/logins";
    match door {
        Door::StepOne => timed(visitor, logins, step_one).await,
        Door::StepOneAgain => {
            visitor.post(logins, step_one.clone()).await.expect(202);
            timed(visitor, logins, step_one).await
        }
        Door::Reset => timed(visitor, "/api/identity/resets", json!({ "email": person.email })).await,
        Door::ResetAgain => {
            visitor.post("/api/identity/resets", json!({ "email": person.email })).await.expect(202);
            timed(visitor, "/api/identity/resets", json!({ "email": person.email })).await
        }
        Door::Invitation => timed(visitor, "/api/identity/invitations/check", json!({ "token": secret })).await,
        Door::Code | Door::RecoveryCode | Door::Challenge | Door::Letter => {
            let ticket = visitor.ask_code(&person.email, &person.password).await;
            all.house.settle().await;
            tokio::time::sleep(REST).await;
            let (path, body) = match door {
                Door::Code => ("/api/identity/sessions", json!({ "login": ticket, "code": "000000" })),
                Door::RecoveryCode => {
                    ("/api/identity/sessions", json!({ "login": ticket, "code": "0000-0000-0000-0000" }))
                }
                Door::Challenge => ("/api/identity/logins/passkey", json!({ "login": ticket })),
                _ => ("/api/identity/logins/mail", json!({ "login": ticket })),
            };
            timed(visitor, path, body).await
        }
    }
}

async fn timed(visitor: &Visitor, path: &str, body: Value) -> Duration {
    let begin = Instant::now();
    let answer = visitor.post(path, body).await;
    let took = begin.elapsed();
    assert!(matches!(answer.status(), 200 | 202 | 401 | 404), "{path}: {answer:?}");
    took
}

/// The first half of an invitation's secret, and something else behind it.
async fn half_of_a_secret(all: &Household) -> String {
    let admin = all.house.visitor();
    admin.log_in(all.house.tray(), &Person::named("Ada")).await;
    let new = json!({ "email": "dora@mail.example", "role": "member" });
    let answer = admin.post("/api/identity/invitations", new).await.expect(201).json();
    let letter = all.house.tray().wait_for("the invitation", |it| it.to == "dora@mail.example").await;
    let link = letter.body.split('#').nth(1).unwrap_or_else(|| panic!("no link: {answer}"));
    let secret: String = link.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("{}{}", &secret[..secret.len() / 2], random_hex(secret.len() / 2))
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes).expect("random");
    bytes
}

fn random_hex(signs: usize) -> String {
    random_bytes::<64>().iter().map(|byte| format!("{byte:02x}")).collect::<String>()[..signs].to_owned()
}

/// An order of so many places.
fn drawn(places: usize) -> Vec<usize> {
    let mut order: Vec<_> = (0..places).map(|place| (random_bytes::<8>(), place)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, place)| place).collect()
}
