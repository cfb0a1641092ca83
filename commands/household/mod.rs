//! Setting the house up.

mod change_settings;

pub use change_settings::{change_settings, settings};
