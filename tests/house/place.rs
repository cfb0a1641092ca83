//! A data folder, and the command line used on it.

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use super::program;

/// A data folder with the variables its house is started with.
pub struct Place {
    path: PathBuf,
    variables: BTreeMap<String, String>,
    _temporary: Option<TempDir>,
}

/// How a command ended and what it printed.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code; `None` when it was killed.
    pub code: Option<i32>,
    /// What it answered.
    pub out: String,
    /// What it complained about.
    pub err: String,
}

impl Outcome {
    /// The answer as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }

    /// The answer as lines of JSON.
    pub fn lines(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("no JSON ({error}): {line}"));
        self.out.lines().map(parse).collect()
    }

    /// It must have ended with this code.
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::new()
    }
}

impl Place {
    /// A new folder that goes away with the test.
    pub fn new() -> Self {
        let temporary = TempDir::with_prefix("daybook-").expect("a folder");
        Self { _temporary: Some(temporary), ..Self::at(&PathBuf::new()) }.under_its_folder()
    }

    fn under_its_folder(mut self) -> Self {
        self.path = self._temporary.as_ref().expect("a folder").path().join("house");
        self
    }

    /// A folder that somebody else made.
    pub fn at(path: &Path) -> Self {
        let usual = [
            ("DAYBOOK_LISTEN", "127.0.0.1:0"),
            ("DAYBOOK_PASSWORDS_MEMORY_KIB", "64"),
            ("DAYBOOK_LIMITS_REQUESTS_PER_SECOND", "0"),
            ("DAYBOOK_LIMITS_EXEMPT", "127.0.0.0/8"),
        ];
        let variables = usual.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Self { path: path.to_owned(), variables, _temporary: None }
    }

    /// The same with another variable.
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a variable for what is started from now on.
    pub fn set(&mut self, name: &str, value: impl std::fmt::Display) {
        self.variables.insert(name.to_owned(), value.to_string());
    }

    /// Unsets a variable.
    pub fn unset(&mut self, name: &str) {
        self.variables.remove(name);
    }

    /// The data folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The program on this folder, with no other variable than its own.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).env_clear().envs(&self.variables).env("DAYBOOK_DATA", &self.path);
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, "")
    }

    /// Runs a command to its end with something to read.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Outcome {
        let mut command = self.command(arguments);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // A command that refuses before it reads has closed its end; that is no failure of the test.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        Outcome { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}
