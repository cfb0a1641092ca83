//! The house as the laws see it: every file that is committed, with code, comments and texts apart.
//!
//! What git ignores and what other people wrote (`vendor`) is deliberately absent.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use crate::mask::{Masked, item_end, mask};

/// One file.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the root of the workspace, with forward slashes.
    pub path: String,
    pub text: String,
    /// The parts of a Rust source; empty in other files.
    pub rust: Masked,
    /// The code that runs in the house: without tests.
    pub product: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let rust = mask(if path.ends_with(".rs") { text } else { "" });
        let product = if path.starts_with("tests/") || path.starts_with("fuzz/") {
            String::new()
        } else {
            without_tests(&rust.code)
        };
        Self { path: path.to_owned(), text: text.to_owned(), rust, product }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub fn is_in(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// A law that a file breaks: where, and in what way.
pub fn breach(source: &Source, line: usize, law: &str) -> String {
    format!("{}:{line}: {law}", source.path)
}

/// The number of the line at a place in a text, from 1.
pub fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Fails with one line for each breach.
#[track_caller]
pub fn assert_kept(breaches: &[String]) {
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

/// Every file of the house.
pub fn house() -> &'static [Source] {
    static HOUSE: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let mut paths = vec![];
        let ignored: Vec<_> = fs::read_to_string(root().join(".gitignore")).unwrap().lines().map(folder_of).collect();
        walk(&root(), &ignored, &mut paths);
        with_test_files_marked(paths.iter().filter_map(|path| read(path)).collect())
    });
    assert!(HOUSE.len() > 50, "only {} files were found: the laws look in the wrong place", HOUSE.len());
    &HOUSE
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn folder_of(line: &str) -> String {
    line.trim_matches('/').to_owned()
}

fn walk(folder: &Path, ignored: &[String], paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy();
        let skipped = [".git", "vendor", "node_modules"].contains(&name.as_ref()) || ignored.iter().any(|i| *i == name);
        match path.is_dir() {
            _ if skipped => {}
            true => walk(&path, ignored, paths),
            false => paths.push(path),
        }
    }
}

/// Files that hold no text (pictures, fonts) fall under no law.
fn read(path: &Path) -> Option<Source> {
    let text = String::from_utf8(fs::read(path).unwrap()).ok()?;
    let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    Some(Source::new(&path, &text))
}

/// Blanks what is compiled for tests only.
fn without_tests(code: &str) -> String {
    let mut product = code.to_owned();
    for (start, end) in test_items(code) {
        let blank: String = code[start..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        product.replace_range(start..end, &blank);
        assert_eq!(product.len(), code.len(), "code outside of texts and comments is ASCII");
    }
    product
}

fn test_items(code: &str) -> Vec<(usize, usize)> {
    let attributes = ["#[cfg(test)]", "#[test]", "#[tokio::test"];
    let starts = attributes.iter().flat_map(|attribute| code.match_indices(attribute));
    starts.map(|(at, attribute)| (at, item_end(code, at + attribute.find(']').map_or(0, |end| end + 1)))).collect()
}

/// A file that its parent declares as `#[cfg(test)] mod name;` is a test as a whole.
fn with_test_files_marked(mut house: Vec<Source>) -> Vec<Source> {
    let mut tests = BTreeSet::new();
    for source in &house {
        let parent = source.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        for (start, end) in test_items(&source.rust.code) {
            let item = source.rust.code[start..end].trim_end_matches(';').trim();
            if let Some((_, name)) = item.rsplit_once("mod ").filter(|(_, name)| !name.contains('{')) {
                tests.insert(format!("{parent}/{name}"));
            }
        }
    }
    let is_test =
        |path: &str| tests.iter().any(|test| path.strip_prefix(test).is_some_and(|r| r.starts_with(['.', '/'])));
    house.iter_mut().filter(|source| is_test(&source.path)).for_each(|source| source.product.clear());
    house
}

#[test]
fn tests_are_no_part_of_the_product() {
    let source =
        Source::new("domain/x.rs", "fn a() { b() }\n#[cfg(test)]\nmod tests {\n fn c() { d.unwrap() }\n}\nfn e() {}");
    assert!(source.product.contains("b()") && source.product.contains("fn e()"));
    assert!(!source.product.contains("unwrap"));
    assert_eq!(source.product.lines().count(), 6);
}

#[test]
fn a_file_that_is_declared_for_tests_is_no_part_of_the_product() {
    let files = [("a/mod.rs", "#[cfg(test)]\nmod trials;"), ("a/trials.rs", "fn x() {}"), ("a/trial.rs", "fn y() {}")];
    let house = with_test_files_marked(files.iter().map(|(path, text)| Source::new(path, text)).collect());
    assert_eq!(house.iter().map(|source| source.product.trim()).collect::<Vec<_>>(), ["", "", "fn y() {}"]);
}
