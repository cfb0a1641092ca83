//! Opening the log, the vault and the desk of a house from its configuration.

use std::sync::Arc;

use anyhow::Context as _;
use commands::{
    Cost, Desk, DeskParts, FolderPost, Hasher, Post, SmtpPost, SystemClock, Vault, documents::Blobs, household,
};
use uuid::Uuid;

use crate::{
    config::{Config, ConfigError},
    folder::Folder,
};

/// Opens the desk; whoever does holds the folder's lock.
pub async fn open(folder: &Folder, config: &Config) -> anyhow::Result<Desk> {
    open_at(folder, config, format!("http://{}", config.listen)).await
}

/// The same for a house that is reached at this address.
pub async fn open_at(folder: &Folder, config: &Config, own_address: String) -> anyhow::Result<Desk> {
    let log = eventlog::open(&folder.log_url(config)).await?;
    let vault = Vault::open(&folder.join("vault.sqlite")).await?;
    let blobs = blobs(folder, config, log.log_id())?;
    let cost = Cost { memory_kib: config.passwords.memory_kib, passes: config.passwords.passes };
    let parts = DeskParts {
        log,
        vault,
        clock: Arc::new(SystemClock),
        hasher: Hasher::new(cost)?,
        post: post(folder, config)?,
        drawer: FolderPost::new(folder.join("mail")),
        own_address,
        blobs,
    };
    let desk = Desk::open(parts).await.context("the desk")?;
    take_mail(&desk, folder, config).await?;
    Ok(desk)
}

/// The bytes of files, wherever the configuration has them kept.
pub fn blobs(folder: &Folder, config: &Config, house: Uuid) -> anyhow::Result<Blobs> {
    let places = config.files.outside(&folder.join("")).map_err(ConfigError)?;
    Ok(Blobs::at(&folder.join("blobs"))
        .with_places(house, places)
        .map_err(ConfigError)?
        .keeping_at(config.files.place.as_deref()))
}

/// Lets mail leave as the configuration says, as far as it does.
pub async fn take_mail(desk: &Desk, folder: &Folder, config: &Config) -> anyhow::Result<()> {
    let mail = config.mail.configured().map_err(ConfigError)?;
    household::configure_mail(desk, mail, post(folder, config)?).await.context("mail")
}

/// The way mail leaves this house, unless it chose a server of its own.
fn post(folder: &Folder, config: &Config) -> anyhow::Result<Arc<dyn Post>> {
    match config.mail.server().map_err(ConfigError)? {
        None => Ok(Arc::new(FolderPost::new(folder.join("mail")))),
        Some(server) => Ok(Arc::new(SmtpPost::new(&server).map_err(|error| ConfigError(format!("mail: {error}")))?)),
    }
}
