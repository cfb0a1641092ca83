//! The diary of the house: every event with its sentence, who, when, from where, cause and
//! consequence.

mod commands;
mod days;
mod entries;
mod exports;
mod filters;
mod freshness;
mod visibility;

use serde_json::Value;
use tests::{House, Visitor};

/// The sentences of a page of the diary, once it shows everything.
async fn sentences(house: &House, visitor: &Visitor, question: &str) -> Vec<String> {
    let entries = entries(house, visitor, question).await;
    entries.iter().map(|entry| entry["sentence"].as_str().expect("a sentence").to_owned()).collect()
}

/// A page of the diary, once it shows everything.
async fn entries(house: &House, visitor: &Visitor, question: &str) -> Vec<Value> {
    house.settle().await;
    visitor.get(format!("/api/history/entries?limit=200{question}")).await.expect(200).items()
}
