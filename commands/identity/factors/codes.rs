//! The code in step two of a login, whatever it is: out of a mail, an app, or a drawer.
//!
//! What is looked up is the same for everybody, also for those who have nothing.

use domain::{
    AccountId,
    identity::{
        Factors,
        account::Method,
        factors::{Ask, CodeSetId, Command, FactorId, Kind, Refusal},
    },
};
use uuid::Uuid;

use super::{apps::step_of, recovery};
use crate::{
    Caller, Desk, Failure, Fault, PendingLogin,
    identity::{
        Second,
        passkeys::{Signed, check},
    },
    random_bytes,
};

/// What somebody showed, and it was right.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) enum Shown {
    Mail,
    App { factor: FactorId, step: u64 },
    RecoveryCode { set: CodeSetId, number: u32 },
    Passkey(Signed),
}

impl Shown {
    pub(in crate::identity) const fn method(self) -> Method {
        match self {
            Self::Mail => Method::MailedCode,
            Self::App { .. } => Method::App,
            Self::RecoveryCode { .. } => Method::RecoveryCode,
            Self::Passkey(_) => Method::PasswordAndPasskey,
        }
    }
}

/// Six digits, each as likely as any other.
pub(in crate::identity) fn new_code() -> Result<String, Fault> {
    const MOST: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let number = u32::from_le_bytes(random_bytes()?);
        if number < MOST {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

pub(in crate::identity) fn hash_of_code(ticket_hash: [u8; 32], code: &str) -> [u8; 32] {
    *blake3::keyed_hash(&ticket_hash, code.as_bytes()).as_bytes()
}

/// What was shown, if it is right; for a login that leads nowhere nothing is.
pub(in crate::identity) async fn recognise(
    desk: &Desk,
    ticket_hash: [u8; 32],
    login: &PendingLogin,
    second: Second,
) -> Result<Option<Shown>, Fault> {
    let code = match second {
        Second::Code(code) => code,
        Second::Passkey { challenge, answer } => {
            let signed = check(desk, &challenge, Some(ticket_hash), answer).await?;
            return Ok(signed.filter(|signed| login.account == Some(signed.account)).map(Shown::Passkey));
        }
    };
    let given = blake3::Hash::from_bytes(hash_of_code(ticket_hash, code.trim()));
    let mailed = given == blake3::Hash::from_bytes(login.code_hash);
    let other = of_account(desk, login.account.unwrap_or(AccountId(Uuid::nil())), &code).await?;
    Ok(if mailed { Some(Shown::Mail) } else { other }.filter(|_| login.account.is_some()))
}

/// What a code of an account's own is, if it is right: of an app, or a recovery code.
async fn of_account(desk: &Desk, account: AccountId, code: &str) -> Result<Option<Shown>, Fault> {
    let factors = desk.load::<Factors>(account.0).await?.state;
    if recovery::looks_like_one(code) {
        let set = factors.code_set().unwrap_or(CodeSetId(Uuid::nil()));
        let number = recovery::number_of(desk, set, code).await?;
        return Ok(number.map(|number| Shown::RecoveryCode { set, number }));
    }
    of_app_among(desk, account, &factors, code).await
}

/// What an app of an account shows now, if it is that.
pub(in crate::identity) async fn of_app(desk: &Desk, account: AccountId, code: &str) -> Result<Option<Shown>, Fault> {
    of_app_among(desk, account, &desk.load::<Factors>(account.0).await?.state, code).await
}

async fn of_app_among(desk: &Desk, account: AccountId, factors: &Factors, code: &str) -> Result<Option<Shown>, Fault> {
    // One look and one seed at least for everybody, or the time would tell who has an app.
    let mut seeds = desk.vault().totps_of(account).await?;
    seeds.retain(|(factor, _)| factors.of(Kind::App).any(|known| known == *factor));
    if seeds.is_empty() {
        seeds.push((FactorId(Uuid::nil()), vec![0; 20].into()));
    }
    let mut shown = None;
    for (factor, secret) in seeds {
        let step = step_of(&secret, code, desk.now())?;
        shown = shown.or(step.filter(|_| factor.0 != Uuid::nil()).map(|step| Shown::App { factor, step }));
    }
    Ok(shown)
}

/// Writes down that it was shown, so that it counts once; `false` where it did before.
pub(in crate::identity) async fn use_up(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    shown: Shown,
) -> Result<bool, Failure<Refusal>> {
    let command = match shown {
        Shown::Mail => return Ok(true),
        Shown::App { factor, step } => Command::UseTotp { factor, step },
        Shown::RecoveryCode { set, number } => Command::UseRecoveryCode { set, number },
        Shown::Passkey(signed) => return use_passkey(desk, caller, signed).await,
    };
    match desk.run::<Factors>(account.0, Ask { account, command }, &caller.step("second")).await {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// The same for a passkey; one whose counter does not go on is refused, and its owner hears of it.
pub(in crate::identity) async fn use_passkey(
    desk: &Desk,
    caller: &Caller,
    Signed { account, factor, counter }: Signed,
) -> Result<bool, Failure<Refusal>> {
    let ask = |command| Ask { account, command };
    let used = ask(Command::UsePasskey { factor, counter });
    match desk.run::<Factors>(account.0, used, &caller.step("second")).await {
        Ok(_) => Ok(true),
        Err(Failure::Refused(Refusal::Doubtful)) => {
            let doubt = ask(Command::Doubt { factor, shown: counter });
            desk.run::<Factors>(account.0, doubt, &caller.step("doubt")).await?;
            Ok(false)
        }
        Err(Failure::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
