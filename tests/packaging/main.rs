//! How the house gets onto a machine: the Debian package, the unit, the container's root folder and
//! the hook before a commit. Each is made and used here, as far as that goes without a machine to install it on.

mod debian;
mod hook;
mod image;
mod unit;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// The workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

fn committed(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What a program that must succeed prints.
#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; run ops/test-tools"));
    let mut said = String::from_utf8(output.stdout).expect("text");
    if !output.status.success() {
        let _ = write!(said, "{}", String::from_utf8_lossy(&output.stderr));
        panic!("{command:?}: {}\n{said}", output.status);
    }
    said
}
