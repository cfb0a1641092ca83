//! Each limit there is: over which time it counts, what it is at first, and how far it may be moved.
//!
//! The least of each is such that a household still comes in through its own door: nobody can set a
//! limit by which they lock themselves out.

const MINUTE_S: u32 = 60;
const HOUR_S: u32 = 3600;
const DAY_S: u32 = 86_400;

/// Something of which there may be only so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Requests of somebody who is not logged in, by network address.
    StrangerHour,
    /// The same over a day.
    StrangerDay,
    /// Requests of a person in their sessions.
    PersonMinute,
    /// Requests with one key.
    KeyMinute,
    /// Passwords tried, by network address.
    LoginHour,
    /// Codes and other proofs tried, by network address or person.
    ProofHour,
    /// One-time links tried, by network address.
    LinkHour,
    /// Exports and downloads of logs, by person or key.
    ExportHour,
    /// Uploads, by person or key.
    UploadHour,
    /// Letters that somebody caused, to one address.
    MailPersonHour,
    /// Letters caused from one network address.
    MailNetworkHour,
    /// Letters that anybody caused.
    MailHouseHour,
}

/// What a limit is at first, and how far it may be moved.
struct Bounds {
    word: &'static str,
    period_s: u32,
    usual: u32,
    least: u32,
    most: u32,
    may_be_off: bool,
}

const fn bounds(word: &'static str, period_s: u32, usual: u32, least: u32, most: u32, may_be_off: bool) -> Bounds {
    Bounds { word, period_s, usual, least, most, may_be_off }
}

impl Limit {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 12] = [
        Self::StrangerHour,
        Self::StrangerDay,
        Self::PersonMinute,
        Self::KeyMinute,
        Self::LoginHour,
        Self::ProofHour,
        Self::LinkHour,
        Self::ExportHour,
        Self::UploadHour,
        Self::MailPersonHour,
        Self::MailNetworkHour,
        Self::MailHouseHour,
    ];

    const fn bounds(self) -> Bounds {
        match self {
            Self::StrangerHour => bounds("stranger_hour", HOUR_S, 50, 20, 100_000, true),
            Self::StrangerDay => bounds("stranger_day", DAY_S, 200, 50, 1_000_000, true),
            Self::PersonMinute => bounds("person_minute", MINUTE_S, 1200, 120, 100_000, true),
            Self::KeyMinute => bounds("key_minute", MINUTE_S, 1200, 60, 100_000, true),
            Self::LoginHour => bounds("login_hour", HOUR_S, 30, 5, 1000, false),
            Self::ProofHour => bounds("proof_hour", HOUR_S, 60, 10, 1000, false),
            Self::LinkHour => bounds("link_hour", HOUR_S, 20, 5, 1000, false),
            Self::ExportHour => bounds("export_hour", HOUR_S, 60, 5, 10_000, true),
            Self::UploadHour => bounds("upload_hour", HOUR_S, 1000, 20, 100_000, true),
            Self::MailPersonHour => bounds("mail_person_hour", HOUR_S, 12, 3, 100, false),
            Self::MailNetworkHour => bounds("mail_network_hour", HOUR_S, 30, 5, 1000, false),
            Self::MailHouseHour => bounds("mail_house_hour", HOUR_S, 200, 20, 10_000, false),
        }
    }

    /// The word by which it is stored, set and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.bounds().word
    }

    /// The limit of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.word() == word)
    }

    /// Seconds over which it counts.
    #[must_use]
    pub const fn period_s(self) -> u32 {
        self.bounds().period_s
    }

    /// What it is until somebody sets it.
    #[must_use]
    pub const fn usual(self) -> u32 {
        self.bounds().usual
    }

    /// The least it may be.
    #[must_use]
    pub const fn least(self) -> u32 {
        self.bounds().least
    }

    /// The most it may be.
    #[must_use]
    pub const fn most(self) -> u32 {
        self.bounds().most
    }

    /// Whether it may be switched off, by setting it to 0. What is guessed at or mailed never is.
    #[must_use]
    pub const fn may_be_off(self) -> bool {
        self.bounds().may_be_off
    }

    /// What is counted, in words.
    #[must_use]
    pub const fn counted(self) -> &'static str {
        match self {
            Self::StrangerHour | Self::StrangerDay => "requests of a stranger",
            Self::PersonMinute => "requests of a person",
            Self::KeyMinute => "requests with a key",
            Self::LoginHour => "passwords tried from a network address",
            Self::ProofHour => "codes and proofs tried",
            Self::LinkHour => "one-time links tried from a network address",
            Self::ExportHour => "exports",
            Self::UploadHour => "uploads",
            Self::MailPersonHour => "mails to one address",
            Self::MailNetworkHour => "mails caused from one network address",
            Self::MailHouseHour => "mails caused in all",
        }
    }

    /// The time over which it counts, in words.
    #[must_use]
    pub const fn period(self) -> &'static str {
        match self.period_s() {
            MINUTE_S => "a minute",
            HOUR_S => "an hour",
            _ => "a day",
        }
    }

    pub(super) const fn place(self) -> usize {
        self as usize
    }
}
