//! Dependencies point down only: `domain -> commands -> projections -> api -> ops`, and what a crate
//! must never hold, it cannot even name.

use crate::{
    house::{Source, assert_kept, breach, house, line_at},
    mask::is_word,
};

/// A folder, what its manifest must not ask for, and why.
const MANIFESTS: [(&str, &[&str], &str); 5] = [
    (
        "domain",
        &["eventlog", "commands", "projections", "api", "tokio", "sqlx", "rusqlite", "getrandom", "rand", "tracing"],
        "rules are pure: no crate of ours, no runtime, no SQL, no randomness",
    ),
    (
        "commands/eventlog",
        &["domain", "commands", "projections", "api", "axum"],
        "the log is a leaf: it knows no event by name",
    ),
    ("commands", &["projections", "api", "axum", "tower"], "commands read no views and serve no HTTP"),
    (
        "projections",
        &["commands", "api", "axum", "lettre", "argon2", "ring", "reqwest"],
        "a view is rebuilt from the log alone and has no effects",
    ),
    (
        "api",
        &["daybook", "sqlx", "rusqlite", "lettre", "argon2", "ring"],
        "the face holds no SQL, no mail and no hashing",
    ),
];

/// A folder, what its code must not name, and why.
const NAMES: [(&str, &[&str], &str); 4] = [
    (
        "domain",
        &[
            "SystemTime",
            "Instant",
            "Utc::now",
            "Local::now",
            "Uuid::new_v4",
            "Uuid::now_v7",
            "std::env",
            "std::fs",
            "std::net",
            "std::thread",
            "std::process",
            "async",
        ],
        "time, randomness and the world come in with the command: the domain is pure",
    ),
    (
        "projections",
        &["EventLog", "MemoryLog", "SqliteLog", "Proposed", "Receipt", "eventlog::open", "eventlog::verify"],
        "a view reads the log's Feed and never appends",
    ),
    ("projections", &["Utc::now", "SystemTime"], "a view shows when things happened, not when it was filled"),
    ("api", &["rusqlite", "sqlx"], "the face asks the views; SQL stays in projections"),
];

const ENVIRONMENT: [&str; 5] = ["env::var", "env::var_os", "env::vars", "env::vars_os", "env::set_var"];
const SQL: [&str; 7] =
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA ", "DROP TABLE "];

fn asked_for_too_much(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for (folder, forbidden, why) in MANIFESTS {
        for file in files.iter().filter(|file| file.path == format!("{folder}/Cargo.toml")) {
            for (name, line) in dependencies(&file.text) {
                if forbidden.contains(&name) {
                    breaches.push(breach(file, line, &format!("{folder} must not depend on {name}: {why}")));
                }
            }
        }
    }
    breaches
}

/// The names under `[dependencies]`; tests may use more.
fn dependencies(manifest: &str) -> Vec<(&str, usize)> {
    let (mut inside, mut found) = (false, vec![]);
    for (index, line) in manifest.lines().enumerate() {
        if let Some(heading) = line.strip_prefix('[') {
            inside = heading.starts_with("dependencies]");
        } else if let Some((name, _)) = line.split_once(['.', '=', ' ']).filter(|_| inside && !line.starts_with('#')) {
            found.push((name, index + 1));
        }
    }
    found
}

fn named_too_much(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for (folder, forbidden, why) in NAMES {
        for file in files.iter().filter(|file| file.is_in(folder)) {
            breaches.extend(naming(file, forbidden, why));
        }
    }
    breaches
}

fn read_the_environment(files: &[Source]) -> Vec<String> {
    let inside = files.iter().filter(|file| !file.is_in("ops") && !file.is_in("tests"));
    let why = "the environment is read in ops/daybook only and comes in as configuration";
    inside.flat_map(|file| naming(file, &ENVIRONMENT, why)).collect()
}

fn sql_in_the_face(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files.iter().filter(|file| file.is_in("api") || file.is_in("ops")) {
        for (index, line) in file.rust.texts.lines().enumerate() {
            if SQL.iter().any(|verb| line.contains(verb)) {
                breaches.push(breach(file, index + 1, "SQL stays in projections and in the stores of commands"));
            }
        }
    }
    breaches
}

fn naming(file: &Source, forbidden: &[&str], why: &str) -> Vec<String> {
    let lines = |name: &str| places(&file.product, name).into_iter().map(|at| line_at(&file.product, at));
    let breaches = forbidden.iter().flat_map(|name| lines(name).map(move |line| (line, name)));
    breaches.map(|(line, name)| breach(file, line, &format!("`{name}` does not belong here: {why}"))).collect()
}

/// Where a name stands as a whole word.
pub fn places(code: &str, name: &str) -> Vec<usize> {
    let whole = |at: &usize| !code[..*at].ends_with(is_word) && !code[at + name.len()..].starts_with(is_word);
    code.match_indices(name).map(|(at, _)| at).filter(whole).collect()
}

#[test]
fn no_crate_depends_on_what_stands_above_it() {
    assert_kept(&asked_for_too_much(house()));
    let manifests =
        house().iter().filter(|file| MANIFESTS.iter().any(|row| file.path == format!("{}/Cargo.toml", row.0)));
    assert_eq!(manifests.count(), MANIFESTS.len(), "a manifest that this law reads has moved");
}

#[test]
fn no_crate_names_what_it_must_never_hold() {
    assert_kept(&named_too_much(house()));
}

#[test]
fn only_the_binary_reads_the_environment() {
    assert_kept(&read_the_environment(house()));
}

#[test]
fn the_face_holds_no_sql() {
    assert_kept(&sql_in_the_face(house()));
}

#[test]
fn a_dependency_that_points_up_is_found() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\napi.workspace = true\nserde = \"1\"\n[dev-dependencies]\naxum = \"1\"\n";
    let found = asked_for_too_much(&[Source::new("commands/Cargo.toml", manifest)]);
    assert_eq!(
        found,
        ["commands/Cargo.toml:4: commands must not depend on api: commands read no views and serve no HTTP"]
    );
}

#[test]
fn a_clock_in_the_domain_and_a_writer_in_a_view_are_found() {
    let clock =
        Source::new("domain/a.rs", "// Utc::now\nfn a() { Utc::now() }\n#[cfg(test)]\nmod t { fn b() { Utc::now() } }");
    let writer = Source::new("projections/a.rs", "use eventlog::{EventLog, Feed};\nfn eventlogs() {}");
    assert_eq!((named_too_much(&[clock]).len(), named_too_much(&[writer]).len()), (1, 1));
}

#[test]
fn the_environment_and_sql_in_the_face_are_found() {
    let face = Source::new("api/a.rs", "fn a() { env::var(\"X\"); ask(\"SELECT 1\"); } // SELECT it");
    assert_eq!((read_the_environment(std::slice::from_ref(&face)).len(), sql_in_the_face(&[face]).len()), (1, 1));
}
