//! The door of the demo: each link lets its bearer in as one of the sample people, as often as
//! they like, for as long as the demo runs.

use std::{future::Future, pin::Pin, sync::Arc};

use api::{DemoDoor, LetIn};
use commands::Caller;
use uuid::Uuid;

use super::{
    cast::{CAST, Person},
    residents::Residents,
};

/// The links, and whom they let in.
pub struct Door {
    residents: Arc<Residents>,
    links: Vec<(String, &'static Person)>,
}

impl Door {
    /// A door with a link for each of the cast.
    pub fn new(residents: Arc<Residents>) -> Self {
        let secret = || format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        Self { residents, links: CAST.iter().map(|person| (secret(), *person)).collect() }
    }

    /// The link of somebody, at an address.
    pub fn link(&self, person: &Person, address: &str) -> Option<String> {
        let (secret, _) = self.links.iter().find(|(_, whose)| std::ptr::eq(*whose, person))?;
        Some(format!("{address}/demo#{secret}"))
    }
}

impl DemoDoor for Door {
    fn open<'a>(
        &'a self,
        link: &'a str,
        caller: Caller,
        user_agent: &'a str,
    ) -> Pin<Box<dyn Future<Output = LetIn> + Send + 'a>> {
        Box::pin(async move {
            match self.links.iter().find(|(secret, _)| secret == link) {
                Some((_, person)) => self.residents.let_in(person, &caller, user_agent).await,
                None => Ok(None),
            }
        })
    }
}
