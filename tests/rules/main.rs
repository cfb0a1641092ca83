//! The laws of the house, read off its own sources: each is a test, and each has a test that it can fail.
//!
//! A law that stands in the way is changed here, in the open, with its reason; no file is excused by
//! name. What cargo and clippy check already is deliberately absent.
#![allow(clippy::unwrap_used, reason = "what cannot be read fails the law that wanted it")]

mod golden;
mod house;
mod imports;
mod lengths;
mod mask;
mod names;
mod panics;
mod samples;
mod samples_of_documents;
mod security;
mod words;
