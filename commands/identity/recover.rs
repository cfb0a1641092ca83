//! A forgotten password: a link is mailed to whoever has the address, and sets another one.
//!
//! Asking is answered whatever is found, at an even pace while it is looked up, so neither the answer nor its time, nor that
//! of the next one, tells whether anybody has the address. A new password lets nobody in by itself: the second factor is
//! still asked.

use chrono::{DateTime, Duration, Utc};
use domain::{
    AccountId, Who,
    identity::{
        Account, LinkId,
        account::{self, Command, recovery::RESET_MINUTES},
        link::Void,
        session::Reason,
    },
};
use tracing::Instrument;

use super::{
    AccountRefusal, LoginRefusal,
    ask_code::{accepted, count_stranger},
    credential::{account_of, allow, checked_password_of, keep_password},
    end_session::end_all,
    evenly::Pace,
    links::{NewLink, follow_link, link_of, make_disavowal, make_link},
    mail_out::{Recipient, from_where, letter, mail_out},
    may_mail,
};
use crate::{Caller, Desk, Done, Failure, Fault, LinkRow, Purpose, Subject, alerts::Letterhead};

type Outcome<T> = Result<T, Failure<AccountRefusal>>;

/// Links that may be asked for from one network within an hour.
const ASKED_PER_HOUR: u32 = 20;

/// What a link offers to whoever holds it.
pub struct Recoverable {
    /// The person's name.
    pub name: String,
    /// The address one logs in with.
    pub email: String,
}

/// A link that is on its way.
pub struct LinkSent {
    /// Until when it works.
    pub until: DateTime<Utc>,
    /// The link itself, where no mail server brings it to the person.
    pub link: Option<String>,
}

/// Mails a link to whoever has this address, if anybody.
///
/// # Errors
/// When too many are asked for from this network; never because of the address.
pub async fn ask_reset(desk: &Desk, caller: &Caller, email: String) -> Result<(), Failure<LoginRefusal>> {
    let pace = Pace::begin();
    let counted = desk.askers().count(caller.from, desk.now());
    if counted.is_none_or(|(_, count)| count > ASKED_PER_HOUR) {
        return Err(Failure::Refused(LoginRefusal::TooManyLinks));
    }
    let (tasks, desk, caller) = (desk.tasks(), desk.clone(), caller.clone());
    let finishing = async move {
        if let Err(fault) = look_up_and_send(&desk, &caller, &email).await {
            tracing::error!(%fault, "a link for a forgotten password could not be sent");
        }
    };
    tasks.spawn(finishing.in_current_span());
    pace.end().await;
    Ok(())
}

async fn look_up_and_send(desk: &Desk, caller: &Caller, email: &str) -> Result<(), Fault> {
    match account_of(desk, email).await? {
        None => count_stranger(desk, caller, email).await,
        Some(_) if !may_mail(desk, caller, email).await? => Ok(()),
        Some(account) => match send_link(desk, caller, account).await {
            Ok(_) | Err(Failure::Refused(_)) => Ok(()),
            Err(other) => accepted::<AccountRefusal>(Err(other)).map(drop),
        },
    }
}

/// Mails a link to somebody on behalf of whoever looks after the house.
///
/// # Errors
/// When the caller is no admin, or too many links are under way.
pub async fn send_reset(desk: &Desk, caller: &Caller, account: AccountId) -> Outcome<(LinkSent, Done)> {
    allow(caller, None)?;
    let (link, done) = send_link(desk, caller, account).await?;
    let by_hand = desk.post()?.way() == "folder";
    Ok((LinkSent { until: link.until, link: by_hand.then_some(link.url) }, done))
}

pub(super) async fn send_link(desk: &Desk, caller: &Caller, account: AccountId) -> Outcome<(NewLink, Done)> {
    let link = link_of(caller);
    let done = run(desk, caller, account, Command::AskReset { link }).await?;
    let head = Letterhead::load(desk).await?;
    let expires = desk.now() + Duration::minutes(RESET_MINUTES);
    let made = make_link(desk, &head, Purpose::Reset, LinkRow { subject: account.0, link, expires }).await?;
    if let Some(to) = Recipient::of(desk, account).await? {
        let says = format!(
            "somebody asked {when} from {from} for a new password of your account. This link sets one:\n\n    {url}\n\nIt \
             works once and for {RESET_MINUTES} minutes. If that was not you, leave it: without the link nothing \
             changes.",
            when = head.when(desk.now()),
            from = from_where(caller),
            url = made.url,
        );
        mail_out(desk, Subject::Link, letter(desk, &head, to, format!("A new password for {}", head.house), &says));
    }
    Ok((made, done))
}

/// What a link offers, as long as it does.
///
/// # Errors
/// Why it is void.
pub async fn look_at_reset(desk: &Desk, token: &str) -> Outcome<Recoverable> {
    let (account, link) = at(desk, token).await?;
    let state = desk.load::<Account>(account.0).await?.state;
    state.may_recover(link, desk.now()).map_err(refused)?;
    let (name, email) = (state.name.clone().unwrap_or_default(), state.email.clone().unwrap_or_default());
    Ok(Recoverable { name, email })
}

/// Sets a password through a link: all sessions end, and the person is told by mail.
///
/// # Errors
/// Why the link is void, or when the password does not fit.
pub async fn recover(desk: &Desk, caller: &Caller, token: &str, new: String) -> Outcome<Done> {
    let (account, link) = at(desk, token).await?;
    let caller = &Caller { who: Who::Person(account), ..caller.clone() };
    let new = checked_password_of(desk, account, new).await?;
    let _turn = desk.doors().queue(&account.to_string()).await;
    desk.load::<Account>(account.0).await?.state.may_recover(link, desk.now()).map_err(refused)?;
    let credential = keep_password(desk, caller, account, new).await?;
    let done = run(desk, caller, account, Command::Recover { link, credential }).await?;
    desk.vault().drop_other_credentials(account, credential).await?;
    desk.vault().drop_devices(account).await?;
    end_all(desk, caller, account, Reason::PasswordChanged, None).await?;
    tell(desk, caller, account, link).await?;
    Ok(done)
}

async fn tell(desk: &Desk, caller: &Caller, account: AccountId, link: LinkId) -> Result<(), Fault> {
    let Some(to) = Recipient::of(desk, account).await? else { return Ok(()) };
    let head = Letterhead::load(desk).await?;
    let not_me = make_disavowal(desk, &head, account.0, link).await?;
    let says = format!(
        "the password of your account was set anew {when} from {from}, through a link that was mailed to you. All \
         sessions have ended.\n\nIf that was not you, this link ends all sessions, makes that password void and mails \
         you a way to set your own:\n\n    {url}\n\nIt works until {until}.",
        when = head.when(desk.now()),
        from = from_where(caller),
        url = not_me.url,
        until = head.when(not_me.until),
    );
    mail_out(desk, Subject::Notice, letter(desk, &head, to, "Your password was set anew".to_owned(), &says));
    Ok(())
}

/// Says of something that one was told of that it was not oneself: the password is void, all sessions
/// end, and a link to set another is mailed.
///
/// # Errors
/// Why the link is void.
pub async fn disavow(desk: &Desk, caller: &Caller, token: &str) -> Outcome<Done> {
    let row = follow_link(desk, Purpose::NotMe, token).await?.map_err(void)?;
    if desk.now() >= row.expires {
        return Err(void(Void::Expired));
    }
    let account = AccountId(row.subject);
    let caller = &Caller { who: Who::Person(account), ..caller.clone() };
    let done = run(desk, caller, account, Command::Disavow { link: row.link }).await?;
    desk.vault().drop_devices(account).await?;
    end_all(desk, caller, account, Reason::Disavowed, None).await?;
    match send_link(desk, &caller.step("reset"), account).await {
        Ok((_, sent)) => Ok(sent),
        // The links that are under way already are void, but another can be asked for soon.
        Err(Failure::Refused(AccountRefusal::Rule(account::Refusal::TooManyLinks))) => Ok(done),
        Err(other) => Err(other),
    }
}

async fn at(desk: &Desk, token: &str) -> Outcome<(AccountId, LinkId)> {
    let row = follow_link(desk, Purpose::Reset, token).await?.map_err(void)?;
    Ok((AccountId(row.subject), row.link))
}

pub(super) fn void(why: Void) -> Failure<AccountRefusal> {
    Failure::Refused(AccountRefusal::Rule(account::Refusal::Link(why)))
}

/// That an account is gone is told as any other void link.
fn refused(refusal: account::Refusal) -> Failure<AccountRefusal> {
    match refusal {
        account::Refusal::NoSuchAccount | account::Refusal::Deactivated => void(Void::Withdrawn),
        other => Failure::Refused(AccountRefusal::Rule(other)),
    }
}

async fn run(desk: &Desk, caller: &Caller, account: AccountId, command: Command) -> Outcome<Done> {
    desk.run::<Account>(account.0, command, caller).await.map_err(|failure| failure.map(AccountRefusal::Rule))
}
