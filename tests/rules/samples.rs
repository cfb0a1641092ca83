//! One value of each event, as it would be stored: personal values are sealed already.
//!
//! The values never change: their bytes are golden. A new event gets a line of its own.

use domain::{
    AccountId, AlertId, Event, KeyId, PersonId, Personal, Role, SessionId,
    alerts::{self, alert::events::*, subscription::SubscriptionChanged, watch::events::*},
    household::{
        self,
        backup::events::*,
        certificate::{CertificateEnding, CertificateRefused, CertificateTaken},
        clock::ClockJumped,
        limits::LimitSet,
        mail_server::*,
        settings::events::*,
        stays::StaySet,
        view::ViewStopped,
    },
    identity::{
        self, CredentialId,
        account::{
            address_change::*,
            events::*,
            recovery::{ChangeDisavowed, PasswordRecovered, ResetLinkSent},
        },
        address::{AddressInvited, AddressReleased, AddressReserved},
        admins::{AdminReleased, AdminReturned},
        erasure::{ErasureAsked, ErasureBegun, ErasureCompleted, ErasureWithdrawn, Kept, Purged},
        factors::{CodeSetId, FactorId, events::*},
        founding::HouseFounded,
        insistence::{LimitIgnored, LimitStormed},
        invitation::*,
        key::events::{KeyExpired, KeyIssued, KeyRevoked},
        key_places::KeyPlaceMet,
        key_refusals::{KeyOutOfPlace, KeyRefused, KeysInsisted, KeysRefused},
        link::LinkId,
        pin::{PinRemoved, PinSet},
        probes::StrangersProbed,
        rights::grants::AccessSet,
        session::events::*,
        strangers::{StrangersInsisted, StrangersRefused},
        takings::DataTaken,
    },
};
use uuid::Uuid;

use crate::samples_of_documents::documents;

const ADA: AccountId = AccountId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0ada));
const SESSION: SessionId = SessionId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_05e5));
const CREDENTIAL: CredentialId = CredentialId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_c4ed));
const KEY: KeyId = KeyId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_06e7));
const LINK: LinkId = LinkId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0114));
const INVITATION: InvitationId = InvitationId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_14f1));
const ALERT: AlertId = AlertId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_a1e4));
/// Microseconds since 1970: larger than any other number in an event.
const NOON_US: i64 = 1_772_366_400_000_000;

/// As long as a nonce, a short name and a tag.
fn sealed() -> Personal {
    Personal::sealed(ADA, (0..31).collect())
}

/// One of each.
pub fn samples() -> Vec<Event> {
    let identity = [accounts(), logins(), sessions(), keys(), links(), invitations(), erasures(), factors()]
        .concat()
        .into_iter()
        .map(Event::from);
    let alerts = [alerts(), watch()].concat();
    let others = household().into_iter().map(Event::from).chain(alerts.into_iter().map(Event::from));
    identity.chain(others).chain(documents(ADA, sealed).into_iter().map(Event::from)).collect()
}

fn accounts() -> Vec<identity::Event> {
    let (account, credential) = (ADA, CREDENTIAL);
    vec![
        HouseFounded { account }.into(),
        AddressReserved { account }.into(),
        AddressReleased { account }.into(),
        AccountOpened { account, name: sealed(), email: sealed(), role: Role::Admin, credential }.into(),
        AccountRenamed { account, name: sealed() }.into(),
        RoleChanged { account, role: Role::Viewer }.into(),
        AccountClosed { account }.into(),
        AdminReleased { account }.into(),
        AdminReturned { account }.into(),
        PasswordChanged { account, credential }.into(),
        PasswordReset { account, credential }.into(),
    ]
}

fn logins() -> Vec<identity::Event> {
    let account = ADA;
    vec![
        LoginFailed { account, failures: 300, known_device: true }.into(),
        LoginCodeSent { account, at_us: NOON_US }.into(),
        LoginCodeRefused { account, refusals: 5 }.into(),
        AccountLocked { account, wait_s: 3600, until_us: NOON_US }.into(),
        AccountUnlocked { account }.into(),
        LoggedIn { account, session: SESSION, method: "password and authenticator app".into() }.into(),
        DeviceMet { account, session: SESSION, device: sealed() }.into(),
        StrangersRefused { count: 10, typed: None }.into(),
        StrangersProbed { pages: 300, traps: 5 }.into(),
        KeyPlaceMet { key: KEY, account, place: "ab".repeat(16), before: "cd".repeat(16) }.into(),
        StrangersInsisted { count: 1000, typed: Some(sealed()) }.into(),
        LimitIgnored { limit: "login_hour".into(), count: 100 }.into(),
        LimitStormed { limit: "login_hour".into(), count: 1000 }.into(),
    ]
}

fn links() -> Vec<identity::Event> {
    let (account, link, credential) = (ADA, LINK, CREDENTIAL);
    vec![
        ResetLinkSent { account, link, until_us: NOON_US }.into(),
        PasswordRecovered { account, link, credential }.into(),
        ChangeDisavowed { account, link }.into(),
        AddressChangeAsked { account, link, email: sealed(), until_us: NOON_US }.into(),
        AddressChangeWithdrawn { account, link }.into(),
        AddressChanged { account, link, email: sealed(), undo_until_us: NOON_US }.into(),
        AddressRestored { account, link, email: sealed() }.into(),
        AccountDeactivated { account }.into(),
        AccountReactivated { account }.into(),
    ]
}

fn invitations() -> Vec<identity::Event> {
    let (account, link, invitation, until_us) = (ADA, LINK, INVITATION, NOON_US);
    vec![
        AddressInvited { invitation, account }.into(),
        InvitationSent { invitation, account, email: sealed(), role: Role::Member, link, until_us }.into(),
        InvitationRepeated { invitation, account, link, until_us }.into(),
        InvitationWithdrawn { invitation, account }.into(),
        InvitationAccepted { invitation, account, link }.into(),
    ]
}

fn sessions() -> Vec<identity::Event> {
    let (account, session) = (ADA, SESSION);
    vec![
        SessionOpened { session, account, device: sealed(), until_us: NOON_US }.into(),
        SessionEnded { session, account, reason: "logged out".into() }.into(),
        ProofGiven { session, account, kind: "password".into() }.into(),
        ProofRefused { session, account, kind: "admin PIN".into(), failures: 2 }.into(),
        ProofsDelayed { session, account, wait_s: 60, until_us: NOON_US }.into(),
        ProofEnded { session, account }.into(),
        PinSet { account, pin: CREDENTIAL.0 }.into(),
        PinRemoved { account }.into(),
        DataTaken { account, what: "the diary as a table".into() }.into(),
    ]
}

fn keys() -> Vec<identity::Event> {
    let (account, key, name) = (ADA, KEY, sealed());
    let (until_us, networks) = (Some(NOON_US), Some(sealed()));
    let scopes = vec!["history:look".to_owned(), "household:act".to_owned()];
    vec![
        KeyIssued { key, account, name: name.clone(), scopes, until_us, networks }.into(),
        KeyRevoked { key, account, name: name.clone() }.into(),
        KeyExpired { key, account, name: name.clone() }.into(),
        KeyRefused { key, account, name: name.clone(), reason: "it was revoked".into(), count: 10 }.into(),
        KeyOutOfPlace { key, account, name, count: 1 }.into(),
        AccessSet { account: ADA, context: "history".into(), access: Some("look".into()) }.into(),
        KeysRefused { count: 10 }.into(),
        KeysInsisted { count: 1000 }.into(),
    ]
}

fn erasures() -> Vec<identity::Event> {
    let (account, strangers) = (ADA, vec![PersonId(Uuid::from_u128((2 << 96) | (24_314 << 64) | 300))]);
    let purged = vec![Purged { place: "vault".into(), what: "sessions".into(), count: 300 }];
    let kept = vec![
        Kept { place: "backups".into(), why: "it holds a sealed copy".into(), until_us: Some(NOON_US) },
        Kept { place: "mail".into(), why: "letters that were sent".into(), until_us: None },
    ];
    let (values, events, resumed) = (70_000, 300, true);
    vec![
        ErasureAsked { account }.into(),
        ErasureWithdrawn { account }.into(),
        ErasureBegun { account }.into(),
        ErasureCompleted { account, began: 70_000, values, events, resumed, strangers, purged, kept }.into(),
    ]
}

fn factors() -> Vec<identity::Event> {
    let (account, factor, set) = (ADA, FactorId(CREDENTIAL.0), CodeSetId(CREDENTIAL.0));
    vec![
        TotpAdded { account, factor, name: sealed(), step: 59_078_880 }.into(),
        TotpUsed { account, factor, step: 59_078_881 }.into(),
        PasskeyAdded { account, factor, name: sealed(), counter: 7 }.into(),
        PasskeyUsed { account, factor, counter: 300 }.into(),
        PasskeyDoubted { account, factor, known: 300, shown: 7 }.into(),
        FactorRenamed { account, factor, name: sealed() }.into(),
        FactorRemoved { account, factor, kind: "passkey".into(), name: sealed() }.into(),
        FactorsReset { account }.into(),
        RecoveryCodesMade { account, set, count: 10 }.into(),
        RecoveryCodeUsed { account, set, number: 3, left: 9 }.into(),
        LoginUnfinished { account, begun_at_us: NOON_US }.into(),
    ]
}

fn household() -> Vec<household::Event> {
    vec![
        HouseNamed { name: "Haus zum Käfer".into() }.into(),
        TimeZoneSet { zone: "Europe/Berlin".into() }.into(),
        PublicAddressSet { address: "https://house.example".into() }.into(),
        MailSenderSet { sender: sealed() }.into(),
        AlertDigestSet { minutes: 5 }.into(),
        LimitSet { limit: "stranger_hour".into(), count: 50 }.into(),
        StaySet { term: "viewer_idle_minutes".into(), count: 600 }.into(),
        MailServerChanged { host: "mail.example".into(), port: 587, security: "starttls".into(), login: Some(ADA.0) }
            .into(),
        MailServerRemoved { host: "mail.example".into() }.into(),
        MailTested { account: ADA, server: "mail.example:587".into(), accepted: true, said: sealed(), at_us: NOON_US }
            .into(),
        ViewStopped { context: "history".into(), at: 70_000, reason: "unknown".into() }.into(),
        AllowedOriginsSet { origins: vec!["https://panel.example".into()] }.into(),
        InvitationDaysSet { days: 7 }.into(),
        MailDomainsSet { domains: vec!["house.example".into()] }.into(),
        FactorRequired { of: "admins".into(), factor: "strong".into() }.into(),
        CertificateTaken { sha256: "ab".repeat(32), issuer: "the house".into(), until_us: NOON_US }.into(),
        CertificateRefused { reason: "the key does not fit".into() }.into(),
        CertificateEnding { until_us: NOON_US, reason: "no answer".into() }.into(),
        ClockJumped { by_s: -10_800, ran_s: 300 }.into(),
        BackupMade { generation: generation(), place: place(), head: 70_000, written_bytes: 70_000_000, took_ms: 900 }
            .into(),
        BackupChecked {
            generation: generation(),
            place: place(),
            outcome: "unsound".into(),
            reason: "log.sqlite does not match its hash".into(),
            took_ms: 9000,
        }
        .into(),
        BackupFailed { task: "make".into(), place: place(), reason: "the disk is full".into() }.into(),
    ]
}

fn generation() -> String {
    "20260301T120000Z".to_owned()
}

fn place() -> String {
    "/srv/backup".to_owned()
}

fn alerts() -> Vec<alerts::Event> {
    let (alert, person, about) = (ALERT, ADA, 70_000);
    let (kind, severity) = ("identity.account_locked.v1".to_owned(), "critical".to_owned());
    vec![
        AlertRaised { alert, person, about, kind, severity, raised_at_us: NOON_US }.into(),
        AlertDelivered { alert, person, about, mail: ALERT, in_folder: true }.into(),
        AlertFailed { alert, person, about, attempts: 2, retry_at_us: NOON_US, reason: sealed() }.into(),
        AlertAbandoned { alert, person, about, attempts: 20 }.into(),
        AlertAcknowledged { alert, person, about }.into(),
        SubscriptionChanged { person, context: "identity".into(), least: "critical".into() }.into(),
    ]
}

fn watch() -> Vec<alerts::Event> {
    let (within_minutes, began_us, from, rule) = (1440, NOON_US, Some(sealed()), "spraying".to_owned());
    let evidence = vec![7, 300, 70_000];
    vec![
        WatchRuleSet { rule: rule.clone(), limit: 3, span: 300 }.into(),
        WatchRuleSwitchedOff { rule }.into(),
        GuessingSuspected {
            account: ADA,
            failures: 300,
            within_minutes,
            from: from.clone(),
            began_us,
            evidence: evidence.clone(),
        }
        .into(),
        SprayingSuspected { from, accounts: 12, within_minutes, began_us, evidence: evidence.clone() }.into(),
        StrangersSuspected { networks: 12, tries: 300, within_minutes, began_us, evidence: evidence.clone() }.into(),
        ScanningSuspected { from: Some(sealed()), pages: 300, traps: 5, evidence: evidence.clone() }.into(),
        VolumeSuspected {
            account: ADA,
            key: None,
            commands: 300,
            usual: 20,
            from: Some(sealed()),
            evidence: evidence.clone(),
        }
        .into(),
        KeyElsewhere { account: ADA, key: KEY, from: Some(sealed()), networks: 2, evidence: evidence.clone() }.into(),
        ClockSuspected { by_s: -10_800, evidence: evidence.clone() }.into(),
        BackupOverdue { days: 8, generation: generation(), made_us: NOON_US, evidence }.into(),
    ]
}
