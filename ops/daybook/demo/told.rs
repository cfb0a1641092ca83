//! What the demo tells whoever started it: where it is, how to get in, and that it vanishes.

use domain::Role;
use serde_json::{Value, json};

use super::{
    cast::{CAST, MARA, Person},
    door::Door,
    lodging::Lodging,
    play::AT_THE_END,
    stage::Stage,
};
use crate::printed;

/// What there is to tell.
pub struct Told<'a> {
    /// Where the house listens.
    pub address: &'a str,
    /// Where its files are.
    pub lodging: &'a Lodging,
    /// The links.
    pub door: &'a Door,
    /// The people.
    pub stage: &'a Stage,
}

impl Told<'_> {
    /// For people.
    pub fn to_people(&self) {
        let link = self.door.link(&MARA, self.address).unwrap_or_default();
        printed::note(format!("\nThe demo house is open. This link lets you in as {}:\n\n    {link}\n", MARA.name));
        printed::note("Or log in by hand as one of these; a code you ask for is shown here:\n");
        for person in CAST {
            if let Some(password) = self.stage.residents.password(person) {
                let (name, email) = (person.name, person.email);
                printed::note(format!("    {name:14} {role:7} {email:22} {password}", role = role(person).word()));
            }
        }
        let folder = self.lodging.path().display();
        let end = if self.lodging.is_kept() { "stays there" } else { "vanishes with it" };
        printed::note(format!("\nEvery letter stays in {folder}/mail, none leaves this machine."));
        printed::note(format!("Ctrl-C closes the demo; its house in {folder} {end}."));
    }

    /// For scripts: where to go, and for each role a link and a session that is open already.
    pub fn to_scripts(&self) -> Value {
        let people = CAST.iter().filter_map(|person| {
            let password = self.stage.residents.password(person)?;
            let account = self.stage.residents.account(person)?.to_string();
            let link = self.door.link(person, self.address);
            let (name, email, role) = (person.name, person.email, role(person).word());
            Some(json!({ "name": name, "email": email, "password": password, "role": role, "account": account, "login": link }))
        });
        let of_each = |tell: &dyn Fn(&'static Person, &'static super::cast::Device) -> Value| -> Value {
            AT_THE_END.iter().map(|(person, device)| (role(person).word().to_owned(), tell(person, device))).collect()
        };
        json!({
            "address": self.address,
            "folder": self.lodging.path(),
            "login": of_each(&|person, _| json!(self.door.link(person, self.address))),
            "sessions": of_each(&|person, device| {
                let stay = self.stage.residents.stay(person, device);
                json!(stay.map(|stay| api::demo_session(&stay.token)))
            }),
            "people": people.collect::<Value>(),
        })
    }
}

/// What somebody may do by now.
fn role(person: &Person) -> Role {
    if person.role == Role::Viewer && std::ptr::eq(person, &super::cast::THEO) { Role::Member } else { person.role }
}
