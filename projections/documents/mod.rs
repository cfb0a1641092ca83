//! The views of documents: what lies where, every version of it, by which words it is found, and the links to it. The bytes
//! themselves are absent.

pub mod deliveries;
mod inside;
pub mod links;
mod listed;
pub mod nodes;
mod read;
mod read_deliveries;
mod read_links;
mod rows;
#[cfg(test)]
mod scenarios;
mod search;
#[cfg(test)]
mod search_scenarios;
mod stars;
pub mod texts;

pub use inside::{Inside, InsideFile, inside};
pub use listed::{Listed, child, children};
pub use read::{Holding, OneFile, bytes, holding, next_file, node, page, page_of_tag, path, spaces, trash, versions};
pub use read_deliveries::{DeliveriesOf, Delivery, deliveries};
pub use read_links::{Link, LinksOf, link, links};
pub use rows::{Newest, Node, Version};
pub use search::{Found, Wanted, question, search, words};
pub use stars::{starred, stars};

use crate::Context;

/// The context and its projectors.
#[must_use]
pub fn context() -> Context {
    Context::new("documents", vec![Box::new(nodes::Nodes), Box::new(links::Links), Box::new(deliveries::Deliveries)])
}
