//! The mail server, where there is one.

use std::path::PathBuf;

use commands::{SmtpSecurity, SmtpServer};
use serde::{Deserialize, Serialize};

/// How mail leaves the house.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// The server's name; without one, letters are written into the folder `mail`.
    pub host: Option<String>,
    /// Its port; 587 for STARTTLS and 465 for TLS unless set.
    pub port: Option<u16>,
    /// `starttls` or `tls`.
    pub security: Option<String>,
    /// The name it knows us by.
    pub user: Option<String>,
    /// The password that goes with it.
    pub password: Option<String>,
    /// A file with the password, for systems that keep secrets in files.
    pub password_file: Option<PathBuf>,
    /// A certificate authority to trust besides those of the system.
    pub ca_file: Option<PathBuf>,
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
        let (security, usual_port) = match self.security.as_deref() {
            None | Some("starttls") => (SmtpSecurity::StartTls, 587),
            Some("tls") => (SmtpSecurity::Tls, 465),
            Some(other) => return Err(format!("mail.security: '{other}' is neither starttls nor tls")),
        };
        let password = match (&self.password, &self.password_file) {
            (Some(_), Some(_)) => return Err("mail.password and mail.password_file: set one of them".to_owned()),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path);
                let text = text.map_err(|error| format!("mail.password_file: {}: {error}", path.display()))?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            (password, None) => password.clone(),
        };
        let login = match (self.user.clone(), password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            (Some(_), None) => return Err("mail.user: there is no mail.password to go with it".to_owned()),
            (None, Some(_)) => return Err("mail.password: there is no mail.user to go with it".to_owned()),
        };
        let port = self.port.unwrap_or(usual_port);
        Ok(Some(SmtpServer { host, port, security, login, ca_file: self.ca_file.clone() }))
    }
}
