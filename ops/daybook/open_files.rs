//! How many files and connections the process may hold open at once. What the system allows at
//! most is never exceeded; where that is too little the house says so and takes fewer.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files of the house itself, and connections besides the sockets.
const BESIDES: u64 = 2048;

/// Asks the system for as many as so many sockets need: each is one, and may hold another one while
/// it changes from polling to a connection of its own.
pub fn allow(sockets: u32) {
    let needed = BESIDES + 2 * u64::from(sockets);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= needed) {
        return;
    }
    let allowed = maximum.map_or(needed, |maximum| maximum.min(needed));
    if allowed < needed {
        tracing::warn!(allowed, needed, "the system allows fewer open files than limits.sockets_in_all may need");
    }
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), maximum }) {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
}
