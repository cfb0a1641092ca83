//! The tables of events: stored name, severity and sentence of everything that can happen.
//!
//! Enums are never serialised: postcard is positional, so a new variant would make old bytes read
//! as another event. What is stored is the payload struct, under a permanent name with a version.

use serde::{Serialize, Serializer, de::DeserializeOwned};

use super::{PersonId, PersonalFields};

/// How much an event matters to whoever looks after the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Everyday life.
    Notice,
    /// Worth a look.
    Warning,
    /// Worth being woken for.
    Critical,
}

impl Severity {
    /// All of them, the mildest first.
    pub const ALL: [Self; 3] = [Self::Notice, Self::Warning, Self::Critical];

    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// The severity of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.word() == word)
    }
}

/// The bytes of an event could not be read. Never skipped: a view that met it stops.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// No table knows this name; a newer version wrote it, or a rule was removed.
    #[error("the event '{0}' is unknown to this version")]
    Unknown(String),
    /// The bytes do not fit the name.
    #[error("the bytes of '{kind}' are malformed: {reason}")]
    Malformed {
        /// The stored name.
        kind: String,
        /// What is wrong.
        reason: String,
    },
}

impl DecodeError {
    /// Bytes that do not fit their name.
    #[must_use]
    pub fn malformed(kind: &str, reason: &str) -> Self {
        Self::Malformed { kind: kind.to_owned(), reason: reason.to_owned() }
    }
}

/// An event could not be written, above all because a personal value in it is not sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{kind}' cannot be written: {reason}")]
pub struct EncodeError {
    kind: String,
    reason: String,
}

impl EncodeError {
    /// What could not be written, and why.
    #[must_use]
    pub fn new(kind: &str, reason: &dyn std::fmt::Display) -> Self {
        Self { kind: kind.to_owned(), reason: reason.to_string() }
    }
}

/// What an event says, as it is stored.
pub trait Payload: Serialize + DeserializeOwned {}

impl<T: Serialize + DeserializeOwned> Payload for T {}

/// All events of a context, or of all contexts.
pub trait EventTable: PersonalFields + Clone + std::fmt::Debug + PartialEq + Send + Sync + 'static {
    /// Every name that can be read, outgrown versions included.
    fn names() -> Vec<&'static str>;
    /// The permanent stored name.
    fn name(&self) -> &'static str;
    /// How much it matters.
    fn severity(&self) -> Severity;
    /// Its one sentence for the diary.
    fn sentence(&self) -> String;
    /// Whom it is about, besides whoever asked for it.
    fn concerns(&self) -> Option<PersonId>;
    /// Hands the payload to a format made for people to read; bytes for the log are [`Self::encode`]'s.
    ///
    /// # Errors
    /// As the format has it.
    fn tell<S: Serializer>(&self, format: S) -> Result<S::Ok, S::Error>;
    /// The payload's bytes.
    ///
    /// # Errors
    /// When a personal value in it is not sealed.
    fn encode(&self) -> Result<Vec<u8>, EncodeError>;
    /// Reads a payload by its stored name; an outgrown version is brought up to date.
    ///
    /// # Errors
    /// When the name is unknown or the bytes do not fit it.
    fn decode(name: &str, bytes: &[u8]) -> Result<Self, DecodeError>;

    /// The context: the stored name up to its first dot.
    fn context(&self) -> &'static str {
        let name = self.name();
        name.split_once('.').map_or(name, |(context, _)| context)
    }
}

/// Reads all of the bytes, or refuses them: postcard alone would ignore what is left over.
///
/// # Errors
/// When the bytes are too short, too long or malformed.
pub fn decode_exactly<T: DeserializeOwned>(kind: &str, bytes: &[u8]) -> Result<T, DecodeError> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err(DecodeError::malformed(kind, "bytes are left over")),
        Err(error) => Err(DecodeError::malformed(kind, &error.to_string())),
    }
}

/// One context's table: a row per event, with its permanent name, severity, the person it is `of`,
/// its `personal` fields and its sentence. Outgrown versions stand under `upcasts`.
macro_rules! events {
    (
        $(#[$doc:meta])* $vis:vis enum $Event:ident {
            $($Variant:ident = $name:literal, $severity:ident
                $(, of $person:ident)? $(, personal $($field:ident)+)?, |$it:pat_param| $sentence:expr;)*
        }
        $(upcasts { $($old:literal: $Old:ty => $New:ident;)* })?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        $vis enum $Event { $(#[doc = $name] $Variant($Variant),)* }

        $(impl From<$Variant> for $Event {
            fn from(payload: $Variant) -> Self { Self::$Variant(payload) }
        })*

        impl $crate::kernel::PersonalFields for $Event {
            fn each(&mut self, _visit: &mut dyn FnMut(&mut $crate::kernel::Personal)) {
                match self {
                    $(Self::$Variant(_payload) => {
                        $($($crate::kernel::PersonalFields::each(&mut _payload.$field, _visit);)+)?
                    })*
                }
            }
        }

        impl $crate::kernel::EventTable for $Event {
            fn names() -> Vec<&'static str> {
                vec![$($name,)* $($($old,)*)?]
            }
            fn name(&self) -> &'static str {
                match self { $(Self::$Variant(_) => $name,)* }
            }
            fn severity(&self) -> $crate::kernel::Severity {
                match self { $(Self::$Variant(_) => $crate::kernel::Severity::$severity,)* }
            }
            fn sentence(&self) -> String {
                match self { $(Self::$Variant($it) => ($sentence).into(),)* }
            }
            #[allow(unreachable_code, reason = "a row without a person answers none")]
            fn concerns(&self) -> Option<$crate::kernel::PersonId> {
                match self {
                    $(Self::$Variant(_payload) => {
                        $(return Some(_payload.$person.into());)?
                        None
                    })*
                }
            }
            fn tell<S: serde::Serializer>(&self, format: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$Variant(payload) => serde::Serialize::serialize(payload, format),)* }
            }
            fn encode(&self) -> Result<Vec<u8>, $crate::kernel::EncodeError> {
                match self {
                    $(Self::$Variant(payload) => postcard::to_stdvec(payload)
                        .map_err(|error| $crate::kernel::EncodeError::new($name, &error)),)*
                }
            }
            fn decode(name: &str, bytes: &[u8]) -> Result<Self, $crate::kernel::DecodeError> {
                match name {
                    $($name => $crate::kernel::decode_exactly(name, bytes).map(Self::$Variant),)*
                    $($($old => $crate::kernel::decode_exactly::<$Old>(name, bytes)
                        .map(|old| Self::$New(old.into())),)*)?
                    _ => Err($crate::kernel::DecodeError::Unknown(name.to_owned())),
                }
            }
        }
    };
}

/// The union of all contexts' tables, told apart by the first word of the stored name.
macro_rules! contexts {
    ($(#[$doc:meta])* pub enum $Event:ident { $($Context:ident($module:ident),)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $Event { $(#[doc = stringify!($module)] $Context($module::Event),)* }

        $(impl From<$module::Event> for $Event {
            fn from(event: $module::Event) -> Self { Self::$Context(event) }
        })*

        impl $Event {
            /// The contexts, in the order of the house.
            pub const CONTEXTS: &'static [&'static str] = &[$(stringify!($module)),*];
        }

        impl $crate::kernel::PersonalFields for $Event {
            fn each(&mut self, visit: &mut dyn FnMut(&mut $crate::kernel::Personal)) {
                match self { $(Self::$Context(event) => event.each(visit),)* }
            }
        }

        impl $crate::kernel::EventTable for $Event {
            fn names() -> Vec<&'static str> {
                let mut names = Vec::new();
                $(names.extend($module::Event::names());)*
                names
            }
            fn name(&self) -> &'static str {
                match self { $(Self::$Context(event) => event.name(),)* }
            }
            fn severity(&self) -> $crate::kernel::Severity {
                match self { $(Self::$Context(event) => event.severity(),)* }
            }
            fn sentence(&self) -> String {
                match self { $(Self::$Context(event) => event.sentence(),)* }
            }
            fn concerns(&self) -> Option<$crate::kernel::PersonId> {
                match self { $(Self::$Context(event) => event.concerns(),)* }
            }
            fn tell<S: serde::Serializer>(&self, format: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$Context(event) => event.tell(format),)* }
            }
            fn encode(&self) -> Result<Vec<u8>, $crate::kernel::EncodeError> {
                match self { $(Self::$Context(event) => event.encode(),)* }
            }
            fn decode(name: &str, bytes: &[u8]) -> Result<Self, $crate::kernel::DecodeError> {
                match name.split_once('.').map(|(context, _)| context) {
                    $(Some(stringify!($module)) => $module::Event::decode(name, bytes).map(Self::$Context),)*
                    _ => Err($crate::kernel::DecodeError::Unknown(name.to_owned())),
                }
            }
        }
    };
}

pub(crate) use contexts;
pub(crate) use events;
