//! What every route stands on: who asks and may, how it is asked, how it is answered, and what is
//! kept away from the routes altogether. No route is declared here.

mod asked;
mod client_address;
pub mod conditions;
mod cookies;
mod cors;
mod daily_file;
pub mod door;
mod entrance;
mod extract;
mod forwarded;
pub mod freshness;
mod idempotency;
pub mod layers;
mod line;
mod metrics;
mod origins;
mod outer;
pub mod paging;
mod problem;
pub mod process;
mod rate;
mod refusals;
mod request_files;
mod request_log;
mod rights;
mod serve;
mod tls;
mod words;

pub use asked::Asked;
pub use client_address::{NOWHERE, Network, NoNetwork};
pub use cookies::Cookies;
pub use entrance::{Authority, CertificateFacts, Challenges, Encryption, Entrance, Machine};
pub use extract::{Json, MaybeJson, NoBody, Path, Question};
pub use freshness::AtLeast;
pub use line::{Cut, Line};
pub use metrics::{Form, Metrics};
pub use origins::Origins;
pub use problem::{FieldError, Problem, ProblemBody};
pub use rate::{Rate, RateLimit};
pub use refusals::Refusals;
pub use request_files::{RequestFile, file_name};
pub use request_log::RequestLog;
pub use rights::{Admin, Anyone, Person, Proof, Somebody, Use, let_in};
pub use serve::{Doors, Inside, serve};
pub use words::{RoleWord, SeverityWord};
