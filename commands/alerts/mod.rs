//! Alerts: raised by a rule, delivered by mail, chosen and acknowledged by people.

mod acknowledge;
mod acknowledge_all;
mod choose;
mod deliver_alerts;
mod keep_watch;
mod letterhead;
mod outbox;
mod raise_alerts;
mod recall;
mod tell;
mod try_rule;
mod watch;
mod write_letter;

pub use acknowledge::acknowledge;
pub use acknowledge_all::acknowledge_all;
pub use choose::choose;
pub(crate) use deliver_alerts::deliver_alerts;
pub(crate) use keep_watch::keep_watch;
pub(crate) use letterhead::Letterhead;
pub(crate) use outbox::Outbox;
pub(crate) use raise_alerts::raise_alerts;
pub use tell::{Told, tell};
pub use try_rule::{Trial, try_rule};
pub use watch::{choose_rule, watch_choices};
