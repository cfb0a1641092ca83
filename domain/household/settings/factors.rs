//! What people of this house must have besides the password, by their role.
//!
//! Whoever requires something of admins has it themselves: nobody locks themselves out by this.

use super::{Change, Refusal, Settings, events::*, rules::excerpt};
use crate::{household::Event, identity::factors::Requirement, kernel::Role};

const ADMINS: &str = "admins";
const OTHERS: &str = "others";

/// What a word requires.
pub(super) fn requirement(setting: &'static str, word: &str) -> Result<Requirement, Refusal> {
    let known = Requirement::of_word(word);
    known.ok_or_else(|| Refusal::RequiredFactor { setting, word: excerpt(word) })
}

/// What does not fit in a change.
pub(super) fn faults(change: &Change) -> [Option<Refusal>; 2] {
    let fault = |setting, word: &Option<String>| word.as_deref().and_then(|word| requirement(setting, word).err());
    [
        fault("required_factor_admins", &change.required_factor_admins),
        fault("required_factor_others", &change.required_factor_others),
    ]
}

impl FactorRequired {
    /// The sentence for the diary.
    #[must_use]
    pub fn told(&self) -> String {
        let whom = if self.of == ADMINS { "Admins" } else { "Members and viewers" };
        match Requirement::of_word(&self.factor).unwrap_or_default() {
            Requirement::Any => format!("{whom} may come in with any second factor"),
            required => format!("{whom} must have {}", required.in_words()),
        }
    }
}

impl Settings {
    /// What somebody of a role must have besides the password.
    #[must_use]
    pub fn required_of(&self, role: Role) -> Requirement {
        if role == Role::Admin { self.required_factor_admins } else { self.required_factor_others }
    }

    pub(super) fn change_factors(&self, change: &Change) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        let given = |setting, word: &Option<String>| word.as_deref().map(|it| requirement(setting, it)).transpose();
        let admins = given("required_factor_admins", &change.required_factor_admins)?;
        if let Some(required) = admins.filter(|new| *new != self.required_factor_admins) {
            if change.unmet.contains(&required) {
                return Err(Refusal::RequiredOfOneself(required));
            }
            events.push(FactorRequired { of: ADMINS.to_owned(), factor: required.word().to_owned() }.into());
        }
        let others = given("required_factor_others", &change.required_factor_others)?;
        if let Some(required) = others.filter(|new| *new != self.required_factor_others) {
            events.push(FactorRequired { of: OTHERS.to_owned(), factor: required.word().to_owned() }.into());
        }
        Ok(events)
    }

    pub(super) fn require(&mut self, it: &FactorRequired) {
        let required = Requirement::of_word(&it.factor).unwrap_or_default();
        if it.of == ADMINS { self.required_factor_admins = required } else { self.required_factor_others = required }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    fn of_admins(word: &str) -> Change {
        Change { required_factor_admins: Some(word.into()), ..Change::default() }
    }

    fn required(of: &str, factor: &str) -> Event {
        FactorRequired { of: of.into(), factor: factor.into() }.into()
    }

    #[test]
    fn more_is_required_of_a_role_and_less_again() {
        let house = Scenario::<Settings>::given([]);
        house.when(of_admins("strong")).then([required("admins", "strong")]);
        house.when(of_admins("any")).then_nothing();
        let others = Change { required_factor_others: Some("passkey".into()), ..Change::default() };
        house.when(others).then([required("others", "passkey")]);
        let strict = Scenario::<Settings>::given([required("admins", "strong")]);
        strict.when(of_admins("any")).then([required("admins", "any")]);
    }

    #[test]
    fn nobody_requires_of_admins_what_they_have_not() {
        let house = Scenario::<Settings>::given([]);
        let unmet = vec![Requirement::Strong, Requirement::Passkey];
        let change = Change { unmet, ..of_admins("passkey") };
        house.when(change.clone()).then_refused(Refusal::RequiredOfOneself(Requirement::Passkey));
        let others =
            Change { required_factor_others: Some("passkey".into()), unmet: change.unmet, ..Change::default() };
        house.when(others).then([required("others", "passkey")]);
    }

    #[test]
    fn what_is_no_kind_of_factor_is_refused() {
        let setting = "required_factor_admins";
        let refusal = Refusal::RequiredFactor { setting, word: "finger".into() };
        assert_eq!(of_admins("finger").faults(), std::slice::from_ref(&refusal));
        Scenario::<Settings>::given([]).when(of_admins("finger")).then_refused(refusal);
    }
}
