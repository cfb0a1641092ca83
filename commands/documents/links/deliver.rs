//! The uses of a link that is used only so often: held ready while something is fetched, and written down when all of it was.
//!
//! A retry and another range of what somebody fetches already are no use of their own; each archive is one. As many deliveries may be under way
//! at once as uses are left; one more is refused until one of them ends, or has not moved for some minutes.

use domain::documents::{
    Link, LinkId,
    delivery::{Delivered, DeliveredArchive},
    link::{Command, Refusal},
};

use super::open_link::OpenLink;
use crate::{
    Caller, Desk, Done, Failure, Fault,
    documents::deliveries::{Begun, Delivering, HandingArchive},
};

/// Whether something may be fetched through a link now.
///
/// # Errors
/// When the log cannot be read.
pub async fn may_deliver(desk: &Desk, open: &OpenLink, what: &Delivering) -> Result<bool, Fault> {
    if open.left.is_none() {
        return Ok(true);
    }
    let Begun::Beside(others) = desk.deliveries().begin(what, desk.now()) else { return Ok(true) };
    // Asked after the others were counted: what one of them has used up since then is seen here.
    let left = desk.load::<Link>(open.link.0).await?.state.left();
    let may = left.is_none_or(|left| others < left);
    if !may {
        desk.deliveries().let_go(&what.whose());
    }
    Ok(may)
}

/// Whether an archive may be fetched through a link now. It holds its use until it is dropped.
///
/// # Errors
/// When the log cannot be read.
pub async fn may_deliver_archive(desk: &Desk, open: &OpenLink, archive: &HandingArchive) -> Result<bool, Fault> {
    if open.left.is_none() {
        return Ok(true);
    }
    let others = desk.deliveries().begin_archive(archive.id(), open.link, desk.now());
    let may = desk.load::<Link>(open.link.0).await?.state.left().is_none_or(|left| others < left);
    if !may {
        desk.deliveries().let_archive_go(archive.id());
    }
    Ok(may)
}

/// Tells in the stream of a link what was fetched through it.
pub(in crate::documents) async fn deliver(
    desk: &Desk,
    caller: &Caller,
    link: LinkId,
    delivered: Delivered,
) -> Result<Done, Failure<Refusal>> {
    desk.run::<Link>(link.0, Command::Deliver(delivered), caller).await
}

/// The same, of files in one archive.
pub(in crate::documents) async fn deliver_archive(
    desk: &Desk,
    caller: &Caller,
    link: LinkId,
    delivered: DeliveredArchive,
) -> Result<Done, Failure<Refusal>> {
    desk.run::<Link>(link.0, Command::DeliverArchive(delivered), caller).await
}
