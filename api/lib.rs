//! The house as programs and browsers see it: REST, its description, and two small pages.
//!
//! Rules, SQL and environment variables are deliberately absent.
#![allow(unused_qualifications, reason = "the macros that describe the routes write them")]

mod alerts;
mod demo;
mod documents;
mod front;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod history;
mod house;
mod household;
mod http;
mod identity;
mod live;
mod openapi;
mod pages;
mod parts;
mod places;
mod plain;
mod probes;
mod problems;
#[cfg(test)]
mod scenarios;
mod started;
mod stops;
mod texts;

pub use demo::{DemoDoor, DemoSession, LetIn, demo_session};
pub use domain::{Network, NoNetwork};
pub use house::House;
pub use http::{Authority, CertificateFacts, Challenges, Doors, Encryption, Entrance, Machine, Rate, RequestLog};
pub use live::SocketLimits;
pub use parts::{Bounds, Parts};
pub use places::register;
pub use texts::texts_in;
