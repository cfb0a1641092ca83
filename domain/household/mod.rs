//! How the house is set up, and how its own views fare.

pub mod settings;
pub mod view;

pub use settings::Settings;
pub use view::View;

use settings::events::*;
use view::ViewStopped;

crate::kernel::events! {
    /// Everything that can happen to the household.
    pub enum Event {
        HouseNamed = "household.house_named.v1", Notice, |it| format!("The house was named {}", it.name);
        TimeZoneSet = "household.time_zone_set.v1", Notice, |it| format!("The time zone was set to {}", it.zone);
        PublicAddressSet = "household.public_address_set.v1", Warning,
            |it| format!("The public address was set to {}", it.address);
        MailSenderSet = "household.mail_sender_set.v1", Warning, personal sender,
            |it| format!("Mail is sent from {}", it.sender.shown());
        AlertDigestSet = "household.alert_digest_set.v1", Notice,
            |it| format!("Alerts are gathered for {} minutes", it.minutes);
        ViewStopped = "household.view_stopped.v1", Critical,
            |it| format!("The view {} stopped at entry {}: {}", it.context, it.at, it.reason);
    }
}
