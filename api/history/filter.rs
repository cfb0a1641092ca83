//! Which entries are asked for, checked: a word nobody knows is refused, or it would find nothing
//! without saying why.

use chrono::{DateTime, Utc};
use domain::{AccountId, Event, EventTable, Role};
use projections::history as view;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::http::{Person, Problem, SeverityWord};

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
    /// At this time or later (RFC 3339).
    pub from: Option<DateTime<Utc>>,
    /// Before this time (RFC 3339).
    pub until: Option<DateTime<Utc>>,
    /// All of these words occur in its sentence, its name or the names of persons involved.
    pub text: Option<String>,
    /// Of a list: only entries before this position, as `Link` gives it. An export takes none.
    pub before: Option<u64>,
    /// Of a list: how many at most, 1 to 200, usually 50. An export takes none.
    pub limit: Option<usize>,
}

impl Filter {
    /// The filter as the view takes it; people below admin see what concerns them.
    pub fn checked(&self, person: &Person) -> Result<view::Filter, Problem> {
        let is_context = |word: &str| Event::CONTEXTS.contains(&word);
        let names = Event::names();
        Ok(view::Filter {
            contexts: words("context", self.context.as_deref(), is_context)?,
            kinds: words("kind", self.kind.as_deref(), |word| names.contains(&word))?,
            least: self.severity.map(Into::into),
            person: self.person.map(AccountId),
            from: self.from,
            until: self.until,
            text: self.text.clone(),
            visible_to: visible_to(person),
        })
    }

    /// Where a page of a list begins.
    pub fn place(&self) -> Result<Option<u64>, Problem> {
        let detail = "before: use a position of 1 or more, as Link gave it";
        match self.before {
            Some(before) if before == 0 || i64::try_from(before).is_err() => {
                Err(Problem::malformed("cursor_invalid", detail).about("before"))
            }
            before => Ok(before),
        }
    }

    /// An export is no list.
    pub fn whole(&self) -> Result<(), Problem> {
        let field = [("before", self.before.is_some()), ("limit", self.limit.is_some())];
        match field.into_iter().find(|(_, given)| *given) {
            Some((field, _)) => {
                let detail = format!("{field}: an export has no pages; leave it out");
                Err(Problem::malformed("query_invalid", detail).about(field))
            }
            None => Ok(()),
        }
    }
}

/// Whom a person's view of the diary is narrowed to.
pub fn visible_to(person: &Person) -> Option<AccountId> {
    (person.role != Role::Admin).then_some(person.account)
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
        let place = |before| Filter { before: Some(before), ..Filter::default() }.place().map_err(|it| it.code);
        assert_eq!(place(7), Ok(Some(7)));
        assert_eq!(place(0), Err("cursor_invalid"));
        assert_eq!(place(u64::MAX), Err("cursor_invalid"));
    }

    #[test]
    fn an_export_has_no_pages() {
        assert!(Filter { limit: Some(5), ..Filter::default() }.whole().is_err());
        assert!(Filter::default().whole().is_ok());
    }
}
