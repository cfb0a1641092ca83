//! The mail server, where there is one. What stands here outranks what the house chose.

use std::{collections::BTreeMap, path::PathBuf};

use commands::{ConfiguredMail, SmtpSecurity, SmtpServer};
use domain::household::mail_server::Choice;
use serde::{Deserialize, Serialize};

use super::secret::secret_in;

/// How mail leaves the house.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// The server's name; without one, letters are written into the folder `mail`.
    pub host: Option<String>,
    /// Its port; 587 for STARTTLS and 465 for TLS unless set.
    pub port: Option<u16>,
    /// `starttls`, `tls`, or `none` for a server on this very machine.
    pub security: Option<String>,
    /// The name it knows us by.
    pub user: Option<String>,
    /// The password that goes with it.
    pub password: Option<String>,
    /// A file with the password, for systems that keep secrets in files.
    pub password_file: Option<PathBuf>,
    /// A certificate authority to trust besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// Which variable or line says each key.
    #[serde(skip)]
    pub said_by: BTreeMap<&'static str, String>,
}

impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailConfig").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl MailConfig {
    /// The server as the post wants it; `None` without one.
    ///
    /// # Errors
    /// A sentence about the key that does not fit.
    pub fn server(&self) -> Result<Option<SmtpServer>, String> {
        let Some(host) = self.host.clone().filter(|host| !host.is_empty()) else { return Ok(None) };
        let choice = Choice { host, port: self.port, security: self.security.clone(), login: None };
        let server = choice.checked().map_err(|error| format!("mail.{error}"))?;
        let password = match (&self.password, &self.password_file) {
            (Some(_), Some(_)) => return Err("mail.password and mail.password_file: set one of them".to_owned()),
            (None, Some(path)) => {
                let secret = secret_in(path).map_err(|why| format!("mail.password_file: {why}"))?;
                Some(secret.as_str().to_owned())
            }
            (password, None) => password.clone(),
        };
        let login = match (self.user.clone(), password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            (Some(_), None) => return Err("mail.user: there is no mail.password to go with it".to_owned()),
            (None, Some(_)) => return Err("mail.password: there is no mail.user to go with it".to_owned()),
        };
        let (host, port, security) = (server.host, server.port, server.security);
        Ok(Some(SmtpServer { host, port, security, login, ca_file: self.ca_file.clone() }))
    }

    /// All that is said here of mail, for the house that may choose the rest.
    ///
    /// # Errors
    /// A sentence about the key that does not fit.
    pub fn configured(&self) -> Result<ConfiguredMail, String> {
        let security = match self.security.as_deref() {
            None => None,
            Some("starttls") => Some(SmtpSecurity::StartTls),
            Some("tls") => Some(SmtpSecurity::Tls),
            Some("none") if self.host.is_none() => {
                return Err("mail.security: none is for a mail.host on this very machine; name it, too".to_owned());
            }
            Some("none") => Some(SmtpSecurity::None),
            Some(other) => return Err(format!("mail.security: '{other}' is none of starttls, tls and none")),
        };
        let (server, fixed_by) = (self.server()?, self.fixed_by());
        Ok(ConfiguredMail { server, port: self.port, security, ca_file: self.ca_file.clone(), fixed_by })
    }

    /// What the house cannot choose. With the server its login is said, too: a password that
    /// stands here goes to the server that stands here.
    fn fixed_by(&self) -> BTreeMap<&'static str, String> {
        let said = |key: &str| self.said_by.get(key).cloned();
        let password = said("password").or_else(|| said("password_file"));
        let own = [("port", said("port")), ("security", said("security"))];
        let host = said("host").filter(|_| self.host.as_ref().is_some_and(|host| !host.is_empty()));
        let Some(host) = host else { return own.into_iter().filter_map(|(key, by)| Some((key, by?))).collect() };
        let with_host = [("host", None), ("user", said("user")), ("password", password)];
        own.into_iter().chain(with_host).map(|(key, by)| (key, by.unwrap_or_else(|| host.clone()))).collect()
    }
}
