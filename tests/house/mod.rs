//! Houses for tests: the real program as a process, or a house within the test; and their visitors.

mod answer;
mod authenticator;
mod door;
mod future;
mod gate;
mod inside;
mod letters;
mod mail_server;
mod passkey;
mod place;
mod program;
mod replay;
mod running;
mod small_disk;
mod start;
mod tus;
mod visitor;
mod wait;

pub use answer::Answer;
pub use authenticator::Authenticator;
pub use door::{Door, Way};
pub use future::write_from_the_future;
pub use gate::Gate;
pub use inside::House;
pub use letters::{Letter, Tray};
pub use mail_server::MailServer;
pub use passkey::{Asked, SoftPasskey};
pub use place::{Outcome, Place};
pub use program::{program, test_tool};
pub use replay::{Contents, contents, contents_at_rest, rebuild};
pub use running::{Running, free_port};
pub use small_disk::SmallDisk;
pub use tus::TusClient;
pub use visitor::{Asking, Person, Visitor};
pub use wait::{PATIENCE, eventually, until};
