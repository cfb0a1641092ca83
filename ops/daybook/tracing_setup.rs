//! Where messages of the running server go: standard error, where systemd picks them up. `RUST_LOG`, where it is set,
//! outweighs the configuration.

use std::io::IsTerminal as _;

use tracing_subscriber::{
    EnvFilter, Layer, Registry, fmt,
    layer::SubscriberExt as _,
    reload::{self, Handle},
    util::SubscriberInitExt as _,
};

use crate::config::Messages;

/// Changes which messages are printed while the house runs; nothing where `RUST_LOG` says so.
pub struct Switch(Option<Handle<EnvFilter, Registry>>);

/// Begins to print messages.
///
/// # Errors
/// A sentence about a level that is none.
pub fn begin(messages: &Messages) -> Result<Switch, String> {
    let told = EnvFilter::try_from_default_env().ok();
    let free = told.is_none();
    let filter = match told {
        Some(filter) => filter,
        None => messages.filter()?,
    };
    let (filter, handle) = reload::Layer::new(filter);
    let on_terminal = std::io::stderr().is_terminal();
    let form = fmt::layer().with_writer(std::io::stderr);
    let form = if messages.as_json(on_terminal) {
        form.json().flatten_event(true).with_span_list(false).boxed()
    } else {
        form.with_ansi(on_terminal).with_target(false).boxed()
    };
    // A second call in one process would be refused; the first one stands.
    let _ = tracing_subscriber::registry().with(filter).with(form).try_init();
    Ok(Switch(free.then_some(handle)))
}

impl Switch {
    /// Prints from this level on from now on.
    ///
    /// # Errors
    /// A sentence about a level that is none.
    pub fn set(&self, messages: &Messages) -> Result<(), String> {
        let filter = messages.filter()?;
        match &self.0 {
            Some(handle) => handle.reload(filter).map_err(|error| error.to_string()),
            None => {
                tracing::warn!("messages.level was changed, but RUST_LOG is set and outweighs it");
                Ok(())
            }
        }
    }
}
