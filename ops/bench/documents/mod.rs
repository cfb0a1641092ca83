//! Documents: their bytes beside a bare program and a plain web server, and a large tree.

mod bytes;
mod server;
mod tree;

use std::path::Path;

use crate::report::Report;

/// Measures both.
pub async fn measure(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    bytes::measure(&folder.join("bytes"), report).await?;
    tree::measure(&folder.join("tree"), report).await
}
