//! MOVE and COPY. What is moved over a file becomes its next version: so programs save that write beside a file and rename
//! over it, and its history goes on. Into another space it is copied, and what was copied goes into the trash.

use axum::{
    http::{HeaderValue, StatusCode},
    response::Response,
};
use commands::{Done, documents};

use super::{
    Depth,
    address::{Address, Lost},
    errand::{Errand, Held, Spot, made, stays},
    locks::Reach,
};
use crate::http::Problem;

impl Errand {
    /// Lets it lie elsewhere, or be called otherwise.
    pub async fn move_it(self) -> Result<Response, Held> {
        let spot = self.spot().await?;
        let node = spot.node()?;
        if spot.as_folder().is_some() && Depth::of(&self.headers)? != Depth::Infinity {
            return Err(depth_invalid().into());
        }
        let (to, shown) = self.destination(&spot).await?;
        self.unlocked(&spot, &shown, Reach::Place)?;
        let (desk, caller, space) = (&self.front.desk, &self.person.caller, spot.place.0);
        let done = if to.place.0 == space {
            match to.here {
                Some(_) => documents::move_over(desk, caller, space, node.id, to.node()?.id).await,
                None => {
                    let (folder, name) = to.lies_in()?;
                    documents::change_node(desk, caller, space, node.id, Some(name), Some(folder)).await
                }
            }
        } else {
            self.copy_to(&spot, &to).await?;
            documents::trash_node(desk, &caller.step("aside"), space, node.id).await
        };
        let done = done?;
        self.front.locks.clear(&spot.place, self.now());
        self.shown(done).await;
        Ok(made(to.here.is_none()))
    }

    /// Lets a copy lie elsewhere.
    pub async fn copy(self) -> Result<Response, Held> {
        let spot = self.spot().await?;
        spot.node()?;
        let depth = Depth::of(&self.headers)?;
        let is_bare = spot.as_folder().is_some() && depth == Depth::Zero;
        if spot.as_folder().is_some() && depth == Depth::One {
            return Err(depth_invalid().into());
        }
        let (to, _) = self.destination(&spot).await?;
        let done = if is_bare { self.make_bare(&to).await? } else { self.copy_to(&spot, &to).await? };
        self.shown(done).await;
        Ok(made(to.here.is_none()))
    }

    async fn copy_to(&self, spot: &Spot, to: &Spot) -> Result<Done, Problem> {
        let (desk, caller) = (&self.front.desk, &self.person.caller);
        let original = (spot.place.0, spot.node()?.id);
        if to.here.is_some() {
            return Ok(documents::copy_over(desk, caller, original, (to.place.0, to.node()?.id)).await?);
        }
        let (folder, name) = to.lies_in()?;
        Ok(documents::copy_node(desk, caller, original, (to.place.0, folder), Some(name)).await?.1)
    }

    /// A folder without what is in it (RFC 4918, section 9.8.3).
    async fn make_bare(&self, to: &Spot) -> Result<Done, Problem> {
        let ((folder, name), space) = (to.lies_in()?, to.place.0);
        let (desk, caller) = (&self.front.desk, &self.person.caller);
        if to.here.is_some() {
            documents::trash_node(desk, &caller.step("aside"), space, to.node()?.id).await?;
        }
        Ok(documents::make_folder(desk, caller, space, folder, name).await?.1)
    }

    /// Where it shall lie, which must be free of locks, and free unless it may be overwritten; and the tokens shown.
    async fn destination(&self, spot: &Spot) -> Result<(Spot, Vec<uuid::Uuid>), Held> {
        let named = self.headers.get("destination").and_then(|value| value.to_str().ok());
        let invalid = || Problem::malformed("destination_invalid", "Destination: say where to").about("destination");
        let address = Address::of_url(named.ok_or_else(invalid)?, &self.uri, &self.headers);
        let address = address.map_err(|lost| match lost {
            Lost::Malformed => invalid(),
            Lost::NoSpace => stays(),
            Lost::Elsewhere => {
                let detail = "Destination: that is another server";
                Problem::new(StatusCode::BAD_GATEWAY, "destination_elsewhere", detail).about("destination")
            }
        })?;
        let shown = self.conditions(spot).await?;
        let to = self.look(&address).await?;
        if to.place.0 == spot.place.0 && to.place.1.starts_with(&spot.place.1) {
            let detail = "it cannot lie in itself";
            return Err(Problem::new(StatusCode::FORBIDDEN, "into_itself", detail).into());
        }
        to.lies_in()?;
        let may_overwrite = self.headers.get("overwrite").is_none_or(|value| value == HeaderValue::from_static("T"));
        if to.here.is_some() && !may_overwrite {
            let detail = "something lies there already, and shall not be overwritten";
            return Err(Problem::new(StatusCode::PRECONDITION_FAILED, "name_taken", detail).into());
        }
        self.unlocked(&to, &shown, Reach::Place)?;
        Ok((to, shown))
    }
}

fn depth_invalid() -> Problem {
    Problem::malformed("depth_invalid", "Depth: a folder goes with all that is in it").about("depth")
}
