//! Given events of alerts, then rows.

use domain::{
    AccountId, AlertId, Event, Fact, Personal, Severity,
    alerts::{Event as Told, alert::events::*, subscription::SubscriptionChanged},
    at,
};
use uuid::Uuid;

use super::{alerts, context, subscriptions};
use crate::testing::{ADA, BOB, fact, rows_of};

const ALERT: AlertId = AlertId(Uuid::from_u128(1));

fn raised(position: u64, alert: AlertId, person: AccountId, severity: &str) -> Fact<Event> {
    let (kind, raised_at_us) = ("identity.account_locked.v1".to_owned(), at(12, 0).timestamp_micros());
    let raised = AlertRaised { alert, person, about: 7, kind, severity: severity.into(), raised_at_us };
    fact(position, Event::from(Told::from(raised)))
}

fn told(position: u64, event: impl Into<Told>) -> Fact<Event> {
    fact(position, Event::from(event.into()))
}

fn one(facts: &[Fact<Event>]) -> alerts::Alert {
    let found = alerts::one(&rows_of(&context(), facts), ALERT).expect("the query is well-formed");
    found.expect("the alert is there")
}

#[test]
fn an_alert_goes_from_raised_over_failed_to_delivered() {
    let mut facts = vec![raised(1, ALERT, ADA, "critical")];
    let fresh = one(&facts);
    assert_eq!((fresh.state.as_str(), fresh.context.as_str(), fresh.severity), ("raised", "identity", "critical"));
    let (reason, retry_at_us) = (Personal::of(ADA, "451 busy"), at(12, 1).timestamp_micros());
    facts.push(told(2, AlertFailed { alert: ALERT, person: ADA, about: 7, attempts: 1, retry_at_us, reason }));
    let failed = one(&facts);
    assert_eq!((failed.state.as_str(), failed.attempts, failed.retry_at), ("failed", 1, Some(at(12, 1))));
    assert_eq!(failed.last_reason.as_deref(), Some("451 busy"));
    facts.push(told(3, AlertDelivered { alert: ALERT, person: ADA, about: 7, mail: ALERT, in_folder: true }));
    let delivered = one(&facts);
    assert_eq!((delivered.state.as_str(), delivered.retry_at, delivered.mail), ("delivered", None, Some(ALERT)));
    assert!(delivered.in_folder && !fresh.in_folder);
}

#[test]
fn what_was_given_up_says_so() {
    let facts = [
        raised(1, ALERT, ADA, "warning"),
        told(2, AlertAbandoned { alert: ALERT, person: ADA, about: 7, attempts: 31 }),
    ];
    assert_eq!((one(&facts).state.as_str(), one(&facts).attempts), ("abandoned", 31));
}

#[test]
fn alerts_are_found_by_person_severity_and_whether_they_were_seen() {
    let seen = told(4, AlertAcknowledged { alert: ALERT, person: ADA, about: 7 });
    let other = |number| AlertId(Uuid::from_u128(number));
    let facts = [
        raised(1, ALERT, ADA, "critical"),
        raised(2, other(2), ADA, "warning"),
        raised(3, other(3), BOB, "critical"),
        seen,
    ];
    let rows = rows_of(&context(), &facts);
    let positions = |query: alerts::Query| {
        let page = alerts::page(&rows, &alerts::Query { limit: 9, ..query }).expect("the query is well-formed");
        page.items.iter().map(|alert| alert.position).collect::<Vec<_>>()
    };
    let everything = alerts::Query::default();
    assert_eq!(positions(everything), [3, 2, 1]);
    assert_eq!(positions(alerts::Query { person: Some(ADA), ..everything }), [2, 1]);
    assert_eq!(positions(alerts::Query { person: Some(ADA), unseen: true, ..everything }), [2]);
    assert_eq!(positions(alerts::Query { least: Some(Severity::Critical), ..everything }), [3, 1]);
    assert_eq!(positions(alerts::Query { before: Some(3), ..everything }), [2, 1]);
    assert_eq!(alerts::unseen(&rows, ADA), Ok(1));
}

#[test]
fn the_last_choice_of_a_person_holds() {
    let choice = |position, context: &str, least: &str| {
        told(position, SubscriptionChanged { person: ADA, context: context.into(), least: least.into() })
    };
    let facts =
        [choice(1, "identity", "critical"), choice(2, "everything", "warning"), choice(3, "identity", "nothing")];
    let found = subscriptions::of_person(&rows_of(&context(), &facts), ADA).expect("the query is well-formed");
    let found: Vec<_> = found.iter().map(|choice| (choice.context.as_str(), choice.least)).collect();
    assert_eq!(found, [("everything", Some("warning")), ("identity", None)]);
}
