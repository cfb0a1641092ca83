//! How the house is set up, and how its own views fare.

pub mod backup;
pub mod certificate;
pub mod clock;
pub mod limits;
pub mod mail_server;
pub mod settings;
pub mod stays;
pub mod view;

pub use backup::Backup;
pub use certificate::Certificate;
pub use clock::Clock;
pub use limits::Limits;
pub use mail_server::{MailServer, MailTest};
pub use settings::Settings;
pub use stays::Stays;
pub use view::View;

use backup::events::*;
use certificate::{CertificateEnding, CertificateRefused, CertificateTaken};
use clock::ClockJumped;
use limits::LimitSet;
use mail_server::{MailServerChanged, MailServerRemoved, MailTested};
use settings::events::*;
use stays::StaySet;
use view::ViewStopped;

crate::kernel::events! {
    /// Everything that can happen to the household.
    pub enum Event {
        HouseNamed = "household.house_named.v1", Notice, |it| format!("The house was named {}", it.name);
        TimeZoneSet = "household.time_zone_set.v1", Notice, |it| format!("The time zone was set to {}", it.zone);
        PublicAddressSet = "household.public_address_set.v1", Warning,
            |it| match it.address.as_str() {
                "" => "The house has no public address any more".to_owned(),
                address => format!("The public address was set to {address}"),
            };
        MailSenderSet = "household.mail_sender_set.v1", Warning, personal sender,
            |it| format!("Mail is sent from {}", it.sender.shown());
        AlertDigestSet = "household.alert_digest_set.v1", Notice,
            |it| format!("Alerts are gathered for {} minutes", it.minutes);
        AllowedOriginsSet = "household.allowed_origins_set.v1", Warning,
            |it| match it.origins.as_slice() {
                [] => "No other site may ask any more".to_owned(),
                origins => format!("Pages of {} may ask in a person's name", origins.join(", ")),
            };
        InvitationDaysSet = "household.invitation_days_set.v1", Notice,
            |it| format!("Invitations hold for {} days", it.days);
        MailDomainsSet = "household.mail_domains_set.v1", Warning,
            |it| match it.domains.as_slice() {
                [] => "People may have their mail at any host".to_owned(),
                domains => format!("People may have their mail at {} only", domains.join(", ")),
            };
        FactorRequired = "household.factor_required.v1", Warning, |it| it.told();
        LimitSet = "household.limit_set.v1", Warning, |it| it.told();
        StaySet = "household.stay_set.v1", Warning, |it| it.told();
        CertificateTaken = "household.certificate_taken.v1", Notice,
            |it| format!("A certificate by {} is in use until {}", it.issuer, certificate::day(it.until_us));
        CertificateRefused = "household.certificate_refused.v1", Warning,
            |it| format!("A new certificate was refused, the old one goes on: {}", it.reason);
        CertificateEnding = "household.certificate_ending.v1", Critical,
            |it| format!("The certificate ends on {} and there is no new one: {}", certificate::day(it.until_us), it.reason);
        MailServerChanged = "household.mail_server_changed.v1", Critical,
            |it| format!("Mail is sent through {}:{} ({})", it.host, it.port, it.security);
        MailServerRemoved = "household.mail_server_removed.v1", Critical,
            |it| format!("Mail is not sent through {} any more", it.host);
        MailTested = "household.mail_tested.v1", Notice, of account, personal said, |it| it.told();
        ViewStopped = "household.view_stopped.v1", Critical,
            |it| format!("The view {} stopped at entry {}: {}", it.context, it.at, it.reason);
        ClockJumped = "household.clock_jumped.v1", Notice, |it| it.sentence();
        BackupMade = "household.backup_made.v1", Notice,
            |it| format!("A backup was made of everything up to entry {} ({})", it.head, it.generation);
        BackupChecked = "household.backup_checked.v1", Notice, |it| it.sentence();
        BackupFailed = "household.backup_failed.v1", Critical, |it| it.sentence();
    }
}
