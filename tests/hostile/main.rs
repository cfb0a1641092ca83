//! Input that is malformed, huge or of the wrong kind: each is told what is wrong with it, nothing
//! breaks, and nothing changes.

mod configuration;
mod described;
mod document;
mod injection;
mod limits;
mod paths;
mod raw;
mod requests;
mod slow;
mod smuggling;
