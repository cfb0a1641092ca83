//! openssl, with which the tests make certificates and look at those of the house.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A certificate and its key in files.
pub struct Files {
    /// The certificate.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// What it printed, both ways, and whether it was content.
pub fn openssl(arguments: &[&str]) -> (bool, String) {
    let output = Command::new("openssl").args(arguments).stdin(Stdio::null()).output();
    let output = output.expect("openssl is installed; see ops/test-tools");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout) + &text(&output.stderr))
}

/// Makes a certificate that has signed itself.
pub fn make(folder: &Path, name: &str) -> Files {
    let (certificate, key) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.key")));
    let (done, told) = openssl(&[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "90",
        "-subj",
        &format!("/CN={name}"),
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-keyout",
        &key.display().to_string(),
        "-out",
        &certificate.display().to_string(),
    ]);
    assert!(done, "{told}");
    Files { certificate, key }
}

/// The SHA-256 of a certificate in a file, as people compare it.
pub fn fingerprint(certificate: &Path) -> String {
    let (done, told) =
        openssl(&["x509", "-noout", "-fingerprint", "-sha256", "-in", &certificate.display().to_string()]);
    assert!(done, "{told}");
    told.trim().rsplit('=').next().expect("a fingerprint").to_owned()
}

/// A handshake with the house, as openssl tells of it.
pub fn handshake(address: SocketAddr, arguments: &[&str]) -> (bool, String) {
    let address = address.to_string();
    openssl(&[&["s_client", "-connect", &address][..], arguments].concat())
}

/// The subject of the certificate the house shows.
pub fn shown(address: SocketAddr) -> String {
    let (_, told) = handshake(address, &["-servername", "localhost"]);
    told.lines().find_map(|line| line.strip_prefix("subject=")).unwrap_or_default().to_owned()
}
