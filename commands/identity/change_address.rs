//! Another mail address: a link goes to the new one, which counts once it is opened; news go to the old
//! one, with a link that takes the change back.

use chrono::{DateTime, Duration};
use domain::{
    AccountId, Personal, Who,
    identity::{
        Account, Address, LinkId,
        account::{self, Command, address_change::CONFIRM_HOURS},
        address,
        link::Void,
    },
};

use super::{
    AccountRefusal, LinkSent, Recoverable,
    change_password::check_present,
    credential::{address_stream, allow, checked_email},
    links::{follow_link, link_of, make_disavowal, make_link},
    mail_out::{Recipient, from_where, letter, mail_out},
    new_account::is_real,
    recover::void,
};
use crate::{Caller, Desk, Done, Failure, Fault, LinkRow, Purpose, Subject, alerts::Letterhead};

type Outcome<T> = Result<T, Failure<AccountRefusal>>;

/// Asks for another address of the caller's own; the password is shown again.
///
/// # Errors
/// When the password is another, or the address does not fit, is taken or was changed too often.
pub async fn ask_own_address(desk: &Desk, caller: &Caller, email: &str, current: String) -> Outcome<(LinkSent, Done)> {
    let account = caller.account().ok_or(Failure::Refused(AccountRefusal::NotAllowed))?;
    {
        let _turn = desk.doors().queue(&account.to_string()).await;
        check_present(desk, caller, current).await?;
    }
    let (sent, done) = ask(desk, caller, account, email).await?;
    Ok((LinkSent { link: None, ..sent }, done))
}

/// Asks for another address of somebody, by whoever looks after the house.
///
/// # Errors
/// When the caller is no admin, or the address does not fit, is taken or was changed too often.
pub async fn ask_address(desk: &Desk, caller: &Caller, account: AccountId, email: &str) -> Outcome<(LinkSent, Done)> {
    allow(caller, None)?;
    if caller.account() == Some(account) {
        return Err(Failure::Refused(AccountRefusal::WrongPassword));
    }
    ask(desk, caller, account, email).await
}

async fn ask(desk: &Desk, caller: &Caller, account: AccountId, email: &str) -> Outcome<(LinkSent, Done)> {
    let email = checked_email(desk, email).await?;
    let holder = desk.load_on::<Address>(&address_stream(desk, &email)?).await?.state.holder;
    if holder != Some(account) && is_real(desk, holder, &email).await? {
        return Err(Failure::Refused(AccountRefusal::Address(address::Refusal::Taken)));
    }
    let (link, until) = (link_of(caller), desk.now() + Duration::hours(CONFIRM_HOURS));
    let done = run(desk, caller, account, Command::AskAddress { link, email: Personal::of(account, &email) }).await?;
    let mut sent = LinkSent { until, link: None };
    if done.changed {
        sent.link = mail_link(desk, account, link, email, until).await?;
        tell_old(desk, caller, account, link, News::Asked).await?;
    }
    Ok((sent, done))
}

async fn mail_link(
    desk: &Desk,
    account: AccountId,
    link: LinkId,
    email: String,
    expires: DateTime<chrono::Utc>,
) -> Result<Option<String>, Fault> {
    let Some(person) = Recipient::of(desk, account).await? else { return Ok(None) };
    let head = Letterhead::load(desk).await?;
    let made = make_link(desk, &head, Purpose::Address, LinkRow { subject: account.0, link, expires }).await?;
    let says = format!(
        "this address shall be yours at {house}: login codes and alerts will go here. This link confirms it:\n\n    \
         {url}\n\nIt works once and until {until}. If you do not know what this is about, leave it: without the link \
         nothing happens.",
        house = head.house,
        url = made.url,
        until = head.when(made.until),
    );
    let to = Recipient { email, ..person };
    mail_out(desk, Subject::Link, letter(desk, &head, to, format!("Confirm your address for {}", head.house), &says));
    Ok((desk.post()?.way() == "folder").then_some(made.url))
}

/// What the old address hears of.
enum News {
    Asked,
    Changed,
}

async fn tell_old(desk: &Desk, caller: &Caller, account: AccountId, link: LinkId, news: News) -> Result<(), Fault> {
    let Some(to) = Recipient::of(desk, account).await? else { return Ok(()) };
    tell(desk, caller, account, link, to, news).await
}

async fn tell(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    link: LinkId,
    to: Recipient,
    news: News,
) -> Result<(), Fault> {
    let head = Letterhead::load(desk).await?;
    let not_me = make_disavowal(desk, &head, account.0, link).await?;
    let what = match news {
        News::Asked => {
            "another mail address for your account was asked for. Once it is confirmed, this one counts no more"
        }
        News::Changed => "the mail address of your account was changed. Login codes and alerts go to the new one now",
    };
    let says = format!(
        "{what}.\n\n  when:  {when}\n  from:  {from}\n\nIf that was not you, this link keeps your address, ends all \
         sessions and makes the password void:\n\n    {url}\n\nIt works until {until}.",
        when = head.when(desk.now()),
        from = from_where(caller),
        url = not_me.url,
        until = head.when(not_me.until),
    );
    mail_out(desk, Subject::Notice, letter(desk, &head, to, "Your mail address".to_owned(), &says));
    Ok(())
}

/// Whose address a link confirms, and which.
///
/// # Errors
/// Why it is void.
pub async fn look_at_address(desk: &Desk, token: &str) -> Outcome<Recoverable> {
    let (account, link) = at(desk, token).await?;
    let state = desk.load::<Account>(account.0).await?.state;
    let (_, email) = state.may_confirm(link, desk.now()).map_err(refused)?;
    Ok(Recoverable { name: state.name.clone().unwrap_or_default(), email })
}

/// Lets a new address count.
///
/// # Errors
/// Why the link is void, or when somebody else took the address meanwhile.
pub async fn confirm_address(desk: &Desk, caller: &Caller, token: &str) -> Outcome<Done> {
    let (account, link) = at(desk, token).await?;
    let caller = &Caller { who: Who::Person(account), ..caller.clone() };
    let state = desk.load::<Account>(account.0).await?.state;
    let (_, email) = state.may_confirm(link, desk.now()).map_err(refused)?;
    let old = Recipient::of(desk, account).await?;
    // Without this, somebody who wants the address at the same time would take this for one cut short.
    let _turn = desk.doors().queue(&email).await;
    let stream = address_stream(desk, &email)?;
    let holder = desk.load_on::<Address>(&stream).await?.state.holder;
    let holder_is_real = is_real(desk, holder, &email).await?;
    let reserve = address::Command::Reserve { account, holder_is_real };
    desk.run_on::<Address>(stream, reserve, &caller.step("address"), None)
        .await
        .map_err(|failure| failure.map(AccountRefusal::Address))?;
    let done = run(desk, caller, account, Command::ConfirmAddress { link }).await?;
    if let Some(old) = old {
        tell(desk, caller, account, link, old, News::Changed).await?;
    }
    Ok(done)
}

/// Lets the address stay as it is.
///
/// # Errors
/// When the caller is neither the person nor an admin.
pub async fn keep_address(desk: &Desk, caller: &Caller, account: AccountId) -> Outcome<Done> {
    allow(caller, Some(account))?;
    run(desk, caller, account, Command::WithdrawAddress).await
}

async fn at(desk: &Desk, token: &str) -> Outcome<(AccountId, LinkId)> {
    let row = follow_link(desk, Purpose::Address, token).await?.map_err(void)?;
    Ok((AccountId(row.subject), row.link))
}

fn refused(refusal: account::Refusal) -> Failure<AccountRefusal> {
    match refusal {
        account::Refusal::NoSuchAccount | account::Refusal::Deactivated => void(Void::Withdrawn),
        other => Failure::Refused(AccountRefusal::Rule(other)),
    }
}

async fn run(desk: &Desk, caller: &Caller, account: AccountId, command: Command) -> Outcome<Done> {
    desk.run::<Account>(account.0, command, caller).await.map_err(|failure| failure.map(AccountRefusal::Rule))
}
