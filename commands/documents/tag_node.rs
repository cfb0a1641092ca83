//! Putting tags on files and folders, and taking them off.

use domain::documents::{
    BadTag, NodeId, SpaceId, Tag,
    space::{Command, Refusal},
};
use unicode_normalization::UnicodeNormalization as _;

use super::enter::run;
use crate::{Caller, Desk, Done, Failure};

/// Puts some on and takes others off. A tag that is there already, however it is written, stays as it is.
///
/// # Errors
/// When a tag does not fit, there would be too many, or there is no such file or folder.
pub async fn tag_node(
    desk: &Desk,
    caller: &Caller,
    (space, node): (SpaceId, NodeId),
    add: &[String],
    remove: &[String],
) -> Result<Done, Failure<Refusal>> {
    let read = |words: &[String]| words.iter().map(|word| tag(word)).collect::<Result<Vec<_>, _>>();
    let (add, remove) = (read(add), read(remove));
    let bad = |bad: BadTag| Failure::Refused(Refusal::Tag(bad));
    let command = Command::Tag { node, add: add.map_err(bad)?, remove: remove.map_err(bad)? };
    run(desk, caller, space, command).await
}

/// What is the same for all ways to type a tag, whether it fits or not: to look for it.
#[must_use]
pub fn folded_tag(typed: &str) -> String {
    Tag::known(&typed.trim().nfc().collect::<String>()).folded()
}

/// A tag in Unicode's normal form C, if it fits.
fn tag(typed: &str) -> Result<Tag, BadTag> {
    Tag::new(&typed.nfc().collect::<String>())
}
