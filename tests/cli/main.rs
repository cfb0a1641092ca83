//! The command line, used on the real program: while the house runs and while it does not.

mod config;
mod erase;
mod files;
mod health;
mod log;
mod person;
mod proxy;
mod reload;
mod request_log;
mod systemd;
mod views;

use tests::{Outcome, Person, Place};

/// Gives a person an account from the command line.
fn add(place: &Place, person: &mut Person, role: &str) -> Outcome {
    let arguments = ["person", "add", &person.email, "--name", &person.name, "--role", role, "--json"];
    let done = place.run_with(&arguments, &format!("{}\n", person.password)).expect(0);
    person.account = done.json()["account"].as_str().expect("an account").to_owned();
    done
}

/// A house that does not run, with an admin and a member.
fn house_with_two() -> (Place, Person, Person) {
    let place = Place::new();
    std::fs::create_dir_all(place.path()).expect("a folder");
    let (mut ada, mut bob) = (Person::named("Ada"), Person::named("Bob"));
    add(&place, &mut ada, "admin");
    add(&place, &mut bob, "member");
    (place, ada, bob)
}
