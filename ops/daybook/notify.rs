//! Tells systemd how the house is (`sd_notify`): ready, reading its configuration again, alive, stopping.
//!
//! Started by anybody else, it says nothing. What cannot be delivered is let go: that nobody
//! listens is no reason to close a house.

use std::{
    env,
    ffi::OsStr,
    io,
    os::{
        linux::net::SocketAddrExt as _,
        unix::{
            ffi::OsStrExt as _,
            net::{SocketAddr, UnixDatagram},
        },
    },
    sync::Arc,
    time::Duration,
};

use eventlog::EventLog;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The way to systemd, where it started us. Cheap to clone.
#[derive(Clone)]
pub struct Systemd {
    socket: Option<Arc<UnixDatagram>>,
    watchdog: Option<Duration>,
}

impl Systemd {
    /// The way that systemd left in the environment; from now on it hears that the house is alive, if it wants to.
    pub fn begin(log: &Arc<dyn EventLog>, tasks: &TaskTracker, shutdown: &CancellationToken) -> Self {
        let systemd = Self::from_environment();
        tasks.spawn(systemd.clone().stay_in_touch(log.clone(), shutdown.clone()));
        systemd
    }

    fn from_environment() -> Self {
        let number = |name| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let ours = number("WATCHDOG_PID").is_none_or(|process| process == u64::from(std::process::id()));
        let watchdog = number("WATCHDOG_USEC").filter(|_| ours).map(Duration::from_micros);
        let socket = env::var_os("NOTIFY_SOCKET").and_then(|name| match connect(&name) {
            Ok(socket) => Some(Arc::new(socket)),
            Err(error) => {
                tracing::warn!(%error, "systemd cannot be told how the house is");
                None
            }
        });
        Self { socket, watchdog }
    }

    /// The house answers requests.
    pub fn ready(&self, status: &str) {
        self.say(&format!("READY=1\nSTATUS={status}"));
    }

    /// The configuration is read again; [`Systemd::reloaded`] follows.
    pub fn reloading(&self) {
        self.say("RELOADING=1");
    }

    /// It was read.
    pub fn reloaded(&self) {
        self.say("READY=1");
    }

    /// The house finishes what it accepted.
    pub fn stopping(&self) {
        self.say("STOPPING=1\nSTATUS=finishing what was begun");
    }

    /// Says that the house is alive, as often as systemd wants to hear it. The log is asked for
    /// its newest event first: whatever it answers, it answered; a house that hangs says nothing.
    async fn stay_in_touch(self, log: Arc<dyn EventLog>, shutdown: CancellationToken) {
        let Some(patience) = self.watchdog.filter(|patience| !patience.is_zero()) else { return };
        let mut beats = tokio::time::interval(patience / 3);
        while shutdown.run_until_cancelled(beats.tick()).await.is_some() {
            let newest = *log.bell().borrow();
            if let Err(error) = log.at(newest).await {
                tracing::error!(%error, "the newest event cannot be read");
            }
            self.say("WATCHDOG=1");
        }
    }

    fn say(&self, message: &str) {
        let Some(socket) = &self.socket else { return };
        if let Err(error) = socket.send(message.as_bytes()) {
            tracing::debug!(%error, "systemd was not told");
        }
    }
}

/// A name that begins with `@` stands for an abstract socket.
fn connect(name: &OsStr) -> io::Result<UnixDatagram> {
    let address = match name.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(name)?,
    };
    let socket = UnixDatagram::unbound()?;
    socket.connect_addr(&address)?;
    // Systemd may be slow; the house does not wait for it.
    socket.set_nonblocking(true)?;
    Ok(socket)
}
