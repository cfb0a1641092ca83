//! Who shall hear of an event: everybody who asked for it and may know of it.
//!
//! Pure: folded from the events it is shown, so a restart folds the same audience again. What
//! becomes of an alert raises none, or one failing mail would raise the next.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    alert,
    alert::events::AlertRaised,
    own_door::is_told_always,
    subscription::{Choose, EVERYTHING, Least, Subscription},
};
use crate::{
    Event,
    identity::{self, Access, Grants, Rights},
    kernel::{AccountId, AlertId, Decider, EventTable, Fact, Role, Severity},
};

/// What follows from an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Reaction {
    /// A person is told.
    Raise {
        /// The alert's id: the same event tells the same person under the same id.
        alert: AlertId,
        /// Who is told.
        person: AccountId,
        /// What to ask of it.
        command: alert::Command,
    },
    /// A person's choice is made for them.
    Choose(Choose),
}

/// People, what they may know and what they want to hear.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    people: BTreeMap<AccountId, Person>,
}

#[derive(Clone, Debug, Default)]
struct Person {
    role: Option<Role>,
    away: bool,
    grants: Grants,
    subscription: Subscription,
}

impl Audience {
    /// The events an audience is folded from, in every version there is.
    #[must_use]
    pub fn kinds() -> Vec<String> {
        let folded = [
            "identity.account_opened.",
            "identity.role_changed.",
            "identity.account_closed.",
            "identity.account_deactivated.",
            "identity.account_reactivated.",
            "identity.access_set.",
            "alerts.subscription_changed.",
        ];
        let names = Event::names().into_iter();
        names.filter(|name| folded.iter().any(|kind| name.starts_with(kind))).map(str::to_owned).collect()
    }

    /// Takes one event into the audience.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::Identity(identity::Event::AccountOpened(it)) => self.person(it.account).role = Some(it.role),
            Event::Identity(identity::Event::RoleChanged(it)) => self.person(it.account).role = Some(it.role),
            Event::Identity(identity::Event::AccountClosed(it)) => self.person(it.account).role = None,
            Event::Identity(identity::Event::AccountDeactivated(it)) => self.person(it.account).away = true,
            Event::Identity(identity::Event::AccountReactivated(it)) => self.person(it.account).away = false,
            Event::Identity(event @ identity::Event::AccessSet(it)) => self.person(it.account).grants.evolve(event),
            Event::Alerts(event @ super::Event::SubscriptionChanged(it)) => {
                self.person(it.person).subscription.evolve(event);
            }
            _ => {}
        }
    }

    fn person(&mut self, account: AccountId) -> &mut Person {
        self.people.entry(account).or_default()
    }

    /// What follows from an event that was taken in already.
    #[must_use]
    pub fn react(&self, fact: &Fact<Event>) -> Vec<Reaction> {
        let mut reactions: Vec<_> = self.new_admin(&fact.event).map(Reaction::Choose).into_iter().collect();
        if !is_of_a_delivery(&fact.event) {
            reactions.extend(self.listeners(fact).map(|person| raise(person, fact)));
        }
        reactions
    }

    /// Whoever begins to look after the house hears of what is critical, unless they chose already.
    fn new_admin(&self, event: &Event) -> Option<Choose> {
        let person = match event {
            Event::Identity(identity::Event::AccountOpened(it)) if it.role == Role::Admin => it.account,
            Event::Identity(identity::Event::RoleChanged(it)) if it.role == Role::Admin => it.account,
            _ => return None,
        };
        let chose = self.people.get(&person).is_some_and(|known| !known.subscription.choices.is_empty());
        (!chose).then(|| Choose { person, context: EVERYTHING.to_owned(), least: Least::From(Severity::Critical) })
    }

    fn listeners(&self, fact: &Fact<Event>) -> impl Iterator<Item = AccountId> {
        let (context, severity) = (fact.event.context(), fact.event.severity());
        let always = is_told_always(&fact.event);
        self.people
            .iter()
            .filter(move |(account, person)| {
                let concerned =
                    fact.event.concerns() == Some((**account).into()) || fact.stamp.who.account() == Some(**account);
                let is_owner = fact.event.concerns() == Some((**account).into());
                !person.away
                    && person
                        .role
                        .is_some_and(|role| role == Role::Admin || (concerned && person.may_know(role, context)))
                    && (person.subscription.wants(context, severity) || (always && is_owner))
            })
            .map(|(account, _)| *account)
    }
}

impl Person {
    fn may_know(&self, role: Role, context: &str) -> bool {
        Rights { role, grants: self.grants, scopes: None }.of_person(context) >= Access::Look
    }
}

/// What the watch finds, and what is chosen for it, is told of like anything else.
const fn is_of_a_delivery(event: &Event) -> bool {
    use super::Event::*;
    let Event::Alerts(event) = event else { return false };
    matches!(
        event,
        AlertRaised(_)
            | AlertDelivered(_)
            | AlertFailed(_)
            | AlertAbandoned(_)
            | AlertAcknowledged(_)
            | SubscriptionChanged(_)
    )
}

fn raise(person: AccountId, fact: &Fact<Event>) -> Reaction {
    let alert = AlertId(Uuid::from_u128(fact.id.0.as_u128() ^ person.0.as_u128().rotate_left(1)));
    let raised = AlertRaised {
        alert,
        person,
        about: fact.position,
        kind: fact.event.name().to_owned(),
        severity: fact.event.severity().word().to_owned(),
        raised_at_us: fact.stamp.at.timestamp_micros(),
    };
    Reaction::Raise { alert, person, command: alert::Command::Raise(raised) }
}
