//! A post that can be shut: then it takes nothing, and says so.

use std::{
    pin::Pin,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use commands::{Letter, Post, PostError};

/// The post; shut, it takes nothing.
pub struct Gate {
    behind: Box<dyn Post>,
    shut: AtomicBool,
    refused: AtomicUsize,
}

impl Post for Gate {
    fn way(&self) -> &'static str {
        self.behind.way()
    }

    fn send(&self, letter: Letter) -> Pin<Box<dyn Future<Output = Result<(), PostError>> + Send + '_>> {
        if self.shut.load(Ordering::SeqCst) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return Box::pin(std::future::ready(Err(PostError("the post is shut".to_owned()))));
        }
        self.behind.send(letter)
    }
}

impl Gate {
    /// An open gate in front of a post.
    pub fn before(behind: Box<dyn Post>) -> Self {
        Self { behind, shut: AtomicBool::default(), refused: AtomicUsize::default() }
    }

    /// Shuts it, or opens it again.
    pub fn shut(&self, shut: bool) {
        self.shut.store(shut, Ordering::SeqCst);
    }

    /// How many letters it refused.
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }
}
