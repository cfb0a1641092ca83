//! A line to a proxy, encrypted as a browser's would be. It comes from 127.0.0.2, so that whoever
//! asks and the proxy, 127.0.0.1, have different addresses.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Body,
    http::{Request, Response},
};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tests::{Door, test_tool};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// Where whoever asks comes from.
pub const VISITOR: &str = "127.0.0.2";

/// A line that nobody encrypts.
pub async fn plain(port: u16) -> Option<TcpStream> {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::new(VISITOR.parse().expect("an address"), 0)).expect("an address of this machine");
    socket.connect(SocketAddr::from(([127, 0, 0, 1], port))).await.ok()
}

/// A line to whoever has the certificate of the tests.
pub async fn encrypted(port: u16) -> Option<TlsStream<TcpStream>> {
    let authority = test_tool("DAYBOOK_TEST_TLS", "tls").join("ca.pem");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority).expect("a certificate")).expect("an authority");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let name = ServerName::try_from("localhost").expect("a name");
    TlsConnector::from(config).connect(name, plain(port).await?).await.ok()
}

/// One request and its answer over an encrypted line; `None` when it broke.
async fn ask(port: u16, mut request: Request<Body>) -> Option<Response<Body>> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(encrypted(port).await?)).await.ok()?;
    tokio::spawn(connection);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).parse().expect("a path");
    *request.uri_mut() = path;
    Some(sender.send_request(request).await.ok()?.map(Body::new))
}

/// The way in through a proxy.
pub fn door(port: u16) -> Door {
    Door::Through(Arc::new(move |request| Box::pin(ask(port, request))))
}
