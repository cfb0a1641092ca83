//! The console of a running house: a socket in the data folder that only its owner can open.
//!
//! One request, then answers until it is done, each a line of JSON. What can be asked is what the
//! command line does to a running house; everything else goes through the front door.

mod answer;
pub mod backup;
pub mod files;
pub mod log;
pub mod person;
pub mod views;

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use commands::{Desk, identity};
use projections::{Views, documents::texts::Texts};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
    sync::mpsc,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use answer::{Answer, Answers};

use crate::{desk, folder::Folder, refusal::AskedWrongly};

/// What can be asked on the console.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// Something for a person.
    Person(person::Request),
    /// Something for a backup.
    Backup(backup::Request),
    /// Something of the files.
    Files(files::Request),
    /// Something of the log.
    Log(log::Request),
    /// Something of the views.
    Views(views::Request),
}

/// What is needed to carry a request out.
#[derive(Clone)]
pub struct Reach {
    /// The desk.
    pub desk: Desk,
    /// The views.
    pub views: Arc<Views>,
    /// The words in files.
    pub texts: Texts,
}

/// Does what was asked.
async fn carry_out(reach: Reach, request: Request, answers: Answers) {
    let outcome = match request {
        Request::Person(request) => person::carry_out(&reach.desk, request, &answers).await,
        Request::Backup(request) => backup::carry_out(&reach.desk, &reach.views, request, &answers).await,
        Request::Files(request) => files::carry_out(&reach.desk, &reach.views, request, &answers).await,
        Request::Log(request) => log::carry_out(&reach.desk, request, &answers).await,
        Request::Views(request) => views::carry_out(&reach, request, &answers).await,
    };
    let last = match outcome {
        Ok(()) => return,
        Err(error) if error.is::<AskedWrongly>() => Answer::Refused(format!("{error:#}")),
        Err(error) => Answer::Failed(format!("{error:#}")),
    };
    let _ = answers.send(last).await;
}

/// Listens on the console until the house shuts down.
pub fn listen(path: &Path, reach: Reach, tasks: &TaskTracker, shutdown: CancellationToken) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    // Whoever holds the folder's lock may clear away what a killed process left behind.
    let _ = std::fs::remove_file(path);
    let listener = UnixListener::bind(path).with_context(|| path.display().to_string())?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    tasks.spawn(async move {
        loop {
            let accepted = tokio::select! {
                () = shutdown.cancelled() => return,
                accepted = listener.accept() => accepted,
            };
            if let Ok((stream, _)) = accepted {
                let (reach, shutdown) = (reach.clone(), shutdown.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        () = shutdown.cancelled() => {}
                        () = serve(reach, stream) => {}
                    }
                });
            }
        }
    });
    Ok(())
}

async fn serve(reach: Reach, stream: UnixStream) {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    if stream.read_line(&mut line).await.is_err() {
        return;
    }
    let (answers, mut given) = mpsc::channel(64);
    let work = async {
        match serde_json::from_str(&line) {
            Ok(request) => carry_out(reach, request, answers).await,
            Err(error) => drop(answers.send(Answer::Refused(error.to_string())).await),
        }
    };
    let write = async {
        while let Some(answer) = given.recv().await {
            let mut text = serde_json::to_vec(&answer).unwrap_or_default();
            text.push(b'\n');
            if stream.get_mut().write_all(&text).await.is_err() {
                return;
            }
        }
    };
    tokio::join!(work, write);
}

/// Asks the house: the running one over its console, otherwise the one opened here.
pub async fn ask(
    folder: &Folder,
    request: Request,
    mut each: impl FnMut(serde_json::Value) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    folder.existing()?;
    let config = folder.config()?;
    let Some(_lock) = folder.lock()? else { return ask_running(&folder.console(), &request, each).await };
    let desk = desk::open(folder, &config).await?;
    let views = Views::open(&folder.join("views"), desk.feed(), desk.seals(), projections::contexts()).await?;
    let views = Arc::new(views);
    let reach = Reach { desk: desk.clone(), views: Arc::clone(&views), texts: api::texts_in(&folder.join("")) };
    api::register(&desk, &reach.views, &reach.texts, &folder.join(""), None);
    identity::finish_erasures(&desk).await?;
    let (shutdown, (stops, _stopped)) = (CancellationToken::new(), mpsc::unbounded_channel());
    // Files are found by a view, which may lack the last of the log, or all of it where the house was restored.
    let follows = matches!(request, Request::Files(_));
    if follows {
        views.start(&shutdown, &stops);
    }
    let (answers, mut given) = mpsc::channel(64);
    let work = tokio::spawn(carry_out(reach, request, answers));
    let mut outcome = Ok(());
    while let Some(answer) = given.recv().await {
        outcome = taken(answer, &mut each);
        if outcome.is_err() {
            break;
        }
    }
    drop(given);
    work.await?;
    shutdown.cancel();
    if follows {
        views.finished().await;
    }
    desk.close().await?;
    outcome
}

async fn ask_running(
    path: &Path,
    request: &Request,
    mut each: impl FnMut(serde_json::Value) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stream = UnixStream::connect(path).await;
    let mut stream = BufReader::new(stream.context("the running house does not answer on its console")?);
    let mut text = serde_json::to_vec(request)?;
    text.push(b'\n');
    stream.get_mut().write_all(&text).await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        taken(serde_json::from_str(&line)?, &mut each)?;
        line.clear();
    }
    Ok(())
}

fn taken(answer: Answer, each: &mut impl FnMut(serde_json::Value) -> anyhow::Result<()>) -> anyhow::Result<()> {
    match answer {
        Answer::Item(item) => each(item),
        Answer::Refused(reason) => Err(AskedWrongly(reason).into()),
        Answer::Failed(reason) => anyhow::bail!(reason),
    }
}
