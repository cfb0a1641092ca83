//! What encrypts connections, and where the certificate comes from.

use std::{net::SocketAddr, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::tls::is_name;

const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// Where the certificate comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// There is none.
    #[default]
    Off,
    /// Somebody else renews it.
    Files,
    /// The house signs it.
    Local,
    /// It is fetched from an authority.
    Acme,
}

/// How an authority looks whether the names are ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChallengeChoice {
    /// One, and the other one where that was in vain.
    #[default]
    Auto,
    /// It shakes hands at the encrypted door.
    #[serde(rename = "tls-alpn-01")]
    TlsAlpn01,
    /// It asks at the plain door.
    #[serde(rename = "http-01")]
    Http01,
}

/// What encrypts connections.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct TlsConfig {
    /// Where the certificate comes from.
    pub mode: Mode,
    /// Names under which the house is reached.
    pub names: Vec<String>,
    /// Where to listen besides, for those who come without encryption.
    pub http_listen: Option<SocketAddr>,
    /// The certificate and those above it, for `files`.
    pub certificate_file: Option<PathBuf>,
    /// Its key, for `files`.
    pub key_file: Option<PathBuf>,
    /// The authority's directory, for `acme`.
    pub directory: String,
    /// A mail address the authority may write to.
    pub contact: Option<String>,
    /// How the authority looks.
    pub challenge: ChallengeChoice,
    /// Who has signed the authority's own certificate, where the system does not know them.
    pub ca_file: Option<PathBuf>,
    /// The account the authority knows from elsewhere.
    pub eab_kid: Option<String>,
    /// The key that goes with it.
    pub eab_key: Option<String>,
}

impl Default for TlsConfig {
    fn default() -> Self {
        Self {
            mode: Mode::Off,
            names: Vec::new(),
            http_listen: None,
            certificate_file: None,
            key_file: None,
            directory: LETS_ENCRYPT.to_owned(),
            contact: None,
            challenge: ChallengeChoice::Auto,
            ca_file: None,
            eab_kid: None,
            eab_key: None,
        }
    }
}

impl std::fmt::Debug for TlsConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsConfig").field("mode", &self.mode).field("names", &self.names).finish_non_exhaustive()
    }
}

impl TlsConfig {
    /// Whether it fits together.
    ///
    /// # Errors
    /// A sentence that begins with the key.
    pub fn check(&self, listen: SocketAddr) -> Result<(), String> {
        let is_address = |name: &str| name.parse::<std::net::IpAddr>().is_ok();
        if let Some(name) = self.names.iter().find(|name| !is_name(name) && !is_address(name)) {
            return Err(format!("tls.names: '{name}' is neither a name nor an address"));
        }
        match self.mode {
            Mode::Off => self.check_off(),
            Mode::Files => self.check_files(),
            Mode::Local => Ok(()),
            Mode::Acme => self.check_acme(),
        }?;
        match self.http_listen {
            Some(plain) if plain == listen && plain.port() != 0 => {
                Err(format!("tls.http_listen: {plain} is where the encrypted door is; use another port"))
            }
            _ => Ok(()),
        }
    }

    fn check_off(&self) -> Result<(), String> {
        if self.http_listen.is_some() {
            return Err("tls.http_listen: there is no encrypted door to send people to; set tls.mode".to_owned());
        }
        Ok(())
    }

    fn check_files(&self) -> Result<(), String> {
        match (&self.certificate_file, &self.key_file) {
            (Some(_), Some(_)) => Ok(()),
            (None, _) => Err("tls.mode: files needs tls.certificate_file".to_owned()),
            (_, None) => Err("tls.mode: files needs tls.key_file".to_owned()),
        }
    }

    fn check_acme(&self) -> Result<(), String> {
        if self.names.is_empty() {
            return Err("tls.mode: acme needs tls.names, under which the authority finds this house".to_owned());
        }
        if let Some(name) = self.names.iter().find(|name| !name.contains('.') || !is_name(name) || is_local(name)) {
            return Err(format!("tls.names: no authority signs for '{name}'; use public names, or mode = \"local\""));
        }
        if !self.directory.starts_with("https://") {
            return Err(format!("tls.directory: '{}' is no address that begins with https://", self.directory));
        }
        if self.challenge == ChallengeChoice::Http01 && self.http_listen.is_none() {
            return Err("tls.challenge: http-01 is asked at tls.http_listen; set it, too".to_owned());
        }
        if self.eab_kid.is_some() != self.eab_key.is_some() {
            return Err("tls.eab_kid: it goes with tls.eab_key; set both or none".to_owned());
        }
        Ok(())
    }
}

fn is_local(name: &str) -> bool {
    name.parse::<std::net::IpAddr>().is_ok() || name.ends_with(".local") || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<(), String> {
        let config: TlsConfig = toml::from_str(text).map_err(|error| error.to_string())?;
        config.check(([0, 0, 0, 0], 8443).into())
    }

    #[test]
    fn what_fits_together_is_taken() {
        for text in [
            "",
            "mode = \"local\"\nnames = [\"tv.local\", \"192.168.1.7\"]\nhttp_listen = \"0.0.0.0:8080\"",
            "mode = \"files\"\ncertificate_file = \"a\"\nkey_file = \"b\"",
            "mode = \"acme\"\nnames = [\"house.example\"]",
            "mode = \"acme\"\nnames = [\"a.example\"]\nchallenge = \"http-01\"\nhttp_listen = \"0.0.0.0:80\"",
            "mode = \"acme\"\nnames = [\"a.example\"]\nchallenge = \"tls-alpn-01\"\neab_kid = \"a\"\neab_key = \"YQ\"",
        ] {
            assert_eq!(checked(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_does_not_is_refused_by_the_name_of_the_key() {
        for (text, key) in [
            ("mode = \"on\"", "mode = \"on\""),
            ("names = [\"a b\"]", "tls.names"),
            ("http_listen = \"0.0.0.0:80\"", "tls.http_listen"),
            ("mode = \"files\"\nkey_file = \"b\"", "tls.certificate_file"),
            ("mode = \"files\"\ncertificate_file = \"b\"", "tls.key_file"),
            ("mode = \"local\"\nhttp_listen = \"0.0.0.0:8443\"", "tls.http_listen"),
            ("mode = \"acme\"", "tls.names"),
            ("mode = \"acme\"\nnames = [\"pi\"]", "tls.names"),
            ("mode = \"acme\"\nnames = [\"pi.local\"]", "tls.names"),
            ("mode = \"acme\"\nnames = [\"10.0.0.1\"]", "tls.names"),
            ("mode = \"acme\"\nnames = [\"a.example\"]\ndirectory = \"http://a\"", "tls.directory"),
            ("mode = \"acme\"\nnames = [\"a.example\"]\nchallenge = \"http-01\"", "tls.challenge"),
            ("mode = \"acme\"\nnames = [\"a.example\"]\neab_kid = \"a\"", "tls.eab_kid"),
            ("modus = \"off\"", "modus"),
        ] {
            let error = checked(text).expect_err(text);
            assert!(error.contains(key), "{text}: {error}");
        }
    }
}
