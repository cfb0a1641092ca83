//! A certificate that is fetched from an authority by ACME (RFC 8555), Let's Encrypt or another.
//!
//! What was fetched lies in the data folder and outlives restarts. As long as none was ever fetched,
//! the house shows one of its own authority; as long as the one it has is good, an authority that is
//! down is only a line in the log.

mod account;
mod order;
mod pace;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use api::Challenges;
use chrono::{DateTime, Utc};
use instant_acme::ChallengeType;

use super::{chooser::Chooser, disk, local::Local, now, pair::Pair, report::Report};
use crate::config::{ChallengeChoice, TlsConfig};
use order::Trouble;
use pace::Pace;

/// How long fetching one may take in all.
const PATIENCE: Duration = Duration::from_secs(300);

/// Keeps a certificate of an authority that is asked by ACME.
pub struct Acme {
    config: TlsConfig,
    folder: PathBuf,
    interim: Option<Local>,
    current: Pair,
    /// It is of another authority, or not for all names.
    unfit: bool,
    chooser: Arc<Chooser>,
    challenges: Challenges,
    pace: Pace,
    attempts: usize,
}

impl Acme {
    /// Reads what was fetched before; makes one of its own where there is none.
    pub fn open(folder: &Path, listen: SocketAddr, config: TlsConfig, challenges: Challenges) -> anyhow::Result<Self> {
        disk::make_folder(folder)?;
        let kept = disk::read(&folder.join("acme.pem"))?;
        let fetched = kept.as_deref().and_then(|pem| Pair::read(pem, pem, now()).ok());
        let (interim, current, unfit) = match fetched {
            Some(pair) => {
                let of_ours = kept.is_some_and(|pem| pem.starts_with(first_line(&config).as_bytes()));
                let unfit = !of_ours || config.names.iter().any(|name| !pair.facts.names.contains(name));
                (None, pair, unfit)
            }
            None => {
                let local = Local::open(folder, listen, config.names.clone())?;
                let pair = local.current().clone();
                (Some(local), pair, true)
            }
        };
        let chooser = Chooser::new(&current);
        let folder = folder.to_owned();
        let pace = Pace::default();
        Ok(Self { config, folder, interim, current, unfit, chooser, challenges, pace, attempts: 0 })
    }

    /// What chooses the certificate.
    pub const fn chooser(&self) -> &Arc<Chooser> {
        &self.chooser
    }

    /// The certificate in use.
    pub const fn current(&self) -> &Pair {
        &self.current
    }

    /// What phones take, as long as the house shows a certificate of its own.
    pub fn authority(&self) -> Option<api::Authority> {
        self.interim.as_ref().map(Local::authority)
    }

    /// Fetches one where it is due; `asked` by a person, who does not want to wait.
    pub async fn look(&mut self, asked: bool, report: &Report) -> Duration {
        let at = now();
        if asked {
            self.pace = Pace::default();
        }
        let due = if self.unfit { at } else { self.due() };
        if at < due.max(self.pace.not_before()) {
            return self.pace.wait(due, at);
        }
        match self.fetch().await {
            Ok(pair) => {
                self.chooser.replace(&pair);
                (self.current, self.unfit, self.interim, self.pace) = (pair, false, None, Pace::default());
                report.taken(&self.current).await;
            }
            Err(trouble) => {
                self.pace.failed(trouble.is_passing, now());
                let reason = format!("{}: {}", self.config.directory, trouble.reason);
                report.refused(&reason).await;
                report.remaining(&self.current, &reason).await;
            }
        }
        self.pace.wait(self.due(), now())
    }

    /// At two thirds of its life, and a little before: not all houses at the same second.
    fn due(&self) -> DateTime<Utc> {
        let facts = &self.current.facts;
        let share = i32::from(u8::from_str_radix(facts.sha256.get(..2).unwrap_or_default(), 16).unwrap_or_default());
        self.current.renew_at() - (facts.until - facts.from) / 50 * share / 255
    }

    async fn fetch(&mut self) -> Result<Pair, Trouble> {
        let kind = self.challenge();
        self.attempts += 1;
        let fetched = tokio::time::timeout(PATIENCE, self.order(kind)).await;
        self.chooser.forget();
        self.challenges.forget();
        let (chain, key) = fetched.map_err(|_| Trouble::passing("it took too long"))??;
        let pair = Pair::read(chain.as_bytes(), key.as_bytes(), now()).map_err(Trouble::lasting)?;
        let text = format!("{}{key}{chain}", first_line(&self.config));
        let kept = disk::write(&self.folder.join("acme.pem"), text.as_bytes()).context("it could not be kept");
        kept.map_err(|error| Trouble::lasting(format!("{error:#}")))?;
        Ok(pair)
    }

    /// Which question the authority shall ask. Where either would do, the other one's turn comes
    /// when the first was in vain.
    fn challenge(&self) -> ChallengeType {
        match self.config.challenge {
            ChallengeChoice::TlsAlpn01 => ChallengeType::TlsAlpn01,
            ChallengeChoice::Http01 => ChallengeType::Http01,
            ChallengeChoice::Auto if self.config.http_listen.is_some() && self.attempts % 2 == 1 => {
                ChallengeType::Http01
            }
            ChallengeChoice::Auto => ChallengeType::TlsAlpn01,
        }
    }
}

/// Says whose the certificate is; readers of certificates pass over it.
fn first_line(config: &TlsConfig) -> String {
    format!("directory: {}\n", config.directory)
}
