//! Which role may do what: every route, asked by somebody of every role.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{House, Visitor};

/// Who gets past the door of a route: from this role on.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum From {
    Anybody,
    Viewer,
    Admin,
}

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// All routes: how they are asked without changing anything, and from which role on.
fn routes() -> Vec<(Method, String, Option<Value>, From)> {
    let nobody = |path: &str| path.replace("{}", NOBODY);
    let (get, post, put) = (Method::GET, Method::POST, Method::PUT);
    let (patch, delete) = (Method::PATCH, Method::DELETE);
    let wrong = Some(json!({ "no_such_field": 1 }));
    let mut routes = vec![
        (get.clone(), "/healthz".into(), None, From::Anybody),
        (get.clone(), "/readyz".into(), None, From::Anybody),
        (get.clone(), "/auth".into(), None, From::Viewer),
        (get.clone(), "/api/openapi.json".into(), None, From::Anybody),
        (get.clone(), "/api/docs".into(), None, From::Anybody),
        (post.clone(), "/api/identity/founding".into(), wrong.clone(), From::Anybody),
        (post.clone(), "/api/identity/logins".into(), wrong.clone(), From::Anybody),
        (post.clone(), "/api/identity/sessions".into(), wrong.clone(), From::Anybody),
        (get.clone(), "/api/identity/session".into(), None, From::Viewer),
        (get.clone(), "/api/identity/sessions".into(), None, From::Viewer),
        (delete.clone(), nobody("/api/identity/sessions/{}"), None, From::Viewer),
        (get.clone(), "/api/identity/account".into(), None, From::Viewer),
        (patch.clone(), "/api/identity/account".into(), wrong.clone(), From::Viewer),
        (put, "/api/identity/password".into(), wrong.clone(), From::Viewer),
        (patch, nobody("/api/identity/accounts/{}"), wrong.clone(), From::Viewer),
        (get.clone(), "/api/identity/accounts".into(), None, From::Admin),
        (post.clone(), "/api/identity/accounts".into(), wrong.clone(), From::Admin),
        (get.clone(), nobody("/api/identity/accounts/{}"), None, From::Admin),
        (delete, nobody("/api/identity/accounts/{}"), None, From::Admin),
        (post.clone(), nobody("/api/identity/accounts/{}/unlock"), None, From::Admin),
        (post.clone(), nobody("/api/identity/accounts/{}/password"), wrong.clone(), From::Admin),
        (get.clone(), "/api/alerts/alerts".into(), None, From::Viewer),
        (post.clone(), nobody("/api/alerts/alerts/{}/acknowledgement"), None, From::Viewer),
        (post.clone(), "/api/alerts/acknowledgement".into(), None, From::Viewer),
        (get.clone(), "/api/alerts/subscriptions".into(), None, From::Viewer),
        (post, "/api/alerts/subscriptions".into(), wrong, From::Viewer),
        (get.clone(), "/api/history/days".into(), None, From::Viewer),
        (get.clone(), "/api/history/entries".into(), None, From::Viewer),
        (get.clone(), "/api/history/entries/1".into(), None, From::Viewer),
        (get.clone(), "/api/history/export.jsonl".into(), None, From::Viewer),
        (get, "/api/history/export.csv".into(), None, From::Viewer),
    ];
    routes.extend(
        [
            of_the_household(),
            of_the_watch(),
            of_keys(),
            of_sessions(),
            of_links(),
            of_people(),
            of_erasure(),
            of_factors(),
        ]
        .concat(),
    );
    routes
}

fn of_people() -> Vec<(Method, String, Option<Value>, From)> {
    let (post, put, delete) = (Method::POST, Method::PUT, Method::DELETE);
    let wrong = Some(json!({ "no_such_field": 1 }));
    let nobody = |path: &str| path.replace("{}", NOBODY);
    vec![
        (Method::GET, "/api/identity/invitations".into(), None, From::Admin),
        (post.clone(), "/api/identity/invitations".into(), wrong.clone(), From::Admin),
        (delete.clone(), nobody("/api/identity/invitations/{}"), None, From::Admin),
        (post.clone(), nobody("/api/identity/invitations/{}/repetition"), None, From::Admin),
        (post.clone(), "/api/identity/invitations/check".into(), wrong.clone(), From::Anybody),
        (post.clone(), "/api/identity/invitations/acceptance".into(), wrong.clone(), From::Anybody),
        (put.clone(), "/api/identity/address".into(), wrong.clone(), From::Viewer),
        (delete.clone(), "/api/identity/address".into(), None, From::Viewer),
        (put, nobody("/api/identity/accounts/{}/address"), wrong.clone(), From::Admin),
        (delete.clone(), nobody("/api/identity/accounts/{}/address"), None, From::Admin),
        (post.clone(), "/api/identity/addresses/check".into(), wrong.clone(), From::Anybody),
        (post.clone(), "/api/identity/addresses/confirmation".into(), wrong, From::Anybody),
        (post, nobody("/api/identity/accounts/{}/deactivation"), None, From::Admin),
        (delete, nobody("/api/identity/accounts/{}/deactivation"), None, From::Admin),
    ]
}

fn of_links() -> Vec<(Method, String, Option<Value>, From)> {
    let (post, wrong) = (Method::POST, Some(json!({ "no_such_field": 1 })));
    let nobody = |path: &str| path.replace("{}", NOBODY);
    vec![
        (post.clone(), "/api/identity/resets".into(), wrong.clone(), From::Anybody),
        (post.clone(), "/api/identity/resets/check".into(), wrong.clone(), From::Anybody),
        (post.clone(), "/api/identity/resets/password".into(), wrong.clone(), From::Anybody),
        (post.clone(), "/api/identity/disavowals".into(), wrong, From::Anybody),
        (post, nobody("/api/identity/accounts/{}/reset"), None, From::Admin),
    ]
}

fn of_keys() -> Vec<(Method, String, Option<Value>, From)> {
    let wrong = Some(json!({ "no_such_field": 1 }));
    vec![
        (Method::GET, format!("/api/identity/accounts/{NOBODY}/access"), None, From::Admin),
        (Method::PATCH, format!("/api/identity/accounts/{NOBODY}/access"), wrong.clone(), From::Admin),
        (Method::GET, "/api/identity/scopes".into(), None, From::Viewer),
        (Method::GET, "/api/identity/keys".into(), None, From::Viewer),
        (Method::POST, "/api/identity/keys".into(), wrong, From::Viewer),
        (Method::DELETE, format!("/api/identity/keys/{NOBODY}"), None, From::Viewer),
    ]
}

fn of_sessions() -> Vec<(Method, String, Option<Value>, From)> {
    let wrong = Some(json!({ "no_such_field": 1 }));
    vec![
        (Method::POST, "/api/identity/session/proof".into(), wrong.clone(), From::Viewer),
        (Method::GET, "/api/identity/pin".into(), None, From::Admin),
        (Method::PUT, "/api/identity/pin".into(), wrong, From::Admin),
        (Method::DELETE, "/api/identity/pin".into(), None, From::Admin),
    ]
}

fn of_erasure() -> Vec<(Method, String, Option<Value>, From)> {
    let wrong = Some(json!({ "no_such_field": 1 }));
    let whose = format!("/api/identity/accounts/{NOBODY}/erasure");
    vec![
        (Method::GET, "/api/identity/erasures".into(), None, From::Admin),
        (Method::GET, whose.clone(), None, From::Admin),
        (Method::POST, whose, wrong, From::Admin),
        (Method::GET, "/api/identity/account/erasure".into(), None, From::Viewer),
        (Method::POST, "/api/identity/account/erasure".into(), None, From::Viewer),
        (Method::DELETE, "/api/identity/account/erasure".into(), None, From::Viewer),
    ]
}

fn of_factors() -> Vec<(Method, String, Option<Value>, From)> {
    let wrong = Some(json!({ "no_such_field": 1 }));
    let nobody = |path: &str| path.replace("{}", NOBODY);
    vec![
        (Method::POST, "/api/identity/logins/mail".into(), wrong.clone(), From::Anybody),
        (Method::GET, "/api/identity/factors".into(), None, From::Viewer),
        (Method::PATCH, nobody("/api/identity/factors/{}"), wrong.clone(), From::Viewer),
        (Method::DELETE, nobody("/api/identity/factors/{}"), None, From::Viewer),
        (Method::DELETE, nobody("/api/identity/accounts/{}/factors"), None, From::Admin),
        (Method::POST, "/api/identity/factors/apps".into(), wrong.clone(), From::Viewer),
        (Method::POST, nobody("/api/identity/factors/apps/{}/confirmation"), wrong.clone(), From::Viewer),
        (Method::POST, "/api/identity/recovery-codes".into(), wrong.clone(), From::Viewer),
        (Method::POST, "/api/identity/factors/passkeys".into(), wrong.clone(), From::Viewer),
        (Method::POST, "/api/identity/factors/passkeys/confirmation".into(), wrong.clone(), From::Viewer),
        (Method::POST, "/api/identity/passkeys/challenge".into(), wrong.clone(), From::Anybody),
        (Method::POST, "/api/identity/logins/passkey".into(), wrong, From::Anybody),
    ]
}

fn of_the_household() -> Vec<(Method, String, Option<Value>, From)> {
    let wrong = Some(json!({ "no_such_field": 1 }));
    vec![
        (Method::GET, "/api/household/house".into(), None, From::Anybody),
        (Method::GET, "/api/household/settings".into(), None, From::Viewer),
        (Method::PATCH, "/api/household/settings".into(), wrong.clone(), From::Admin),
        (Method::GET, "/api/household/settings/history".into(), None, From::Admin),
        (Method::GET, "/api/household/limits".into(), None, From::Admin),
        (Method::PATCH, "/api/household/limits".into(), wrong.clone(), From::Admin),
        (Method::GET, "/api/household/limits/lately".into(), None, From::Admin),
        (Method::GET, "/api/household/status".into(), None, From::Viewer),
        (Method::GET, "/api/household/time-zones".into(), None, From::Viewer),
        (Method::GET, "/api/household/mail-server".into(), None, From::Admin),
        (Method::PUT, "/api/household/mail-server".into(), wrong.clone(), From::Admin),
        (Method::DELETE, "/api/household/mail-server".into(), None, From::Admin),
        (Method::POST, "/api/household/mail-server/test".into(), wrong, From::Admin),
        (Method::GET, "/api/household/network".into(), None, From::Admin),
        (Method::GET, "/api/household/backups".into(), None, From::Admin),
        (Method::GET, "/api/household/request-logs".into(), None, From::Admin),
        (Method::GET, "/api/household/request-logs/2026-01-02".into(), None, From::Admin),
    ]
}

fn of_the_watch() -> Vec<(Method, String, Option<Value>, From)> {
    let (wrong, path) = (Some(json!({ "no_such_field": 1 })), "/api/alerts/watch");
    vec![
        (Method::GET, path.into(), None, From::Admin),
        (Method::GET, format!("{path}/history"), None, From::Admin),
        (Method::GET, format!("{path}/spraying/trial"), None, From::Admin),
        (Method::PATCH, format!("{path}/spraying"), wrong, From::Admin),
    ]
}

/// What a door says: come in, log in first, or not with this role.
async fn door(visitor: &Visitor, method: &Method, path: &str, body: Option<&Value>) -> u16 {
    let asking = visitor.ask(method.clone(), path);
    let answer = match body {
        Some(body) => asking.json(body).send().await,
        None => asking.send().await,
    };
    match answer.status() {
        status @ (401 | 403) => {
            answer.problem(status);
            status
        }
        status => {
            assert!(status < 500, "{method} {path}: {}", answer.text());
            200
        }
    }
}

#[tokio::test]
async fn every_route_opens_to_its_roles_and_to_no_other() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let (eves, _) = house.moves_in(&admin, "Eve", "viewer").await;
    let stranger = house.visitor();
    for (method, path, body, from) in routes() {
        let grid = [
            (&stranger, if from == From::Anybody { 200 } else { 401 }),
            (&eves, if from <= From::Viewer { 200 } else { 403 }),
            (&bobs, if from <= From::Viewer { 200 } else { 403 }),
            (&admin, 200),
        ];
        for (who, (visitor, expected)) in ["stranger", "viewer", "member", "admin"].iter().zip(grid) {
            let told = door(visitor, &method, &path, body.as_ref()).await;
            assert_eq!(told, expected, "{method} {path} for a {who}");
        }
    }
    house.close().await;
}

#[tokio::test]
async fn the_grid_names_every_route_of_the_description() {
    let house = House::empty().await;
    let document = house.visitor().get("/api/openapi.json").await.expect(200).json();
    let routes = routes();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys().filter(|it| *it != "parameters") {
            let fits = |known: &str| {
                let (pattern, known) = (path.split('/'), known.split('/'));
                pattern.clone().count() == known.clone().count()
                    && pattern.zip(known).all(|(part, word)| part.starts_with('{') || part == word)
            };
            let named = routes.iter().any(|(it, known, ..)| it.as_str().eq_ignore_ascii_case(method) && fits(known));
            assert!(named || is_asked_elsewhere(method, path), "{method} {path}");
        }
    }
    house.close().await;
}

/// It would end the very session that asks, its proof, or those of others in the grid.
fn is_asked_elsewhere(method: &str, path: &str) -> bool {
    let ends = ["/api/identity/session", "/api/identity/session/proof", "/api/identity/sessions"];
    method == "delete" && ends.contains(&path)
}

#[tokio::test]
async fn measurements_are_for_admins_and_for_this_very_machine() {
    let (house, admin, ada) = House::founded().await;
    let text = house.visitor().get("/metrics").await.expect(200);
    assert!(text.text().contains("daybook_http_requests"), "{}", text.text());
    let far = [203, 0, 113, 9];
    house.visitor().from(far).get("/metrics").await.problem(401);
    let proxied = house.visitor().ask(Method::GET, "/metrics").header("x-forwarded-for", "203.0.113.9").send().await;
    proxied.problem(401);
    let far_admin = house.visitor().from(far);
    far_admin.log_in(house.tray(), &ada).await;
    far_admin.get("/metrics").await.expect(200);
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    bobs.twin().from(far).get("/metrics").await.problem(403);
    house.close().await;
}
