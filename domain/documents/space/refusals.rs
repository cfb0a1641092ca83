//! How a space says no.

use super::rules;
use crate::documents::{BadName, BadTag, format::Kind, sized};

/// Why a space does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not there, or lies in the trash.
    #[error("there is no such file or folder here")]
    NoSuchNode,
    /// Where it should lie is no folder, or none that is there.
    #[error("there is no such folder")]
    NoSuchFolder,
    /// Only files have versions.
    #[error("this is a folder; only files have versions")]
    NoFile,
    /// The file has no such version.
    #[error("the file has no such version")]
    NoSuchVersion,
    /// Something else in the folder has the name.
    #[error("something of this name is in the folder already")]
    NameTaken,
    /// A folder cannot lie in itself.
    #[error("a folder cannot lie in itself")]
    IntoItself,
    /// It is still in use.
    #[error("only what lies in the trash is deleted for good")]
    NotInTrash,
    /// A folder that it lies in was put in the trash.
    #[error("it was put in the trash with the folder it lies in; restore that one")]
    NotItself,
    /// There is more in it than one copy holds.
    #[error("at most 10,000 files and folders are copied at once; copy what is in it part by part")]
    TooMany,
    /// A file that ends in the past is a slip of the hand; the trash takes what shall end now.
    #[error("until: this time is past; put the file in the trash instead")]
    PastExpiry,
    /// A rewind changes more than the log takes at once.
    #[error("this would change more than can be done at once; do it for its folders one by one")]
    TooMuchToRewind,
    /// What was not there cannot be as it was.
    #[error("the folder was not there at that moment")]
    NotThereThen,
    /// A version is not called so.
    #[error("a version's name has 1 to 100 letters, and neither begins nor ends with a space")]
    BadLabel,
    /// What all share is kept as admins say.
    #[error("only admins set the rules of the shared space")]
    NotAdmin,
    /// Nobody can keep to these rules.
    #[error("the trash is emptied after 1 to 36,500 days; at most 8 steps, each of a greater age than the one before")]
    BadKeeping,
    /// No folder can have these rules.
    #[error("{}", rules::FIT)]
    BadRules,
    /// The house knows no place of that name.
    #[error("{}", no_such_place(.known))]
    NoSuchPlace {
        /// Those that it knows.
        known: Vec<String>,
    },
    /// The folder takes no names that end so.
    #[error("this folder takes only names that end in {}", rules::endings(.allowed))]
    ExtensionNotAllowed {
        /// Those that it takes.
        allowed: Vec<String>,
    },
    /// The folder takes nothing of that kind.
    #[error("this folder takes only {}, and this is {is}", rules::kinds(.allowed))]
    KindNotAllowed {
        /// What it takes.
        allowed: Vec<Kind>,
        /// What it is, or is called.
        is: &'static str,
    },
    /// It is something else than it is said to be.
    #[error("it is said to be {claimed}, but its content is {content}")]
    NotAsNamed {
        /// What its name or its media type says.
        claimed: &'static str,
        /// What its bytes show.
        content: &'static str,
    },
    /// It is larger than the folder takes.
    #[error("a file in this folder has at most {}", sized(*.most_bytes))]
    FileTooLarge {
        /// So much it takes.
        most_bytes: u64,
    },
    /// There are files enough.
    #[error("this folder holds at most {most_files} {}", if *.most_files == 1 { "file" } else { "files" })]
    FolderFull {
        /// So many.
        most_files: u32,
    },
    /// There is no room for it.
    #[error("there is no room for this: of {} that may lie here, {} are left", sized(*.most_bytes), sized(*.left_bytes))]
    OverQuota {
        /// So much may lie there.
        most_bytes: u64,
        /// So much of that is left.
        left_bytes: u64,
    },
    /// No folder has such a quota.
    #[error("a quota is at most 1 PiB")]
    BadQuota,
    /// How much people get is the house's to say.
    #[error("only admins say how much a space holds, or a folder that all share")]
    NotAdminsQuota,
    /// Folders lie in folders, but not for ever.
    #[error("folders lie at most 64 deep in each other")]
    TooDeep,
    /// There are tags enough.
    #[error("a file or folder has at most 32 tags")]
    TooManyTags,
    /// The tag does not fit.
    #[error("{0}")]
    Tag(BadTag),
    /// The name does not fit.
    #[error("{0}")]
    Name(BadName),
}

fn no_such_place(known: &[String]) -> String {
    match known {
        [] => "this house has no places but its own; whoever looks after it names them in daybook.toml".to_owned(),
        known => format!("this house has no place of that name; those it has are {}", known.join(", ")),
    }
}
