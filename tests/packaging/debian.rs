//! `ops/package-deb`: the package is made, looked at, unpacked, and what is in it is used.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;
use tests::program;

use crate::{committed, root, run};

/// A package and what is in it.
pub struct Package {
    folder: TempDir,
    file: PathBuf,
}

impl Package {
    /// Makes it of the program under test, and unpacks it.
    pub fn make() -> Self {
        let folder = TempDir::with_prefix("daybook-package-").expect("a folder");
        let file = made(folder.path());
        run(Command::new("dpkg-deb").arg("--extract").arg(&file).arg(folder.path().join("root")));
        run(Command::new("dpkg-deb").arg("--control").arg(&file).arg(folder.path().join("control")));
        Self { folder, file }
    }

    /// The folder it was unpacked into.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn control(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("control").join(name)).expect(name)
    }

    fn daybook(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.root().join("usr/bin/daybook"));
        command.args(arguments).env_clear().env("DAYBOOK_DATA", self.folder.path().join("house"));
        command
    }
}

/// Without compression, which is most of the work.
fn made(folder: &Path) -> PathBuf {
    let mut command = Command::new(root().join("ops/package-deb"));
    command.arg(program()).arg(folder).env("DPKG_DEB_COMPRESSOR_TYPE", "none").env("SOURCE_DATE_EPOCH", "1700000000");
    PathBuf::from(run(&mut command).trim())
}

#[test]
fn the_package_says_what_it_is_and_nobody_else_can_change_what_it_brings() {
    let package = Package::make();
    let field =
        |name: &str| run(Command::new("dpkg-deb").arg("--field").arg(&package.file).arg(name)).trim().to_owned();
    assert_eq!(field("Version"), format!("{}-1", env!("CARGO_PKG_VERSION")));
    assert_eq!(field("Architecture"), run(Command::new("dpkg").arg("--print-architecture")).trim());
    assert!(field("Depends").contains("libc6 (>= "), "{}", field("Depends"));
    let contents = run(Command::new("dpkg-deb").arg("--contents").arg(&package.file));
    for line in contents.lines() {
        let mut words = line.split_whitespace();
        let (mode, owner) = (words.next().expect("a mode"), words.next().expect("an owner"));
        assert_eq!(owner, "root/root", "{line}");
        assert!(!mode.contains(['s', 't']) && &mode[5..6] == "-" && &mode[8..9] == "-", "{line}");
    }
    for path in package.control("conffiles").lines() {
        assert!(package.root().join(path.trim_start_matches('/')).is_file(), "{path}");
    }
    fs::write(package.root().join("md5sums"), package.control("md5sums")).expect("written");
    run(Command::new("md5sum").args(["--quiet", "--check", "md5sums"]).current_dir(package.root()));
    for script in ["postinst", "prerm", "postrm"] {
        run(Command::new("sh").arg("-n").arg(package.folder.path().join("control").join(script)));
    }
    let again = TempDir::new().expect("a folder");
    let (one, other) = (fs::read(&package.file).expect("read"), fs::read(made(again.path())).expect("read"));
    assert!(one == other, "made twice from the same, it is not the same");
}

#[test]
fn the_installed_program_runs_and_takes_its_configuration() {
    let package = Package::make();
    let said = run(&mut package.daybook(&["--version"]));
    assert_eq!(said.trim(), format!("daybook {}", env!("CARGO_PKG_VERSION")));
    let password = package.folder.path().join("password");
    fs::write(&password, "hush\n").expect("written");
    let shown = run(package.daybook(&["config", "show", "--json"]).envs(variables(&package.root(), &password)));
    assert!(shown.contains("mail.example.org") && !shown.contains("hush"), "{shown}");
    let page = package.root().join("usr/share/man/man1/daybook.1.gz");
    let page = run(Command::new("gzip").arg("-dc").arg(page));
    for verb in ["SERVE", "LOG", "PERSON", "HEALTH", "CONFIG"] {
        assert!(page.contains(&format!(".SH DAYBOOK {verb}\n")), "{verb} is not in the manual");
    }
    assert!(!page.contains(" --"), "a hyphen is no minus");
}

/// What the file for the unit says, with all that is commented out in force.
fn variables(root: &Path, password: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root.join("etc/daybook/daybook.env")).expect("the file");
    assert_eq!(text, committed("ops/systemd/daybook.env"));
    let pairs = text.lines().filter_map(|line| line.trim_start_matches('#').split_once('='));
    let pairs = pairs.filter(|(name, _)| name.starts_with("DAYBOOK_"));
    let mut variables: BTreeMap<_, _> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let place = variables.insert("DAYBOOK_MAIL_PASSWORD_FILE".to_owned(), password.display().to_string());
    assert!(place.is_some_and(|place| place.starts_with("/run/credentials/daybook.service/")));
    assert!(variables.len() > 4, "{variables:?}");
    variables
}
