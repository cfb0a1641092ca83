//! Routes of documents: files and folders, their versions and marks, how they are found, the trash, and links to them.

mod archive;
mod content;
mod copies;
pub mod dav;
mod deliveries;
mod dress;
mod expiry;
mod form;
mod found;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod keeping;
mod links;
mod marks;
mod nodes;
mod packing;
mod pieces;
mod places;
mod quotas;
mod ranges;
mod refusals;
mod rewind;
mod rules;
mod search;
mod send;
mod several;
mod share;
mod spaces;
mod tags;
mod thumbnails;
mod told;
mod trash;
mod upload;
pub mod uploads;
mod versions;

pub use pieces::Pieces;

use std::sync::Arc;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::front::Front;

/// All that ask and answer in few words. The pages of links are none that OpenAPI could describe.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(spaces::list))
        .routes(routes!(nodes::list))
        .routes(routes!(nodes::show, nodes::change, trash::put))
        .routes(routes!(nodes::make_folder))
        .routes(routes!(copies::make))
        .routes(routes!(rewind::preview, rewind::rewind))
        .routes(routes!(keeping::show, keeping::set))
        .routes(routes!(keeping::preview))
        .routes(routes!(rules::show, rules::set))
        .routes(routes!(places::list))
        .routes(routes!(quotas::show, quotas::set))
        .routes(routes!(quotas::show_of, quotas::set_of))
        .routes(routes!(thumbnails::show))
        .routes(routes!(versions::mark))
        .routes(routes!(expiry::set))
        .routes(routes!(expiry::set_of_version))
        .routes(routes!(marks::tag))
        .routes(routes!(marks::star, marks::unstar))
        .routes(routes!(marks::stars))
        .routes(routes!(search::search))
        .routes(routes!(trash::list))
        .routes(routes!(trash::restore))
        .routes(routes!(trash::purge))
        .routes(routes!(deliveries::of_file))
        .routes(routes!(deliveries::list))
        .routes(routes!(versions::list))
        .routes(routes!(versions::restore))
        .routes(routes!(links::shown::list, links::make::make))
        .routes(routes!(links::shown::show, links::make::change, links::make::revoke))
        .merge(share::pages().into())
}

/// Those whose bodies are as long as files are. WebDAV is none that OpenAPI could describe.
pub fn streams() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(upload::put))
        .routes(routes!(several::post))
        .routes(routes!(content::show))
        .merge(uploads::router())
        .routes(routes!(archive::archive))
        .merge(dav::router().into())
        .merge(share::streams().into())
}
