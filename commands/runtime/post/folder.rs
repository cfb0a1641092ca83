//! Without a mail server, letters are written into a folder, where the owner can read them.

use std::{future::Future, path::PathBuf, pin::Pin};

use super::{Letter, Post, PostError, people};

/// Writes each letter into a file of its own.
#[derive(Clone, Debug)]
pub struct FolderPost {
    folder: PathBuf,
}

impl FolderPost {
    /// A post that writes into a folder.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Post for FolderPost {
    fn way(&self) -> &'static str {
        "folder"
    }

    fn send(&self, letter: Letter) -> Pin<Box<dyn Future<Output = Result<(), PostError>> + Send + '_>> {
        Box::pin(async move {
            let mail = [&people::note(&letter.people), letter.to_message()?.formatted().as_slice()].concat();
            let folder = self.folder.clone();
            let written = tokio::task::spawn_blocking(move || write(&folder, letter.id, &mail));
            let written = written.await.map_err(|error| PostError(error.to_string()))?;
            written.map_err(|error| PostError(format!("the mail folder: {error}")))
        })
    }
}

/// Under a name that appears when the file is whole, readable by its owner alone.
fn write(folder: &std::path::Path, id: uuid::Uuid, mail: &[u8]) -> std::io::Result<()> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    std::fs::create_dir_all(folder)?;
    let half = folder.join(format!("{id}.part"));
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
    file.write_all(mail)?;
    file.sync_data()?;
    std::fs::rename(half, folder.join(format!("{id}.eml")))
}
