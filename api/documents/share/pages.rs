//! What stands on the pages of a link that are not a file's or a folder's: the password, the form, the thanks, and the one
//! page for whatever opens nothing.

use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use commands::documents::links::Tried;

use super::{
    gate::Guest,
    page::{escaped, page, wrong},
};
use crate::http::Problem;

const NOTHING: &str =
    "this link opens nothing: it may have been mistyped, have expired, or have been used up or taken back";

/// One answer for what was never made and for what works no more.
pub fn closed(reads_pages: bool) -> Response {
    if !reads_pages {
        return Problem::missing("no_such_link", NOTHING).into_response();
    }
    let body = "<h1>This link opens nothing</h1><p class=\"soft\">It may have been mistyped or cut short on its way, or it has \
        expired, was used up or was taken back. Whoever sent it to you can send you another one.</p>";
    wrong(StatusCode::NOT_FOUND, "no_such_link", "This link opens nothing", body)
}

/// All uses that are left are being used by somebody.
pub fn busy(reads_pages: bool) -> Response {
    let why = "it is being fetched by as many as may still fetch it; should one of them break off, it is free again in some minutes";
    if !reads_pages {
        return Problem::new(StatusCode::CONFLICT, "link_in_use", why).into_response();
    }
    let body = "<h1>Somebody else is fetching this</h1><p class=\"soft\">It can be fetched only so often, and as many are at it \
        already. Should one of them break off, you can try again in some minutes.</p>";
    wrong(StatusCode::CONFLICT, "link_in_use", "Somebody else is fetching this", body)
}

/// A folder with more in it than one archive takes.
pub fn too_much(reads_pages: bool, problem: Problem) -> Response {
    if !reads_pages {
        return problem.into_response();
    }
    let body = "<h1>Too much for one archive</h1><p class=\"soft\">There is more in this folder than can be fetched at once. Fetch \
        the folders in it one by one.</p>";
    wrong(problem.status, problem.code, "Too much for one archive", body)
}

/// Too many guesses from one place.
pub fn too_many(why: &str) -> Response {
    let body = format!("<h1>Not so fast</h1><p class=\"soft\">Too much was tried from here: {}.</p>", escaped(why));
    wrong(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Not so fast", &body)
}

/// Asks for the password; what is behind it is not told.
pub fn password(guest: &Guest, tried: Option<(&Tried, DateTime<Utc>)>) -> Response {
    let (status, code, why) = match tried {
        None => (StatusCode::FORBIDDEN, "link_password_needed", String::new()),
        Some((Tried::Closed(until), now)) => {
            let minutes = ((*until - now).num_seconds().max(1) + 59) / 60;
            let why = format!(
                "Too many wrong passwords. Try again in {minutes} {}.",
                if minutes == 1 { "minute" } else { "minutes" }
            );
            (StatusCode::TOO_MANY_REQUESTS, "too_many_requests", why)
        }
        Some((Tried::Busy, _)) => {
            (StatusCode::SERVICE_UNAVAILABLE, "busy", "Too many are asking at once. Try again in a moment.".to_owned())
        }
        Some((Tried::Right | Tried::Wrong, _)) => {
            (StatusCode::FORBIDDEN, "link_password_wrong", "That is not the password.".to_owned())
        }
    };
    let (told, marks) = if why.is_empty() {
        (String::new(), "")
    } else {
        (
            format!("<p class=\"wrong\" id=\"why\" role=\"alert\">{why}</p>"),
            " aria-invalid=\"true\" aria-describedby=\"why\"",
        )
    };
    let body = format!(
        "<h1>A password, please</h1><p class=\"soft\">Whoever sent you this link can tell you what it is.</p>\
        <form class=\"sheet\" method=\"post\" action=\"/s/{}/password\"><label for=\"password\">Password</label>\
        <input id=\"password\" name=\"password\" type=\"password\" required autofocus autocomplete=\"off\" maxlength=\"256\"{marks}>{told}\
        <button>Open</button></form>",
        guest.token
    );
    let mut response = wrong(status, code, "A password, please", &body);
    if let Some((Tried::Closed(until), now)) = tried {
        let seconds = (*until - now).num_seconds().max(1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The form of a link by which files only come in.
pub fn form(guest: &Guest) -> Response {
    let some = match guest.open.left {
        Some(1) => {
            "Choose a file. Whoever sent you this link gets it; nobody else who has the link sees it.".to_owned()
        }
        Some(left) => format!(
            "Choose up to {left} files. Whoever sent you this link gets them; nobody else who has the link sees them."
        ),
        None => {
            "Choose one file or several. Whoever sent you this link gets them; nobody else who has the link sees them."
                .to_owned()
        }
    };
    let several = if guest.open.left == Some(1) { "" } else { " multiple" };
    let rules = guest.open.rules();
    let taken = rules.map_or(String::new(), |rules| format!(" The folder takes {}.", escaped(&rules.in_words())));
    let ends = rules.map(|rules| rules.extensions.iter().map(|end| format!(".{end}")).collect::<Vec<_>>().join(","));
    let ends = ends.filter(|ends| !ends.is_empty()).map_or(String::new(), |ends| format!(" accept=\"{ends}\""));
    let body = format!(
        "<h1>Send files</h1><p class=\"soft\">{some}{taken}</p>\
        <form class=\"sheet\" method=\"post\" enctype=\"multipart/form-data\" action=\"/s/{}/files\"><label for=\"files\">Files</label>\
        <input id=\"files\" name=\"files\" type=\"file\" required{several}{ends}><button>Send</button></form>\
        <p class=\"soft small doing\">A large file takes a while; leave this page open until it says that everything is there.</p>",
        guest.token
    );
    page(StatusCode::OK, "Send files", &body)
}

/// What came of files that were sent.
pub fn thanks(guest: &Guest, taken: u32, refused: Option<&Problem>) -> Response {
    let title = if taken == 0 { "Nothing has arrived" } else { "Thank you" };
    let count = match taken {
        0 => String::new(),
        1 => "<p>Your file has arrived.</p>".to_owned(),
        several => format!("<p>Your {several} files have arrived.</p>"),
    };
    let why = refused.map_or(String::new(), |problem| {
        format!("<p class=\"wrong\" role=\"alert\">Not taken: {}.</p>", escaped(problem.detail.trim_end_matches('.')))
    });
    let again = format!("<p class=\"doing\"><a class=\"button\" href=\"/s/{}\">Send more</a></p>", guest.token);
    let body = format!("<h1>{title}</h1>{count}{why}{again}");
    match refused {
        None => page(StatusCode::OK, title, &body),
        Some(problem) => wrong(problem.status, problem.code, title, &body),
    }
}
