//! Which of the files in the folder can be trusted: whole, of this log, and not ahead of it.

use std::path::{Path, PathBuf};

use super::{
    Context, OpenError,
    bulk::remove,
    file::{Checkpoint, ViewFile},
    fill::blocking,
    shelf::files_of,
    tape::Tape,
};

/// What was found for a context.
pub(crate) enum Found {
    /// A file of this version's projectors.
    Present(ViewFile),
    /// Only a file of earlier projectors.
    Outgrown {
        path: PathBuf,
        position: u64,
    },
    Nothing,
}

/// Looks for a context's file. What an earlier filling left half done is removed.
pub(crate) async fn find(context: &Context, folder: &Path, tape: &Tape) -> Result<Found, OpenError> {
    let files = files_of(context.name(), folder).map_err(|error| OpenError::folder(folder, &error))?;
    let (unfinished, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|path| path.extension().is_some_and(|extension| extension == "filling"));
    for path in unfinished {
        remove(&path).map_err(|error| OpenError::folder(folder, &error))?;
    }
    let present = folder.join(context.file_name());
    if files.contains(&present)
        && let Some(file) = open(context, &present, tape).await?
    {
        return Ok(Found::Present(file));
    }
    for path in files.into_iter().filter(|path| *path != present) {
        if let Some(file) = open(context, &path, tape).await? {
            return Ok(Found::Outgrown { path, position: file.position() });
        }
    }
    Ok(Found::Nothing)
}

async fn open(context: &Context, path: &Path, tape: &Tape) -> Result<Option<ViewFile>, OpenError> {
    let (own, name) = (path.to_owned(), path.file_name().unwrap_or_default().display().to_string());
    let file = match blocking(move || ViewFile::open(&own)).await {
        Ok(file) => file,
        Err(fault) => {
            tracing::warn!(file = name, reason = fault.reason(), "the view's file is of no use and is made anew");
            return Ok(None);
        }
    };
    if let Some(reason) = unfit(context, file.checkpoint(), tape).await? {
        tracing::warn!(file = name, reason, "the view's file is of no use and is made anew");
        return Ok(None);
    }
    Ok(Some(file))
}

/// Why a file's rows are not those of this log.
pub(super) async fn unfit(
    context: &Context,
    checkpoint: Checkpoint,
    tape: &Tape,
) -> Result<Option<&'static str>, OpenError> {
    let head = tape.head();
    if checkpoint.log != tape.log_id() {
        return Ok(Some("it was made from another log"));
    }
    if checkpoint.position > head {
        return Err(OpenError::LogLostEvents { context: context.name(), seen: checkpoint.position, head });
    }
    if checkpoint.position == 0 || tape.id_at(checkpoint.position).await? == Some(checkpoint.mark) {
        return Ok(None);
    }
    Ok(Some("the log has another event where it left off"))
}
