//! The house answers a fault, it does not fall over one; and no test is left out.

use crate::house::{Source, assert_kept, breach, house, line_at};

const PANICS: [&str; 7] =
    [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", ".unwrap_err()", ".expect_err("];

/// A type may have a method of its own called `expect`, and asks itself for it.
fn is_a_method_of_ours(code: &str, at: usize) -> bool {
    code[..at].ends_with("self")
}

fn panics(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files {
        for word in PANICS {
            for (at, _) in file.product.match_indices(word).filter(|(at, _)| !is_a_method_of_ours(&file.product, *at)) {
                let law = format!("`{word}` outside tests: answer with a Refusal or a Fault");
                breaches.push(breach(file, line_at(&file.product, at), &law));
            }
        }
    }
    breaches
}

fn left_out(files: &[Source]) -> Vec<String> {
    let mut breaches = vec![];
    for file in files {
        for (at, _) in file.rust.code.match_indices("#[ignore") {
            let law = "an ignored test checks nothing: mend it or remove it";
            breaches.push(breach(file, line_at(&file.rust.code, at), law));
        }
    }
    breaches
}

#[test]
fn nothing_panics_outside_tests() {
    assert_kept(&panics(house()));
}

#[test]
fn no_test_is_left_out() {
    assert_kept(&left_out(house()));
}

#[test]
fn a_panic_is_found_and_one_in_a_test_is_not() {
    let text = "fn a() { b.unwrap(); c.unwrap_or(1); } // d.unwrap()\n#[test]\nfn e() { f.unwrap() }\nfn h() { self.expect(x)?; }\nfn g() { panic!(\"x\") }";
    let breaches = panics(&[Source::new("api/a.rs", text)]);
    let lines: Vec<_> = breaches.iter().map(|breach| breach.split(" outside").next().unwrap()).collect();
    assert_eq!(lines, ["api/a.rs:1: `.unwrap()`", "api/a.rs:5: `panic!`"]);
}

#[test]
fn an_ignored_test_is_found() {
    let text = "#[test]\n#[ignore = \"slow\"]\nfn a() {}\n// #[ignore]";
    assert_eq!(left_out(&[Source::new("tests/a.rs", text)]).len(), 1);
}
