//! `ops/container`: the root folder of the image is gathered and the house runs in it, as in a
//! container: nothing else is to be seen, and it is nobody. No container engine is needed.

use std::{
    fs,
    os::unix::fs::chown,
    path::Path,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use tests::{free_port, program, until};

use crate::{committed, root, run};

const USER: u32 = 10001;

/// A program of the image, shut into its folder. Only root may do so; in a namespace of users, anybody is root.
fn inside(image: &Path, port: u16, arguments: &[&str]) -> Command {
    let is_root = rustix::process::geteuid().is_root();
    let mut command = Command::new(if is_root { "chroot" } else { "unshare" });
    if is_root {
        command.arg(format!("--userspec={USER}:{USER}"));
    } else {
        command.args(["--map-root-user", "chroot"]);
    }
    command.arg(image).arg("/usr/bin/daybook").args(arguments);
    command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("DAYBOOK_DATA", "/data");
    command
        .env("DAYBOOK_LISTEN", format!("127.0.0.1:{port}"))
        .env("DAYBOOK_TLS_MODE", "local")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

struct House(Child);

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn the_house_lives_in_the_image_and_says_that_it_is_well() {
    let folder = TempDir::with_prefix("daybook-image-").expect("a folder");
    let (image, port) = (folder.path().join("house"), free_port());
    run(Command::new(root().join("ops/container/gather")).arg(program()).arg(&image));
    for absent in ["bin/sh", "usr/bin/sh", "usr/bin/apt"] {
        assert!(!image.join(absent).exists(), "{absent}");
    }
    if rustix::process::geteuid().is_root() {
        chown(image.join("data"), Some(USER), Some(USER)).expect("as the Containerfile copies it");
        fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("opened");
    }
    assert!(!inside(&image, port, &["health"]).status().expect("it runs").success(), "nobody is there yet");
    let mut house = House(inside(&image, port, &["serve"]).spawn().expect("it starts"));
    until("the house is well", async || {
        assert!(house.0.try_wait().expect("its state").is_none(), "the house ended");
        inside(&image, port, &["health"]).stdout(Stdio::null()).status().expect("it runs").success()
    })
    .await;
    assert!(image.join("data/log.sqlite").exists());
}

#[test]
fn every_folder_that_is_built_is_copied() {
    let (recipe, workspace) = (committed("ops/container/Containerfile"), committed("Cargo.toml"));
    let members = workspace.lines().find_map(|line| line.strip_prefix("members = ")).expect("the members");
    for member in members.split('"').filter(|word| word.starts_with(char::is_alphabetic)) {
        let folder = member.split('/').next().expect("a folder");
        assert!(recipe.contains(&format!("COPY {folder} {folder}\n")), "{folder} is not copied");
    }
    for line in recipe.lines().filter(|line| line.starts_with("COPY ") && !line.contains("--from")) {
        for source in line.split(' ').skip(1).take_while(|word| *word != "./") {
            assert!(root().join(source).exists(), "{source}");
        }
    }
    assert!(recipe.contains(&format!("USER {USER}:{USER}\n")));
}
