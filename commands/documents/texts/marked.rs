//! The words of a web page or of XML: what stands between the marks. It shows nothing and runs nothing, so a page that is
//! written badly costs at most a few words.

/// What stands within these is for the browser.
const UNREAD: [&str; 2] = ["script", "style"];
/// No letter is written longer than this.
const LONGEST_NAME: usize = 10;

/// The words, with one space where there was a mark.
pub(super) fn words(page: &str) -> String {
    let mut words = String::with_capacity(page.len() / 2);
    let mut rest = page;
    while let Some(at) = rest.find(['<', '&']) {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('<') { after_mark(rest, &mut words) } else { after_letter(rest, &mut words) };
    }
    words.push_str(rest);
    words.trim().to_owned()
}

fn after_mark<'a>(rest: &'a str, words: &mut String) -> &'a str {
    if !words.ends_with(char::is_whitespace) {
        words.push(' ');
    }
    if let Some(remark) = rest.strip_prefix("<!--") {
        return remark.split_once("-->").map_or("", |it| it.1);
    }
    let Some((mark, after)) = rest.split_once('>') else { return "" };
    let is_of = |name: &&&str| mark.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    UNREAD.iter().find(is_of).map_or(after, |name| after_end(after, name))
}

/// What comes after the end of what is not read.
fn after_end<'a>(mut rest: &'a str, name: &str) -> &'a str {
    while let Some((_, after)) = rest.split_once("</") {
        if after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return after.split_once('>').map_or("", |it| it.1);
        }
        rest = after;
    }
    ""
}

/// A letter that is written by its name or number.
fn after_letter<'a>(rest: &'a str, words: &mut String) -> &'a str {
    // No further than a name goes: a page may hold a million of these, and none of them ends.
    let end = rest.bytes().take(LONGEST_NAME + 2).position(|byte| byte == b';');
    let name = end.map(|end| (&rest[1..end], &rest[end + 1..]));
    match name.and_then(|(name, after)| Some((letter(name)?, after))) {
        Some((letter, after)) => {
            words.push(letter);
            after
        }
        None => {
            words.push('&');
            &rest[1..]
        }
    }
}

fn letter(name: &str) -> Option<char> {
    let number = |digits: &str| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    };
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "shy" => Some('\u{ad}'),
        _ => name.strip_prefix('#').map_or_else(|| west(name), |digits| char::from_u32(number(digits)?)),
    }
}

/// The letters of western Europe are named by what they are made of: a letter and its accent.
fn west(name: &str) -> Option<char> {
    use unicode_normalization::char::compose;
    let (first, accent) = (name.chars().next()?, name.get(1..)?);
    let accent = match accent {
        "grave" => '\u{300}',
        "acute" => '\u{301}',
        "circ" => '\u{302}',
        "tilde" => '\u{303}',
        "uml" => '\u{308}',
        "ring" => '\u{30a}',
        "cedil" => '\u{327}',
        "zlig" if first == 's' => return Some('ß'),
        _ => return None,
    };
    compose(first, accent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_left_out_and_letters_are_read_by_their_names() {
        assert_eq!(words("<p class='a'>Fish &amp; chips</p>"), "Fish & chips");
        assert_eq!(words("one<br>two<!-- no > three -->four"), "one two four");
        assert_eq!(words("a<SCRIPT>if (b<c) d()</script >e<style>f{}</style>g"), "a e g");
        assert_eq!(words("Gr&uuml;&szlig;e &#228; &#xe9; &Ccedil;a"), "Grüße ä é Ça");
        assert_eq!(words("R&D &unknown; &#x110000; 1 &lt; 2"), "R&D &unknown; &#x110000; 1 < 2");
    }

    #[test]
    fn a_letter_that_does_not_end_is_not_looked_for_to_the_end_of_the_page() {
        let page = "&".repeat(4 << 20);
        assert_eq!(words(&page), page);
        assert_eq!(words("&#00000065;&#0000000065;&ääääää;"), "A&#0000000065;&ääääää;");
    }

    #[test]
    fn a_page_that_ends_anywhere_is_read_up_to_there() {
        let page = "Ä<!-- x --><script>y</script>ö &uuml; <b>z</b>";
        for (end, _) in page.char_indices() {
            words(&page[..end]);
        }
        for odd in ["<", "<!--", "<script>", "<script></", "</", "&", "&#;", "&#x;", "&;", "<script</script>ä"] {
            words(odd);
        }
    }
}
