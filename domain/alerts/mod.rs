//! One alert from raised to delivered, and who wants to hear what.

pub mod alert;
mod audience;
pub mod subscription;

pub use alert::Alert;
pub use audience::{Audience, Reaction};
pub use subscription::Subscription;

use alert::events::*;
use subscription::SubscriptionChanged;

crate::kernel::events! {
    /// Everything that can happen to alerts.
    pub enum Event {
        AlertRaised = "alerts.alert_raised.v1", Notice, of person,
            |it| format!("An alert was raised about entry {}", it.about);
        AlertDelivered = "alerts.alert_delivered.v1", Notice, of person,
            |it| format!("The alert about entry {} was mailed", it.about);
        AlertFailed = "alerts.alert_failed.v1", Warning, of person, personal reason,
            |it| format!("The alert about entry {} could not be mailed: {}", it.about, it.reason.shown());
        AlertAbandoned = "alerts.alert_abandoned.v1", Warning, of person,
            |it| format!("The alert about entry {} was given up after {} tries", it.about, it.attempts);
        AlertAcknowledged = "alerts.alert_acknowledged.v1", Notice, of person,
            |it| format!("The alert about entry {} was acknowledged", it.about);
        SubscriptionChanged = "alerts.subscription_changed.v1", Notice, of person, |it| it.sentence();
    }
}
