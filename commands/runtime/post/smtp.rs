//! Letters through a mail server (RFC 5321), always encrypted.

use std::{future::Future, path::PathBuf, pin::Pin, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

use super::{Letter, Post, PostError};

const PATIENCE: Duration = Duration::from_secs(20);

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// From the first byte (RFC 8314).
    Tls,
    /// After a plain greeting (RFC 3207); without it nothing is sent.
    StartTls,
}

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
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
            .port(server.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(2).idle_timeout(Duration::from_secs(30)));
        if let Some((name, password)) = &server.login {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(Self { transport: builder.build() })
    }
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
        Box::pin(async move {
            let mail = letter.to_message()?;
            let sent = tokio::time::timeout(PATIENCE * 3, self.transport.send(mail)).await;
            let sent = sent.map_err(|_| PostError("the mail server did not answer in time".to_owned()))?;
            sent.map(drop).map_err(|error| PostError(error.to_string()))
        })
    }
}
