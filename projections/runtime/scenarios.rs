//! A view follows the log, keeps its rows over a restart and can be made anew with the same rows.

use std::time::Duration;

use domain::EventTable;

use super::{Context, State, testing::*};
use crate::{contexts, history, household, identity};

const NO_PATIENCE: Duration = Duration::ZERO;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

#[tokio::test]
async fn whoever_asks_for_a_position_reads_what_was_written_there() {
    let (log, folder) = (Log::new(), folder());
    let running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    let position = log.write(opened(ADA, "Ada")).await;
    let reads = running.reads("identity");
    reads.at_least(position, PATIENCE).await.expect("the view arrives");
    let found = reads.query(|rows| identity::accounts::one(rows, ADA)).await.expect("the view answers");
    assert_eq!(found.and_then(|account| account.name).as_deref(), Some("Ada"));
    running.end().await;
}

#[tokio::test]
async fn whoever_asks_for_a_position_that_is_not_there_is_told_how_far_the_view_has_come() {
    let (log, folder) = (Log::new(), folder());
    log.write(opened(ADA, "Ada")).await;
    let running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    running.reads("history").at_least(1, PATIENCE).await.expect("the view arrives");
    let behind = running.reads("history").at_least(2, NO_PATIENCE).await.expect_err("nothing more was written");
    assert_eq!((behind.position, behind.asked), (1, 2));
    running.end().await;
}

#[tokio::test]
async fn a_view_passes_by_what_other_contexts_write() {
    let (log, folder) = (Log::new(), folder());
    let running = Running::over(folder.path(), &log, vec![household::context()]).await.expect("the views open");
    for _ in 0..5 {
        log.write(opened(ADA, "Ada")).await;
    }
    running.reads("household").at_least(5, PATIENCE).await.expect("the view arrives");
    let lag = running.lag("household");
    assert_eq!((lag.position, lag.head, lag.state), (5, 5, State::Current));
    running.end().await;
}

#[tokio::test]
async fn a_restart_goes_on_where_the_views_left_off() {
    let (log, folder) = (Log::new(), folder());
    let running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    log.write(opened(ADA, "Ada")).await;
    running.reads("history").at_least(1, PATIENCE).await.expect("the view arrives");
    running.end().await;
    log.write(logged_in(ADA)).await;
    let running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    assert!(running.views.lag().iter().all(|lag| lag.position >= 1));
    running.reads("history").at_least(2, PATIENCE).await.expect("the view arrives");
    let rows = running.reads("history").query(|rows| history::page(rows, &all())).await.expect("the view answers");
    assert_eq!(rows.items.iter().map(|entry| entry.position).collect::<Vec<_>>(), [2, 1]);
    running.end().await;
}

fn all() -> history::Query {
    history::Query { limit: 9, ..history::Query::default() }
}

#[tokio::test]
async fn a_rebuild_makes_the_rows_that_following_made() {
    let (log, folder) = (Log::new(), folder());
    let running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    for number in 1..=40 {
        log.write(opened(domain::AccountId(uuid::Uuid::from_u128(number)), "Eve")).await;
        let position = log.write(session_opened(ADA, number)).await;
        running.reads("history").at_least(position, PATIENCE).await.expect("the view arrives");
    }
    for context in contexts() {
        let reads = running.reads(context.name());
        reads.at_least(80, PATIENCE).await.expect("the view arrives");
        let followed = reads.digest().await.expect("the view answers");
        let nothing = ["household", "documents", "alerts"].contains(&context.name());
        assert_eq!(running.views.rebuild(context.name(), std::sync::Arc::new(|_, _| {})).await.ok(), Some(80));
        assert_eq!(reads.digest().await.expect("the view answers"), followed, "{}", context.name());
        assert_eq!(followed == empty(context).await, nothing, "the digest sees the rows");
    }
    running.end().await;
}

async fn empty(context: Context) -> blake3::Hash {
    let (log, folder, name) = (Log::new(), folder(), context.name());
    let running = Running::over(folder.path(), &log, vec![context]).await.expect("the views open");
    log.write_raw("nowhere.happened.v1", vec![]).await;
    running.views.rebuild(name, std::sync::Arc::new(|_, _| {})).await.ok();
    let digest = running.reads(name).digest().await.expect("the view answers");
    running.end().await;
    digest
}

#[tokio::test]
async fn a_rebuild_tells_how_far_it_is() {
    let (log, folder) = (Log::new(), folder());
    for _ in 0..3000 {
        log.write(logged_in(ADA)).await;
    }
    let views = super::Views::open(
        folder.path(),
        std::sync::Arc::clone(&log) as _,
        std::sync::Arc::new(Mirror { erased: None }),
        contexts(),
    );
    let (views, (tell, mut told)) = (views.await.expect("the views open"), tokio::sync::mpsc::unbounded_channel());
    let progress = move |done, of| tell.send((done, of)).expect("somebody listens");
    assert_eq!(views.rebuild("history", std::sync::Arc::new(progress)).await.ok(), Some(3000));
    let mut seen = Vec::new();
    while let Ok(step) = told.try_recv() {
        seen.push(step);
    }
    assert_eq!(seen, [(2048, 3000), (3000, 3000)]);
}

#[tokio::test]
async fn the_house_can_be_asked_how_it_was() {
    let (log, folder, elsewhere) = (Log::new(), folder(), folder());
    let running = Running::over(folder.path(), &log, contexts()).await.expect("the views open");
    log.write(opened(ADA, "Ada")).await;
    let position = log.write(opened(BOB, "Bob")).await;
    running.reads("identity").at_least(position, PATIENCE).await.expect("the view arrives");
    let then = running.views.fill_until("identity", 1, elsewhere.path()).await.expect("the past can be filled");
    let names = |reads: super::Reads| async move {
        let query = identity::accounts::Query { limit: 9, ..Default::default() };
        let page = reads.query(move |rows| identity::accounts::page(rows, &query)).await.expect("the view answers");
        page.items.into_iter().filter_map(|account| account.name).collect::<Vec<_>>()
    };
    assert_eq!(names(then).await, ["Ada"]);
    assert_eq!(names(running.reads("identity")).await, ["Ada", "Bob"]);
    running.end().await;
}

#[tokio::test]
async fn every_table_of_events_has_a_view_that_shows_it() {
    let contexts = contexts();
    for name in domain::Event::names() {
        assert!(contexts.iter().any(|context| context.name() != "history" && context.follows(name)), "{name}");
    }
}
