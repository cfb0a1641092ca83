//! The files of an archive, one after the other and page by page: a long life is never in memory whole.

use std::{collections::VecDeque, io, sync::Arc};

use chrono::{DateTime, Utc};
use domain::AccountId;
use projections::history as diary;

use super::{bytes::Bytes, lists, wholes};
use crate::{
    front::Front,
    history,
    http::{AtLeast, Person, Problem},
};

/// What comes next in an archive.
pub enum Piece {
    /// A file.
    Begins(&'static str),
    /// More of the text that was begun.
    Text(String),
    /// A file that somebody stored, and when.
    FileBegins(String, DateTime<Utc>),
    /// More of it.
    Bytes(bytes::Bytes),
}

/// What is read page by page.
#[derive(Clone, Copy)]
pub enum List {
    Sessions,
    Keys,
    Alerts,
    Diary,
}

/// How far a list was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Start,
    After(u64),
    End,
}

enum File {
    Whole(String),
    List(List, Place),
}

/// Whose files they are, and how they are read.
pub struct Source {
    pub front: Arc<Front>,
    pub account: AccountId,
    pub diary: diary::Filter,
    pub at_least: AtLeast,
}

/// The files of one person.
pub struct Files {
    source: Source,
    waiting: VecDeque<(&'static str, File)>,
    under_way: Option<File>,
    bytes: Bytes,
}

impl Files {
    /// Those of a person. What is short is read now, while a problem can still be told.
    pub async fn of(front: Arc<Front>, person: Person, at_least: AtLeast) -> Result<Self, Problem> {
        let diary = diary::Filter {
            person: Some(person.account),
            visible_to: history::visible_to(&person),
            withheld: history::withheld(&person),
            ..diary::Filter::default()
        };
        let source = Source { account: person.account, front, diary, at_least };
        let whole = wholes::of(&source, &person).await?.into_iter().map(|(name, text)| (name, File::Whole(text)));
        let lists = [
            ("sessions.json", List::Sessions),
            ("keys.json", List::Keys),
            ("alerts.json", List::Alerts),
            ("diary.json", List::Diary),
        ];
        let waiting = whole.chain(lists.map(|(name, list)| (name, File::List(list, Place::Start)))).collect();
        let bytes = Bytes::of(&source);
        Ok(Self { source, waiting, under_way: None, bytes })
    }

    /// Lists say what has happened until now; that the person takes this archive, too.
    pub fn tell_all_until_now(&mut self) {
        self.source.at_least = AtLeast::now(&self.source.front);
    }

    /// What comes next; nothing at the end.
    pub async fn next(&mut self) -> io::Result<Option<Piece>> {
        match self.under_way.take() {
            Some(File::Whole(text)) => Ok(Some(Piece::Text(text))),
            Some(File::List(list, place)) if place != Place::End => {
                let page = lists::page(&self.source, list, place).await;
                let (text, next) = page.map_err(|problem| io::Error::other(problem.code))?;
                self.under_way = Some(File::List(list, next));
                Ok(Some(Piece::Text(text)))
            }
            _ => {
                let Some((name, file)) = self.waiting.pop_front() else { return self.bytes.next(&self.source).await };
                self.under_way = Some(file);
                Ok(Some(Piece::Begins(name)))
            }
        }
    }
}
