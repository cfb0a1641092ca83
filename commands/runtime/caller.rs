//! Who asks, with what rights, from where, and by which command.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::{AccountId, CommandId, KeyId, PersonId, Personal, Position, Role, SessionId, Stamp, Who};
use uuid::Uuid;

/// Whoever asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who it is.
    pub who: Who,
    /// What they may do in general.
    pub role: Option<Role>,
    /// In which session.
    pub session: Option<SessionId>,
    /// With which API key.
    pub key: Option<KeyId>,
    /// From which network address.
    pub from: Option<IpAddr>,
    /// By which command.
    pub command: CommandId,
    /// Because of which event.
    pub because: Option<Position>,
}

impl Caller {
    /// Somebody who was not let in.
    #[must_use]
    pub const fn stranger(from: Option<IpAddr>, command: CommandId) -> Self {
        Self { from, role: None, ..Self::as_house(Who::Stranger, command, None) }
    }

    /// Whoever sits at the machine; they look after the house.
    #[must_use]
    pub const fn console(command: CommandId) -> Self {
        Self::as_house(Who::Console, command, None)
    }

    /// The house itself.
    #[must_use]
    pub const fn house(command: CommandId) -> Self {
        Self::as_house(Who::House, command, None)
    }

    /// The house itself, because of an event.
    #[must_use]
    pub const fn reaction(command: CommandId, because: Position) -> Self {
        Self::as_house(Who::House, command, Some(because))
    }

    const fn as_house(who: Who, command: CommandId, because: Option<Position>) -> Self {
        Self { who, role: Some(Role::Admin), session: None, key: None, from: None, command, because }
    }

    /// The account, where it is a person.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        self.who.account()
    }

    /// Whether they look after the house.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.role == Some(Role::Admin)
    }

    /// The same caller with one step of a command that takes several.
    #[must_use]
    pub fn step(&self, name: &str) -> Self {
        Self { command: derived_command(&[self.command.0.as_bytes(), name.as_bytes()]), ..self.clone() }
    }

    /// The stamp of a command that is carried out now.
    #[must_use]
    pub fn stamp(&self, at: DateTime<Utc>) -> Stamp {
        let person = self.account().map_or(PersonId::STRANGERS, PersonId::from);
        let from = self.from.map(|address| Personal::of(person, address.to_string()));
        let Self { who, session, key, command, because, .. } = *self;
        Stamp { at, who, session, key, from, command, because }
    }
}

/// The steps that write into the log, of commands that take several.
const STEPS: [&str; 9] = ["address", "open", "found", "unlock", "failure", "pin", "place", "received", "aside"];

/// A command and all of its steps, under which its events may stand.
pub(super) fn with_steps(command: CommandId) -> impl Iterator<Item = CommandId> {
    let of = move |step: &str| derived_command(&[command.0.as_bytes(), step.as_bytes()]);
    std::iter::once(command).chain(STEPS.into_iter().map(of))
}

/// A command nobody has asked for before.
#[must_use]
pub fn fresh_command() -> CommandId {
    CommandId(Uuid::now_v7())
}

/// The command that these parts name: the same parts, the same command.
#[must_use]
pub fn derived_command(parts: &[&[u8]]) -> CommandId {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    hash.finalize_xof().fill(&mut bytes);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Whether a command may have been asked for before: fresh ones carry their time, derived ones
/// the version for custom ids (RFC 9562, section 5.8).
pub(super) fn may_be_known(command: CommandId) -> bool {
    command.0.get_version_num() == 8
}
