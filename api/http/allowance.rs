//! Whether a route is within what somebody may do: its context by its path, looking or acting by its method.
//!
//! A path that belongs to no context is closed to keys. What is about proofs of identity (passwords, sessions, factors,
//! keys) is closed to them as well, whatever their scopes: keys look at people and change none.

use axum::{
    extract::MatchedPath,
    http::{Method, StatusCode, request::Parts},
};
use commands::identity::Authenticated;
use domain::identity::Access;

use super::Problem;

/// Whether a method may change something. PROPFIND only looks (RFC 4918, section 9.1).
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS" | "PROPFIND")
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    context: Option<&'a str>,
    access: Access,
    /// It is about a session, which a key has not.
    in_session: bool,
}

impl<'a> Wanted<'a> {
    /// What it asks for, by its route.
    pub fn of(parts: &'a Parts) -> Self {
        let path = parts.extensions.get::<MatchedPath>().map_or(parts.uri.path(), MatchedPath::as_str);
        Self::at(path, &parts.method)
    }

    fn at(path: &'a str, method: &Method) -> Self {
        let context = match path {
            // nginx asks with GET whatever the request behind it does.
            "/auth" => Some("programs"),
            "/metrics" => Some("household"),
            path if path == "/dav" || path.starts_with("/dav/") => Some("documents"),
            path => path.strip_prefix("/api/").and_then(|rest| rest.split('/').next()),
        };
        let access = if is_unsafe(method) { Access::Act } else { Access::Look };
        Self { context, access, in_session: path == "/api/identity/session" }
    }
}

/// Whether somebody may have what they ask for.
pub fn allow(wanted: &Wanted<'_>, who: &Authenticated) -> Result<(), Problem> {
    let (rights, has_key) = (who.rights(), who.key.is_some());
    let may = |access| wanted.context.is_some_and(|context| access <= rights.access(context));
    if (has_key && wanted.in_session) || (has_key && wanted.context == Some("identity") && wanted.access > Access::Look)
    {
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_with_key", "this is done in a session, not with a key"));
    }
    match wanted.context {
        None if !has_key => Ok(()),
        Some(_) if may(wanted.access) => Ok(()),
        Some(context) if rights.of_person(context) < wanted.access => {
            Err(not_allowed("an admin did not grant you this part of the house"))
        }
        context => {
            let scope = format!("{}:{}", context.unwrap_or("*"), wanted.access.word());
            let detail = format!("this key is not for that; it would need the scope {scope}");
            Err(Problem::new(StatusCode::FORBIDDEN, "scope_missing", detail))
        }
    }
}

/// Somebody may not.
pub fn not_allowed(detail: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "not_allowed", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_says_which_context_and_the_method_what_for() {
        let wanted = |path, method: Method| {
            let Wanted { context, access, .. } = Wanted::at(path, &method);
            (context, access)
        };
        assert_eq!(wanted("/api/history/entries/{position}", Method::GET), (Some("history"), Access::Look));
        assert_eq!(wanted("/api/household/settings", Method::HEAD), (Some("household"), Access::Look));
        assert_eq!(wanted("/api/household/settings", Method::PATCH), (Some("household"), Access::Act));
        assert_eq!(wanted("/auth", Method::GET), (Some("programs"), Access::Look));
        let propfind = Method::from_bytes(b"PROPFIND").unwrap();
        assert_eq!(wanted("/dav/{*path}", propfind), (Some("documents"), Access::Look));
        assert_eq!(wanted("/dav/{*path}", Method::PUT), (Some("documents"), Access::Act));
        assert_eq!(wanted("/somewhere", Method::GET), (None, Access::Look));
    }
}
