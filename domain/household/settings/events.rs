//! What can happen to the settings. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};

use crate::kernel::Personal;

/// The house is called something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseNamed {
    /// The name from now on.
    pub name: String,
}

/// The house's clocks show another zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeZoneSet {
    /// The zone's IANA name.
    pub zone: String,
}

/// The house is reached under another address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicAddressSet {
    /// Scheme, host and perhaps a port; empty for none of its own.
    pub address: String,
}

/// Mail is sent from another address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailSenderSet {
    /// The address from now on.
    pub sender: Personal,
}

/// Pages of other sites may ask from now on, or no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AllowedOriginsSet {
    /// All of them, as browsers write them; empty for none.
    pub origins: Vec<String>,
}

/// Invitations hold for longer, or shorter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationDaysSet {
    /// Days from their sending.
    pub days: u32,
}

/// People may have their mail at these hosts only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailDomainsSet {
    /// All of them; empty for any.
    pub domains: Vec<String>,
}

/// Alerts are gathered for longer, or shorter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertDigestSet {
    /// Minutes between two mails of alerts to one person.
    pub minutes: u32,
}

/// More, or less, is required of whoever comes in, besides the password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorRequired {
    /// Of whom, as a word: `admins` or `others`.
    pub of: String,
    /// What, as a word: `any`, `strong`, `app` or `passkey`.
    pub factor: String,
}
