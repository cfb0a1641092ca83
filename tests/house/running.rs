//! The real program as a process of its own: started, talked to, stopped and killed.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpListener},
    process::{Child, ExitStatus, Stdio},
    sync::Mutex,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::watch;

use super::{Door, PATIENCE, Person, Place, Tray, Visitor, until};

/// A house that runs.
pub struct Running {
    child: Child,
    address: SocketAddr,
    printed: watch::Receiver<Vec<String>>,
    tray: Tray,
}

/// A port nobody listens on and nobody else here was given.
pub fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("its number").port();
        if GIVEN.lock().expect("unbroken").insert(port) {
            return port;
        }
    }
}

impl Running {
    /// Starts the house and waits until it answers.
    pub async fn start(place: &Place) -> Self {
        let house = Self::begin(place).await;
        let stranger = house.visitor();
        until("the house is ready", async || stranger.get("/readyz").await.status() == 200).await;
        house
    }

    /// The same, founded by an admin who is logged in.
    pub async fn founded(place: &Place) -> (Self, Visitor, Person) {
        let house = Self::start(place).await;
        let (admin, mut ada) = (house.visitor(), Person::named("Ada"));
        admin.found(&house.token().await, &mut ada).await.expect(201);
        admin.log_in(house.tray(), &ada).await;
        (house, admin, ada)
    }

    /// Starts the house and waits until it says where it is; its views may still be filling.
    pub async fn begin(place: &Place) -> Self {
        let mut child = place
            .command(&["serve"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let printed = listen(&mut child);
        let mut lines = printed.clone();
        let told = tokio::time::timeout(PATIENCE, lines.wait_for(|lines| address_in(lines).is_some()));
        let address = match told.await {
            Ok(Ok(lines)) => address_in(&lines),
            _ => None,
        };
        let address = address.unwrap_or_else(|| {
            let _ = child.kill();
            panic!("the house does not start: {:#?}", printed.borrow().as_slice())
        });
        Self { child, address, printed, tray: Tray::Folder(place.path().join("mail")) }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The way in.
    pub const fn door(&self) -> Door {
        Door::Address(self.address)
    }

    /// Somebody who has never been here.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.door())
    }

    /// The mail that it wrote into its folder.
    pub const fn tray(&self) -> &Tray {
        &self.tray
    }

    /// The secret of the one-time link, once it is printed.
    pub async fn token(&self) -> String {
        let mut lines = self.printed.clone();
        let lines = tokio::time::timeout(PATIENCE, lines.wait_for(|lines| token_in(lines).is_some()));
        token_in(&lines.await.expect("the link is printed").expect("the house runs")).expect("a token")
    }

    /// What it printed so far.
    pub fn printed(&self) -> Vec<String> {
        self.printed.borrow().clone()
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn pid(&self) -> Pid {
        let id = i32::try_from(self.child.id()).expect("a process id");
        Pid::from_raw(id).expect("a process id")
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the house runs");
    }

    /// Kills it, as the power would.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Asks it to end and waits until it has.
    pub async fn stop(mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.ended().await
    }

    /// Waits until it has ended.
    pub async fn ended(&mut self) -> ExitStatus {
        super::eventually("the house ends", async || self.child.try_wait().expect("its state")).await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Collects what a process prints, line by line; closed when it ends.
fn listen(child: &mut Child) -> watch::Receiver<Vec<String>> {
    let (said, heard) = watch::channel(Vec::new());
    let stderr = BufReader::new(child.stderr.take().expect("its messages"));
    std::thread::spawn(move || {
        for line in stderr.lines().map_while(Result::ok) {
            said.send_modify(|lines: &mut Vec<String>| lines.push(line));
        }
    });
    heard
}

fn address_in(lines: &[String]) -> Option<SocketAddr> {
    let line = lines.iter().find_map(|line| line.strip_prefix("Daybook is at "))?;
    let (_, address) = line.split_once("://")?;
    address.split([',', ' ', '/']).next()?.parse().ok()
}

fn token_in(lines: &[String]) -> Option<String> {
    let link = lines.iter().find_map(|line| line.split_once("/welcome#"))?;
    Some(link.1.trim().to_owned())
}
