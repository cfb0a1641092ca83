//! Given events of the household, then rows.

use domain::{
    Event, Fact,
    household::{Event as House, settings::events::*, view::ViewStopped},
};

use super::{context, settings};
use crate::testing::{ADA, fact, rows_of};

fn changed(position: u64, event: impl Into<House>) -> Fact<Event> {
    fact(position, Event::from(event.into()))
}

#[test]
fn a_setting_that_was_never_changed_is_as_it_was_in_the_beginning() {
    let found = settings::present(&rows_of(&context(), &[])).expect("the query is well-formed");
    let found: Vec<_> = found.iter().map(|setting| (setting.key, setting.value.as_deref())).collect();
    let beginning = [
        ("name", Some("Daybook")),
        ("time_zone", Some("UTC")),
        ("public_address", None),
        ("mail_sender", None),
        ("alert_digest_minutes", Some("5")),
        ("allowed_origins", Some("")),
    ];
    assert_eq!(found, beginning);
}

#[test]
fn the_newest_change_is_in_force_and_the_older_ones_are_remembered() {
    let facts = [
        changed(1, HouseNamed { name: "Lighthouse".into() }),
        changed(2, AlertDigestSet { minutes: 10 }),
        changed(3, ViewStopped { context: "history".into(), at: 1, reason: "unknown".into() }),
        changed(4, HouseNamed { name: "Mill".into() }),
    ];
    let rows = rows_of(&context(), &facts);
    let present = settings::present(&rows).expect("the query is well-formed");
    let name = present.first().expect("the name is the first");
    assert_eq!(name.value.as_deref(), Some("Mill"));
    assert_eq!(name.change.as_ref().and_then(|change| change.account), Some(ADA));
    let values = |key: Option<&str>| {
        let page = settings::history(&rows, key, None, 9).expect("the query is well-formed");
        page.items.into_iter().filter_map(|change| change.value).collect::<Vec<_>>()
    };
    assert_eq!(values(Some("name")), ["Mill", "Lighthouse"]);
    assert_eq!(values(None), ["Mill", "10", "Lighthouse"]);
}
