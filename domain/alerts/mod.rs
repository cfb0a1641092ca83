//! One alert from raised to delivered, who wants to hear what, and what the house watches out for.

pub mod alert;
mod audience;
pub mod own_door;
pub mod subscription;
pub mod watch;

pub use alert::Alert;
pub use audience::{Audience, Reaction};
pub use subscription::Subscription;
pub use watch::Watch;

use alert::events::*;
use subscription::SubscriptionChanged;
use watch::events::*;

crate::kernel::events! {
    /// Everything that can happen to alerts.
    pub enum Event {
        AlertRaised = "alerts.alert_raised.v1", Notice, of person,
            |it| format!("An alert was raised about entry {}", it.about);
        AlertDelivered = "alerts.alert_delivered.v2", Notice, of person, |it| it.sentence();
        AlertFailed = "alerts.alert_failed.v1", Warning, of person, personal reason,
            |it| format!("The alert about entry {} could not be mailed: {}", it.about, it.reason.shown());
        AlertAbandoned = "alerts.alert_abandoned.v1", Warning, of person,
            |it| format!("The alert about entry {} was given up after {} tries", it.about, it.attempts);
        AlertAcknowledged = "alerts.alert_acknowledged.v1", Notice, of person,
            |it| format!("The alert about entry {} was acknowledged", it.about);
        SubscriptionChanged = "alerts.subscription_changed.v1", Notice, of person, |it| it.sentence();
        WatchRuleSet = "alerts.watch_rule_set.v1", Warning, |it| it.sentence();
        WatchRuleSwitchedOff = "alerts.watch_rule_switched_off.v1", Critical, |it| it.sentence();
        GuessingSuspected = "alerts.guessing_suspected.v1", Critical, of account, personal from, |it| it.sentence();
        SprayingSuspected = "alerts.spraying_suspected.v1", Critical, personal from, |it| it.sentence();
        StrangersSuspected = "alerts.strangers_suspected.v1", Critical, |it| it.sentence();
        ScanningSuspected = "alerts.scanning_suspected.v1", Warning, personal from, |it| it.sentence();
        VolumeSuspected = "alerts.volume_suspected.v1", Critical, of account, personal from, |it| it.sentence();
        KeyElsewhere = "alerts.key_elsewhere.v1", Critical, of account, personal from, |it| it.sentence();
        ClockSuspected = "alerts.clock_suspected.v1", Critical, |it| it.sentence();
        BackupOverdue = "alerts.backup_overdue.v1", Critical, |it| it.sentence();
    }
    upcasts {
        "alerts.alert_delivered.v1": AlertDeliveredV1 => AlertDelivered;
    }
}
