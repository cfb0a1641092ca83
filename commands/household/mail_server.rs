//! How mail leaves the house now: through the server that the configuration names, or else the one
//! the house chose, or else into a folder.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Decider,
    household::{MailServer, mail_server::Server},
};
use eventlog::StreamName;

use super::mail_login;
use crate::{ConfiguredMail, Desk, Fault, Folded, Post, SmtpPost, SmtpServer, alerts::Letterhead};

/// Who says how mail leaves the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSource {
    /// The machine's configuration.
    File,
    /// The house itself.
    House,
    /// Nobody: letters are written into a folder.
    Folder,
}

/// How mail leaves the house now. No password is in it.
#[derive(Clone, Debug)]
pub struct MailInForce {
    /// Who says so.
    pub source: MailSource,
    /// The server.
    pub server: Option<SmtpServer>,
    /// From which address mail is sent.
    pub from: String,
    /// What the house cannot choose, and the variable or line that says so.
    pub fixed_by: BTreeMap<&'static str, String>,
    /// The length of the choice's stream.
    pub length: u64,
}

pub(super) fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(MailServer::KIND, "house").map_err(|error| Fault::new("mail server", &error))
}

pub(super) async fn choice(desk: &Desk) -> Result<Folded<MailServer>, Fault> {
    desk.load_on(&stream()?).await
}

/// The house's server with its login, and with what the configuration says whatever the server.
pub(super) async fn complete(desk: &Desk, server: &Server, configured: &ConfiguredMail) -> Result<SmtpServer, Fault> {
    let login = mail_login::find(desk, server.login).await?;
    Ok(SmtpServer {
        host: server.host.clone(),
        port: configured.port.unwrap_or(server.port),
        security: configured.security.unwrap_or(server.security),
        login: login.map(|(user, password)| (user, password.as_str().to_owned())),
        ca_file: configured.ca_file.clone(),
    })
}

/// How mail leaves the house now.
///
/// # Errors
/// When the log or the vault cannot be read.
pub async fn mail_in_force(desk: &Desk) -> Result<MailInForce, Fault> {
    let (configured, _) = desk.mailroom().configured()?;
    let Folded { state, length } = choice(desk).await?;
    let chosen = state.chosen.as_ref().filter(|_| configured.is_open());
    let (source, server) = match (&configured.server, chosen) {
        (Some(server), _) => (MailSource::File, Some(server.clone())),
        (None, Some(server)) => (MailSource::House, Some(complete(desk, server, &configured).await?)),
        (None, None) => (MailSource::Folder, None),
    };
    let from = Letterhead::load(desk).await?.sender;
    Ok(MailInForce { source, server, from, fixed_by: configured.fixed_by, length })
}

/// Takes what the configuration says about mail from now on, and the post that follows from it.
///
/// # Errors
/// When the log or the vault cannot be read, or the house's own choice does not work with it.
pub async fn configure_mail(desk: &Desk, mail: ConfiguredMail, post: Arc<dyn Post>) -> Result<(), Fault> {
    desk.mailroom().configure(mail, post)?;
    furnish_post(desk).await
}

/// Lets mail leave as it should from now on.
pub(crate) async fn furnish_post(desk: &Desk) -> Result<(), Fault> {
    let _turn = desk.mailroom().turn.lock().await;
    furnish_in_turn(desk).await
}

/// The same for whoever changes it and holds the turn already.
pub(super) async fn furnish_in_turn(desk: &Desk) -> Result<(), Fault> {
    let (configured, usual) = desk.mailroom().configured()?;
    let chosen = choice(desk).await?.state.chosen.clone();
    mail_login::forget_others(desk, chosen.as_ref().and_then(|server| server.login)).await?;
    let post = match chosen.filter(|_| configured.is_open()) {
        Some(server) => {
            let server = complete(desk, &server, &configured).await?;
            Arc::new(SmtpPost::new(&server).map_err(|error| Fault::new("mail", &error))?)
        }
        None => usual,
    };
    desk.mailroom().replace(post)
}
