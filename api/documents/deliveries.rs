//! The ledger of access: who fetched what. Of their own space everybody sees all of it, of the shared one what each file
//! was fetched for; what one person fetched there, and from where, is for them and for whoever looks after the house.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    documents::{LinkId, SpaceId},
};
use projections::{
    Page,
    documents::{self as view, DeliveriesOf},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::found::{Found, living, missing};
use crate::{
    front::Front,
    household::Names,
    http::{
        AtLeast, Path, Person, Problem, Question, not_allowed,
        paging::{self, PageOf, Pages},
    },
};

const OF_FILE: &str = "documents.deliveries.file";
const OF_PEOPLE: &str = "documents.deliveries";

/// Whose deliveries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// What this account fetched; one's own where nothing is said. That of others is for admins, out of the shared space.
    by: Option<Uuid>,
    /// What was fetched through this link of one's own.
    link: Option<Uuid>,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// A file that was fetched.
#[derive(Serialize, ToSchema)]
pub struct DocumentsDelivery {
    /// Its number in the ledger.
    number: u64,
    /// Which file.
    file: Uuid,
    /// What it is called; null once erased.
    name: Option<String>,
    /// Which version.
    version: u32,
    /// How many bytes that has; null once it is gone.
    size_bytes: Option<u64>,
    /// How many of them were handed to the connection, none counted twice; null where it broke off in an archive. Where a
    /// proxy sends the bytes, all count as sent once it is told to.
    sent_bytes: Option<u64>,
    /// Whether that is all of them.
    whole: bool,
    /// When it was over.
    at: DateTime<Utc>,
    /// What whoever fetched it is called; null where it was nobody with an account.
    by: Option<String>,
    /// Whether it was a program, with a key of theirs.
    with_key: bool,
    /// From which network address; null where one is not to know.
    address: Option<String>,
    /// Through which link.
    link: Option<Uuid>,
    /// The archive that it was in.
    archive: Option<String>,
}

type Told<'a> = (view::Delivery, &'a Names, bool);

impl From<Told<'_>> for DocumentsDelivery {
    fn from((row, names, shows_address): Told<'_>) -> Self {
        Self {
            number: row.number,
            file: row.file.0,
            name: row.name,
            version: row.version,
            size_bytes: row.size_bytes,
            sent_bytes: row.sent_bytes,
            whole: row.whole,
            at: row.at,
            by: names.of(row.by),
            with_key: row.with_key,
            address: row.address.filter(|_| shows_address),
            link: row.link.map(|link| link.0),
            archive: row.archive,
        }
    }
}

/// Lists who fetched a file
///
/// One line for each delivery, however many ranges it took; the newest first.
#[utoipa::path(get, path = "/api/documents/files/{id}/deliveries", tag = "documents", params(("id" = Uuid, Path), Pages),
    security(("session" = [])),
    responses((status = 200, description = "A page of deliveries.", body = PageOf<DocumentsDelivery>)))]
pub async fn of_file(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Path(id): Path<Uuid>,
    Question(asked): Question<Pages>,
) -> Result<Response, Problem> {
    let Found::Node(node) = living(&front, &person, at_least, id).await? else { return Err(missing()) };
    let of = DeliveriesOf { file: Some(node.id), ..DeliveriesOf::default() };
    let shows_all = person.caller.is_admin() || node.space == SpaceId::from(person.account);
    answer(&front, &person, at_least, &uri, (OF_FILE, of, shows_all), (asked.limit, asked.cursor)).await
}

/// Lists what somebody fetched
///
/// Or what was fetched through a link; the newest first.
#[utoipa::path(get, path = "/api/documents/deliveries", tag = "documents", params(Whose), security(("session" = [])),
    responses((status = 200, description = "A page of deliveries.", body = PageOf<DocumentsDelivery>),
        (status = 403, description = "What others fetched is for admins."),
        (status = 404, description = "There is no such link.")))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(asked): Question<Whose>,
) -> Result<Response, Problem> {
    let of = match asked.link {
        Some(link) => through(&front, &person, at_least, LinkId(link), asked.by.map(AccountId)).await?,
        None => by(&person, asked.by.map(AccountId))?,
    };
    answer(&front, &person, at_least, &uri, (OF_PEOPLE, of, true), (asked.limit, asked.cursor)).await
}

/// Everybody knows what they fetched themselves; of others an admin knows what they fetched out of what all share.
fn by(person: &Person, account: Option<AccountId>) -> Result<DeliveriesOf, Problem> {
    let account = account.unwrap_or(person.account);
    let spaces = match account == person.account {
        true => None,
        false if person.caller.is_admin() => Some(vec![SpaceId::SHARED]),
        false => return Err(not_allowed("what others fetched is for admins")),
    };
    Ok(DeliveriesOf { by: Some(account), spaces, ..DeliveriesOf::default() })
}

async fn through(
    front: &Front,
    person: &Person,
    at_least: AtLeast,
    link: LinkId,
    by: Option<AccountId>,
) -> Result<DeliveriesOf, Problem> {
    let reads = front.view("documents", at_least).await?;
    let found = reads.query(move |connection| view::link(connection, link)).await?;
    if found.is_none_or(|found| found.account != person.account) {
        return Err(Problem::missing("no_such_link", "there is no such link".to_owned()));
    }
    Ok(DeliveriesOf { link: Some(link), by, ..DeliveriesOf::default() })
}

/// Where not all of it is to be known, one knows the addresses that one came from oneself.
async fn answer(
    front: &Front,
    person: &Person,
    at_least: AtLeast,
    uri: &Uri,
    (list, of, shows_all): (&'static str, DeliveriesOf, bool),
    (limit, cursor): (Option<usize>, Option<String>),
) -> Result<Response, Problem> {
    let before = paging::place(list, cursor.as_deref())?;
    let limit = paging::limit(limit)?;
    let reads = front.view("documents", at_least).await?;
    let page = reads.query(move |connection| view::deliveries(connection, &of, before, limit)).await?;
    let names = Names::find(front, page.items.iter().map(|delivery| delivery.by)).await;
    let told = |row: view::Delivery| {
        let shows_address = shows_all || row.by == Some(person.account);
        (row, &names, shows_address)
    };
    let items = page.items.into_iter().map(told).collect();
    Ok(paging::answer::<_, DocumentsDelivery>(list, uri, Page { items, next: page.next }))
}
