//! How documents say no.

use axum::http::StatusCode;
use commands::documents::{NoStar, links::LinkRefusal};
use domain::documents::{link, space::Refusal, stars};

use crate::http::{Problem, not_allowed};

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        let conflict = |code, detail| Self::new(StatusCode::CONFLICT, code, detail);
        match refusal {
            Refusal::NoSuchNode => Self::missing("no_such_node", detail),
            Refusal::NoSuchFolder => Self::missing("no_such_folder", detail).about("parent"),
            Refusal::NoSuchVersion => Self::missing("no_such_version", detail),
            Refusal::NoFile => conflict("no_file", detail),
            Refusal::NameTaken => conflict("name_taken", detail).about("name"),
            Refusal::IntoItself => conflict("into_itself", detail).about("parent"),
            Refusal::NotInTrash => conflict("not_in_trash", detail),
            Refusal::NotItself => conflict("in_trash_with_folder", detail),
            Refusal::NotThereThen => conflict("not_there_then", detail),
            Refusal::BadLabel => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "label_invalid", detail).about("label"),
            Refusal::NotAdmin | Refusal::NotAdminsQuota => not_allowed(&detail),
            Refusal::BadKeeping => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "keeping_invalid", detail),
            Refusal::BadRules => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "rules_invalid", detail),
            Refusal::NoSuchPlace { .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no_such_place", detail).about("place")
            }
            Refusal::ExtensionNotAllowed { .. } | Refusal::KindNotAllowed { .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "type_not_allowed", detail)
            }
            Refusal::NotAsNamed { .. } => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "content_not_as_named", detail),
            Refusal::FileTooLarge { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", detail),
            Refusal::OverQuota { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "quota_exceeded", detail),
            Refusal::BadQuota => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "quota_invalid", detail).about("most_bytes")
            }
            Refusal::FolderFull { .. } => conflict("folder_full", detail),
            Refusal::TooDeep => conflict("too_deep", detail).about("parent"),
            Refusal::TooMany => conflict("too_many_to_copy", detail),
            Refusal::PastExpiry => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "until_past", detail).about("until"),
            Refusal::TooMuchToRewind => conflict("too_much_to_rewind", detail),
            Refusal::TooManyTags => conflict("too_many_tags", detail).about("add"),
            Refusal::Tag(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "tag_invalid", detail).about("add"),
            Refusal::Name(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "name_invalid", detail).about("name"),
        }
    }
}

impl From<LinkRefusal> for Problem {
    fn from(refusal: LinkRefusal) -> Self {
        let detail = refusal.to_string();
        let conflict = |code, detail| Self::new(StatusCode::CONFLICT, code, detail);
        let unfit = |code, detail, field| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail).about(field);
        match refusal {
            LinkRefusal::Space(Refusal::NoSuchNode) => Self::from(Refusal::NoSuchNode).about("node"),
            LinkRefusal::Space(refusal) => Self::from(refusal).about("version"),
            LinkRefusal::WholeSpace => conflict("whole_space", detail).about("node"),
            LinkRefusal::NoFolder => conflict("no_folder", detail).about("upload_only"),
            LinkRefusal::Over => conflict("link_over", detail),
            LinkRefusal::Password => unfit("link_password_invalid", detail, "password"),
            LinkRefusal::Note => unfit("note_invalid", detail, "note"),
            LinkRefusal::Rule(link::Refusal::NoSuchLink) => Self::missing("no_such_link", detail),
            LinkRefusal::Rule(link::Refusal::MadeAlready) => conflict("link_made_already", detail),
            LinkRefusal::Rule(link::Refusal::Revoked) => conflict("link_revoked", detail),
            LinkRefusal::Rule(link::Refusal::NotOnesOwn) => not_allowed(&detail),
            LinkRefusal::Rule(link::Refusal::Past) => unfit("until_past", detail, "until"),
            LinkRefusal::Rule(link::Refusal::NoUse) => unfit("most_uses_invalid", detail, "most_uses"),
        }
    }
}

impl From<stars::Refusal> for Problem {
    fn from(refusal: stars::Refusal) -> Self {
        Self::new(StatusCode::CONFLICT, "too_many_stars", refusal.to_string())
    }
}

impl From<NoStar> for Problem {
    fn from(no: NoStar) -> Self {
        match no {
            NoStar::NotThere(failure) => failure.into(),
            NoStar::Stars(failure) => failure.into(),
        }
    }
}
