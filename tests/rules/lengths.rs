//! A file stops at 300 lines, a function at 40, and every Rust file opens with what it is for.

use crate::{
    house::{Source, assert_kept, breach, house, line_at},
    mask::{is_word, item_end},
};

const MOST_LINES: usize = 300;
const MOST_LINES_OF_A_FUNCTION: usize = 40;

fn without_an_opening(files: &[Source]) -> Vec<String> {
    let law = "a file opens with `//!`: what it is for and the invariant it keeps";
    files.iter().filter(|file| file.is_rust() && !file.text.starts_with("//! ")).map(|f| breach(f, 1, law)).collect()
}

fn too_long(files: &[Source]) -> Vec<String> {
    let counted = |file: &&Source| {
        file.path.rsplit_once('.').is_some_and(|(_, end)| ["rs", "js", "mjs", "css", "sql", "sh"].contains(&end))
    };
    let long = files.iter().filter(counted).map(|file| (file, file.text.lines().count()));
    let law = |lines| format!("{lines} lines; a file stops at {MOST_LINES}, so that it can be read in one go");
    long.filter(|(_, lines)| *lines > MOST_LINES).map(|(file, lines)| breach(file, lines, &law(lines))).collect()
}

fn functions_too_long(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files {
        for (name, line, lines) in functions(&file.rust.code) {
            let law = format!("{name} has {lines} lines; a function stops at {MOST_LINES_OF_A_FUNCTION}");
            if lines > MOST_LINES_OF_A_FUNCTION {
                breaches.push(breach(file, line, &law));
            }
        }
    }
    breaches
}

/// The functions of a code: name, first line, number of lines.
fn functions(code: &str) -> Vec<(&str, usize, usize)> {
    let mut found = vec![];
    for (at, _) in code.match_indices("fn ") {
        let name = code[at + 3..].split(|c: char| !is_word(c) && c != '$').next().unwrap_or_default();
        if name.is_empty() || code[..at].ends_with(is_word) {
            continue;
        }
        let (first, last) = (line_at(code, at), line_at(code, item_end(code, at) - 1));
        found.push((name, first, last - first + 1));
    }
    found
}

#[test]
fn every_rust_file_opens_with_what_it_is_for() {
    assert_kept(&without_an_opening(house()));
}

#[test]
fn no_file_is_longer_than_300_lines() {
    assert_kept(&too_long(house()));
}

#[test]
fn no_function_is_longer_than_40_lines() {
    assert_kept(&functions_too_long(house()));
}

#[test]
fn a_file_without_an_opening_is_found() {
    let files = [Source::new("domain/a.rs", "use b;\n"), Source::new("domain/c.rs", "//! What it is for.\n")];
    assert_eq!(without_an_opening(&files).len(), 1);
}

#[test]
fn a_long_file_is_found() {
    let files = [Source::new("api/web/a.js", &"x\n".repeat(301)), Source::new("domain/b.rs", &"x\n".repeat(300))];
    assert_eq!(
        too_long(&files),
        ["api/web/a.js:301: 301 lines; a file stops at 300, so that it can be read in one go"]
    );
}

#[test]
fn a_long_function_is_found_in_spite_of_texts_and_braces() {
    let body = "    let x = \"}\"; // }\n".repeat(40);
    let long = Source::new(
        "domain/a.rs",
        &format!("impl A {{\n  fn long<'a>(x: [u8; 2]) {{\n{body}  }}\n  fn short() {{}}\n}}"),
    );
    assert_eq!(functions_too_long(&[long]), ["domain/a.rs:2: long has 42 lines; a function stops at 40"]);
}

#[test]
fn declarations_and_function_types_are_no_long_functions() {
    let code = "trait T { fn a(&self) -> u8; fn b(&self) {\n}\n}\ntype F = fn (u8);";
    assert_eq!(functions(code), [("a", 1, 1), ("b", 1, 2)]);
}
