//! The certificate by which browsers know the house: which one is in use, what was refused instead,
//! and that it will end.
//!
//! Keys and names are deliberately absent: an event tells which certificate it was by its hash.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    household::Event,
    kernel::{Decider, Stamp},
};

/// What is known of the certificate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Certificate {
    taken: Option<CertificateTaken>,
    refused: Option<CertificateRefused>,
    ending: Option<CertificateEnding>,
}

/// A certificate came into use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateTaken {
    /// The SHA-256 of it, in hex.
    pub sha256: String,
    /// Who signed it.
    pub issuer: String,
    /// Until when it is good.
    pub until_us: i64,
}

/// A certificate was offered that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateRefused {
    /// Why not.
    pub reason: String,
}

/// The one in use ends soon, and no other has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateEnding {
    /// When it ends.
    pub until_us: i64,
    /// Why there is no other.
    pub reason: String,
}

/// What is noted of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// It came into use.
    Taken(CertificateTaken),
    /// It cannot be used.
    Refused(CertificateRefused),
    /// It ends soon.
    Ending(CertificateEnding),
}

/// Writing it down is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

impl Decider for Certificate {
    const KIND: &'static str = "household.certificate";
    type Command = Note;
    type Event = Event;
    type Refusal = Never;

    /// The same again, met at each look and after each restart, is written once.
    fn decide(&self, note: Note, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        Ok(match note {
            Note::Taken(it) if self.taken.as_ref() != Some(&it) => vec![it.into()],
            Note::Refused(it) if self.refused.as_ref() != Some(&it) => vec![it.into()],
            Note::Ending(it) if self.ending.as_ref().is_none_or(|known| known.until_us != it.until_us) => {
                vec![it.into()]
            }
            _ => vec![],
        })
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::CertificateTaken(it) => {
                *self = Self { taken: Some(it.clone()), ..Self::default() };
            }
            Event::CertificateRefused(it) => self.refused = Some(it.clone()),
            Event::CertificateEnding(it) => self.ending = Some(it.clone()),
            _ => {}
        }
    }
}

/// A day as it is told.
pub(super) fn day(at_us: i64) -> String {
    DateTime::<Utc>::from_timestamp_micros(at_us).map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    fn taken(sha256: &str) -> CertificateTaken {
        CertificateTaken { sha256: sha256.into(), issuer: "the house".into(), until_us: 1_772_366_400_000_000 }
    }

    fn refused(reason: &str) -> CertificateRefused {
        CertificateRefused { reason: reason.into() }
    }

    #[test]
    fn each_certificate_is_told_of_once() {
        let house = Scenario::<Certificate>::given([taken("aa").into()]);
        house.when(Note::Taken(taken("aa"))).then_nothing();
        house.when(Note::Taken(taken("bb"))).then([taken("bb").into()]);
    }

    #[test]
    fn the_same_refusal_is_told_again_only_after_a_certificate_was_taken() {
        let broken = refused("the key does not fit");
        let house = Scenario::<Certificate>::given([taken("aa").into(), broken.clone().into()]);
        house.when(Note::Refused(broken.clone())).then_nothing();
        house.when(Note::Refused(refused("no certificate"))).then([refused("no certificate").into()]);
        let mended = Scenario::<Certificate>::given([broken.clone().into(), taken("bb").into()]);
        mended.when(Note::Refused(broken.clone())).then([broken.into()]);
    }

    #[test]
    fn an_end_is_announced_once_whatever_the_reason_of_the_day() {
        let ending = |reason: &str| CertificateEnding { until_us: 1_772_366_400_000_000, reason: reason.into() };
        let house = Scenario::<Certificate>::given([taken("aa").into(), ending("no answer").into()]);
        house.when(Note::Ending(ending("refused"))).then_nothing();
        assert_eq!(Event::from(ending("no answer")), Event::CertificateEnding(ending("no answer")));
        assert_eq!(day(1_772_366_400_000_000), "2026-03-01");
    }
}
