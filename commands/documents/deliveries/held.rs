//! Uses of links that archives hold while they are fetched. One is held until its archive is written down, but counts only
//! while something of it moves.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{CommandId, documents::LinkId};

use super::delivering::QUIET;

/// Which archive holds a use of which link, and when something of it moved last.
#[derive(Debug, Default)]
pub(super) struct Held(HashMap<CommandId, (LinkId, DateTime<Utc>)>);

impl Held {
    pub(super) fn hold(&mut self, archive: CommandId, link: LinkId, now: DateTime<Utc>) {
        self.0.insert(archive, (link, now));
    }

    pub(super) fn moved(&mut self, archive: CommandId, now: DateTime<Utc>) {
        if let Some((_, moved_at)) = self.0.get_mut(&archive) {
            *moved_at = now;
        }
    }

    pub(super) fn let_go(&mut self, archive: CommandId) {
        self.0.remove(&archive);
    }

    /// How many uses of a link are held.
    pub(super) fn of(&self, link: Option<LinkId>, now: DateTime<Utc>) -> usize {
        let is_held = |(of, moved_at): &&(LinkId, DateTime<Utc>)| Some(*of) == link && now < *moved_at + QUIET;
        self.0.values().filter(is_held).count()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
