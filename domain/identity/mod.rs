//! Who lives here and who may come in.
//!
//! Secrets are deliberately absent: a password is only known here by the id of the credential
//! that the vault keeps, and a session's token not at all.

pub mod account;
pub mod address;
pub mod admins;
pub mod erasure;
pub mod factors;
pub mod founding;
pub mod insistence;
pub mod invitation;
pub mod key;
pub mod key_places;
pub mod key_refusals;
pub mod link;
pub mod password;
pub mod pin;
pub mod probes;
pub mod rights;
pub mod session;
pub mod strangers;
pub mod takings;

pub use account::{Account, CredentialId};
pub use address::Address;
pub use admins::Admins;
pub use erasure::Erasure;
pub use factors::Factors;
pub use founding::Founding;
pub use insistence::Insistence;
pub use invitation::{Invitation, InvitationId};
pub use key::Key;
pub use key_places::KeyPlaces;
pub use key_refusals::KeyRefusals;
pub use link::LinkId;
pub use pin::Pin;
pub use probes::Probes;
pub use rights::{Access, Grants, Rights, Scopes};
pub use session::Session;
pub use strangers::Strangers;
pub use takings::Takings;

use account::address_change::{AddressChangeAsked, AddressChangeWithdrawn, AddressChanged, AddressRestored};
use account::events::*;
use account::recovery::{ChangeDisavowed, PasswordRecovered, ResetLinkSent};
use address::{AddressInvited, AddressReleased, AddressReserved};
use admins::{AdminReleased, AdminReturned};
use erasure::{ErasureAsked, ErasureBegun, ErasureCompleted, ErasureWithdrawn};
use factors::{events::*, told_kind, told_left};
use founding::HouseFounded;
use insistence::{LimitIgnored, LimitStormed};
use invitation::{InvitationAccepted, InvitationRepeated, InvitationSent, InvitationWithdrawn};
use key::events::{KeyExpired, KeyIssued, KeyRevoked};
use key_places::KeyPlaceMet;
use key_refusals::{KeyOutOfPlace, KeyRefused, KeysInsisted, KeysRefused};
use pin::{PinRemoved, PinSet};
use probes::StrangersProbed;
use rights::grants::AccessSet;
use session::events::*;
use session::{SessionEnded, SessionOpened};
use strangers::{StrangersInsisted, StrangersRefused};
use takings::DataTaken;

crate::kernel::events! {
    /// Everything that can happen in identity.
    pub enum Event {
        HouseFounded = "identity.house_founded.v1", Notice, of account, |_| "The house was founded";
        AddressReserved = "identity.address_reserved.v1", Notice, of account, |_| "A mail address was reserved";
        AddressReleased = "identity.address_released.v1", Notice, of account, |_| "A mail address was released";
        AccountOpened = "identity.account_opened.v1", Warning, of account, personal name email,
            |it| format!("{} was given an account as {}", it.name.named(), it.role);
        AccountRenamed = "identity.account_renamed.v1", Notice, of account, personal name,
            |it| format!("An account was renamed to {}", it.name.shown());
        RoleChanged = "identity.role_changed.v1", Critical, of account, |it| format!("The role was changed to {}", it.role);
        AccountClosed = "identity.account_closed.v1", Critical, of account, |_| "The account was closed";
        AccountDeactivated = "identity.account_deactivated.v1", Critical, of account, |_| "The account was deactivated";
        AccountReactivated = "identity.account_reactivated.v1", Critical, of account, |_| "The account was reactivated";
        AdminReleased = "identity.admin_released.v1", Notice, of account, |_| "An admin was asked to step down";
        AdminReturned = "identity.admin_returned.v1", Notice, of account, |_| "Somebody who stepped down is an admin again";
        LoginFailed = "identity.login_failed.v1", Warning, of account,
            |it| format!("A login failed: wrong password, {} in a row", it.failures);
        LoginCodeSent = "identity.login_code_sent.v1", Notice, of account, |_| "A letter with a login code was written";
        LoginCodeRefused = "identity.login_code_refused.v1", Warning, of account,
            |it| format!("A login code was wrong, {} since the last login", times(it.refusals));
        AccountLocked = "identity.account_locked.v1", Critical, of account,
            |it| format!("The account was locked for {}", wait_in_words(it.wait_s));
        AccountUnlocked = "identity.account_unlocked.v1", Warning, of account, |_| "The account was unlocked";
        LoggedIn = "identity.logged_in.v2", Notice, of account, |it| it.sentence();
        DeviceMet = "identity.device_met.v1", Warning, of account, personal device,
            |it| format!("Logged in on a device that was not known: {}", it.device.shown());
        PasswordChanged = "identity.password_changed.v1", Warning, of account, |_| "The password was changed";
        PasswordReset = "identity.password_reset.v1", Critical, of account, |_| "The password was set anew by somebody else";
        ResetLinkSent = "identity.reset_link_sent.v1", Notice, of account,
            |_| "A letter with a link to set a new password was written";
        PasswordRecovered = "identity.password_recovered.v1", Critical, of account,
            |_| "The password was set anew through the link of a letter";
        ChangeDisavowed = "identity.change_disavowed.v1", Critical, of account,
            |_| "Somebody said that a change was not theirs: the password is void until it is set anew";
        AddressChangeAsked = "identity.address_change_asked.v1", Warning, of account, personal email,
            |it| format!("{} was asked to become the mail address", it.email.shown());
        AddressChangeWithdrawn = "identity.address_change_withdrawn.v1", Notice, of account,
            |_| "The mail address stays as it is";
        AddressChanged = "identity.address_changed.v1", Critical, of account, personal email,
            |it| format!("The mail address is {} from now on", it.email.shown());
        AddressRestored = "identity.address_restored.v1", Critical, of account, personal email,
            |it| format!("The mail address is {} again", it.email.shown());
        AddressInvited = "identity.address_invited.v1", Notice, of account,
            |_| "An invitation was noted at a mail address";
        InvitationSent = "identity.invitation_sent.v1", Warning, of account, personal email,
            |it| format!("{} was invited as {}", it.email.shown(), it.role);
        InvitationRepeated = "identity.invitation_repeated.v1", Notice, of account, |_| "An invitation was sent again";
        InvitationWithdrawn = "identity.invitation_withdrawn.v1", Notice, of account, |_| "An invitation was withdrawn";
        InvitationAccepted = "identity.invitation_accepted.v1", Notice, of account, |_| "An invitation was accepted";
        SessionOpened = "identity.session_opened.v1", Notice, of account, personal device,
            |it| format!("A session was opened on {}", it.device.shown());
        SessionEnded = "identity.session_ended.v1", Notice, of account,
            |it| format!("A session ended: {}", it.reason);
        ProofGiven = "identity.proof_given.v1", Notice, of account, |it| format!("Proved who they are with the {}", it.kind);
        ProofRefused = "identity.proof_refused.v1", Warning, of account,
            |it| format!("Failed to prove who they are: wrong {}, {} in a row", it.kind, it.failures);
        ProofsDelayed = "identity.proofs_delayed.v1", Critical, of account,
            |it| format!("Proofs are refused for {} in a session with too many wrong ones", wait_in_words(it.wait_s));
        PinSet = "identity.pin_set.v1", Critical, of account, |_| "An admin PIN was set";
        PinRemoved = "identity.pin_removed.v1", Critical, of account, |_| "The admin PIN was removed";
        ProofEnded = "identity.proof_ended.v1", Notice, of account, |_| "The proof of who it is counts no longer";
        TotpAdded = "identity.totp_added.v1", Warning, of account, personal name,
            |it| format!("An authenticator app was set up: {}", it.name.shown());
        TotpUsed = "identity.totp_used.v1", Notice, of account, |_| "A code of an authenticator app was shown";
        PasskeyAdded = "identity.passkey_added.v1", Warning, of account, personal name,
            |it| format!("A passkey was added: {}", it.name.shown());
        PasskeyUsed = "identity.passkey_used.v1", Notice, of account, |_| "A passkey was shown";
        PasskeyDoubted = "identity.passkey_doubted.v1", Critical, of account,
            |_| "A passkey was refused: it counts backwards, so there may be a copy of it";
        FactorRenamed = "identity.factor_renamed.v1", Notice, of account, personal name,
            |it| format!("A second factor was renamed to {}", it.name.shown());
        FactorRemoved = "identity.factor_removed.v1", Warning, of account, personal name,
            |it| format!("{} was removed: {}", told_kind(&it.kind), it.name.shown());
        FactorsReset = "identity.factors_reset.v1", Critical, of account, |_| "All second factors and recovery codes were taken away";
        RecoveryCodesMade = "identity.recovery_codes_made.v1", Warning, of account,
            |it| format!("{} recovery codes were made; any earlier ones are void", it.count);
        RecoveryCodeUsed = "identity.recovery_code_used.v1", Warning, of account,
            |it| format!("A recovery code was used; {}", told_left(it.left));
        LoginUnfinished = "identity.login_unfinished.v1", Warning, of account,
            |_| "Somebody typed the right password and showed no second factor within three minutes";
        StrangersRefused = "identity.strangers_refused.v1", Warning, personal typed,
            |it| format!("A login with an unknown address was refused, {} within an hour", times(it.count));
        StrangersProbed = "identity.strangers_probed.v1", Notice, |it| it.sentence();
        StrangersInsisted = "identity.strangers_insisted.v1", Critical, personal typed,
            |it| format!("Somebody keeps trying unknown addresses, {} within an hour", times(it.count));
        AccessSet = "identity.access_set.v1", Warning, of account, |it| it.sentence();
        KeyIssued = "identity.key_issued.v1", Warning, of account, personal name networks,
            |it| format!("The key {} was made for {}", it.name.shown(), it.scopes.join(", "));
        KeyRevoked = "identity.key_revoked.v1", Warning, of account, personal name,
            |it| format!("The key {} was revoked", it.name.shown());
        KeyExpired = "identity.key_expired.v1", Notice, of account, personal name,
            |it| format!("The key {} ended: its time was over", it.name.shown());
        KeyRefused = "identity.key_refused.v1", Warning, of account, personal name,
            |it| format!("The key {} was refused: {}, {} within an hour", it.name.shown(), it.reason, times(it.count));
        KeyOutOfPlace = "identity.key_out_of_place.v1", Critical, of account, personal name,
            |it| format!("The key {} was shown from a network it is not for, {} within an hour", it.name.shown(), times(it.count));
        KeyPlaceMet = "identity.key_place_met.v1", Notice, of account,
            |_| "A key was used from a network where it was not used before";
        KeysRefused = "identity.keys_refused.v1", Warning,
            |it| format!("An unknown key was refused, {} within an hour", times(it.count));
        KeysInsisted = "identity.keys_insisted.v1", Critical,
            |it| format!("Somebody keeps trying unknown keys, {} within an hour", times(it.count));
        LimitIgnored = "identity.limit_ignored.v1", Warning,
            |it| format!("Somebody goes on asking, {}", insistence::told(&it.limit, it.count));
        LimitStormed = "identity.limit_stormed.v1", Critical,
            |it| format!("Somebody floods the house with requests, {}", insistence::told(&it.limit, it.count));
        DataTaken = "identity.data_taken.v1", Warning, of account, |it| format!("Took along {}", it.what);
        ErasureAsked = "identity.erasure_asked.v1", Critical, of account, |_| "A person asked to be erased";
        ErasureWithdrawn = "identity.erasure_withdrawn.v1", Warning, of account, |_| "A person does not ask to be erased any more";
        ErasureBegun = "identity.erasure_begun.v1", Warning, of account, |_| "The erasure of a person was begun";
        ErasureCompleted = "identity.erasure_completed.v1", Critical, of account, |it| it.sentence();
    }
    upcasts {
        "identity.logged_in.v1": LoggedInV1 => LoggedIn;
    }
}
