//! PROPFIND: what lies in a folder, and what is known of it. One folder at a time: whoever wants the whole tree walks it.

use std::{convert::Infallible, sync::Arc};

use axum::{body::Body, http::StatusCode, response::Response};
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

/// So many are written down before they are sent.
const AT_ONCE: usize = 128;

impl Errand {
    /// Tells of what lies here, and of what lies in it.
    pub async fn find(self, body: Body) -> Result<Response, Held> {
        let depth = Depth::of(&self.headers)?;
        let wanted = xml::wanted(&self.text(body).await?)?;
        if depth == Depth::Infinity {
            return Ok(refusal(StatusCode::FORBIDDEN, "propfind-finite-depth", &[]));
        }
        let mut found = self.found(depth).await?.into_iter().peekable();
        let pieces = std::iter::from_fn(move || {
            found.peek()?;
            Some(found.by_ref().take(AT_ONCE).map(|resource| resource.told(&wanted)).collect::<String>())
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
            return Ok(all.map(|address| Resource { address, node: None, locks: Vec::new() }).collect());
        }
        let spot = self.spot().await?;
        let locks = self.front.locks.within(spot.place.0, self.now());
        let node = match &spot.here {
            Some(Here::Root) => None,
            Some(Here::Node(node)) => Some(node.clone()),
            None => return Err(missing()),
        };
        let mut found = vec![Resource { node, locks: covering(&spot.place, &locks), address: spot.address.clone() }];
        if let Some(folder) = spot.as_folder().filter(|_| depth == Depth::One) {
            let reads = self.front.view("documents", AtLeast::default()).await?;
            for child in reads.query(move |connection| view::children(connection, folder)).await? {
                let address = spot.address.below(&child.name);
                let locks = covering(&(spot.place.0, address.names.clone()), &locks);
                found.push(Resource { address, node: Some(child), locks });
            }
        }
        Ok(found)
    }
}

fn covering(place: &Place, locks: &[Arc<Lock>]) -> Vec<Arc<Lock>> {
    locks.iter().filter(|lock| lock.covers(place)).cloned().collect()
}
