//! The view of settings: what is in force, since when and by whom, and what was before.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Event, Fact,
    household::{Event as House, Settings as Defaults, limits::Limit, stays::Term},
};
use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, maybe_id, time},
};

/// The keys, in the order they are shown.
pub const KEYS: [&str; 29] = [
    "name",
    "time_zone",
    "public_address",
    "mail_sender",
    "alert_digest_minutes",
    "allowed_origins",
    "mail_server",
    "invitation_days",
    "mail_domains",
    "required_factor_admins",
    "required_factor_others",
    "stranger_hour",
    "stranger_day",
    "person_minute",
    "key_minute",
    "login_hour",
    "proof_hour",
    "link_hour",
    "export_hour",
    "upload_hour",
    "mail_person_hour",
    "mail_network_hour",
    "mail_house_hour",
    "admin_idle_minutes",
    "admin_session_hours",
    "member_idle_minutes",
    "member_session_hours",
    "viewer_idle_minutes",
    "viewer_session_hours",
];

/// Makes the view.
pub struct Settings;

/// One change of a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where the log tells of it; pages go on from here.
    pub position: u64,
    /// Which setting.
    pub key: String,
    /// What it was set to; `None` once erased.
    pub value: Option<String>,
    /// What it was before; `None` once erased, or where it was never set.
    pub previous: Option<String>,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// By whom: `person`, `house` or `console`.
    pub who: String,
    /// By which person.
    pub account: Option<AccountId>,
}

/// A setting in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Which one.
    pub key: &'static str,
    /// What it is; `None` where it was never set and there is no better beginning.
    pub value: Option<String>,
    /// The change that made it so; `None` where it was never changed.
    pub change: Option<Change>,
}

impl Projector for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn version(&self) -> u32 {
        5
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["household"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/household/settings.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Household(event) = &fact.event else { return Ok(()) };
        let (key, value) = match event {
            House::HouseNamed(it) => ("name", Some(it.name.clone())),
            House::TimeZoneSet(it) => ("time_zone", Some(it.zone.clone())),
            House::PublicAddressSet(it) => ("public_address", Some(it.address.clone()).filter(|it| !it.is_empty())),
            House::MailSenderSet(it) => ("mail_sender", it.sender.text().map(str::to_owned)),
            House::AlertDigestSet(it) => ("alert_digest_minutes", Some(it.minutes.to_string())),
            House::AllowedOriginsSet(it) => ("allowed_origins", Some(it.origins.join(" "))),
            House::InvitationDaysSet(it) => ("invitation_days", Some(it.days.to_string())),
            House::MailDomainsSet(it) => ("mail_domains", Some(it.domains.join(" "))),
            House::FactorRequired(it) if it.of == "admins" => ("required_factor_admins", Some(it.factor.clone())),
            House::FactorRequired(it) => ("required_factor_others", Some(it.factor.clone())),
            House::MailServerChanged(it) => ("mail_server", Some(format!("{}:{} ({})", it.host, it.port, it.security))),
            House::MailServerRemoved(_) => ("mail_server", None),
            House::LimitSet(it) => match Limit::of_word(&it.limit) {
                Some(limit) => (limit.word(), Some(it.count.to_string())),
                None => return Ok(()),
            },
            House::StaySet(it) => match Term::of_word(&it.term) {
                Some(term) => (term.word(), Some(it.count.to_string())),
                None => return Ok(()),
            },
            House::MailTested(_)
            | House::ViewStopped(_)
            | House::ClockJumped(_)
            | House::CertificateTaken(_)
            | House::CertificateRefused(_)
            | House::CertificateEnding(_)
            | House::BackupMade(_)
            | House::BackupChecked(_)
            | House::BackupFailed(_) => return Ok(()),
        };
        let sql = "INSERT INTO settings (position, key, value, changed_at, who, account)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (at, who) = (fact.stamp.at.timestamp_micros(), fact.stamp.who);
        let account = who.account().map(|account| account.0.into_bytes());
        rows.run(sql, params![fact.position, key, value, at, who.word(), account]).map(drop)
    }
}

/// All settings in force, those that were never changed included.
///
/// # Errors
/// When SQLite refuses it.
pub fn present(connection: &Connection) -> rusqlite::Result<Vec<Setting>> {
    KEYS.into_iter()
        .map(|key| {
            let change = history(connection, Some(key), None, 1)?.items.pop();
            let value = change.as_ref().map_or_else(|| beginning(key), |change| change.value.clone());
            Ok(Setting { key, value, change })
        })
        .collect()
}

fn beginning(key: &str) -> Option<String> {
    if let Some(limit) = Limit::of_word(key) {
        return Some(limit.usual().to_string());
    }
    if let Some(term) = Term::of_word(key) {
        return Some(term.usual().to_string());
    }
    let Defaults {
        name,
        zone,
        public_address,
        mail_sender,
        alert_digest_minutes,
        allowed_origins,
        invitation_days,
        mail_domains,
        required_factor_admins,
        required_factor_others,
    } = Defaults::default();
    match key {
        "name" => Some(name),
        "time_zone" => Some(zone.name().to_owned()),
        "public_address" => public_address,
        "mail_sender" => mail_sender,
        "allowed_origins" => Some(allowed_origins.join(" ")),
        "mail_server" => None,
        "invitation_days" => Some(invitation_days.to_string()),
        "mail_domains" => Some(mail_domains.join(" ")),
        "required_factor_admins" => Some(required_factor_admins.word().to_owned()),
        "required_factor_others" => Some(required_factor_others.word().to_owned()),
        _ => Some(alert_digest_minutes.to_string()),
    }
}

const OF_KEY: &str = "SELECT new.*, old.position AS previous_position, old.value AS previous
    FROM settings AS new LEFT JOIN settings AS old ON old.position =
        (SELECT max(position) FROM settings WHERE key = new.key AND position < new.position)
    WHERE new.key = ?1 AND new.position < ?2 ORDER BY new.position DESC";
const OF_ALL: &str = "SELECT new.*, old.position AS previous_position, old.value AS previous
    FROM settings AS new LEFT JOIN settings AS old ON old.position =
        (SELECT max(position) FROM settings WHERE key = new.key AND position < new.position)
    WHERE ?1 IS NULL AND new.position < ?2 ORDER BY new.position DESC";

/// A page of changes, of one key or of all, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn history(
    connection: &Connection,
    key: Option<&str>,
    before: Option<u64>,
    limit: usize,
) -> rusqlite::Result<Page<Change>> {
    let mut statement = connection.prepare_cached(if key.is_some() { OF_KEY } else { OF_ALL })?;
    let rows = statement.query_map(params![key, bound(before.unwrap_or(u64::MAX))], change)?;
    Page::gather(rows, limit, |change| change.position)
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    let key: String = row.get("key")?;
    let is_first = row.get::<_, Option<u64>>("previous_position")?.is_none();
    let previous = if is_first { beginning(&key) } else { row.get("previous")? };
    Ok(Change {
        position: row.get("position")?,
        key,
        value: row.get("value")?,
        previous,
        changed_at: time(row, "changed_at")?,
        who: row.get("who")?,
        account: maybe_id(row, "account")?.map(AccountId),
    })
}
