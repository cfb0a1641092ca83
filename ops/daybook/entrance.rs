//! How people come to this house, as its configuration and its machine say it.

use std::net::SocketAddr;

use api::{Encryption, Entrance};
use tokio::net::TcpListener;

use crate::{
    config::{Config, ConfigError, Mode},
    folder::Folder,
    tls::{Tls, look_at_machine},
};

/// What the house shall know of it, and what encrypts it.
pub fn open(
    folder: &Folder,
    config: &Config,
    listen: SocketAddr,
    plain: Option<&TcpListener>,
) -> anyhow::Result<(Entrance, Option<Tls>)> {
    let tls = Tls::open(folder, &config.tls, listen)?;
    let mut entrance = Entrance {
        plain: plain.map(TcpListener::local_addr).transpose()?,
        encryption: match config.tls.mode {
            Mode::Off => Encryption::Off,
            Mode::Files => Encryption::Files,
            Mode::Local => Encryption::Local,
            Mode::Acme => Encryption::Acme,
        },
        names: config.tls.names.clone(),
        proxies: config.trusted_proxies().map_err(ConfigError)?,
        accel_prefix: config.proxy.accel_prefix.clone(),
        machine: look_at_machine,
        ..Entrance::plain(listen)
    };
    if let Some(tls) = &tls {
        entrance.certificate = tls.certificate.clone();
        entrance.authority = tls.authority.clone();
        entrance.challenges = tls.challenges.clone();
    }
    Ok((entrance, tls))
}
