//! Who lives here and who may come in, as a person or a program meets it: requests in, answers,
//! events and letters out.

mod access;
mod accounts;
mod address_of_origin;
mod addresses;
mod apps;
mod deactivation;
mod devices;
mod erasure;
mod factors;
mod forgery;
mod founding;
mod grid;
mod idempotency;
mod invitations;
mod key_secrets;
mod key_tries;
mod keys;
mod lockout;
mod logins;
mod mailbox;
mod measurements;
mod own_archive;
mod passkey_decoys;
mod passkeys;
mod passkeys_hostile;
mod password_policy;
mod passwords;
mod people;
mod pins;
mod proofs;
mod proofs_by_factors;
mod recovery_codes;
mod renewal;
mod required_factor;
mod resets;
mod same_answers;
mod secrets;
mod sessions;
mod strangers;
mod unfinished;
mod wire;

use tests::House;

/// The names of what happened in identity after a position, without their versions.
async fn in_identity(house: &House, after: u64) -> Vec<String> {
    let kinds = house.kinds_after(after).await.into_iter();
    kinds.filter_map(|kind| Some(kind.strip_prefix("identity.")?.rsplit_once(".v")?.0.to_owned())).collect()
}
