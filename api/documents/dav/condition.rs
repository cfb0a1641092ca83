//! The `If` header (RFC 4918, section 10.4): what must hold for a request to be carried out, and which locks its sender
//! knows of.

use uuid::Uuid;

/// What begins the token of a lock.
pub const TOKEN: &str = "urn:uuid:";
/// No request has a reason for more.
const MOST_TERMS: usize = 256;

/// Something that is true of a resource, or is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A lock of this token holds for it; `None` is one that nobody here gave out.
    Locked(Option<Uuid>),
    /// It has this tag.
    Tagged(String),
}

/// Terms that must hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The URL of what they are about; what is asked for, where none is named.
    pub about: Option<String>,
    /// Each with whether it must hold, or must not.
    pub terms: Vec<(bool, State)>,
}

/// Reads a header: one of the lists must hold. `None` where it cannot be read.
pub fn read(text: &str) -> Option<Vec<Terms>> {
    let (mut rest, mut about, mut lists, mut count) = (text.trim(), None, Vec::new(), 0);
    while !rest.is_empty() {
        if let Some(tagged) = rest.strip_prefix('<') {
            let (url, after) = tagged.split_once('>')?;
            (about, rest) = (Some(url.to_owned()), after.trim_start());
        }
        let mut terms = Vec::new();
        rest = rest.strip_prefix('(')?.trim_start();
        while !rest.starts_with(')') {
            let holds = rest.strip_prefix("Not");
            let (state, after) = state(holds.unwrap_or(rest).trim_start())?;
            terms.push((holds.is_none(), state));
            (rest, count) = (after.trim_start(), count + 1);
            if count > MOST_TERMS {
                return None;
            }
        }
        if terms.is_empty() {
            return None;
        }
        rest = rest[1..].trim_start();
        lists.push(Terms { about: about.clone(), terms });
    }
    (!lists.is_empty()).then_some(lists)
}

fn state(text: &str) -> Option<(State, &str)> {
    if let Some(token) = text.strip_prefix('<') {
        let (token, after) = token.split_once('>')?;
        return Some((State::Locked(token_in(token)), after));
    }
    let (tag, after) = text.strip_prefix('[')?.split_once(']')?;
    Some((State::Tagged(tag.trim().to_owned()), after))
}

/// The token of a lock, if it is one of ours.
pub fn token_in(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.trim().strip_prefix(TOKEN)?).ok()
}

/// All tokens that are shown, whether what they stand beside holds or not.
pub fn tokens(lists: &[Terms]) -> Vec<Uuid> {
    let states = lists.iter().flat_map(|list| &list.terms);
    let locked = |(_, state): &(bool, State)| match state {
        State::Locked(token) => *token,
        State::Tagged(_) => None,
    };
    states.filter_map(locked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "<urn:uuid:00000000-0000-0000-0000-000000000001>";

    #[test]
    fn lists_are_read_with_what_they_are_about() {
        let (one, tag) = (State::Locked(Some(Uuid::from_u128(1))), State::Tagged("\"a\"".into()));
        let plain = read(&format!("({ONE} [\"a\"])(Not <DAV:no-lock>)")).unwrap();
        let terms = vec![(true, one.clone()), (true, tag)];
        assert_eq!(plain[0], Terms { about: None, terms });
        assert_eq!(plain[1].terms, [(false, State::Locked(None))]);
        let tagged = read(&format!("<http://a/dav/own/b> ({ONE}) <c> ( Not {ONE} )")).unwrap();
        assert_eq!((tagged[0].about.as_deref(), tagged[1].about.as_deref()), (Some("http://a/dav/own/b"), Some("c")));
        assert_eq!(tagged[1].terms, [(false, one)]);
        assert_eq!(tokens(&tagged), [Uuid::from_u128(1); 2]);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for wrong in ["", "()", "(", "(<a>", "(<a)", "a", "([\"a\")", "<a>", "(<a>) x", "(Not)", "(<a>))"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&format!("({})", ONE.repeat(MOST_TERMS + 1))), None, "endless");
    }
}
