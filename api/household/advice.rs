//! What an admin should do next about how the house is reached: at most a few lines, and each with
//! what to write where.

use chrono::{DateTime, Days, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{Asked, CertificateFacts, Encryption, Entrance};

/// Something to do.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Advice {
    /// What and why, in plain words.
    text: String,
    /// What to write into `daybook.toml`, where that is it.
    #[serde(skip_serializing_if = "Option::is_none")]
    toml: Option<&'static str>,
}

/// What the advice depends on.
pub struct Situation<'a> {
    /// How people come in.
    pub entrance: &'a Entrance,
    /// How the one who asks came in.
    pub asked: &'a Asked,
    /// The certificate in use.
    pub certificate: Option<&'a CertificateFacts>,
    /// The public address in the settings.
    pub public: Option<&'a str>,
    /// The time.
    pub now: DateTime<Utc>,
}

const OPEN: &str = "listen = \"0.0.0.0:8443\"\n\n[tls]\nmode = \"local\"\n";
const OPEN_ENCRYPTED: &str = "listen = \"0.0.0.0:8443\"\n";
const WARN_DAYS: Days = Days::new(14);

/// All of it, the most pressing first.
pub fn advice(situation: &Situation) -> Vec<Advice> {
    let Situation { entrance, .. } = situation;
    let (closed, encrypted) = (entrance.listen.ip().is_loopback(), entrance.encryption != Encryption::Off);
    let mut all = Vec::new();
    all.extend(ending(situation));
    all.extend(plain_proxy(situation));
    if closed && entrance.proxies.is_empty() {
        all.push(if encrypted { open_encrypted() } else { open() });
    }
    if entrance.authority.is_some() && !closed {
        all.push(trust(entrance));
    }
    if situation.public.is_none() && (!closed || !entrance.proxies.is_empty()) {
        all.push(say("Set the public address in the settings: links in mails begin with it.".to_owned(), None));
    }
    all
}

const fn say(text: String, toml: Option<&'static str>) -> Advice {
    Advice { text, toml }
}

fn ending(situation: &Situation) -> Option<Advice> {
    let until = situation.certificate?.until;
    let soon = situation.now.checked_add_days(WARN_DAYS).is_some_and(|then| until < then);
    let told =
        format!("The certificate ends on {}. The server's log says why there is no new one.", until.date_naive());
    soon.then(|| say(told, None))
}

fn plain_proxy(situation: &Situation) -> Option<Advice> {
    let told = "The proxy says that this page was asked for without encryption. Let it send people to HTTPS, and let it \
                set X-Forwarded-Proto; otherwise passwords can be read on the way.";
    (situation.asked.by_proxy && !situation.asked.encrypted).then(|| say(told.to_owned(), None))
}

fn open() -> Advice {
    let told = "Only this machine can reach the house. To let phones and other computers of your network in, write this \
                at the end of daybook.toml in the data folder, stop Daybook and start it again. It makes its own \
                certificate; each phone has to trust it once.";
    say(told.to_owned(), Some(OPEN))
}

fn open_encrypted() -> Advice {
    let told = "The house encrypts, but listens to this machine only. To let others in, write this at the end of \
                daybook.toml in the data folder, stop Daybook and start it again.";
    say(told.to_owned(), Some(OPEN_ENCRYPTED))
}

fn trust(entrance: &Entrance) -> Advice {
    let url = entrance.urls_to_open().into_iter().next().unwrap_or_default();
    say(
        format!(
            "On each phone and computer, open {url}/ca.crt once, install that certificate as a trusted authority, and \
             compare its SHA-256 with that of the house's own authority, below."
        ),
        None,
    )
}

#[cfg(test)]
mod tests {
    use axum::extract::Request;
    use chrono::TimeZone;

    use super::*;

    fn heard(entrance: &Entrance, said: &[(&'static str, &'static str)], days_left: u64) -> Vec<Advice> {
        let mut request = Request::new(axum::body::Body::empty());
        let peer = axum::extract::ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 9)));
        request.extensions_mut().insert(peer);
        for (name, value) in said {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let asked = Asked::of(&mut request, &entrance.proxies);
        let now = Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap();
        let (until, sha256) = (now.checked_add_days(Days::new(days_left)).unwrap(), String::new());
        let facts = CertificateFacts { issuer: String::new(), names: vec![], from: now, until, sha256 };
        let certificate = (entrance.encryption != Encryption::Off).then_some(&facts);
        advice(&Situation { entrance, asked: &asked, certificate, public: Some("https://a"), now })
    }

    fn entrance(listen: &str, encryption: Encryption) -> Entrance {
        Entrance { encryption, ..Entrance::plain(listen.parse().unwrap()) }
    }

    #[test]
    fn a_house_on_its_own_is_told_how_to_open() {
        assert_eq!(heard(&entrance("127.0.0.1:8080", Encryption::Off), &[], 0)[0].toml, Some(OPEN));
        assert_eq!(heard(&entrance("127.0.0.1:8080", Encryption::Local), &[], 90)[0].toml, Some(OPEN_ENCRYPTED));
    }

    #[test]
    fn a_house_in_order_needs_no_advice() {
        assert_eq!(heard(&entrance("0.0.0.0:443", Encryption::Acme), &[], 90), []);
    }

    #[test]
    fn a_certificate_that_ends_and_a_proxy_without_one_are_spoken_of() {
        assert!(heard(&entrance("0.0.0.0:443", Encryption::Files), &[], 3)[0].text.contains("2026-03-04"));
        let proxies = vec!["127.0.0.1".parse().unwrap()];
        let behind = Entrance { proxies, ..entrance("127.0.0.1:8080", Encryption::Off) };
        assert!(heard(&behind, &[("x-forwarded-proto", "http")], 0)[0].text.contains("X-Forwarded-Proto"));
        assert_eq!(heard(&behind, &[("x-forwarded-proto", "https")], 0), []);
    }
}
