//! Setting the house up.

mod change_settings;
mod note_certificate;

pub use change_settings::{change_settings, settings};
pub use note_certificate::note_certificate;
