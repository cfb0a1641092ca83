//! A certificate that somebody else renews: read from files, and again whenever they change.
//!
//! Whoever renews writes two files, one after the other. A pair that does not fit is therefore looked
//! at once more before anybody is told; the old one goes on in any case.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{chooser::Chooser, now, pair::Pair, report::Report};

const LOOK_EVERY: Duration = Duration::from_secs(5);

/// When both files were written last, and how long they are.
type Seen = [Option<(SystemTime, u64)>; 2];

/// Keeps the certificate of two files.
pub struct Files {
    certificate: PathBuf,
    key: PathBuf,
    seen: Seen,
    trouble: Option<String>,
    current: Pair,
    chooser: Arc<Chooser>,
}

impl Files {
    /// Reads both.
    ///
    /// # Errors
    /// A sentence about what does not fit.
    pub fn open(certificate: PathBuf, key: PathBuf) -> Result<Self, String> {
        let seen = seen(&certificate, &key);
        let current = read(&certificate, &key)?;
        Ok(Self { chooser: Chooser::new(&current), certificate, key, seen, trouble: None, current })
    }

    /// What chooses the certificate.
    pub const fn chooser(&self) -> &Arc<Chooser> {
        &self.chooser
    }

    /// The certificate in use.
    pub const fn current(&self) -> &Pair {
        &self.current
    }

    /// Looks at the files; `asked` by a person, who wants to hear of it at once.
    pub async fn look(&mut self, asked: bool, report: &Report) -> Duration {
        let seen = seen(&self.certificate, &self.key);
        if asked || seen != self.seen || self.trouble.is_some() {
            self.seen = seen;
            self.take(asked, report).await;
        }
        report.remaining(&self.current, self.trouble.as_deref().unwrap_or("nobody renewed it")).await;
        LOOK_EVERY
    }

    async fn take(&mut self, asked: bool, report: &Report) {
        match read(&self.certificate, &self.key) {
            Ok(pair) => {
                self.trouble = None;
                if pair.facts.sha256 != self.current.facts.sha256 {
                    self.chooser.replace(&pair);
                    report.taken(&pair).await;
                    self.current = pair;
                }
            }
            Err(reason) => {
                if asked || self.trouble.as_ref() == Some(&reason) {
                    report.refused(&reason).await;
                }
                self.trouble = Some(reason);
            }
        }
    }
}

fn seen(certificate: &Path, key: &Path) -> Seen {
    [certificate, key].map(|path| {
        let file = std::fs::metadata(path).ok()?;
        Some((file.modified().ok()?, file.len()))
    })
}

fn read(certificate: &Path, key: &Path) -> Result<Pair, String> {
    let bytes = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let (chain, secret) = (bytes(certificate)?, bytes(key)?);
    Pair::read(&chain, &secret, now()).map_err(|reason| format!("{}: {reason}", certificate.display()))
}
