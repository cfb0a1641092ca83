//! Compares how long the house takes to answer what a stranger sends: does the time tell who lives here?
//!
//! `ops/timing [tries] [what]`, 1,000 tries of each case where nobody says how many. The cases take turns in an order that
//! is drawn anew each round, so that whatever slows the machine slows all of them; a password hash costs next to nothing
//! here, so that it hides nothing. No bound on time is a test: a busy machine tells more of itself than of the house.
#![allow(clippy::print_stdout, reason = "printing the table is what this program does")]

mod doors;
mod household;
mod ranks;

use household::Household;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args().skip(1);
    let tries = arguments.next().and_then(|tries| tries.parse().ok()).unwrap_or(1000);
    let wanted = arguments.next();
    let mut differs = false;
    for door in doors::ALL {
        if wanted.as_deref().is_none_or(|wanted| door.name().contains(wanted)) {
            println!("\n{}, {tries} tries of each", door.name());
            let household = Household::settled().await;
            differs |= ranks::compare(&doors::measure(&household, door, tries).await);
            household.leave().await;
        }
    }
    std::process::ExitCode::from(u8::from(differs))
}
