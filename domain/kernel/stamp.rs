//! Who asked, when, from where, by which command and because of which event.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AccountId, CommandId, DecodeError, EncodeError, Personal, PersonalFields, Position, SessionId, decode_exactly,
};

/// Who asked for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody who was not let in.
    Stranger,
    /// The house itself: a reaction, a retry, a clean-up.
    House,
    /// Whoever sits at the machine, on the command line.
    Console,
    /// A person with an account.
    Person(AccountId),
}

impl Who {
    /// The account, where it is a person.
    #[must_use]
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Person(account) => Some(account),
            Self::Stranger | Self::House | Self::Console => None,
        }
    }

    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stranger => "stranger",
            Self::House => "house",
            Self::Console => "console",
            Self::Person(_) => "person",
        }
    }
}

/// The circumstances of a command, written beside each event that followed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it was asked, by the house's one clock.
    pub at: DateTime<Utc>,
    /// Who asked.
    pub who: Who,
    /// In which session.
    pub session: Option<SessionId>,
    /// From which network address.
    pub from: Option<Personal>,
    /// By which command.
    pub command: CommandId,
    /// Because of which event.
    pub because: Option<Position>,
}

/// What follows in the bytes after the version; the time stands in the log's own column.
#[derive(Serialize, Deserialize)]
struct StampV1 {
    who: u8,
    account: Option<AccountId>,
    session: Option<SessionId>,
    from: Option<Personal>,
    because: Option<Position>,
    index: u16,
}

const V1: u8 = 1;

impl Stamp {
    /// The bytes written beside event number `index` of the command.
    ///
    /// # Errors
    /// When the network address is not sealed.
    pub fn encode(&self, index: u16) -> Result<Vec<u8>, EncodeError> {
        let who = match self.who {
            Who::Stranger => 0,
            Who::House => 1,
            Who::Console => 2,
            Who::Person(_) => 3,
        };
        let stamp = StampV1 {
            who,
            account: self.who.account(),
            session: self.session,
            from: self.from.clone(),
            because: self.because,
            index,
        };
        postcard::to_extend(&stamp, vec![V1]).map_err(|error| EncodeError::new("stamp", &error))
    }

    /// Reads what [`Stamp::encode`] wrote, with the time and id of the event it stands beside.
    ///
    /// # Errors
    /// When the bytes are no stamp of a known version.
    pub fn decode(bytes: &[u8], at: DateTime<Utc>, event: Uuid) -> Result<Self, DecodeError> {
        let malformed = |reason: &str| DecodeError::malformed("stamp", reason);
        let Some((&V1, rest)) = bytes.split_first() else {
            return Err(malformed("its version is unknown"));
        };
        let stamp: StampV1 = decode_exactly("stamp", rest)?;
        let who = match (stamp.who, stamp.account) {
            (0, None) => Who::Stranger,
            (1, None) => Who::House,
            (2, None) => Who::Console,
            (3, Some(account)) => Who::Person(account),
            _ => return Err(malformed("nobody is named")),
        };
        let command = super::EventId(event).command(stamp.index);
        Ok(Self { at, who, session: stamp.session, from: stamp.from, command, because: stamp.because })
    }
}

impl PersonalFields for Stamp {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal)) {
        self.from.each(visit);
    }
}
