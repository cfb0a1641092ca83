//! Each term there is: whose sessions, what it is at first, and how far it may be moved.
//!
//! Admins are kept shorter: what their session opens is the house.

use crate::kernel::Role;

/// A time after which sessions of a role end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// An admin's, in minutes without a request.
    AdminIdle,
    /// An admin's, in hours from the login.
    AdminWhole,
    /// A member's, in minutes without a request.
    MemberIdle,
    /// A member's, in hours from the login.
    MemberWhole,
    /// A viewer's, in minutes without a request.
    ViewerIdle,
    /// A viewer's, in hours from the login.
    ViewerWhole,
}

impl Term {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::AdminIdle, Self::AdminWhole, Self::MemberIdle, Self::MemberWhole, Self::ViewerIdle, Self::ViewerWhole];

    /// The one of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.word() == word)
    }

    /// The word that is stored and shown; it names the unit.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AdminIdle => "admin_idle_minutes",
            Self::AdminWhole => "admin_session_hours",
            Self::MemberIdle => "member_idle_minutes",
            Self::MemberWhole => "member_session_hours",
            Self::ViewerIdle => "viewer_idle_minutes",
            Self::ViewerWhole => "viewer_session_hours",
        }
    }

    /// How long a role may be quiet.
    #[must_use]
    pub const fn idle(role: Role) -> Self {
        match role {
            Role::Admin => Self::AdminIdle,
            Role::Member => Self::MemberIdle,
            Role::Viewer => Self::ViewerIdle,
        }
    }

    /// How long a role may stay in all.
    #[must_use]
    pub const fn whole(role: Role) -> Self {
        match role {
            Role::Admin => Self::AdminWhole,
            Role::Member => Self::MemberWhole,
            Role::Viewer => Self::ViewerWhole,
        }
    }

    /// Whose sessions.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::AdminIdle | Self::AdminWhole => Role::Admin,
            Self::MemberIdle | Self::MemberWhole => Role::Member,
            Self::ViewerIdle | Self::ViewerWhole => Role::Viewer,
        }
    }

    /// Whether it counts minutes without a request; hours in all otherwise.
    #[must_use]
    pub const fn is_idle(self) -> bool {
        matches!(self, Self::AdminIdle | Self::MemberIdle | Self::ViewerIdle)
    }

    /// What it is until somebody sets it: half an hour, or a week.
    #[must_use]
    pub const fn usual(self) -> u32 {
        if self.is_idle() { 30 } else { 24 * 7 }
    }

    /// The least it may be: long enough to read a page, or to do an evening's work.
    #[must_use]
    pub const fn least(self) -> u32 {
        if self.is_idle() { 5 } else { 1 }
    }

    /// The most it may be: a day and a month for admins, a week and a quarter for everybody else.
    #[must_use]
    pub const fn most(self) -> u32 {
        match (self.role(), self.is_idle()) {
            (Role::Admin, true) => 24 * 60,
            (Role::Admin, false) => 24 * 30,
            (_, true) => 7 * 24 * 60,
            (_, false) => 24 * 90,
        }
    }

    pub(super) fn told(self, count: u32) -> String {
        let whose = match self.role() {
            Role::Admin => "an admin",
            Role::Member => "a member",
            Role::Viewer => "a viewer",
        };
        let many = if count == 1 { "" } else { "s" };
        if self.is_idle() {
            format!("Sessions of {whose} end after {count} minute{many} without a request")
        } else {
            format!("Sessions of {whose} end after {count} hour{many} at the latest")
        }
    }

    pub(super) const fn place(self) -> usize {
        self as usize
    }
}
