//! What every letter of the house begins and ends with.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{Desk, Fault, household::settings};

/// From whom, from where, in which time.
pub(crate) struct Letterhead {
    pub house: String,
    pub sender: String,
    pub address: String,
    zone: Tz,
}

impl Letterhead {
    pub(crate) async fn load(desk: &Desk) -> Result<Self, Fault> {
        let (settings, _) = settings(desk).await?;
        let address = settings.public_address.clone().unwrap_or_else(|| desk.own_address().to_owned());
        let sender = settings.mail_sender.clone().unwrap_or_else(|| sender_at(&address));
        Ok(Self { house: settings.name.clone(), sender, address, zone: settings.zone })
    }

    /// A time as people of this house say it.
    pub(crate) fn when(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("on %A, %-d %B %Y at %H:%M:%S %Z").to_string()
    }

    /// Where an entry of the diary is shown.
    pub(crate) fn link(&self, position: u64) -> String {
        format!("{}/diary/{position}", self.address)
    }
}

/// Without a chosen sender, mail comes from `daybook` at the house's own host.
fn sender_at(address: &str) -> String {
    let host = address.split("://").nth(1).unwrap_or(address);
    let host = host.split([':', '/', '[']).next().unwrap_or_default();
    let named = host.bytes().any(|b| b.is_ascii_alphabetic());
    format!("daybook@{}", if named { host } else { "localhost" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_at_the_house_unless_it_has_no_name() {
        assert_eq!(sender_at("https://house.example:8443"), "daybook@house.example");
        assert_eq!(sender_at("http://127.0.0.1:8080"), "daybook@localhost");
        assert_eq!(sender_at("http://[::1]:8080"), "daybook@localhost");
    }
}
