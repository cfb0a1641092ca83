//! A letter: plain text, one recipient.

use domain::PersonId;
use lettre::{
    Address, Message,
    message::{Mailbox, header::ContentType},
};
use uuid::Uuid;

use super::PostError;

/// A letter to one person.
#[derive(Clone)]
pub struct Letter {
    /// Its id; sent again, it is the same letter.
    pub id: Uuid,
    /// From which address.
    pub from: String,
    /// The name the house goes by.
    pub from_name: String,
    /// To which address.
    pub to: String,
    /// The person's name.
    pub to_name: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// When it was written.
    pub date: std::time::SystemTime,
    /// Whom it names, its reader among them, and strangers whose address is in it: when one of them is erased, so
    /// is what the house keeps of it.
    pub people: Vec<PersonId>,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Letter {
    /// The letter as a mail (RFC 5322).
    pub(super) fn to_message(&self) -> Result<Message, PostError> {
        let mailbox = |name: &str, address: &str| {
            let address: Address = address.parse().map_err(|error| PostError(format!("a mail address: {error}")))?;
            Ok::<_, PostError>(Mailbox::new(Some(one_line(name)), address))
        };
        let from = mailbox(&self.from_name, &self.from)?;
        let id = format!("<{}@{}>", self.id, from.email.domain());
        Message::builder()
            .message_id(Some(id))
            .date(self.date)
            .to(mailbox(&self.to_name, &self.to)?)
            .from(from)
            .subject(one_line(&self.subject))
            .header(ContentType::TEXT_PLAIN)
            .body(self.body.clone())
            .map_err(|error| PostError(error.to_string()))
    }
}

/// A header is one line; what a person typed may not begin another.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if domain::text::is_hidden(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(subject: &str) -> Letter {
        Letter {
            id: Uuid::from_u128(1),
            from: "daybook@house.example".into(),
            from_name: "House\r\nBcc: eve@evil.example".into(),
            to: "ada@house.example".into(),
            to_name: "Ada".into(),
            subject: subject.into(),
            body: "Good day.\n".into(),
            date: std::time::SystemTime::UNIX_EPOCH,
            people: vec![],
        }
    }

    #[test]
    fn a_name_or_subject_begins_no_header_of_its_own() {
        let mail = letter("Hello\r\nBcc: eve@evil.example").to_message().expect("a mail").formatted();
        let mail = String::from_utf8(mail).expect("text");
        assert!(!mail.lines().any(|line| line.starts_with("Bcc")), "{mail}");
        assert!(mail.contains("Message-ID: <00000000-0000-0000-0000-000000000001@house.example>"), "{mail}");
    }
}
