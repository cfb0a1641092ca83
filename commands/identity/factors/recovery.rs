//! Recovery codes: ten, each good once, for whoever has lost everything else.
//!
//! They are shown when they are made and never again. A code has 80 random bits, so its bare hash tells
//! nobody anything: there is no need for a slow one.

use domain::identity::factors::{CodeSetId, Command, Factors, RECOVERY_CODES};
use zeroize::Zeroizing;

use super::{FactorRefusal, oneself, run};
use crate::{
    Caller, Desk, Done, Failure, Fault, fresh_command, identity::credential::made_by, random_bytes, runtime::in_fives,
};

const CODE_BYTES: usize = 10;
/// Crockford's alphabet: without the letters that look like digits.
const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes new codes for the caller; those before are void.
///
/// # Errors
/// When the caller is nobody, or asked for these before: they were shown then.
pub async fn make_recovery_codes(
    desk: &Desk,
    caller: &Caller,
) -> Result<(Vec<Zeroizing<String>>, Done), Failure<FactorRefusal>> {
    let account = oneself(caller)?;
    if desk.answered::<Factors>(account.0, caller).await?.is_some() {
        return Err(Failure::Refused(FactorRefusal::Over));
    }
    // An id of its own even for a request sent again: two sets never mix.
    let set = CodeSetId(made_by(&Caller { command: fresh_command(), ..caller.clone() }, "codes"));
    let codes: Vec<_> = (0..RECOVERY_CODES).map(|_| new_code()).collect::<Result<_, _>>()?;
    let hashes: Vec<_> = codes.iter().map(|code| hash_of(code)).collect();
    desk.vault().keep_recovery_codes(set, account, &hashes).await?;
    let done = run(desk, caller, account, Command::MakeRecoveryCodes { set }).await?;
    forget_others(desk, account).await?;
    Ok((codes, done))
}

/// The vault forgets what no event names any more.
pub(super) async fn forget_others(desk: &Desk, account: domain::AccountId) -> Result<(), Fault> {
    let present = desk.load::<Factors>(account.0).await?.state.code_set();
    desk.vault().drop_other_codes(account, present).await
}

/// Which of a set a code is.
pub(super) async fn number_of(desk: &Desk, set: CodeSetId, code: &str) -> Result<Option<u32>, Fault> {
    let given = blake3::Hash::from_bytes(hash_of(code));
    let known = desk.vault().recovery_codes(set).await?;
    // All are compared, each in a time that does not tell.
    let fits: Vec<_> = known.iter().filter(|(_, hash)| blake3::Hash::from_bytes(*hash) == given).collect();
    Ok(fits.first().map(|(number, _)| *number))
}

/// Whether somebody typed one of these, or means to.
pub(super) fn looks_like_one(code: &str) -> bool {
    plain(code).len() == CODE_BYTES * 8 / 5
}

fn new_code() -> Result<Zeroizing<String>, Fault> {
    let bytes = Zeroizing::new(random_bytes::<CODE_BYTES>()?);
    let signs: Zeroizing<String> = Zeroizing::new(in_fives(&bytes[..]).map(|five| char::from(SIGNS[five])).collect());
    let fours: Vec<_> = signs.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    Ok(Zeroizing::new(fours.join("-")))
}

fn hash_of(code: &str) -> [u8; 32] {
    *blake3::hash(plain(code).as_bytes()).as_bytes()
}

/// As it was made, however it is typed.
fn plain(code: &str) -> Zeroizing<String> {
    let read = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    Zeroizing::new(code.chars().filter(char::is_ascii_alphanumeric).take(64).map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_four_groups_of_four_and_never_twice_the_same() {
        let codes: std::collections::BTreeSet<String> =
            (0..1000).map(|_| new_code().expect("random").to_string()).collect();
        assert_eq!(codes.len(), 1000);
        for code in codes {
            assert!(code.len() == 19 && code.split('-').all(|four| four.len() == 4), "{code}");
            assert!(looks_like_one(&code));
        }
    }

    #[test]
    fn it_may_be_typed_with_other_gaps_and_in_capitals() {
        assert_eq!(hash_of("0abc-1def-ghjk-mnpq"), hash_of(" OABC Idef ghjkMNPQ "));
        assert_ne!(hash_of("0abc-1def-ghjk-mnpq"), hash_of("0abc-1def-ghjk-mnpr"));
        assert!(!looks_like_one("123456"));
    }
}
