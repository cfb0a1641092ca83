//! Takes connections and answers what comes over them, until the shutdown; what was accepted by
//! then is answered still, within bounds.
//!
//! HTTP/1.1 only: HTTP/2 without TLS is spoken by no browser, and its preface could be waited for
//! without end. TLS is absent here; a proxy in front, or a listener that brings it, provides it.

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
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use crate::front::Front;

/// Connections at once; more of them wait to be accepted.
const CONNECTIONS: usize = 1024;
/// How long the head of a request may take to arrive, and a connection stay without one.
const HEAD_TIME_LIMIT: Duration = Duration::from_secs(30);
const MOST_HEAD_BYTES: usize = 64 * 1024;
const MOST_HEADERS: usize = 100;
/// How long the answers under way are waited for at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until the shutdown.
pub async fn serve(listener: TcpListener, router: Router, front: Arc<Front>, shutdown: CancellationToken) {
    let (connections, places) = (TaskTracker::new(), Arc::new(Semaphore::new(CONNECTIONS)));
    let cut = CancellationToken::new();
    while let Some(Some((stream, peer, place))) = shutdown.run_until_cancelled(accept(&listener, &places)).await {
        let (shutdown, cut) = (shutdown.clone(), cut.clone());
        let answering = answer(stream, peer, router.clone(), shutdown);
        let connected = front.metrics.connected();
        connections.spawn(async move {
            let _kept = (place, connected);
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

async fn answer(stream: TcpStream, peer: SocketAddr, router: Router, shutdown: CancellationToken) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection is gone already");
    }
    let service = router.into_service::<Body>().map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME_LIMIT)
        .max_buf_size(MOST_HEAD_BYTES)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
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
