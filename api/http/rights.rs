//! Who may ask what. A route names the right it needs by the extractor it takes: [`Anyone`], [`Somebody`] (who sees
//! more in a session), [`Person`] (401 without one) or [`Admin`] (403 below). Besides, the context of its path must not
//! be withheld from the person and must be within the scopes of their key; nothing else decides.
//!
//! Whoever changes something with a cookie shows the session's token, too; no page of another site
//! can send a bearer's token or a key, so those stand for themselves. Requests of strangers get a fresh
//! command always: what they type is counted each time, whatever key they send.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::{StatusCode, request::Parts},
};
use commands::{
    Caller,
    identity::{self, Authenticated},
};
use domain::{
    AccountId, CommandId, Role, Who,
    identity::{Rights, factors::Requirement},
};

use super::{
    Asked, Problem,
    allowance::{Wanted, allow, is_unsafe, not_allowed},
    idempotency::RequestKey,
    proof::{Proof, challenged, key_refused, not_logged_in},
};
use crate::front::Front;

/// Whether being let in counts as a use of the session, or the key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It does, and keeps it awake.
    Request,
    /// It does not: a socket stays open while nobody sits there.
    Socket,
    /// It does not, and whoever is not let in is not counted either.
    Glance,
}

/// Anybody at all, logged in or not.
pub struct Anyone(pub Caller);

/// A person in a session of theirs, or anybody else.
pub struct Somebody(pub Option<Person>);

/// A person in a session of theirs, or a program with a key of theirs.
pub struct Person {
    /// Who, with what rights, from where.
    pub caller: Caller,
    /// Whose session it is.
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How far they may go, context by context.
    pub rights: Rights,
    /// What they must set up before anything else.
    pub lacks: Option<Requirement>,
    /// What unsafe requests must show; nothing with a key.
    pub csrf_token: String,
    asked: Asked,
    shown: String,
}

/// A person who looks after the house.
pub struct Admin(pub Caller);

impl FromRequestParts<Arc<Front>> for Anyone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _front: &Arc<Front>) -> Result<Self, Problem> {
        let asked = asked(parts)?;
        Ok(Self(Caller::stranger(asked.client, CommandId(asked.id))))
    }
}

impl FromRequestParts<Arc<Front>> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        enter(parts, front, Role::Viewer).await
    }
}

impl FromRequestParts<Arc<Front>> for Somebody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        match enter(parts, front, Role::Viewer).await {
            Ok(person) => Ok(Self(Some(person))),
            // What everybody may see, they may see, too.
            Err(problem) if is_refusal(&problem) => Ok(Self(None)),
            Err(problem) => Err(problem),
        }
    }
}

impl FromRequestParts<Arc<Front>> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        Ok(Self(enter(parts, front, Role::Admin).await?.caller))
    }
}

fn is_refusal(problem: &Problem) -> bool {
    matches!(problem.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

impl Person {
    /// Whether a declared proxy handed the request on.
    pub fn is_behind_proxy(&self) -> bool {
        self.asked.by_proxy
    }

    /// Their rights change: the answer brings another secret of their session, and the one they showed dies.
    pub async fn renew(&self, front: &Front) -> Result<(), Problem> {
        let Some(session) = self.caller.session else { return Ok(()) };
        if let Some(renewed) = identity::renew_session(&front.desk, session, &self.shown).await? {
            self.asked.renew(renewed);
        }
        Ok(())
    }
}

/// What the door knows of the request.
pub fn asked(parts: &Parts) -> Result<Asked, Problem> {
    parts.extensions.get().cloned().ok_or_else(|| Problem::broken(&"a request came in past the door"))
}

/// Whom a proof lets in: the one place where this is decided, for requests and for sockets.
pub async fn let_in(front: &Front, proof: Option<&Proof>, caller: &Caller, how: Use) -> Result<Authenticated, Problem> {
    let proof = proof.ok_or_else(not_logged_in)?;
    if let Some(key) = proof.key() {
        let known = match how {
            Use::Request | Use::Socket => identity::unlock_with_key(&front.desk, caller, key).await?,
            Use::Glance => identity::recognise_key(&front.desk, caller, key).await?,
        };
        return known.ok_or_else(key_refused);
    }
    let token = proof.session_token().ok_or_else(not_logged_in)?;
    let known = match how {
        Use::Request => identity::authenticate(&front.desk, token).await?,
        Use::Socket | Use::Glance => identity::recognise(&front.desk, token).await?,
    };
    known.ok_or_else(not_logged_in)
}

/// A person of this role at least.
pub(super) async fn enter(parts: &Parts, front: &Front, least: Role) -> Result<Person, Problem> {
    let asked = asked(parts)?;
    let proof = Proof::of(&parts.headers, front.cookies);
    let stranger = Caller::stranger(asked.client, CommandId(asked.id));
    let known = let_in(front, proof.as_ref(), &stranger, Use::Request).await;
    let known = known.map_err(|problem| challenged(problem, &parts.headers))?;
    asked.is_from(known.account);
    if let Some(session) = known.session {
        identity::came_from(&front.desk, session, asked.client);
    }
    let csrf_token = check_token(parts, proof.as_ref())?;
    let shown = proof.as_ref().and_then(Proof::session_token).unwrap_or_default().to_owned();
    allow(&Wanted::of(parts), &known)?;
    first_things_first(parts, &known)?;
    if known.role < least {
        return Err(not_allowed("only an admin may do this"));
    }
    let command = match parts.extensions.get::<RequestKey>() {
        Some(key) => {
            let command = key.command(front, known.account, parts).await?;
            asked.commands(command);
            tracing::Span::current().record("command", tracing::field::display(command.0));
            command
        }
        None => CommandId(asked.id),
    };
    let rights = known.rights();
    let Authenticated { account, role, session, key, name, lacks, renew, .. } = known;
    let who = Who::Person(account);
    let caller = Caller { who, role: Some(role), session, key, from: asked.client, command, because: None };
    let person = Person { caller, account, rights, name, role, lacks, csrf_token, asked, shown };
    if renew {
        person.renew(front).await?;
    }
    Ok(person)
}

/// Whoever has not what the house requires of them sees to that, and to nothing else.
fn first_things_first(parts: &Parts, known: &Authenticated) -> Result<(), Problem> {
    const OPEN: [&str; 3] = ["/api/identity/session", "/api/identity/factors", "/api/identity/recovery-codes"];
    let path = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let is_open = |open: &&str| path.strip_prefix(*open).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match known.lacks {
        Some(lacks) if !OPEN.iter().any(is_open) => Err(factor_needed(lacks)),
        _ => Ok(()),
    }
}

/// The house requires something of them that they have not set up.
pub fn factor_needed(lacks: Requirement) -> Problem {
    let detail = format!("this house requires {} of you; set one up first", lacks.in_words());
    Problem::new(StatusCode::FORBIDDEN, "factor_needed", detail)
}

/// The token of the session that a cookie names; refused where a change comes without it. A key has none.
fn check_token(parts: &Parts, proof: Option<&Proof>) -> Result<String, Problem> {
    let refuse = |code, detail| Err(Problem::new(StatusCode::FORBIDDEN, code, detail).about("x-csrf-token"));
    let Some(token) = proof.and_then(Proof::session_token) else { return Ok(String::new()) };
    let needed = matches!(proof, Some(Proof::Cookie(_))) && is_unsafe(&parts.method);
    match parts.headers.get("x-csrf-token") {
        _ if !needed => {}
        None => {
            return refuse("csrf_token_missing", "send the csrf_token of GET /api/identity/session as X-CSRF-Token");
        }
        Some(given) if identity::csrf_matches(token, given.to_str().unwrap_or_default()) => {}
        Some(_) => return refuse("csrf_token_wrong", "X-CSRF-Token is not the csrf_token of this session"),
    }
    Ok(identity::csrf_token(token))
}
