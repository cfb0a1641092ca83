//! What a token opens, asked of the log's own state, so that whatever was revoked, trashed or withheld counts at once.
//!
//! Whoever holds a token that opens nothing is not told why: one that was never made, one that has expired and one whose
//! owner is gone are the same to them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Personal,
    documents::{
        Link, LinkId, LinkPasswordId, NodeId, Space, SpaceId,
        link::events::LinkMade,
        space::{Content, FolderRules},
    },
    identity::{Access, Account, Rights},
};

use super::{make_link::name_of, token::digest};
use crate::{Desk, Fault, identity::grants_of};

/// A link that opens something, and what that is.
#[derive(Clone, Debug)]
pub struct OpenLink {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// In which space that lies what it opens.
    pub space: SpaceId,
    /// The file or folder that it opens.
    pub node: NodeId,
    /// Which version of a file; the newest where none is named.
    pub version: Option<u32>,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether files only come in.
    pub upload_only: bool,
    /// Its password.
    pub password: Option<LinkPasswordId>,
    /// How many uses are left; `None` where nobody counts.
    pub left: Option<u32>,
    tree: Arc<Space>,
    at: DateTime<Utc>,
}

impl OpenLink {
    /// Whether it opens a file or folder: what it was made for, or what lies in that, not in the trash and not at its end.
    #[must_use]
    pub fn holds(&self, node: NodeId) -> bool {
        let version = self.version.filter(|_| node == self.node);
        let is_there = self.tree.present(self.space, node).is_some() && !is_over(&self.tree, node, version, self.at);
        is_there && self.tree.is_within(node, self.node)
    }

    /// What the folder takes, where somebody set rules for it.
    #[must_use]
    pub fn rules(&self) -> Option<&FolderRules> {
        self.tree.rules_in(self.node).map(|(_, rules)| rules)
    }

    pub(super) fn name(&self, node: NodeId) -> Personal {
        let present = self.tree.present(self.space, node).map(|node| name_of(self.space, node));
        present.unwrap_or_else(|| Personal::of(self.space, "unnamed"))
    }
}

/// What a token opens; `None` where that is nothing, whatever the reason.
///
/// # Errors
/// When the log or the vault cannot be read.
pub async fn open_link(desk: &Desk, token: &str) -> Result<Option<OpenLink>, Fault> {
    let Some(digest) = digest(token) else { return Ok(None) };
    match desk.vault().share(digest).await? {
        Some(link) => opened(desk, link).await,
        None => Ok(None),
    }
}

/// What a link opens at this moment.
pub(super) async fn opened(desk: &Desk, link: LinkId) -> Result<Option<OpenLink>, Fault> {
    let (state, at) = (desk.load::<Link>(link.0).await?.state, desk.now());
    let Ok(LinkMade { account, space, node, version, upload_only, .. }) = state.opens(at).cloned() else {
        return Ok(None);
    };
    let needed = if upload_only { Access::Act } else { Access::Look };
    if access(desk, account).await? < needed {
        return Ok(None);
    }
    let tree = desk.load::<Space>(space.0.0).await?.state;
    if is_over(&tree, node, version, at) {
        return Ok(None);
    }
    let Some(is_folder) = tree.present(space, node).map(|node| node.content == Content::Folder) else {
        return Ok(None);
    };
    let (password, left) = (state.terms.password, state.left());
    Ok(Some(OpenLink { link, account, space, node, version, is_folder, upload_only, password, left, tree, at }))
}

/// Whether what would be fetched has come to its end: a version, or the newest.
fn is_over(tree: &Space, node: NodeId, version: Option<u32>, at: DateTime<Utc>) -> bool {
    version.map_or_else(|| tree.is_over(node, at), |number| tree.is_version_over(node, number, at))
}

/// What the owner of a link may do with documents themselves: no link does more.
async fn access(desk: &Desk, account: AccountId) -> Result<Access, Fault> {
    let Some((_, role)) = desk.load::<Account>(account.0).await?.state.active() else { return Ok(Access::None) };
    let rights = Rights { role, grants: grants_of(desk, account).await?, scopes: None };
    Ok(rights.of_person("documents"))
}
