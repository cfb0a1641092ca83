//! The post: letters out of a folder or a mail server, opened and read.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{MailServer, eventually};

/// A letter as its reader sees it.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The Message-ID.
    pub id: String,
    /// To which address.
    pub to: String,
    /// From which address.
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
}

/// Where letters arrive.
#[derive(Clone)]
pub enum Tray {
    /// A folder of .eml files.
    Folder(PathBuf),
    /// A mail server.
    Server(Arc<MailServer>),
}

impl Letter {
    /// Reads a mail (RFC 5322) as this house writes them: one part of plain text.
    pub fn parse(mail: &str) -> Self {
        let mail = mail.replace("\r\n", "\n");
        let (head, body) = mail.split_once("\n\n").expect("a head and a body");
        let head = head.replace("\n ", " ").replace("\n\t", " ");
        let field = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            let line = lines.find(|(field, _)| field.eq_ignore_ascii_case(name));
            line.map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        let address = |name: &str| {
            let value = field(name);
            let bare = value.rsplit_once('<').map(|(_, rest)| rest.trim_end_matches('>').to_owned());
            bare.unwrap_or(value)
        };
        let body = match field("Content-Transfer-Encoding").as_str() {
            "quoted-printable" => unquoted(body, '='),
            "base64" => panic!("a letter of plain text in base64: {mail}"),
            _ => body.to_owned(),
        };
        Self {
            id: field("Message-ID"),
            to: address("To"),
            from: address("From"),
            subject: decoded(&field("Subject")),
            body,
        }
    }

    /// The login code in it.
    pub fn code(&self) -> Option<&str> {
        let code = self.subject.split(' ').next()?;
        (self.subject.contains("is your login code") && code.len() == 6).then_some(code)
    }

    /// The secret of a link in it that leads to a page of the house.
    pub fn token(&self, page: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(&format!("/{page}#"))?;
        Some(rest.chars().take_while(char::is_ascii_alphanumeric).collect())
    }
}

/// Quoted-printable (RFC 2045, section 6.7).
fn unquoted(text: &str, sign: char) -> String {
    let joined = text.replace(&format!("{sign}\n"), "");
    let mut parts = joined.split(sign);
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2).unwrap_or_else(|| panic!("cut short: {text}"));
        bytes.push(u8::from_str_radix(hex, 16).unwrap_or_else(|_| panic!("no hexadecimal: {text}")));
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).expect("text")
}

/// A header's encoded words (RFC 2047), where it has any in quoted-printable.
fn decoded(header: &str) -> String {
    let joined = header.replace("?= =?", "?==?");
    let mut text = String::new();
    let mut rest = joined.as_str();
    while let Some((plain, word)) = rest.split_once("=?utf-8?q?").or_else(|| rest.split_once("=?utf-8?Q?")) {
        let (word, after) = word.split_once("?=").expect("an encoded word ends");
        text.push_str(plain);
        text.push_str(&unquoted(&word.replace('_', " "), '='));
        rest = after;
    }
    assert!(!rest.contains("=?utf-8?b?"), "an encoded word in base64: {header}");
    text + rest
}

impl Tray {
    /// All letters that arrived so far.
    pub async fn letters(&self) -> Vec<Letter> {
        match self {
            Self::Folder(folder) => in_folder(folder),
            Self::Server(server) => server.letters().await,
        }
    }

    /// The ids of all letters so far.
    pub async fn ids(&self) -> BTreeSet<String> {
        self.letters().await.into_iter().map(|letter| letter.id).collect()
    }

    /// Waits for a letter.
    pub async fn wait_for(&self, what: &str, is_it: impl Fn(&Letter) -> bool) -> Letter {
        eventually(what, async || self.letters().await.into_iter().find(|letter| is_it(letter))).await
    }

    /// Waits for a login code that was not there before.
    pub async fn new_code(&self, before: &BTreeSet<String>, email: &str) -> String {
        let new = |letter: &Letter| !before.contains(&letter.id) && letter.to == email && letter.code().is_some();
        self.wait_for("a login code arrives", new).await.code().expect("a code").to_owned()
    }

    /// Waits for a letter to an address that was not there before, with a link to a page; its secret.
    pub async fn new_token(&self, before: &BTreeSet<String>, email: &str, page: &str) -> String {
        let new = |letter: &Letter| !before.contains(&letter.id) && letter.to == email && letter.token(page).is_some();
        let letter = self.wait_for(&format!("a link to /{page} for {email}"), new).await;
        letter.token(page).expect("a link")
    }

    /// The letters that tell of alerts.
    pub async fn alerts(&self) -> Vec<Letter> {
        self.letters().await.into_iter().filter(|letter| letter.code().is_none()).collect()
    }
}

fn in_folder(folder: &Path) -> Vec<Letter> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mails = paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
    mails.map(|path| Letter::parse(&std::fs::read_to_string(path).expect("a letter"))).collect()
}
