//! The house as a stranger at its door sees it: what it is called and whether somebody founded it.
//!
//! Everything else is absent: no address, no version, no name of a person.

use std::sync::Arc;

use axum::extract::State;
use commands::{household, identity};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{Json, Problem, Somebody},
};

/// The house as anybody sees it.
#[derive(Serialize, ToSchema)]
pub struct House {
    /// What it is called.
    name: String,
    /// Whether its first account was made; if not, the one-time link leads there.
    founded: bool,
    /// The IANA name of its time zone.
    time_zone: &'static str,
    /// Whether it is a demo that vanishes when it is closed.
    demo: bool,
    /// Where its letters go: `server`, or `folder` while there is no mail server and they lie in the data folder's `mail/`.
    mail: &'static str,
    /// The program's version; for people who are logged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
}

/// Shows the house from outside
///
/// For anybody; whoever is logged in sees the version, too.
#[utoipa::path(get, path = "/api/household/house", tag = "household",
    responses((status = 200, description = "The house.", body = House)))]
pub async fn show(State(front): State<Arc<Front>>, Somebody(person): Somebody) -> Result<Json<House>, Problem> {
    let (settings, _) = household::settings(&front.desk).await?;
    let founded = identity::is_founded(&front.desk).await?;
    let version = person.map(|_| env!("CARGO_PKG_VERSION"));
    Ok(Json(House {
        name: settings.name.clone(),
        founded,
        time_zone: settings.zone.name(),
        demo: front.demo.is_some(),
        mail: front.desk.way_of_mail()?,
        version,
    }))
}
