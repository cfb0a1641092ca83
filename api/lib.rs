//! The house as programs and browsers see it: REST, its description, and two small pages.
//!
//! Rules, SQL and environment variables are deliberately absent.
#![allow(unused_qualifications, reason = "the macros that describe the routes write them")]

mod alerts;
mod front;
mod history;
mod house;
mod household;
mod http;
mod identity;
mod openapi;
mod pages;
mod parts;
mod probes;
#[cfg(test)]
mod scenarios;
mod stops;

pub use house::House;
pub use http::{Network, NoNetwork, Rate, RequestLog};
pub use parts::{BadOrigin, Parts};
