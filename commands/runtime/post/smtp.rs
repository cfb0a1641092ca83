//! Letters through a mail server (RFC 5321), encrypted wherever they leave this machine.
//!
//! What a server says goes into logs, events and answers, so the password is taken out of it:
//! there are servers that repeat what they were sent.

use std::{future::Future, path::PathBuf, pin::Pin, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

pub use domain::household::mail_server::Security as SmtpSecurity;

use super::{Letter, Post, PostError};
use crate::runtime::secret::base64;

const PATIENCE: Duration = Duration::from_secs(20);
const MOST_SAID_CHARS: usize = 400;

/// A mail server.
#[derive(Clone)]
pub struct SmtpServer {
    /// Its name, as its certificate says it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: SmtpSecurity,
    /// Name and password, where it wants them.
    pub login: Option<(String, String)>,
    /// A certificate authority to trust besides those of the system.
    pub ca_file: Option<PathBuf>,
}

impl std::fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let server = (&self.host, self.port, self.security);
        f.debug_tuple("SmtpServer").field(&server).finish_non_exhaustive()
    }
}

/// Sends letters through a mail server.
pub struct SmtpPost {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    unsaid: Vec<String>,
}

impl SmtpPost {
    /// A post that uses a mail server; nothing is connected yet.
    ///
    /// # Errors
    /// When the certificate cannot be read.
    pub fn new(server: &SmtpServer) -> Result<Self, PostError> {
        let tls = match server.security {
            SmtpSecurity::Tls => Tls::Wrapper(parameters(server)?),
            SmtpSecurity::StartTls => Tls::Required(parameters(server)?),
            SmtpSecurity::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
            .port(server.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(2).idle_timeout(Duration::from_secs(30)));
        if let Some((name, password)) = &server.login {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(Self { transport: builder.build(), unsaid: server.login.as_ref().map(unsaid).unwrap_or_default() })
    }

    /// Sends a letter; answers what the server said when it took it.
    pub(crate) async fn deliver(&self, letter: Letter, patience: Duration) -> Result<String, PostError> {
        let mail = letter.to_message()?;
        let sent = tokio::time::timeout(patience, self.transport.send(mail)).await;
        let late = || PostError(format!("the mail server did not answer within {} seconds", patience.as_secs()));
        match sent.map_err(|_| late())? {
            Ok(response) => {
                let lines: Vec<_> = response.message().collect();
                Ok(self.said(&format!("{} {}", response.code(), lines.join(" "))))
            }
            Err(error) => Err(PostError(self.said(&error.to_string()))),
        }
    }

    /// Says good-bye to the server.
    pub(crate) async fn hang_up(&self) {
        self.transport.shutdown().await;
    }

    /// One line without the password.
    fn said(&self, text: &str) -> String {
        let text = self.unsaid.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "(hidden)"));
        text.chars().map(|c| if domain::text::is_hidden(c) { ' ' } else { c }).take(MOST_SAID_CHARS).collect()
    }
}

/// The password in the forms in which a server has seen it (RFC 4954, RFC 4616).
fn unsaid((name, password): &(String, String)) -> Vec<String> {
    let forms = [format!("\0{name}\0{password}"), password.clone()];
    let encoded = forms.iter().map(|form| base64(form.as_bytes()));
    encoded.chain([password.clone()]).filter(|form| !form.is_empty()).collect()
}

fn parameters(server: &SmtpServer) -> Result<TlsParameters, PostError> {
    let broken = |error: &dyn std::fmt::Display| PostError(format!("encryption: {error}"));
    let mut parameters = TlsParameters::builder(server.host.clone());
    if let Some(path) = &server.ca_file {
        let pem = std::fs::read(path).map_err(|error| PostError(format!("{}: {error}", path.display())))?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| broken(&error))?);
    }
    parameters.build_rustls().map_err(|error| broken(&error))
}

impl Post for SmtpPost {
    fn way(&self) -> &'static str {
        "server"
    }

    fn send(&self, letter: Letter) -> Pin<Box<dyn Future<Output = Result<(), PostError>> + Send + '_>> {
        Box::pin(async move { self.deliver(letter, PATIENCE * 3).await.map(drop) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_server_repeats_of_the_password_is_hidden() {
        let login = Some(("house".to_owned(), "open sesame".to_owned()));
        let (host, security) = ("mail.example".to_owned(), SmtpSecurity::StartTls);
        let server = SmtpServer { host, port: 587, security, login, ca_file: None };
        let post = SmtpPost::new(&server).expect("a post");
        for repeated in ["open sesame", "b3BlbiBzZXNhbWU=", "AGhvdXNlAG9wZW4gc2VzYW1l"] {
            assert_eq!(post.said(&format!("535 no\r\nfor {repeated}!")), "535 no  for (hidden)!");
        }
    }
}
