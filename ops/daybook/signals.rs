//! What the system tells the house. Listened to before anybody is told that the house is there: a
//! signal that nobody listens to ends the process at once.

use std::{io::IsTerminal as _, sync::Arc};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::Notify,
};
use tokio_util::sync::CancellationToken;

use crate::{notify::Systemd, printed};

/// Everything that is listened to.
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

/// Ends the house.
pub struct Stop(Signal, Signal);

/// Has everything looked at again.
pub struct HangUp(Signal, Arc<Notify>);

impl HangUp {
    /// Waits for it.
    pub async fn heard(&mut self) {
        self.0.recv().await;
        self.1.notify_one();
    }
}

impl Signals {
    /// Listens from now on.
    pub fn listen() -> std::io::Result<Self> {
        let [interrupt, terminate, hang_up] =
            [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
        Ok(Self { interrupt: interrupt?, terminate: terminate?, hang_up: hang_up? })
    }

    /// Those that end the house, and the one that does not; it has the certificate looked at, too.
    pub fn parted(self, certificate: Arc<Notify>) -> (Stop, HangUp) {
        (Stop(self.interrupt, self.terminate), HangUp(self.hang_up, certificate))
    }
}

impl Stop {
    /// Shuts the house down when it is told to.
    pub async fn heard(mut self, systemd: Systemd, shutdown: CancellationToken) {
        tokio::select! {
            _ = self.0.recv() => {}
            _ = self.1.recv() => {}
            () = shutdown.cancelled() => return,
        }
        if std::io::stderr().is_terminal() {
            printed::note("Finishing what was begun ...");
        }
        systemd.stopping();
        shutdown.cancel();
    }
}
