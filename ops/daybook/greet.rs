//! What is said at the start: where the house is, how its certificate is told from another, and how
//! its first admin comes in.

use api::Entrance;
use commands::{
    Desk,
    household::{self, MailSource},
    identity,
};

use crate::{folder::Folder, printed};

/// Says it.
pub async fn greet(desk: &Desk, entrance: &Entrance, folder: &Folder) -> anyhow::Result<()> {
    let (best, name) = addresses(entrance);
    printed::note(format!("Daybook is at {best}, its data in {}", folder.join("").display()));
    if let Some(name) = name {
        printed::note(format!("    and at {name} where the network knows that name"));
    }
    if let Some(authority) = &entrance.authority {
        let (name, sha256) = (&authority.facts.issuer, authority.facts.fingerprint());
        printed::note(format!(
            "Phones and computers have to trust its own authority once: {best}/ca.crt\n    {name}, SHA-256 {sha256}"
        ));
    }
    if household::mail_in_force(desk).await?.source == MailSource::Folder {
        let mail = folder.join("mail");
        printed::note(format!("There is no mail server yet: letters are written to {}", mail.display()));
    }
    if let Some(token) = identity::founding_token(desk).await? {
        printed::note(format!("Make the first account here (this link works once):\n\n    {best}/welcome#{token}\n"));
    }
    Ok(())
}

/// The address that opens from this machine as from the sofa, and the next one by name, if there is any.
fn addresses(entrance: &Entrance) -> (String, Option<String>) {
    let (scheme, listen) = (entrance.scheme(), entrance.listen);
    let mut urls = entrance.urls_to_open().into_iter();
    let best = if listen.ip().is_unspecified() {
        urls.next().unwrap_or_else(|| entrance.own_url())
    } else {
        format!("{scheme}://{listen}")
    };
    let name = urls.find(|url| *url != best && Entrance::is_by_name(url));
    (best, name)
}

#[cfg(test)]
mod tests {
    use api::{Encryption, Machine};

    use super::*;

    fn machine() -> Machine {
        let addresses = vec!["192.168.1.7".parse().expect("an address"), "fd00::7".parse().expect("an address")];
        Machine { hostname: Some("pi".to_owned()), addresses }
    }

    fn told(listen: &str, machine: fn() -> Machine, names: &[&str]) -> (String, Option<String>) {
        let listen = listen.parse().expect("an address");
        let names = names.iter().map(ToString::to_string).collect();
        addresses(&Entrance { encryption: Encryption::Local, machine, names, ..Entrance::plain(listen) })
    }

    #[test]
    fn an_address_in_numbers_is_said_first() {
        let told_of = |(best, name): (&str, Option<&str>)| (best.to_owned(), name.map(str::to_owned));
        let (here, pi) = ("https://192.168.1.7:8443", Some("https://pi.local:8443"));
        assert_eq!(told("0.0.0.0:8443", machine, &[]), told_of((here, pi)));
        assert_eq!(told("[::]:8443", machine, &["tv.local"]), told_of((here, Some("https://tv.local:8443"))));
        assert_eq!(told("0.0.0.0:8443", Machine::default, &[]), told_of(("https://localhost:8443", None)));
        assert_eq!(told("127.0.0.1:8443", machine, &[]), told_of(("https://127.0.0.1:8443", None)));
    }
}
