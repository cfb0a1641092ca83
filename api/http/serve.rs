//! Takes connections and answers what comes over them, until the shutdown; what was accepted by
//! then is answered still, within bounds.
//!
//! HTTP/1.1 only: HTTP/2 without TLS is spoken by no browser, and its preface could be waited for
//! without end. With TLS it would be worth little to a house: its pages are few and small.
//!
//! Up to three doors: the main one, encrypted or not; and a plain one beside an encrypted one.

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_rustls::rustls::ServerConfig;
use tokio_util::{either::Either, sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use super::{
    Line,
    asked::Encrypted,
    tls::{Guard, Wire},
    unread::Unread,
};
use crate::front::Front;

/// Where people come in.
pub struct Doors {
    /// The main one.
    pub main: TcpListener,
    /// What encrypts it.
    pub tls: Option<Arc<ServerConfig>>,
    /// One beside it for those who come without encryption; it lets nobody further in.
    pub plain: Option<TcpListener>,
}

impl From<TcpListener> for Doors {
    fn from(main: TcpListener) -> Self {
        Self { main, tls: None, plain: None }
    }
}

/// Connections at once besides the sockets; more of them wait to be accepted.
const CONNECTIONS: usize = 1024;
/// How long the head of a request may take to arrive, and a connection stay without one.
const HEAD_TIME_LIMIT: Duration = Duration::from_secs(30);
const MOST_HEAD_BYTES: usize = 64 * 1024;
const MOST_HEADERS: usize = 100;
/// How long the answers under way are waited for at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

/// Who answers whom.
pub struct Inside {
    /// What every route may use.
    pub front: Arc<Front>,
    /// Those who came as they should.
    pub router: Router,
    /// Those who should have come encrypted.
    pub plain: Router,
}

/// Who answers at a door, and what guards it.
#[derive(Clone)]
struct Reception {
    front: Arc<Front>,
    router: Router,
    guard: Option<(Guard, Router)>,
}

/// Serves until the shutdown.
pub async fn serve(doors: Doors, inside: Inside, shutdown: CancellationToken) {
    let Inside { front, router, plain } = inside;
    let beside = async {
        if let Some(listener) = doors.plain {
            let reception = Reception { front: front.clone(), router: plain.clone(), guard: None };
            serve_at(listener, reception, shutdown.clone()).await;
        }
    };
    let guard = doors.tls.map(|config| (Guard::new(config), plain.clone()));
    let main = serve_at(doors.main, Reception { front: front.clone(), router, guard }, shutdown.clone());
    tokio::join!(main, beside);
}

async fn serve_at(listener: TcpListener, reception: Reception, shutdown: CancellationToken) {
    // A socket that polls holds a connection; one that was upgraded does not any more.
    let most = CONNECTIONS + reception.front.sockets.most();
    let (connections, places) = (TaskTracker::new(), Arc::new(Semaphore::new(most)));
    let cut = CancellationToken::new();
    while let Some(Some((stream, peer, place))) = shutdown.run_until_cancelled(accept(&listener, &places)).await {
        let is_proxy = reception.front.entrance.proxies.iter().any(|proxy| proxy.holds(peer.ip()));
        let held = reception.front.connections.take(peer.ip());
        if held.is_none() && !is_proxy {
            reception.front.metrics.turned_away();
            continue;
        }
        let (shutdown, cut) = (shutdown.clone(), cut.clone());
        let answering = receive(stream, peer, reception.clone(), shutdown);
        let connected = reception.front.metrics.connected();
        connections.spawn(async move {
            let _kept = (place, connected, held);
            cut.run_until_cancelled(answering).await;
        });
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(LAST_ANSWERS, connections.wait()).await.is_err() {
        tracing::warn!(left = connections.len(), "connections were cut at the end");
        cut.cancel();
        connections.wait().await;
    }
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Some((stream, peer, place)),
            Err(error) => {
                // A connection that died in the queue, or no file handles left: neither is the end.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Lets a connection in as far as it may come.
async fn receive(stream: TcpStream, peer: SocketAddr, reception: Reception, shutdown: CancellationToken) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection is gone already");
    }
    let Some((guard, plain)) = reception.guard else {
        return answer(Either::Left(stream), peer, reception.router, shutdown).await;
    };
    match shutdown.run_until_cancelled(guard.let_in(stream, peer)).await.flatten() {
        Some(wire @ Either::Right(_)) => answer(wire, peer, reception.router, shutdown).await,
        Some(wire @ Either::Left(_)) => answer(wire, peer, plain, shutdown).await,
        None => {}
    }
}

async fn answer(wire: Wire, peer: SocketAddr, router: Router, shutdown: CancellationToken) {
    let is_encrypted = matches!(wire, Either::Right(_));
    let (line, cut) = Line::new(wire);
    let service = router.into_service::<Body>().map_request(move |request: Request<Incoming>| {
        let mut request = Unread::guard(request);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(cut.clone());
        if is_encrypted {
            request.extensions_mut().insert(Encrypted);
        }
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME_LIMIT)
        .max_buf_size(MOST_HEAD_BYTES)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(line), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection ended early");
    }
}
