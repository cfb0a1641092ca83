//! What the machine needs before the house can run: read from `daybook.toml`, overridden by the
//! environment. The only place where either is read.

mod backup;
mod files;
mod keys;
mod limits;
mod lines;
mod load;
mod mail;
mod messages;
mod origin;
mod proxy;
mod secret;
mod show;
mod template;
mod tls;

pub use backup::BackupConfig;
pub use files::FilesConfig;
pub use limits::Limits;
pub use load::{Config, ConfigError, load};
pub use mail::MailConfig;
pub use messages::Messages;
pub use proxy::Proxy;
pub use secret::secret_in;
pub use show::{shown, without_secrets};
pub use template::write_template;
pub use tls::{ChallengeChoice, Mode, TlsConfig};
