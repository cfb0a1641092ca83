//! `daybook serve`: the house runs until it is told to stop, and then finishes what it accepted.

use std::{io::IsTerminal as _, net::SocketAddr};

use anyhow::{Context as _, bail};
use api::{House, Parts, RequestLog};
use commands::{Desk, identity};
use projections::Views;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    config::{Config, ConfigError},
    console::{self, Reach},
    desk,
    folder::Folder,
    printed, reload, tracing_setup,
};

/// Runs the house.
pub async fn serve(folder: Folder) -> anyhow::Result<()> {
    folder.refuse_demo()?;
    folder.make()?;
    let config = folder.config()?;
    tracing_setup::begin();
    let Some(_lock) = folder.lock()? else { bail!("another daybook runs on this data folder already") };
    let listener = TcpListener::bind(config.listen).await.with_context(|| format!("listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let desk = desk::open(&folder, &Config { listen: address, ..config.clone() }).await?;
    let views = Views::open(&folder.join("views"), desk.feed(), desk.seals(), projections::contexts()).await?;
    let (request_log, _written) = RequestLog::daily(&folder.join(""))?;
    let parts = Parts {
        desk: desk.clone(),
        views,
        folder: folder.join(""),
        secure_cookies: !config.proxies.is_empty(),
        origins: Vec::new(),
        proxies: config.trusted_proxies().map_err(ConfigError)?,
        rate: config.limits.rate(),
        request_log: Some(request_log),
        demo: None,
    };
    let house = House::build(parts)?;
    house.start().await?;
    let (shutdown, tasks) = (CancellationToken::new(), TaskTracker::new());
    tasks.spawn(stop_on_signal(shutdown.clone()));
    let reach = Reach { desk: desk.clone(), views: house.views().clone() };
    console::listen(&folder.console(), reach, &tasks, shutdown.clone())?;
    greet(&desk, address, &folder, &config).await?;
    tasks.spawn(reload::watch(folder, config, desk.clone(), shutdown.clone()));
    house.serve(listener, shutdown).await;
    tasks.close();
    tasks.wait().await;
    house.stop().await;
    desk.close().await?;
    tracing::info!("the house is closed");
    Ok(())
}

/// Says where the house is, and how its first admin comes in.
async fn greet(desk: &Desk, address: SocketAddr, folder: &Folder, config: &Config) -> anyhow::Result<()> {
    printed::note(format!("Daybook is at http://{address}, its data in {}", folder.join("").display()));
    if config.mail.host.is_none() {
        printed::note(format!(
            "No mail server is configured: letters are written to {}",
            folder.join("mail").display()
        ));
    }
    if let Some(token) = identity::founding_token(desk).await? {
        printed::note(format!(
            "Make the first account here (this link works once):\n\n    http://{address}/welcome#{token}\n"
        ));
    }
    Ok(())
}

async fn stop_on_signal(shutdown: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = shutdown.cancelled() => return,
    }
    if std::io::stderr().is_terminal() {
        printed::note("Finishing what was begun ...");
    }
    shutdown.cancel();
}
