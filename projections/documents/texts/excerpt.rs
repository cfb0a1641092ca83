//! The place in a text where somebody's words stand. SQLite's own `snippet()` takes seconds for a word that stands in one long
//! text ten thousand times; this reads up to the first few and stops.

use serde::Serialize;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// So many signs are shown.
const SHOWN: usize = 200;
/// So many of them before the first word that was looked for.
const BEFORE: usize = 40;
/// Among the first so many places, the one is shown where the most of the words stand.
const MOST_PLACES: usize = 64;

/// A shorter word must stand there as it is: too many begin with it. A sign of Chinese or Japanese is as long as this.
const LEAST_BEGINNING_BYTES: usize = 3;

/// A part of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What stands there.
    pub text: String,
    /// Whether it is one of the words.
    pub is_word: bool,
}

/// A word of the text that was looked for: where it begins, where it ends, and which it is.
type Place = (usize, usize, usize);

/// Whether a word is too short to be the beginning of others.
pub(super) fn stands_alone(word: &str) -> bool {
    word.trim().len() < LEAST_BEGINNING_BYTES
}

/// Where in a text the words stand, or else how it begins.
pub(super) fn excerpt(text: &str, words: &[String]) -> Vec<Piece> {
    let wanted: Vec<_> = words.iter().flat_map(|word| parts(word)).collect();
    let places: Vec<_> = places(text, &wanted).take(MOST_PLACES).collect();
    let first = best(text, &places);
    let begin = places.get(first).map_or(0, |place| back(text, place.0, BEFORE));
    let end = onward(text, begin, SHOWN).max(places.get(first).map_or(0, |place| place.1));
    let mut pieces = Pieces::default();
    pieces.add(if begin > 0 { "… " } else { "" }, false);
    let mut at = begin;
    for (start, stop, _) in places.into_iter().skip(first).filter(|place| place.1 <= end) {
        pieces.add(&text[at..start], false);
        pieces.add(&text[start..stop], true);
        at = stop;
    }
    pieces.add(&text[at..end], false);
    pieces.add(if end < text.trim_end().len() { " …" } else { "" }, false);
    pieces.0
}

/// What a typed word is looked for as: each part of it, folded, and whether more may follow it.
fn parts(word: &str) -> Vec<(String, bool)> {
    let alone = stands_alone(word);
    let mut parts: Vec<_> = runs(word).map(|(start, end)| (folded(&word[start..end]), false)).collect();
    if let Some(last) = parts.last_mut() {
        last.1 = !alone;
    }
    parts
}

fn places<'a>(text: &'a str, wanted: &'a [(String, bool)]) -> impl Iterator<Item = Place> + 'a {
    runs(text).filter_map(move |(start, end)| {
        let first = text[start..].nfd().next().into_iter().flat_map(char::to_lowercase).next();
        if wanted.iter().all(|(word, _)| word.chars().next() != first) {
            return None;
        }
        let run = folded(&text[start..end]);
        let which = wanted.iter().position(|(word, more)| if *more { run.starts_with(word) } else { run == *word });
        which.map(|which| (start, end, which))
    })
}

/// The place from which the most different words can be seen at once.
fn best(text: &str, places: &[Place]) -> usize {
    let seen = |at: usize| {
        let end = onward(text, places[at].0, SHOWN - BEFORE);
        let mut seen: Vec<_> = places[at..].iter().take_while(|it| it.1 <= end).map(|it| it.2).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    };
    (0..places.len()).rev().max_by_key(|at| seen(*at)).unwrap_or_default()
}

/// Where words begin and end, as the index tells them apart.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_of_word)?;
        at = text[start..].find(|sign| !is_of_word(sign)).map_or(text.len(), |length| start + length);
        Some((start, at))
    })
}

fn is_of_word(sign: char) -> bool {
    let is_mark_between = matches!(sign, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}');
    sign.is_alphanumeric() || is_combining_mark(sign) || sign >= '\u{2190}' && !is_mark_between
}

fn folded(word: &str) -> String {
    word.nfd().filter(|sign| !is_combining_mark(*sign)).flat_map(char::to_lowercase).collect()
}

/// So many signs before a place, at the beginning of a word.
fn back(text: &str, place: usize, signs: usize) -> usize {
    let far = text[..place].char_indices().rev().take(signs).last().map_or(place, |it| it.0);
    if far == 0 {
        return 0;
    }
    text[far..place].find(char::is_whitespace).map_or(far, |space| far + space)
}

/// So many signs after a place, at the end of a word.
fn onward(text: &str, place: usize, signs: usize) -> usize {
    let Some((far, _)) = text[place..].char_indices().nth(signs) else { return text.len() };
    let far = place + far;
    text[place..far].rfind(char::is_whitespace).map_or(far, |space| place + space)
}

/// Put together so that it can stand in one line.
#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn add(&mut self, text: &str, is_word: bool) {
        let mut ends_in_space = self.0.last().is_none_or(|piece| piece.text.ends_with(' '));
        let mut line = String::with_capacity(text.len());
        for sign in text.chars() {
            let is_space = sign.is_whitespace() || sign.is_control();
            if !(is_space && ends_in_space) {
                line.push(if is_space { ' ' } else { sign });
            }
            ends_in_space = is_space;
        }
        match self.0.last_mut() {
            _ if line.is_empty() => {}
            Some(last) if last.is_word == is_word => last.text.push_str(&line),
            _ => self.0.push(Piece { text: line, is_word }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &[&str]) -> String {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        let pieces = excerpt(text, &words).into_iter();
        pieces.map(|it| if it.is_word { format!("[{}]", it.text) } else { it.text }).collect()
    }

    #[test]
    fn words_are_marked_as_the_index_finds_them() {
        assert_eq!(shown("Über den Wolken", &["uber", "WOLK"]), "[Über] den [Wolken]");
        assert_eq!(shown("Cafe\u{301} au lait", &["café"]), "[Cafe\u{301}] au lait");
        assert_eq!(shown("a well-known word", &["well-kno"]), "a [well]-[known] word");
        assert_eq!(shown("or order", &["or"]), "[or] order");
        assert_eq!(shown("東京は。晴れ", &["晴"]), "東京は。[晴れ]");
        assert_eq!(shown("nothing of it", &["else"]), "nothing of it");
        assert_eq!(shown("", &["else"]), "");
    }

    #[test]
    fn it_stands_in_one_line_and_shows_where_the_most_of_the_words_are() {
        assert_eq!(shown("a\n\n\tb\0c  ", &["b"]), "a [b] c ");
        let far = format!("tax {} tax return {}", "word ".repeat(100), "after ".repeat(100));
        let shown = shown(&far, &["tax", "return"]);
        assert!(shown.starts_with("… word word"), "{shown}");
        assert!(shown.contains("word [tax] [return] after") && shown.ends_with("after …"), "{shown}");
        assert!(shown.chars().count() < SHOWN + 20);
    }

    #[test]
    fn whatever_the_text_is_it_has_an_excerpt() {
        let odd = format!("{}é{}", "ä".repeat(300), "🎈".repeat(300));
        for words in [vec!["ä"], vec!["🎈"], vec!["\u{301}"], vec![], vec!["é", "", "-"]] {
            shown(&odd, &words);
        }
        shown(&"a ".repeat(500_000), &["a"]);
    }
}
