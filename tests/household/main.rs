//! How the house is set up: settings and the mail server, which a person changes while it runs, and
//! what it shows of itself.

mod house;
mod limits;
mod locked_out;
mod mail_at_rest;
mod mail_server;
mod mail_test;
mod request_logs;
mod settings;
mod status;
mod stays;
mod time_zones;
mod views;
