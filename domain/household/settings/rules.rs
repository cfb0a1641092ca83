//! What a setting may be.

use chrono_tz::Tz;

use crate::{
    identity::factors::Requirement,
    kernel::{mail::is_mail_address, text},
};

/// Why a setting is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A name has 1 to 60 characters.
    #[error("name: a house has a name of 1 to 60 characters")]
    Name,
    /// There is no such zone.
    #[error("time_zone: '{0}' is no time zone; use a name like Europe/Berlin")]
    TimeZone(String),
    /// It is no address of a web site.
    #[error("public_address: '{0}' is no address; use scheme and host only, like https://house.example")]
    PublicAddress(String),
    /// It is no mail address.
    #[error("mail_sender: '{0}' is no mail address")]
    MailSender(String),
    /// It is no origin, or one that nothing protects.
    #[error("allowed_origins: '{origin}' {reason}")]
    Origin {
        /// What was given.
        origin: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// They are too many.
    #[error("allowed_origins: {0} are too many; use 20 at most")]
    TooManyOrigins(usize),
    /// An invitation holds for some days.
    #[error("invitation_days: {0} is out of range; use 1 to 90")]
    InvitationDays(u32),
    /// It is no host of mail addresses.
    #[error("mail_domains: '{0}' is no host of mail addresses; use what follows the @, like house.example")]
    MailDomain(String),
    /// They are too many.
    #[error("mail_domains: {0} are too many; use 20 at most")]
    TooManyDomains(usize),
    /// It is no kind of second factor.
    #[error("{setting}: '{word}' is no kind of second factor; use any, strong, app or passkey")]
    RequiredFactor {
        /// Which setting.
        setting: &'static str,
        /// What was given.
        word: String,
    },
    /// Whoever asks has it not.
    #[error("required_factor_admins: set up {} yourself first, or you would be the first to stand outside", _0.in_words())]
    RequiredOfOneself(Requirement),
    /// It is too long a time.
    #[error("alert_digest_minutes: {0} is out of range; use 0 (each alert at once) to 1440 (a day)")]
    AlertDigest(u32),
}

pub(super) fn name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    let fits = (1..=60).contains(&name.chars().count()) && text::is_plain(name);
    if fits { Ok(name.to_owned()) } else { Err(Refusal::Name) }
}

pub(super) fn zone(zone: &str) -> Result<Tz, Refusal> {
    zone.parse().map_err(|_| Refusal::TimeZone(excerpt(zone)))
}

pub(super) fn address(address: &str) -> Result<String, Refusal> {
    let trimmed = address.trim().trim_end_matches('/');
    if address.trim().is_empty() {
        return Ok(String::new());
    }
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    let fits = |host: &str| {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
        (1..=253).contains(&host.len()) && host.bytes().all(allowed)
    };
    match host {
        Some(host) if fits(host) => Ok(trimmed.to_owned()),
        _ => Err(Refusal::PublicAddress(excerpt(address))),
    }
}

pub(super) fn mail_address(address: &str) -> Result<String, Refusal> {
    let address = address.trim();
    if is_mail_address(address) { Ok(address.to_owned()) } else { Err(Refusal::MailSender(excerpt(address))) }
}

pub(super) fn digest(minutes: u32) -> Result<u32, Refusal> {
    if minutes <= 1440 { Ok(minutes) } else { Err(Refusal::AlertDigest(minutes)) }
}

pub(super) fn excerpt(typed: &str) -> String {
    text::excerpt(typed, 80)
}
