//! The files of the dashboard: in the program itself, compressed once at the start. While the
//! program is being worked on they are read from their folder, so that a change shows at once.

use std::{borrow::Cow, collections::HashMap};

use axum::{
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            IF_NONE_MATCH, VARY,
        },
    },
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use rust_embed::RustEmbed;

use super::{
    opening,
    shell::{PLACES, modules, preloads},
};
use crate::http::door::PartOfPage;

const WORKED_ON: bool = cfg!(debug_assertions);
/// The sheets that make up `app.css`, in their order.
const SHEETS: &[&str] = &[
    "style/tokens.css",
    "style/elements.css",
    "style/frame.css",
    "style/parts.css",
    "vendor/uplot.css",
    "front/front.css",
    "history/history.css",
    "alerts/alerts.css",
    "documents/documents.css",
    "identity/identity.css",
    "identity/keys.css",
    "household/household.css",
];

/// What stands in the shell itself.
const OPENING: &str = "style/opening.css";
/// What every page is made of; it has no address of its own.
const SHELL: &str = "shell.html";

#[derive(RustEmbed)]
#[folder = "web/"]
struct Folder;

/// All files, by their path.
pub struct Assets {
    version: String,
    files: HashMap<String, Asset>,
    shells: HashMap<&'static str, Asset>,
}

impl Assets {
    /// Reads them, and gives them their version.
    pub fn read() -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut paths: Vec<Cow<'static, str>> = Folder::iter().collect();
        paths.sort_unstable();
        for path in &paths {
            hasher.update(path.as_bytes());
            hasher.update(&Folder::get(path).map(|file| file.data).unwrap_or_default());
        }
        let version = if WORKED_ON { "dev".to_owned() } else { hasher.finalize().to_hex()[..12].to_owned() };
        let names = paths.iter().map(Cow::as_ref).chain(["app.css"]);
        let files = names.filter_map(|path| Some((path.to_owned(), made(path, &version)?))).collect();
        let shells = PLACES.iter().filter_map(|(place, _)| Some((*place, shell_of(place, &version)?))).collect();
        Self { version, files, shells }
    }

    /// The hash of all of them.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One file.
    pub fn file(&self, path: &str) -> Option<Asset> {
        if WORKED_ON { made(path, &self.version) } else { self.files.get(path).cloned() }
    }

    /// The shell of a page, by its address.
    pub fn shell(&self, place: &str, headers: &HeaderMap) -> Response {
        let shell = if WORKED_ON { shell_of(place, &self.version) } else { self.shells.get(place).cloned() };
        shell.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |shell| shell.answer(headers))
    }

    /// A file that has an address of its own, and is asked for anew each time.
    pub fn page(&self, path: &str, headers: &HeaderMap) -> Response {
        self.file(path).map_or_else(|| StatusCode::NOT_FOUND.into_response(), |page| page.answer(headers))
    }
}

/// A file as it is sent: pages and the worker learn where the others lie.
fn made(path: &str, version: &str) -> Option<Asset> {
    if path == "app.css" {
        let sheets: String = SHEETS.iter().map(|sheet| text(sheet).unwrap_or_default()).collect();
        return Some(Asset::new(path, sheets.into()));
    }
    let file = Folder::get(path).filter(|_| path != SHELL)?.data;
    if !(path.ends_with(".html") || path == "worker.js" || path.ends_with(".webmanifest")) {
        return Some(Asset::new(path, file.into_owned().into()));
    }
    let text = String::from_utf8_lossy(&file).replace("{web}", &format!("/web/{version}"));
    Some(Asset::new(path, text.into()))
}

/// What a browser gets for a page: it learns of all the page's modules at once, and of what the page asks for first.
fn shell_of(place: &str, version: &str) -> Option<Asset> {
    let (_, module) = PLACES.iter().find(|(address, _)| *address == place)?;
    let web = format!("/web/{version}");
    let text = text(SHELL)?.replace("{web}", &web);
    let modules = modules(&["app.js", module], &self::text);
    let preloads = preloads(place, &modules, &web);
    let style = Folder::get(OPENING)?;
    let page = text.replace("{preloads}", &preloads).replace("{opening}", &String::from_utf8_lossy(&style.data));
    Some(Asset { policy: opening::policy(style.metadata.sha256_hash()), ..Asset::new(SHELL, page.into()) })
}

fn text(path: &str) -> Option<String> {
    Some(String::from_utf8_lossy(&Folder::get(path)?.data).into_owned())
}

/// One file, ready to be sent.
#[derive(Clone)]
pub struct Asset {
    kind: &'static str,
    plain: Bytes,
    packed: Option<Bytes>,
    tag: HeaderValue,
    policy: Option<HeaderValue>,
}

impl Asset {
    /// A file of a name.
    pub fn new(name: &str, plain: Bytes) -> Self {
        let hash = blake3::hash(&plain).to_hex();
        let tag = HeaderValue::try_from(format!("\"{}\"", &hash[..16])).unwrap_or(HeaderValue::from_static("\"\""));
        let kind = kind_of(name);
        let packed =
            (!WORKED_ON && !kind.starts_with("font") && !kind.starts_with("image/png")).then(|| packed(&plain));
        Self { kind, packed: packed.filter(|packed| packed.len() < plain.len()), plain, tag, policy: None }
    }

    /// Sent, unless it is known already.
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        self.send(headers, HeaderValue::from_static("no-cache"))
    }

    /// Sent once and kept for good: its address changes with its content.
    pub fn forever(&self, headers: &HeaderMap) -> Response {
        let kept = if WORKED_ON { "no-cache" } else { "public, max-age=31536000, immutable" };
        let mut answer = self.send(headers, HeaderValue::from_static(kept));
        if !self.can_be_opened() {
            answer.extensions_mut().insert(PartOfPage);
        }
        answer
    }

    /// Whether a browser makes a page of it, in which something could run.
    fn can_be_opened(&self) -> bool {
        !["text/javascript", "text/css", "font/", "image/png"].iter().any(|part| self.kind.starts_with(part))
    }

    fn send(&self, headers: &HeaderMap, kept: HeaderValue) -> Response {
        let mut answer = self.content(headers, kept);
        // Also where the file is known already: a browser takes the policy of the newest answer.
        if let Some(policy) = &self.policy {
            answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy.clone());
        }
        answer
    }

    fn content(&self, headers: &HeaderMap, kept: HeaderValue) -> Response {
        let common =
            [(ETAG, self.tag.clone()), (CACHE_CONTROL, kept), (VARY, HeaderValue::from_static("accept-encoding"))];
        if names(headers, IF_NONE_MATCH).any(|seen| seen.trim_start_matches("W/").as_bytes() == self.tag.as_bytes()) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let kind = [(CONTENT_TYPE, self.kind)];
        match &self.packed {
            Some(packed) if names(headers, ACCEPT_ENCODING).any(|way| way.split(';').next() == Some("gzip")) => {
                (common, kind, [(CONTENT_ENCODING, "gzip")], packed.clone()).into_response()
            }
            _ => (common, kind, self.plain.clone()).into_response(),
        }
    }
}

fn names(headers: &HeaderMap, name: axum::http::HeaderName) -> impl Iterator<Item = &str> {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().split(',').map(str::trim)
}

fn packed(plain: &[u8]) -> Bytes {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let packed = encoder.write_all(plain).and_then(|()| encoder.finish());
    packed.unwrap_or_else(|_| plain.to_vec()).into()
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_page_holds_no_inline_script_and_no_style_but_the_opening() {
        for path in Folder::iter().filter(|path| path.ends_with(".html")) {
            let body = text(&path).unwrap_or_default().replace("<style>{opening}</style>", "");
            assert!(!body.contains("<style") && !body.contains(" style=") && !body.contains("onclick="), "{path}");
            assert_eq!(body.matches("<script").count(), body.matches("<script type=\"module\"").count(), "{path}");
            assert_eq!(body.matches("<script").count(), body.matches("></script>").count(), "{path}");
        }
    }

    #[test]
    fn the_shell_of_a_page_tells_of_every_module_of_it_and_of_no_other() {
        let shell = shell_of("/diary", "abc").map(|page| page.plain).unwrap_or_default();
        let shell = String::from_utf8_lossy(&shell).into_owned();
        for path in ["app.js", "vendor/preact.js", "core/router.js", "history/diary.js", "history/entries.js"] {
            assert!(
                shell.contains(&format!("<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"/web/abc/{path}\">")),
                "{path}"
            );
        }
        assert!(shell.contains(".opening {"), "what is seen first stands in the page");
        assert!(!shell.contains("vendor/uplot.js") && !shell.contains("front/today.js"));
        assert!(!shell.contains("/api/documents/"), "what another page asks for first");
        assert!(shell.contains("source-serif-4-400"), "the diary's sentences are set in it");
        let settings = shell_of("/settings", "abc").map(|page| page.plain).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&settings).contains("source-serif-4-400"), "and no others are");
        for (_, page) in PLACES {
            for module in modules(&["app.js", page], &text) {
                assert!(Folder::get(&module).is_some(), "{module} is imported and does not exist");
            }
        }
    }

    #[test]
    fn every_page_is_drawn_by_the_module_that_it_is_told_of() {
        let places = text("frame/places.js").unwrap();
        let drawn: BTreeSet<_> =
            places.split("Part: page(() => import('../").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
        let told: BTreeSet<_> = PLACES.iter().map(|(_, module)| *module).collect();
        assert_eq!(drawn, told);
    }

    #[test]
    fn a_page_that_is_known_keeps_its_policy() {
        let page = shell_of("/diary", "abc").unwrap();
        let again = HeaderMap::from_iter([(IF_NONE_MATCH, page.tag.clone())]);
        let (first, second) = (page.answer(&HeaderMap::new()), page.answer(&again));
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        let policy = |answer: &Response| answer.headers().get(CONTENT_SECURITY_POLICY).cloned();
        assert!(policy(&first).is_some() && policy(&first) == policy(&second));
    }

    #[test]
    fn only_what_runs_in_no_page_of_its_own_comes_without_a_policy() {
        let is_part = |name: &str| {
            Asset::new(name, "".into()).forever(&HeaderMap::new()).extensions().get::<PartOfPage>().is_some()
        };
        assert!(["a.js", "a.css", "a.woff2", "a.png"].into_iter().all(is_part));
        assert!(!["a.svg", "a.html", "a.json"].into_iter().any(is_part));
    }

    #[test]
    fn every_sheet_exists() {
        assert!(SHEETS.iter().all(|sheet| Folder::get(sheet).is_some()));
    }

    #[test]
    fn a_file_that_is_known_is_not_sent_again() {
        let file = Asset::new("a.css", "p {}".into());
        let again = HeaderMap::from_iter([(IF_NONE_MATCH, file.tag.clone())]);
        assert_eq!(file.answer(&again).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(file.answer(&HeaderMap::new()).status(), StatusCode::OK);
    }
}
