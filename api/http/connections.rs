//! How many connections one address may hold open: whoever opens them and says nothing keeps nobody
//! else out. Sockets that were upgraded are counted elsewhere, and declared proxies hold those of everybody.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::client_address::counted_as;

/// The connections there are, by address (or household's network). Cheap to clone.
#[derive(Clone, Debug)]
pub struct Connections {
    most: u32,
    open: Arc<Mutex<HashMap<IpAddr, u32>>>,
}

/// One of them, for as long as it is kept.
pub struct Held {
    all: Connections,
    address: IpAddr,
}

impl Connections {
    /// None yet; so many of one address, or as many as there are where it is 0.
    pub fn new(most: u32) -> Self {
        Self { most, open: Arc::default() }
    }

    /// Takes one, where the address has one left.
    pub fn take(&self, address: IpAddr) -> Option<Held> {
        let address = counted_as(address);
        let mut open = self.lock();
        let theirs = open.entry(address).or_default();
        if self.most > 0 && *theirs >= self.most {
            return None;
        }
        *theirs += 1;
        Some(Held { all: self.clone(), address })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut open = self.all.lock();
        if let Some(theirs) = open.get_mut(&self.address) {
            *theirs -= 1;
            if *theirs == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_and_others_have_theirs() {
        let (all, one, other) = (Connections::new(2), "192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let (first, _second) = (all.take(one), all.take(one));
        assert!(first.is_some() && all.take(one).is_none() && all.take(other).is_some());
        drop(first);
        assert!(all.take(one).is_some());
        assert_eq!(all.lock().len(), 1, "who holds none is forgotten");
    }

    #[test]
    fn no_limit_is_no_limit() {
        let (all, one) = (Connections::new(0), "192.0.2.1".parse().unwrap());
        let held: Vec<_> = (0..1000).filter_map(|_| all.take(one)).collect();
        assert_eq!(held.len(), 1000);
    }
}
