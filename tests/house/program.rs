//! Where the program and the tools of the tests are.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// The program under test: `DAYBOOK_BIN`, or else the one cargo builds beside this very test.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| std::env::var_os("DAYBOOK_BIN").map_or_else(build, PathBuf::from))
}

/// Built each time, so that no test meets the program of yesterday.
fn build() -> PathBuf {
    let profile = profile_folder();
    let target = profile.parent().expect("the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", "daybook", "--target-dir"]).arg(target);
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace"));
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().expect("cargo runs").success(), "the program was not built");
    profile.join("daybook")
}

/// `target/debug` for a test in `target/debug/deps`.
fn profile_folder() -> PathBuf {
    let test = std::env::current_exe().expect("this test's own path");
    test.ancestors().nth(2).expect("a test lies in target/debug/deps").to_owned()
}

/// A tool that `ops/test-tools` installed: where the variable says, or else in the target folder.
pub fn test_tool(variable: &str, path: &str) -> PathBuf {
    let usual = || profile_folder().parent().expect("the target folder").join("test-tools").join(path);
    let tool = std::env::var_os(variable).map_or_else(usual, PathBuf::from);
    assert!(tool.exists(), "{} is missing: run ops/test-tools, or set {variable}", tool.display());
    tool
}
