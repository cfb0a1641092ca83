//! Personal values (names, mail addresses, network addresses) and the seal that keeps them.
//!
//! A plain personal value cannot be written: serialising one into bytes is an error, so nothing
//! personal reaches the log unsealed by an oversight. Only formats made for people to read (JSON)
//! show the text itself. The cipher itself is deliberately absent; whoever
//! holds the keys implements [`Seals`].

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::AccountId;

/// Whose key seals a value: a person, the house itself, or the strangers at its door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub Uuid);

impl PersonId {
    /// The house itself, such as the address it sends mail from.
    pub const HOUSE: Self = Self(Uuid::from_u128(1));
    /// Everybody who was not let in. What is theirs is sealed with one of many keys, see [`Self::of_strangers`];
    /// this very key is of an earlier version.
    pub const STRANGERS: Self = Self(Uuid::from_u128(2));
}

impl From<AccountId> for PersonId {
    fn from(account: AccountId) -> Self {
        Self(account.0)
    }
}

/// A personal value: plain in memory, sealed in the log, or erased for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    person: PersonId,
    value: Value,
}

#[derive(Clone, PartialEq, Eq)]
enum Value {
    Plain(String),
    Sealed(Vec<u8>),
    Erased,
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "plain",
            Self::Sealed(_) => "sealed",
            Self::Erased => "erased",
        })
    }
}

/// Seals and opens personal values with one key per person.
pub trait Seals: Send + Sync {
    /// Seals a text under the key of a person.
    ///
    /// # Errors
    /// When there is no key for the person: it was not made yet, or was destroyed.
    fn seal(&self, person: PersonId, plain: &str) -> Result<Vec<u8>, SealError>;

    /// Opens what was sealed; `None` when the key is gone and the value with it.
    fn open(&self, person: PersonId, sealed: &[u8]) -> Option<String>;
}

/// There is no key for this person.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no key for person {0:?}")]
pub struct SealError(pub PersonId);

impl Personal {
    /// A plain value of a person.
    #[must_use]
    pub fn of(person: impl Into<PersonId>, value: impl Into<String>) -> Self {
        Self { person: person.into(), value: Value::Plain(value.into()) }
    }

    /// A value that is sealed already.
    #[must_use]
    pub fn sealed(person: impl Into<PersonId>, bytes: Vec<u8>) -> Self {
        Self { person: person.into(), value: Value::Sealed(bytes) }
    }

    /// Whose value it is.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// The plain value; `None` when it was erased or was not opened.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Plain(text) => Some(text),
            Value::Sealed(_) | Value::Erased => None,
        }
    }

    /// Makes a plain value somebody else's. What is sealed already stays whose it was.
    pub fn give_to(&mut self, person: PersonId) {
        if matches!(self.value, Value::Plain(_)) {
            self.person = person;
        }
    }

    /// Forgets the value for good.
    pub fn erase(&mut self) {
        self.value = Value::Erased;
    }

    /// A person's name as it begins a sentence.
    #[must_use]
    pub fn named(&self) -> &str {
        self.text().unwrap_or("Somebody who was erased")
    }

    /// The value as it is shown to people.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.text().unwrap_or("(erased)")
    }

    /// Seals a plain value in place.
    ///
    /// # Errors
    /// When the person has no key.
    pub fn seal(&mut self, seals: &dyn Seals) -> Result<(), SealError> {
        if let Value::Plain(text) = &self.value {
            self.value = Value::Sealed(seals.seal(self.person, text)?);
        }
        Ok(())
    }

    /// Opens a sealed value in place; without its key it is erased.
    pub fn open(&mut self, seals: &dyn Seals) {
        if let Value::Sealed(bytes) = &self.value {
            self.value = seals.open(self.person, bytes).map_or(Value::Erased, Value::Plain);
        }
    }
}

impl Serialize for Personal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            _ if serializer.is_human_readable() => self.text().serialize(serializer),
            Value::Sealed(bytes) => (self.person, bytes).serialize(serializer),
            Value::Erased => (self.person, &[0u8; 0] as &[u8]).serialize(serializer),
            Value::Plain(_) => Err(serde::ser::Error::custom("a personal value is not sealed")),
        }
    }
}

impl<'de> Deserialize<'de> for Personal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (person, bytes) = <(PersonId, Vec<u8>)>::deserialize(deserializer)?;
        Ok(Self { person, value: if bytes.is_empty() { Value::Erased } else { Value::Sealed(bytes) } })
    }
}

/// What holds personal values: a value, perhaps a value, or several.
pub trait PersonalFields {
    /// Calls back with each of them.
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal));
}

impl PersonalFields for Personal {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
    }
}

impl<T: PersonalFields> PersonalFields for Vec<T> {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal)) {
        self.iter_mut().for_each(|value| value.each(visit));
    }
}

impl PersonalFields for Option<Personal> {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal)) {
        if let Some(value) = self {
            visit(value);
        }
    }
}
