//! Where bytes lie and where new ones are kept: the house's own place first, then those that the configuration names.
//!
//! A space has bytes once: what it has stays where it is, whatever the rules of a folder say of what comes. Of bytes that are at
//! no place which is there it is not said that they are gone, as long as another place is away.

use std::{fs::File, io, path::PathBuf, sync::Arc, time::Duration};

use domain::documents::{Blob, BlobHash, SpaceId};
use uuid::Uuid;

use super::{
    Blobs,
    away::Away,
    bucket::{Bucket, BucketAt},
    depot::Depot,
    disk::Unnamed,
    fault,
    mark::Mark,
    opened::Opened,
    source::Source,
};
use crate::Fault;

/// In the house's own place: which of the others were made ready.
const MEMORY: &str = ".places";
/// What was found of a bucket holds for so long.
const LOOKED: Duration = Duration::from_secs(5);

/// Where a place is that the configuration names.
#[derive(Clone, Debug)]
pub enum PlaceAt {
    /// An empty folder, or one that was this house's before.
    Folder(PathBuf),
    /// A bucket of a store that speaks S3, likewise.
    Bucket(BucketAt),
}

/// A place that the configuration names, as it is at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    /// Its name.
    pub name: String,
    /// Whether what no rules send to another place is kept there.
    pub is_usual: bool,
    /// How many bytes more it takes, where it says so, or why it is not there: for whoever looks after the house.
    pub left_bytes: Result<Option<u64>, String>,
}

/// A place that is there, and where bytes are going to be kept.
#[derive(Clone, Debug)]
pub(crate) struct Target(pub(super) Arc<Depot>);

impl Blobs {
    /// The same, with further places. It is called where buckets can be spoken to: in a runtime.
    ///
    /// # Errors
    /// When nobody could speak to a bucket: a sentence that says why.
    pub fn with_places(
        mut self,
        house: Uuid,
        places: impl IntoIterator<Item = (String, PlaceAt)>,
    ) -> Result<Self, String> {
        let memory = self.own().disk().folder().join(MEMORY);
        let depot = |(name, at): (String, PlaceAt)| {
            let remembered = memory.join(&name);
            let depot = match at {
                PlaceAt::Folder(folder) => Depot::folder(&name, &folder, Mark::of(&folder, house, remembered)),
                PlaceAt::Bucket(at) => {
                    let bucket = Bucket::new(&name, &at).map_err(|why| format!("files.places.{name}: {why}"))?;
                    let bucket = Arc::new(bucket);
                    let mark = Mark::on(Arc::clone(&bucket) as _, house, remembered, LOOKED);
                    Depot::bucket(&name, bucket, mark, Arc::clone(self.own().disk()))
                }
            };
            Ok(Arc::new(depot))
        };
        let named = places.into_iter().map(depot).collect::<Result<Vec<_>, String>>()?;
        self.depots = self.depots.iter().cloned().chain(named).collect();
        Ok(self)
    }

    /// The same, where what no rules send to another place is kept at this one.
    #[must_use]
    pub fn keeping_at(self, usual: Option<&str>) -> Self {
        Self { usual: usual.map(Arc::from), ..self }
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
        let (depots, usual) = (Arc::clone(&self.depots), self.usual.clone());
        let look = move |depot: &Arc<Depot>| {
            let left_bytes = depot.reach().and_then(|()| match depot.in_bucket() {
                None => depot.disk().left_bytes().map(Some),
                Some(_) => Ok(None),
            });
            let left_bytes = left_bytes.map_err(|error| error.to_string());
            let name = depot.name()?.to_owned();
            Some(NamedPlace { is_usual: usual.as_deref() == Some(name.as_str()), name, left_bytes })
        };
        Ok(tokio::task::spawn_blocking(move || depots.iter().skip(1).filter_map(look).collect()).await?)
    }

    /// Where bytes lie that are there, and why the other places are not. It waits for their disks.
    #[must_use]
    pub fn sources(&self) -> (Vec<Source>, Vec<String>) {
        let (mut there, mut away) = (Vec::new(), Vec::new());
        for depot in self.depots.iter() {
            match depot.reach() {
                Ok(()) => there.push(Source(Arc::clone(depot))),
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

    /// The place of a name, once it is there; without one, that where the house keeps what comes.
    pub(crate) async fn target(&self, place: Option<&str>) -> Result<Target, Fault> {
        let Some(name) = place.or(self.usual.as_deref()) else { return Ok(Target(Arc::clone(self.own()))) };
        let depot = self.depots.iter().find(|depot| depot.name() == Some(name)).cloned();
        let unknown = || Fault::Away { place: name.to_owned(), why: "the configuration does not name it".to_owned() };
        let depot = depot.ok_or_else(unknown)?;
        tokio::task::spawn_blocking(move || match depot.make_ready() {
            Ok(()) => Ok(Target(depot)),
            Err(error) => Err(fault(&error)),
        })
        .await?
    }

    /// How many bytes more a place takes, and the disk where they arrive: none while it is not there.
    pub(crate) async fn left_bytes(&self, place: Option<&str>) -> Result<u64, Fault> {
        match self.target(place).await {
            Err(Fault::Away { .. }) => Ok(0),
            target => {
                let Target(depot) = target?;
                let looking = tokio::task::spawn_blocking(move || depot.disk().left_bytes());
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
        Self::reached(self.depots.iter())
    }

    /// The places with disks of their own: what arrives for a bucket lies at the house's own.
    pub(super) fn disks(&self) -> impl Iterator<Item = &Arc<Depot>> {
        self.depots.iter().filter(|depot| depot.in_bucket().is_none())
    }

    /// Those of some places that are there, and the first that is not.
    pub(super) fn reached<'a>(
        depots: impl Iterator<Item = &'a Arc<Depot>>,
    ) -> (Vec<&'a Arc<Depot>>, Option<io::Error>) {
        let (mut there, mut trouble) = (Vec::new(), None);
        for depot in depots {
            match depot.reach() {
                Ok(()) => there.push(depot),
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
        (there, trouble)
    }

    /// The first of some places, and something there, that is found; nothing where all of them were asked.
    pub(super) fn first<'a, T>(
        depots: impl Iterator<Item = &'a Arc<Depot>>,
        found: impl Fn(&Depot) -> io::Result<Option<T>>,
    ) -> io::Result<Option<(&'a Arc<Depot>, T)>> {
        let mut trouble = None;
        for depot in depots {
            match depot.ask(&found) {
                Ok(Some(it)) => return Ok(Some((depot, it))),
                Ok(None) => {}
                Err(error) if Away::in_error(&error).is_some() => trouble = trouble.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        trouble.map_or(Ok(None), Err)
    }

    /// Where bytes lie.
    pub(super) fn find(&self, space: SpaceId, hash: BlobHash) -> io::Result<Option<&Arc<Depot>>> {
        let found = Self::first(self.depots.iter(), |depot| Ok(depot.has(space, hash)?.then_some(())))?;
        Ok(found.map(|(depot, ())| depot))
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
    pub fn open(&self, space: SpaceId, hash: BlobHash) -> Result<Opened, Fault> {
        self.open_stored(space, hash).map_err(|error| fault(&error))
    }

    /// Bytes as a file of this machine: those of a bucket are fetched. Nothing where they are more than so many.
    pub(crate) fn on_disk(&self, stored: Opened, most_bytes: u64) -> Result<Option<File>, Fault> {
        let fetched = || match stored {
            _ if stored.length()? > most_bytes => Ok(None),
            Opened::Disk(file) => Ok(Some(file)),
            // Nobody else sees it, and it goes with whoever reads it.
            stored => Ok(Some(File::open(&self.own().disk().pour(stored)?.0)?)),
        };
        fetched().map_err(|error: io::Error| fault(&error))
    }

    /// Opens bytes; where they are at no place, they are not found.
    pub(crate) fn open_stored(&self, space: SpaceId, hash: BlobHash) -> io::Result<Opened> {
        let found = Self::first(self.depots.iter(), |depot| depot.open(space, hash))?;
        found.map(|(_, stored)| stored).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Gives bytes that came to a place their name: there, unless the space has them at another one.
    pub(super) fn settle(&self, target: &Arc<Depot>, space: SpaceId, blob: Blob, unnamed: &Unnamed) -> io::Result<()> {
        let home = self.home(target, space, blob.hash)?;
        if Arc::ptr_eq(home, target) {
            return target.give_name(space, blob, unnamed);
        }
        home.give_name(space, blob, &home.disk().twin(&unnamed.0)?)
    }

    /// Where bytes are to be kept: at the place where a space has them, or else at that where they shall be.
    pub(super) fn home<'a>(
        &'a self,
        target: &'a Arc<Depot>,
        space: SpaceId,
        hash: BlobHash,
    ) -> io::Result<&'a Arc<Depot>> {
        if self.depots.len() == 1 || target.has(space, hash)? {
            return Ok(target);
        }
        let others = self.depots.iter().filter(|depot| !Arc::ptr_eq(depot, target));
        // What a place has that is away, nobody knows.
        let has = |depot: &&Arc<Depot>| depot.reach().and_then(|()| depot.has(space, hash)).unwrap_or(false);
        Ok(others.into_iter().find(has).unwrap_or(target))
    }
}
