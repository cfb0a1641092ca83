//! pebble, an authority that nobody here wrote, with the names it asks about. It refuses one good
//! request in twenty on purpose, and forgets everything when it ends.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::json;
use tempfile::TempDir;
use tests::{Place, free_port, test_tool, until};
use tokio::net::TcpStream;

use crate::curl::Curl;

/// An authority as a process of its own.
pub struct Pebble {
    folder: TempDir,
    port: u16,
    management: u16,
    dns: u16,
    settings: serde_json::Value,
    running: Vec<Child>,
}

fn tls(file: &str) -> PathBuf {
    test_tool("DAYBOOK_TEST_TLS", "tls").join(file)
}

impl Pebble {
    /// One that does not run yet; it looks for houses at these ports.
    pub fn prepare(tls_port: u16, http_port: u16) -> Self {
        let (port, management, dns) = (free_port(), free_port(), free_port());
        let settings = json!({
            "listenAddress": format!("127.0.0.1:{port}"), "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": tls("server.pem"), "privateKey": tls("server.key"),
            "httpPort": http_port, "tlsPort": tls_port, "ocspResponderURL": "",
        });
        let folder = TempDir::with_prefix("daybook-").expect("a folder");
        Self { folder, port, management, dns, settings, running: Vec::new() }
    }

    /// The same with another setting.
    pub fn with(mut self, name: &str, value: serde_json::Value) -> Self {
        self.settings[name] = value;
        self
    }

    /// Lets it run.
    pub async fn run(&mut self) {
        let config = self.folder.path().join("pebble.json");
        fs::write(&config, json!({ "pebble": self.settings }).to_string()).expect("written");
        let dns = format!("127.0.0.1:{}", self.dns);
        let mut names = Command::new("pebble-challtestsrv");
        names.args(["-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", &dns, "-http01", "", "-https01", ""]);
        names.args(["-tlsalpn01", "", "-management", &format!("127.0.0.1:{}", free_port())]);
        let mut pebble = Command::new("pebble");
        pebble.arg("-config").arg(&config).args(["-dnsserver", &dns]).env("PEBBLE_VA_NOSLEEP", "1");
        for mut command in [names, pebble] {
            let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            self.running.push(command.spawn().expect("pebble is installed; see ops/test-tools"));
        }
        for port in [self.port, self.management] {
            until("the authority answers", async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await;
        }
    }

    /// Ends it.
    pub fn stop(&mut self) {
        for mut child in self.running.drain(..) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Lets a house ask it for a certificate.
    pub fn used_by(&self, place: Place) -> Place {
        place
            .with("DAYBOOK_TLS_MODE", "acme")
            .with("DAYBOOK_TLS_NAMES", "house.example")
            .with("DAYBOOK_TLS_DIRECTORY", format!("https://127.0.0.1:{}/dir", self.port))
            .with("DAYBOOK_TLS_CA_FILE", tls("ca.pem").display())
    }

    /// The certificate with which it signs; another one each time it runs.
    pub fn root(&self) -> PathBuf {
        let url = format!("https://127.0.0.1:{}/roots/0", self.management);
        let file = self.folder.path().join("root.pem");
        fs::write(&file, Curl::trusting(&tls("ca.pem")).get(&url).body).expect("written");
        file
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        self.stop();
    }
}
