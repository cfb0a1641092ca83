//! What is known of a request before anybody looks into it: its id, where it comes from and how.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
};
use commands::identity::Renewed;
use domain::{AccountId, CommandId, Network};
use uuid::Uuid;

use super::{client_address::NOWHERE, forwarded::Forwarded, limits::Told, outer::Outer};

/// One request.
#[derive(Clone)]
pub struct Asked {
    /// Its id, answered in `X-Request-Id`.
    pub id: Uuid,
    /// Whose computer sent it; `None` where it came over no network.
    pub client: Option<IpAddr>,
    /// It came from this very machine and no proxy forwarded it.
    pub from_this_machine: bool,
    /// A declared proxy handed it on.
    pub by_proxy: bool,
    /// It was asked over HTTPS: ours, or that of a declared proxy that says so.
    pub encrypted: bool,
    /// What a declared proxy calls it.
    pub outer: Arc<Outer>,
    account: Arc<OnceLock<AccountId>>,
    command: Arc<OnceLock<CommandId>>,
    renewed: Arc<OnceLock<Renewed>>,
    limits: Arc<OnceLock<(Vec<Told>, bool)>>,
}

/// The connection is encrypted; put beside its requests by whoever took it.
#[derive(Clone, Copy, Debug)]
pub struct Encrypted;

const FORWARDED: [&str; 4] = ["forwarded", "via", "x-forwarded-for", "x-real-ip"];

impl Asked {
    /// Looks at a request from outside, and takes out of it what is not to be believed.
    pub fn of(request: &mut Request, proxies: &[Network]) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let over_tls = request.extensions().get::<Encrypted>().is_some();
        let headers = request.headers_mut();
        let from_this_machine = peer.is_some_and(|peer| peer.to_canonical().is_loopback()) && !is_forwarded(headers);
        let believed = peer.is_some_and(|peer| proxies.iter().any(|proxy| proxy.holds(peer)));
        let outer = if believed { Arc::new(Outer::of(headers)) } else { Arc::default() };
        let heard = Forwarded::heard(peer.unwrap_or(NOWHERE), headers, proxies);
        heard.settle(headers);
        Self {
            id: Uuid::now_v7(),
            client: peer.map(|_| heard.client),
            from_this_machine,
            by_proxy: heard.by_proxy,
            encrypted: heard.encrypted.unwrap_or(over_tls),
            outer,
            account: Arc::default(),
            command: Arc::default(),
            renewed: Arc::default(),
            limits: Arc::default(),
        }
    }

    /// Takes note of the command that its own key names.
    pub fn commands(&self, command: CommandId) {
        let _ = self.command.set(command);
    }

    /// The command it gives, under which the diary tells of it.
    pub fn command(&self) -> CommandId {
        self.command.get().copied().unwrap_or(CommandId(self.id))
    }

    /// The answer brings another secret of the session.
    pub fn renew(&self, renewed: Renewed) {
        let _ = self.renewed.set(renewed);
    }

    /// The other secret that the answer brings.
    pub fn renewed(&self) -> Option<&Renewed> {
        self.renewed.get()
    }

    /// Takes note of how its client stands with the limits that counted it.
    pub fn stands(&self, told: Vec<Told>) {
        let _ = self.limits.set((told, false));
    }

    /// Takes note of the limit that it was one too many for.
    pub fn must_wait(&self, told: Told) {
        let _ = self.limits.set((vec![told], true));
    }

    /// How its client stands with the limits that counted it, and whether it must wait.
    pub fn limits(&self) -> Option<&(Vec<Told>, bool)> {
        self.limits.get()
    }

    /// Takes note of who it turned out to be.
    pub fn is_from(&self, account: AccountId) {
        let _ = self.account.set(account);
    }

    /// Who it turned out to be.
    pub fn account(&self) -> Option<AccountId> {
        self.account.get().copied()
    }

    /// The address it is counted under.
    pub fn counted_as(&self) -> IpAddr {
        self.client.map_or(NOWHERE, super::client_address::counted_as)
    }
}

fn is_forwarded(headers: &HeaderMap) -> bool {
    FORWARDED.iter().any(|name| headers.contains_key(*name))
}
