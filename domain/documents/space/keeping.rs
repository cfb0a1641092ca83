//! How long a space keeps what nobody uses: the trash, and versions that were replaced.
//!
//! Nothing goes unless somebody set a rule. The newest version of a file always stays, and so does one that was pinned. When
//! something was thrown away or stored is read from the log by whoever asks, and is no part of the tree.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{Content, NodeId, Refusal, Space, SpaceId, events::*, sealed, tree};
use crate::documents::Event;

/// So many files and folders are dealt with at once.
const MOST_AT_ONCE: usize = 400;
const MOST_STEPS: usize = 8;
const MOST_DAYS: u32 = 36_500;

/// The rules of a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// After so many days something in the trash is deleted for good; never, where nothing is said.
    pub trash_days: Option<u32>,
    /// Which versions stay, by their age, the youngest first. A version that is older than all steps goes; without steps
    /// all stay.
    pub steps: Vec<ThinningStep>,
}

/// Of versions up to an age, one for each span of time stays: its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThinningStep {
    /// The age; any, where nothing is said.
    pub until_hours: Option<u32>,
    /// The span; with 0 all stay.
    pub every_minutes: u32,
}

impl Keeping {
    fn fits(&self) -> bool {
        let ages: Vec<_> = self.steps.iter().map(|step| step.until_hours.unwrap_or(u32::MAX)).collect();
        let days_fit = self.trash_days.is_none_or(|days| (1..=MOST_DAYS).contains(&days));
        let spans_fit = self.steps.iter().all(|step| step.every_minutes <= MOST_DAYS * 1440);
        days_fit
            && spans_fit
            && ages.len() <= MOST_STEPS
            && ages.iter().all(|age| *age > 0)
            && ages.is_sorted_by(|a, b| a < b)
    }

    /// The numbers of those versions that go.
    #[must_use]
    pub fn thinned(&self, versions: &[Aged], now: DateTime<Utc>) -> Vec<u32> {
        let (mut taken, newest) = (HashSet::new(), versions.last().map(|it| it.version));
        let goes = |it: &&Aged| !it.pinned && self.goes(it, now, &mut taken) && Some(it.version) != newest;
        let mut gone: Vec<_> = versions.iter().rev().filter(goes).collect();
        gone.reverse();
        gone.into_iter().map(|it| it.version).collect()
    }

    /// Spans are counted from the beginning of time, so that the same versions stay whenever one looks.
    fn goes(&self, it: &Aged, now: DateTime<Utc>, taken: &mut HashSet<(usize, i64)>) -> bool {
        let age =
            |step: &ThinningStep| step.until_hours.is_none_or(|hours| now - it.at < Duration::hours(hours.into()));
        match self.steps.iter().enumerate().find(|(_, step)| age(step)) {
            None => !self.steps.is_empty(),
            Some((_, step)) if step.every_minutes == 0 => false,
            Some((index, step)) => {
                let span = it.at.timestamp().div_euclid(i64::from(step.every_minutes) * 60);
                !taken.insert((index, span))
            }
        }
    }
}

impl From<&KeepingChanged> for Keeping {
    fn from(it: &KeepingChanged) -> Self {
        Self { trash_days: it.trash_days, steps: it.steps.clone() }
    }
}

/// A version and its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aged {
    /// Its number.
    pub version: u32,
    /// When it was stored.
    pub at: DateTime<Utc>,
    /// Whether it shall stay whatever the rule says.
    pub pinned: bool,
}

/// When what happened in a space.
#[derive(Clone, Debug, Default)]
pub struct Ages {
    trashed: HashMap<NodeId, DateTime<Utc>>,
    stored: HashMap<NodeId, Vec<DateTime<Utc>>>,
}

impl Ages {
    /// Takes the next event of the space.
    pub fn take(&mut self, event: &Event, at: DateTime<Utc>) {
        match event {
            Event::FileStored(it) => self.stores(it.node, at),
            Event::FileReplaced(it) => self.stores(it.node, at),
            Event::VersionRestored(it) => self.stores(it.node, at),
            Event::NodeCopied(it) => it.nodes.iter().for_each(|copied| self.stores(copied.node, at)),
            Event::FolderRewound(it) => {
                it.again.iter().for_each(|again| self.stores(again.node, at));
                self.trashed.extend(it.trashed.iter().map(|node| (*node, at)));
                it.placed.iter().for_each(|placed| self.returns(placed.node));
            }
            Event::NodeTrashed(it) => self.trashed.extend([(it.node, at)]),
            Event::NodeRestored(it) => self.returns(it.node),
            _ => {}
        }
    }

    fn returns(&mut self, node: NodeId) {
        self.trashed.remove(&node);
    }

    fn stores(&mut self, node: NodeId, at: DateTime<Utc>) {
        self.stored.entry(node).or_default().push(at);
    }
}

/// What has to go by the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overdue {
    /// What lay in the trash for too long.
    pub purged: Vec<NodeId>,
    /// Versions that a rule does not keep.
    pub thinned: Vec<(NodeId, Vec<u32>)>,
}

impl Overdue {
    /// Whether nothing has to go.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.purged.is_empty() && self.thinned.is_empty()
    }

    /// As much as is done at once, taken out of it.
    #[must_use]
    pub fn some(&mut self) -> Self {
        let purged = self.purged.split_off(self.purged.len().saturating_sub(MOST_AT_ONCE));
        let thinned = self.thinned.split_off(self.thinned.len().saturating_sub(MOST_AT_ONCE));
        Self { purged, thinned }
    }
}

impl Space {
    /// The rules.
    #[must_use]
    pub const fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// What has to go by some rules.
    #[must_use]
    pub fn overdue(&self, keeping: &Keeping, ages: &Ages, now: DateTime<Utc>) -> Overdue {
        let mut overdue = Overdue::default();
        for (id, node) in self.nodes.iter() {
            let is_over = |days: u32| ages.trashed.get(id).is_some_and(|at| now - *at >= Duration::days(days.into()));
            if node.trashed && keeping.trash_days.is_some_and(is_over) {
                overdue.purged.extend((!self.holds_pinned(*id)).then_some(*id));
            } else if let (Content::File(versions), Some(times)) = (&node.content, ages.stored.get(id)) {
                let aged = (1..).zip(versions).zip(times).filter(|((_, it), _)| !it.gone);
                let aged: Vec<_> =
                    aged.map(|((version, it), at)| Aged { version, at: *at, pinned: it.pinned }).collect();
                let gone = keeping.thinned(&aged, now);
                if !gone.is_empty() {
                    overdue.thinned.push((*id, gone));
                }
            }
        }
        overdue
    }

    /// Whether it, or something in it, has a version that no rule takes away.
    fn holds_pinned(&self, node: NodeId) -> bool {
        let pinned = |at: NodeId| self.versions(at).is_some_and(|all| all.iter().any(|it| it.pinned && !it.gone));
        self.all_of(node).into_iter().any(pinned)
    }

    /// Bytes of the versions among them, each counted once for each version.
    #[must_use]
    pub fn size_of(&self, thinned: &[(NodeId, Vec<u32>)]) -> u64 {
        let sizes = thinned.iter().flat_map(|(node, numbers)| {
            let versions = self.versions(*node).unwrap_or_default();
            numbers.iter().filter_map(|number| tree::version(versions, *number)).map(|it| it.blob.size_bytes)
        });
        sizes.sum()
    }

    pub(super) fn thin(&mut self, it: &VersionsThinned) {
        self.change_versions(it.node, |versions| {
            for number in &it.versions {
                if let Some(version) = tree::version_mut(versions, *number) {
                    version.gone = true;
                }
            }
        });
    }

    pub(super) fn set_keeping(&self, space: SpaceId, keeping: Keeping, as_admin: bool) -> Result<Vec<Event>, Refusal> {
        if space == SpaceId::SHARED && !as_admin {
            return Err(Refusal::NotAdmin);
        }
        if !keeping.fits() {
            return Err(Refusal::BadKeeping);
        }
        if keeping == self.keeping {
            return Ok(vec![]);
        }
        let Keeping { trash_days, steps } = keeping;
        Ok(vec![KeepingChanged { space, trash_days, steps }.into()])
    }

    /// Somebody may have been faster: what was restored or pinned meanwhile stays.
    pub(super) fn tidy(&self, space: SpaceId, overdue: Overdue) -> Vec<Event> {
        let name = |node: &NodeId| self.name_of(*node).map(|name| sealed(space, &name));
        let purged = overdue
            .purged
            .iter()
            .filter(|node| self.is_trashed(**node) && !self.holds_pinned(**node))
            .filter_map(|node| Some(NodePurged { space, node: *node, name: name(node)? }.into()));
        let thinned = overdue.thinned.iter().filter_map(|(node, numbers)| {
            let versions = self.versions(*node)?;
            let newest = tree::number(versions.len());
            let goes =
                |number: &u32| *number != newest && tree::version(versions, *number).is_some_and(|it| !it.pinned);
            let versions: Vec<_> = numbers.iter().copied().filter(goes).collect();
            (!versions.is_empty()).then_some(VersionsThinned { space, node: *node, name: name(node)?, versions }.into())
        });
        thinned.chain(purged).collect()
    }
}
