//! Which post is used now, and what the machine's configuration says about it.
//!
//! The configuration outranks the house: it belongs to whoever sits at the machine. What the house
//! chose is absent here; it is folded from the log.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, RwLock},
};

use super::{FolderPost, Post, SmtpSecurity, SmtpServer};
use crate::Fault;

/// What file and environment say of the mail server.
#[derive(Clone, Debug, Default)]
pub struct ConfiguredMail {
    /// The server, where they name one; the house chooses none then.
    pub server: Option<SmtpServer>,
    /// The port, whatever the server.
    pub port: Option<u16>,
    /// The encryption, whatever the server.
    pub security: Option<SmtpSecurity>,
    /// A certificate authority to trust besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// What the house cannot choose, and the variable or line that says so.
    pub fixed_by: BTreeMap<&'static str, String>,
}

impl ConfiguredMail {
    /// Without a server, and nothing left for the house to choose.
    #[must_use]
    pub fn closed(by: &str) -> Self {
        let keys = ["host", "port", "security", "user", "password"];
        Self { fixed_by: keys.map(|key| (key, by.to_owned())).into(), ..Self::default() }
    }

    /// Whether the house may choose a server.
    pub(crate) fn is_open(&self) -> bool {
        self.server.is_none() && !self.fixed_by.contains_key("host")
    }
}

/// The posts of a house.
pub(crate) struct Mailroom {
    /// What the configuration says, and the post that follows from it alone.
    configured: Mutex<(ConfiguredMail, Arc<dyn Post>)>,
    current: RwLock<Arc<dyn Post>>,
    /// Where a code lies that no server takes.
    pub drawer: FolderPost,
    /// Whoever changes the post waits here for others who do.
    pub turn: tokio::sync::Mutex<()>,
    /// Held for reading while a letter is written and sent, and for writing by whoever must know that none is.
    pub sending: tokio::sync::RwLock<()>,
    /// One letter is tried at a time.
    pub trial: tokio::sync::Mutex<()>,
}

impl Mailroom {
    pub fn new(post: Arc<dyn Post>, drawer: FolderPost) -> Self {
        Self {
            configured: Mutex::new((ConfiguredMail::default(), post.clone())),
            current: RwLock::new(post),
            drawer,
            turn: tokio::sync::Mutex::default(),
            sending: tokio::sync::RwLock::default(),
            trial: tokio::sync::Mutex::default(),
        }
    }

    /// The post in use.
    pub fn post(&self) -> Result<Arc<dyn Post>, Fault> {
        self.current.read().map(|post| post.clone()).map_err(|_| broken())
    }

    /// Uses another post from now on.
    pub fn replace(&self, post: Arc<dyn Post>) -> Result<(), Fault> {
        self.current.write().map(|mut current| *current = post).map_err(|_| broken())
    }

    /// What the configuration says, and the post that follows from it alone.
    pub fn configured(&self) -> Result<(ConfiguredMail, Arc<dyn Post>), Fault> {
        self.configured.lock().map(|configured| configured.clone()).map_err(|_| broken())
    }

    /// Takes another configuration.
    pub fn configure(&self, mail: ConfiguredMail, post: Arc<dyn Post>) -> Result<(), Fault> {
        self.configured.lock().map(|mut configured| *configured = (mail, post)).map_err(|_| broken())
    }
}

fn broken() -> Fault {
    Fault::Broken("mail: a thread died holding the post".to_owned())
}
