//! What is known of a request before anybody looks into it: its id and where it comes from.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
};
use domain::AccountId;
use uuid::Uuid;

use super::client_address::{NOWHERE, Network, client_address};

/// One request.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its id, answered in `X-Request-Id`.
    pub id: Uuid,
    /// Whose computer sent it; `None` where it came over no network.
    pub client: Option<IpAddr>,
    /// It came from this very machine and no proxy forwarded it.
    pub from_this_machine: bool,
    account: Arc<OnceLock<AccountId>>,
}

const FORWARDED: [&str; 4] = ["forwarded", "via", "x-forwarded-for", "x-real-ip"];

impl Asked {
    /// Looks at a request from outside.
    pub fn of(request: &Request, proxies: &[Network]) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let headers = request.headers();
        Self {
            id: Uuid::now_v7(),
            client: peer.map(|peer| client_address(peer, headers, proxies)),
            from_this_machine: peer.is_some_and(|peer| peer.to_canonical().is_loopback()) && !is_forwarded(headers),
            account: Arc::default(),
        }
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
