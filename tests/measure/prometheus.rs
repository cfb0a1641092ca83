//! A real Prometheus that asks a house for its figures, and its checker of texts.

use std::{
    io::Write as _,
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;
use tests::{Door, Visitor, eventually, free_port, test_tool, until};

/// What `promtool check metrics` has to say about a text; nothing where all is well.
pub fn complaints(text: &str) -> String {
    let mut promtool = Command::new(test_tool("DAYBOOK_TEST_PROMTOOL", "bin/promtool"));
    let promtool =
        promtool.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut promtool = promtool.spawn().expect("promtool starts");
    promtool.stdin.take().expect("its input").write_all(text.as_bytes()).expect("it reads");
    let output = promtool.wait_with_output().expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    format!("{}{}", String::from_utf8_lossy(&said), if output.status.success() { "" } else { "refused" })
}

/// A Prometheus that runs, with a folder of its own.
pub struct Prometheus {
    child: Child,
    asking: Visitor,
    _folder: TempDir,
}

impl Prometheus {
    /// Starts one that asks a house every second, and waits until it has an answer.
    pub async fn of(house: SocketAddr) -> Self {
        let folder = TempDir::with_prefix("daybook-").expect("a folder");
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let child = start(folder.path(), address, house);
        let asking = Visitor::new(Door::Address(address));
        let prometheus = Self { child, asking, _folder: folder };
        until("Prometheus answers", async || {
            let ready = prometheus.asking.ask(axum::http::Method::GET, "/-/ready").try_send().await;
            ready.is_some_and(|answer| answer.status() == 200)
        })
        .await;
        eventually("a house that was asked", async || {
            let up = prometheus.query("up").await.expect("a query");
            up.first().is_some_and(|it| it["value"][1] == "1").then_some(())
        })
        .await;
        prometheus
    }

    /// Asks it something; its complaint where it does not understand.
    pub async fn query(&self, query: &str) -> Result<Vec<Value>, String> {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let answer = self.asking.get(format!("/api/v1/query?query={encoded}")).await;
        match answer.status() {
            200 => Ok(answer.json()["data"]["result"].as_array().cloned().unwrap_or_default()),
            _ => Err(answer.text().to_owned()),
        }
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(folder: &Path, address: SocketAddr, house: SocketAddr) -> Child {
    let configuration = format!(
        "global: {{ scrape_interval: 1s }}\n\
         scrape_configs: [{{ job_name: daybook, static_configs: [{{ targets: ['{house}'] }}] }}]\n"
    );
    let file = folder.join("prometheus.yml");
    std::fs::write(&file, configuration).expect("written");
    let mut command = Command::new(test_tool("DAYBOOK_TEST_PROMETHEUS", "bin/prometheus"));
    command.arg(format!("--config.file={}", file.display()));
    command.arg(format!("--storage.tsdb.path={}", folder.join("series").display()));
    command.arg(format!("--web.listen-address={address}"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("Prometheus starts")
}
