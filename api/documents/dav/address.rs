//! Where something lies, as it stands in a URL: `/dav/own/Letters/a%20b.txt`.
//!
//! A path is parted at its slashes before anything is decoded, so an encoded slash never parts anything. Names come in
//! Unicode's normal form C, whatever form a client sends: macOS sends another.

use axum::http::{HeaderMap, Uri, header::HOST};
use domain::documents::SpaceId;
use unicode_normalization::UnicodeNormalization as _;

use crate::{documents::found::SpaceWord, http::Person};

/// What all addresses begin with.
pub const TOP: &str = "/dav";

/// A place in a space, or the folder above all spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The space; `None` above all of them.
    pub space: Option<SpaceWord>,
    /// The names on the way from its root.
    pub names: Vec<String>,
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It cannot be read.
    Malformed,
    /// There is no such space.
    NoSpace,
    /// It leads out of here.
    Elsewhere,
}

impl Address {
    /// Above all spaces.
    pub const fn top() -> Self {
        Self { space: None, names: Vec::new() }
    }

    /// The root of a space.
    pub const fn root(space: SpaceWord) -> Self {
        Self { space: Some(space), names: Vec::new() }
    }

    /// Where a path leads.
    pub fn of_path(path: &str) -> Result<Self, Lost> {
        let rest = path.strip_prefix(TOP).ok_or(Lost::Elsewhere)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.is_empty() {
            return Ok(Self::top());
        }
        let rest = rest.strip_prefix('/').ok_or(Lost::Elsewhere)?;
        let mut names = rest.split('/').map(decoded).collect::<Option<Vec<_>>>().ok_or(Lost::Malformed)?.into_iter();
        let space = match names.next().as_deref() {
            Some("own") => SpaceWord::Own,
            Some("shared") => SpaceWord::Shared,
            _ => return Err(Lost::NoSpace),
        };
        Ok(Self { space: Some(space), names: names.collect() })
    }

    /// Where a URL leads that stands in a header: a whole one, of this very host, or its path alone.
    pub fn of_url(url: &str, asked: &Uri, headers: &HeaderMap) -> Result<Self, Lost> {
        let path = match url.split_once("://") {
            None => url,
            Some((_, rest)) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                let here = asked.authority().map(|authority| authority.as_str());
                let here = here.or_else(|| headers.get(HOST).and_then(|host| host.to_str().ok()));
                if here.is_none_or(|here| !plain(here).eq_ignore_ascii_case(plain(host))) {
                    return Err(Lost::Elsewhere);
                }
                path
            }
        };
        if path.contains(['?', '#']) { Err(Lost::Malformed) } else { Self::of_path(path) }
    }

    /// The space it means for a person, and the names in it.
    pub fn place(&self, person: &Person) -> Option<(SpaceId, Vec<String>)> {
        Some((self.space?.of(person), self.names.clone()))
    }

    /// The address of something in this folder.
    pub fn below(&self, name: &str) -> Self {
        Self { space: self.space, names: self.names.iter().cloned().chain([name.to_owned()]).collect() }
    }

    /// As it stands in a URL; a folder ends with a slash.
    pub fn href(&self, is_folder: bool) -> String {
        let word = self.space.map(|space| match space {
            SpaceWord::Own => "own",
            SpaceWord::Shared => "shared",
        });
        let mut href = TOP.to_owned();
        for name in word.into_iter().chain(self.names.iter().map(String::as_str)) {
            href.push('/');
            encode(name, &mut href);
        }
        if is_folder {
            href.push('/');
        }
        href
    }
}

/// A host without the port that goes without saying.
fn plain(host: &str) -> &str {
    host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host)
}

/// A name as it was before it was encoded; none is empty, or stands for a folder itself.
fn decoded(part: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::with_capacity(part.len()), part.bytes());
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                bytes.push(digit()? << 4 | digit()?);
            }
            byte => bytes.push(byte),
        }
    }
    let name: String = String::from_utf8(bytes).ok()?.nfc().collect();
    (!matches!(name.as_str(), "" | "." | "..")).then_some(name)
}

fn encode(name: &str, into: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.extend([byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &str) -> Result<Vec<String>, Lost> {
        Address::of_path(path).map(|address| address.names)
    }

    #[test]
    fn a_path_is_parted_before_it_is_decoded() {
        assert_eq!(names("/dav/own/a%20b/c%2Fd"), Ok(vec!["a b".into(), "c/d".into()]));
        assert_eq!(names("/dav/shared/"), Ok(vec![]));
        assert_eq!(Address::of_path("/dav"), Ok(Address::top()));
        assert_eq!(Address::of_path("/dav/"), Ok(Address::top()));
        assert_eq!(names("/dav/own/M%C3%BCll"), names("/dav/own/Mu%CC%88ll"), "in one normal form");
        for wrong in ["/dav/own/%", "/dav/own/%4", "/dav/own/%zz", "/dav/own/%FF", "/dav/own//a", "/dav/own/.."] {
            assert_eq!(names(wrong), Err(Lost::Malformed), "{wrong}");
        }
        for wrong in ["/dav/own/%2e%2e/shared", "/dav/own/./a", "/dav//"] {
            assert_eq!(names(wrong), Err(Lost::Malformed), "{wrong}");
        }
        assert_eq!((names("/dav/other/a"), names("/davown")), (Err(Lost::NoSpace), Err(Lost::Elsewhere)));
    }

    #[test]
    fn an_address_is_read_as_it_is_written() {
        let address = Address::root(SpaceWord::Shared).below("Größe & 100%?").below("#1");
        assert_eq!(address.href(false), "/dav/shared/Gr%C3%B6%C3%9Fe%20%26%20100%25%3F/%231");
        assert_eq!(Address::of_path(&address.href(true)), Ok(address));
    }

    #[test]
    fn a_url_is_one_of_this_house() {
        let headers = HeaderMap::from_iter([(HOST, "House.example:443".parse().unwrap())]);
        let of = |url: &str| Address::of_url(url, &Uri::from_static("/dav/own/a"), &headers).map(|it| it.names.len());
        assert_eq!((of("https://house.example/dav/own/b"), of("/dav/own/b")), (Ok(1), Ok(1)));
        assert_eq!(of("https://other.example/dav/own/b"), Err(Lost::Elsewhere));
        assert_eq!(of("https://house.example"), Err(Lost::Elsewhere));
        assert_eq!(of("/dav/own/b?c"), Err(Lost::Malformed));
    }
}
