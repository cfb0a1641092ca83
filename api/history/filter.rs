//! Which entries are asked for, checked: a word nobody knows is refused, or it would find nothing
//! without saying why.

use chrono::{DateTime, Utc};
use domain::{AccountId, CommandId, Event, EventTable, KeyId, Role};
use projections::history as view;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    front::Front,
    http::{Person, Problem, SeverityWord, paging},
};

/// Which entries. All that is given must hold.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Of this context, or one of several with commas between.
    pub context: Option<String>,
    /// Of this stored name, or one of several with commas between.
    pub kind: Option<String>,
    /// From this severity on.
    pub severity: Option<SeverityWord>,
    /// This person asked for it, or is concerned.
    pub person: Option<Uuid>,
    /// It was done with this API key.
    pub key: Option<Uuid>,
    /// At this time or later (RFC 3339).
    pub from: Option<DateTime<Utc>>,
    /// Before this time (RFC 3339).
    pub until: Option<DateTime<Utc>>,
    /// All of these words occur in its sentence, its name or the names of persons involved.
    pub text: Option<String>,
    /// Entries of this command: for a request without a key of its own, its `X-Request-Id`.
    pub command: Option<Uuid>,
    /// Of a list: from which end. An export begins with the oldest.
    #[param(inline)]
    pub order: Option<OrderWord>,
    /// Of a list: only entries before this position, as `Link` gives it where the newest come first. An export takes none.
    pub before: Option<u64>,
    /// Of a list: only entries after this position, as `Link` gives it where the oldest come first. An export takes none.
    pub after: Option<u64>,
    /// Of a list: how many at most, 1 to 200, usually 50. An export takes none.
    pub limit: Option<usize>,
}

/// From which end a list is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Order)]
pub enum OrderWord {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
}

impl Filter {
    /// The filter as the view takes it, with what the log knows of a command.
    pub async fn looked_up(&self, front: &Front, person: &Person) -> Result<view::Filter, Problem> {
        let positions = match self.command {
            Some(command) => Some(front.desk.positions_of(CommandId(command)).await?),
            None => None,
        };
        Ok(view::Filter { positions, ..self.checked(person)? })
    }

    /// The filter as the view takes it; people below admin see what concerns them.
    pub fn checked(&self, person: &Person) -> Result<view::Filter, Problem> {
        let is_context = |word: &str| Event::CONTEXTS.contains(&word);
        let names = Event::names();
        Ok(view::Filter {
            contexts: words("context", self.context.as_deref(), is_context)?,
            kinds: words("kind", self.kind.as_deref(), |word| names.contains(&word))?,
            least: self.severity.map(Into::into),
            person: self.person.map(AccountId),
            key: self.key.map(KeyId),
            from: self.from,
            until: self.until,
            text: self.text.clone(),
            visible_to: visible_to(person),
            withheld: withheld(person),
            positions: None,
            beyond: None,
            ahead_of: None,
        })
    }

    /// A page of a list: from which end, where it begins and where it may end.
    pub fn page(&self, filter: view::Filter) -> Result<view::Query, Problem> {
        let (before, after) = (place("before", self.before)?, place("after", self.after)?);
        let limit = paging::limit(self.limit)?;
        Ok(match self.order.unwrap_or_default() {
            OrderWord::Newest => {
                let filter = view::Filter { beyond: after, ..filter };
                view::Query { filter, order: view::Order::Newest, after: before, limit }
            }
            OrderWord::Oldest => {
                let filter = view::Filter { ahead_of: before, ..filter };
                view::Query { filter, order: view::Order::Oldest, after, limit }
            }
        })
    }

    /// An export is no list.
    pub fn whole(&self) -> Result<(), Problem> {
        let Self { order, before, after, limit, .. } = self;
        let fields = [
            ("order", order.is_some()),
            ("before", before.is_some()),
            ("after", after.is_some()),
            ("limit", limit.is_some()),
        ];
        match fields.into_iter().find(|(_, given)| *given) {
            Some((field, _)) => {
                let detail = format!("{field}: an export has no pages; leave it out");
                Err(Problem::malformed("query_invalid", detail).about(field))
            }
            None => Ok(()),
        }
    }
}

fn place(field: &str, position: Option<u64>) -> Result<Option<u64>, Problem> {
    match position {
        Some(position) if position == 0 || i64::try_from(position).is_err() => {
            let detail = format!("{field}: use a position of 1 or more, as Link gave it");
            Err(Problem::malformed("cursor_invalid", detail).about(field))
        }
        position => Ok(position),
    }
}

/// Whom a person's view of the diary is narrowed to.
pub fn visible_to(person: &Person) -> Option<AccountId> {
    (person.role != Role::Admin).then_some(person.account)
}

/// The contexts of which a person may not know.
pub fn withheld(person: &Person) -> Vec<String> {
    person.rights.withheld().into_iter().map(str::to_owned).collect()
}

fn words(field: &str, list: Option<&str>, is_known: impl Fn(&str) -> bool) -> Result<Vec<String>, Problem> {
    let words = list.into_iter().flat_map(|list| list.split(',')).map(str::trim).filter(|word| !word.is_empty());
    words
        .map(|word| {
            if is_known(word) {
                return Ok(word.to_owned());
            }
            let word: String = word.chars().take(80).collect();
            Err(Problem::malformed("query_invalid", format!("{field}: there is no {field} '{word}'")).about(field))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_nobody_knows_is_refused() {
        let known = |word: &str| Event::CONTEXTS.contains(&word);
        assert_eq!(words("context", Some("identity, alerts"), known).unwrap(), ["identity", "alerts"]);
        assert_eq!(words("context", None, known).unwrap(), Vec::<String>::new());
        let problem = words("context", Some("identity,weather"), known).unwrap_err();
        assert_eq!((problem.status.as_u16(), problem.field.as_deref()), (400, Some("context")));
    }

    #[test]
    fn a_place_in_the_diary_is_a_position() {
        let place = |position| place("before", Some(position)).map_err(|it| it.code);
        assert_eq!(place(7), Ok(Some(7)));
        assert_eq!(place(0), Err("cursor_invalid"));
        assert_eq!(place(u64::MAX), Err("cursor_invalid"));
    }

    #[test]
    fn either_end_of_a_list_may_be_bounded_and_one_of_them_is_where_it_goes_on() {
        let page = |order| {
            let filter = Filter { order: Some(order), before: Some(9), after: Some(3), ..Filter::default() };
            filter.page(view::Filter::default()).unwrap()
        };
        let (newest, oldest) = (page(OrderWord::Newest), page(OrderWord::Oldest));
        assert_eq!((newest.after, newest.filter.beyond, newest.filter.ahead_of), (Some(9), Some(3), None));
        assert_eq!((oldest.after, oldest.filter.beyond, oldest.filter.ahead_of), (Some(3), None, Some(9)));
    }

    #[test]
    fn an_export_has_no_pages() {
        assert!(Filter { limit: Some(5), ..Filter::default() }.whole().is_err());
        assert!(Filter::default().whole().is_ok());
    }
}
