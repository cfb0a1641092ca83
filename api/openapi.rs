//! The description of the interface (OpenAPI 3.1), gathered from the routes themselves. What is
//! the same everywhere (headers, problems) is added here and not repeated at each route.

use std::sync::Arc;

use axum::Router;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ComponentsBuilder, Content, ContentBuilder, Info, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr,
        Required,
        header::HeaderBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    alerts, documents,
    front::Front,
    history, household,
    http::{FieldError, ProblemBody},
    identity, live, problems,
};

const ABOUT: &str = "Everything a person can do in Daybook, a program can do here.\n\n\
    Log in in two steps (`POST /api/identity/logins`, then `POST /api/identity/sessions`); the session is a cookie. \
    Requests that change something show its token as `X-CSRF-Token`. A program may send the session's own secret as \
    `Authorization: Bearer` instead, and needs no other token then.\n\n\
    Or it shows an API key (`POST /api/identity/keys`) as the bearer's token or as the password of HTTP Basic: within its \
    scopes it may do what its person may, but nothing to accounts, passwords, sessions and keys.\n\n\
    Every command answers with `Daybook-Position`; a read with `Daybook-At-Least` waits until it shows that much. \
    Under one `Idempotency-Key` a request is carried out once. `ETag` is the length of an entity's history; \
    `If-Match` keeps a change from going over somebody else's.\n\n\
    What goes wrong is answered as `application/problem+json`, with a `code` that stays. Times are UTC. Besides: \
    `/healthz` (the process answers), `/readyz` (log, views and workers, 503 while a view is behind), `/metrics` \
    (for admins, and for programs on the same machine that no proxy stands before), `/dav/` (the documents by WebDAV, for file \
    managers; keys alone let in) and `/ca.crt` (the certificate of the house's own authority, where it has one).";

/// All routes that are described.
pub struct Described {
    /// Those that ask and answer in few words.
    pub routes: Router<Arc<Front>>,
    /// Those that are asked too often to be rated.
    pub open: Router<Arc<Front>>,
    /// Those whose bodies are as long as files are.
    pub streams: Router<Arc<Front>>,
    /// The description.
    pub document: OpenApi,
}

/// Gathers them.
pub fn described() -> Described {
    let (routes, mut document) = OpenApiRouter::with_openapi(bare())
        .merge(identity::router())
        .merge(alerts::router())
        .merge(household::router())
        .merge(documents::router())
        .merge(history::router())
        .split_for_parts();
    let (open, described) = identity::open_router().split_for_parts();
    document.merge(described);
    let (streams, described) = documents::streams().split_for_parts();
    document.merge(described);
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete(path, method, operation);
        }
    }
    Described { routes, open, streams, document }
}

fn bare() -> OpenApi {
    let info: Info = InfoBuilder::new()
        .title("Daybook")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(format!("{ABOUT}\n\n{}", live::ABOUT)))
        .build();
    let cookie = ApiKeyValue::with_description(
        "daybook_session",
        "Set by `POST /api/identity/sessions`. Over HTTPS it is called `__Host-daybook_session`.",
    );
    let mut components = ComponentsBuilder::new()
        .schema(ProblemBody::name(), ProblemBody::schema())
        .schema(FieldError::name(), FieldError::schema())
        .security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)))
        .security_scheme("key", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)))
        .build();
    problems::describe(&mut components, &problem());
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("get", item.get.as_mut()),
        ("post", item.post.as_mut()),
        ("put", item.put.as_mut()),
        ("patch", item.patch.as_mut()),
        ("delete", item.delete.as_mut()),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation?)))
}

fn complete(path: &str, method: &str, operation: &mut Operation) {
    let name =
        path.trim_start_matches("/api").trim_start_matches('/').replace(['/', '.', '-'], "_").replace(['{', '}'], "");
    operation.operation_id = Some(format!("{method}_{name}"));
    let (changes, in_session) = (method != "get", operation.security.is_some());
    let mut headers = Vec::new();
    if changes && in_session {
        headers.push(header("X-CSRF-Token", text("^[0-9a-f]+$"), true, "The session's `csrf_token`."));
        headers.push(header("Idempotency-Key", text("^[!-~]{1,255}$"), false, "Under one key, carried out once."));
    }
    let is_server = matches!(method, "put" | "delete") && path.ends_with("/mail-server");
    if matches!(method, "patch" | "delete") && path.contains("accounts/{id}")
        || method == "patch" && !path.starts_with("/api/documents/")
        || is_server
    {
        headers.push(header("If-Match", text(TAG), false, "The `ETag` it must still have."));
    }
    if !changes && in_session && path.starts_with("/api/") && !path.ends_with("/session") {
        let position = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        headers.push(header("Daybook-At-Least", position, false, "Wait until this position shows."));
    }
    operation.parameters.get_or_insert_default().extend(headers.into_iter().map(RefOr::T));
    if changes && in_session {
        position(operation);
    }
    problems::add(method, operation, &problem());
}

/// A tag as `ETag` gave it; a proxy that compresses makes it weak.
const TAG: &str = r#"^(\*|(W/)?"[0-9]+")$"#;

fn text(pattern: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern))
}

fn header(name: &str, schema: ObjectBuilder, required: bool, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(if required { Required::True } else { Required::False })
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

fn position(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let schema = ObjectBuilder::new().schema_type(Type::Integer);
            let header =
                HeaderBuilder::new().schema(Some(schema)).description(Some("Where it is written down.")).build();
            response.headers.insert("Daybook-Position".to_owned(), header.into());
        }
    }
}

fn problem() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemBody::name()))).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_described_and_has_a_name_of_its_own() {
        let mut document = described().document;
        let mut names = Vec::new();
        for (path, item) in &mut document.paths.paths {
            for (method, operation) in operations(item) {
                assert!(operation.summary.is_some(), "{method} {path} has no summary");
                let statuses = &operation.responses.responses;
                assert!(statuses.contains_key("503"), "{method} {path} has no problem");
                assert!(!statuses.contains_key("default"), "{method} {path} would pass with any status");
                names.extend(operation.operation_id.clone());
            }
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), count > 20), (count, true));
    }

    #[test]
    fn every_shape_that_is_named_is_described() {
        let document = described().document;
        let text = document.to_json().unwrap();
        let shapes = &document.components.as_ref().unwrap().schemas;
        for rest in text.split("\"#/components/schemas/").skip(1) {
            let name = rest.split('"').next().unwrap();
            assert!(shapes.contains_key(name), "{name} is named and not described");
        }
    }

    #[test]
    fn whoever_changes_something_in_a_session_shows_its_token() {
        let mut document = described().document;
        for (path, item) in &mut document.paths.paths {
            for (method, operation) in operations(item) {
                let asked = operation
                    .parameters
                    .iter()
                    .flatten()
                    .any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "X-CSRF-Token"));
                assert_eq!(asked, method != "get" && operation.security.is_some(), "{method} {path}");
            }
        }
    }

    /// What clients are generated from. `ops/test-web anew` writes it.
    #[test]
    fn the_description_is_the_one_that_is_written_down() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        let document = described().document;
        let text = document.to_pretty_json().unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == text, "api/openapi.json is out of date; run: ops/test-web anew");
    }
}
