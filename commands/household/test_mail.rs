//! A letter on trial, to whoever asks for it, with the settings in force or with some that are not
//! saved. The person waits for the server's answer, and the diary tells of it either way.

use std::time::Duration;

use domain::{
    AccountId, Decider, Event, Personal,
    household::{
        self, MailTest,
        mail_server::{MailTested, TestCommand, TooManyTests},
    },
    identity::Account,
};
use eventlog::StreamName;

use super::{
    MailRefusal, TypedServer,
    choose_mail_server::{Checked, check},
    mail_server::{complete, mail_in_force},
};
use crate::{Caller, Desk, Done, Failure, Fault, Letter, PostError, SmtpPost, SmtpServer, alerts::Letterhead};

const PATIENCE: Duration = Duration::from_secs(10);

/// A letter that was taken.
#[derive(Clone, Debug)]
pub struct MailTrial {
    /// To which address, most of it left out.
    pub to_masked: String,
    /// What the server said when it took it.
    pub server_said: String,
    /// Where it is written down.
    pub done: Done,
}

fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(MailTest::KIND, "house").map_err(|error| Fault::new("mail test", &error))
}

/// Sends the caller a letter.
///
/// # Errors
/// When it is not taken, what was typed does not fit, or a few were sent just now.
pub async fn test_mail(
    desk: &Desk,
    caller: &Caller,
    typed: Option<TypedServer>,
) -> Result<MailTrial, Failure<MailRefusal>> {
    let account = caller.account().ok_or(Failure::Refused(MailRefusal::NoAddress))?;
    let Ok(_trial) = desk.mailroom().trial.try_lock() else {
        return Err(Failure::Refused(MailRefusal::TooManyTests(TooManyTests)));
    };
    let _sending = desk.mailroom().sending.read().await;
    let letter = write(desk, account, caller).await?.ok_or(Failure::Refused(MailRefusal::NoAddress))?;
    let to_masked = masked(&letter.to);
    if let Some((tested, done)) = tried_before(desk, caller).await? {
        return told(&tested, to_masked, done);
    }
    let server = match typed {
        Some(typed) => Some(typed_server(desk, typed).await?),
        None => mail_in_force(desk).await?.server,
    };
    run(desk, caller, TestCommand::Ask).await?;
    let name = server.as_ref().map_or_else(|| "the folder".to_owned(), |it| format!("{}:{}", it.host, it.port));
    let outcome = send(desk, server, letter).await?;
    let (accepted, said) = outcome.map_or_else(|error| (false, error.0), |said| (true, said));
    let at_us = desk.now().timestamp_micros();
    let tested = MailTested { account, server: name, accepted, said: Personal::of(account, said), at_us };
    let done = run(desk, caller, TestCommand::Record(tested.clone())).await?;
    told(&tested, to_masked, done)
}

async fn run(desk: &Desk, caller: &Caller, command: TestCommand) -> Result<Done, Failure<MailRefusal>> {
    let done = desk.run_on::<MailTest>(stream()?, command, caller, None).await;
    done.map_err(|failure| failure.map(MailRefusal::TooManyTests))
}

/// A request that came again is answered as it was, and no second letter is sent.
async fn tried_before(desk: &Desk, caller: &Caller) -> Result<Option<(MailTested, Done)>, Fault> {
    let Some(done) = desk.answered_on(&stream()?, caller).await? else { return Ok(None) };
    match desk.fact(done.position).await?.map(|fact| fact.event) {
        Some(Event::Household(household::Event::MailTested(tested))) => Ok(Some((tested, done))),
        _ => Ok(None),
    }
}

fn told(tested: &MailTested, to_masked: String, done: Done) -> Result<MailTrial, Failure<MailRefusal>> {
    let server_said = tested.said.shown().to_owned();
    if tested.accepted {
        return Ok(MailTrial { to_masked, server_said, done });
    }
    Err(Failure::Refused(MailRefusal::NotAccepted(server_said)))
}

async fn typed_server(desk: &Desk, typed: TypedServer) -> Result<SmtpServer, Failure<MailRefusal>> {
    let Checked { server, login, .. } = check(desk, typed).await?;
    let (configured, _) = desk.mailroom().configured()?;
    let login = login.map(|(user, password)| (user, password.as_str().to_owned()));
    Ok(SmtpServer { login, ..complete(desk, &server, &configured).await? })
}

/// Over a connection of its own, so that it tells of the settings and not of a connection kept.
async fn send(desk: &Desk, server: Option<SmtpServer>, letter: Letter) -> Result<Result<String, PostError>, Fault> {
    let Some(server) = server else {
        let (_, folder) = desk.mailroom().configured()?;
        return Ok(folder.send(letter).await.map(|()| "written into the mail folder".to_owned()));
    };
    let post = match SmtpPost::new(&server) {
        Ok(post) => post,
        Err(error) => return Ok(Err(error)),
    };
    let outcome = post.deliver(letter, PATIENCE).await;
    let _ = tokio::time::timeout(Duration::from_secs(1), post.hang_up()).await;
    Ok(outcome)
}

async fn write(desk: &Desk, account: AccountId, caller: &Caller) -> Result<Option<Letter>, Fault> {
    let state = desk.load::<Account>(account.0).await?.state;
    let (Some(to), Some(to_name)) = (state.email.clone(), state.name.clone()) else { return Ok(None) };
    let head = Letterhead::load(desk).await?;
    let body = format!(
        "Good day {to_name},\n\nthis letter was asked for {when}, to see whether mail leaves the house. It does.\n\n\
         {house}\n{address}\n",
        when = head.when(desk.now()),
        house = head.house,
        address = head.address,
    );
    let (subject, id) = (format!("A test mail from {}", head.house), caller.step("letter").command.0);
    let (from, from_name, date) = (head.sender.clone(), head.house.clone(), desk.now().into());
    Ok(Some(Letter { id, from, from_name, to, to_name, subject, body, date, people: vec![account.into()] }))
}

/// Enough to know one's own address by.
fn masked(address: &str) -> String {
    let (local, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}***@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_by_its_beginning_and_its_host() {
        assert_eq!(masked("ada@mail.example"), "a***@mail.example");
        assert_eq!(masked("x@y"), "x***@y");
    }
}
