//! What the console answers, piece by piece.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;

/// A piece of the answer.
#[derive(Serialize, Deserialize)]
pub enum Answer {
    /// One more.
    Item(Value),
    /// Nothing more; it was asked wrongly.
    Refused(String),
    /// Nothing more; it failed.
    Failed(String),
}

/// Where the pieces go; closed when nobody listens any more.
pub type Answers = mpsc::Sender<Answer>;

/// Gives one more; answers whether anybody still listens.
pub async fn give(answers: &Answers, item: Value) -> bool {
    answers.send(Answer::Item(item)).await.is_ok()
}
