//! The house as programs and browsers see it: REST, its description, and two small pages.
//!
//! Rules, SQL and environment variables are deliberately absent.

mod alerts;
mod front;
mod history;
mod house;
mod household;
mod http;
mod identity;
mod openapi;
mod pages;
mod probes;

pub use house::{BadOrigin, House, Parts};
pub use http::{Network, NoNetwork, Rate, RequestLog};
