//! The house's certificate: where it comes from, who keeps it good, and how visitors are shown it.
//!
//! Four ways, chosen in the configuration: none, files that somebody else renews, an authority of
//! the house's own, or one that is asked by ACME. Speaking HTTP is absent: the house does that.

mod acme;
mod authority;
mod chooser;
mod der;
mod disk;
mod files;
mod keep;
mod local;
mod machine;
mod pair;
mod report;

use std::{net::SocketAddr, sync::Arc};

use api::{CertificateFacts, Challenges};
use chrono::{DateTime, Utc};
use commands::{Clock as _, SystemClock};
use rustls::ServerConfig;
use tokio::sync::watch;

use crate::{
    config::{ConfigError, Mode, TlsConfig},
    folder::Folder,
};
use acme::Acme;
use files::Files;
pub use keep::Keeper;
use local::Local;
pub use machine::{is_name, look as look_at_machine};
pub use report::Report;

/// The time by which certificates are judged: that of the house's one clock.
fn now() -> DateTime<Utc> {
    SystemClock.now()
}

/// The encryption of a house.
pub struct Tls {
    /// How it shakes hands.
    pub server: Arc<ServerConfig>,
    /// What may be known of the certificate in use.
    pub certificate: watch::Receiver<Option<CertificateFacts>>,
    /// The house's own authority, where there is one.
    pub authority: Option<api::Authority>,
    /// What is answered to authorities.
    pub challenges: Challenges,
    /// Who keeps the certificate good.
    pub keeper: Keeper,
}

impl Tls {
    /// Sets it up; `None` where the configuration wants none.
    pub fn open(folder: &Folder, config: &TlsConfig, listen: SocketAddr) -> anyhow::Result<Option<Self>> {
        let (own, challenges) = (folder.join("tls"), Challenges::default());
        let (chooser, authority, keeper) = match config.mode {
            Mode::Off => return Ok(None),
            Mode::Files => {
                let path = |path: &Option<std::path::PathBuf>| folder.join(path.clone().unwrap_or_default());
                let files = Files::open(path(&config.certificate_file), path(&config.key_file));
                let files = files.map_err(|error| ConfigError(format!("tls: {error}")))?;
                (files.chooser().clone(), None, Keeper::Files(Box::new(files)))
            }
            Mode::Local => {
                let local = Local::open(&own, listen, config.names.clone())?;
                (local.chooser().clone(), Some(local.authority()), Keeper::Local(Box::new(local)))
            }
            Mode::Acme => {
                let acme = Acme::open(&own, listen, config.clone(), challenges.clone())?;
                (acme.chooser().clone(), acme.authority(), Keeper::Acme(Box::new(acme)))
            }
        };
        let (server, certificate) = (chooser.config()?, chooser.facts());
        Ok(Some(Self { server, certificate, authority, challenges, keeper }))
    }
}
