//! What a mail server may be.

use core::net::IpAddr;

/// How the connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// From the first byte (RFC 8314).
    Tls,
    /// After a plain greeting (RFC 3207); without it nothing is sent.
    StartTls,
    /// Not at all: for a server on this very machine only.
    None,
}

impl Security {
    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }

    /// The port that servers of this kind listen on.
    #[must_use]
    pub const fn usual_port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// Why a mail server is not chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no name of a machine.
    #[error("host: '{0}' is no name or address of a server; use one like mail.example.org")]
    Host(String),
    /// There is no port 0.
    #[error("port: use a number from 1 to 65535")]
    Port,
    /// There is no such kind of encryption.
    #[error("security: '{0}' is none of starttls, tls and none")]
    Security(String),
    /// A server elsewhere would be spoken to in plain.
    #[error("security: {0} is another machine, so what is sent there must be encrypted; use starttls or tls")]
    InPlain(String),
}

pub(super) fn host(host: &str) -> Result<String, Refusal> {
    let trimmed = host.trim();
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let name = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let is_name = trimmed.len() <= 253 && name.split('.').all(label);
    if is_name || trimmed.parse::<IpAddr>().is_ok() {
        return Ok(trimmed.to_owned());
    }
    Err(Refusal::Host(crate::text::excerpt(host, 80)))
}

pub(super) fn port(port: u16) -> Result<u16, Refusal> {
    if port == 0 { Err(Refusal::Port) } else { Ok(port) }
}

pub(super) fn security(word: &str) -> Result<Security, Refusal> {
    match word {
        "tls" => Ok(Security::Tls),
        "starttls" => Ok(Security::StartTls),
        "none" => Ok(Security::None),
        other => Err(Refusal::Security(crate::text::excerpt(other, 20))),
    }
}

/// Whether what is sent to a host stays on this very machine.
pub(super) fn is_this_machine(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    name.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}
