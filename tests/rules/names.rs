//! Files, folders and types are called what they are, and every context is called the same everywhere.

use crate::{
    house::{Source, assert_kept, breach, house, line_at},
    mask::is_word,
};

const EMPTY_WORDS: [&str; 12] =
    ["util", "utils", "helper", "helpers", "common", "manager", "service", "base", "impl", "data", "info", "misc"];
const EMPTY_ENDINGS: [&str; 6] = ["Manager", "Helper", "Helpers", "Util", "Utils", "Impl"];

const CONTEXTS: [&str; 10] = [
    "identity",
    "household",
    "documents",
    "devices",
    "lights",
    "study",
    "inventory",
    "monitoring",
    "alerts",
    "history",
];

/// Where folders of contexts lie, and which others may lie beside them.
const PLUMBING: [(&str, &[&str]); 6] = [
    ("domain", &["kernel"]),
    ("commands", &["runtime", "eventlog"]),
    ("projections", &["runtime"]),
    ("api", &["http", "live", "pages", "web"]),
    ("migrations/views", &[]),
    (
        "tests",
        &[
            "backup",
            "browser",
            "cli",
            "crash",
            "demo",
            "eventlog",
            "hostile",
            "house",
            "live",
            "measure",
            "network",
            "packaging",
            "ports",
            "proxies",
            "rules",
            "timing",
            "walk",
        ],
    ),
];

/// A service is a word of the field where the machine's services are meant.
fn is_of_the_field(path: &str, word: &str) -> bool {
    let is_unit = path.starts_with("ops/systemd/") && path.ends_with(".service");
    word == "service" && (is_unit || path.split('/').any(|folder| folder == "monitoring"))
}

fn empty_file_names(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files {
        let words = file.path.split(['/', '_', '-', '.']);
        for word in words.filter(|word| EMPTY_WORDS.contains(word) && !is_of_the_field(&file.path, word)) {
            breaches.push(breach(file, 1, &format!("'{word}' says nothing: name the file after what it does")));
        }
    }
    breaches
}

fn empty_type_names(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files {
        let code = &file.rust.code;
        for keyword in ["struct ", "enum ", "trait ", "type ", "mod "] {
            for (at, name) in named(code, keyword) {
                let empty = EMPTY_ENDINGS.iter().any(|ending| name.ends_with(ending))
                    || (keyword == "mod " && name.split('_').any(|word| EMPTY_WORDS.contains(&word)));
                if empty && !is_of_the_field(&file.path, name) {
                    let law = format!("'{name}' says nothing: name it after what it is");
                    breaches.push(breach(file, line_at(code, at), &law));
                }
            }
        }
    }
    breaches
}

/// The names that follow a keyword.
fn named<'a>(code: &'a str, keyword: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let whole = code.match_indices(keyword).filter(|(at, _)| !code[..*at].ends_with(is_word));
    whole.map(|(at, _)| (at, code[at + keyword.len()..].split(|c| !is_word(c)).next().unwrap_or_default()))
}

fn strange_folders(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for (parent, plumbing) in PLUMBING {
        for file in files.iter().filter(|file| file.is_in(parent)) {
            let Some((folder, _)) = file.path[parent.len() + 1..].split_once('/') else { continue };
            if !CONTEXTS.contains(&folder) && !plumbing.contains(&folder) {
                let law = format!("{parent}/{folder} is neither a context nor plumbing; the contexts are {CONTEXTS:?}");
                breaches.push(breach(file, 1, &law));
            }
        }
    }
    breaches
}

#[test]
fn no_file_or_folder_has_an_empty_name() {
    assert_kept(&empty_file_names(house()));
}

#[test]
fn no_type_or_module_has_an_empty_name() {
    assert_kept(&empty_type_names(house()));
}

#[test]
fn a_context_is_called_the_same_in_every_crate() {
    assert_kept(&strange_folders(house()));
}

#[test]
fn an_empty_file_name_is_found() {
    let paths =
        ["api/date_util.rs", "domain/common/x.rs", "domain/kernel/database.rs", "domain/monitoring/service/mod.rs"];
    let units = ["ops/systemd/daybook.service", "ops/systemd/service.rs"];
    let files: Vec<_> = paths.iter().chain(&units).map(|path| Source::new(path, "")).collect();
    assert_eq!(empty_file_names(&files).len(), 3);
}

#[test]
fn an_empty_type_name_is_found() {
    let text = "struct MailManager;\nmod db_helpers;\nenum Utility {}\n// struct DoorHelper\nmod managers {}";
    let found = empty_type_names(&[Source::new("api/a.rs", text)]);
    assert_eq!(found.iter().map(|b| b.split_once(": ").unwrap().0).collect::<Vec<_>>(), ["api/a.rs:1", "api/a.rs:2"]);
}

#[test]
fn a_folder_that_is_no_context_is_found() {
    let paths = ["domain/users/mod.rs", "domain/kernel/mod.rs", "domain/identity/users/mod.rs", "api/lib.rs"];
    let found = strange_folders(&paths.map(|path| Source::new(path, "")));
    assert!(found.len() == 1 && found[0].starts_with("domain/users/mod.rs:1: domain/users is neither"), "{found:?}");
}
