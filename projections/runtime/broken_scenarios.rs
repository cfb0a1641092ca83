//! What becomes of a view when its file, its log or its own rule is broken.

use std::{fs, path::PathBuf, sync::Arc};

use super::{OpenError, ReadError, State, Stop, Views, standing, testing::*};
use crate::{contexts, identity};

type Damage = fn(&PathBuf);

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

fn file(folder: &tempfile::TempDir, context: &super::Context) -> PathBuf {
    folder.path().join(context.file_name())
}

/// A folder whose identity view has seen three events.
async fn filled(log: &Arc<Log>) -> tempfile::TempDir {
    let folder = folder();
    let running = Running::over(folder.path(), log, vec![identity::context()]).await.expect("the views open");
    for name in ["Ada", "Bob", "Cy"] {
        log.write(opened(domain::AccountId(uuid::Uuid::now_v7()), name)).await;
    }
    running.reads("identity").at_least(3, PATIENCE).await.expect("the view arrives");
    running.end().await;
    folder
}

async fn names(running: &Running) -> Vec<String> {
    let query = identity::accounts::Query { limit: 9, ..Default::default() };
    let page = running.reads("identity").query(move |rows| identity::accounts::page(rows, &query)).await;
    page.expect("the view answers").items.into_iter().filter_map(|account| account.name).collect()
}

#[tokio::test]
async fn a_file_that_is_of_no_use_is_made_anew() {
    let damages: [(&str, Damage); 5] = [
        ("deleted", |file| fs::remove_file(file).expect("it is there")),
        ("truncated", |file| cut(file, 4096)),
        ("empty", |file| cut(file, 0)),
        ("garbage", |file| fs::write(file, vec![0x5A; 40_000]).expect("it can be written")),
        ("another database", |file| {
            fs::remove_file(file).expect("it is there");
            let other = rusqlite::Connection::open(file).expect("it can be made");
            other.execute_batch("CREATE TABLE stamps (id INTEGER)").expect("it can be written");
        }),
    ];
    for (damage, spoil) in damages {
        let log = Log::new();
        let folder = filled(&log).await;
        spoil(&file(&folder, &identity::context()));
        let running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
        running.reads("identity").at_least(3, PATIENCE).await.expect("the view arrives");
        assert_eq!(names(&running).await, ["Ada", "Bob", "Cy"], "{damage}");
        running.end().await;
    }
}

fn cut(file: &PathBuf, size: u64) {
    fs::OpenOptions::new().write(true).open(file).and_then(|file| file.set_len(size)).expect("it can be cut");
}

#[tokio::test]
async fn a_file_of_another_log_is_made_anew() {
    for same_id in [false, true] {
        let log = Log::new();
        let folder = filled(&log).await;
        let other = if same_id { log.twin() } else { Log::new() };
        for number in 1..=4 {
            other.write(opened(domain::AccountId(uuid::Uuid::from_u128(number)), "Eve")).await;
        }
        let running = Running::over(folder.path(), &other, vec![identity::context()]).await.expect("the views open");
        running.reads("identity").at_least(4, PATIENCE).await.expect("the view arrives");
        assert_eq!(names(&running).await, ["Eve"; 4], "under the same id: {same_id}");
        running.end().await;
    }
}

#[tokio::test]
async fn damage_that_a_question_meets_is_mended() {
    let log = Log::new();
    let folder = filled(&log).await;
    let path = file(&folder, &identity::context());
    let of_accounts = "SELECT rootpage FROM sqlite_master WHERE name = 'accounts'";
    let page: usize = rusqlite::Connection::open(&path)
        .and_then(|file| file.query_row(of_accounts, [], |row| row.get(0)))
        .expect("the table has a page");
    let mut bytes = fs::read(&path).expect("it is there");
    bytes[(page - 1) * 4096..page * 4096].fill(0x5A);
    fs::write(&path, bytes).expect("it can be written");
    let running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
    let query = identity::accounts::Query { limit: 9, ..Default::default() };
    let reads = running.reads("identity");
    let ask = || reads.query(move |rows| identity::accounts::page(rows, &query));
    assert!(matches!(ask().await, Err(ReadError::Failed { .. })), "the damage is there");
    while ask().await.is_err() {
        tokio::task::yield_now().await;
    }
    assert_eq!(names(&running).await, ["Ada", "Bob", "Cy"]);
    running.end().await;
}

#[tokio::test]
async fn a_value_that_nobody_wrote_is_damage_too() {
    let log = Log::new();
    let folder = filled(&log).await;
    let path = file(&folder, &identity::context());
    let spoilt = rusqlite::Connection::open(&path).expect("it is there");
    spoilt.execute("UPDATE accounts SET role = 'king' WHERE name = 'Bob'", []).expect("it can be written");
    drop(spoilt);
    let running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
    let query = identity::accounts::Query { limit: 9, ..Default::default() };
    let reads = running.reads("identity");
    let ask = || reads.query(move |rows| identity::accounts::page(rows, &query));
    assert!(matches!(ask().await, Err(ReadError::Failed { .. })), "there is no such role");
    while ask().await.is_err() {
        tokio::task::yield_now().await;
    }
    assert_eq!(names(&running).await, ["Ada", "Bob", "Cy"]);
    running.end().await;
}

#[tokio::test]
async fn a_question_that_always_misreads_makes_no_file_anew_twice() {
    use std::os::unix::fs::MetadataExt as _;
    let log = Log::new();
    let folder = filled(&log).await;
    let path = file(&folder, &identity::context());
    let number = || fs::metadata(&path).map(|file| file.ino()).ok();
    let running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
    let reads = running.reads("identity");
    let ask = || reads.query(|rows| rows.query_row("SELECT 'a word'", [], |row| row.get::<_, u32>(0)));
    let first = number();
    assert!(ask().await.is_err());
    while number().is_none_or(|number| Some(number) == first) {
        tokio::task::yield_now().await;
    }
    assert_eq!(names(&running).await, ["Ada", "Bob", "Cy"]);
    let second = number();
    assert!(ask().await.is_err());
    // A follower sees to damage before it takes what is new.
    log.write(opened(ADA, "Dee")).await;
    running.reads("identity").at_least(4, PATIENCE).await.expect("the view arrives");
    assert_eq!(number(), second);
    running.end().await;
}

#[tokio::test]
async fn a_log_that_lost_events_is_named() {
    let log = Log::new();
    let folder = filled(&log).await;
    let shorter = log.twin();
    shorter.write(opened(ADA, "Ada")).await;
    let answer = Running::over(folder.path(), &shorter, vec![identity::context()]).await;
    let Err(error) = answer else { panic!("the views opened") };
    assert_eq!(error.to_string(), "the log ends at 1, but the view 'identity' has seen 3");
}

#[tokio::test]
async fn a_folder_is_written_to_by_one_house_at_a_time() {
    let (log, folder) = (Log::new(), folder());
    let running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    let second = Views::open(folder.path(), Arc::clone(&log) as _, Arc::new(Mirror { erased: None }), contexts()).await;
    assert!(matches!(second, Err(OpenError::InUse(_))));
    running.end().await;
}

#[tokio::test]
async fn a_filling_that_was_cut_short_is_begun_anew() {
    let log = Log::new();
    let folder = filled(&log).await;
    let complete = file(&folder, &identity::context());
    let half = complete.with_extension("filling");
    fs::rename(&complete, &half).expect("it is there");
    let running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
    running.reads("identity").at_least(3, PATIENCE).await.expect("the view arrives");
    assert_eq!(names(&running).await, ["Ada", "Bob", "Cy"]);
    assert!(complete.exists() && !half.exists());
    running.end().await;
}

#[tokio::test]
async fn an_unknown_event_stops_those_who_follow_its_context_and_nobody_else() {
    let (log, folder) = (Log::new(), folder());
    let mut running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    log.write(opened(ADA, "Ada")).await;
    log.write_raw("identity.ghost_seen.v1", vec![1]).await;
    log.write(opened(BOB, "Bob")).await;
    running.reads("household").at_least(3, PATIENCE).await.expect("the household goes on");
    running.reads("alerts").at_least(3, PATIENCE).await.expect("the alerts go on");
    let mut stopped = vec![running.stops.recv().await, running.stops.recv().await];
    stopped.sort_by_key(|stop| stop.as_ref().map(|stop| stop.context));
    let reason = "the event 'identity.ghost_seen.v1' is unknown to this version".to_owned();
    let stop = |context| Some(Stop { context, position: 2, reason: reason.clone() });
    assert_eq!(stopped, [stop("history"), stop("identity")]);
    assert_eq!(running.lag("identity").state, State::Stopped { position: 2, reason: reason.clone() });
    assert_eq!(names(&running).await, ["Ada"]);
    let behind = running.reads("identity").at_least(3, PATIENCE).await.expect_err("it has stopped");
    assert_eq!((behind.position, behind.reason), (1, Some(reason)));
    running.end().await;
}

#[tokio::test]
async fn an_unknown_event_met_while_filling_leaves_what_came_before_it() {
    let (log, folder) = (Log::new(), folder());
    log.write(opened(ADA, "Ada")).await;
    log.write_raw("identity.ghost_seen.v1", vec![]).await;
    for _ in 0..2 {
        let mut running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
        assert_eq!(running.stops.recv().await.map(|stop| stop.position), Some(2));
        assert_eq!(names(&running).await, ["Ada"]);
        running.end().await;
    }
}

#[tokio::test]
async fn an_unknown_event_of_a_context_nobody_follows_passes_by() {
    let (log, folder) = (Log::new(), folder());
    log.write_raw("lights.lamp_danced.v9", vec![]).await;
    log.write(opened(ADA, "Ada")).await;
    let running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
    running.reads("identity").at_least(2, PATIENCE).await.expect("the view arrives");
    running.end().await;
}

#[tokio::test]
async fn whoever_is_outside_can_see_how_far_the_files_have_come() {
    let log = Log::new();
    let folder = filled(&log).await;
    let running = Running::over(folder.path(), &log, vec![identity::context()]).await.expect("the views open");
    let found = standing(folder.path(), &contexts()).expect("the folder can be read");
    let found: Vec<_> = found.iter().map(|it| (it.context, it.position, it.outgrown)).collect();
    assert_eq!(found, [("identity", Some(3), false)]);
    running.end().await;
}
