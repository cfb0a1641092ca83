//! A house behind a proxy, with somebody who lives in it.

use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::{PermissionsExt as _, chown},
    path::Path,
};

use tests::{Person, Place, Running, Visitor};

use crate::{
    line,
    proxy::{NOBODY, Proxy, Site, is_root},
};

/// The name of the house in front of the proxy.
pub const NAME: &str = "house.example";

/// Who asks for a name and password before the house does, and the hash of "open sesame" (bcrypt).
pub const GUARD: (&str, &str) = ("ada", "$2b$05$V.Ubgl3aeZ.0pbRc/fLxreqevheQSboBCLFr8fQCpaXAntqvwp7Zu");

/// What stands behind a proxy.
pub struct Around<'a> {
    /// Where the house listens.
    pub house: SocketAddr,
    /// Its data folder.
    pub data: &'a Path,
    /// The proxy asks for a name and password of its own.
    pub guarded: bool,
}

/// One of the two programs.
pub struct Program {
    /// Where it lies among the tools of the tests.
    pub path: &'static str,
    /// Writes its configuration into its folder.
    pub configure: fn(&Site, &Around<'_>),
    /// What it is started with.
    pub arguments: fn(&Site) -> Vec<String>,
}

/// A house behind a proxy.
pub struct Behind {
    pub house: Running,
    pub proxy: Proxy,
    pub place: Place,
    pub ada: Person,
}

impl Behind {
    /// Starts both.
    pub async fn start(program: &Program) -> Self {
        Self::begin(program, false).await
    }

    /// Starts both; the proxy asks for a name and password of its own.
    pub async fn start_guarded(program: &Program) -> Self {
        Self::begin(program, true).await
    }

    async fn begin(program: &Program, guarded: bool) -> Self {
        let place = Place::new().with("DAYBOOK_PROXIES", "127.0.0.1").with("DAYBOOK_PROXY_ACCEL_PREFIX", "/protected");
        lay_out(&place);
        let mut ada = Person::named("Ada");
        let arguments = ["person", "add", &ada.email, "--name", &ada.name, "--role", "admin", "--json"];
        let added = place.run_with(&arguments, &format!("{}\n", ada.password)).expect(0);
        ada.account = added.json()["account"].as_str().expect("an account").to_owned();
        let house = Running::start(&place).await;
        let site = Site::new();
        site.write("files/picture.txt", "a picture of Ada");
        (program.configure)(&site, &Around { house: house.address(), data: place.path(), guarded });
        let arguments = (program.arguments)(&site);
        let proxy = Proxy::start(site, program.path, &arguments).await;
        Self { house, proxy, place, ada }
    }

    /// Somebody on the other side of the proxy.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(line::door(self.proxy.site.port))
    }

    /// Ada, logged in through the proxy.
    pub async fn ada(&self) -> Visitor {
        let visitor = self.visitor();
        visitor.log_in(self.house.tray(), &self.ada).await;
        visitor
    }

    /// Ends both.
    pub async fn stop(self) {
        drop(self.proxy);
        assert!(self.house.stop().await.success());
    }
}

/// A data folder as the unit makes it: the group may pass through, and owns what is made in it.
fn lay_out(place: &Place) {
    let folder = place.path();
    fs::create_dir_all(folder).expect("a folder");
    if is_root() {
        chown(folder, None, Some(NOBODY)).expect("given to the group");
        fs::set_permissions(folder, fs::Permissions::from_mode(0o2710)).expect("opened for the group");
        let around = folder.parent().expect("the folder around it");
        fs::set_permissions(around, fs::Permissions::from_mode(0o711)).expect("opened");
    }
}
