//! Every key there is, with the variable that overrides it: `DAYBOOK_`, the section, the key.

/// What a key's value looks like in a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Taken as it is.
    Text,
    /// A whole number.
    Number,
    /// Separated by commas.
    List,
    /// Names and values, separated by commas.
    Pairs,
}

impl Shape {
    /// What a value must be that is none.
    pub const fn told(self) -> &'static str {
        match self {
            Self::Text | Self::List => "text",
            Self::Number => "whole number",
            Self::Pairs => "list of name=value, separated by commas",
        }
    }
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The section, empty for the top.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Never shown.
    pub secret: bool,
}

const fn key(section: &'static str, name: &'static str, shape: Shape) -> Key {
    Key { section, name, shape, secret: false }
}

/// All keys, in the order of the file.
pub const KEYS: &[Key] = &[
    key("", "listen", Shape::Text),
    key("", "log", Shape::Text),
    key("", "proxies", Shape::List),
    key("proxy", "accel_prefix", Shape::Text),
    key("mail", "host", Shape::Text),
    key("mail", "port", Shape::Number),
    key("mail", "security", Shape::Text),
    key("mail", "user", Shape::Text),
    Key { section: "mail", name: "password", shape: Shape::Text, secret: true },
    key("mail", "password_file", Shape::Text),
    key("mail", "ca_file", Shape::Text),
    key("tls", "mode", Shape::Text),
    key("tls", "names", Shape::List),
    key("tls", "http_listen", Shape::Text),
    key("tls", "certificate_file", Shape::Text),
    key("tls", "key_file", Shape::Text),
    key("tls", "directory", Shape::Text),
    key("tls", "contact", Shape::Text),
    key("tls", "challenge", Shape::Text),
    key("tls", "ca_file", Shape::Text),
    key("tls", "eab_kid", Shape::Text),
    Key { section: "tls", name: "eab_key", shape: Shape::Text, secret: true },
    key("limits", "requests_per_second", Shape::Number),
    key("limits", "burst", Shape::Number),
    key("limits", "exempt", Shape::List),
    key("limits", "connections_per_address", Shape::Number),
    key("limits", "sockets_per_address", Shape::Number),
    key("limits", "sockets_in_all", Shape::Number),
    key("limits", "socket_ping_seconds", Shape::Number),
    key("passwords", "memory_kib", Shape::Number),
    key("passwords", "passes", Shape::Number),
    key("files", "place", Shape::Text),
    key("files", "places", Shape::Pairs),
    key("backup", "folder", Shape::Text),
    key("backup", "keep", Shape::Number),
    key("backup", "passphrase_file", Shape::Text),
    key("messages", "format", Shape::Text),
    key("messages", "level", Shape::Text),
];

impl Key {
    /// The variable that overrides it.
    pub fn variable(&self) -> String {
        let section = if self.section.is_empty() { String::new() } else { format!("{}_", self.section) };
        format!("DAYBOOK_{section}{}", self.name).to_uppercase()
    }

    /// Its full name.
    pub fn path(&self) -> String {
        if self.section.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.section, self.name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_named_after_section_and_key() {
        let variables: Vec<_> = KEYS.iter().map(Key::variable).collect();
        assert!(variables.contains(&"DAYBOOK_LISTEN".to_owned()));
        assert!(variables.contains(&"DAYBOOK_MAIL_PASSWORD_FILE".to_owned()));
    }
}
