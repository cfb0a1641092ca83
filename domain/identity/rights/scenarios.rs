//! Scenarios of rights: limits narrow each other and never widen.

use super::*;

fn person(role: Role) -> Rights {
    Rights { role, grants: Grants::default(), scopes: None }
}

fn with_key(rights: Rights, words: &[&str]) -> Rights {
    Rights { scopes: Some(Scopes::of_words(words)), ..rights }
}

#[test]
fn a_role_says_what_nobody_else_did() {
    let in_household = |role| person(role).access("household");
    assert_eq!(in_household(Role::Viewer), Access::Look);
    assert_eq!(in_household(Role::Member), Access::Act);
    assert_eq!(in_household(Role::Admin), Access::Act);
    assert_eq!(person(Role::Admin).access("weather"), Access::None, "what nobody knows is nobody's");
}

#[test]
fn a_grant_takes_or_gives_and_leaves_the_rest() {
    let grants = Grants::default().with("history", Some(Access::None)).with("household", Some(Access::Act));
    let eve = Rights { grants, ..person(Role::Viewer) };
    assert_eq!((eve.access("history"), eve.access("household")), (Access::None, Access::Act));
    assert_eq!((eve.access("programs"), eve.withheld()), (Access::Look, vec!["history"]));
    let again = Rights { grants: grants.with("history", None), ..eve };
    assert_eq!(again.access("history"), Access::Look);
}

#[test]
fn an_admin_cannot_be_restricted_and_nobody_in_what_is_their_own() {
    let nothing = CONTEXTS.iter().fold(Grants::default(), |all, it| all.with(it.name, Some(Access::None)));
    for context in CONTEXTS.map(|context| context.name) {
        assert_eq!(Rights { grants: nothing, ..person(Role::Admin) }.access(context), Access::Act, "{context}");
    }
    let eve = Rights { grants: nothing, ..person(Role::Viewer) };
    assert_eq!((eve.access("identity"), eve.access("alerts")), (Access::Act, Access::Act));
    assert_eq!(eve.withheld(), ["documents", "household", "history", "programs"]);
}

#[test]
fn a_key_does_what_it_is_for_and_never_more_than_its_person() {
    let bob = with_key(person(Role::Member), &["history:look", "household:act"]);
    assert_eq!((bob.access("history"), bob.access("household")), (Access::Look, Access::Act));
    assert_eq!((bob.access("alerts"), bob.access("identity")), (Access::None, Access::None));
    assert_eq!(with_key(person(Role::Viewer), &["household:act"]).access("household"), Access::Look);
    let withheld = Rights { grants: Grants::default().with("history", Some(Access::None)), ..bob };
    assert_eq!(withheld.access("history"), Access::None);
}

#[test]
fn no_key_changes_anything_in_identity() {
    assert!(Scopes::default().and("identity:act").is_err());
    assert_eq!(with_key(person(Role::Admin), &["*:act"]).access("identity"), Access::Look);
    assert_eq!(with_key(person(Role::Admin), &["*:act"]).access("household"), Access::Act);
}

#[test]
fn every_scope_that_is_offered_is_one_and_nothing_else_is() {
    for word in Scopes::all() {
        assert!(Scopes::default().and(&word).is_ok(), "{word}");
    }
    for wrong in ["", ":", "history", "history:", ":look", "history:none", "History:look", "weather:look", "*:*"] {
        assert_eq!(Scopes::default().and(wrong), Err(UnknownScope(wrong.to_owned())));
    }
}

#[test]
fn every_context_of_the_log_is_one_that_rights_speak_of() {
    for context in crate::Event::CONTEXTS {
        assert!(CONTEXTS.iter().any(|known| known.name == *context), "{context}");
    }
}
