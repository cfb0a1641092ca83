//! How the house is set up: settings that a person changes while it runs.

mod settings;
mod status;
mod views;
