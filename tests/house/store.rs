//! A real store that nobody here wrote and that speaks S3: SeaweedFS, with one bucket and its key.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Mutex,
};

use commands::documents::BucketAt;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;
use zeroize::Zeroizing;

use super::{free_port, test_tool, until};

const KEY: &str = "house";
const SECRET: &str = "a word for the store";
const BUCKET: &str = "files";
/// In the mode of an entry.
const IS_FOLDER: u64 = 1 << 31;

/// A store as a process of its own. What it has outlives the process.
pub struct Store {
    child: Mutex<Option<Child>>,
    folder: TempDir,
    ports: [u16; 8],
}

impl Store {
    /// A store that runs, with an empty bucket.
    pub async fn start() -> Self {
        let folder = TempDir::with_prefix("daybook-store-").expect("a folder");
        let keys = json!({ "identities": [{
            "name": "house",
            "credentials": [{ "accessKey": KEY, "secretKey": SECRET }],
            "actions": ["Read", "Write", "List", "Tagging", "Admin"],
        }] });
        fs::write(folder.path().join("keys.json"), keys.to_string()).expect("written");
        fs::write(folder.path().join("secret"), SECRET).expect("written");
        fs::create_dir(folder.path().join("data")).expect("a folder");
        let store = Self { child: Mutex::default(), folder, ports: std::array::from_fn(|_| free_port()) };
        store.run().await;
        store
    }

    /// Lets it run, as it was.
    pub async fn run(&self) {
        let [master, master_grpc, volume, volume_grpc, filer, filer_grpc, s3, s3_grpc] = self.ports;
        // Asked to end, it may wait for what never comes; and it shall not outlive a test that is killed.
        let mut command = Command::new("timeout");
        command.args(["--kill-after=5", "1800"]).arg(weed());
        command.args(["server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3", "-master.telemetry=false"]);
        command.args(["-master.volumeSizeLimitMB=64", "-volume.max=20", "-volume.preStopSeconds=0"]);
        // However full this disk is, what a test keeps has room.
        command.arg("-volume.minFreeSpace=1MiB");
        command.args(["-s3.port.iceberg=0", "-s3.port.lance=0"]);
        command.arg(format!("-dir={}", self.path("data"))).arg(format!("-s3.config={}", self.path("keys.json")));
        for (name, port) in [("master", master), ("volume", volume), ("filer", filer), ("s3", s3)] {
            command.arg(format!("-{name}.port={port}"));
        }
        for (name, port) in [("master", master_grpc), ("volume", volume_grpc), ("filer", filer_grpc), ("s3", s3_grpc)] {
            command.arg(format!("-{name}.port.grpc={port}"));
        }
        let command = command.current_dir(self.folder.path()).stdin(Stdio::null());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the store starts");
        *self.child.lock().expect("unbroken") = Some(child);
        // It has room only once its parts know of each other.
        let kept = async || self.keeper(&["-f", "-T", &self.path("secret")], "/ready").await.is_some();
        until("the store keeps what it is given", kept).await;
        self.keeper(&["-X", "POST"], &format!("/buckets/{BUCKET}/")).await.expect("a bucket");
        until("the store answers", async || TcpStream::connect(("127.0.0.1", s3)).await.is_ok()).await;
    }

    /// Stops it; what it has stays.
    pub fn stop(&self) {
        if let Some(mut child) = self.child.lock().expect("unbroken").take() {
            // Asked to end, it takes its sockets away.
            let _ = kill_process(Pid::from_child(&child), Signal::TERM);
            let _ = child.wait();
        }
    }

    /// The address of a folder in its bucket.
    pub fn url(&self, folder: &str) -> String {
        format!("http://127.0.0.1:{}/{BUCKET}/{folder}", self.ports[6])
    }

    /// A folder in its bucket, for a house within the test.
    pub fn at(&self, folder: &str) -> BucketAt {
        let key = (KEY.to_owned(), Zeroizing::new(SECRET.to_owned()));
        BucketAt::of(&self.url(folder), key, None, None).expect("an address")
    }

    /// The same as the configuration file says it.
    pub fn as_written(&self, name: &str, folder: &str) -> String {
        let (url, secret_file) = (self.url(folder), self.folder.path().join("secret"));
        format!("[files.places.{name}]\nurl = {url:?}\nkey = {KEY:?}\nsecret_file = {secret_file:?}\n")
    }

    /// The names of all that lies below a folder of its bucket.
    pub async fn names(&self, folder: &str) -> Vec<String> {
        let (mut names, mut folders) = (Vec::new(), vec![format!("/buckets/{BUCKET}/{folder}")]);
        while let Some(folder) = folders.pop() {
            let listed = self.keeper(&["-H", "Accept: application/json"], &format!("{folder}/?limit=1000")).await;
            let listed: Value = listed.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            for entry in listed["Entries"].as_array().into_iter().flatten() {
                let path = entry["FullPath"].as_str().expect("a path").to_owned();
                match entry["Mode"].as_u64().expect("a mode") & IS_FOLDER {
                    0 => names.extend(path.rsplit('/').next().map(str::to_owned)),
                    _ => folders.push(path),
                }
            }
        }
        names
    }

    /// Asks it as its keeper does, beside S3; nothing where it refuses, or does not answer.
    async fn keeper(&self, words: &[&str], path: &str) -> Option<String> {
        let mut command = tokio::process::Command::new("curl");
        command.args(["--silent", "--max-time", "5"]).args(words);
        command.arg(format!("http://127.0.0.1:{}{path}", self.ports[4]));
        let told = command.output().await.expect("curl is there");
        told.status.success().then(|| String::from_utf8_lossy(&told.stdout).into_owned())
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

fn weed() -> PathBuf {
    test_tool("DAYBOOK_TEST_STORE", "bin/weed")
}

impl Drop for Store {
    fn drop(&mut self) {
        self.stop();
    }
}
