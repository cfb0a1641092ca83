//! Beginning an upload: whether it could ever become a file is asked before anything of it is sent.

use domain::documents::{
    NodeId, Space, SpaceId, Upload, UploadId,
    space::Coming,
    upload::{Ask, Command, Parcel},
};

use super::{KEPT, Refusal, Shelf, Standing, find, finish::finish};
use crate::{
    Caller, Desk, Failure,
    documents::enter::{enter, name},
};

/// What is going to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    /// Into which space.
    pub space: SpaceId,
    /// Into which folder of it.
    pub folder: NodeId,
    /// What the file shall be called.
    pub name: String,
    /// How long it will be.
    pub size_bytes: u64,
    /// What it is.
    pub media_type: String,
    /// All that is said of it.
    pub metadata: String,
}

/// Begins an upload. One of nothing is a file at once.
///
/// # Errors
/// When the caller may not enter the space, the folder would not take the file, or there is no room for it.
pub async fn start_upload(desk: &Desk, caller: &Caller, new: NewUpload) -> Result<Standing, Failure<Refusal>> {
    let of_space = |failure: Failure<_>| failure.map(Refusal::Space);
    let NewUpload { space, folder, name: typed, size_bytes, media_type, metadata } = new;
    enter(caller, space).map_err(of_space)?;
    let name = name(&typed).map_err(of_space)?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    let coming = Coming { name: &name, media_type: &media_type, size_bytes, content: None };
    state.takes(space, folder, coming).map_err(|refusal| Failure::Refused(Refusal::Space(refusal)))?;
    let Some(owner) = caller.account() else {
        return Err(Failure::Refused(Refusal::Upload(domain::documents::upload::Refusal::NoSuchUpload)));
    };
    let upload = UploadId(caller.step("upload").command.0);
    let (shelf, now) = (Shelf { owner, upload }, desk.now());
    let metadata = Some(metadata);
    let parcel = Parcel { space, owner, folder, name: Some(name), size_bytes, media_type, metadata };
    parcel.check().map_err(|refusal| Failure::Refused(Refusal::Upload(refusal)))?;
    let (blobs, target) = (desk.blobs().clone(), desk.blobs().target(state.place_of(folder)).await?);
    tokio::task::spawn_blocking(move || blobs.begin(&target, shelf, size_bytes, now)).await??;
    let ask = Ask { upload, command: Command::Start(parcel.clone()) };
    if let Err(failure) = desk.run::<Upload>(upload.0, ask, caller).await {
        desk.blobs().discard(shelf).await?;
        return Err(failure.map(Refusal::Upload));
    }
    if size_bytes == 0 {
        return finish(desk, caller, find(desk, caller, upload).await?).await;
    }
    Ok(Standing { upload, parcel, received_bytes: 0, until: Some(now + KEPT), end: None })
}
