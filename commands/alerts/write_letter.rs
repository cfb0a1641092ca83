//! The letter that tells of alerts: what, when, who, from where, and where to read on.

use std::collections::BTreeSet;

use domain::{
    AccountId, EventTable, KeyId, PersonId, Personal, Who,
    alerts::{alert::events::AlertRaised, own_door},
    identity::{Account, Key},
};

use super::{Letterhead, outbox::letter_id};
use crate::{Desk, Fault, Letter};

/// Writes the letter; `None` for a person without a mail address.
pub(super) async fn write_letter(
    desk: &Desk,
    person: AccountId,
    alerts: &[AlertRaised],
) -> Result<Option<Letter>, Fault> {
    let account = desk.load::<Account>(person.0).await?.state;
    let (Some(email), Some(name), Some(id)) = (account.email.clone(), account.name.clone(), letter_id(alerts)) else {
        return Ok(None);
    };
    let head = Letterhead::load(desk).await?;
    let (mut stories, mut people) = (Vec::new(), BTreeSet::from([PersonId::from(person)]));
    for alert in alerts {
        stories.push(Story::load(desk, &head, alert, &mut people).await?);
    }
    let subject = match stories.as_slice() {
        [one] => one.what.clone(),
        several => format!("{} alerts: {}, ...", several.len(), several.first().map_or("", |first| &first.what)),
    };
    let body = format!(
        "Good day {name},\n\n{stories}\n{house}\n{address}\n",
        stories = stories.iter().map(Story::told).collect::<String>(),
        house = head.house,
        address = head.address,
    );
    let (from, from_name) = (head.sender.clone(), head.house.clone());
    let (date, people) = (desk.now().into(), people.into_iter().collect());
    Ok(Some(Letter { id: id.0, from, from_name, to: email, to_name: name, subject, body, date, people }))
}

/// One alert in words.
struct Story {
    what: String,
    when: String,
    who: String,
    whose: Option<String>,
    from: String,
    link: String,
    advice: Option<String>,
}

impl Story {
    async fn load(
        desk: &Desk,
        head: &Letterhead,
        alert: &AlertRaised,
        people: &mut BTreeSet<PersonId>,
    ) -> Result<Self, Fault> {
        let Some(fact) = desk.fact(alert.about).await? else {
            return Err(Fault::Broken(format!(
                "alert {} is about entry {}, which is not there",
                alert.alert, alert.about
            )));
        };
        people.extend(fact.event.concerns());
        people.extend(fact.stamp.who.account().map(PersonId::from));
        people.extend(fact.stamp.from.as_ref().map(Personal::person));
        let about =
            fact.event.concerns().map(|person| AccountId(person.0)).filter(|it| fact.stamp.who != Who::Person(*it));
        let whose = match about {
            Some(account) => Some(name_of(desk, account).await?),
            None => None,
        };
        let who = match fact.stamp.who {
            Who::Stranger => "somebody who was not logged in".to_owned(),
            Who::House => "the house itself".to_owned(),
            Who::Console => "somebody at the machine".to_owned(),
            Who::Person(account) => name_of(desk, account).await?,
        };
        let who = match fact.stamp.key {
            Some(key) => format!("{who}, with the key {}", name_of_key(desk, key).await?),
            None => who,
        };
        let from = fact.stamp.from.as_ref().map_or("the house", |from| from.shown()).to_owned();
        let (what, when) = (fact.event.sentence(), head.when(fact.stamp.at));
        let is_theirs = fact.event.concerns() == Some(alert.person.into());
        let advice = own_door::advice(&fact.event).filter(|_| is_theirs);
        let advice = advice.map(|(words, page)| format!("{words}: {}{page}", head.address));
        Ok(Self { what, when, who, whose, from, link: head.link(alert.about), advice })
    }

    fn told(&self) -> String {
        let whose = self.whose.as_ref().map(|name| format!("  whose: {name}\n")).unwrap_or_default();
        let advice = self.advice.as_ref().map(|advice| format!("{advice}\n\n")).unwrap_or_default();
        let Self { what, when, who, from, link, .. } = self;
        format!("{what}.\n\n  when:  {when}\n  who:   {who}\n{whose}  from:  {from}\n  more:  {link}\n\n{advice}")
    }
}

async fn name_of_key(desk: &Desk, key: KeyId) -> Result<String, Fault> {
    let name = desk.load::<Key>(key.0).await?.state.name.clone();
    Ok(name.as_ref().map_or("(erased)", |name| name.shown()).to_owned())
}

async fn name_of(desk: &Desk, account: AccountId) -> Result<String, Fault> {
    let name = desk.load::<Account>(account.0).await?.state.name.clone();
    Ok(name.unwrap_or_else(|| "somebody whose name was erased".to_owned()))
}
