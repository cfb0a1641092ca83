//! The demo, run as the real program: alive on every page, apart from every real house, and gone
//! without a trace.

mod apart;
mod open;
mod running;
mod story;
mod traces;
mod trial;

use running::Demo;
