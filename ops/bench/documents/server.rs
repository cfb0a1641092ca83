//! A plain web server on the same files, as the measure of what a download can reach. `BENCH_NGINX` says where nginx is.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;

/// It is ended when this is dropped.
pub struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves a folder; nothing where nginx is not there.
pub async fn serve(files: &Path, scratch: &Path) -> anyhow::Result<Option<(Nginx, SocketAddr)>> {
    let binary = std::env::var_os("BENCH_NGINX").unwrap_or_else(|| "nginx".into());
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let (files, scratch) = (files.display(), scratch.display());
    let settings = format!(
        "daemon off; user root; worker_processes 1; pid {scratch}/nginx.pid; error_log {scratch}/nginx.log; events {{}}
        http {{ sendfile on; tcp_nopush on; access_log off; client_body_temp_path {scratch}; proxy_temp_path {scratch};
        fastcgi_temp_path {scratch}; uwsgi_temp_path {scratch}; scgi_temp_path {scratch};
        server {{ listen {address}; root {files}; }} }}"
    );
    let path = format!("{scratch}/nginx.conf");
    fs::write(&path, settings)?;
    let Ok(child) = Command::new(binary).args(["-c", &path]).stderr(Stdio::null()).spawn() else { return Ok(None) };
    let (nginx, begin) = (Nginx(child), Instant::now());
    while begin.elapsed() < Duration::from_secs(10) {
        if TcpStream::connect(address).is_ok() {
            return Ok(Some((nginx, address)));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(anyhow::anyhow!("it does not listen")).context("nginx")
}
