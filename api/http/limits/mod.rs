//! The limits at the door: how often a stranger, a person or a key may ask, and how often anybody may
//! try a password, a code or a link.
//!
//! They are asked of the log at each request, so a change counts at once; what is counted is kept in
//! memory, in bounded room, and begins anew with each start of the house and for each limit that is
//! set to another count. Rules are absent: bounds and defaults are the domain's.

mod book;
mod class;
mod client;
mod guesses;
mod lately;
mod pass;
mod told;
mod window;

use std::{
    net::IpAddr,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
    time::Duration,
};

use domain::{
    Network,
    household::{Limits, limits::Limit},
};
use tokio_util::sync::CancellationToken;

pub use self::{
    client::Client,
    pass::{guess, pass},
    told::{Told, write},
};
use self::{
    guesses::Guesses,
    lately::Lately,
    window::{Ticks, Window},
};

/// Whoever holds a whole /48 may ask as often as so many households.
const HOUSEHOLDS: u32 = 8;
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// The limits at work.
pub struct Limiter {
    ticks: Ticks,
    exempt: Vec<Network>,
    windows: RwLock<Windows>,
    /// The least that can be set, again, for those who could set it otherwise.
    reserve: Each,
    guesses: Guesses,
    /// Who reached a limit lately.
    pub lately: Lately,
}

struct Windows {
    limits: Limits,
    clients: Each,
    surroundings: Each,
}

/// Each limit's window, where it is not switched off.
type Each = [Option<Arc<Window>>; Limit::ALL.len()];

/// A request that was one too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneTooMany {
    /// Which limit was reached.
    pub limit: Limit,
    /// Who reached it.
    pub client: Client,
    /// How it stands.
    pub told: Told,
}

impl Limiter {
    /// Nobody has asked yet; those in the exempt networks are never counted.
    pub fn new(exempt: Vec<Network>) -> Self {
        Self::with(Ticks::of_machine(), exempt)
    }

    fn with(ticks: Ticks, exempt: Vec<Network>) -> Self {
        let limits = Limits::default();
        let open = |limit: Limit, count| Window::new(count, limit.period_s(), &ticks).map(Arc::new);
        let clients = Limit::ALL.map(|limit| open(limit, limits.count(limit)));
        let surroundings = Limit::ALL.map(|limit| open(limit, limits.count(limit).saturating_mul(HOUSEHOLDS)));
        let reserve = Limit::ALL.map(|limit| open(limit, limit.least()));
        let windows = RwLock::new(Windows { limits, clients, surroundings });
        Self { ticks, exempt, windows, reserve, guesses: Guesses::default(), lately: Lately::default() }
    }

    /// Goes by these limits from now on.
    pub fn follow(&self, limits: &Limits) {
        if self.windows().limits == *limits {
            return;
        }
        let mut windows = self.windows.write().unwrap_or_else(PoisonError::into_inner);
        for (place, limit) in Limit::ALL.into_iter().enumerate() {
            let count = limits.count(limit);
            if count != windows.limits.count(limit) {
                let open = |count| Window::new(count, limit.period_s(), &self.ticks).map(Arc::new);
                windows.clients[place] = open(count);
                windows.surroundings[place] = open(count.saturating_mul(HOUSEHOLDS));
            }
        }
        windows.limits = limits.clone();
    }

    /// Whether nobody counts what comes from there.
    pub fn is_exempt(&self, address: IpAddr) -> bool {
        self.exempt.iter().any(|network| network.holds(address))
    }

    /// Counts a request by all the limits that count it, or by none where one of them is reached.
    ///
    /// # Errors
    /// The limit that keeps it waiting for longest.
    pub fn count(&self, counted: &[(Limit, Client)], has_reserve: bool) -> Result<Vec<Told>, OneTooMany> {
        let within = self.take(counted);
        match within {
            Err(too_many) if has_reserve && self.take_reserve(counted) => Ok(vec![too_many.told]),
            outcome => outcome,
        }
    }

    fn take(&self, counted: &[(Limit, Client)]) -> Result<Vec<Told>, OneTooMany> {
        let windows = self.windows();
        let mut open = Vec::with_capacity(counted.len() * 2);
        for (limit, client) in counted {
            let place = place(*limit);
            open.extend(windows.clients[place].clone().map(|window| (*limit, *client, *client, window)));
            let around = client.surroundings().zip(windows.surroundings[place].clone());
            open.extend(around.map(|(around, window)| (*limit, *client, around, window)));
        }
        drop(windows);
        // All are looked at before any counts: whoever is refused by one uses nothing up of the others, and no network
        // of a /48 that has asked enough is even written down.
        let refused = open.iter().filter_map(|(limit, client, counted, window)| {
            let standing = window.standing(*counted);
            standing.wait.map(|_| OneTooMany {
                limit: *limit,
                client: *client,
                told: Told::of(*limit, window, standing),
            })
        });
        if let Some(refused) = refused.max_by_key(|refused| refused.told.again_s) {
            return Err(refused);
        }
        let mut told = Vec::new();
        for (limit, client, counted, window) in &open {
            let is_within = window.take(*counted);
            let standing = Told::of(*limit, window, window.standing(*counted));
            if !is_within {
                return Err(OneTooMany { limit: *limit, client: *client, told: standing });
            }
            if client == counted {
                told.push(standing);
            }
        }
        Ok(told)
    }

    fn take_reserve(&self, counted: &[(Limit, Client)]) -> bool {
        let windows =
            || counted.iter().filter_map(|(limit, client)| Some((self.reserve[place(*limit)].as_ref()?, *client)));
        let is_left = windows().all(|(window, client)| window.standing(client).wait.is_none());
        is_left && windows().all(|(window, client)| window.take(client))
    }

    /// Forgets those who have not asked for a while, once a minute.
    pub async fn sweep(&self, shutdown: CancellationToken) {
        let mut minutes = tokio::time::interval(SWEEP_EVERY);
        while shutdown.run_until_cancelled(minutes.tick()).await.is_some() {
            let all = self.all();
            all.iter().for_each(|(_, window)| window.sweep());
        }
    }

    /// How many clients are counted by each limit.
    pub fn clients(&self) -> impl Iterator<Item = (Limit, u64)> {
        let all = self.all();
        Limit::ALL.into_iter().map(move |limit| {
            let of = all.iter().filter(|(it, _)| *it == limit);
            (limit, of.map(|(_, window)| window.clients() as u64).sum())
        })
    }

    fn all(&self) -> Vec<(Limit, Arc<Window>)> {
        let windows = self.windows();
        let each = [&windows.clients, &windows.surroundings, &self.reserve];
        let open = each.into_iter().flat_map(|each| Limit::ALL.into_iter().zip(each));
        open.filter_map(|(limit, window)| Some((limit, window.clone()?))).collect()
    }

    fn windows(&self) -> RwLockReadGuard<'_, Windows> {
        self.windows.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place(limit: Limit) -> usize {
    Limit::ALL.iter().position(|it| *it == limit).unwrap_or_default()
}

#[cfg(test)]
mod scenarios;
