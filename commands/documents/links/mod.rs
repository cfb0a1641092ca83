//! Links: making, changing and revoking them, and what they open to whoever holds one.

mod change_link;
mod deliver;
mod make_link;
mod open_link;
mod receive_file;
mod refusal;
mod token;
mod try_password;

pub use change_link::{LinkChange, change_link, revoke_link};
pub(in crate::documents) use deliver::{deliver, deliver_archive};
pub use deliver::{may_deliver, may_deliver_archive};
pub use make_link::{MadeLink, NewLink, make_link};
pub use open_link::{OpenLink, open_link};
pub use receive_file::{may_receive, receive_file};
pub use refusal::LinkRefusal;
pub use token::is_link_token;
pub use try_password::{PASS_MINUTES, Tried, is_password_pass, password_pass, try_password};
