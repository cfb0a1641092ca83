//! Clients of WebDAV that nobody here wrote, as Debian has them: a conformance suite, a shell, a program that mirrors.

use std::fs;

use tempfile::tempdir;

use crate::mount::{Mounted, said};

/// The house keeps no properties of others and says so; what the suite does with those is left out, and nothing else is.
#[tokio::test]
async fn the_conformance_suite_finds_nothing_wrong() {
    let mounted = Mounted::new().await;
    let folder = tempdir().expect("a folder");
    let tests = [("TESTS", "http basic copymove props locks")];
    let (_, told) = said("litmus", &["-k", &mounted.url("own/"), "ada", &mounted.key], "", folder.path(), &tests);
    assert_eq!(told.matches("<- summary for").count(), 5, "{told}");
    let wrong = |line: &&str| line.contains("FAIL") && !line.contains("PROPPATCH") && !line.contains("for property");
    assert!(!told.lines().any(|line| wrong(&line)), "{told}");
    assert!(told.matches("pass").count() > 80, "{told}");
    mounted.close().await;
}

#[tokio::test]
async fn a_program_that_mirrors_folders_finds_them_as_it_left_them() {
    let mounted = Mounted::new().await;
    let folder = tempdir().expect("a folder");
    let (here, back) = (folder.path().join("here"), folder.path().join("back"));
    fs::create_dir_all(here.join("Größe & Co/deep")).expect("folders");
    let large: Vec<u8> = (0..2_000_000_u32).flat_map(u32::to_le_bytes).collect();
    fs::write(here.join("large.bin"), large).expect("written");
    for name in ["a b#1?.txt", "100%.txt", "Größe & Co/Mu\u{308}ller.txt", "Größe & Co/deep/empty"] {
        fs::write(here.join(name), name.trim_end_matches("empty")).expect("written");
    }
    let (url, key) = (mounted.url(""), mounted.key.as_str());
    let (_, veiled) = said("rclone", &["obscure", key], "", folder.path(), &[]);
    let remote = [
        ("RCLONE_CONFIG", "/notfound"),
        ("RCLONE_CONFIG_HOUSE_TYPE", "webdav"),
        ("RCLONE_CONFIG_HOUSE_VENDOR", "other"),
        ("RCLONE_CONFIG_HOUSE_URL", url.as_str()),
        ("RCLONE_CONFIG_HOUSE_USER", "ada"),
        ("RCLONE_CONFIG_HOUSE_PASS", veiled.trim()),
    ];
    let run = |arguments: &[&str]| {
        let (done, told) = said("rclone", arguments, "", folder.path(), &remote);
        assert!(done, "{arguments:?}: {told}");
        told
    };
    let (from, to) = (here.to_str().expect("a path"), back.to_str().expect("a path"));
    run(&["copy", from, "house:own/Mirror"]);
    run(&["moveto", "house:own/Mirror/large.bin", "house:shared/moved.bin"]);
    run(&["copyto", "house:shared/moved.bin", "house:own/Mirror/large.bin"]);
    run(&["copy", "house:own/Mirror", to]);
    for name in ["large.bin", "a b#1?.txt", "100%.txt", "Größe & Co/deep/empty"] {
        assert!(fs::read(here.join(name)).expect("kept") == fs::read(back.join(name)).expect("back"), "{name}");
    }
    assert!(run(&["lsf", "-R", "house:own/Mirror"]).contains("Größe & Co/Müller.txt"));
    run(&["purge", "house:own/Mirror"]);
    assert_eq!(run(&["lsf", "-R", "house:"]).lines().collect::<Vec<_>>(), ["own/", "shared/", "shared/moved.bin"]);
    mounted.close().await;
}

#[tokio::test]
async fn a_shell_locks_changes_and_gives_back() {
    let mounted = Mounted::new().await;
    let folder = tempdir().expect("a folder");
    let netrc = format!("machine 127.0.0.1 login ada password {}\n", mounted.key);
    fs::write(folder.path().join(".netrc"), netrc).expect("written");
    fs::write(folder.path().join("letter.txt"), "dear all").expect("written");
    let script = "mkcol Box\nput letter.txt Box/letter.txt\nlock Box/letter.txt\nput letter.txt Box/letter.txt\ndiscover Box/letter.txt\n\
                  unlock Box/letter.txt\ncopy Box Chest\nmove Chest/letter.txt Box/second.txt\ndelete Box/letter.txt\nls Box\n\
                  get Box/second.txt back.txt\nquit\n";
    let (_, told) = said("cadaver", &[&mounted.url("own/")], script, folder.path(), &[]);
    assert_eq!(fs::read_to_string(folder.path().join("back.txt")).ok().as_deref(), Some("dear all"), "{told}");
    assert!(!told.contains("failed"), "{told}");
    assert!(told.contains("second.txt") && told.contains("urn:uuid"), "{told}");
    mounted.close().await;
}
