//! A file that comes in through a link: named by two events, the space's that it is there and the link's that it came so.

use domain::{
    Personal,
    documents::{
        Blob, Link, NodeId, Space, link,
        space::{Ask, Command, NewFile, Refusal},
    },
};

use super::{
    open_link::{OpenLink, opened},
    refusal::LinkRefusal,
};
use crate::{
    Caller, Desk, Done, Failure, Fault,
    documents::{enter, see::see},
};

/// Stores bytes that are on the disk as a new file in the folder of a link; where the name is taken, under one with a number.
///
/// # Errors
/// When the name does not fit, or the link takes nothing more by now.
pub async fn receive_file(
    desk: &Desk,
    caller: &Caller,
    open: &OpenLink,
    called: &str,
    (blob, media_type): (Blob, String),
) -> Result<Done, Failure<LinkRefusal>> {
    // One at a time: the last use of a link is nobody else's meanwhile.
    let _turn = desk.doors().queue(&open.link.to_string()).await;
    // It took a while to arrive: the link, its owner and the folder are asked again, unless it is stored already.
    if desk.answered::<Space>(open.space.0.0, caller).await?.is_none() {
        opened(desk, open.link).await?.ok_or(Failure::Refused(LinkRefusal::Over))?;
    }
    let in_space = |failure: Failure<Refusal>| failure.map(LinkRefusal::Space);
    let (node, name) = (NodeId(caller.step("node").command.0), enter::name(called).map_err(in_space)?);
    let command = Command::AddFile(NewFile { node, parent: open.node, name: name.clone(), blob, media_type });
    let seen = see(desk, open.space, vec![blob.hash]).await?;
    let stored = desk.run::<Space>(open.space.0.0, Ask { space: open.space, command, seen }, caller).await;
    let stored = stored.map_err(in_space)?;
    let state = desk.load::<Space>(open.space.0.0).await?.state;
    let name = state.present(open.space, node).map_or(name, domain::documents::space::Node::name_or_unnamed);
    let caller = Caller { because: Some(stored.position), ..caller.step("received") };
    let name = Personal::of(open.space, name.text());
    count(desk, &caller, open, link::Command::Receive { node, name }).await?;
    Ok(stored)
}

/// Whether a link takes something still, before all of it is sent.
///
/// # Errors
/// When it does not.
pub async fn may_receive(desk: &Desk, open: &OpenLink) -> Result<(), Failure<LinkRefusal>> {
    let state = desk.load::<Link>(open.link.0).await?.state;
    state.opens(desk.now()).map(drop).map_err(|_| Failure::Refused(LinkRefusal::Over))
}

/// Counts something that has happened at a link, whatever became of the link meanwhile.
pub(super) async fn count(
    desk: &Desk,
    caller: &Caller,
    open: &OpenLink,
    command: link::Command,
) -> Result<Done, Fault> {
    let counted = desk.run::<Link>(open.link.0, command, caller).await;
    counted.map_err(|failure| failure.into_fault("a use of a link"))
}
