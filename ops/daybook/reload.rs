//! The configuration, read again while the house runs: on SIGHUP, and when the file changed.
//!
//! Only the way mail leaves and the level of messages are changed while running; everything else is
//! read at the next start, and a wrong file changes nothing. SIGHUP has the certificate looked at,
//! too, whatever keeps it.

use std::time::Duration;

use commands::Desk;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, ConfigError, Messages},
    desk,
    folder::Folder,
    notify::Systemd,
    signals::HangUp,
    tracing_setup::Switch,
};

const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Watches the file until the house shuts down.
pub async fn watch(
    folder: Folder,
    mut current: Config,
    desk: Desk,
    systemd: Systemd,
    switch: Switch,
    mut hang_up: HangUp,
    shutdown: CancellationToken,
) {
    let changed = || std::fs::metadata(folder.config_file()).and_then(|file| file.modified()).ok();
    let mut seen = changed();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = hang_up.heard() => {}
            () = tokio::time::sleep(LOOK_EVERY) => if changed() == seen { continue },
        }
        seen = changed();
        systemd.reloading();
        match reload(&folder, &current, &desk, &switch).await {
            Ok(config) => current = config,
            Err(error) => tracing::error!("the configuration was not taken: {error:#}"),
        }
        systemd.reloaded();
    }
}

async fn reload(folder: &Folder, current: &Config, desk: &Desk, switch: &Switch) -> anyhow::Result<Config> {
    let config = folder.config()?;
    if config.mail != current.mail {
        desk::take_mail(desk, folder, &config).await?;
        tracing::info!("the mail server was changed");
    }
    if config.messages.level != current.messages.level {
        switch.set(&config.messages).map_err(ConfigError)?;
        tracing::info!(level = config.messages.level, "other messages are printed from now on");
    }
    let messages = Messages { level: config.messages.level.clone(), ..current.messages.clone() };
    let rest = Config { mail: config.mail.clone(), messages, ..current.clone() };
    if rest != config {
        tracing::warn!(
            "the configuration was changed; all but [mail] and the level of messages takes effect at the next start"
        );
    }
    Ok(config)
}
