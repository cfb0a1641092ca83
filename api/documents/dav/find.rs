//! PROPFIND: what lies in a folder, and what is known of it. One folder at a time: whoever wants the whole tree walks it.

use std::{convert::Infallible, sync::Arc};

use axum::{body::Body, http::StatusCode, response::Response};
use commands::documents::{self, Room};
use futures_util::stream;
use projections::documents as view;

use super::{
    Depth,
    address::Address,
    answer::{HEAD, document, refusal},
    errand::{Errand, Held, Here},
    locks::{Lock, Place},
    properties::Resource,
    xml,
};
use crate::{
    documents::found::{SpaceWord, missing},
    http::{AtLeast, Problem},
};

/// So much is written down before it is sent: whoever asks chooses how long it is that one file is told in.
const PIECE_BYTES: usize = 64 * 1024;
/// What RFC 4331 asks; it is told where it is asked by name.
const QUOTA: [&str; 2] = ["quota-used-bytes", "quota-available-bytes"];

impl Errand {
    /// Tells of what lies here, and of what lies in it.
    pub async fn find(self, body: Body) -> Result<Response, Held> {
        let depth = Depth::of(&self.headers)?;
        let wanted = xml::wanted(&self.text(body).await?)?;
        if depth == Depth::Infinity {
            return Ok(refusal(StatusCode::FORBIDDEN, "propfind-finite-depth", &[]));
        }
        let mut found = self.found(depth).await?;
        if wanted.names(&QUOTA) {
            found[0].room = self.room(&found[0]).await?;
        }
        let mut told = found.into_iter().map(move |resource| resource.told(&wanted));
        let pieces = std::iter::from_fn(move || {
            let mut piece = told.next()?;
            while piece.len() < PIECE_BYTES
                && let Some(more) = told.next()
            {
                piece += &more;
            }
            Some(piece)
        });
        let begin = format!("{HEAD}<D:multistatus xmlns:D=\"DAV:\">\n");
        let pieces = std::iter::once(begin).chain(pieces).chain(["</D:multistatus>".to_owned()]);
        let body = Body::from_stream(stream::iter(pieces.map(Ok::<_, Infallible>)));
        Ok(document(StatusCode::MULTI_STATUS, body))
    }

    async fn found(&self, depth: Depth) -> Result<Vec<Resource>, Problem> {
        if self.address.space.is_none() {
            let spaces = [SpaceWord::Own, SpaceWord::Shared].into_iter().filter(|_| depth == Depth::One);
            let all = std::iter::once(Address::top()).chain(spaces.map(Address::root));
            return Ok(all.map(|address| Resource { address, node: None, locks: Vec::new(), room: None }).collect());
        }
        let spot = self.spot().await?;
        let locks = self.front.locks.within(spot.place.0, self.now());
        let node = match &spot.here {
            Some(Here::Root) => None,
            Some(Here::Node(node)) => Some(node.clone()),
            None => return Err(missing()),
        };
        let (locks_here, address) = (covering(&spot.place, &locks), spot.address.clone());
        let mut found = vec![Resource { node, locks: locks_here, address, room: None }];
        if let Some(folder) = spot.as_folder().filter(|_| depth == Depth::One) {
            let reads = self.front.view("documents", AtLeast::default()).await?;
            for child in reads.query(move |connection| view::children(connection, folder)).await? {
                let address = spot.address.below(&child.name);
                let locks = covering(&(spot.place.0, address.names.clone()), &locks);
                found.push(Resource { address, node: Some(child), locks, room: None });
            }
        }
        Ok(found)
    }

    /// How much a folder holds and may hold; the one above all tells it of one's own space.
    async fn room(&self, resource: &Resource) -> Result<Option<Room>, Problem> {
        let space = resource.address.space.unwrap_or(SpaceWord::Own).of(&self.person);
        let folder = match &resource.node {
            Some(node) if node.newest.is_some() => return Ok(None),
            Some(node) => node.id,
            None => space.root(),
        };
        Ok(Some(documents::room(&self.front.desk, &self.person.caller, space, folder).await?))
    }
}

fn covering(place: &Place, locks: &[Arc<Lock>]) -> Vec<Arc<Lock>> {
    locks.iter().filter(|lock| lock.covers(place)).cloned().collect()
}
