//! What the log holds of a person, read once from its beginning to its end: how many values, in how many
//! events, and which network and mail addresses were theirs and nobody else's.
//!
//! What a person typed or came from before they were let in is sealed with a key of strangers, what an invitation
//! said with a key of that invitation. Where such a value is one of theirs alone, that key goes as well.

use std::{
    collections::{BTreeSet, HashSet},
    net::IpAddr,
};

use domain::{AccountId, Event, Fact, PersonId, Personal, PersonalFields as _, identity::Event as Identity, mail};

use crate::{Desk, Fault, runtime::read};

const EVENTS_AT_ONCE: usize = 2048;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Sealed values that are, or become, unreadable.
    pub values: u64,
    /// Events that hold them.
    pub events: u64,
    /// Their key was destroyed before.
    pub destroyed: bool,
    /// Keys of strangers that go as well.
    pub strangers: BTreeSet<PersonId>,
    /// Network addresses that were theirs alone.
    pub addresses: BTreeSet<IpAddr>,
    /// The house itself uses a text of theirs, such as their mail address as its sender.
    pub of_house: bool,
}

/// Reads the log for a person; strangers' keys that are known to go are named.
pub(super) async fn gather(desk: &Desk, account: AccountId) -> Result<Gathered, Fault> {
    let person = PersonId::from(account);
    let (theirs, accounts) = texts_of(desk, person).await?;
    let mut others = HashSet::new();
    let mut gathered = Gathered { destroyed: theirs.is_empty(), ..Gathered::default() };
    let mut strangers = Vec::new();
    each_fact(desk, |fact| {
        let (mut known, mut keys) = (Vec::new(), Vec::new());
        fact_values(fact, &mut |value| {
            let text = value.text().map(mail::normalised).filter(|text| theirs.contains(text));
            match (value.person(), text) {
                (it, text) if it != PersonId::HOUSE && !accounts.contains(&it) => {
                    keys.push(it);
                    known.extend(text);
                }
                (it, Some(text)) if it != person && it != PersonId::HOUSE => drop(others.insert(text)),
                (PersonId::HOUSE, Some(_)) => gathered.of_house = true,
                _ => {}
            }
        });
        // What came with an address of theirs was typed by them.
        strangers.extend(
            known.into_iter().flat_map(|text| keys.iter().map(move |key| (text.clone(), *key)).collect::<Vec<_>>()),
        );
    })
    .await?;
    let alone = |text: &String| !others.contains(text);
    gathered.strangers = strangers.into_iter().filter(|(text, _)| alone(text)).map(|(_, key)| key).collect();
    gathered.addresses = theirs.iter().filter(|text| alone(text)).filter_map(|text| text.parse().ok()).collect();
    Ok(gathered)
}

/// Every text of a person, and whose key belongs to an account.
async fn texts_of(desk: &Desk, person: PersonId) -> Result<(HashSet<String>, HashSet<PersonId>), Fault> {
    let (mut theirs, mut accounts) = (HashSet::new(), HashSet::new());
    each_fact(desk, |fact| {
        if let Event::Identity(Identity::AccountOpened(it)) = &fact.event {
            accounts.insert(PersonId::from(it.account));
        }
        fact_values(fact, &mut |value| {
            if value.person() == person {
                theirs.extend(value.text().map(mail::normalised));
            }
        });
    })
    .await?;
    Ok((theirs, accounts))
}

impl Gathered {
    /// Counts what is sealed with these keys, whether they still exist or not.
    pub(super) async fn count(&mut self, desk: &Desk, keys: &BTreeSet<PersonId>) -> Result<(), Fault> {
        let (mut values, mut events) = (0, 0);
        each_fact(desk, |fact| {
            let before = values;
            fact_values(fact, &mut |value| values += u64::from(keys.contains(&value.person())));
            events += u64::from(values > before);
        })
        .await?;
        (self.values, self.events) = (values, events);
        Ok(())
    }
}

fn fact_values(fact: &mut Fact<Event>, visit: &mut dyn FnMut(&mut Personal)) {
    fact.stamp.each(visit);
    fact.event.each(visit);
}

/// An event of a name that this version does not know has no values that it could read.
async fn each_fact(desk: &Desk, mut take: impl FnMut(&mut Fact<Event>)) -> Result<(), Fault> {
    let (mut after, head) = (0, desk.head());
    while after < head {
        let slice = desk.log().read(after, EVENTS_AT_ONCE).await?;
        for event in &slice.events {
            if let Ok(mut fact) = read::<Event>(event, desk.seals().as_ref()) {
                take(&mut fact);
            }
        }
        after = slice.until.max(after + 1);
        tokio::task::yield_now().await;
    }
    Ok(())
}
