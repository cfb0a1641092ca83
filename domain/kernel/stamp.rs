//! Who asked, when, from where, by which command and because of which event.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AccountId, CommandId, DecodeError, EncodeError, KeyId, Personal, PersonalFields, Position, SessionId,
    decode_exactly,
};

/// Who asked for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// With which API key, where a program acted for the person.
    pub key: Option<KeyId>,
    /// From which network address.
    pub from: Option<Personal>,
    /// By which command.
    pub command: CommandId,
    /// Because of which event.
    pub because: Option<Position>,
}

/// What followed in the bytes after the version before there were keys; read for ever.
#[derive(Deserialize)]
struct StampV1 {
    who: u8,
    account: Option<AccountId>,
    session: Option<SessionId>,
    from: Option<Personal>,
    because: Option<Position>,
    index: u16,
}

/// What follows in the bytes after the version; the time stands in the log's own column.
#[derive(Serialize, Deserialize)]
struct StampV2 {
    who: u8,
    account: Option<AccountId>,
    session: Option<SessionId>,
    key: Option<KeyId>,
    from: Option<Personal>,
    because: Option<Position>,
    index: u16,
}

impl From<StampV1> for StampV2 {
    fn from(old: StampV1) -> Self {
        let StampV1 { who, account, session, from, because, index } = old;
        Self { who, account, session, key: None, from, because, index }
    }
}

const V1: u8 = 1;
const V2: u8 = 2;

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
        let stamp = StampV2 {
            who,
            account: self.who.account(),
            session: self.session,
            key: self.key,
            from: self.from.clone(),
            because: self.because,
            index,
        };
        postcard::to_extend(&stamp, vec![V2]).map_err(|error| EncodeError::new("stamp", &error))
    }

    /// Reads what [`Stamp::encode`] wrote, now or in an earlier version, with the time and id of the event it stands beside.
    ///
    /// # Errors
    /// When the bytes are no stamp of a known version.
    pub fn decode(bytes: &[u8], at: DateTime<Utc>, event: Uuid) -> Result<Self, DecodeError> {
        let malformed = |reason: &str| DecodeError::malformed("stamp", reason);
        let stamp: StampV2 = match bytes.split_first() {
            Some((&V1, rest)) => decode_exactly::<StampV1>("stamp", rest)?.into(),
            Some((&V2, rest)) => decode_exactly("stamp", rest)?,
            _ => return Err(malformed("its version is unknown")),
        };
        let who = match (stamp.who, stamp.account) {
            (0, None) => Who::Stranger,
            (1, None) => Who::House,
            (2, None) => Who::Console,
            (3, Some(account)) => Who::Person(account),
            _ => return Err(malformed("nobody is named")),
        };
        let command = super::EventId(event).command(stamp.index);
        let StampV2 { session, key, from, because, .. } = stamp;
        Ok(Self { at, who, session, key, from, command, because })
    }
}

impl PersonalFields for Stamp {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal)) {
        self.from.each(visit);
    }
}
