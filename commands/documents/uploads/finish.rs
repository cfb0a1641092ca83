//! An upload of which all is there becomes a file. Cut short anywhere, it is done again and comes to the same file.

use domain::documents::{
    NodeId, NodeName, Space, Upload,
    space::{self, Coming},
    upload::{Ask, Command, End, Parcel, Why},
};

use super::{Found, Refusal, Standing, give_up, in_the_name_of, load, on_its_way::on_its_way};
use crate::{
    Caller, Desk, Failure, Fault,
    documents::{blobs::Target, store_file},
};

/// Makes it a file, in the name of whoever asks at the moment.
pub(super) async fn finish(desk: &Desk, caller: &Caller, found: Found) -> Result<Standing, Failure<Refusal>> {
    let turn = desk.uploads().turn(found.upload).await.ok_or(Failure::Refused(Refusal::Busy))?;
    // Somebody else may have finished it while this waited.
    let found = load(desk, found.upload).await?.ok_or_else(|| Fault::Broken("upload: it is not there".to_owned()))?;
    if let Some(End::Completed { .. }) = found.end {
        desk.uploads().forget(found.upload);
        return Ok(whole(found));
    }
    let found = found.open()?;
    // Who had the turn before may have taken back what did not prove itself.
    let there = desk.blobs().arrived(found.shelf()).await?.map_or(0, |there| there.bytes);
    if there != found.parcel.size_bytes {
        return on_its_way(desk, found).await;
    }
    let (blobs, shelf, space, now) = (desk.blobs().clone(), found.shelf(), found.parcel.space, desk.now());
    let hasher = turn.hashing.clone();
    let command = in_the_name_of(&found, "store").command;
    let caller = Caller { command, ..caller.clone() };
    let is_stored = desk.answered::<Space>(space.0.0, &caller).await?.is_some();
    if let Some(refusal) = refusal_of(desk, &found).await?.filter(|_| !is_stored) {
        return refused(desk, &caller, &found, refusal).await;
    }
    let target = target(desk, &found).await?;
    let blob = tokio::task::spawn_blocking(move || blobs.give_over(shelf, (space, &target), hasher, now)).await??;
    let name = found.parcel.name.as_ref().map_or("unnamed", |name| name.text());
    let place = (found.parcel.folder, name);
    match store_file(desk, &caller, space, place, (blob, found.parcel.media_type.clone())).await {
        Ok((stored, _)) => complete(desk, &caller, found, (stored.node, stored.version)).await,
        Err(Failure::Refused(refusal)) => refused(desk, &caller, &found, refusal).await,
        Err(other) => Err(other.map(Refusal::Space)),
    }
}

/// The place where its folder keeps what comes by now.
async fn target(desk: &Desk, found: &Found) -> Result<Target, Fault> {
    let state = desk.load::<Space>(found.parcel.space.0.0).await?.state;
    desk.blobs().target(state.place_of(found.parcel.folder)).await
}

/// Why the folder does not take it, before its bytes are those of the space: nothing is to stay of what is not taken.
async fn refusal_of(desk: &Desk, found: &Found) -> Result<Option<space::Refusal>, Failure<Refusal>> {
    let Parcel { space, folder, name, size_bytes, media_type, .. } = &found.parcel;
    let (blobs, shelf) = (desk.blobs().clone(), found.shelf());
    let content = tokio::task::spawn_blocking(move || blobs.format_on_shelf(shelf)).await??;
    let unnamed = NodeName::known("unnamed");
    let coming = Coming { name: name.as_ref().unwrap_or(&unnamed), media_type, size_bytes: *size_bytes, content };
    Ok(desk.load::<Space>(space.0.0).await?.state.takes(*space, *folder, coming).err())
}

async fn refused(
    desk: &Desk,
    caller: &Caller,
    found: &Found,
    refusal: space::Refusal,
) -> Result<Standing, Failure<Refusal>> {
    give_up(desk, &caller.step("end"), found, Why::Refused).await?;
    Err(Failure::Refused(Refusal::Space(refusal)))
}

async fn complete(
    desk: &Desk,
    caller: &Caller,
    found: Found,
    (node, version): (NodeId, u32),
) -> Result<Standing, Failure<Refusal>> {
    let ask = Ask { upload: found.upload, command: Command::Complete { node, version } };
    let caller = caller.step("complete");
    desk.run::<Upload>(found.upload.0, ask, &caller).await.map_err(|it| it.map(Refusal::Upload))?;
    desk.blobs().discard(found.shelf()).await?;
    desk.uploads().forget(found.upload);
    Ok(whole(Found { end: Some(End::Completed { node, version }), ..found }))
}

/// How far one is that is a file.
pub(super) fn whole(found: Found) -> Standing {
    let received_bytes = found.parcel.size_bytes;
    Standing { upload: found.upload, parcel: found.parcel, received_bytes, until: None, end: found.end }
}
