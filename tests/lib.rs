//! What all tests stand on: a house to visit, whoever visits it, and the post that reaches them.
//!
//! No test is in here, and nothing that would soften one: what cannot be had fails the test.
#![allow(clippy::missing_panics_doc, reason = "what cannot be had fails the test that wanted it")]

pub mod house;

pub use house::*;
