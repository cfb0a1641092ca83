//! What becomes of a view whose projector changes, fails or meets a full disk.

use std::sync::{
    Arc, Condvar, Mutex,
    atomic::{AtomicBool, Ordering},
};

use domain::{Event, Fact};
use rusqlite::params;

use super::{Context, Follows, ProjectError, Projector, Rows, State, testing::*};

/// Writes down every position, as its version tells it to.
struct Steps {
    version: u32,
    /// Fails at this position.
    fails_at: u64,
    /// Waits here until it is let go.
    gate: Option<Arc<Gate>>,
    /// Finds no room on the disk.
    full: Arc<AtomicBool>,
}

#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.open.lock().expect("nobody panicked") = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let open = self.open.lock().expect("nobody panicked");
        let _open = self.opened.wait_while(open, |open| !*open).expect("nobody panicked");
    }
}

impl Projector for Steps {
    fn name(&self) -> &'static str {
        "steps"
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["identity"])
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE steps (position INTEGER PRIMARY KEY, version INTEGER, weight BLOB)"
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        if let Some(gate) = &self.gate {
            gate.pass();
        }
        let pages = if self.full.load(Ordering::SeqCst) { 1 } else { 1_000_000 };
        let limit = if pages == 1 { "PRAGMA max_page_count=1" } else { "PRAGMA max_page_count=1000000" };
        rows.first(limit, [], |_| Ok(()))?;
        let row = params![fact.position, self.version, vec![0_u8; 9000]];
        rows.run("INSERT INTO steps VALUES (?1, ?2, ?3)", row)?;
        if fact.position == self.fails_at { Err(ProjectError::Senseless("no step here".into())) } else { Ok(()) }
    }
}

fn steps() -> Steps {
    Steps { version: 1, fails_at: u64::MAX, gate: None, full: Arc::default() }
}

fn context(steps: Steps) -> Vec<Context> {
    vec![Context::new("steps", vec![Box::new(steps)])]
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

async fn rows(running: &Running) -> Vec<(u64, u32)> {
    let query = |rows: &rusqlite::Connection| {
        let mut statement = rows.prepare("SELECT position, version FROM steps ORDER BY position")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    };
    running.reads("steps").query(query).await.expect("the view answers")
}

async fn written(log: &Arc<Log>, count: usize) {
    for _ in 0..count {
        log.write(logged_in(ADA)).await;
    }
}

#[tokio::test]
async fn a_failing_rule_stops_in_front_of_the_fact_it_fails_at() {
    for at_once in [true, false] {
        let (log, folder) = (Log::new(), folder());
        if at_once {
            written(&log, 5).await;
        }
        let failing = context(Steps { fails_at: 4, ..steps() });
        let mut running = Running::over(folder.path(), &log, failing).await.expect("the views open");
        if !at_once {
            written(&log, 5).await;
        }
        let stop = running.stops.recv().await.expect("it stops");
        assert_eq!((stop.position, stop.reason.as_str()), (4, "no step here"));
        assert_eq!(rows(&running).await, [(1, 1), (2, 1), (3, 1)]);
        running.end().await;
    }
}

#[tokio::test]
async fn a_corrected_rule_goes_on_after_a_restart() {
    let (log, folder) = (Log::new(), folder());
    written(&log, 2).await;
    let failing = context(Steps { fails_at: 2, ..steps() });
    let mut running = Running::over(folder.path(), &log, failing).await.expect("the views open");
    assert_eq!(running.stops.recv().await.map(|stop| stop.position), Some(2));
    running.end().await;
    let running = Running::over(folder.path(), &log, context(steps())).await.expect("the views open");
    running.reads("steps").at_least(2, PATIENCE).await.expect("the view arrives");
    assert_eq!(rows(&running).await, [(1, 1), (2, 1)]);
    running.end().await;
}

#[tokio::test]
async fn the_old_file_answers_until_the_new_one_has_caught_up() {
    let (log, folder) = (Log::new(), folder());
    let running = Running::over(folder.path(), &log, context(steps())).await.expect("the views open");
    written(&log, 2).await;
    running.reads("steps").at_least(2, PATIENCE).await.expect("the view arrives");
    running.end().await;
    let gate = Arc::new(Gate::default());
    let changed = context(Steps { version: 2, gate: Some(Arc::clone(&gate)), ..steps() });
    let running = Running::over(folder.path(), &log, changed).await.expect("the views open");
    written(&log, 1).await;
    assert_eq!(rows(&running).await, [(1, 1), (2, 1)]);
    assert!(matches!(running.lag("steps"), super::Lag { position: 2, head: 3, state: State::Filling { .. }, .. }));
    gate.open();
    running.reads("steps").at_least(3, PATIENCE).await.expect("the view arrives");
    assert_eq!(rows(&running).await, [(1, 2), (2, 2), (3, 2)]);
    running.end().await;
    let left = std::fs::read_dir(folder.path()).expect("the folder is there");
    let names = left.map(|entry| entry.expect("the folder can be read").file_name().display().to_string());
    assert_eq!(names.filter(|name| name.ends_with(".sqlite")).count(), 1, "the old file is gone");
}

#[tokio::test]
async fn a_full_disk_is_waited_for() {
    let (log, folder) = (Log::new(), folder());
    let full = Arc::new(AtomicBool::new(false));
    let cramped = context(Steps { full: Arc::clone(&full), ..steps() });
    let mut running = Running::over(folder.path(), &log, cramped).await.expect("the views open");
    written(&log, 1).await;
    running.reads("steps").at_least(1, PATIENCE).await.expect("the view arrives");
    full.store(true, Ordering::SeqCst);
    written(&log, 1).await;
    while running.lag("steps").state != (State::Behind { reason: Some("the disk is full".into()) }) {
        tokio::task::yield_now().await;
    }
    assert_eq!(rows(&running).await, [(1, 1)]);
    full.store(false, Ordering::SeqCst);
    running.reads("steps").at_least(2, PATIENCE).await.expect("the view goes on");
    assert_eq!(rows(&running).await, [(1, 1), (2, 1)]);
    assert!(running.stops.try_recv().is_err(), "it never stopped");
    running.end().await;
}

#[tokio::test]
async fn a_file_that_is_deleted_while_the_house_runs_comes_back() {
    let (log, folder) = (Log::new(), folder());
    let running = Running::over(folder.path(), &log, context(steps())).await.expect("the views open");
    written(&log, 2).await;
    running.reads("steps").at_least(2, PATIENCE).await.expect("the view arrives");
    let file = folder.path().join(context(steps()).remove(0).file_name());
    std::fs::remove_file(&file).expect("it is there");
    tokio::time::pause();
    while !file.exists() {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    tokio::time::resume();
    written(&log, 1).await;
    running.reads("steps").at_least(3, PATIENCE).await.expect("the view arrives");
    assert_eq!(rows(&running).await, [(1, 1), (2, 1), (3, 1)]);
    running.end().await;
}
