//! Names of streams: what it is, and which one, such as `identity.account-<uuid>`.

use std::sync::Arc;

use uuid::Uuid;

/// Which one of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A noun with an id.
    Id(Uuid),
    /// Anything else, such as the hash of an address.
    Text(Arc<str>),
}

/// The name of a stream: kind, a hyphen, key. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StreamName {
    kind: Arc<str>,
    key: Key,
}

/// A text that is no stream's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no stream's name: it takes the form context.noun-key, at most 200 characters long")]
pub struct StreamNameError(String);

impl StreamName {
    /// The longest name.
    pub const MOST_BYTES: usize = 200;

    /// The stream of a noun with an id.
    #[must_use]
    pub fn of(kind: impl Into<Arc<str>>, id: Uuid) -> Self {
        Self { kind: kind.into(), key: Key::Id(id) }
    }

    /// The stream of a noun with a key of its own.
    ///
    /// # Errors
    /// When the kind or key is empty, too long or holds characters that do not belong there.
    pub fn keyed(kind: &str, key: &str) -> Result<Self, StreamNameError> {
        format!("{kind}-{key}").parse()
    }

    /// What it is, such as `identity.account`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Which one of its kind.
    #[must_use]
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// A name from parts that are known to be well-formed.
    pub(crate) const fn from_parts(kind: Arc<str>, key: Key) -> Self {
        Self { kind, key }
    }
}

impl std::fmt::Display for StreamName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.key {
            Key::Id(id) => write!(f, "{}-{}", self.kind, id.hyphenated()),
            Key::Text(text) => write!(f, "{}-{text}", self.kind),
        }
    }
}

impl std::str::FromStr for StreamName {
    type Err = StreamNameError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let refuse = || StreamNameError(name.chars().take(Self::MOST_BYTES).collect());
        let (kind, key) = name.split_once('-').ok_or_else(refuse)?;
        let kind_fits = kind.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'_'));
        let key_fits = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if kind.is_empty() || key.is_empty() || name.len() > Self::MOST_BYTES || !kind_fits || !key_fits {
            return Err(refuse());
        }
        let key = match Uuid::parse_str(key) {
            // Only the form that would be written again, or two names would be one stream.
            Ok(id) if id.hyphenated().to_string() == key => Key::Id(id),
            _ => Key::Text(key.into()),
        };
        Ok(Self { kind: kind.into(), key })
    }
}
