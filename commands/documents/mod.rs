//! Files and folders: bytes go to the disk first, then the log names them.

mod blobs;
mod change_node;
mod copy_node;
mod deliveries;
mod enter;
mod expire;
mod folder_rules;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod keep;
pub mod links;
mod look_up;
mod make_folder;
mod mark_version;
mod overwrite;
mod quotas;
mod receive;
mod restore_version;
mod rewind_folder;
mod see;
mod star_node;
mod store_file;
mod tag_node;
mod texts;
mod thumbnails;
mod trash_node;
mod uploads;

pub use blobs::{
    Blobs, BucketAt, Checksum, Flaw, InBucket, Incoming, NamedPlace, Needed, Object, Opened, PlaceAt, Source, Wrong,
    needed_blobs, verify_blob,
};
pub use change_node::change_node;
pub use copy_node::copy_node;
pub use deliveries::{Deliveries, Delivering, Handing, HandingArchive};
pub use expire::expire;
pub use folder_rules::{InheritedRules, RulesOfFolder, folder_rules, set_folder_rules};
pub use keep::{WouldGo, keeping, preview_keeping, set_keeping};
pub use look_up::look_up;
pub use make_folder::make_folder;
pub use mark_version::mark_version;
pub use overwrite::{copy_over, move_over};
pub use quotas::{Room, quota, room, set_quota};
pub use receive::{Arriving, receive, receive_beside};
pub use restore_version::restore_version;
pub use rewind_folder::{Moment, Preview, preview_rewind, rewind_folder};
pub use star_node::{NoStar, star_node};
pub use store_file::{Stored, store_file};
pub use tag_node::{folded_tag, tag_node};
pub use texts::{Apart, READING, Text, VERB as READ_APART, read_words};
pub(crate) use thumbnails::Thumbnails;
pub use thumbnails::{NoThumbnail, Thumbnail, thumbnail};
pub use trash_node::{purge_node, restore_node, trash_node};
pub(crate) use uploads::UploadBook;
pub use uploads::{
    NewUpload, Piece, Refusal as UploadRefusal, Standing, abort_upload, look_at_upload, send_to_upload, start_upload,
};

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Desk, Fault};

/// Starts what works for documents in the background, until the shutdown.
pub(crate) async fn start(desk: &Desk, shutdown: &CancellationToken, tasks: &TaskTracker) -> Result<(), Fault> {
    desk.blobs().open_places().await?;
    tasks.spawn(blobs::sweep_blobs(desk.clone(), shutdown.clone()));
    tasks.spawn(keep::keep_to_rules(desk.clone(), shutdown.clone()));
    tasks.spawn(deliveries::keep_deliveries(desk.clone(), shutdown.clone()));
    tasks.spawn(uploads::sweep_uploads(desk.clone(), shutdown.clone()));
    Ok(())
}
