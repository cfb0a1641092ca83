//! PUT, MKCOL and DELETE: what is stored, made and thrown away. What is thrown away lies in the trash.

use axum::{
    body::Body,
    http::{
        HeaderValue, StatusCode,
        header::{ALLOW, ETAG},
    },
    response::{IntoResponse as _, Response},
};
use commands::documents;

use super::{
    Depth, METHODS,
    errand::{Errand, Held, Spot, made},
    locks::Reach,
};
use crate::{
    documents::{
        tags::tag,
        upload::{media_type, receive, said_bytes, whole},
    },
    http::Problem,
};

fn is_folder() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "no_file", "a folder lies here").with(ALLOW, METHODS)
}

impl Errand {
    /// Stores the body: a new file, or another version of the one that lies there.
    pub async fn put(self, body: Body) -> Result<Response, Held> {
        whole(&self.headers)?;
        let spot = self.place_for_file().await?;
        let place = spot.lies_in()?;
        let kind = media_type(&self.headers, place.1);
        let (desk, caller) = (&self.front.desk, &self.person.caller);
        let arriving = documents::receive(desk, spot.place.0, place, &kind, said_bytes(&self.headers)).await?;
        let blob = receive(arriving, body).await?;
        // A body may take long to come: what held before it may hold no more.
        let spot = self.place_for_file().await?;
        let (folder, name) = spot.lies_in()?;
        let (_, done) = documents::store_file(desk, caller, spot.place.0, (folder, name), (blob, kind)).await?;
        self.shown(done).await;
        let mut response = made(spot.here.is_none());
        if let Ok(tag) = HeaderValue::try_from(tag(blob.hash)) {
            response.headers_mut().insert(ETAG, tag);
        }
        Ok(response)
    }

    /// What lies at the address, where a file may be stored there.
    async fn place_for_file(&self) -> Result<Spot, Held> {
        let spot = self.spot().await?;
        if spot.as_folder().is_some() || self.uri.path().ends_with('/') {
            return Err(is_folder().into());
        }
        spot.lies_in()?;
        let reach = if spot.here.is_some() { Reach::Itself } else { Reach::Place };
        self.may_change(&spot, reach).await?;
        Ok(spot)
    }

    /// Makes a folder.
    pub async fn make_folder(self, body: Body) -> Result<Response, Held> {
        let is_empty = self.text(body).await?.is_empty();
        if !is_empty {
            let detail = "a folder is made without a body";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body_unexpected", detail).into());
        }
        let spot = self.spot().await?;
        if spot.here.is_some() {
            let detail = "something of this name is there already";
            return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "name_taken", detail).with(ALLOW, METHODS).into());
        }
        let (folder, name) = spot.lies_in()?;
        self.may_change(&spot, Reach::Place).await?;
        let made = documents::make_folder(&self.front.desk, &self.person.caller, spot.place.0, folder, name);
        self.shown(made.await?.1).await;
        Ok(StatusCode::CREATED.into_response())
    }

    /// Puts it in the trash, with all that is in it.
    pub async fn trash(self) -> Result<Response, Held> {
        let spot = self.spot().await?;
        let node = spot.node()?.id;
        if spot.as_folder().is_some() && Depth::of(&self.headers)? != Depth::Infinity {
            let detail = "Depth: a folder goes with all that is in it";
            return Err(Problem::malformed("depth_invalid", detail).about("depth").into());
        }
        self.may_change(&spot, Reach::Place).await?;
        let done = documents::trash_node(&self.front.desk, &self.person.caller, spot.place.0, node).await?;
        self.front.locks.clear(&spot.place, self.now());
        self.shown(done).await;
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}
