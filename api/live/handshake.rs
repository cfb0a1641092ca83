//! What a connection passes before it is a socket: the page it comes from, the places there are.
//!
//! Rights are absent here: who somebody is, is asked when the socket says hello.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, Uri, header::UPGRADE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use commands::Caller;
use domain::CommandId;
use tokio_util::sync::CancellationToken;

use super::places::{NoPlace, Place};
use crate::{
    front::Front,
    http::{Asked, Cut, Problem, Proof, Use, let_in},
};

/// A first answer to somebody who polls is far shorter.
const MOST_GREETING_BYTES: usize = 4096;

/// What stands before the sockets.
pub struct Gate {
    pub front: Arc<Front>,
    pub closing: CancellationToken,
}

/// Lets a request on to the sockets, or refuses it.
pub async fn pass(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let passing = async {
        match gate.admit(request).await {
            Ok(Admitted { request, greeted }) => gate.greet(next.run(request).await, greeted).await,
            Err(problem) => {
                gate.front.sockets.tally.refused(problem.code);
                problem.into_response()
            }
        }
    };
    // Who polls waits for what may happen; at the end of the house nothing will any more.
    let passed = gate.closing.run_until_cancelled(passing).await;
    passed.unwrap_or_else(|| refused(StatusCode::SERVICE_UNAVAILABLE, "house_closing", "the house is being closed"))
}

struct Admitted {
    request: Request,
    /// The place of somebody who begins by polling.
    greeted: Option<Arc<Place>>,
}

impl Gate {
    async fn admit(&self, mut request: Request) -> Result<Admitted, Problem> {
        if !self.front.origins.trust(request.headers(), request.uri()).await? {
            let detail = "this socket was opened by a page of another site; an admin can allow it in the settings";
            return Err(Problem::new(StatusCode::FORBIDDEN, "cross_site", detail));
        }
        let line = request.extensions().get::<Cut>().filter(|_| request.headers().contains_key(UPGRADE)).cloned();
        let greeted = match name(request.uri()) {
            Some(name) => {
                self.go_on(name, line)?;
                None
            }
            None => {
                let place = self.place(&request)?;
                request.extensions_mut().insert(place.clone());
                let polls = line.is_none();
                place.goes_over(line);
                polls.then_some(place)
            }
        };
        let (asked, proof) = (request.extensions().get().cloned(), Proof::of(request.headers(), self.front.cookies));
        self.note_person(asked, proof).await;
        Ok(Admitted { request, greeted })
    }

    fn place(&self, request: &Request) -> Result<Arc<Place>, Problem> {
        let address = request.extensions().get().map_or(crate::http::NOWHERE, Asked::counted_as);
        self.front.sockets.places.take(address).map_err(|none| match none {
            NoPlace::Address => {
                let detail = "there are as many sockets from your address as there may be; close one";
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_sockets", detail)
            }
            NoPlace::InAll => {
                let detail = "there are as many sockets as there may be; try again later";
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "sockets_full", detail)
            }
        })
    }

    /// Somebody who began by polling asks again, perhaps to go on over a connection of their own.
    fn go_on(&self, name: &str, line: Option<Cut>) -> Result<(), Problem> {
        let place = self.front.sockets.places.named(name).filter(|place| !place.is_cut());
        let detail = "there is no such socket any more; open a new one";
        let place = place.ok_or_else(|| Problem::malformed("no_such_socket", detail))?;
        if line.is_some() {
            place.goes_over(line);
        }
        Ok(())
    }

    /// For the request log only.
    async fn note_person(&self, asked: Option<Asked>, proof: Option<Proof>) {
        let (Some(asked), Some(proof)) = (asked, proof) else { return };
        let stranger = Caller::stranger(asked.client, CommandId(asked.id));
        if let Ok(known) = let_in(&self.front, Some(&proof), &stranger, Use::Glance).await {
            asked.is_from(known.account);
        }
    }

    /// Learns from the first answer to somebody who polls what the socket is called.
    async fn greet(&self, response: Response, greeted: Option<Arc<Place>>) -> Response {
        let Some(place) = greeted.filter(|_| response.status() == StatusCode::OK) else { return response };
        let (head, body) = response.into_parts();
        let Ok(bytes) = to_bytes(body, MOST_GREETING_BYTES).await else {
            return Problem::broken(&"the first answer to a socket is too long").into_response();
        };
        let greeting = bytes.get(1..).and_then(|json| serde_json::from_slice::<serde_json::Value>(json).ok());
        if let Some(name) = greeting.as_ref().and_then(|greeting| greeting["sid"].as_str()) {
            self.front.sockets.places.name(&place, name);
        }
        Response::from_parts(head, Body::from(bytes))
    }
}

fn name(uri: &Uri) -> Option<&str> {
    uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("sid="))
}

fn refused(status: StatusCode, code: &'static str, detail: &str) -> Response {
    Problem::new(status, code, detail).into_response()
}
