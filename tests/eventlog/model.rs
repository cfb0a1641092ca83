//! Both engines do the same thing for a long time, by the same dice: every answer must be the same.

use std::{path::Path, sync::Arc};

use eventlog::{EventLog, Feed, MemoryLog, Proposed, SqliteLog, verify};

use crate::making::{Dice, event, read_all, stream};

const STREAMS: u64 = 6;

struct Pair {
    memory: MemoryLog,
    file: SqliteLog,
    /// Every append that was tried, to be repeated.
    tried: Vec<(u64, u64, Vec<Proposed>)>,
    fresh: u64,
}

impl Pair {
    async fn append(&mut self, dice: &mut Dice) {
        let which = dice.below(STREAMS);
        let length = self.memory.load(stream(which), 0, usize::MAX).await.expect("loading").len() as u64;
        let expected = if dice.below(8) == 0 { dice.below(length + 3) } else { length };
        let count = if dice.below(30) == 0 { 300 } else { 1 + dice.below(5) };
        let mut events: Vec<_> = (self.fresh..self.fresh + count).map(event).collect();
        self.fresh += count;
        if dice.below(12) == 0 && self.fresh > 20 {
            let at = dice.below(count) as usize;
            events[at] = event(dice.below(self.fresh - count));
        }
        self.tried.push((which, expected, events));
        self.repeat(self.tried.len() - 1).await;
    }

    async fn repeat(&self, index: usize) {
        let (which, expected, events) = &self.tried[index];
        let memory = self.memory.append(stream(*which), *expected, events.clone()).await;
        let file = self.file.append(stream(*which), *expected, events.clone()).await;
        assert_eq!(file, memory);
    }

    async fn ask(&self, dice: &mut Dice) {
        let (after, limit) = (dice.below(self.fresh + 10), dice.below(700) as usize);
        assert!(self.file.read(after, limit).await == self.memory.read(after, limit).await);
        let kinds = vec![format!("test.noun_verbed_{}.v1", dice.below(8)), "test.never.v1".to_owned()];
        let file = self.file.read_kinds(kinds.clone(), after, limit).await.expect("reading");
        let memory = self.memory.read_kinds(kinds, after, limit).await.expect("reading");
        assert_eq!((file.until, file.events.len()), (memory.until, memory.events.len()), "{after} {limit}");
        assert!(file == memory);
        let (which, after) = (stream(dice.below(STREAMS + 1)), dice.below(100));
        assert!(self.file.load(which.clone(), after, limit).await == self.memory.load(which, after, limit).await);
        let number = dice.below(self.fresh + 5);
        assert!(self.file.find(event(number).id).await == self.memory.find(event(number).id).await);
        assert!(self.file.at(number).await == self.memory.at(number).await);
    }

    async fn reopen(&mut self, path: &Path) {
        self.file.close().await.expect("closing");
        self.file = SqliteLog::open(path).expect("opening again");
        assert_eq!(*Feed::bell(&self.file).borrow(), *Feed::bell(&self.memory).borrow());
    }
}

async fn play(seed: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.db");
    let file = SqliteLog::open(&path).expect("a fresh log");
    let mut pair = Pair { memory: MemoryLog::new(), file, tried: Vec::new(), fresh: 0 };
    let mut dice = Dice::new(seed);
    for _ in 0..500 {
        match dice.below(100) {
            0..50 => pair.append(&mut dice).await,
            50..60 if !pair.tried.is_empty() => pair.repeat(dice.below(pair.tried.len() as u64) as usize).await,
            60..97 => pair.ask(&mut dice).await,
            97..99 => pair.reopen(&path).await,
            _ => drop(verify(&path, &mut |_, _| {}).expect("a whole log")),
        }
    }
    let memory = read_all(&pair.memory, 1000).await.expect("reading");
    assert!(memory == read_all(&pair.file, 1000).await.expect("reading"));
    pair.file.close().await.expect("closing");
    let check = verify(&path, &mut |_, _| {}).expect("a whole log");
    assert_eq!((check.events, check.head), (memory.len() as u64, memory.len() as u64));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_answer_alike_whatever_is_asked() {
    let games: Vec<_> = (1..=6).map(|seed| tokio::spawn(play(seed))).collect();
    for game in games {
        game.await.expect("a game");
    }
}

#[tokio::test]
async fn an_engine_can_stand_behind_its_port() {
    let engines: [Arc<dyn EventLog>; 1] = [Arc::new(MemoryLog::default())];
    assert_eq!(engines[0].feed().read(0, 1).await, Ok(eventlog::Slice::default()));
}
