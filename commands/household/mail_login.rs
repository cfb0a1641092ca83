//! Name and password for the mail server, in the vault under an id that an event names. What is
//! kept under an id is never replaced, and before that event it is of no use.

use uuid::Uuid;
use zeroize::Zeroizing;

use super::MailRefusal;
use crate::{Desk, Fault};

const PREFIX: &str = "mail_login.";
const MOST_USER_CHARS: usize = 254;
const MOST_PASSWORD_CHARS: usize = 1000;

/// Name and password.
pub(super) type Login = (String, Zeroizing<String>);

fn name(id: Uuid) -> String {
    format!("{PREFIX}{id}")
}

/// What is kept under an id.
pub(super) async fn find(desk: &Desk, id: Option<Uuid>) -> Result<Option<Login>, Fault> {
    let Some(id) = id else { return Ok(None) };
    let Some(value) = desk.vault().find_secret(&name(id)).await? else { return Ok(None) };
    let text = Zeroizing::new(String::from_utf8_lossy(&Zeroizing::new(value)).into_owned());
    Ok(text.split_once('\n').map(|(user, password)| (user.to_owned(), Zeroizing::new(password.to_owned()))))
}

/// Keeps a login under an id.
pub(super) async fn keep(desk: &Desk, id: Uuid, (user, password): &Login) -> Result<(), Fault> {
    let value = Zeroizing::new(format!("{user}\n{}", password.as_str()));
    desk.vault().secret(&name(id), value.as_bytes()).await.map(drop)
}

/// Forgets every login but the one in force.
pub(super) async fn forget_others(desk: &Desk, present: Option<Uuid>) -> Result<(), Fault> {
    desk.vault().drop_other_secrets(PREFIX, &present.map(name).unwrap_or_default()).await
}

/// What was typed, put together with what is kept: a password that was left out is the kept one,
/// an empty one is none.
pub(super) fn complete(
    user: Option<String>,
    password: Option<Zeroizing<String>>,
    kept: Option<Login>,
    may_keep: bool,
) -> Result<Option<Login>, MailRefusal> {
    let user = user.map(|user| user.trim().to_owned()).filter(|user| !user.is_empty());
    let one_line = |text: &str, most: usize| text.chars().count() <= most && domain::text::is_plain(text);
    if !user.as_deref().is_none_or(|user| one_line(user, MOST_USER_CHARS)) {
        return Err(MailRefusal::User);
    }
    if !password.as_deref().is_none_or(|password| one_line(password, MOST_PASSWORD_CHARS)) {
        return Err(MailRefusal::Password);
    }
    match (user, password, kept) {
        (None, Some(password), _) if !password.is_empty() => Err(MailRefusal::UserMissing),
        (None, ..) => Ok(None),
        (Some(_), Some(password), _) if password.is_empty() => Ok(None),
        (Some(user), Some(password), _) => Ok(Some((user, password))),
        (Some(user), None, Some((_, password))) if may_keep => Ok(Some((user, password))),
        (Some(_), None, Some(_)) => Err(MailRefusal::PasswordAgain),
        (Some(_), None, None) => Err(MailRefusal::PasswordMissing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(
        user: &str,
        password: Option<&str>,
        kept: bool,
        may_keep: bool,
    ) -> Result<Option<String>, MailRefusal> {
        let secret = |text: &str| Zeroizing::new(text.to_owned());
        let kept = kept.then(|| ("house".to_owned(), secret("kept")));
        let login = complete(Some(user.to_owned()), password.map(secret), kept, may_keep)?;
        Ok(login.map(|(user, password)| format!("{user}:{}", password.as_str())))
    }

    #[test]
    fn a_password_that_is_left_out_is_the_kept_one() {
        assert_eq!(completed("ada", None, true, true), Ok(Some("ada:kept".into())));
        assert_eq!(completed("ada", None, true, false), Err(MailRefusal::PasswordAgain));
        assert_eq!(completed("ada", None, false, true), Err(MailRefusal::PasswordMissing));
    }

    #[test]
    fn an_empty_password_or_user_is_no_login() {
        assert_eq!(completed("ada", Some(""), true, true), Ok(None));
        assert_eq!(completed(" ", None, true, true), Ok(None));
        assert_eq!(completed("", Some("new"), true, true), Err(MailRefusal::UserMissing));
    }

    #[test]
    fn what_is_typed_is_one_line() {
        assert_eq!(completed("a\nb", Some("new"), false, true), Err(MailRefusal::User));
        assert_eq!(completed("ada", Some("a\r\nb"), false, true), Err(MailRefusal::Password));
        assert_eq!(completed(" ada ", Some(" new "), false, true), Ok(Some("ada: new ".into())));
    }
}
