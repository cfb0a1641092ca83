//! The line to a store: HTTP by the means that the house has anyway, with an end to all waiting.

use std::{error::Error, io, path::Path, time::Duration};

use async_trait::async_trait;
use futures_util::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use object_store::{
    ClientOptions,
    client::{
        HttpClient, HttpConnector as Connects, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
        HttpResponseBody, HttpService,
    },
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use tokio::time::{error::Elapsed, timeout};

/// So long a store may take to be reached, and then between one sign of life and the next.
const CONNECTED: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(20);
/// A store that copies is silent until it has done so.
const COPIED: Duration = Duration::from_secs(120);
/// What is sent may take longer: at least so much of it goes in a second.
const SLOWEST: u64 = 64 << 10;

/// Opens lines to stores.
#[derive(Clone, Debug)]
pub(super) struct Lines(Line);

#[derive(Clone, Debug)]
struct Line(Client<HttpsConnector<HttpConnector>, HttpRequestBody>);

impl Lines {
    /// To stores whose certificates this system trusts, or an authority of one's own has signed.
    pub(super) fn trusting(ca_file: Option<&Path>) -> Result<Self, String> {
        let encryption = |error: &dyn Error| format!("encryption: {error}");
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(CONNECTED));
        http.set_nodelay(true);
        let builder = HttpsConnectorBuilder::new();
        let builder = match ca_file {
            None => builder
                .with_provider_and_platform_verifier(ring::default_provider())
                .map_err(|error| encryption(&error))?,
            Some(path) => builder.with_tls_config(trusting(path)?),
        };
        let connector = builder.https_or_http().enable_http1().wrap_connector(http);
        Ok(Self(Line(Client::builder(TokioExecutor::new()).build(connector))))
    }
}

fn trusting(ca_file: &Path) -> Result<ClientConfig, String> {
    let broken = |error: &dyn Error| format!("{}: {error}", ca_file.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(ca_file).map_err(|error| broken(&error))? {
        let certificate = certificate.map_err(|error| broken(&error))?;
        roots.add(certificate).map_err(|error| broken(&error))?;
    }
    let config = ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|error| broken(&error))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

impl Connects for Lines {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.0.clone()))
    }
}

#[async_trait]
impl HttpService for Line {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let sent = Duration::from_secs(request.body().content_length() as u64 / SLOWEST);
        let patience = if request.headers().contains_key("x-amz-copy-source") { COPIED } else { PATIENCE };
        let answered = timeout(patience + sent, self.0.request(request)).await.map_err(late)?;
        let (parts, body) = answered.map_err(broken)?.into_parts();
        Ok(HttpResponse::from_parts(parts, watched(body)))
    }
}

/// What comes, as long as something comes.
fn watched(body: Incoming) -> HttpResponseBody {
    let frames = stream::try_unfold(body, |mut body| async {
        match timeout(PATIENCE, body.frame()).await.map_err(late)? {
            Some(frame) => Ok(Some((frame.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error))?, body))),
            None => Ok(None),
        }
    });
    HttpResponseBody::new(StreamBody::new(frames))
}

fn late(error: Elapsed) -> HttpError {
    HttpError::new(HttpErrorKind::Timeout, error)
}

/// What went wrong is said by the innermost of its causes.
fn broken(error: legacy::Error) -> HttpError {
    let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Interrupted };
    let mut cause: &dyn Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    HttpError::new(kind, io::Error::other(cause.to_string()))
}
