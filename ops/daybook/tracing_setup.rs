//! Where messages of the running server go: standard error, where systemd picks them up.

use std::io::IsTerminal as _;

use tracing_subscriber::{EnvFilter, fmt};

/// Begins to print messages; `RUST_LOG` chooses which.
pub fn begin() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let colours = std::io::stderr().is_terminal();
    let messages = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).with_target(false);
    // A second call in one process would be refused; the first one stands.
    let _ = messages.try_init();
}
