//! What a password must be: long, and not one that is tried first.
//!
//! After NIST SP 800-63B and OWASP ASVS 5.0 (6.2): its length and a list of well-known ones decide.
//! Rules of composition are deliberately absent, for they make passwords worse: no kind of letter is
//! asked for, none is forbidden, and nothing is cut off.

mod known;

/// Letters a password has at least.
pub const LEAST: usize = 10;
/// Letters a password has at most, so that hashing it has an end.
pub const MOST: usize = 200;
/// Letters that must be left when everything anybody knows of the person is taken out.
const LEFT: usize = 6;
/// Letters at the ends of a well-known password that make no other of it.
const DECORATION: usize = 8;
/// Shorter names are part of too many words.
const NAME: usize = 3;

/// Why a password is too easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// It is too short, or endless.
    #[error("use 10 to 200 characters")]
    Length,
    /// It is one letter or a few, again and again, or a row of them.
    #[error("this is one short pattern only; a few words make a better one")]
    Pattern,
    /// It is one of those that are tried first.
    #[error("this is among the passwords that are tried first; choose a few words of your own")]
    Known,
    /// There is little in it but what everybody knows.
    #[error("this is made of your name, your address or the name of the house; add a few other words")]
    Personal,
}

/// What anybody knows of the person and the house.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The person's mail address.
    pub email: &'a str,
    /// What the house is called.
    pub house: &'a str,
}

/// Whether a password will do.
///
/// # Errors
/// Why it is too easy to guess.
pub fn judge(password: &str, about: About<'_>) -> Result<(), Weakness> {
    if !(LEAST..=MOST).contains(&password.chars().count()) {
        return Err(Weakness::Length);
    }
    let small = password.to_lowercase();
    if is_pattern(&small) {
        Err(Weakness::Pattern)
    } else if is_personal(&small, about) {
        Err(Weakness::Personal)
    } else if known::any_of(&readings(&small)) {
        Err(Weakness::Known)
    } else {
        Ok(())
    }
}

/// Up to four letters again and again, or a row such as `abcdefghij`.
fn is_pattern(small: &str) -> bool {
    let letters: Vec<u32> = small.chars().map(u32::from).collect();
    let repeats = |unit: usize| letters.iter().zip(&letters[unit..]).all(|(one, other)| one == other);
    let is_row = |step: i64| letters.windows(2).all(|two| i64::from(two[1]) - i64::from(two[0]) == step);
    (1..=4).any(repeats) || is_row(1) || is_row(-1)
}

/// Little is left without the words that everybody knows.
fn is_personal(small: &str, about: About<'_>) -> bool {
    let everything = format!("{} {} {} daybook", about.name, about.email, about.house).to_lowercase();
    let mut words: Vec<&str> = everything.split(|c: char| !c.is_alphanumeric()).collect();
    words.retain(|word| word.chars().count() >= NAME);
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let mut left = small.to_owned();
    for word in words {
        left = left.replace(word, " ");
    }
    left != small && left.chars().filter(|c| c.is_alphanumeric()).count() < LEFT
}

/// What a password reads like: without what is put at its ends, with letters for the digits and signs
/// that stand for them, and once where it says something twice.
fn readings(small: &str) -> Vec<String> {
    let mut readings = vec![small.to_owned()];
    let bare = small.trim_matches(|c: char| !c.is_alphabetic());
    if small.chars().count() - bare.chars().count() <= DECORATION {
        readings.push(bare.to_owned());
    }
    for index in 0..readings.len() {
        for one in ['i', 'l'] {
            readings.push(readings[index].chars().map(|sign| letter(sign, one)).collect());
        }
    }
    for index in 0..readings.len() {
        let (first, second) = readings[index].split_at_checked(readings[index].len() / 2).unwrap_or(("", " "));
        if first == second {
            readings.push(first.to_owned());
        }
    }
    readings.retain(|reading| reading.len() >= known::SHORTEST);
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// The letter that a digit or sign stands for.
const fn letter(sign: char, one: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        other => other,
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;

    const ADA: About<'_> = About { name: "Ada Lovelace", email: "a.king@mail.example", house: "Linden Lane 4" };

    #[track_caller]
    fn all(weakness: Result<(), Weakness>, passwords: &[&str]) {
        for password in passwords {
            assert_eq!(judge(password, ADA), weakness, "{password}");
        }
    }

    #[test]
    fn length_is_what_counts() {
        all(Err(Weakness::Length), &["", "ninechars", "käferkäfe", &"xy z".repeat(51)]);
        all(
            Ok(()),
            &["a long enough phrase", "ten-chars!", "Käferkäfig im Garten", "         .  a", "🦔 🦢 🦆 🐝 🌲 🍄"],
        );
        let long: String = (0..200_u32).filter_map(|n| char::from_u32(0x61 + n * 7 % 26)).collect();
        assert_eq!(judge(&long, ADA), Ok(()));
    }

    #[test]
    fn what_is_tried_first_is_refused_in_its_usual_disguises() {
        all(
            Err(Weakness::Known),
            &[
                "1q2w3e4r5t",
                "password123",
                "Password2024!",
                "P@ssw0rd2024",
                "!!!dragon!!!",
                "qwertyuiop",
                "QwErTyUiOp",
                "sunshinesunshine",
                "l1verpool-1",
                "Jennifer1990",
            ],
        );
        all(Ok(()), &["dragons sleep late", "monkey puzzle tree", "sunshine over water", "iloveyou said the heron"]);
    }

    #[test]
    fn one_short_pattern_is_refused() {
        all(
            Err(Weakness::Pattern),
            &["aaaaaaaaaa", "abcabcabcabc", "0101010101", "abcdefghij", "9876543210", "ABCDEFGHIJK"],
        );
    }

    #[test]
    fn what_everybody_knows_does_not_count() {
        all(
            Err(Weakness::Personal),
            &["Ada Lovelace", "lovelace1815", "LindenLane4!", "daybook2026", "a.king@mail.example", "adaAdaADA123"],
        );
        all(Ok(()), &["the long word of Ada", "Lovelace met Babbage", "a lane of linden trees"]);
    }
}
