//! curl, a client that nobody here wrote: it believes the certificates it is told to, and no others.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

/// Whoever asks with curl.
#[derive(Clone, Default)]
pub struct Curl {
    authority: Option<PathBuf>,
    names: Vec<String>,
}

/// What was answered.
#[derive(Debug)]
pub struct Got {
    /// The status.
    pub status: u16,
    /// The headers as they came.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

/// The certificate was not believed.
pub const NOT_BELIEVED: i32 = 60;

impl Curl {
    /// Believes what this authority signed.
    pub fn trusting(authority: &Path) -> Self {
        Self { authority: Some(authority.to_owned()), names: Vec::new() }
    }

    /// Finds a name where the house is.
    pub fn finding(mut self, name: &str, at: SocketAddr) -> Self {
        self.names.push(format!("{name}:{}:{}", at.port(), at.ip()));
        self
    }

    /// Asks for a page.
    pub fn get(&self, url: &str) -> Got {
        self.ask(&[url]).unwrap_or_else(|(code, error)| panic!("{url}: {code}: {error}"))
    }

    /// Asks with any arguments; the exit code and the complaint where nothing was answered.
    pub fn ask(&self, arguments: &[&str]) -> Result<Got, (i32, String)> {
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--include", "--noproxy", "*", "--max-time", "100"]);
        if let Some(authority) = &self.authority {
            command.arg("--cacert").arg(authority);
        }
        for name in &self.names {
            command.args(["--resolve", name]);
        }
        let output = command.args(arguments).output().expect("curl is installed; see ops/test-tools");
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err((output.status.code().unwrap_or_default(), complaint));
        }
        Ok(Got::read(&String::from_utf8_lossy(&output.stdout)))
    }
}

impl Got {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Self { status: status.expect("a status"), headers, body: body.to_owned() }
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }
}
