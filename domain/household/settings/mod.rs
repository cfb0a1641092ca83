//! The settings a person changes while the house runs.
//!
//! What the machine needs before it can run (addresses to listen on, folders) is deliberately
//! absent: that is configuration.

pub mod events;
mod factors;
mod guests;
mod origins;
mod rules;

use chrono_tz::Tz;
use events::*;
pub use rules::Refusal;

use crate::{
    household::Event,
    identity::factors::Requirement,
    kernel::{Decider, PersonId, Personal, Stamp},
};

#[cfg(test)]
mod scenarios;

/// How the house is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What the house is called.
    pub name: String,
    /// What its clocks show.
    pub zone: Tz,
    /// Where it is reached; links in mails begin with it.
    pub public_address: Option<String>,
    /// From which address it sends mail.
    pub mail_sender: Option<String>,
    /// Minutes between two mails of alerts to one person.
    pub alert_digest_minutes: u32,
    /// Other sites whose pages may ask in a person's name, as browsers write them.
    pub allowed_origins: Vec<String>,
    /// Days for which an invitation holds.
    pub invitation_days: u32,
    /// The hosts at which people may have their mail; any where it is empty.
    pub mail_domains: Vec<String>,
    /// What admins must have besides the password.
    pub required_factor_admins: Requirement,
    /// What everybody else must have besides the password.
    pub required_factor_others: Requirement,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "Daybook".to_owned(),
            zone: Tz::UTC,
            public_address: None,
            mail_sender: None,
            alert_digest_minutes: 5,
            allowed_origins: Vec::new(),
            invitation_days: 7,
            mail_domains: Vec::new(),
            required_factor_admins: Requirement::Any,
            required_factor_others: Requirement::Any,
        }
    }
}

/// Change what is given, leave the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// What the house is called.
    pub name: Option<String>,
    /// The IANA name of its time zone.
    pub time_zone: Option<String>,
    /// Where it is reached: scheme, host and perhaps a port.
    pub public_address: Option<String>,
    /// From which address it sends mail.
    pub mail_sender: Option<String>,
    /// Minutes between two mails of alerts to one person.
    pub alert_digest_minutes: Option<u32>,
    /// Other sites whose pages may ask, all of them: scheme, host and perhaps a port.
    pub allowed_origins: Option<Vec<String>>,
    /// Days for which an invitation holds.
    pub invitation_days: Option<u32>,
    /// The hosts at which people may have their mail, all of them; none for any.
    pub mail_domains: Option<Vec<String>>,
    /// What admins must have besides the password, as a word.
    pub required_factor_admins: Option<String>,
    /// What everybody else must have besides the password, as a word.
    pub required_factor_others: Option<String>,
    /// What whoever asks for the change does not have themselves.
    pub unmet: Vec<Requirement>,
}

impl Change {
    /// Everything in it that does not fit.
    #[must_use]
    pub fn faults(&self) -> Vec<Refusal> {
        let faults = [
            self.name.as_deref().and_then(|name| rules::name(name).err()),
            self.time_zone.as_deref().and_then(|zone| rules::zone(zone).err()),
            self.public_address.as_deref().and_then(|address| rules::address(address).err()),
            self.mail_sender.as_deref().and_then(|sender| rules::mail_address(sender).err()),
            self.alert_digest_minutes.and_then(|minutes| rules::digest(minutes).err()),
            self.allowed_origins.as_deref().and_then(|origins| origins::all(origins).err()),
            self.invitation_days.and_then(|days| guests::days(days).err()),
            self.mail_domains.as_deref().and_then(|domains| guests::domains(domains).err()),
        ];
        faults.into_iter().chain(factors::faults(self)).flatten().collect()
    }
}

/// The IANA names of all time zones there are, in the order of the alphabet.
#[must_use]
pub fn time_zones() -> Vec<&'static str> {
    let mut names: Vec<_> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    names.sort_unstable();
    names
}

impl Decider for Settings {
    const KIND: &'static str = "household.settings";
    type Command = Change;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, change: Change, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let mut events = self.change_factors(&change)?;
        if let Some(name) = change.name.map(|name| rules::name(&name)).transpose()?.filter(|new| *new != self.name) {
            events.push(HouseNamed { name }.into());
        }
        let zone = change.time_zone.map(|zone| rules::zone(&zone)).transpose()?;
        if let Some(zone) = zone.filter(|new| *new != self.zone) {
            events.push(TimeZoneSet { zone: zone.name().to_owned() }.into());
        }
        let address = change.public_address.map(|address| rules::address(&address)).transpose()?;
        if let Some(address) = address.filter(|new| new != self.public_address.as_deref().unwrap_or_default()) {
            events.push(PublicAddressSet { address }.into());
        }
        let sender = change.mail_sender.map(|sender| rules::mail_address(&sender)).transpose()?;
        if let Some(sender) = sender.filter(|new| Some(new) != self.mail_sender.as_ref()) {
            events.push(MailSenderSet { sender: Personal::of(PersonId::HOUSE, sender) }.into());
        }
        let minutes = change.alert_digest_minutes.map(rules::digest).transpose()?;
        if let Some(minutes) = minutes.filter(|new| *new != self.alert_digest_minutes) {
            events.push(AlertDigestSet { minutes }.into());
        }
        let origins = change.allowed_origins.map(|origins| origins::all(&origins)).transpose()?;
        if let Some(origins) = origins.filter(|new| *new != self.allowed_origins) {
            events.push(AllowedOriginsSet { origins }.into());
        }
        events.extend(self.change_guests(change.invitation_days, change.mail_domains)?);
        Ok(events)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::HouseNamed(it) => self.name.clone_from(&it.name),
            Event::TimeZoneSet(it) => self.zone = it.zone.parse().unwrap_or(Tz::UTC),
            Event::PublicAddressSet(it) => {
                self.public_address = Some(it.address.clone()).filter(|address| !address.is_empty());
            }
            Event::MailSenderSet(it) => self.mail_sender = it.sender.text().map(str::to_owned),
            Event::AlertDigestSet(it) => self.alert_digest_minutes = it.minutes,
            Event::AllowedOriginsSet(it) => self.allowed_origins.clone_from(&it.origins),
            Event::InvitationDaysSet(it) => self.invitation_days = it.days,
            Event::MailDomainsSet(it) => self.mail_domains.clone_from(&it.domains),
            Event::FactorRequired(it) => self.require(it),
            Event::ViewStopped(_)
            | Event::CertificateTaken(_)
            | Event::CertificateRefused(_)
            | Event::CertificateEnding(_)
            | Event::BackupMade(_)
            | Event::BackupChecked(_)
            | Event::BackupFailed(_)
            | Event::MailServerChanged(_)
            | Event::MailServerRemoved(_)
            | Event::ClockJumped(_)
            | Event::MailTested(_)
            | Event::LimitSet(_)
            | Event::StaySet(_) => {}
        }
    }
}
