//! Setting the house up, and remembering how it is kept.

mod change_limits;
mod change_settings;
mod change_stays;
mod check_clock;
mod choose_mail_server;
mod mail_login;
mod mail_refusal;
mod mail_server;
mod note_certificate;
mod record_backup;
mod test_mail;

pub use change_limits::{change_limits, limits};
pub use change_settings::{change_settings, hosts_in_ascii, settings};
pub use change_stays::{change_stays, stays};
pub(crate) use check_clock::check_clock;
pub use choose_mail_server::{TypedServer, choose_mail_server, remove_mail_server};
pub use mail_refusal::MailRefusal;
pub(crate) use mail_server::furnish_post;
pub use mail_server::{MailInForce, MailSource, configure_mail, mail_in_force};
pub use note_certificate::note_certificate;
pub use record_backup::record_backup;
pub use test_mail::{MailTrial, test_mail};
