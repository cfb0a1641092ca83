//! The form for a link's password. The right one is answered with a pass: a cookie that is sent back for this link alone.

use std::sync::Arc;

use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use commands::documents::links::{self, PASS_MINUTES, Tried};
use serde::Deserialize;

use super::{
    gate::{Knocking, refused},
    page::UNSEEN,
};
use crate::{front::Front, http::Problem};

/// What somebody typed.
#[derive(Deserialize)]
pub struct Typed {
    password: String,
}

/// Tries a password.
pub async fn enter(
    State(front): State<Arc<Front>>,
    knocking: Knocking,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(Typed { password })) = typed else {
        return Problem::malformed("form_invalid", "send the password as a form").into_response();
    };
    match knocking.tries(&front, password).await {
        Ok(Tried::Right) => {}
        Ok(tried) => return refused(&knocking.guest, &tried, &front),
        Err(answer) => return answer,
    }
    let path = format!("/s/{}", knocking.guest.token);
    let pass = links::password_pass(&front.desk, &knocking.guest.open);
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, path.clone())]).into_response();
    response.headers_mut().extend(UNSEEN);
    front.cookies.give_link_pass(&path, &pass, PASS_MINUTES * 60, response.headers_mut());
    response
}
