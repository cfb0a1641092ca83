//! `ops/proxies/Caddyfile`, run by Debian's Caddy.

use crate::{
    behind::{Around, GUARD, NAME, Program},
    checks, files,
    proxy::{Site, adapted},
    sockets,
};

const CADDY: Program = Program { path: "usr/bin/caddy", configure, arguments };

fn configure(site: &Site, around: &Around<'_>) {
    let path = |name: &str| site.path(name).display().to_string();
    let ports = format!("http_port {}\n\thttps_port {}", site.plain_port, site.port);
    let storage = format!("storage file_system {}", path("storage"));
    let options = format!("{{\n\tadmin off\n\t{ports}\n\t{storage}\n}}\n");
    let place =
        format!("{NAME}, 127.0.0.1 {{\n\tbind 127.0.0.1\n\ttls {} {}\n", path("server.pem"), path("server.key"));
    let mut replaced = vec![
        ("daybook.example.org {\n", format!("{options}{place}")),
        ("127.0.0.1:8080 {", format!("{} {{", around.house)),
        ("root * /srv/daybook-files", format!("root * {}", path("files"))),
        ("root * /var/lib/daybook", format!("root * {}", around.data.display())),
    ];
    if around.guarded {
        let guard = format!("basicauth {{\n\t\t{} {}\n\t}}\n", GUARD.0, GUARD.1);
        replaced.push(("#basicauth {\n\t#\tada $2a$14$...\n\t#}\n", guard));
    }
    site.write("Caddyfile", &adapted("Caddyfile", &replaced));
}

fn arguments(_: &Site) -> Vec<String> {
    ["run", "--config", "Caddyfile", "--adapter", "caddyfile"].map(str::to_owned).to_vec()
}

#[tokio::test]
async fn pages_and_the_api_are_reached_and_know_that_they_are_encrypted() {
    checks::pages(&CADDY).await;
}

#[tokio::test]
async fn only_pages_of_the_house_itself_may_change_something() {
    checks::changes(&CADDY).await;
}

#[tokio::test]
async fn a_stranger_does_not_choose_their_own_address() {
    checks::addresses(&CADDY).await;
}

#[tokio::test]
async fn what_is_too_large_is_refused_as_a_problem() {
    checks::bodies(&CADDY).await;
}

#[tokio::test]
async fn a_name_and_password_can_be_asked_for_before_the_house_does() {
    checks::guard(&CADDY).await;
}

#[tokio::test]
async fn files_of_ones_own_are_for_those_who_are_logged_in() {
    files::of_ones_own(&CADDY).await;
}

#[tokio::test]
async fn a_socket_changes_over_to_a_websocket() {
    sockets::change_over(&CADDY).await;
}

#[tokio::test]
async fn files_of_the_house_are_sent_by_the_proxy_once_the_house_allows_it() {
    files::of_the_house(&CADDY).await;
}

#[tokio::test]
async fn files_on_their_way_in_are_as_long_as_they_are() {
    files::on_their_way_in(&CADDY).await;
}

#[tokio::test]
async fn documents_are_sent_by_the_proxy_to_whom_the_house_gives_them() {
    files::of_documents(&CADDY).await;
}
