//! A real mail server that nobody here wrote: SMTP with STARTTLS and AUTH; its mails are read by
//! IMAP. It keeps them in memory, so a server that was stopped has forgotten them.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Mutex,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

use super::{Letter, Place, free_port, test_tool, until};

const USER: &str = "house@daybook.example";
const PASSWORD: &str = "a word for the post";

/// A mail server as a process of its own.
pub struct MailServer {
    child: Mutex<Option<Child>>,
    smtp_port: u16,
    smtps_port: u16,
    imap_port: u16,
}

fn tls(file: &str) -> PathBuf {
    test_tool("DAYBOOK_TEST_TLS", "tls").join(file)
}

impl MailServer {
    /// A server that does not run yet.
    pub fn prepare() -> Self {
        let (smtp_port, smtps_port, imap_port) = (free_port(), free_port(), free_port());
        Self { child: Mutex::default(), smtp_port, smtps_port, imap_port }
    }

    /// A server that runs.
    pub async fn start() -> Self {
        let server = Self::prepare();
        server.run().await;
        server
    }

    /// Lets it run.
    pub async fn run(&self) {
        self.run_with_password(PASSWORD).await;
    }

    /// Lets it run, knowing its user by another password: it refuses what the house sends.
    pub async fn run_with_password(&self, password: &str) {
        let (smtp, smtps, imap) = (self.smtp_port, self.smtps_port, self.imap_port);
        let mut command = Command::new(test_tool("DAYBOOK_TEST_MAIL_SERVER", "bin/mail_devel"));
        command.args(["--host", "127.0.0.1", "--no-http", "--user", USER, "--password", password]);
        command.args(["--smtp-port", &smtp.to_string(), "--smtps-port", &smtps.to_string()]);
        command.args(["--imap-port", &imap.to_string()]).arg("--cert").arg(tls("server.pem"));
        command.arg("--key").arg(tls("server.key"));
        command.args(["--auth-required", "--auth-require-tls", "--starttls-required"]);
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect("the mail server starts");
        *self.child.lock().expect("unbroken") = Some(child);
        for port in [smtp, imap] {
            until("the mail server answers", async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await;
        }
    }

    /// Stops it; what it had is forgotten.
    pub fn stop(&self) {
        if let Some(mut child) = self.child.lock().expect("unbroken").take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// The port that takes mail.
    pub const fn smtp_port(&self) -> u16 {
        self.smtp_port
    }

    /// Lets a house send its mail through a port, this server's or one in front of it.
    pub fn used_by(place: Place, port: u16) -> Place {
        place
            .with("DAYBOOK_MAIL_HOST", "127.0.0.1")
            .with("DAYBOOK_MAIL_PORT", port)
            .with("DAYBOOK_MAIL_USER", USER)
            .with("DAYBOOK_MAIL_PASSWORD", PASSWORD)
            .with("DAYBOOK_MAIL_CA_FILE", tls("ca.pem").display())
    }

    /// The same as the configuration file says it.
    pub fn as_written(&self, port: u16) -> String {
        let ca_file = tls("ca.pem");
        format!(
            "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nuser = \"{USER}\"\npassword = \"{PASSWORD}\"\nca_file = {ca_file:?}\n"
        )
    }

    /// The same for a house within the test.
    pub fn as_configured(&self, port: u16) -> commands::SmtpServer {
        commands::SmtpServer {
            host: "127.0.0.1".to_owned(),
            port,
            security: commands::SmtpSecurity::StartTls,
            login: Some((USER.to_owned(), PASSWORD.to_owned())),
            ca_file: Some(tls("ca.pem")),
        }
    }

    /// All letters it has taken.
    pub async fn letters(&self) -> Vec<Letter> {
        let mails = self.fetch().await.expect("the mail server answers");
        mails.iter().map(|mail| Letter::parse(mail)).collect()
    }

    /// As much IMAP (RFC 3501) as it takes to read an inbox.
    async fn fetch(&self) -> std::io::Result<Vec<String>> {
        let mut stream = BufReader::new(TcpStream::connect(("127.0.0.1", self.imap_port)).await?);
        let login = format!("LOGIN {USER} \"{PASSWORD}\"");
        for (tag, command) in [("a", login.as_str()), ("b", "SELECT INBOX")] {
            converse(&mut stream, tag, command).await?;
        }
        converse(&mut stream, "c", "FETCH 1:* (BODY.PEEK[])").await
    }
}

/// One command; the literals in its answer.
async fn converse(stream: &mut BufReader<TcpStream>, tag: &str, command: &str) -> std::io::Result<Vec<String>> {
    stream.get_mut().write_all(format!("{tag} {command}\r\n").as_bytes()).await?;
    let mut literals = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(done) = line.strip_prefix(&format!("{tag} ")) {
            // An empty inbox has no message 1, which this server says is a mistake.
            assert!(done.starts_with("OK") || tag == "c", "{command}: {line}");
            return Ok(literals);
        }
        let length = line.trim_end().strip_suffix('}').and_then(|line| line.rsplit_once('{'));
        if let Some((_, length)) = length {
            let mut mail = vec![0; length.parse().expect("a length")];
            stream.read_exact(&mut mail).await?;
            literals.push(String::from_utf8(mail).expect("text"));
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.stop();
    }
}
