//! `status`: how the house itself is. Looked at once a second and told when something in it changed
//! that matters: what only trembles, such as memory, is rounded first.

use commands::identity::Authenticated;
use domain::{Position, Role};

use super::{Audience, Change, Soon, Source, Stretch, Topic, admins_or_others, rendered};
use crate::{front::Front, household, live::stream::Snapshot};

/// The type.
pub struct Status;

impl Topic for Status {
    fn name(&self) -> &'static str {
        "status"
    }

    fn context(&self) -> &'static str {
        "household"
    }

    fn source(&self) -> Source {
        Source::Clock
    }

    fn audience(&self, who: &Authenticated) -> Option<Audience> {
        admins_or_others(who)
    }

    fn snapshot<'a>(&'a self, front: &'a Front, audience: Audience, as_of: Position) -> Soon<'a, Snapshot> {
        let role = if audience == Audience::Admins { Role::Admin } else { Role::Viewer };
        Box::pin(async move {
            let status = household::status(front, role).await.rounded();
            Ok(Snapshot { sequence: as_of, body: rendered(&status)? })
        })
    }

    fn changes<'a>(&'a self, _front: &'a Front, _stretch: &'a Stretch) -> Soon<'a, Vec<Change>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}
