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
    let (scheme, listen, data) = (entrance.scheme(), entrance.listen, folder.join(""));
    printed::note(format!("Daybook is at {scheme}://{listen}, its data in {}", data.display()));
    if !listen.ip().is_loopback() {
        printed::note(format!("Others find it at {}", entrance.urls().join(" or ")));
    }
    if let Some(authority) = &entrance.authority {
        let (name, sha256) = (&authority.facts.issuer, authority.facts.fingerprint());
        printed::note(format!(
            "Phones and computers have to trust its own authority once: {}/ca.crt\n    {name}\n    SHA-256 {sha256}",
            entrance.urls().swap_remove(0)
        ));
    }
    if household::mail_in_force(desk).await?.source == MailSource::Folder {
        let mail = folder.join("mail");
        printed::note(format!("There is no mail server yet: letters are written to {}", mail.display()));
    }
    if let Some(token) = identity::founding_token(desk).await? {
        // An address works from the sofa as well; a name only where the network knows it.
        let away = (!listen.ip().is_loopback()).then(|| entrance.urls().pop()).flatten();
        let house = away.unwrap_or_else(|| entrance.own_url());
        printed::note(format!("Make the first account here (this link works once):\n\n    {house}/welcome#{token}\n"));
    }
    Ok(())
}
