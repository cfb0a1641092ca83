//! PROPPATCH: properties that a client wants to set. The house keeps none but its own.
//!
//! Windows sets times and attributes of its own after each file and takes a refusal for a failed copy, so those are
//! accepted, and what they say is not kept.

use axum::{body::Body, http::StatusCode, response::Response};

use super::{
    answer::{HEAD, document, propstat, response},
    errand::{Errand, Held},
    locks::Reach,
    xml::{self, Change, Name},
};
use crate::documents::found::missing;

const OF_WINDOWS: &str = "urn:schemas-microsoft-com:";

impl Errand {
    /// Answers for each property.
    pub async fn describe(self, body: Body) -> Result<Response, Held> {
        let changes = xml::changes(&self.text(body).await?)?;
        let spot = self.spot().await?;
        if spot.here.is_none() {
            return Err(missing().into());
        }
        self.may_change(&spot, Reach::Itself).await?;
        let href = spot.address.href(spot.as_folder().is_some());
        let told = response(&href, &outcome(&changes));
        let body = format!("{HEAD}<D:multistatus xmlns:D=\"DAV:\">\n{told}</D:multistatus>");
        Ok(document(StatusCode::MULTI_STATUS, body))
    }
}

/// All of them, or none (RFC 4918, section 9.2).
fn outcome(changes: &[Change]) -> String {
    let listed = |kept: bool| -> String {
        changes.iter().filter(|change| is_taken(&change.name) == kept).map(|change| change.name.around("")).collect()
    };
    let (taken, refused) = (listed(true), listed(false));
    if refused.is_empty() {
        return propstat(StatusCode::OK, &taken);
    }
    let mut told = propstat(StatusCode::FORBIDDEN, &refused);
    if !taken.is_empty() {
        told += &propstat(StatusCode::FAILED_DEPENDENCY, &taken);
    }
    told
}

fn is_taken(name: &Name) -> bool {
    name.space == OF_WINDOWS
}
