//! Who may be invited: for how long an invitation holds, and at which hosts people have their mail.

use super::{Refusal, Settings, events::*, rules::excerpt};
use crate::{household::Event, kernel::mail};

const MOST_DOMAINS: usize = 20;
const MOST_DAYS: u32 = 90;

/// For how many days an invitation holds.
pub(super) const fn days(days: u32) -> Result<u32, Refusal> {
    if 1 <= days && days <= MOST_DAYS { Ok(days) } else { Err(Refusal::InvitationDays(days)) }
}

/// Hosts of mail addresses, in small letters, each once.
pub(super) fn domains(given: &[String]) -> Result<Vec<String>, Refusal> {
    let mut all: Vec<String> = Vec::new();
    for domain in given {
        let host = domain.trim().trim_start_matches('@').to_ascii_lowercase();
        if !mail::is_mail_address(&format!("x@{host}")) {
            return Err(Refusal::MailDomain(excerpt(domain)));
        }
        if !all.contains(&host) {
            all.push(host);
        }
    }
    if all.len() > MOST_DOMAINS { Err(Refusal::TooManyDomains(all.len())) } else { Ok(all) }
}

impl Settings {
    /// Whether people of this house may have their mail at the host of an address.
    #[must_use]
    pub fn takes_mail_at(&self, address: &str) -> bool {
        let host = address.rsplit_once('@').map_or("", |(_, host)| host);
        self.mail_domains.is_empty() || self.mail_domains.iter().any(|domain| domain.eq_ignore_ascii_case(host))
    }

    pub(super) fn change_guests(
        &self,
        new_days: Option<u32>,
        new_domains: Option<Vec<String>>,
    ) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        if let Some(days) = new_days.map(days).transpose()?.filter(|new| *new != self.invitation_days) {
            events.push(InvitationDaysSet { days }.into());
        }
        let domains = new_domains.map(|given| domains(&given)).transpose()?;
        if let Some(domains) = domains.filter(|new| *new != self.mail_domains) {
            events.push(MailDomainsSet { domains }.into());
        }
        Ok(events)
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Decider as _;

    #[test]
    fn a_domain_is_a_host_and_nothing_more() {
        let fits = |domain: &str| domains(&[domain.to_owned()]);
        assert_eq!(fits(" @House.Example "), Ok(vec!["house.example".to_owned()]));
        for wrong in ["", "*", "*.example", "a b", "house.example/x", "a@b", "https://house.example", "-a.example"] {
            assert!(fits(wrong).is_err(), "{wrong}");
        }
        let many: Vec<_> = (0..21).map(|n| format!("a{n}.example")).collect();
        assert_eq!(domains(&many), Err(Refusal::TooManyDomains(21)));
    }

    #[test]
    fn with_domains_named_mail_elsewhere_is_not_taken() {
        let free = Settings::default();
        assert!(free.takes_mail_at("ada@anywhere.example"));
        let named = Settings::fold(&[MailDomainsSet { domains: vec!["house.example".into()] }.into()]);
        assert!(named.takes_mail_at("ada@House.example") && !named.takes_mail_at("ada@evil.house.example"));
    }
}
