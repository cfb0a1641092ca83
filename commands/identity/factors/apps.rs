//! Authenticator apps (RFC 6238): SHA-1, six digits, half a minute, one step of grace on either side,
//! because that is what every app understands.
//!
//! A seed lies in the vault from the first request on, and counts from the first right code on.

use chrono::{DateTime, Duration, Utc};
use domain::{
    Personal,
    identity::{
        Account, Factors,
        factors::{Command, FactorId, Kind},
    },
};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::{FactorRefusal, oneself, run};
use crate::{
    Caller, Desk, Done, Failure, Fault,
    household::settings,
    identity::credential::{checked_name, made_by},
    random_bytes,
};

/// Bytes of a seed: the 160 bits of RFC 4226, section 4, R6.
const SEED_BYTES: usize = 20;
/// How long a set-up may take.
const SET_UP_MINUTES: i64 = 15;

/// An authenticator app that is being set up. Its secret is handed out here and nowhere else.
pub struct NewApp {
    /// The factor's id, once it counts.
    pub factor: FactorId,
    /// The seed as people type it: base32 (RFC 4648, section 6).
    pub secret: Zeroizing<String>,
    /// The seed as apps read it out of a QR code.
    pub uri: Zeroizing<String>,
}

/// Makes a seed for an app of the caller's.
///
/// # Errors
/// When the caller is nobody, or has ten factors.
pub async fn begin_app(desk: &Desk, caller: &Caller) -> Result<NewApp, Failure<FactorRefusal>> {
    let account = oneself(caller)?;
    let factors = desk.load::<Factors>(account.0).await?.state;
    let factor = FactorId(made_by(caller, "app"));
    let kept: Vec<_> = [Kind::App, Kind::Passkey].into_iter().flat_map(|kind| factors.of(kind)).collect();
    let fresh = Zeroizing::new(random_bytes::<SEED_BYTES>()?);
    desk.vault().drop_other_factors(account, &[&kept[..], &[factor]].concat()).await?;
    desk.vault().keep_totp(factor, account, &fresh[..], desk.now()).await?;
    let seed = desk.vault().totp(factor).await?.ok_or(Failure::Refused(FactorRefusal::Over))?;
    let person = desk.load::<Account>(account.0).await?.state;
    let (house, _) = settings(desk).await?;
    let label = |text: &str| text.replace(':', " ");
    let totp = builder(&seed.secret)
        .with_issuer(Some(label(&house.name)))
        .with_account_name(label(person.email.as_deref().unwrap_or_default()))
        .build()
        .map_err(|error| broken(&error))?;
    let uri = Zeroizing::new(totp.to_url().map_err(|error| broken(&error))?);
    let secret = Zeroizing::new(totp.secret().to_base32());
    Ok(NewApp { factor, secret, uri })
}

/// Lets an app count, because it showed the right code.
///
/// # Errors
/// When the code is wrong, or the set-up is over.
pub async fn confirm_app(
    desk: &Desk,
    caller: &Caller,
    factor: FactorId,
    name: &str,
    code: &str,
) -> Result<Done, Failure<FactorRefusal>> {
    let account = oneself(caller)?;
    let over = Failure::Refused(FactorRefusal::Over);
    if let Some(done) = desk.answered::<Factors>(account.0, caller).await? {
        return Ok(done);
    }
    let name = checked_name(name).map_err(|_| Failure::Refused(FactorRefusal::Name))?;
    let known = desk.load::<Factors>(account.0).await?.state.one(factor).is_some();
    let seed = desk.vault().totp(factor).await?.filter(|seed| seed.account == account && !known);
    let Some(seed) = seed.filter(|seed| desk.now() < seed.made + Duration::minutes(SET_UP_MINUTES)) else {
        return Err(over);
    };
    let step = step_of(&seed.secret, code, desk.now())?.ok_or(Failure::Refused(FactorRefusal::WrongCode))?;
    let name = Personal::of(account, name);
    run(desk, caller, account, Command::Add { factor, kind: Kind::App, name, mark: step }).await
}

/// The step a code belongs to, if it is right at a time.
pub(super) fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Result<Option<u64>, Fault> {
    let totp: Totp = builder(secret).build().map_err(|error| broken(&error))?;
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    Ok(totp.check(&digits, now.timestamp().unsigned_abs()))
}

fn builder(secret: &[u8]) -> Builder {
    Builder::new().with_secret(Secret::from(secret.to_vec()))
}

fn broken(error: &dyn std::fmt::Display) -> Fault {
    Fault::Broken(format!("an authenticator app: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let seed = b"12345678901234567890";
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (at, code) in vectors {
            let now = DateTime::from_timestamp(at, 0).expect("a time");
            assert_eq!(step_of(seed, code, now).expect("works"), Some(at.unsigned_abs() / 30), "{at}");
        }
    }

    #[test]
    fn one_step_of_grace_is_given_and_no_more() {
        let seed = b"12345678901234567890";
        let shown_at = 1_111_111_109;
        for (late, right) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let now = DateTime::from_timestamp(shown_at + late, 0).expect("a time");
            assert_eq!(step_of(seed, "081 804", now).expect("works").is_some(), right, "{late} s");
        }
    }

    #[test]
    fn what_is_no_code_is_just_wrong() {
        let now = DateTime::from_timestamp(59, 0).expect("a time");
        for code in ["", "28708", "2870820", "28708a", "２８７０８２", &"9".repeat(100_000)] {
            assert_eq!(step_of(b"12345678901234567890", code, now).expect("works"), None);
        }
    }
}
