//! What files are: by their names, by what is said of them, and by how their bytes begin.
//!
//! One table holds what is known of each format, so that the three cannot speak of different things. Whatever is not in it
//! claims nothing and contradicts nothing.

mod begin;
mod known;
#[cfg(test)]
mod tests;

use std::fmt;

pub use begin::{HEAD_BYTES, of_bytes};
use known::ALL;

use super::NodeName;

/// What a file is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A picture.
    Picture,
    /// Moving pictures.
    Video,
    /// Sound.
    Audio,
    /// Something to read or print that is more than text: PDF, office formats, books.
    Document,
    /// Text that any editor shows, tables and source code among it.
    Text,
    /// Other files, packed.
    Archive,
    /// Something that a machine runs.
    Program,
    /// All else.
    Other,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Picture,
        Self::Video,
        Self::Audio,
        Self::Document,
        Self::Text,
        Self::Archive,
        Self::Program,
        Self::Other,
    ];

    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Text => "text",
            Self::Archive => "archive",
            Self::Program => "program",
            Self::Other => "other",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What several of it are called.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Picture => "pictures",
            Self::Video => "videos",
            Self::Audio => "audio",
            Self::Document => "documents",
            Self::Text => "text",
            Self::Archive => "archives",
            Self::Program => "programs",
            Self::Other => "files of other kinds",
        }
    }
}

/// A picture that the house can read itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

/// A format that is known.
pub struct Format {
    /// How people call it, with its article.
    pub told: &'static str,
    /// What it is good for.
    pub kind: Kind,
    /// The ends of names that claim it, without a dot.
    extensions: &'static [&'static str],
    /// The media types that claim it (RFC 6838).
    media_types: &'static [&'static str],
    /// What else may lie under a name of its own.
    or: &'static [&'static Format],
}

/// Formats name each other, so that only its own name can be shown.
impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.told == other.told
    }
}

impl Eq for Format {}

impl Format {
    /// Whether bytes of a format are in order where this one is claimed. Of nothing, nothing can be said.
    fn admits(&self, content: &Self) -> bool {
        self == content || self.or.contains(&content) || content.is_empty()
    }

    /// Whether there are no bytes, of which nothing can be said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == known::EMPTY
    }

    /// Which of the pictures it is that the house can read itself.
    #[must_use]
    pub fn picture(&self) -> Option<Picture> {
        let readable = [
            (&known::JPEG, Picture::Jpeg),
            (&known::PNG, Picture::Png),
            (&known::GIF, Picture::Gif),
            (&known::WEBP, Picture::Webp),
        ];
        readable.into_iter().find_map(|(format, picture)| (format == self).then_some(picture))
    }

    /// How the words in it are written; `None` where nobody would read any.
    #[must_use]
    pub fn writing(&self) -> Option<Writing> {
        match () {
            () if [&known::TEXT, &known::SCRIPT].contains(&self) => Some(Writing::Plain),
            () if [&known::HTML, &known::XML].contains(&self) => Some(Writing::Marked),
            () if *self == known::PDF => Some(Writing::Pages),
            () => None,
        }
    }

    /// Whether a machine runs it.
    fn runs(&self) -> bool {
        self.kind == Kind::Program
    }
}

/// How the words in a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// As text, and nothing else.
    Plain,
    /// Between marks in angle brackets.
    Marked,
    /// On the pages of a PDF document.
    Pages,
}

/// What a file is said to be, by its name or otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    formats: Vec<&'static Format>,
    /// Where no format is named, at least what it is good for.
    kind: Option<Kind>,
}

impl Claim {
    /// What a name claims.
    #[must_use]
    pub fn of_name(name: &NodeName) -> Self {
        let extension = extension(name);
        let formats = ALL.iter().copied().filter(|it| it.extensions.contains(&extension.as_str())).collect();
        Self { formats, kind: None }
    }

    /// What a media type claims.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Self {
        let formats: Vec<_> = ALL.iter().copied().filter(|it| it.media_types.contains(&media_type)).collect();
        let kind = match media_type.split_once('/') {
            Some(("image", _)) => Some(Kind::Picture),
            Some(("video", _)) => Some(Kind::Video),
            Some(("audio", _)) => Some(Kind::Audio),
            Some(("text", _)) => Some(Kind::Text),
            _ => None,
        };
        Self { kind: kind.filter(|_| formats.is_empty()), formats }
    }

    /// Whether bytes of a format bear it out.
    #[must_use]
    pub fn holds(&self, content: &Format) -> bool {
        let of_kind = |kind| match kind {
            Kind::Text => known::TEXT.admits(content),
            _ => content.kind == kind || content.is_empty(),
        };
        match self.kind {
            Some(kind) => of_kind(kind),
            None => self.formats.is_empty() || self.formats.iter().any(|it| it.admits(content)),
        }
    }

    /// Whether bytes are run by a machine though this says that they are something else.
    #[must_use]
    pub fn disguises(&self, content: &Format) -> bool {
        content.runs() && !self.holds(content)
    }

    /// Whether bytes of a format may lie under one that it names and that is of a kind which is taken.
    #[must_use]
    pub fn admits(&self, content: &'static Format, is_taken: impl Fn(Kind) -> bool) -> bool {
        self.formats.iter().any(|it| is_taken(it.kind) && it.admits(content))
    }

    /// What files of it are good for, as far as it says so: each that is possible.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.formats.iter().map(|it| it.kind).chain(self.kind)
    }

    /// How people call it.
    #[must_use]
    pub fn told(&self) -> &'static str {
        match (self.formats.first(), self.kind) {
            (Some(format), _) => format.told,
            (None, Some(Kind::Picture)) => "a picture",
            (None, Some(Kind::Video)) => "a video",
            (None, Some(Kind::Audio)) => "sound",
            (None, Some(_)) => "text",
            (None, None) => "something else",
        }
    }
}

/// What stands behind the last dot of a name, in small letters; nothing where there is no dot, or only one that the name
/// begins with.
#[must_use]
pub fn extension(name: &NodeName) -> String {
    match name.text().rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}
