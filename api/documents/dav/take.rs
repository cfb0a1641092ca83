//! GET and HEAD: the bytes of a file, by the house's own hands, so ranges and the ledger hold here, too; of a folder, the
//! names of what is in it.

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse as _, Response},
};
use projections::documents as view;

use super::errand::{Errand, Held};
use crate::{
    documents::{
        found::missing,
        send::{Sending, Through, send},
    },
    http::AtLeast,
};

impl Errand {
    /// Sends it.
    pub async fn take(self) -> Result<Response, Held> {
        if self.address.space.is_none() {
            return Ok(listing(["own", "shared"].into_iter()));
        }
        let spot = self.spot().await?;
        let reads = self.front.view("documents", AtLeast::default()).await?;
        if let Some(folder) = spot.as_folder() {
            let children = reads.query(move |connection| view::children(connection, folder)).await?;
            return Ok(listing(children.iter().map(|child| child.name.as_str())));
        }
        let id = spot.node()?.id;
        let found =
            reads.query(move |connection| Ok((view::node(connection, id)?, view::bytes(connection, id, None)?)));
        let (Some(node), Some(version)) = found.await? else { return Err(missing().into()) };
        let through = Some(Through { caller: self.person.caller.clone(), link: None });
        // Under the house's own tag, by which file managers know it.
        let sending = Sending { node: &node, version: &version, inline: false, by_proxy: false, through };
        Ok(send(&self.front, &self.method, &self.headers, sending).await?)
    }
}

/// For whoever looks with a browser; file managers ask by PROPFIND.
fn listing<'a>(names: impl Iterator<Item = &'a str>) -> Response {
    let text: String = names.flat_map(|name| [name, "\n"]).collect();
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
