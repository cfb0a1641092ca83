//! Which mail server the house chose, and when its choice was tried.
//!
//! Name and password are deliberately absent: the vault keeps them, and an event only names what
//! it keeps. They go to the server they were typed for and to no other.

mod rules;
#[cfg(test)]
mod scenarios;
mod test;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use rules::{Refusal, Security};
pub use test::{MailTest, MailTested, TESTS_A_MINUTE, TestCommand, TooManyTests};

use crate::{
    household::Event,
    kernel::{Decider, Stamp},
};

/// The choice of the house; the beginning is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailServer {
    /// The server, where one was chosen.
    pub chosen: Option<Server>,
}

/// A mail server as the house knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name, as its certificate says it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: Security,
    /// Which of the vault's logins is used; `None` where it wants none.
    pub login: Option<Uuid>,
}

/// What can be asked of the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Send mail through this server.
    Choose(Choice),
    /// Send mail through none.
    Remove,
}

/// A server as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its name or network address.
    pub host: String,
    /// Its port; the usual one of the kind of encryption unless given.
    pub port: Option<u16>,
    /// `starttls` (unless given), `tls`, or `none` for a server on this very machine.
    pub security: Option<String>,
    /// Which of the vault's logins is used.
    pub login: Option<Uuid>,
}

/// Mail is sent through a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailServerChanged {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted, as a word.
    pub security: String,
    /// Which of the vault's logins is used.
    pub login: Option<Uuid>,
}

/// Mail is sent through no server of the house's choice any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailServerRemoved {
    /// The server it was sent through.
    pub host: String,
}

impl Choice {
    /// The choice, checked.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn checked(&self) -> Result<Server, Refusal> {
        let host = rules::host(&self.host)?;
        let security = self.security.as_deref().map_or(Ok(Security::StartTls), rules::security)?;
        if security == Security::None && !rules::is_this_machine(&host) {
            return Err(Refusal::InPlain(host));
        }
        let port = rules::port(self.port.unwrap_or_else(|| security.usual_port()))?;
        Ok(Server { host, port, security, login: self.login })
    }
}

impl Server {
    /// Whether what the vault keeps for this server may go to another: the same host, and no less
    /// guarded on the way.
    #[must_use]
    pub fn shares_login_with(&self, other: &Self) -> bool {
        let as_guarded = other.security != Security::None || (other.security, other.port) == (self.security, self.port);
        self.host.eq_ignore_ascii_case(&other.host) && as_guarded
    }
}

impl Decider for MailServer {
    const KIND: &'static str = "household.mail_server";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match (command, &self.chosen) {
            (Command::Choose(choice), chosen) => {
                let server = choice.checked()?;
                if chosen.as_ref() == Some(&server) {
                    return Ok(vec![]);
                }
                let Server { host, port, security, login } = server;
                Ok(vec![MailServerChanged { host, port, security: security.word().to_owned(), login }.into()])
            }
            (Command::Remove, Some(server)) => Ok(vec![MailServerRemoved { host: server.host.clone() }.into()]),
            (Command::Remove, None) => Ok(vec![]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::MailServerChanged(it) => {
                let security = rules::security(&it.security).unwrap_or(Security::Tls);
                self.chosen = Some(Server { host: it.host.clone(), port: it.port, security, login: it.login });
            }
            Event::MailServerRemoved(_) => self.chosen = None,
            _ => {}
        }
    }
}
