//! `daybook serve`: the house runs until it is told to stop, and then finishes what it accepted.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use api::{Doors, House, Parts, RequestLog};
use commands::{Desk, documents::Apart};
use projections::Views;
use tokio::{net::TcpListener, sync::Notify};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    config::{Config, ConfigError},
    console::{self, Reach},
    desk, entrance,
    folder::Folder,
    greet,
    notify::Systemd,
    open_files, reload,
    signals::Signals,
    tls::Report,
    tracing_setup,
};

/// Runs the house.
pub async fn serve(folder: Folder) -> anyhow::Result<()> {
    folder.make()?;
    let config = folder.config()?;
    let switch = tracing_setup::begin(&config.messages).map_err(ConfigError)?;
    open_files::allow(config.limits.sockets_in_all);
    let Some(mut lock) = folder.lock()? else { return Err(folder.in_the_way()) };
    let (main, plain) = (bind(config.listen).await?, bind_beside(&config).await?);
    lock.leave_word(Some(main.local_addr()?))?;
    let (entrance, tls) = entrance::open(&folder, &config, main.local_addr()?, plain.as_ref())?;
    let desk = desk::open_at(&folder, &config, entrance.urls().swap_remove(0)).await?;
    let views = Views::open(&folder.join("views"), desk.feed(), desk.seals(), projections::contexts()).await?;
    let (request_log, _written) = RequestLog::daily(&folder.join(""), desk.clock().clone())?;
    let parts = Parts {
        desk: desk.clone(),
        views,
        folder: folder.join(""),
        entrance: entrance.clone(),
        bounds: config.limits.bounds().map_err(ConfigError)?,
        sockets: config.limits.sockets(),
        request_log: Some(request_log),
        demo: None,
    };
    let house = House::build(parts).with_apart(apart());
    house.start().await?;
    let (shutdown, tasks, certificate) = (CancellationToken::new(), TaskTracker::new(), Arc::new(Notify::new()));
    let systemd = Systemd::begin(desk.log(), &tasks, &shutdown);
    let (stop, hang_up) = Signals::listen()?.parted(certificate.clone());
    tasks.spawn(stop.heard(systemd.clone(), shutdown.clone()));
    let reach = Reach { desk: desk.clone(), views: house.views().clone(), texts: house.texts().clone() };
    console::listen(&folder.console(), reach, &tasks, shutdown.clone())?;
    greet::greet(&desk, &entrance, &folder).await?;
    let server = tls.map(|tls| {
        tasks.spawn(tls.keeper.keep(Report(desk.clone()), certificate, shutdown.clone()));
        tls.server
    });
    systemd.ready(&format!("at {}", entrance.own_url()));
    tasks.spawn(reload::watch(folder, config, desk.clone(), systemd, switch, hang_up, shutdown.clone()));
    house.serve(Doors { main, tls: server, plain }, shutdown).await;
    close(&house, &desk, &tasks).await
}

/// Finishes what was accepted.
async fn close(house: &House, desk: &Desk, tasks: &TaskTracker) -> anyhow::Result<()> {
    tasks.close();
    tasks.wait().await;
    house.stop().await;
    desk.close().await?;
    tracing::info!("the house is closed");
    Ok(())
}

/// This program again, for what is read in a process of its own. Where nobody says where it lies, as without `/proc`, such
/// documents hold no words.
pub fn apart() -> Option<Apart> {
    let program = std::env::current_exe();
    let unknown = |error| tracing::warn!(%error, "the words of PDFs are not read: nobody says where this program lies");
    program.map_err(unknown).ok().map(Apart::with)
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("listen on {address} (another: DAYBOOK_LISTEN, or listen in daybook.toml)"))
}

async fn bind_beside(config: &Config) -> anyhow::Result<Option<TcpListener>> {
    match config.tls.http_listen {
        Some(address) => bind(address).await.map(Some),
        None => Ok(None),
    }
}
