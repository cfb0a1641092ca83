//! One request: who asks, what lies at the address, and whether locks and conditions let it be changed.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{
        HeaderMap, Method, StatusCode, Uri,
        header::{IF_MATCH, IF_NONE_MATCH},
        request::Parts,
    },
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use commands::Done;
use domain::documents::NodeId;
use futures_util::StreamExt as _;
use projections::documents::{self as view, Listed};

use super::{
    address::{Address, Lost},
    answer::refusal,
    condition::{self, State, Terms},
    locks::{Lock, Place, Reach, Writer},
};
use crate::{
    documents::{
        found::missing,
        tags::{names, tag, unmet},
    },
    front::Front,
    http::{AtLeast, Person, Problem, body_cut_short, body_too_slow},
};

/// The longest document a request may bring, and how long it may take.
const MOST_BYTES: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// One request.
pub struct Errand {
    pub front: Arc<Front>,
    pub person: Person,
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub address: Address,
}

/// What an address leads to.
pub struct Spot {
    /// The address itself.
    pub address: Address,
    /// The place in its space.
    pub place: Place,
    /// The folder it lies in, or would lie in; `None` where that is not there, or of a root.
    pub folder: Option<NodeId>,
    /// What lies there.
    pub here: Option<Here>,
}

/// What lies somewhere.
#[derive(Clone)]
pub enum Here {
    /// The root of a space.
    Root,
    /// A file or folder.
    Node(Listed),
}

impl Spot {
    /// The folder that it is.
    pub fn as_folder(&self) -> Option<NodeId> {
        match self.here.as_ref()? {
            Here::Root => Some(self.place.0.root()),
            Here::Node(node) => node.newest.is_none().then_some(node.id),
        }
    }

    /// What lies there and can be changed: a root cannot.
    pub fn node(&self) -> Result<&Listed, Problem> {
        match &self.here {
            Some(Here::Node(node)) => Ok(node),
            Some(Here::Root) => Err(stays()),
            None => Err(missing()),
        }
    }

    /// Its name, and the folder it lies in or would lie in.
    pub fn lies_in(&self) -> Result<(NodeId, &str), Problem> {
        let name = self.place.1.last().ok_or_else(stays)?;
        let detail = "the folder that it would lie in is not there";
        let folder = self.folder.ok_or_else(|| Problem::new(StatusCode::CONFLICT, "no_such_folder", detail));
        Ok((folder?, name))
    }

    /// The tag of a file's bytes.
    pub fn tag(&self) -> Option<String> {
        match self.here.as_ref()? {
            Here::Node(Listed { newest: Some(newest), .. }) => Some(tag(newest.blob)),
            _ => None,
        }
    }
}

/// The folders `own` and `shared`, and the one above them, are there from the beginning and stay.
pub fn stays() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "root_stays", "the house's own folders stay as they are")
}

/// Why a request is not carried out: a problem, or a document that says so.
pub enum Held {
    Problem(Problem),
    Document(Box<Response>),
}

impl<E> From<E> for Held
where
    Problem: From<E>,
{
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

impl Held {
    /// The answer that it is.
    pub fn answer(self) -> Result<Response, Problem> {
        match self {
            // RFC 4331, section 4.
            Self::Problem(problem) if problem.code == "quota_exceeded" => {
                Ok(refusal(StatusCode::INSUFFICIENT_STORAGE, "quota-not-exceeded", &[]))
            }
            Self::Problem(problem) => Err(problem),
            Self::Document(response) => Ok(*response),
        }
    }
}

impl Errand {
    /// What a request is about.
    pub fn new(front: Arc<Front>, person: Person, parts: Parts) -> Result<Self, Problem> {
        let Parts { method, uri, headers, .. } = parts;
        let address = Address::of_path(uri.path()).map_err(|lost| match lost {
            Lost::Malformed => Problem::malformed("path_invalid", "the path cannot be read"),
            _ if crate::http::is_unsafe(&method) => stays(),
            _ => missing(),
        })?;
        Ok(Self { front, person, method, uri, headers, address })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.front.desk.clock().now()
    }

    /// What lies at the address of the request; the folder above all spaces is none that can be changed.
    pub async fn spot(&self) -> Result<Spot, Problem> {
        self.look(&self.address).await
    }

    /// What lies at an address.
    pub async fn look(&self, address: &Address) -> Result<Spot, Problem> {
        let place = address.place(&self.person).ok_or_else(stays)?;
        let (root, names) = (place.0.root(), place.1.clone());
        let reads = self.front.view("documents", AtLeast::default()).await?;
        let found = reads.query(move |connection| {
            let (mut folder, mut here) = (None, Some(Here::Root));
            for name in &names {
                folder = match &here {
                    Some(Here::Root) => Some(root),
                    Some(Here::Node(node)) if node.newest.is_none() => Some(node.id),
                    _ => None,
                };
                let Some(folder) = folder else { return Ok((None, None)) };
                here = view::child(connection, folder, name)?.map(Here::Node);
            }
            Ok((folder, here))
        });
        let (folder, here) = found.await?;
        Ok(Spot { address: address.clone(), place, folder, here })
    }

    /// Waits until what was done is seen by whoever asks next.
    pub async fn shown(&self, done: Done) {
        self.front.shown("documents", done.position).await;
    }

    /// Whether the conditions of the request hold; answers the tokens of locks that it shows.
    pub async fn conditions(&self, spot: &Spot) -> Result<Vec<uuid::Uuid>, Problem> {
        let tag = spot.tag();
        let named = |header| names(&self.headers, &header, spot.here.is_some(), tag.as_deref());
        if named(IF_MATCH) == Some(false) || named(IF_NONE_MATCH) == Some(true) {
            return Err(unmet());
        }
        let Some(header) = self.headers.get("if") else { return Ok(Vec::new()) };
        let lists = header.to_str().ok().and_then(condition::read);
        let lists = lists.ok_or_else(|| Problem::malformed("if_invalid", "If: this cannot be read").about("if"))?;
        for list in &lists {
            if self.holds(list, spot).await? {
                return Ok(condition::tokens(&lists));
            }
        }
        Err(unmet())
    }

    async fn holds(&self, list: &Terms, spot: &Spot) -> Result<bool, Problem> {
        let (tag, place) = match &list.about {
            None => (spot.tag(), Some(spot.place.clone())),
            Some(url) => match Address::of_url(url, &self.uri, &self.headers) {
                Ok(address) if address.space.is_some() => {
                    let other = self.look(&address).await?;
                    (other.tag(), Some(other.place))
                }
                _ => (None, None),
            },
        };
        let locks = place.as_ref().map(|place| self.front.locks.within(place.0, self.now())).unwrap_or_default();
        let covers = |lock: &Lock| place.as_ref().is_some_and(|place| lock.covers(place));
        Ok(list.terms.iter().all(|(holds, state)| {
            *holds
                == match state {
                    State::Locked(token) => locks.iter().any(|lock| Some(lock.token) == *token && covers(lock)),
                    State::Tagged(wanted) => tag.as_deref() == Some(wanted.trim_start_matches("W/")),
                }
        }))
    }

    /// Whether no lock of somebody else, or one that is not shown, stands in the way of a change.
    pub fn unlocked(&self, spot: &Spot, shown: &[uuid::Uuid], reach: Reach) -> Result<(), Held> {
        let writer = Writer { who: self.person.account, shown };
        match self.front.locks.in_the_way(writer, &spot.place, reach, self.now()) {
            None => Ok(()),
            Some(lock) => {
                Err(Held::Document(Box::new(refusal(StatusCode::LOCKED, "lock-token-submitted", &[lock.root()]))))
            }
        }
    }

    /// Whether a change may be made: its conditions hold and no lock forbids it. Answers the tokens it shows.
    pub async fn may_change(&self, spot: &Spot, reach: Reach) -> Result<Vec<uuid::Uuid>, Held> {
        let shown = self.conditions(spot).await?;
        self.unlocked(spot, &shown, reach)?;
        Ok(shown)
    }

    /// The document that comes with a request.
    pub async fn text(&self, body: Body) -> Result<String, Problem> {
        let (mut pieces, mut bytes) = (body.into_data_stream(), Vec::new());
        let reading = async {
            while let Some(piece) = pieces.next().await {
                bytes.extend_from_slice(&piece.map_err(|_| body_cut_short())?);
                if bytes.len() > MOST_BYTES {
                    return Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE));
                }
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, reading).await.map_err(|_| body_too_slow())??;
        String::from_utf8(bytes).map_err(|_| Problem::malformed("xml_malformed", "the body is not in UTF-8"))
    }
}

/// What is left to say of something that was made, or changed.
pub fn made(is_new: bool) -> Response {
    let status = if is_new { StatusCode::CREATED } else { StatusCode::NO_CONTENT };
    status.into_response()
}
