//! `settings`: how the house is set up. Every change tells all of them, without what is for
//! admins only where somebody else listens.

use commands::{household, identity::Authenticated};
use domain::{Event, Fact, Position, Role, household::Event as House};

use super::{Audience, Change, Soon, Source, Stretch, Topic, admins_or_others, rendered};
use crate::{front::Front, http::Problem, live::stream::Snapshot};

/// The type.
pub struct Settings;

impl Topic for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn context(&self) -> &'static str {
        "household"
    }

    fn source(&self) -> Source {
        Source::View("household")
    }

    fn audience(&self, who: &Authenticated) -> Option<Audience> {
        admins_or_others(who)
    }

    fn snapshot<'a>(&'a self, front: &'a Front, audience: Audience, as_of: Position) -> Soon<'a, Snapshot> {
        Box::pin(async move { Ok(Snapshot { sequence: as_of, body: shown(front, audience).await? }) })
    }

    fn changes<'a>(&'a self, front: &'a Front, stretch: &'a Stretch) -> Soon<'a, Vec<Change>> {
        Box::pin(async move {
            let facts = stretch.facts(front).await?;
            let Some(last) = facts.iter().rev().find(|fact| is_of_settings(fact)) else { return Ok(vec![]) };
            let mut changes = Vec::new();
            for audience in [Audience::Admins, Audience::Others] {
                let body = shown(front, audience).await?;
                changes.push(Change { sequence: last.position, heard_by: vec![audience], body });
            }
            Ok(changes)
        })
    }
}

fn is_of_settings(fact: &Fact<Event>) -> bool {
    matches!(&fact.event, Event::Household(event) if !matches!(event, House::ViewStopped(_)))
}

async fn shown(front: &Front, audience: Audience) -> Result<std::sync::Arc<str>, Problem> {
    let (settings, _) = household::settings(&front.desk).await?;
    let role = if audience == Audience::Admins { Role::Admin } else { Role::Viewer };
    rendered(&crate::household::Settings::shown_to(role, &settings))
}
