//! `ops/proxies/nginx.conf`, run by Debian's nginx.

use crate::{
    behind::{Around, GUARD, NAME, Program},
    checks, files,
    proxy::{Site, adapted, unpacked},
    sockets,
};

const NGINX: Program = Program { path: "usr/sbin/nginx", configure, arguments };

/// What stands around the committed file: as in Debian's own nginx.conf, for somebody who is not root.
const MAIN: &str = "daemon off;\npid nginx.pid;\nworker_processes 1;\nerror_log stderr;\nevents {}\nhttp {\n\
    access_log off;\nclient_body_temp_path body;\nproxy_temp_path proxy;\nfastcgi_temp_path fastcgi;\n\
    uwsgi_temp_path uwsgi;\nscgi_temp_path scgi;\ninclude daybook.conf;\n}\n";

fn configure(site: &Site, around: &Around<'_>) {
    let path = |name: &str| site.path(name).display().to_string();
    let mut replaced = vec![
        ("listen 80;", format!("listen 127.0.0.1:{};", site.plain_port)),
        ("listen [::]:80;", String::new()),
        ("listen 443 ssl http2;", format!("listen 127.0.0.1:{} ssl http2;", site.port)),
        ("listen [::]:443 ssl http2;", String::new()),
        ("/etc/letsencrypt/live/daybook.example.org/fullchain.pem;", path("server.pem;")),
        ("/etc/letsencrypt/live/daybook.example.org/privkey.pem;", path("server.key;")),
        ("server_name daybook.example.org;", format!("server_name {NAME};")),
        ("server 127.0.0.1:8080;", format!("server {};", around.house)),
        ("alias /srv/daybook-files/;", format!("alias {};", path("files/"))),
        ("/etc/nginx/mime.types", unpacked("etc/nginx/mime.types").display().to_string()),
        ("alias /var/lib/daybook/;", format!("alias {}/;", around.data.display())),
    ];
    if around.guarded {
        site.write("htpasswd", &format!("{}:{}\n", GUARD.0, GUARD.1));
        replaced.push(("#auth_basic           \"Daybook\";", "auth_basic Daybook;".to_owned()));
        let file = format!("auth_basic_user_file {};", path("htpasswd"));
        replaced.push(("#auth_basic_user_file /etc/nginx/daybook.htpasswd;", file));
    }
    site.write("daybook.conf", &adapted("nginx.conf", &replaced));
    site.write("nginx.conf", MAIN);
}

fn arguments(site: &Site) -> Vec<String> {
    let folder = format!("{}/", site.folder.path().display());
    ["-p", &folder, "-c", "nginx.conf", "-e", "stderr"].map(str::to_owned).to_vec()
}

#[tokio::test]
async fn pages_and_the_api_are_reached_and_know_that_they_are_encrypted() {
    checks::pages(&NGINX).await;
}

#[tokio::test]
async fn only_pages_of_the_house_itself_may_change_something() {
    checks::changes(&NGINX).await;
}

#[tokio::test]
async fn a_stranger_does_not_choose_their_own_address() {
    checks::addresses(&NGINX).await;
}

#[tokio::test]
async fn what_is_too_large_is_refused_as_a_problem() {
    checks::bodies(&NGINX).await;
}

#[tokio::test]
async fn a_name_and_password_can_be_asked_for_before_the_house_does() {
    checks::guard(&NGINX).await;
}

#[tokio::test]
async fn files_of_ones_own_are_for_those_who_are_logged_in() {
    files::of_ones_own(&NGINX).await;
}

#[tokio::test]
async fn a_socket_changes_over_to_a_websocket() {
    sockets::change_over(&NGINX).await;
}

#[tokio::test]
async fn files_of_the_house_are_sent_by_the_proxy_once_the_house_allows_it() {
    files::of_the_house(&NGINX).await;
}

#[tokio::test]
async fn files_on_their_way_in_are_as_long_as_they_are() {
    files::on_their_way_in(&NGINX).await;
}

#[tokio::test]
async fn documents_are_sent_by_the_proxy_to_whom_the_house_gives_them() {
    files::of_documents(&NGINX).await;
}
