//! What a request is for, as far as it has a limit of its own; and which limits count it.
//!
//! A route that is not named here counts as any other. What a stranger's page needs before anybody
//! can log in is counted by none: to look at the door is not to knock.

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
};
use domain::household::limits::Limit;

use super::client::Client;

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Looking at the door, or going on with a socket that was let in.
    Door,
    /// A password.
    Login,
    /// A code, or another second proof, of somebody who is not inside yet.
    Code,
    /// A proof of somebody who is inside.
    Proof,
    /// The secret of a one-time link, or asking for one.
    Link,
    /// Something large going out.
    Export,
    /// Something large coming in.
    Upload,
    /// The same from a program that mounts the house, which may knock first.
    Mounted,
    /// What a link opens to whoever holds it; who does not is counted behind the door, by what they guess.
    Share,
    /// A file that comes in through a link.
    Drop,
    /// Anything else.
    Other,
}

/// Routes with a limit of their own; what ends with `*` stands for all that begin so.
const ROUTES: [(Method, &str, Class); 27] = [
    (Method::GET, "/api/household/house", Class::Door),
    (Method::GET, "/api/identity/session", Class::Door),
    (Method::POST, "/api/identity/passwords/verdict", Class::Door),
    (Method::POST, "/api/identity/logins", Class::Login),
    (Method::POST, "/api/identity/sessions", Class::Code),
    (Method::POST, "/api/identity/session/proof", Class::Proof),
    (Method::PUT, "/api/identity/password", Class::Proof),
    (Method::POST, "/api/identity/founding", Class::Link),
    (Method::POST, "/api/identity/resets*", Class::Link),
    (Method::POST, "/api/identity/invitations/check", Class::Link),
    (Method::POST, "/api/identity/invitations/acceptance", Class::Link),
    (Method::POST, "/api/identity/addresses/check", Class::Link),
    (Method::POST, "/api/identity/addresses/confirmation", Class::Link),
    (Method::POST, "/api/identity/disavowals", Class::Link),
    (Method::POST, "/demo", Class::Link),
    (Method::GET, "/api/history/export.*", Class::Export),
    (Method::GET, "/api/household/request-logs/*", Class::Export),
    (Method::GET, "/api/identity/account/data.zip", Class::Export),
    (Method::PUT, "/api/documents/folders/*", Class::Upload),
    (Method::POST, "/api/documents/folders/{id}/files", Class::Upload),
    (Method::POST, "/api/documents/folders/{id}/uploads", Class::Upload),
    (Method::PUT, "/dav/*", Class::Mounted),
    (Method::POST, "/s/{token}/files", Class::Drop),
    (Method::PUT, "/s/*", Class::Drop),
    (Method::GET, "/s/*", Class::Share),
    (Method::HEAD, "/s/*", Class::Share),
    (Method::POST, "/s/{token}/password", Class::Share),
];

impl Class {
    /// What a request is for.
    pub fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        if route.starts_with("/socket.io") {
            let goes_on = request.uri().query().unwrap_or_default().split('&').any(|pair| pair.starts_with("sid="));
            return if goes_on { Self::Door } else { Self::Other };
        }
        Self::of_route(request.method(), route)
    }

    fn of_route(method: &Method, route: &str) -> Self {
        let fits = |pattern: &str| match pattern.strip_suffix('*') {
            Some(beginning) => route.starts_with(beginning),
            None => route == pattern,
        };
        match ROUTES.iter().find(|(asked, pattern, _)| asked == method && fits(pattern)) {
            Some((_, _, class)) => *class,
            // Programs that mount the house knock without their key first, at each connection; with it, their key is counted.
            None if route == "/dav" || route.starts_with("/dav/") => Self::Door,
            None => Self::Other,
        }
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// The network they come from.
    pub network: Client,
    /// Under what they are counted once they were let in, and by which limit.
    pub inside: Option<(Limit, Client)>,
    /// They show something that lets nobody in, and was not shown a moment ago.
    pub is_guess: bool,
    /// They show something that lets nobody in.
    pub is_refused: bool,
}

impl Who {
    /// The limits that count a request of theirs.
    pub fn counted_by(&self, class: Class) -> Vec<(Limit, Client)> {
        let network = self.network;
        let mut counted: Vec<_> = self.inside.into_iter().collect();
        let me = self.inside.map_or(network, |(_, client)| client);
        match class {
            Class::Login => counted.push((Limit::LoginHour, network)),
            Class::Code => counted.push((Limit::ProofHour, network)),
            Class::Link => counted.push((Limit::LinkHour, network)),
            Class::Proof => counted.push((Limit::ProofHour, me)),
            Class::Export if self.inside.is_some() => counted.push((Limit::ExportHour, me)),
            Class::Upload | Class::Mounted if self.inside.is_some() => counted.push((Limit::UploadHour, me)),
            Class::Drop => counted.push((Limit::UploadHour, me)),
            Class::Door | Class::Mounted if !self.is_guess => {}
            Class::Share => {}
            Class::Other | Class::Export | Class::Upload | Class::Mounted | Class::Door => {
                // The same again lets nobody in either, and guesses nothing: an open page asks for many things at once.
                if self.inside.is_none() && (self.is_guess || !self.is_refused) {
                    counted.extend([(Limit::StrangerHour, network), (Limit::StrangerDay, network)]);
                }
            }
        }
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Client = Client::Network(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
    const ADA: Client = Client::Person(uuid::Uuid::nil());
    const STRANGER: Who = Who { network: HOME, inside: None, is_guess: false, is_refused: false };

    #[test]
    fn a_route_is_known_by_its_pattern_and_method() {
        let of = |method: Method, route: &str| Class::of_route(&method, route);
        assert_eq!(of(Method::POST, "/api/identity/logins"), Class::Login);
        assert_eq!(of(Method::GET, "/api/identity/logins"), Class::Other);
        assert_eq!(of(Method::GET, "/api/history/export.csv"), Class::Export);
        assert_eq!(of(Method::POST, "/api/identity/resets/check"), Class::Link);
        assert_eq!(of(Method::GET, "/api/household/request-logs"), Class::Other);
        assert_eq!(of(Method::GET, ""), Class::Other);
        assert_eq!(of(Method::PUT, "/dav/{*path}"), Class::Mounted);
        assert_eq!((of(Method::GET, "/dav/{*path}"), of(Method::OPTIONS, "/dav")), (Class::Door, Class::Door));
        assert_eq!(of(Method::HEAD, "/s/{token}/files/{id}"), of(Method::GET, "/s/{token}/files/{id}"));
    }

    #[test]
    fn a_login_takes_nothing_of_what_strangers_have() {
        let counted = [Class::Door, Class::Door, Class::Login, Class::Code].map(|class| STRANGER.counted_by(class));
        assert_eq!(counted.concat(), [(Limit::LoginHour, HOME), (Limit::ProofHour, HOME)]);
        let other = STRANGER.counted_by(Class::Other);
        assert_eq!(other, [(Limit::StrangerHour, HOME), (Limit::StrangerDay, HOME)]);
    }

    #[test]
    fn whoever_is_inside_is_counted_by_who_they_are() {
        let inside = Who { inside: Some((Limit::PersonMinute, ADA)), ..STRANGER };
        assert_eq!(inside.counted_by(Class::Other), [(Limit::PersonMinute, ADA)]);
        assert_eq!(inside.counted_by(Class::Export), [(Limit::PersonMinute, ADA), (Limit::ExportHour, ADA)]);
        for class in [Class::Upload, Class::Mounted] {
            assert_eq!(inside.counted_by(class), [(Limit::PersonMinute, ADA), (Limit::UploadHour, ADA)]);
        }
        assert!(STRANGER.counted_by(Class::Mounted).is_empty(), "programs knock first");
        assert_eq!(inside.counted_by(Class::Proof), [(Limit::PersonMinute, ADA), (Limit::ProofHour, ADA)]);
        assert_eq!(inside.counted_by(Class::Login), [(Limit::PersonMinute, ADA), (Limit::LoginHour, HOME)]);
    }

    #[test]
    fn what_lets_nobody_in_is_counted_once_and_another_guess_again() {
        let first = Who { is_guess: true, is_refused: true, ..STRANGER };
        let again = Who { is_guess: false, ..first };
        for class in [Class::Other, Class::Door, Class::Mounted] {
            assert_eq!(first.counted_by(class).len(), 2);
            assert!(again.counted_by(class).is_empty());
        }
        assert_eq!(again.counted_by(Class::Login), [(Limit::LoginHour, HOME)]);
    }
}
