//! Bytes once written are read for ever: `golden.txt` holds some of every event ever shipped.
//!
//! A line is a stored name and the payload in hex. Lines are added and never changed or removed; for
//! a new event, add it to `samples.rs` and run this test once with `DAYBOOK_BLESS=1`, which appends the
//! lines that are missing and rewrites none. A changed payload does not pass: it needs a new version.

use std::{collections::BTreeSet, fmt::Write as _, fs, io::Write as _, sync::LazyLock};

use domain::{Event, EventTable};

use crate::{house::root, samples::samples};

const GOLDEN: &str = "tests/rules/golden.txt";

#[derive(Debug, PartialEq)]
struct Line {
    name: String,
    bytes: Vec<u8>,
}

fn parse(text: &str) -> Vec<Line> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| parse_line(line).unwrap_or_else(|| panic!("'{line}' is no stored name and hex"))).collect()
}

fn parse_line(line: &str) -> Option<Line> {
    let (name, hex) = line.split_once(' ')?;
    let digits = hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    Some(Line { name: name.to_owned(), bytes: digits.collect::<Option<_>>().filter(|_| hex.len().is_multiple_of(2))? })
}

fn written(event: &Event) -> String {
    let bytes = event.encode().unwrap();
    let mut line = event.name().to_owned() + " ";
    bytes.iter().for_each(|byte| write!(line, "{byte:02x}").unwrap());
    line
}

/// What is wrong with the bytes of a line, if anything.
fn misread(line: &Line) -> Option<String> {
    let Line { name, bytes } = line;
    let event = match Event::decode(name, bytes) {
        Ok(event) => event,
        Err(error) => return Some(format!("{name}: {error}")),
    };
    match event.encode() {
        Err(error) => Some(format!("{name}: read, but {error}")),
        Ok(again) if event.name() == name && again != *bytes => Some(format!("{name}: written again as other bytes")),
        Ok(_) => None,
    }
}

fn unheld(names: &[&str], lines: &[Line]) -> Vec<String> {
    let held: BTreeSet<_> = lines.iter().map(|line| line.name.as_str()).collect();
    names.iter().filter(|name| !held.contains(*name)).map(|name| (*name).to_owned()).collect()
}

/// The golden lines; read once, so that two tests do not both append.
fn golden() -> &'static [Line] {
    static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
        let path = root().join(GOLDEN);
        if std::env::var_os("DAYBOOK_BLESS").is_some() {
            append_missing(&path);
        }
        parse(&fs::read_to_string(path).unwrap())
    });
    &LINES
}

/// Appends the samples whose name has no line yet.
fn append_missing(path: &std::path::Path) {
    let missing = unheld(&Event::names(), &parse(&fs::read_to_string(path).unwrap()));
    let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
    for sample in samples().iter().filter(|sample| missing.iter().any(|name| name == sample.name())) {
        writeln!(file, "{}", written(sample)).unwrap();
    }
}

#[test]
fn every_event_that_can_be_read_has_golden_bytes_that_read_as_before() {
    let lines = golden();
    let unheld = unheld(&Event::names(), lines);
    assert!(unheld.is_empty(), "without a line in {GOLDEN} (see tests/rules/golden.rs): {unheld:#?}");
    let misread: Vec<_> = lines.iter().filter_map(misread).collect();
    assert!(misread.is_empty(), "these bytes may lie in somebody's log, so they must read as before: {misread:#?}");
}

#[test]
fn every_present_event_has_a_sample_that_is_golden() {
    let (lines, samples) = (golden(), samples());
    let sampled: BTreeSet<_> = samples.iter().map(EventTable::name).collect();
    let outgrown =
        |name: &&str| lines.iter().any(|l| l.name == *name && Event::decode(name, &l.bytes).unwrap().name() != *name);
    let unsampled: Vec<_> =
        Event::names().into_iter().filter(|name| !sampled.contains(name) && !outgrown(name)).collect();
    assert!(unsampled.is_empty(), "without a sample in tests/rules/samples.rs: {unsampled:#?}");
    for sample in samples.iter().map(written) {
        let line = parse_line(&sample).unwrap();
        assert!(lines.contains(&line), "not in {GOLDEN}, so its form or its sample has changed: {sample}");
    }
}

#[test]
fn changed_short_and_long_bytes_are_found() {
    let whole = parse(&written(&samples()[0])).remove(0);
    assert_eq!(misread(&whole), None);
    let of = |bytes: &[u8]| Line { name: whole.name.clone(), bytes: bytes.to_vec() };
    assert!(misread(&of(&whole.bytes[1..])).is_some());
    assert!(misread(&of(&[&whole.bytes[..], &[0]].concat())).unwrap().contains("left over"));
    assert!(misread(&Line { name: "identity.house_burnt.v1".into(), bytes: whole.bytes }).unwrap().contains("unknown"));
}

#[test]
fn an_event_without_a_line_is_found() {
    let lines = parse("# a remark\na.b.v1 00ff\n");
    assert_eq!(lines, [Line { name: "a.b.v1".into(), bytes: vec![0, 255] }]);
    assert_eq!(unheld(&["a.b.v1", "a.c.v1"], &lines), ["a.c.v1"]);
    assert_eq!(parse_line("a.b.v1 0"), None);
    assert_eq!(parse_line("a.b.v1 zz"), None);
}
