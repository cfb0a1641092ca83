//! Where bytes lie and where new ones are kept: the house's own place first, then those that the configuration names.
//!
//! A space has bytes once: what it has stays where it is, whatever the rules of a folder say of what comes. Of bytes that are at
//! no place which is there it is not said that they are gone, as long as another place is away.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::documents::{Blob, BlobHash, SpaceId};
use uuid::Uuid;

use super::{
    Blobs,
    depot::{Away, Depot, Unnamed},
    fault,
    mark::Mark,
};
use crate::Fault;

/// In the house's own place: which of the others were made ready.
const MEMORY: &str = ".places";

/// A place that the configuration names, as it is at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    /// Its name.
    pub name: String,
    /// How many bytes more it takes, or why it is not there: for whoever looks after the house.
    pub left_bytes: Result<u64, String>,
}

/// A place that is there, and where bytes are going to be kept.
#[derive(Clone, Debug)]
pub(crate) struct Target(pub(super) Arc<Depot>);

impl Blobs {
    /// The same, with further places: each is an empty folder, or one that was this house's before.
    #[must_use]
    pub fn with_places<'a>(mut self, house: Uuid, places: impl IntoIterator<Item = (&'a str, &'a Path)>) -> Self {
        let memory = self.own().folder().join(MEMORY);
        let named = places
            .into_iter()
            .map(|(name, folder)| Arc::new(Depot::named(name, folder, Mark::of(folder, house, memory.join(name)))));
        self.depots = self.depots.iter().cloned().chain(named).collect();
        self
    }

    /// The names of the places that the configuration names.
    #[must_use]
    pub fn places(&self) -> Vec<String> {
        self.depots.iter().filter_map(|depot| depot.name().map(str::to_owned)).collect()
    }

    /// The same, as they are at the moment.
    ///
    /// # Errors
    /// When nobody can look.
    pub async fn look_at_places(&self) -> Result<Vec<NamedPlace>, Fault> {
        let depots = Arc::clone(&self.depots);
        let look = |depot: &Arc<Depot>| {
            let left_bytes = depot.reach().and_then(|()| depot.left_bytes()).map_err(|error| error.to_string());
            Some(NamedPlace { name: depot.name()?.to_owned(), left_bytes })
        };
        Ok(tokio::task::spawn_blocking(move || depots.iter().skip(1).filter_map(look).collect()).await?)
    }

    /// The folders in which bytes lie that are there, and why the others are not. It waits for their disks.
    #[must_use]
    pub fn folders(&self) -> (Vec<PathBuf>, Vec<String>) {
        let (mut there, mut away) = (Vec::new(), Vec::new());
        for depot in self.depots.iter() {
            match depot.reach() {
                Ok(()) => there.push(depot.folder().to_owned()),
                Err(error) => away.push(error.to_string()),
            }
        }
        (there, away)
    }

    /// Makes new places ready, and clears away at all of them what an earlier run left unfinished. One that is not there is told.
    pub(crate) async fn open_places(&self) -> Result<(), Fault> {
        let depots = Arc::clone(&self.depots);
        let opening = move || {
            for depot in depots.iter() {
                match (depot.make_ready().and_then(|()| depot.clear_incoming()), depot.name()) {
                    (Err(error), None) => return Err(fault(&error)),
                    (Err(error), Some(_)) => tracing::warn!(%error, "what lies at a place cannot be reached"),
                    (Ok(()), _) => {}
                }
            }
            Ok(())
        };
        tokio::task::spawn_blocking(opening).await?
    }

    /// The place of a name, once it is there; the house's own without one.
    pub(crate) async fn target(&self, place: Option<&str>) -> Result<Target, Fault> {
        let Some(name) = place else { return Ok(Target(Arc::clone(self.own()))) };
        let depot = self.depots.iter().find(|depot| depot.name() == Some(name)).cloned();
        let unknown = || Fault::Away { place: name.to_owned(), why: "the configuration does not name it".to_owned() };
        let depot = depot.ok_or_else(unknown)?;
        tokio::task::spawn_blocking(move || match depot.make_ready() {
            Ok(()) => Ok(Target(depot)),
            Err(error) => Err(fault(&error)),
        })
        .await?
    }

    /// How many bytes more a place takes: none while it is not there.
    pub(crate) async fn left_bytes(&self, place: Option<&str>) -> Result<u64, Fault> {
        match self.target(place).await {
            Err(Fault::Away { .. }) => Ok(0),
            target => {
                let Target(depot) = target?;
                let looking = tokio::task::spawn_blocking(move || depot.left_bytes());
                looking.await?.map_err(|error| fault(&error))
            }
        }
    }

    /// The house's own place.
    pub(super) fn own(&self) -> &Arc<Depot> {
        &self.depots[0]
    }

    /// The places that are there, and the first that is not.
    pub(super) fn there(&self) -> (Vec<&Arc<Depot>>, Option<io::Error>) {
        let (mut there, mut trouble) = (Vec::new(), None);
        for depot in self.depots.iter() {
            match depot.reach() {
                Ok(()) => there.push(depot),
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
        (there, trouble)
    }

    /// The first place, and something there, that is found; nothing where all places were asked.
    pub(super) fn first<T>(
        &self,
        found: impl Fn(&Depot) -> io::Result<Option<T>>,
    ) -> io::Result<Option<(&Arc<Depot>, T)>> {
        let mut trouble = None;
        for depot in self.depots.iter() {
            match depot.reach().and_then(|()| found(depot)) {
                Ok(Some(it)) => return Ok(Some((depot, it))),
                Ok(None) => {}
                Err(error) if error.get_ref().is_some_and(|error| error.is::<Away>()) => {
                    trouble = trouble.or(Some(error))
                }
                Err(error) => return Err(error),
            }
        }
        trouble.map_or(Ok(None), Err)
    }

    /// Where bytes lie.
    pub(super) fn find(&self, space: SpaceId, hash: BlobHash) -> io::Result<Option<(&Arc<Depot>, PathBuf)>> {
        self.first(|depot| {
            let path = depot.path(space, hash);
            Ok(path.try_exists()?.then_some(path))
        })
    }

    /// Whether bytes are there; it waits for the disk.
    #[must_use]
    pub fn holds(&self, space: SpaceId, hash: BlobHash) -> bool {
        matches!(self.find(space, hash), Ok(Some(_)))
    }

    /// Opens bytes for reading; it waits for the disk.
    ///
    /// # Errors
    /// When they are not there, or their place is not.
    pub fn open(&self, space: SpaceId, hash: BlobHash) -> Result<File, Fault> {
        self.open_file(space, hash).map_err(|error| fault(&error))
    }

    /// Opens bytes; where they are at no place, they are not found.
    pub(crate) fn open_file(&self, space: SpaceId, hash: BlobHash) -> io::Result<File> {
        let found = self.first(|depot| match File::open(depot.path(space, hash)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        });
        found?.map(|(_, file)| file).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Gives bytes that came to a place their name: there, unless the space has them at another one.
    pub(super) fn settle(&self, target: &Arc<Depot>, space: SpaceId, blob: Blob, unnamed: &Unnamed) -> io::Result<()> {
        let home = self.home(target, space, blob.hash);
        if Arc::ptr_eq(home, target) {
            return target.give_name(space, blob, unnamed);
        }
        home.give_name(space, blob, &home.twin(&unnamed.0)?)
    }

    /// Where bytes are to be kept: at the place where a space has them, or else at that where they shall be.
    pub(super) fn home<'a>(&'a self, target: &'a Arc<Depot>, space: SpaceId, hash: BlobHash) -> &'a Arc<Depot> {
        let has = |depot: &Depot| depot.path(space, hash).exists();
        if self.depots.len() == 1 || has(target) {
            return target;
        }
        let others = self.depots.iter().filter(|depot| !Arc::ptr_eq(depot, target));
        // What a place has that is away, nobody knows.
        others.into_iter().find(|depot| depot.reach().is_ok() && has(depot)).unwrap_or(target)
    }
}
