//! Where passkeys of this house belong: a passkey is bound to a host name for ever, so the house must
//! have one. A bare network address is none, and away from the machine itself browsers want HTTPS.

use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{Url, WebauthnError},
};

use crate::{Desk, Fault, household::settings};

/// Why this house cannot have passkeys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// It is reached under a network address.
    #[error("passkeys need a host name, and this house is reached under {0}; give it one as its public address")]
    Address(String),
    /// It is reached without HTTPS.
    #[error("passkeys need HTTPS, and this house is reached under {0}")]
    NotEncrypted(String),
}

/// The host name passkeys are bound to, or why there is none.
///
/// # Errors
/// When the settings cannot be read.
pub async fn passkey_host(desk: &Desk) -> Result<Result<String, NoPlace>, Fault> {
    let (house, _) = settings(desk).await?;
    Ok(place(house.public_address.as_deref(), desk.own_address()).map(|(host, _)| host))
}

/// What judges passkeys, for the address of now.
pub(super) async fn judge(desk: &Desk) -> Result<Result<Webauthn, NoPlace>, Fault> {
    let (house, _) = settings(desk).await?;
    let (host, origin) = match place(house.public_address.as_deref(), desk.own_address()) {
        Ok(place) => place,
        Err(no) => return Ok(Err(no)),
    };
    let built = WebauthnBuilder::new(&host, &origin).and_then(|builder| builder.rp_name(&house.name).build());
    built.map(Ok).map_err(|error| broken(&error))
}

pub(super) fn broken(error: &WebauthnError) -> Fault {
    Fault::Broken(format!("passkeys: {error:?}"))
}

/// The host name and the origin: of the public address, or else of the machine itself.
fn place(public: Option<&str>, own: &str) -> Result<(String, Url), NoPlace> {
    let address = public.unwrap_or(own);
    let refused = || NoPlace::Address(address.to_owned());
    let mut origin = Url::parse(address).map_err(|_| refused())?;
    let is_loopback = matches!(origin.host_str(), Some("127.0.0.1" | "[::1]" | "0.0.0.0" | "[::]"));
    if public.is_none() && is_loopback {
        origin.set_host(Some("localhost")).map_err(|_| refused())?;
    }
    let host = origin.domain().ok_or_else(refused)?.to_owned();
    let is_local = host == "localhost" || host.ends_with(".localhost");
    if origin.scheme() != "https" && !is_local {
        return Err(NoPlace::NotEncrypted(address.to_owned()));
    }
    Ok((host, origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(public: Option<&str>, own: &str) -> Option<(String, String)> {
        let (host, origin) = place(public, own).ok()?;
        Some((host, origin.origin().ascii_serialization()))
    }

    #[test]
    fn a_passkey_belongs_to_a_host_name() {
        let named = |host: &str, origin: &str| Some((host.to_owned(), origin.to_owned()));
        let own = "http://127.0.0.1:3000";
        assert_eq!(host(Some("https://house.example"), own), named("house.example", "https://house.example"));
        assert_eq!(host(Some("https://house.example:8443"), own), named("house.example", "https://house.example:8443"));
        assert_eq!(host(None, own), named("localhost", "http://localhost:3000"));
        assert_eq!(host(None, "https://[::1]:3000"), named("localhost", "https://localhost:3000"));
        assert_eq!(host(None, "http://localhost:3000"), named("localhost", "http://localhost:3000"));
    }

    #[test]
    fn a_bare_address_and_a_plain_connection_are_refused_in_words() {
        for bare in ["https://192.168.1.5", "https://[2001:db8::7]:8443", "http://10.0.0.1"] {
            assert_eq!(place(Some(bare), bare), Err(NoPlace::Address(bare.to_owned())));
        }
        let plain = "http://house.example";
        assert_eq!(place(Some(plain), plain), Err(NoPlace::NotEncrypted(plain.to_owned())));
        assert!(place(None, "http://192.168.1.5:3000").is_err());
    }
}
