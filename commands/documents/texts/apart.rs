//! Reading in a process of its own.
//!
//! What reads a complicated format may be led to take all memory, never to end, or to fall over its own stack. So the house starts
//! its own program again for each such document: without its environment, with the document as its only input, and with bounds of
//! memory, time and files that it sets before it reads a byte. Whatever ends it, ends nothing else.

use std::{
    fs::File,
    io::{self, Read as _},
    path::PathBuf,
    process::Stdio,
    time::Duration,
};

use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::{io::AsyncReadExt as _, process::Command};

use super::{MOST_TEXT, pages};
use crate::Fault;

/// The verb of the program that reads.
pub const VERB: &str = "words";
/// A document longer than this is not read.
pub(super) const MOST_BYTES: u64 = 64 << 20;
/// Memory of the one who reads.
const MOST_MEMORY: u64 = 256 << 20;
/// How long it may work, and how long it may take in all.
const MOST_WORK: Duration = Duration::from_secs(20);
const LONGEST: Duration = Duration::from_secs(120);
/// Joined letters come apart, so more is heard than is told.
const MOST_HEARD: u64 = 2 * MOST_TEXT as u64;

/// The program that reads apart.
#[derive(Clone, Debug)]
pub struct Apart {
    program: PathBuf,
}

impl Apart {
    /// A program that, with [`VERB`], does [`read_words`].
    #[must_use]
    pub const fn with(program: PathBuf) -> Self {
        Self { program }
    }

    /// The words of a document, as far as it was read.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub(super) async fn words(&self, document: File) -> Result<String, Fault> {
        let mut command = Command::new(&self.program);
        command.arg(VERB).env_clear().stdin(document).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut reader = command.spawn().map_err(|error| fault(&error))?;
        let (mut heard, told) = (Vec::new(), reader.stdout.take());
        let hearing = async {
            if let Some(told) = told {
                told.take(MOST_HEARD).read_to_end(&mut heard).await?;
            }
            reader.wait().await
        };
        let ended = tokio::time::timeout(LONGEST, hearing).await;
        if !matches!(&ended, Ok(Ok(status)) if status.success()) {
            tracing::info!(?ended, "a document was not read to its end");
        }
        Ok(pages::words(&heard))
    }
}

/// Reads a document from the standard input and tells its words on the standard output: what [`Apart`] starts.
///
/// # Errors
/// When the bounds cannot be set, or when nobody listens any more.
pub fn read_words() -> io::Result<()> {
    for (resource, most) in [
        (Resource::Data, MOST_MEMORY),
        (Resource::Cpu, MOST_WORK.as_secs()),
        (Resource::Fsize, 0),
        (Resource::Nproc, 0),
        (Resource::Core, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    let mut document = Vec::new();
    io::stdin().take(MOST_BYTES).read_to_end(&mut document)?;
    pages::tell(&document, &mut io::BufWriter::new(io::stdout()))
}

fn fault(error: &io::Error) -> Fault {
    Fault::new("reading a document apart", error)
}
