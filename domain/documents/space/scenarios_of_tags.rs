//! Scenarios of tags: put on, taken off, and how many.

use super::{
    scenarios::{ADA, BOX, NOTE, ask, made, node, stored},
    *,
};
use crate::{documents::Tag, kernel::Scenario};

fn tag(add: &[&str], remove: &[&str]) -> Ask {
    let tags = |words: &[&str]| words.iter().map(|word| Tag::new(word).unwrap()).collect();
    ask(Command::Tag { node: NOTE, add: tags(add), remove: tags(remove) })
}

fn tagged(tags: &[&str]) -> Event {
    let tags = tags.iter().map(|tag| Personal::of(ADA, *tag)).collect();
    NodeTagged { space: ADA, node: NOTE, name: Personal::of(ADA, "note.txt"), tags }.into()
}

fn after(events: impl IntoIterator<Item = Event>) -> Scenario<Space> {
    let history = [made(BOX, ADA.root(), "Box"), stored(NOTE, BOX, "note.txt", 1)];
    Scenario::given(history.into_iter().chain(events))
}

#[test]
fn a_word_is_put_on_once_however_it_is_written() {
    after([]).when(tag(&["Tax", "2026", "tax"], &[])).then([tagged(&["Tax", "2026"])]);
    let two = after([tagged(&["Tax", "2026"])]);
    two.when(tag(&["TAX"], &[])).then_nothing();
    two.when(tag(&[], &["tAx", "never there"])).then([tagged(&["2026"])]);
    two.when(tag(&["tax"], &["Tax"])).then([tagged(&["2026", "tax"])]);
    two.when(tag(&[], &["tax", "2026"])).then([tagged(&[])]);
}

#[test]
fn there_are_so_many_and_only_on_what_is_there() {
    let words: Vec<_> = (0..33).map(|number| format!("word {number}")).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    after([]).when(tag(&words, &[])).then_refused(Refusal::TooManyTags);
    after([]).when(tag(&words[..32], &[])).then([tagged(&words[..32])]);
    let trashed = NodeTrashed { space: ADA, node: BOX, name: Personal::of(ADA, "Box") };
    after([trashed.into()]).when(tag(&["tax"], &[])).then_refused(Refusal::NoSuchNode);
    let missing = ask(Command::Tag { node: node(99), add: vec![], remove: vec![] });
    after([]).when(missing).then_refused(Refusal::NoSuchNode);
}

#[test]
fn what_is_deleted_for_good_leaves_no_tags() {
    let gone = [
        NodeTrashed { space: ADA, node: BOX, name: Personal::of(ADA, "Box") }.into(),
        NodePurged { space: ADA, node: BOX, name: Personal::of(ADA, "Box") }.into(),
    ];
    let history = [made(BOX, ADA.root(), "Box"), stored(NOTE, BOX, "note.txt", 1), tagged(&["Tax"])];
    assert_eq!(Space::fold(history.iter().chain(&gone)), Space::default());
    assert_eq!(Space::fold(&history).tags(NOTE), [Tag::known("Tax")]);
}
