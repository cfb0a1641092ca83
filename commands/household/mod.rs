//! Setting the house up, and remembering how it is kept.

mod change_settings;
mod note_certificate;
mod record_backup;

pub use change_settings::{change_settings, settings};
pub use note_certificate::note_certificate;
pub use record_backup::record_backup;
