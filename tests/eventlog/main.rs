//! The contract of the log: what every engine promises, and what the one in a file promises beyond.
//! Only what is public is asked; no test knows how an engine keeps its promise.

mod contract;
mod file;
mod making;
mod model;

use std::sync::Arc;

use eventlog::{EventLog, MemoryLog, SqliteLog, verify};

/// Runs each promise against each engine, on a fresh log.
macro_rules! every_engine_keeps {
    ($($module:ident: $($promise:ident)*;)*) => {
        mod in_memory {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                crate::contract::$module::$promise(std::sync::Arc::new(eventlog::MemoryLog::new())).await;
            })*)*
        }
        mod in_a_file {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                crate::on_a_file(crate::contract::$module::$promise).await;
            })*)*
        }
    };
}

every_engine_keeps! {
    appending:
        positions_and_versions_are_dense_from_one
        an_append_is_written_whole_or_not_at_all
        a_wrong_length_is_a_conflict
        of_many_who_saw_the_same_length_one_wins
        a_conflict_disturbs_no_other_append
        the_bell_rings_with_the_newest_position
        the_tally_counts_what_was_written;
    repeating:
        a_repeated_append_gets_its_first_receipt
        an_old_append_is_recognised_among_a_thousand
        an_id_of_another_stream_is_taken
        an_append_that_shares_only_some_ids_is_refused
        two_who_repeat_at_once_get_one_receipt;
    limits:
        an_append_without_events_is_refused
        one_id_twice_is_refused
        names_that_could_not_be_read_again_are_refused
        what_is_too_large_is_refused_and_the_largest_is_taken
        a_closed_log_refuses_everything;
    reading:
        bytes_come_back_unchanged
        every_stretch_of_the_log_is_what_was_written
        every_stretch_of_a_stream_is_what_was_written
        kinds_are_found_on_both_sides_of_every_boundary
        single_events_are_found_by_id_and_position
        beyond_the_end_there_is_nothing;
    following:
        followers_see_no_gap_while_many_write
        streams_stay_whole_while_many_write;
}

/// Keeps a promise in a file, and sees that the file is whole afterwards.
async fn on_a_file<F: Future<Output = ()>>(promise: impl FnOnce(Arc<dyn EventLog>) -> F) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.db");
    let log = Arc::new(SqliteLog::open(&path).expect("a fresh log"));
    promise(Arc::clone(&log) as Arc<dyn EventLog>).await;
    log.close().await.expect("closing");
    verify(&path, &mut |_, _| {}).expect("a whole log");
}

#[tokio::test]
async fn the_scheme_of_a_url_chooses_the_engine() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("log.db").display());
    let log = eventlog::open(&url).await.expect("a log in a file");
    log.append(making::stream(1), 0, vec![making::event(1)]).await.expect("appending");
    log.close().await.expect("closing");
    drop(log);
    let again = eventlog::open(&url).await.expect("the log again");
    assert_eq!(again.read(0, 10).await.expect("reading").events.len(), 1);
    assert!(eventlog::open("memory:").await.is_ok());
    for url in ["postgres://host/log", "esdb://host", "ftp:log", "sqlite:", ""] {
        assert!(eventlog::open(url).await.is_err(), "{url}");
    }
}

#[test]
fn a_log_in_memory_begins_empty() {
    assert_eq!(*eventlog::Feed::bell(&MemoryLog::new()).borrow(), 0);
}
