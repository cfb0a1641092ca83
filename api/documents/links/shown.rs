//! Links as their owners see them: what each opens, whether it still does, and how it was used.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    documents::{
        LinkId, NodeId,
        link::{Void, check},
    },
};
use projections::{
    Page,
    documents::{self as view, LinksOf},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    documents::{found::find, told::NodeKind},
    front::Front,
    household::Names,
    http::{
        AtLeast, Json, Path, Person, Problem, Question,
        paging::{self, PageOf},
    },
};

const LIST: &str = "documents.links";

/// Which links.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LinksAsked {
    /// Those to this file or folder, whoever made them; all of one's own where it is left out.
    node: Option<Uuid>,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// Whether a link opens something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkStanding {
    /// It does.
    Works,
    /// What it opens lies in the trash; out of there it works again.
    InTrash,
    /// The file it opens has come to its own end.
    FileExpired,
    /// What it opened was deleted for good.
    Gone,
    /// Its time is over; with another it works again.
    Expired,
    /// It was used as often as it may be; with a higher number it works again.
    UsedUp,
    /// It was taken back.
    Revoked,
}

/// A link. The token is not in it: nobody but its maker ever saw that.
#[derive(Serialize, ToSchema)]
pub struct DocumentsLink {
    /// Its id.
    id: Uuid,
    /// What the person is called whose it is; null once erased.
    owner: Option<String>,
    /// Whether that is whoever asks.
    own: bool,
    /// The file or folder that it opens.
    node: Uuid,
    /// What that is called; null once erased or deleted for good.
    name: Option<String>,
    /// What that is; null once deleted for good.
    kind: Option<NodeKind>,
    /// Which version of a file; null for always the newest.
    version: Option<u32>,
    /// Whether files only come in.
    upload_only: bool,
    /// What its owner remembers it by.
    note: Option<String>,
    /// Whether it has a password.
    has_password: bool,
    /// Until when it works.
    until: Option<DateTime<Utc>>,
    /// How many times it is used at most: files fetched to their end or, where files only come in, files taken.
    most_uses: Option<u32>,
    /// Whether its owner is mailed at its first use.
    tell_first: bool,
    /// How many times it was used.
    uses: u32,
    /// When it was used last.
    used_at: Option<DateTime<Utc>>,
    /// How many wrong passwords were tried, ever.
    failures: u32,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// Whether it opens something.
    standing: LinkStanding,
}

impl From<(view::Link, &Names, AccountId, DateTime<Utc>)> for DocumentsLink {
    fn from((link, names, asker, now): (view::Link, &Names, AccountId, DateTime<Utc>)) -> Self {
        let standing = standing(&link, now);
        let opens = link.opens;
        Self {
            id: link.id.0,
            owner: names.of(Some(link.account)),
            own: link.account == asker,
            node: link.node.0,
            kind: opens.as_ref().map(NodeKind::of),
            name: opens.and_then(|node| node.name),
            version: link.version,
            upload_only: link.upload_only,
            note: link.note.filter(|_| link.account == asker),
            has_password: link.has_password,
            until: link.until,
            most_uses: link.most_uses,
            tell_first: link.tell_first,
            uses: link.uses,
            used_at: link.used_at,
            failures: link.failures,
            made_at: link.made_at,
            standing,
        }
    }
}

fn standing(link: &view::Link, now: DateTime<Utc>) -> LinkStanding {
    match check(link.revoked_at.is_some(), link.until, (link.uses, link.most_uses), now) {
        Err(Void::Expired) => LinkStanding::Expired,
        Err(Void::UsedUp) => LinkStanding::UsedUp,
        Err(_) => LinkStanding::Revoked,
        Ok(()) => match &link.opens {
            None => LinkStanding::Gone,
            Some(node) if node.in_trash => LinkStanding::InTrash,
            Some(_) if link.opens_until.is_some_and(|until| until <= now) => LinkStanding::FileExpired,
            Some(_) => LinkStanding::Works,
        },
    }
}

/// Lists links
///
/// The newest first: all of one's own, or all to a file or folder.
#[utoipa::path(get, path = "/api/documents/links", tag = "documents", params(LinksAsked), security(("session" = [])),
    responses((status = 200, description = "A page of links.", body = PageOf<DocumentsLink>),
        (status = 404, description = "There is no such file or folder.")))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(asked): Question<LinksAsked>,
) -> Result<Response, Problem> {
    let before = paging::place(LIST, asked.cursor.as_deref())?;
    let limit = paging::limit(asked.limit)?;
    let of = match asked.node {
        None => LinksOf::Account(person.account),
        Some(id) => {
            find(&front, &person, at_least, id).await?;
            LinksOf::Node(NodeId(id))
        }
    };
    let reads = front.view("documents", at_least).await?;
    let page = reads.query(move |connection| view::links(connection, of, before, limit)).await?;
    let names = Names::find(&front, page.items.iter().map(|link| Some(link.account))).await;
    let now = front.desk.clock().now();
    let items = page.items.into_iter().map(|link| (link, &names, person.account, now)).collect();
    Ok(paging::answer::<_, DocumentsLink>(LIST, &uri, Page { items, next: page.next }))
}

/// Shows a link
///
/// One's own, or one to what everybody shares.
#[utoipa::path(get, path = "/api/documents/links/{id}", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It.", body = DocumentsLink)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Path(id): Path<Uuid>,
) -> Result<Json<DocumentsLink>, Problem> {
    let reads = front.view("documents", at_least).await?;
    let found = reads.query(move |connection| view::link(connection, LinkId(id))).await?.ok_or_else(no_such_link)?;
    if found.account != person.account {
        find(&front, &person, at_least, found.node.0).await.map_err(|_| no_such_link())?;
    }
    let names = Names::find(&front, [Some(found.account)]).await;
    let now = front.desk.clock().now();
    Ok(Json((found, &names, person.account, now).into()))
}

fn no_such_link() -> Problem {
    Problem::missing("no_such_link", "there is no such link".to_owned())
}
