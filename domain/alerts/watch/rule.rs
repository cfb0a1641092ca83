//! The rules of the watch, each with its numbers, the limits of those and why they are what they are.
//!
//! How a rule looks is absent here: that is in the file of its name.

use crate::alerts::watch::{
    Detector, backups::Backups, clock::Clock, guessing::Guessing, keys::Keys, scanning::Scanning, spraying::Spraying,
    strangers::Strangers, volume::Volume,
};

/// A rule of the watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Many failures on one account.
    Guessing,
    /// One address, many accounts.
    Spraying,
    /// Unknown mail addresses, from many networks.
    Strangers,
    /// Pages that are not here, to see what is.
    Scanning,
    /// Somebody does far more than usual.
    Volume,
    /// A key is used from elsewhere.
    Keys,
    /// The clock went wrong.
    Clock,
    /// The backups stopped.
    Backups,
}

/// A number of a rule that people may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// What it is where nobody chose.
    pub usual: u32,
    /// The least it may be.
    pub least: u32,
    /// The most it may be.
    pub most: u32,
}

/// What a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// By which it is known for ever.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it tells of, in a sentence with `{limit}` and perhaps `{span}` where its numbers stand.
    pub asks: &'static str,
    /// Why its numbers are usually what they are.
    pub why: &'static str,
    /// How much is suspicious.
    pub limit: Number,
    /// The other number, where the rule has one.
    pub span: Option<Number>,
}

/// The numbers of a rule that are in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// How much is suspicious.
    pub limit: u32,
    /// The other number; 0 where the rule has none.
    pub span: u32,
}

const fn number(usual: u32, least: u32, most: u32) -> Number {
    Number { usual, least, most }
}

/// Three failures close the door for a minute, and each further one doubles the wait up to an hour. So somebody
/// who forgot a password is told to ask for another long before the twelfth, while whoever guesses all night
/// gets there after seven hours.
const GUESSING: Spec = Spec {
    name: "guessing",
    title: "Many failures on one account",
    asks: "{limit} wrong passwords or codes on one account within {span} minutes",
    why: "Waits between tries grow to an hour, so nobody types twelve wrong ones in a day by mistake. Devices that the \
          person has used before do not count.",
    limit: number(12, 3, 100),
    span: Some(number(1440, 10, 10_080)),
};

/// Three people of a household who mistype within ten minutes sit at devices of their own, known ones mostly. One
/// address that fails at three accounts from devices nobody has used is trying a list.
const SPRAYING: Spec = Spec {
    name: "spraying",
    title: "One address, many accounts",
    asks: "one address fails at {limit} accounts within {span} minutes",
    why: "People mistype at their own account, on a device the house knows; those do not count. Whoever fails at three \
          accounts from one address is going through a list.",
    limit: number(3, 2, 50),
    span: Some(number(10, 1, 1440)),
};

/// A single network that insists is told of after a hundred tries by the house itself
/// ([`crate::identity::strangers::INSISTING`]). Ten networks within an hour are what a botnet looks like; a
/// mistyped mail address is one, or two.
const STRANGERS: Spec = Spec {
    name: "strangers",
    title: "Unknown mail addresses from many networks",
    asks: "unknown mail addresses are tried from {limit} networks within {span} minutes",
    why: "A mistyped mail address comes from one network, or from two. Ten within an hour are many machines at work on \
          one list. A single network that insists is told of anyway.",
    limit: number(10, 2, 200),
    span: Some(number(60, 10, 1440)),
};

/// A stale bookmark or a program with an old address asks for one page, or for a few; they count once each. Known weak
/// spots are asked for by nobody who lives here, but a single one may be a link in a strange mail.
const SCANNING: Spec = Spec {
    name: "scanning",
    title: "Somebody looks for weak spots",
    asks: "one address asks for {limit} different pages that are not here, or for {span} known weak spots, within an hour",
    why: "An old bookmark asks for one page, again and again, and counts once. Nobody who lives here asks for the files \
          of other programs. A house that can be reached from the internet is scanned almost daily, so this is a \
          warning and wakes nobody. What is counted is written down in steps of 20, 50, 100 pages and 2, 5, 10 weak spots.",
    limit: number(50, 20, 1000),
    span: Some(number(5, 2, 100)),
};

/// The busiest hour of setting a house up is a few dozen commands. Somebody who tidies up a whole afternoon gets to
/// two hundred in an hour, and to five times their own busiest hour only once.
const VOLUME: Spec = Spec {
    name: "volume",
    title: "Somebody does far more than usual",
    asks: "one person does {limit} things within an hour, and {span} times as many as in their busiest hour of four weeks",
    why: "Setting up a house takes a few dozen steps an hour. Two hundred, and five times what the person has ever done \
          in four weeks, is a program at work: a stolen session, a key that leaked, or one that went wrong. Marking \
          alerts as seen is not counted.",
    limit: number(200, 20, 10_000),
    span: Some(number(5, 2, 100)),
};

/// A device at home comes from one network, or from two where it has an address of each kind. A key that travels is
/// known from a third one within days, and is left alone from then on.
const KEYS: Spec = Spec {
    name: "keys",
    title: "A key is used from elsewhere",
    asks: "a key that was used from at most {limit} networks in its first {span} days or more is used from another",
    why: "A device at home comes from one network, or from two where it has an address of each kind. A key that travels \
          is known from more before long, and is left alone. Reading counts like changing.",
    limit: number(2, 1, 20),
    span: Some(number(7, 1, 90)),
};

/// A small computer without a clock of its own starts with the time it saved last, up to an hour ago, and is set right
/// when the network comes; both stay below. Zones and summer time do not move this clock.
const CLOCK: Spec = Spec {
    name: "clock",
    title: "The clock went wrong",
    asks: "the clock jumps by {limit} minutes or more, or the house is started with one that lies so far behind its diary",
    why: "A small computer without a clock of its own starts with a time that is up to an hour old, and is set right \
          within ten minutes; neither is told of. Summer time does not move this clock.",
    limit: number(90, 5, 1440),
    span: None,
};

/// Backups are made every night or every week; a week and a day allow for the weekly one that ran a little later.
const BACKUPS: Spec = Spec {
    name: "backups",
    title: "The backups stopped",
    asks: "the last good backup is {limit} days old",
    why: "Who makes one every week is a little late now and then. It is told of once there was a first backup, and again \
          each time the wait has doubled.",
    limit: number(8, 1, 90),
    span: None,
};

impl Rule {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Guessing,
        Self::Spraying,
        Self::Strangers,
        Self::Scanning,
        Self::Volume,
        Self::Keys,
        Self::Clock,
        Self::Backups,
    ];

    /// What it is.
    #[must_use]
    pub const fn spec(self) -> &'static Spec {
        match self {
            Self::Guessing => &GUESSING,
            Self::Spraying => &SPRAYING,
            Self::Strangers => &STRANGERS,
            Self::Scanning => &SCANNING,
            Self::Volume => &VOLUME,
            Self::Keys => &KEYS,
            Self::Clock => &CLOCK,
            Self::Backups => &BACKUPS,
        }
    }

    /// By which it is known for ever.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// The rule of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Its numbers where nobody chose others.
    #[must_use]
    pub fn usual(self) -> Numbers {
        let Spec { limit, span, .. } = self.spec();
        Numbers { limit: limit.usual, span: span.map_or(0, |span| span.usual) }
    }

    /// Parts of the names of events it looks at; all events where it is `None`.
    pub(super) const fn needs(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Guessing | Self::Spraying => Some(&["identity.login_failed.", "_refused."]),
            Self::Strangers => Some(&["identity.strangers_"]),
            Self::Scanning => Some(&["identity.strangers_probed."]),
            Self::Backups => Some(&["household.backup_"]),
            Self::Keys => Some(&["identity.key_"]),
            Self::Volume | Self::Clock => None,
        }
    }

    /// The rule at work, from the beginning.
    pub(super) fn detector(self) -> Box<dyn Detector> {
        match self {
            Self::Guessing => Box::<Guessing>::default(),
            Self::Spraying => Box::<Spraying>::default(),
            Self::Strangers => Box::<Strangers>::default(),
            Self::Scanning => Box::<Scanning>::default(),
            Self::Volume => Box::<Volume>::default(),
            Self::Keys => Box::<Keys>::default(),
            Self::Clock => Box::<Clock>::default(),
            Self::Backups => Box::<Backups>::default(),
        }
    }
}

impl Numbers {
    /// What the rule asks, with these numbers in it.
    #[must_use]
    pub fn told(self, rule: Rule) -> String {
        let Self { limit, span } = self;
        rule.spec().asks.replace("{limit}", &limit.to_string()).replace("{span}", &span.to_string())
    }
}
