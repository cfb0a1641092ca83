//! The problems that a route may answer with, described once. Which of them a route can meet follows
//! from what it takes: a body, a session, a condition, a place in its path.
//!
//! A catch-all is deliberately absent: with one, no status would ever be undocumented.

use utoipa::openapi::{
    Components, Content, Ref, RefOr,
    path::{Operation, ParameterIn},
    response::{Response, ResponseBuilder},
};

/// Status, name and meaning.
const ALL: [(&str, &str, &str); 17] = [
    ("400", "Malformed", "Path, query, header or body cannot be read, or a value makes no sense."),
    ("401", "NotLoggedIn", "There is no session, or it has ended."),
    ("403", "NotAllowed", "The person may not do this, the session's token is missing, or another site asks."),
    ("404", "Missing", "There is no such thing, or not for this person."),
    ("406", "NotAcceptable", "Every encoding was refused."),
    ("408", "BodyTooSlow", "The body did not arrive in time."),
    ("409", "Conflict", "It does not fit what is there, or others changed the same at the same time."),
    ("412", "Stale", "It has changed since it was seen."),
    ("413", "BodyTooLarge", "The body is too large."),
    ("415", "NotJson", "The body is not sent as JSON."),
    ("422", "Unfit", "A value does not fit, or the `Idempotency-Key` came with another request before."),
    ("428", "ConditionNeeded", "It is changed only under a condition."),
    ("429", "TooMany", "Too many requests; `Retry-After` says how long to wait."),
    ("500", "Broken", "Something broke; the server's log says what."),
    ("502", "NotDelivered", "A server that the house asked did not do its part."),
    ("503", "TooSlow", "It took too long, or is not to be had now."),
    ("507", "DiskFull", "The server's disk is full; nothing was changed."),
];

/// Describes all of them.
pub fn describe(components: &mut Components, content: &Content) {
    let about = |what: &str| ResponseBuilder::new().description(what).content(KIND, content.clone()).build();
    components.responses.extend(ALL.map(|(_, name, what)| (name.to_owned(), RefOr::T(about(what)))));
}

const KIND: &str = "application/problem+json";

/// What a route takes, as far as it can go wrong.
struct Taken {
    body: bool,
    changes: bool,
    session: bool,
    path: bool,
    asked: bool,
    condition: bool,
}

impl Taken {
    fn by(method: &str, operation: &Operation) -> Self {
        let parameters = || {
            operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
                RefOr::T(parameter) => Some(parameter),
                RefOr::Ref(_) => None,
            })
        };
        Self {
            body: operation.request_body.is_some(),
            changes: method != "get",
            session: operation.security.is_some(),
            path: parameters().any(|parameter| matches!(parameter.parameter_in, ParameterIn::Path)),
            asked: parameters().next().is_some(),
            condition: parameters().any(|parameter| parameter.name == "If-Match"),
        }
    }

    fn meets(&self, status: &str) -> bool {
        match status {
            "400" => self.asked || self.body || self.changes,
            "401" => self.session,
            "403" => self.session || self.changes,
            "404" => self.path,
            "408" | "409" | "413" | "422" | "507" => self.changes,
            "412" => self.condition,
            "415" => self.body,
            "406" | "429" | "500" | "503" => true,
            _ => false,
        }
    }
}

/// Names those a route can meet, and gives those it describes itself the form of a problem.
pub fn add(method: &str, operation: &mut Operation, content: &Content) {
    let taken = Taken::by(method, operation);
    let responses = &mut operation.responses.responses;
    for (status, response) in responses.iter_mut() {
        if let RefOr::T(Response { content: kinds, .. }) = response
            && kinds.is_empty()
            && status.starts_with(['4', '5'])
        {
            kinds.insert(KIND.to_owned(), RefOr::T(content.clone()));
        }
    }
    for (status, name, _) in ALL.iter().filter(|(status, ..)| taken.meets(status)) {
        responses.entry((*status).to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name(*name)));
    }
}
