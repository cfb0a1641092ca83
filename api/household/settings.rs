//! The settings a person changes while the house runs. What is for admins only is left out for
//! everybody else: the public address and the address mail is sent from.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use commands::{Failure, household};
use domain::{Role, household::settings};
use projections::{Page, household::settings as view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{names::Names, refusals::field_errors};
use crate::{
    front::Front,
    http::{
        Admin, AtLeast, Json, Person, Problem, Question, RequiredFactorWord, check_proof,
        conditions::{self, etag},
        freshness::Receipt,
        paging::{self, PageOf},
    },
};

const LIST: &str = "household.settings";

/// The settings.
#[derive(Serialize, ToSchema)]
pub struct Settings {
    /// What the house is called.
    name: String,
    /// The IANA name of its time zone.
    time_zone: &'static str,
    /// Minutes between two mails of alerts to one person.
    alert_digest_minutes: u32,
    /// Where it is reached; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_address: Option<Option<String>>,
    /// From which address it sends mail; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_sender: Option<Option<String>>,
    /// Other sites whose pages may ask in a person's name; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_origins: Option<Vec<String>>,
    /// Days for which an invitation holds; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_days: Option<u32>,
    /// The hosts at which people may have their mail, any where there is none; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_domains: Option<Vec<String>>,
    /// What admins must have besides the password; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    required_factor_admins: Option<RequiredFactorWord>,
    /// What everybody else must have besides the password; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    required_factor_others: Option<RequiredFactorWord>,
}

impl Settings {
    /// As somebody of this role may see them.
    pub fn shown_to(role: Role, settings: &domain::household::Settings) -> Self {
        let for_admins = |value: &Option<String>| (role == Role::Admin).then(|| value.clone());
        Self {
            name: settings.name.clone(),
            time_zone: settings.zone.name(),
            alert_digest_minutes: settings.alert_digest_minutes,
            public_address: for_admins(&settings.public_address),
            mail_sender: for_admins(&settings.mail_sender),
            allowed_origins: (role == Role::Admin).then(|| settings.allowed_origins.clone()),
            invitation_days: (role == Role::Admin).then_some(settings.invitation_days),
            mail_domains: (role == Role::Admin).then(|| settings.mail_domains.clone()),
            required_factor_admins: (role == Role::Admin).then(|| settings.required_factor_admins.into()),
            required_factor_others: (role == Role::Admin).then(|| settings.required_factor_others.into()),
        }
    }
}

/// What changes; the rest stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// What the house is called: 1 to 60 characters.
    name: Option<String>,
    /// The IANA name of its time zone.
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
    /// Where it is reached: scheme, host and perhaps a port; empty for no address of its own.
    #[schema(example = "https://house.example")]
    public_address: Option<String>,
    /// From which address it sends mail.
    mail_sender: Option<String>,
    /// Minutes between two mails of alerts to one person: 0 (each at once) to 1440.
    alert_digest_minutes: Option<u32>,
    /// Other sites whose pages may ask in a person's name, all of them: scheme, host and perhaps a port, with https
    /// unless it is this very machine. In force at once.
    #[schema(example = json!(["https://panel.house.example"]))]
    allowed_origins: Option<Vec<String>>,
    /// Days for which an invitation holds: 1 to 90.
    invitation_days: Option<u32>,
    /// The hosts at which people may have their mail, all of them; none for any.
    #[schema(example = json!(["house.example"]))]
    mail_domains: Option<Vec<String>>,
    /// What admins must have besides the password: `any`, `strong` (an app or a passkey), `app` or `passkey`. Whoever asks
    /// has it themselves. In force at once: who has none can set one up, and nothing else.
    #[schema(example = "strong")]
    required_factor_admins: Option<String>,
    /// The same for everybody else.
    required_factor_others: Option<String>,
}

impl From<SettingsChange> for settings::Change {
    fn from(given: SettingsChange) -> Self {
        Self {
            name: given.name,
            time_zone: given.time_zone,
            public_address: given.public_address,
            mail_sender: given.mail_sender,
            alert_digest_minutes: given.alert_digest_minutes,
            allowed_origins: given.allowed_origins,
            invitation_days: given.invitation_days,
            mail_domains: given.mail_domains.map(household::hosts_in_ascii),
            required_factor_admins: given.required_factor_admins,
            required_factor_others: given.required_factor_others,
            unmet: Vec::new(),
        }
    }
}

/// Which changes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this setting only.
    #[serde(alias = "key")]
    setting: Option<String>,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// One change of a setting.
#[derive(Serialize, ToSchema)]
pub struct SettingChanged {
    /// The entry of the diary that tells of it.
    position: u64,
    /// Which setting.
    key: String,
    /// What it was set to; null once erased, or where nothing is chosen any more.
    value: Option<String>,
    /// What it was before; null once erased, or where nothing was chosen.
    previous: Option<String>,
    /// When.
    changed_at: DateTime<Utc>,
    /// By whom: `person`, `house` or `console`.
    who: String,
    /// By which person.
    account: Option<Uuid>,
    /// The person's present name; null once erased, or while names cannot be looked up.
    name: Option<String>,
}

impl From<(view::Change, Option<String>)> for SettingChanged {
    fn from((row, name): (view::Change, Option<String>)) -> Self {
        let view::Change { position, key, value, previous, changed_at, who, account } = row;
        Self { position, key, value, previous, changed_at, who, account: account.map(|account| account.0), name }
    }
}

/// Shows the settings
///
/// Asked of the log itself, so they are never behind.
#[utoipa::path(get, path = "/api/household/settings", tag = "household", security(("session" = [])),
    responses((status = 200, description = "The settings.", body = Settings),
        (status = 304, description = "They are as `If-None-Match` says.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    _at_least: AtLeast,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (settings, length) = household::settings(&front.desk).await?;
    let tag = [(header::ETAG, etag(length))];
    if conditions::is_known(&headers, length)? {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    Ok((tag, axum::Json(Settings::shown_to(person.role, &settings))).into_response())
}

/// Changes settings
///
/// All that are given, or none where one does not fit.
#[utoipa::path(patch, path = "/api/household/settings", tag = "household", request_body = SettingsChange,
    security(("session" = [])), responses((status = 200, description = "They are changed.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    Admin(caller): Admin,
    headers: HeaderMap,
    Json(change): Json<SettingsChange>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let change = settings::Change::from(change);
    let faults = change.faults();
    // Where links in mails lead, whose pages may ask in a person's name, and what opens the door.
    let factors = change.required_factor_admins.is_some() || change.required_factor_others.is_some();
    if change.public_address.is_some() || change.allowed_origins.is_some() || factors {
        check_proof(&front, &caller).await?;
    }
    let done = household::change_settings(&front.desk, &caller, change, expected).await;
    let done = done.map_err(|failure| match failure {
        Failure::Refused(first) => Problem::from(first).among(field_errors(&faults)),
        other => other.into(),
    })?;
    Ok(front.tagged_receipt("household", done).await)
}

/// Lists changes of settings
///
/// The newest first.
#[utoipa::path(get, path = "/api/household/settings/history", tag = "household", params(Filter),
    security(("session" = [])), responses((status = 200, description = "A page of changes.", body = PageOf<SettingChanged>)))]
pub async fn history(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    at_least: AtLeast,
    uri: Uri,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    if let Some(key) = filter.setting.as_deref().filter(|key| !view::KEYS.contains(key)) {
        let detail = format!("setting: there is no setting '{key}'; use one of {}", view::KEYS.join(", "));
        return Err(Problem::malformed("setting_unknown", detail).about("setting"));
    }
    let before = paging::place(LIST, filter.cursor.as_deref())?;
    let limit = paging::limit(filter.limit)?;
    let reads = front.view("household", at_least).await?;
    let page =
        reads.query(move |connection| view::history(connection, filter.setting.as_deref(), before, limit)).await?;
    let names = Names::find(&front, page.items.iter().map(|change| change.account)).await;
    let with_name = |change: view::Change| {
        let name = names.of(change.account);
        (change, name)
    };
    let items = page.items.into_iter().map(with_name).collect();
    Ok(paging::answer::<_, SettingChanged>(LIST, &uri, Page { items, next: page.next }))
}
