//! What a folder takes: looking at its rules, and setting them.

use domain::documents::{
    NodeId, NodeName, Space, SpaceId,
    space::{Command, FolderRules, Refusal},
};

use super::enter::{enter, run};
use crate::{Caller, Desk, Done, Failure};

/// The rules of a folder, and where they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesOfFolder {
    /// Those of its own.
    pub own: Option<FolderRules>,
    /// Those it has, or would have without its own, from a folder above.
    pub inherited: Option<InheritedRules>,
}

/// Rules of a folder above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InheritedRules {
    /// Which folder.
    pub from: NodeId,
    /// Its name; a root has none.
    pub name: Option<NodeName>,
    /// The rules.
    pub rules: FolderRules,
}

impl RulesOfFolder {
    /// Those that hold.
    #[must_use]
    pub fn holding(&self) -> FolderRules {
        let inherited = || Some(self.inherited.as_ref()?.rules.clone());
        self.own.clone().or_else(inherited).unwrap_or_default()
    }
}

/// The rules of a folder.
///
/// # Errors
/// When there is no such folder, or it is not the caller's.
pub async fn folder_rules(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    folder: NodeId,
) -> Result<RulesOfFolder, Failure<Refusal>> {
    enter(caller, space)?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    if folder != space.root() && (state.present(space, folder).is_none() || state.versions(folder).is_some()) {
        return Err(Failure::Refused(Refusal::NoSuchFolder));
    }
    let inherited = state.rules_above(folder).map(|(from, rules)| {
        let name = state.present(space, from).map(domain::documents::space::Node::name_or_unnamed);
        InheritedRules { from, name, rules: rules.clone() }
    });
    Ok(RulesOfFolder { own: state.own_rules(folder).cloned(), inherited })
}

/// Sets the rules of a folder; none for those of the folder above.
///
/// # Errors
/// When there is no such folder, the rules make no sense, or they are the shared space's and the caller is no admin.
pub async fn set_folder_rules(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    folder: NodeId,
    rules: Option<FolderRules>,
) -> Result<Done, Failure<Refusal>> {
    if let Some(place) = rules.as_ref().and_then(|rules| rules.place.as_ref()) {
        let known = desk.blobs().places();
        if !known.contains(place) {
            enter(caller, space)?;
            return Err(Failure::Refused(Refusal::NoSuchPlace { known }));
        }
    }
    run(desk, caller, space, Command::Rule { folder, rules, as_admin: caller.is_admin() }).await
}
