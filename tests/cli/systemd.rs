//! What the house tells systemd: the protocol of `sd_notify`, on a socket of the test's own.

use std::os::{
    linux::net::SocketAddrExt as _,
    unix::net::{SocketAddr, UnixDatagram},
};

use rustix::process::Signal;
use tests::{PATIENCE, Place, Running};

struct Systemd(UnixDatagram);

impl Systemd {
    fn at(address: &SocketAddr) -> Self {
        let socket = UnixDatagram::bind_addr(address).expect("a socket");
        socket.set_read_timeout(Some(PATIENCE)).expect("patience");
        Self(socket)
    }

    /// The next message that is no sign of life.
    fn hear(&self) -> String {
        loop {
            let message = self.hear_any();
            if message != "WATCHDOG=1" {
                return message;
            }
        }
    }

    fn hear_any(&self) -> String {
        let mut bytes = [0; 4096];
        let length = self.0.recv(&mut bytes).expect("a message");
        String::from_utf8(bytes[..length].to_vec()).expect("text")
    }
}

#[tokio::test]
async fn systemd_hears_of_start_reload_and_end() {
    let place = Place::new();
    std::fs::create_dir_all(place.path()).expect("a folder");
    let path = place.path().join("notify");
    let systemd = Systemd::at(&SocketAddr::from_pathname(&path).expect("an address"));
    let place = place.with("NOTIFY_SOCKET", path.display());
    let house = Running::start(&place).await;
    assert_eq!(systemd.hear(), format!("READY=1\nSTATUS=at http://{}", house.address()));
    house.signal(Signal::HUP);
    assert_eq!((systemd.hear(), systemd.hear()), ("RELOADING=1".to_owned(), "READY=1".to_owned()));
    assert!(house.stop().await.success());
    assert!(systemd.hear().starts_with("STOPPING=1\n"));
}

#[tokio::test]
async fn a_house_that_lives_says_so_as_often_as_it_is_asked_to() {
    let name = format!("daybook-{}", std::process::id());
    let systemd = Systemd::at(&SocketAddr::from_abstract_name(&name).expect("an address"));
    let place = Place::new().with("NOTIFY_SOCKET", format!("@{name}")).with("WATCHDOG_USEC", 60_000);
    let house = Running::start(&place).await;
    assert!(systemd.hear().starts_with("READY=1\n"));
    let heard: Vec<_> = (0..20).map(|_| systemd.hear_any()).collect();
    assert!(heard.iter().all(|message| message == "WATCHDOG=1"), "{heard:?}");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn nobody_who_listens_is_no_reason_to_stay_closed() {
    let place = Place::new().with("NOTIFY_SOCKET", "/nowhere/at/all").with("WATCHDOG_USEC", "soon");
    let house = Running::start(&place).await;
    assert!(house.stop().await.success());
}
