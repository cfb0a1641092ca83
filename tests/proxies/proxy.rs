//! A proxy as a process of its own, with nobody's rights: with a committed file in which ports,
//! names and paths are replaced. What is to be replaced and is not there fails the test.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use tests::{free_port, test_tool, until};

use crate::line;

/// The user `nobody` and its group.
pub const NOBODY: u32 = 65534;

/// Whether these tests may become somebody else.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// What a proxy needs, in a folder of its own.
pub struct Site {
    pub folder: TempDir,
    /// The port that takes encrypted lines.
    pub port: u16,
    /// The port that sends everybody to the other one.
    pub plain_port: u16,
}

/// A proxy that runs.
pub struct Proxy {
    child: Child,
    pub site: Site,
}

impl Site {
    pub fn new() -> Self {
        let site = Self {
            folder: TempDir::with_prefix("daybook-proxy-").expect("a folder"),
            port: free_port(),
            plain_port: free_port(),
        };
        for name in ["server.pem", "server.key"] {
            let text = fs::read_to_string(test_tool("DAYBOOK_TEST_TLS", "tls").join(name)).expect(name);
            site.write(name, &text);
        }
        site
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("a folder");
        fs::write(self.path(name), text).expect("written");
    }

    /// Hands the folder to whom the proxy runs as.
    fn give_away(&self) {
        if is_root() {
            give(self.folder.path());
        }
    }
}

fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("given away");
    if path.is_dir() {
        fs::read_dir(path).expect("a folder").for_each(|entry| give(&entry.expect("an entry").path()));
    }
}

/// A file of the programs that the tests unpacked.
pub fn unpacked(path: &str) -> PathBuf {
    test_tool("DAYBOOK_TEST_PROXIES", "proxies").join(path)
}

/// A committed file with parts of it replaced.
pub fn adapted(name: &str, replaced: &[(&str, String)]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("ops/proxies").join(name);
    let text = fs::read_to_string(path).expect(name);
    replaced.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "'{from}' is not in {name} any more");
        text.replace(from, to)
    })
}

impl Proxy {
    /// Starts it and waits until it takes encrypted lines.
    pub async fn start(site: Site, program: &str, arguments: &[String]) -> Self {
        site.give_away();
        let mut command = Command::new(unpacked(program));
        command.args(arguments).current_dir(site.folder.path()).env_clear().env("HOME", site.folder.path());
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").stdin(Stdio::null()).stdout(Stdio::null());
        let said = fs::File::create(site.path("said")).expect("a file");
        command.stderr(said);
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        let child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}; run ops/test-tools"));
        let mut proxy = Self { child, site };
        until("the proxy answers", async || {
            assert!(proxy.child.try_wait().expect("its state").is_none(), "{program} ended: {}", proxy.said());
            line::encrypted(proxy.site.port).await.is_some()
        })
        .await;
        proxy
    }

    /// What it complained about so far.
    pub fn said(&self) -> String {
        fs::read_to_string(self.site.path("said")).unwrap_or_default()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Asked to end, so that nginx takes its workers along.
        let pid = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a process id");
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}
