//! A certificate of the house's own authority, for every name and address under which the machine
//! is known at home; signed anew before it ends, and when the machine gets another address.
//!
//! An address that went away is no reason for a new one: it may come back tomorrow.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use api::Machine;

use super::{authority::Authority, chooser::Chooser, disk, machine, now, pair::Pair, report::Report};

const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Keeps the certificate of the house's own authority.
pub struct Local {
    authority: Authority,
    file: PathBuf,
    listen: IpAddr,
    names: Vec<String>,
    current: Pair,
    chooser: Arc<Chooser>,
}

impl Local {
    /// Reads or makes authority and certificate in the folder.
    pub fn open(folder: &Path, listen: SocketAddr, names: Vec<String>) -> anyhow::Result<Self> {
        disk::make_folder(folder)?;
        let Machine { hostname, .. } = machine::look();
        let authority = Authority::open(folder, hostname.as_deref(), &names, now())?;
        for name in names.iter().filter(|name| !authority.may_sign(name)) {
            tracing::warn!(
                name,
                "the house's authority was made before this name and may not sign for it; delete ca.crt and ca.key in \
                 tls/ to have a new one made, which every phone has to trust anew"
            );
        }
        let (file, listen) = (folder.join("local.pem"), listen.ip());
        let wanted = wanted(&authority, &names, listen);
        let kept = disk::read(&file)?.and_then(|pem| Pair::read(&pem, &pem, now()).ok());
        let current = match kept.filter(|pair| is_good(pair, &authority, &wanted)) {
            Some(pair) => pair,
            None => sign(&authority, &wanted, &file)?,
        };
        Ok(Self { chooser: Chooser::new(&current), authority, file, listen, names, current })
    }

    /// What chooses the certificate.
    pub const fn chooser(&self) -> &Arc<Chooser> {
        &self.chooser
    }

    /// What phones take.
    pub fn authority(&self) -> api::Authority {
        self.authority.public()
    }

    /// The certificate in use.
    pub const fn current(&self) -> &Pair {
        &self.current
    }

    /// Whether there is reason for a new one, and makes it.
    pub async fn look(&mut self, report: &Report) -> Duration {
        let wanted = wanted(&self.authority, &self.names, self.listen);
        let mut trouble = String::new();
        if !is_good(&self.current, &self.authority, &wanted) {
            match sign(&self.authority, &wanted, &self.file) {
                Ok(pair) => {
                    self.chooser.replace(&pair);
                    report.taken(&pair).await;
                    self.current = pair;
                }
                Err(error) => {
                    trouble = format!("{error:#}");
                    report.refused(&trouble).await;
                }
            }
        }
        report.remaining(&self.current, &trouble).await;
        LOOK_EVERY
    }
}

fn is_good(pair: &Pair, authority: &Authority, wanted: &[String]) -> bool {
    let at = now();
    let lasts = at < pair.renew_at() || pair.facts.until == authority.public().facts.until;
    authority.signed(pair) && lasts && wanted.iter().all(|name| pair.facts.names.contains(name))
}

fn sign(authority: &Authority, wanted: &[String], file: &Path) -> anyhow::Result<Pair> {
    let at = now();
    let (chain, key) = authority.sign(wanted, at)?;
    disk::write(file, format!("{key}{chain}").as_bytes())?;
    Pair::read(chain.as_bytes(), key.as_bytes(), at).map_err(anyhow::Error::msg)
}

/// Everything under which the machine is known at home. One name too many for the authority would
/// spoil the certificate for all of them.
fn wanted(authority: &Authority, names: &[String], listen: IpAddr) -> Vec<String> {
    let Machine { hostname, addresses } = machine::look();
    let mut wanted: Vec<String> = names.to_vec();
    if let Some(hostname) = hostname {
        wanted.extend([hostname.clone(), format!("{}.local", hostname.split('.').next().unwrap_or_default())]);
    }
    wanted.push("localhost".to_owned());
    let own = [IpAddr::from([127, 0, 0, 1]), IpAddr::from(std::net::Ipv6Addr::LOCALHOST)];
    let listen = Some(listen).filter(|listen| !listen.is_unspecified());
    wanted.extend(own.into_iter().chain(listen).chain(addresses).map(|address| address.to_string()));
    let mut each = Vec::new();
    for name in wanted {
        if authority.may_sign(&name) && !each.contains(&name) {
            each.push(name);
        }
    }
    each
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &Path, names: &[&str]) -> Local {
        let names = names.iter().map(ToString::to_string).collect();
        Local::open(folder, ([10, 0, 0, 1], 8443).into(), names).expect("opened")
    }

    #[test]
    fn a_certificate_is_kept_as_long_as_it_fits() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = open(folder.path(), &[]).current().facts.clone();
        assert!(
            ["localhost", "127.0.0.1", "::1", "10.0.0.1"].iter().all(|name| first.names.iter().any(|it| it == name))
        );
        assert_eq!(open(folder.path(), &[]).current().facts, first);
        let second = open(folder.path(), &["tv.local", "bank.example"]).current().facts.clone();
        assert!(second.names.contains(&"tv.local".to_owned()) && !second.names.contains(&"bank.example".to_owned()));
        std::fs::write(folder.path().join("local.pem"), "nonsense").expect("written");
        assert_ne!(open(folder.path(), &[]).current().facts.sha256, second.sha256);
    }
}
