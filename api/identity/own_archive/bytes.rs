//! The files of somebody's own space, each by its way through the folders, in its newest version. What lies in the trash is
//! told apart. None of them is in memory whole.

use std::io;

use domain::documents::SpaceId;
use projections::documents::{self as view, OneFile};

use super::files::{Piece, Source};
use crate::{documents::Pieces, http::Problem};

/// How far they were read.
pub struct Bytes {
    space: SpaceId,
    after: u64,
    open: Option<Pieces>,
}

impl Bytes {
    /// Those of a person.
    pub fn of(source: &Source) -> Self {
        Self { space: source.account.into(), after: 0, open: None }
    }

    /// What comes next; nothing at the end.
    pub async fn next(&mut self, source: &Source) -> io::Result<Option<Piece>> {
        if let Some(pieces) = &mut self.open {
            if let Some(piece) = pieces.next().await? {
                return Ok(Some(Piece::Bytes(piece)));
            }
            self.open = None;
        }
        let found = self.find(source).await.map_err(|problem| io::Error::other(problem.code))?;
        let Some(found) = found else { return Ok(None) };
        let (bytes, length) = ((self.space, found.version.blob), found.version.size_bytes);
        let opened = Pieces::open(source.front.desk.blobs(), bytes, length, (0, length)).await;
        self.open = Some(opened.map_err(io::Error::other)?);
        self.after = found.number;
        Ok(Some(Piece::FileBegins(name(&found), found.version.stored_at)))
    }

    async fn find(&mut self, source: &Source) -> Result<Option<OneFile>, Problem> {
        let (space, after) = (self.space, self.after);
        let reads = source.front.view("documents", source.at_least).await?;
        Ok(reads.query(move |connection| view::next_file(connection, space, after)).await?)
    }
}

/// Its place in the archive. No name of a file holds a slash or stands for another folder.
fn name(file: &OneFile) -> String {
    let own = file.node.name.as_deref().unwrap_or("unnamed");
    if file.node.in_trash {
        return format!("trash/{} {own}", file.node.id);
    }
    let folders = file.path.iter().map(|(_, name)| name.as_deref().unwrap_or("unnamed"));
    std::iter::once("files").chain(folders).chain([own]).collect::<Vec<_>>().join("/")
}
