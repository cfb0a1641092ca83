//! The two ways into a house: over the network, or straight to its routes.

use std::{net::SocketAddr, pin::Pin, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response, Uri},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tower::ServiceExt as _;

use super::Answer;

/// What a test made itself to come in by, such as a proxy; `None` when the connection broke.
pub type Way = dyn Fn(Request<Body>) -> Pin<Box<dyn Future<Output = Option<Response<Body>>> + Send>> + Send + Sync;

/// A way into a house.
#[derive(Clone)]
pub enum Door {
    /// The address of a process.
    Address(SocketAddr),
    /// The routes of a house within the test.
    Routes(Router),
    /// Whatever stands before a process.
    Through(Arc<Way>),
}

impl Door {
    /// Sends a request; `None` when the connection broke before the answer was whole.
    pub async fn send(&self, request: Request<Body>, from: SocketAddr) -> Option<Answer> {
        match self {
            Self::Address(address) => {
                let request = addressed(request, *address);
                // A client of its own: a connection kept from before a restart would break here.
                let client: Client<HttpConnector, Body> = Client::builder(TokioExecutor::new()).build_http();
                Answer::read(client.request(request).await.ok()?.map(Body::new)).await
            }
            Self::Routes(routes) => {
                let mut request = request;
                request.extensions_mut().insert(ConnectInfo(from));
                let answer = routes.clone().oneshot(request).await;
                Answer::read(answer.unwrap_or_else(|never| match never {})).await
            }
            Self::Through(way) => Answer::read(way(request).await?).await,
        }
    }
}

fn addressed(mut request: Request<Body>, address: SocketAddr) -> Request<Body> {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let uri: Uri = format!("http://{address}{path}").parse().expect("an address");
    *request.uri_mut() = uri;
    request
}
