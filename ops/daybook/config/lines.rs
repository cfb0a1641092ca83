//! Where in the file a key stands, so that whoever is told what is wrong with it finds it.

/// The line of a key that is set, counted from one.
pub fn line_of(text: &str, section: &str, name: &str) -> Option<usize> {
    let mut current = "";
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
            current = heading.trim();
        } else if current == section && line.split('=').next().is_some_and(|key| key.trim() == name) {
            return Some(index + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_its_section_and_not_in_a_comment() {
        let text = "# host = 1\nhost = 2\n[mail]\n# host = 3\nhost=4 # host = 5\n[tls]\n";
        assert_eq!((line_of(text, "", "host"), line_of(text, "mail", "host")), (Some(2), Some(5)));
        assert_eq!((line_of(text, "tls", "host"), line_of(text, "mail", "hos")), (None, None));
    }
}
