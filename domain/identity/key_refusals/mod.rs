//! Keys that were not let in, folded by hour: unknown ones by network, known ones by key.
//!
//! Only the 1st, 10th, 100th, ... is written, so a flood of them cannot flood the log. A key with the right secret from
//! a network it is not for may have been copied: that is worth being woken for the first time already.

use serde::{Deserialize, Serialize};

use super::{
    key::Unfit,
    strangers::{INSISTING, Never, is_round},
};
use crate::{
    identity::Event,
    kernel::{AccountId, Decider, KeyId, Personal, Stamp},
};

/// How many were written down for one network, or one key, within one hour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyRefusals {
    written: u32,
}

/// Count a key that was not let in.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// How many there were within the hour, this one included.
    pub count: u32,
    /// The key and why it did not fit, where its secret was right.
    pub known: Option<Known>,
}

/// A key with the right secret.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Which one.
    pub key: KeyId,
    /// For whom it acts.
    pub account: AccountId,
    /// What it is called.
    pub name: Personal,
    /// Why it was not let in; `None` where its person is let in no more.
    pub unfit: Option<Unfit>,
}

/// Somebody showed keys that nobody made, or with a wrong secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeysRefused {
    /// How many times within the hour, so far.
    pub count: u32,
}

/// Somebody keeps showing such keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeysInsisted {
    /// How many times within the hour, so far.
    pub count: u32,
}

/// A key was shown that is good no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRefused {
    /// Which one.
    pub key: KeyId,
    /// For whom it acted.
    pub account: AccountId,
    /// What it is called.
    pub name: Personal,
    /// Why, in words.
    pub reason: String,
    /// How many times within the hour, so far.
    pub count: u32,
}

/// A good key was shown from a network it is not for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyOutOfPlace {
    /// Which one.
    pub key: KeyId,
    /// For whom it acts.
    pub account: AccountId,
    /// What it is called.
    pub name: Personal,
    /// How many times within the hour, so far.
    pub count: u32,
}

impl Decider for KeyRefusals {
    const KIND: &'static str = "identity.key_refusals";
    type Command = Record;
    type Event = Event;
    type Refusal = Never;

    fn decide(&self, Record { count, known }: Record, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        if count <= self.written || !is_round(count) {
            return Ok(vec![]);
        }
        Ok(vec![match known {
            None if count >= INSISTING => KeysInsisted { count }.into(),
            None => KeysRefused { count }.into(),
            Some(Known { key, account, name, unfit: Some(Unfit::OutOfPlace) }) => {
                KeyOutOfPlace { key, account, name, count }.into()
            }
            Some(Known { key, account, name, unfit }) => {
                let reason = match unfit {
                    Some(Unfit::Expired) => "its time is over",
                    Some(_) => "it was revoked",
                    None => "its person is let in no more",
                };
                KeyRefused { key, account, name, reason: reason.to_owned(), count }.into()
            }
        }])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::KeysRefused(KeysRefused { count })
            | Event::KeysInsisted(KeysInsisted { count })
            | Event::KeyRefused(KeyRefused { count, .. })
            | Event::KeyOutOfPlace(KeyOutOfPlace { count, .. }) => self.written = *count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Scenario;

    const ADA: AccountId = AccountId(Uuid::from_u128(1));
    const KEY: KeyId = KeyId(Uuid::from_u128(9));

    fn known(count: u32, unfit: Option<Unfit>) -> Record {
        let name = Personal::of(ADA, "printer");
        Record { count, known: Some(Known { key: KEY, account: ADA, name, unfit }) }
    }

    #[test]
    fn a_thousand_unknown_keys_leave_four_lines_and_the_hundredth_is_no_mistake() {
        let (mut state, stamp) = (KeyRefusals::default(), Scenario::<KeyRefusals>::given([]));
        let mut lines = Vec::new();
        for count in 1..=1000 {
            let events = stamp.decided(&state, Record { count, known: None }).unwrap_or_default();
            events.iter().for_each(|event| state.evolve(event));
            lines.extend(events);
        }
        let expected: [Event; 4] = [
            KeysRefused { count: 1 }.into(),
            KeysRefused { count: 10 }.into(),
            KeysInsisted { count: 100 }.into(),
            KeysInsisted { count: 1000 }.into(),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_key_that_ended_is_told_with_its_reason() {
        let name = Personal::of(ADA, "printer");
        for (unfit, reason) in [
            (Some(Unfit::Expired), "its time is over"),
            (Some(Unfit::Revoked), "it was revoked"),
            (None, "its person is let in no more"),
        ] {
            let refused =
                KeyRefused { key: KEY, account: ADA, name: name.clone(), reason: reason.to_owned(), count: 10 };
            Scenario::<KeyRefusals>::given([]).when(known(10, unfit)).then([refused.into()]);
        }
    }

    #[test]
    fn a_key_out_of_place_is_told_the_first_time_and_once() {
        let name = Personal::of(ADA, "printer");
        let told = KeyOutOfPlace { key: KEY, account: ADA, name, count: 1 };
        let record = known(1, Some(Unfit::OutOfPlace));
        Scenario::<KeyRefusals>::given([]).when(record.clone()).then([told.clone().into()]);
        Scenario::<KeyRefusals>::given([told.into()]).when(record).then_nothing();
    }
}
