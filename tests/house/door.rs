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
    /// Sends a request; `None` when the connection broke before an answer began.
    pub async fn send(&self, request: Request<Body>, from: SocketAddr) -> Option<Response<Body>> {
        match self {
            Self::Address(address) => {
                let request = addressed(request, *address);
                // A client of its own: a connection kept from before a restart would break here.
                let client: Client<HttpConnector, Body> = Client::builder(TokioExecutor::new()).build_http();
                Some(client.request(request).await.ok()?.map(Body::new))
            }
            Self::Routes(routes) => {
                let mut request = request;
                request.extensions_mut().insert(ConnectInfo(from));
                let answer = routes.clone().oneshot(request).await;
                Some(answer.unwrap_or_else(|never| match never {}))
            }
            Self::Through(way) => way(request).await,
        }
    }
}

fn addressed(mut request: Request<Body>, address: SocketAddr) -> Request<Body> {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let uri: Uri = format!("http://{address}{path}").parse().expect("an address");
    *request.uri_mut() = uri;
    request
}
