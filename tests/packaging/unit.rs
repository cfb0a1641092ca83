//! `ops/systemd`: systemd itself reads the unit and says how well the house is shut in.

use std::{fs, process::Command};

use tempfile::TempDir;

use crate::{committed, debian::Package, root, run};

/// Tenths of systemd's measure of exposure, from 0 (shut in) to 100 (root, with everything).
const MOST_EXPOSURE: u8 = 12;
const MOST_EXPOSURE_WITH_LOW_PORTS: u8 = 15;

fn judge(unit: &str, most: u8) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("daybook.service");
    fs::write(&path, unit).expect("written");
    let mut command = Command::new("systemd-analyze");
    command.args(["security", "--offline=true", "--no-pager", &format!("--threshold={most}")]).arg(&path);
    run(&mut command);
}

#[test]
fn the_house_is_shut_in() {
    judge(&committed("ops/systemd/daybook.service"), MOST_EXPOSURE);
    let low_ports = committed("ops/systemd/low-ports.conf");
    judge(&format!("{}\n{low_ports}", committed("ops/systemd/daybook.service")), MOST_EXPOSURE_WITH_LOW_PORTS);
}

#[test]
#[should_panic(expected = "systemd-analyze")]
fn an_open_unit_would_be_told_from_it() {
    judge(&committed("ops/systemd/daybook.service").replace("User=daybook\n", ""), MOST_EXPOSURE);
}

#[test]
fn systemd_understands_every_line_of_the_units() {
    let package = Package::make();
    let units = fs::read_dir(root().join("ops/systemd")).expect("units").map(|entry| entry.expect("an entry").path());
    let units = units.filter(|path| path.extension().is_some_and(|ending| ending == "service" || ending == "timer"));
    for unit in units {
        let installed = package.root().join("usr/lib/systemd/system").join(unit.file_name().expect("a name"));
        let text = fs::read_to_string(&installed).expect("an installed unit");
        assert_eq!(text, fs::read_to_string(&unit).expect("a unit"));
        // The programs it starts, where the package puts them.
        let there = text.replace("=/usr/bin/daybook", &format!("={}/usr/bin/daybook", package.root().display()));
        fs::write(&installed, there).expect("written");
        let mut command = Command::new("systemd-analyze");
        let output = command.args(["verify", "--man=no", "--recursive-errors=no"]).arg(&installed).output();
        let output = output.expect("systemd-analyze runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let ours = said.lines().filter(|line| line.contains("daybook")).collect::<Vec<_>>();
        assert!(output.status.success() && ours.is_empty(), "{said}");
    }
}
