//! How the house is reached, told to an admin in plain words: under which addresses, with which
//! certificate, and what to write into the configuration so that others can come.
//!
//! Changing any of it is absent: a mistake there would lock out whoever made it.

use std::{net::IpAddr, sync::Arc};

use axum::{Extension, extract::State};
use chrono::{DateTime, Utc};
use commands::household;
use serde::Serialize;
use utoipa::ToSchema;

use super::advice::{Advice, Situation, advice};
use crate::{
    front::Front,
    http::{Admin, Asked, AtLeast, CertificateFacts, Encryption, Problem},
};

/// How the house is reached.
#[derive(Serialize, ToSchema)]
pub struct Network {
    /// Where it listens: address and port.
    #[schema(example = "0.0.0.0:8443")]
    listen: String,
    /// Where it listens besides, to send those on who come without encryption.
    http_listen: Option<String>,
    /// What encrypts connections: `off`, `files`, `local` or `acme`.
    tls: &'static str,
    /// The names it was given in the configuration.
    names: Vec<String>,
    /// The certificate in use; null without encryption.
    certificate: Option<Certificate>,
    /// The house's own authority, which phones have to trust once; null where it has none.
    authority: Option<Authority>,
    /// The machine's name.
    hostname: Option<String>,
    /// The machine's addresses, without those that never leave it.
    addresses: Vec<String>,
    /// Addresses a browser could open, the best first.
    urls: Vec<String>,
    /// Whether other machines can reach it at all.
    open: bool,
    /// Proxies in front whose word counts.
    proxies: Vec<String>,
    /// How this very request came.
    request: This,
    /// What to do next, in plain words.
    advice: Vec<Advice>,
}

/// A certificate.
#[derive(Serialize, ToSchema)]
pub struct Certificate {
    /// Who signed it.
    issuer: String,
    /// Names and addresses it is good for.
    names: Vec<String>,
    /// From when.
    from: DateTime<Utc>,
    /// Until when.
    until: DateTime<Utc>,
    /// The SHA-256 of it, as browsers show it.
    sha256: String,
}

/// The house's own authority.
#[derive(Serialize, ToSchema)]
pub struct Authority {
    /// What it is called.
    name: String,
    /// Until when it is good.
    until: DateTime<Utc>,
    /// The SHA-256 of its certificate, to be compared with what the phone shows.
    sha256: String,
    /// Where its certificate can be downloaded, without a login.
    path: &'static str,
}

/// How a request came.
#[derive(Serialize, ToSchema)]
pub struct This {
    /// Whether it was encrypted, on its way to the house or to its proxy.
    encrypted: bool,
    /// Whether a declared proxy handed it on.
    by_proxy: bool,
    /// From which address.
    from: Option<String>,
}

/// Shows how the house is reached
///
/// What encrypts it, under which addresses it is found, and what to do so that others can come.
#[utoipa::path(get, path = "/api/household/network", tag = "household", security(("session" = [])),
    responses((status = 200, description = "How it is reached.", body = Network)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    _at_least: AtLeast,
    Extension(asked): Extension<Asked>,
) -> Result<axum::Json<Network>, Problem> {
    let entrance = &front.entrance;
    let machine = (entrance.machine)();
    let (settings, _) = household::settings(&front.desk).await?;
    let certificate = entrance.certificate.borrow().clone();
    let situation = Situation {
        entrance,
        asked: &asked,
        certificate: certificate.as_ref(),
        public: settings.public_address.as_deref(),
        now: front.desk.clock().now(),
    };
    Ok(axum::Json(Network {
        advice: advice(&situation),
        listen: entrance.listen.to_string(),
        http_listen: entrance.plain.map(|plain| plain.to_string()),
        tls: word(entrance.encryption),
        names: entrance.names.clone(),
        certificate: certificate.map(Certificate::from),
        authority: entrance.authority.as_ref().map(|authority| Authority::from(&authority.facts)),
        hostname: machine.hostname,
        addresses: machine.addresses.iter().map(IpAddr::to_string).collect(),
        urls: entrance.urls_to_open(),
        open: !entrance.listen.ip().is_loopback(),
        proxies: entrance.proxies.iter().map(ToString::to_string).collect(),
        request: This {
            encrypted: asked.encrypted,
            by_proxy: asked.by_proxy,
            from: asked.client.map(|client| client.to_string()),
        },
    }))
}

const fn word(encryption: Encryption) -> &'static str {
    match encryption {
        Encryption::Off => "off",
        Encryption::Files => "files",
        Encryption::Local => "local",
        Encryption::Acme => "acme",
    }
}

impl From<&CertificateFacts> for Authority {
    fn from(facts: &CertificateFacts) -> Self {
        let (name, sha256) = (facts.issuer.clone(), facts.fingerprint());
        Self { name, until: facts.until, sha256, path: "/ca.crt" }
    }
}

impl From<CertificateFacts> for Certificate {
    fn from(facts: CertificateFacts) -> Self {
        let sha256 = facts.fingerprint();
        let CertificateFacts { issuer, names, from, until, .. } = facts;
        Self { issuer, names, from, until, sha256 }
    }
}
