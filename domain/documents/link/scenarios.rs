//! Scenarios of a link.

use uuid::Uuid;

use super::*;
use crate::{
    documents::{
        NodeId, SpaceId,
        delivery::{DeliveredArchive, Span, events::FileInArchive},
    },
    kernel::{AccountId, Scenario, at},
};

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const BOB: AccountId = AccountId(Uuid::from_u128(2));
const LINK: LinkId = LinkId(Uuid::from_u128(9));
const NODE: NodeId = NodeId(Uuid::from_u128(100));
const PASSWORD: LinkPasswordId = LinkPasswordId(Uuid::from_u128(5));

fn name() -> Personal {
    Personal::of(ADA, "photos")
}

fn made(terms: LinkTerms) -> LinkMade {
    let (link, account, space, name) = (LINK, ADA, SpaceId::from(ADA), name());
    LinkMade { link, account, space, node: NODE, name, version: None, upload_only: false, terms }
}

fn changes(change: Change) -> Command {
    Command::Change { name: name(), change }
}

fn make(made: LinkMade) -> Command {
    Command::Make { made, tell_first: false }
}

fn revoke(as_admin: bool) -> Command {
    Command::Revoke { name: name(), as_admin }
}

fn until(hour: u32) -> LinkTerms {
    LinkTerms { until_us: Some(at(hour, 0).timestamp_micros()), ..LinkTerms::default() }
}

fn uses(most: u32) -> LinkTerms {
    LinkTerms { most_uses: Some(most), ..LinkTerms::default() }
}

fn fetched(sent_bytes: u64) -> Delivered {
    let (space, name) = (SpaceId::from(ADA), "photos".to_owned());
    let spans = Spans::default().with(&[Span { first: 0, end: sent_bytes }]);
    Delivered { space, node: NODE, name, version: 1, size_bytes: 10, spans, link: Some(LINK) }
}

fn delivered(sent_bytes: u64) -> Event {
    fetched(sent_bytes).told().expect("something was sent").into()
}

fn revoked() -> Event {
    LinkRevoked { link: LINK, account: ADA, name: name() }.into()
}

#[test]
fn a_person_makes_a_link_for_themselves_that_can_be_used() {
    let ada = Scenario::<Link>::given([]).by(Who::Person(ADA));
    ada.when(make(made(until(13)))).then([made(until(13)).into()]);
    ada.when(make(made(until(12)))).then_refused(Refusal::Past);
    ada.when(make(made(uses(0)))).then_refused(Refusal::NoUse);
    for other in [Who::Person(BOB), Who::House, Who::Console, Who::Stranger] {
        let other = Scenario::<Link>::given([]).by(other);
        other.when(make(made(until(13)))).then_refused(Refusal::NotOnesOwn);
    }
}

#[test]
fn a_link_works_until_its_time_is_over_it_is_used_up_or_taken_back() {
    let fold = |terms: LinkTerms, more: &[Event]| Link::fold([made(terms).into()].iter().chain(more));
    let void = |link: &Link, hour: u32| link.opens(at(hour, 0)).err();
    assert_eq!(Link::default().opens(at(12, 0)), Err(Void::Unknown));
    let timed = fold(until(13), &[]);
    assert_eq!((void(&timed, 12), void(&timed, 13)), (None, Some(Void::Expired)));
    assert_eq!(void(&fold(uses(2), &[delivered(10), delivered(9)]), 12), None, "in part is no use");
    assert_eq!(void(&fold(uses(2), &[delivered(10), delivered(9), delivered(10)]), 12), Some(Void::UsedUp));
    assert_eq!(void(&fold(LinkTerms::default(), &[revoked()]), 12), Some(Void::Revoked));
}

#[test]
fn what_is_used_up_or_expired_comes_back_on_other_terms() {
    let change = Change { until_us: Some(None), most_uses: Some(Some(3)), ..Change::default() };
    let changed = LinkChanged { link: LINK, account: ADA, name: name(), terms: uses(3) };
    let over = [made(LinkTerms { most_uses: Some(1), ..until(11) }).into(), delivered(10)];
    let ada = Scenario::<Link>::given(over.clone()).by(Who::Person(ADA));
    ada.when(changes(change)).then([changed.clone().into()]);
    let link = Link::fold(over.iter().chain(&[changed.into()]));
    assert_eq!((link.opens(at(12, 0)).is_ok(), link.left()), (true, Some(2)));
}

#[test]
fn a_note_is_changed_on_a_link_that_expired_long_ago() {
    let change = || Change { note: Some(Some(Personal::of(ADA, "for Bob"))), ..Change::default() };
    let ada = Scenario::<Link>::given([made(until(11)).into()]).by(Who::Person(ADA));
    let terms = LinkTerms { note: Some(Personal::of(ADA, "for Bob")), ..until(11) };
    let changed = LinkChanged { link: LINK, account: ADA, name: name(), terms };
    ada.when(changes(change())).then([changed.clone().into()]);
    let again = Scenario::<Link>::given([made(until(11)).into(), changed.into()]).by(Who::Person(ADA));
    again.when(changes(change())).then_nothing();
}

#[test]
fn nobody_else_changes_a_link_and_an_admin_takes_it_back_only() {
    let bob = Scenario::<Link>::given([made(until(13)).into()]).by(Who::Person(BOB));
    bob.when(changes(Change::default())).then_refused(Refusal::NoSuchLink);
    bob.when(revoke(false)).then_refused(Refusal::NoSuchLink);
    bob.when(revoke(true)).then([revoked()]);
}

#[test]
fn what_was_taken_back_stays_so() {
    let ada = Scenario::<Link>::given([made(until(13)).into(), revoked()]).by(Who::Person(ADA));
    ada.when(revoke(false)).then_nothing();
    ada.when(changes(Change::default())).then_refused(Refusal::Revoked);
}

#[test]
fn what_was_fetched_or_came_in_is_told() {
    let stranger = Scenario::<Link>::given([made(uses(5)).into()]);
    stranger.when(Command::Deliver(fetched(10))).then([delivered(10)]);
    stranger.when(Command::Deliver(fetched(0))).then_nothing();
    let received = LinkReceived { link: LINK, account: ADA, node: NODE, name: name() };
    stranger.when(Command::Receive { node: NODE, name: name() }).then([received.into()]);
}

#[test]
fn what_was_fetched_in_pieces_by_whomever_is_one_use_and_what_broke_off_before_is_none() {
    let piece = |first, end| Delivered { spans: Spans::default().with(&[Span { first, end }]), ..fetched(0) };
    let stranger = Scenario::<Link>::given([made(uses(2)).into(), delivered(9)]);
    let used = LinkUsed { link: LINK, account: ADA, node: NODE, version: 1, name: name() };
    let rest = piece(9, 10).told().expect("something was sent");
    stranger.when(Command::Deliver(piece(0, 9))).then([delivered(9)]);
    stranger.when(Command::Deliver(piece(9, 10))).then([rest.clone().into(), used.clone().into()]);
    let link = Link::fold(&[made(uses(2)).into(), delivered(9), rest.into(), used.into(), delivered(9)]);
    assert_eq!((link.uses, link.left()), (1, Some(1)));
    let retried = Link::fold(&[made(uses(2)).into(), delivered(9), delivered(5), delivered(10), delivered(9)]);
    assert_eq!((retried.uses, retried.left()), (1, Some(1)));
}

#[test]
fn an_archive_is_one_use_once_all_of_its_files_were_handed_over() {
    let fetched = |count: u128, sent_bytes, whole| {
        let file = |number| (FileInArchive { node: NodeId(Uuid::from_u128(number)), version: 1 }, 10);
        let (space, name, files) = (SpaceId::from(ADA), "photos.zip".to_owned(), (1..=count).map(file).collect());
        DeliveredArchive { space, name, files, size_bytes: 20_000, sent_bytes, whole, link: Some(LINK) }
    };
    let uses = |delivered: DeliveredArchive| {
        let told = Scenario::<Link>::given([]).decided(&Link::default(), Command::DeliverArchive(delivered)).unwrap();
        Link::fold([made(uses(5)).into()].iter().chain(&told)).uses
    };
    assert_eq!(uses(fetched(2000, 20_000, true)), 1, "however many events tell of it");
    assert_eq!(uses(fetched(2000, 20_000, false)), 1, "only the list at its end is missing");
    assert_eq!((uses(fetched(2000, 19_999, false)), uses(fetched(3, 25, false))), (0, 0));
    assert_eq!(uses(fetched(0, 0, false)), 0);
}

#[test]
fn its_owner_hears_of_the_first_use_once_and_of_no_other() {
    let chosen = |tell_first| Event::from(LinkNewsChosen { link: LINK, account: ADA, name: name(), tell_first });
    let first = |came_in| Event::from(LinkFirstUsed { link: LINK, account: ADA, name: name(), came_in });
    let ada = Scenario::<Link>::given([]).by(Who::Person(ADA));
    let make = Command::Make { made: made(uses(5)), tell_first: true };
    ada.when(make).then([made(uses(5)).into(), chosen(true)]);
    let asked = Scenario::<Link>::given([made(uses(5)).into(), chosen(true)]).by(Who::Person(ADA));
    asked.when(Command::Deliver(fetched(9))).then([delivered(9)]);
    asked.when(Command::Deliver(fetched(10))).then([delivered(10), first(false)]);
    let received = LinkReceived { link: LINK, account: ADA, node: NODE, name: name() };
    asked.when(Command::Receive { node: NODE, name: name() }).then([received.into(), first(true)]);
    let change = |tell_first| changes(Change { tell_first: Some(tell_first), ..Change::default() });
    asked.when(change(true)).then_nothing();
    asked.when(change(false)).then([chosen(false)]);
    let used = Scenario::<Link>::given([made(uses(5)).into(), delivered(10), chosen(true)]);
    used.when(Command::Deliver(fetched(10))).then([delivered(10)]);
}

#[test]
fn wrong_passwords_close_a_link_for_longer_each_time_and_never_for_good() {
    let locked = made(LinkTerms { password: Some(PASSWORD), ..LinkTerms::default() });
    let mut link = Link::fold(&[locked.into()]);
    let (mut now, mut waits) = (at(12, 0), Vec::new());
    for _ in 0..13 {
        let stranger = Scenario::<Link>::given([]).at(now);
        for event in stranger.decided(&link, Command::RefusePassword { name: name() }).unwrap_or_default() {
            link.evolve(&event);
            let closed = link.closed_until(now);
            waits.push(closed.map_or(0, |until| (until - now).num_seconds()));
            assert_eq!(
                stranger.decided(&link, Command::RefusePassword { name: name() }).unwrap().is_empty(),
                closed.is_some()
            );
            now = closed.unwrap_or(now);
        }
    }
    assert_eq!(waits, [0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    let change = Change { password: Some(None), ..Change::default() };
    let ada = Scenario::<Link>::given([]).by(Who::Person(ADA)).at(now - Duration::minutes(30));
    for event in ada.decided(&link, changes(change)).unwrap() {
        link.evolve(&event);
    }
    assert_eq!(link.closed_until(now - Duration::minutes(30)), None);
}

#[test]
fn a_day_later_a_slip_of_the_hand_costs_nothing() {
    let refused = LinkPasswordRefused {
        link: LINK,
        account: ADA,
        name: name(),
        failures: 40,
        at_us: at(12, 0).timestamp_micros(),
        wait_s: 3600,
    };
    let given = Scenario::<Link>::given([made(LinkTerms::default()).into(), refused.clone().into()]);
    let tomorrow = at(12, 0) + Duration::hours(24);
    let first = LinkPasswordRefused { failures: 1, at_us: tomorrow.timestamp_micros(), wait_s: 0, ..refused };
    given.at(tomorrow).when(Command::RefusePassword { name: name() }).then([first.into()]);
}
