//! Choosing a mail server. The vault keeps the login before the event names it, and the post is
//! replaced after: cut short in between, the next start takes it up.

use domain::household::{
    MailServer,
    mail_server::{Choice, Command, Server},
};
use zeroize::Zeroizing;

use super::{
    MailRefusal,
    mail_login::{self, Login},
    mail_server::{choice, furnish_in_turn, stream},
};
use crate::{Caller, ConfiguredMail, Desk, Done, Failure};

/// A server as a person types it.
#[derive(Clone, Default)]
pub struct TypedServer {
    /// Its name or network address.
    pub host: String,
    /// Its port.
    pub port: Option<u16>,
    /// How the connection is encrypted.
    pub security: Option<String>,
    /// The name it knows the house by; empty or absent, it wants none.
    pub user: Option<String>,
    /// The password that goes with it; absent, it is the one that is kept already.
    pub password: Option<Zeroizing<String>>,
}

/// A typed server, checked: the server, its login, and whether that is the one that is kept.
pub(super) struct Checked {
    pub server: Server,
    pub login: Option<Login>,
    is_kept: bool,
}

/// Sends mail through a server from now on.
///
/// # Errors
/// When something of it does not fit, or the configuration says it already.
pub async fn choose_mail_server(
    desk: &Desk,
    caller: &Caller,
    typed: TypedServer,
    if_match: Option<u64>,
) -> Result<Done, Failure<MailRefusal>> {
    let _turn = desk.mailroom().turn.lock().await;
    let Checked { mut server, login, is_kept } = check(desk, typed).await?;
    if let Some(login) = login.filter(|_| !is_kept) {
        let id = caller.step("login").command.0;
        mail_login::keep(desk, id, &login).await?;
        server.login = Some(id);
    }
    let Server { host, port, security, login } = server;
    let choice = Choice { host, port: Some(port), security: Some(security.word().to_owned()), login };
    let done = desk.run_on::<MailServer>(stream()?, Command::Choose(choice), caller, if_match).await;
    furnish_in_turn(desk).await?;
    done.map_err(|failure| failure.map(MailRefusal::Rule))
}

/// Sends mail through no server of the house's choice any more.
///
/// # Errors
/// When the configuration names the server.
pub async fn remove_mail_server(
    desk: &Desk,
    caller: &Caller,
    if_match: Option<u64>,
) -> Result<Done, Failure<MailRefusal>> {
    let _turn = desk.mailroom().turn.lock().await;
    let (configured, _) = desk.mailroom().configured()?;
    refuse_fixed(&configured, "host", !configured.is_open())?;
    let done = desk.run_on::<MailServer>(stream()?, Command::Remove, caller, if_match).await;
    furnish_in_turn(desk).await?;
    done.map_err(|failure| failure.map(MailRefusal::Rule))
}

/// Checks what was typed, and completes it with what is fixed and what is kept.
pub(super) async fn check(desk: &Desk, typed: TypedServer) -> Result<Checked, Failure<MailRefusal>> {
    let (configured, _) = desk.mailroom().configured()?;
    refuse_fixed(&configured, "host", !configured.is_open())?;
    let another = |typed: Option<u16>| typed.zip(configured.port).is_some_and(|(typed, fixed)| typed != fixed);
    refuse_fixed(&configured, "port", another(typed.port))?;
    let word = configured.security.map(|security| security.word());
    let differs = typed.security.as_deref().zip(word).is_some_and(|(typed, fixed)| typed != fixed);
    refuse_fixed(&configured, "security", differs)?;
    let TypedServer { host, port, security, user, password } = typed;
    let (port, security) = (port.or(configured.port), security.or_else(|| word.map(str::to_owned)));
    let choice_typed = Choice { host, port, security, login: None };
    let mut server = choice_typed.checked().map_err(|no| Failure::Refused(MailRefusal::Rule(no)))?;
    let known = choice(desk).await?.state.chosen.clone();
    let known_id = known.as_ref().and_then(|known| known.login);
    let kept = mail_login::find(desk, known_id).await?;
    let may_keep = known.is_some_and(|known| known.shares_login_with(&server));
    let login = mail_login::complete(user, password, kept.clone(), may_keep).map_err(Failure::Refused)?;
    let is_kept = login.is_some() && login == kept;
    if is_kept {
        server.login = known_id;
    }
    Ok(Checked { server, login, is_kept })
}

fn refuse_fixed(configured: &ConfiguredMail, key: &'static str, refused: bool) -> Result<(), Failure<MailRefusal>> {
    if !refused {
        return Ok(());
    }
    let by = configured.fixed_by.get(key).cloned().unwrap_or_else(|| "the configuration".to_owned());
    Err(Failure::Refused(MailRefusal::Fixed { key, by }))
}
