//! Comments say why and leave nothing for later; and no file tells on whose machine it was written.

use crate::{
    house::{Source, assert_kept, breach, house},
    imports::places,
};

const UNFINISHED: [&str; 9] =
    ["todo", "fixme", "xxx", "hack", "placeholder", "for now", "dummy", "simplified", "not implemented"];

/// Put together here, so that this file does not break its own law.
const MACHINES: [&str; 11] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
    concat!("C:\\", "Users"),
    concat!("/tmp/", "target"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("npmjs", ".org"),
    concat!("deb", "ian.org"),
    concat!("rust-lang", ".org/rustup"),
];

fn unfinished(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files {
        let comments = if file.is_rust() { file.rust.comments.clone() } else { comment_lines(&file.text) };
        for (index, line) in comments.lines().enumerate() {
            let line = line.to_lowercase();
            for word in UNFINISHED.iter().filter(|word| !places(&line, word).is_empty()) {
                let law = format!("'{word}' in a comment: finish it, or file an issue and leave no note");
                breaches.push(breach(file, index + 1, &law));
            }
        }
    }
    breaches
}

/// The lines of other languages that are comments from their first character on.
fn comment_lines(text: &str) -> String {
    let is_comment = |line: &&str| ["//", "#", "--", "/*", "*", "<!--"].iter().any(|start| line.starts_with(start));
    text.lines().map(|line| Some(line.trim()).filter(is_comment).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// A lock file names the registry once for each package; that it names no other is cargo-deny's law.
fn machines(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files.iter().filter(|file| !file.path.ends_with("Cargo.lock")) {
        for (index, line) in file.text.lines().enumerate() {
            for place in MACHINES.iter().filter(|place| line.contains(**place)) {
                let law = format!("'{place}' is a place of one machine or registry: the house is built anywhere");
                breaches.push(breach(file, index + 1, &law));
            }
        }
    }
    breaches
}

#[test]
fn no_comment_leaves_something_for_later() {
    assert_kept(&unfinished(house()));
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    assert_kept(&machines(house()));
}

#[test]
fn a_note_for_later_is_found_in_comments_only() {
    let rust =
        Source::new("api/a.rs", "fn a() { \"TODO\" } // FIXME: b\nlet todo = 1; /* for\n now */ // placeholders\n");
    let shell = Source::new("ops/a", "echo todo\n  # TODO later\n");
    assert_eq!(
        unfinished(&[rust, shell]).iter().map(|b| b.split_once(": ").unwrap().0).collect::<Vec<_>>(),
        ["api/a.rs:1", "ops/a:2"]
    );
}

#[test]
fn a_place_of_one_machine_is_found() {
    let text = format!("let a = 1;\nlet path = \"{}ada/daybook\";\n", concat!("/ho", "me/"));
    assert_eq!(machines(&[Source::new("api/a.rs", &text), Source::new("Cargo.lock", &text)]).len(), 1);
}
