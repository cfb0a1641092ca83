//! A demo that runs, in a folder for temporary files that is its test's own.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;
use tests::{Door, Outcome, Visitor, program};

/// A demo that runs.
pub struct Demo {
    child: Child,
    /// What it told scripts.
    pub told: Value,
}

/// A folder for a test's temporary files, in memory where there is such a thing: demos that are
/// started one after the other are not to wait for a disk each time.
pub fn temporary() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    TempDir::with_prefix_in("daybook-", folder).expect("a folder")
}

/// The program, with no variable but where temporary files go.
pub fn command(temporary: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().env("TMPDIR", temporary).current_dir(temporary).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Outcome {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Outcome { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// The folders of demos.
pub fn lodgings(temporary: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(temporary).expect("readable").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("daybook-demo-")))
        .collect()
}

impl Demo {
    /// Starts one in which nothing happens by itself.
    pub fn start(temporary: &Path, arguments: &[&str]) -> Self {
        Self::begin(&mut command(temporary, &[&["demo", "--json", "--quiet"], arguments].concat()))
    }

    /// Starts a command that is one, and waits until it says where it is.
    pub fn begin(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its answer")).read_line(&mut line).expect("readable");
        let told = serde_json::from_str(&line).unwrap_or_else(|error| panic!("no JSON ({error}): {line}"));
        Self { child, told }
    }

    /// Where it listens.
    pub fn door(&self) -> Door {
        let address = self.told["address"].as_str().and_then(|address| address.strip_prefix("http://"));
        Door::Address(address.expect("an address").parse().expect("an address"))
    }

    /// Where its files are.
    pub fn folder(&self) -> PathBuf {
        self.told["folder"].as_str().expect("a folder").into()
    }

    /// Somebody who has never been there.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.door())
    }

    /// Somebody in the session that was opened for a role.
    pub fn inside(&self, role: &str) -> Visitor {
        let (visitor, session) = (self.visitor(), &self.told["sessions"][role]);
        let text = |name: &str| session[name].as_str().unwrap_or_else(|| panic!("no {name} for {role}"));
        visitor.set_cookie(text("cookie"), text("value"));
        visitor
    }

    /// The secret of a role's link.
    pub fn link(&self, role: &str) -> &str {
        let link = self.told["login"][role].as_str().unwrap_or_else(|| panic!("no link for {role}"));
        link.split_once("/demo#").expect("a link").1
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let id = Pid::from_raw(i32::try_from(self.child.id()).expect("a process id")).expect("a process id");
        kill_process(id, signal).expect("it runs");
    }

    /// Ends it as Ctrl-C does; its folder must be gone.
    pub fn stop(self) {
        let folder = self.folder();
        assert!(self.end(Signal::INT).success());
        assert!(!folder.exists(), "{} is left", folder.display());
    }

    /// Ends it with a signal and waits until it has ended.
    pub fn end(mut self, signal: Signal) -> ExitStatus {
        self.signal(signal);
        self.child.wait().expect("it ends")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
