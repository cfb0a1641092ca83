//! The door: what it costs to know whom a session or a key lets in while there are many of both, beside the raw limit of
//! the same run. How long others wait while many log in is measured in `flood`.

use std::{
    collections::HashMap,
    hint::black_box,
    net::Ipv4Addr,
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use commands::{
    Caller, Desk, Letter, Post, PostError, fresh_command,
    identity::{self, Browser, NewKey, Second, ShownKey},
};
use domain::{AccountId, Role, Who};
use tokio::sync::oneshot;

use crate::{
    mixed::{self, PASSWORD, PEOPLE},
    report::{Report, thousands},
};

const MANY: usize = 10_000;
const ROUNDS: u32 = 20;

/// Measures both.
pub async fn measure(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    let (folder, codes) = (folder.join("door"), Arc::new(Codes::default()));
    let desk = mixed::open_desk_with(&folder, codes.clone()).await?;
    let people = mixed::move_in(&desk).await?;
    let sessions = open_sessions(&desk, &codes).await?;
    let keys = issue_keys(&desk, &people).await?;
    desk.settle().await;
    desk.close().await?;
    // As after a start: nothing is known but what lies on the disk.
    let desk = mixed::open_desk_with(&folder, codes).await?;
    checks(&desk, "a session", &sessions, report).await?;
    checks(&desk, "a key", &keys, report).await?;
    Ok(desk.close().await?)
}

async fn checks(desk: &Desk, what: &str, tokens: &[String], report: &mut Report) -> anyhow::Result<()> {
    let begin = on_cpu()?;
    check_all(desk, tokens).await?;
    let first = on_cpu()? - begin;
    let begin = on_cpu()?;
    for _ in 0..ROUNDS {
        check_all(desk, tokens).await?;
    }
    let (each, raw) = ((on_cpu()? - begin) / ROUNDS, raw(tokens)?);
    let one = |all: Duration| all.as_secs_f64() * 1e6 / MANY as f64;
    let figure =
        format!("{:.1} µs (the first time {:.0} µs; hash and map alone {:.2} µs)", one(each), one(first), one(raw));
    let work = format!("CPU to know {what} among {}", thousands(MANY as f64));
    report.row(&work, "at most 20 µs", figure, one(each) <= 20.0);
    Ok(())
}

async fn check_all(desk: &Desk, tokens: &[String]) -> anyhow::Result<()> {
    for token in tokens {
        let known = if token.starts_with(identity::KEY_MARK) {
            identity::unlock_with_key(desk, &stranger(), ShownKey { token, user: None }).await?
        } else {
            identity::authenticate(desk, token).await?
        };
        ensure!(known.is_some(), "whoever was let in before is not known");
    }
    Ok(())
}

/// What nothing can be faster than: the hash of each token, found in a map.
fn raw(tokens: &[String]) -> anyhow::Result<Duration> {
    let hash = |token: &String| *blake3::hash(token.as_bytes()).as_bytes();
    let known: HashMap<_, _> = tokens.iter().map(hash).zip(0_usize..).collect();
    let begin = on_cpu()?;
    for _ in 0..ROUNDS {
        for token in tokens {
            black_box(known.get(&hash(black_box(token))));
        }
    }
    Ok((on_cpu()? - begin) / ROUNDS)
}

/// How long all threads together were on a processor.
fn on_cpu() -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let told = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += told.split(' ').next().context("no time")?.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// Opens many sessions, each by a login with both of its steps; their secrets.
async fn open_sessions(desk: &Desk, codes: &Codes) -> anyhow::Result<Vec<String>> {
    desk.exempt(vec!["127.0.0.0/8".parse().map_err(|error| anyhow::anyhow!("{error}"))?]);
    let each = (0..PEOPLE).map(|number| {
        let mine = (number..MANY).step_by(PEOPLE).count();
        log_in(desk, codes, format!("person{number}@house.example"), mine)
    });
    let mut tokens = Vec::new();
    for person in futures_util::future::join_all(each).await {
        tokens.extend(person?);
    }
    ensure!(tokens.len() == MANY, "{} sessions were opened", tokens.len());
    Ok(tokens)
}

async fn log_in(desk: &Desk, codes: &Codes, email: String, times: usize) -> anyhow::Result<Vec<String>> {
    let (mut tokens, mut device) = (Vec::new(), None::<String>);
    for _ in 0..times {
        let code = codes.next(&email);
        let browser = Browser { device: device.as_deref(), agent: "bench" };
        let ticket = identity::ask_code(desk, &stranger(), &email, PASSWORD.to_owned(), browser).await;
        let ticket = ticket.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
        let code = Second::Code(code.await?);
        let opened = identity::log_in(desk, &stranger(), &ticket.0, code, "bench").await;
        let opened = opened.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
        tokens.push(opened.token);
        device = Some(opened.device);
    }
    Ok(tokens)
}

fn stranger() -> Caller {
    Caller::stranger(Some(Ipv4Addr::LOCALHOST.into()), fresh_command())
}

/// As many keys, each person with their share.
async fn issue_keys(desk: &Desk, people: &[AccountId]) -> anyhow::Result<Vec<String>> {
    let each = people.iter().enumerate().map(|(number, person)| async move {
        let mut keys = Vec::new();
        for _ in (number..MANY).step_by(people.len()) {
            let new = NewKey {
                name: "Shelf".to_owned(),
                scopes: vec!["history:look".to_owned()],
                until: None,
                networks: Vec::new(),
            };
            let made = identity::issue_key(
                desk,
                &Caller { who: Who::Person(*person), role: Some(Role::Viewer), ..stranger() },
                new,
            )
            .await;
            keys.push(made.map_err(|failure| anyhow::anyhow!("{failure:?}"))?.token.context("no key")?);
        }
        Ok::<_, anyhow::Error>(keys)
    });
    let mut keys = Vec::new();
    for person in futures_util::future::join_all(each).await {
        keys.extend(person?);
    }
    Ok(keys)
}

/// A post that hands over the codes.
#[derive(Default)]
struct Codes(Mutex<HashMap<String, oneshot::Sender<String>>>);

impl Codes {
    fn next(&self, email: &str) -> oneshot::Receiver<String> {
        let (sender, receiver) = oneshot::channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(email.to_owned(), sender);
        receiver
    }
}

impl Post for Codes {
    fn way(&self) -> &'static str {
        "folder"
    }

    fn send(&self, letter: Letter) -> Pin<Box<dyn Future<Output = Result<(), PostError>> + Send + '_>> {
        let waits = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&letter.to);
        let code = letter.subject.chars().take(6).collect();
        let _ = waits.map(|waits| waits.send(code));
        Box::pin(std::future::ready(Ok(())))
    }
}
