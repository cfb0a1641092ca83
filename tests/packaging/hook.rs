//! `ops/pre-commit`: once installed, git refuses a commit that breaks a rule, and takes any other.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::{committed, root, run};

fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Ada", "-c", "user.email=ada@mail.example", "-C"]).arg(folder).args(arguments);
    // A test may itself run in a hook, whose variables would lead to another repository.
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", folder.join("bin").display()));
    command
}

/// A cargo that finds a fault in one of its checks, or in none.
fn cargo(folder: &Path, faulty: &str) {
    let path = folder.join("bin/cargo");
    fs::create_dir_all(folder.join("bin")).expect("a folder");
    fs::write(&path, format!("#!/bin/sh\necho \"$@\" >>cargo.log\n[ \"$1\" != \"{faulty}\" ]\n")).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("runnable");
}

fn commit(folder: &Path) -> Output {
    git(folder, &["commit", "--quiet", "--allow-empty", "-m", "a change"]).output().expect("git runs")
}

#[test]
fn a_commit_that_breaks_a_rule_is_refused() {
    let folder = TempDir::with_prefix("daybook-hook-").expect("a folder");
    let folder = folder.path();
    run(&mut git(folder, &["init", "--quiet"]));
    fs::create_dir(folder.join("ops")).expect("a folder");
    fs::copy(root().join("ops/pre-commit"), folder.join("ops/pre-commit")).expect("copied");
    let install = || git(folder, &["-c", "alias.x=!ops/pre-commit --install", "x"]);
    run(&mut install());
    assert!(!install().output().expect("it runs").status.success(), "a hook that is there already stays");
    for faulty in ["fmt", "clippy", "test"] {
        cargo(folder, faulty);
        assert!(!commit(folder).status.success(), "{faulty} was not asked");
    }
    cargo(folder, "nothing");
    let taken = commit(folder);
    assert!(taken.status.success(), "{taken:?}");
}

#[test]
fn the_tool_and_the_script_look_at_the_same() {
    let (tool, script) = (committed(".pre-commit-config.yaml"), committed("ops/pre-commit"));
    let entries: Vec<_> = tool.lines().filter_map(|line| line.trim().strip_prefix("entry: ops/pre-commit ")).collect();
    assert!(script.contains(&format!("  {}) \"$1\" ;;\n", entries.join(" | "))), "{entries:?}");
    assert!(script.contains(&format!("  all) {} ;;\n", entries.join(" && "))), "{entries:?}");
}
