//! The post of a demo: every letter goes into the temporary folder, and none leaves the machine.
//!
//! Whoever plays a sample person is handed the code out of their letter; a code nobody waits for
//! is somebody's who looks around by hand, and is told in the terminal.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use commands::{FolderPost, Letter, Post, PostError};
use tokio::sync::oneshot;

use crate::printed;

/// What a mail server says that will do better later (RFC 5321, RFC 3463).
const OUT_OF_ORDER: &str = "451 4.3.2 mail.linden.example: system not accepting mail, try again later";

/// A folder for letters, which can be out of order.
pub struct DemoPost {
    folder: FolderPost,
    out_of_order: AtomicBool,
    telling: AtomicBool,
    awaited: Mutex<HashMap<String, oneshot::Sender<String>>>,
}

impl DemoPost {
    /// A post that works.
    pub fn new(folder: FolderPost) -> Self {
        let (out_of_order, telling) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { folder, out_of_order, telling, awaited: Mutex::default() }
    }

    /// Takes no letters any more, or takes them again.
    pub fn set_out_of_order(&self, out_of_order: bool) {
        self.out_of_order.store(out_of_order, Ordering::SeqCst);
    }

    /// Tells codes nobody waits for from now on.
    pub fn tell(&self) {
        self.telling.store(true, Ordering::SeqCst);
    }

    /// The next code that is mailed to an address.
    pub fn next_code(&self, email: &str) -> oneshot::Receiver<String> {
        let (sender, receiver) = oneshot::channel();
        self.awaited().insert(email.to_owned(), sender);
        receiver
    }

    fn awaited(&self) -> std::sync::MutexGuard<'_, HashMap<String, oneshot::Sender<String>>> {
        self.awaited.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hand_over(&self, email: &str, code: &str) {
        let awaited = self.awaited().remove(email);
        let taken = awaited.is_some_and(|waiting| waiting.send(code.to_owned()).is_ok());
        if !taken && self.telling.load(Ordering::SeqCst) {
            printed::note(format!("A letter to {email}: {code} is the login code"));
        }
    }
}

impl Post for DemoPost {
    /// The story is of a house with a mail server; whoever looks around by hand has the folder.
    fn way(&self) -> &'static str {
        if self.telling.load(Ordering::SeqCst) { self.folder.way() } else { "server" }
    }

    fn send(&self, letter: Letter) -> Pin<Box<dyn Future<Output = Result<(), PostError>> + Send + '_>> {
        Box::pin(async move {
            if self.out_of_order.load(Ordering::SeqCst) {
                return Err(PostError(OUT_OF_ORDER.to_owned()));
            }
            let (email, code) = (letter.to.clone(), code_in(&letter.subject).map(str::to_owned));
            self.folder.send(letter).await?;
            if let Some(code) = code {
                self.hand_over(&email, &code);
            }
            Ok(())
        })
    }
}

fn code_in(subject: &str) -> Option<&str> {
    let code = subject.split(' ').next()?;
    (code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_is_taken_for_one() {
        assert_eq!(code_in("012345 is your login code for a house"), Some("012345"));
        assert_eq!(code_in("12 alerts: The account was locked, ..."), None);
        assert_eq!(code_in("Locked!"), None);
    }
}
