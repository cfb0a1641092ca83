//! Which addresses are pages of the dashboard, and what its first page asks for at once.

/// Every page of the dashboard and the module that draws it, as `api/web/frame/places.js` has them. Any other address is
/// answered with 404, so that a scan for pages is seen as one.
pub const PLACES: &[(&str, &str)] = &[
    ("/", "front/today.js"),
    ("/welcome", "identity/welcome.js"),
    ("/login", "identity/login.js"),
    ("/invitation", "identity/invitation.js"),
    ("/confirm", "identity/confirm.js"),
    ("/reset", "identity/reset.js"),
    ("/not-me", "identity/not_me.js"),
    ("/diary", "history/diary.js"),
    ("/diary/{position}", "history/entry.js"),
    ("/alerts", "alerts/alerts.js"),
    ("/alerts/subscriptions", "alerts/alerts.js"),
    ("/alerts/watch", "alerts/alerts.js"),
    ("/documents", "documents/documents.js"),
    ("/documents/shared", "documents/documents.js"),
    ("/documents/starred", "documents/documents.js"),
    ("/documents/links", "documents/documents.js"),
    ("/documents/search", "documents/documents.js"),
    ("/documents/trash", "documents/documents.js"),
    ("/documents/folders/{id}", "documents/documents.js"),
    ("/documents/files/{id}", "documents/file.js"),
    ("/people", "identity/people.js"),
    ("/people/{id}", "identity/person.js"),
    ("/keys", "identity/keys.js"),
    ("/erasures", "identity/erasures.js"),
    ("/erasures/{id}", "identity/erasures.js"),
    ("/me", "identity/me.js"),
    ("/me/ways", "identity/ways.js"),
    ("/settings", "household/settings.js"),
    ("/settings/{part}", "household/settings.js"),
];

/// The modules that set sentences of the diary, and what they are set in: headings are of another weight, which is everywhere.
const SENTENCES: [&str; 2] = ["history/moment.js", "alerts/alert_line.js"];
const THEIR_FONT: &str = "vendor/source-serif-4-400.woff2";

/// What a browser is told of at once, whatever page it opens: its modules, what it will ask first, and the font of its sentences.
pub fn preloads(address: &str, modules: &[String], web: &str) -> String {
    let link = |path: &String| format!("<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"{web}/{path}\">");
    let asked = |path: &&str| format!("<link rel=\"preload\" as=\"fetch\" href=\"{path}\" crossorigin>");
    let font = format!(
        "<link rel=\"preload\" as=\"font\" fetchpriority=\"low\" type=\"font/woff2\" href=\"{web}/{THEIR_FONT}\" crossorigin>"
    );
    let sets_sentences = modules.iter().any(|module| SENTENCES.contains(&module.as_str()));
    let links =
        modules.iter().map(link).chain(asked_first(address).iter().map(asked)).chain(sets_sentences.then_some(font));
    links.collect::<Vec<_>>().join("\n  ")
}

/// What a page asks the house for in any case, and can ask nothing else before it knows.
fn asked_first(address: &str) -> &'static [&'static str] {
    match address {
        "/documents" => &["/api/documents/spaces", "/api/documents/nodes?space=own&limit=100"],
        "/documents/shared" => &["/api/documents/spaces", "/api/documents/nodes?space=shared&limit=100"],
        _ => &[],
    }
}

/// The modules that some lead to without being asked again, themselves first: a browser that is
/// told of them at once need not discover them one after another.
pub fn modules(starts: &[&str], source: &impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut found: Vec<String> = starts.iter().map(|start| (*start).to_owned()).collect();
    let mut next = 0;
    while let Some(module) = found.get(next).cloned() {
        next += 1;
        let text = source(&module).unwrap_or_default();
        for import in imports(&text) {
            let path = resolve(&module, import);
            if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    found
}

/// What a module imports from files beside it; an `import(...)` waits until it is wanted.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let statements = text.split(['\n', ';']).filter(|line| {
        let line = line.trim_start();
        !line.contains("import(") && ["import", "export", "}"].iter().any(|start| line.starts_with(start))
    });
    statements.filter_map(|line| {
        let quote = line.rfind(['\'', '"'])?;
        let (head, mark) = (&line[..quote], &line[quote..=quote]);
        let path = &head[head.rfind(mark)? + 1..];
        path.starts_with('.').then_some(path)
    })
}

/// A relative path, seen from a module.
fn resolve(module: &str, import: &str) -> String {
    let mut parts: Vec<&str> = module.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_leads_to_what_it_imports_but_not_to_what_it_loads_later() {
        let source = |path: &str| {
            match path {
            "app.js" => Some("import { a } from './core/a.js';\nconst later = () => import('./late.js');\nexport const b = later(() => import('./late.js'));".to_owned()),
            "core/a.js" => Some("import{h}from\"../vendor/h.js\";export{b}from'./b.js';\nimport './app.js'".to_owned()),
            _ => Some("let from = './no.js'".to_owned()),
        }
        };
        assert_eq!(modules(&["app.js"], &source), ["app.js", "core/a.js", "vendor/h.js", "core/b.js", "core/app.js"]);
        assert_eq!(modules(&["late.js", "core/b.js"], &source), ["late.js", "core/b.js"]);
    }
}
