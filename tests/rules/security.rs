//! SECURITY.md claims nothing without a file or a test that is there, and its sums are right.

use std::collections::BTreeSet;

use crate::house::{Source, assert_kept, breach, house};

const TEXT: &str = "SECURITY.md";

/// A path between backticks, with the test or function in it where one is named.
fn named(text: &str) -> Vec<(usize, &str, Option<&str>)> {
    let mut found = vec![];
    for (index, line) in text.lines().enumerate() {
        for word in line.split('`').skip(1).step_by(2) {
            let (path, function) = word.split_once("::").map_or((word, None), |(path, name)| (path, Some(name)));
            let is_path = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
            let starts = ["api/", "commands/", "domain/", "fuzz/", "migrations/", "ops/", "projections/", "tests/"];
            let is_ours = starts.iter().any(|start| path.starts_with(start));
            if is_path && (is_ours || path.ends_with(".md") || path.ends_with(".toml")) {
                found.push((index + 1, path.trim_end_matches('/'), function));
            }
        }
    }
    found
}

fn unfounded(text: &Source, files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for (line, path, function) in named(&text.text) {
        // The settings of a house lie in its own folder.
        let file = files.iter().find(|file| file.path == path || file.is_in(path));
        match (file, function) {
            (None, _) => breaches.push(breach(text, line, &format!("{path} is not there"))),
            (Some(file), Some(name)) if !file.text.contains(&format!("fn {name}(")) => {
                breaches.push(breach(text, line, &format!("{path} has no {name}")));
            }
            _ => {}
        }
    }
    breaches
}

/// Level and mark of a row of a requirement.
fn requirement(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| ")?.split(" | ");
    let (id, level, mark) = (cells.next()?, cells.next()?, cells.next()?);
    let is_id = id.split('.').count() == 3 && id.split('.').all(|part| part.parse::<u8>().is_ok());
    is_id.then_some((level, mark))
}

fn sums(text: &str) -> Vec<String> {
    let rows: Vec<_> = text.lines().filter_map(requirement).collect();
    let of = |level: &str| {
        let count = |mark: &str| rows.iter().filter(|row| **row == (level, mark)).count();
        let (holds, not, never) = (count("+"), count("-"), count("n"));
        format!("| {level} | {holds} | {not} | {never} | {} |", holds + not + never)
    };
    vec![of("1"), of("2")]
}

/// How many requirements ASVS 5.0.0 has at a level.
const ALL: [(&str, usize); 2] = [("1", 70), ("2", 183)];

#[test]
fn no_requirement_is_left_out_or_told_twice() {
    let text = &house().iter().find(|file| file.path == TEXT).expect("it is there").text;
    for (level, all) in ALL {
        let of_level = |line: &&str| requirement(line).is_some_and(|(known, _)| known == level);
        let ids: BTreeSet<_> = text.lines().filter(of_level).filter_map(|line| line.split(" | ").next()).collect();
        assert_eq!((ids.len(), text.lines().filter(of_level).count()), (all, all), "level {level}");
    }
}

#[test]
fn whatever_it_names_is_there() {
    let text = house().iter().find(|file| file.path == TEXT).expect("it is there");
    assert!(named(&text.text).len() > 200, "it names what shows its claims");
    assert_kept(&unfounded(text, house()));
}

#[test]
fn its_sums_are_right_and_no_claim_stands_bare() {
    let text = &house().iter().find(|file| file.path == TEXT).expect("it is there").text;
    for sum in sums(text) {
        assert!(text.contains(&sum), "the sum should be {sum}");
    }
    for line in text.lines() {
        let is_bare = requirement(line).is_some_and(|(_, mark)| mark == "+") && !line.contains('`');
        let leans = ["the same", "as 1", "as 5", "first section above"].iter().any(|words| line.contains(words));
        assert!(!is_bare || leans, "nothing shows that this holds: {line}");
    }
}

#[test]
fn a_file_or_test_that_is_not_there_is_found() {
    let text =
        Source::new(TEXT, "`api/here.rs`, `api/here.rs::it_is`, `api/here.rs::it_is_not`, `api/gone.rs`, `Secure`");
    let here = Source::new("api/here.rs", "fn it_is() {}");
    assert_eq!(unfounded(&text, &[here]).len(), 2);
    assert_eq!(requirement("| 1.2.3 | 1 | + | x |"), Some(("1", "+")));
    assert_eq!(requirement("| 1 | 3 | 4 | 5 | 6 |"), None);
}
