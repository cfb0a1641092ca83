//! What the machine needs before the house can run: read from `daybook.toml`, overridden by the
//! environment. The only place where either is read.

mod keys;
mod limits;
mod lines;
mod load;
mod mail;
mod show;
mod template;
mod tls;

pub use limits::Limits;
pub use load::{Config, ConfigError, load};
pub use mail::MailConfig;
pub use show::shown;
pub use template::write_template;
pub use tls::{ChallengeChoice, Mode, TlsConfig};
