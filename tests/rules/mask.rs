//! Tells a Rust source's code from its comments and its texts.
//!
//! Not a parser: it knows just enough of Rust's words that a brace in a text or a rule's name in a
//! comment misleads no law. Line breaks stay where they are, so lines can be counted in each part.

/// The three parts of a source; in each, what belongs to the others is blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Masked {
    pub code: String,
    pub comments: String,
    pub texts: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Code,
    Comment,
    Text,
}

pub fn mask(source: &str) -> Masked {
    let chars: Vec<char> = source.chars().collect();
    let mut parts = Vec::with_capacity(chars.len());
    while parts.len() < chars.len() {
        let rest = &chars[parts.len()..];
        let (part, length) = word(rest);
        parts.resize(parts.len() + length.clamp(1, rest.len()), part);
    }
    let only = |wanted: Part| {
        let shown = |(c, part): (&char, &Part)| if *part == wanted || *c == '\n' { *c } else { ' ' };
        chars.iter().zip(&parts).map(shown).collect()
    };
    Masked { code: only(Part::Code), comments: only(Part::Comment), texts: only(Part::Text) }
}

/// The first word of a rest: what it is, and how many characters it has.
fn word(rest: &[char]) -> (Part, usize) {
    match rest {
        ['/', '/', ..] => (Part::Comment, rest.iter().take_while(|c| **c != '\n').count()),
        ['/', '*', ..] => (Part::Comment, block_comment(rest)),
        ['"', ..] => (Part::Text, quoted(rest, 0)),
        ['\'', ..] => character(rest, 0).map_or((Part::Code, 1), |length| (Part::Text, length)),
        [first, ..] if is_word(*first) => prefixed(rest).map_or_else(
            || (Part::Code, rest.iter().take_while(|c| is_word(**c)).count()),
            |length| (Part::Text, length),
        ),
        _ => (Part::Code, 1),
    }
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a quoted text whose opening quote stands at `open`.
fn quoted(rest: &[char], open: usize) -> usize {
    let mut at = open + 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a character in quotes, unless the quote opens a lifetime.
fn character(rest: &[char], open: usize) -> Option<usize> {
    match &rest[open + 1..] {
        ['\\', _, after @ ..] => Some(open + 4 + after.iter().position(|c| *c == '\'')?),
        [_, '\'', ..] => Some(open + 3),
        _ => None,
    }
}

/// The length of a text with a prefix: `b"`, `c"`, `r#"`, `br"`, `b'`.
fn prefixed(rest: &[char]) -> Option<usize> {
    let letters = rest.iter().take_while(|c| matches!(c, 'b' | 'c' | 'r')).count();
    let hashes = rest[letters..].iter().take_while(|c| **c == '#').count();
    let raw = letters > 0 && rest[letters - 1] == 'r';
    match rest.get(letters + hashes)? {
        '"' if raw => Some(raw_text(rest, letters + hashes, hashes)),
        '"' if hashes == 0 && letters == 1 => Some(quoted(rest, 1)),
        '\'' if hashes == 0 && rest[0] == 'b' && letters == 1 => character(rest, 1),
        _ => None,
    }
}

fn raw_text(rest: &[char], open: usize, hashes: usize) -> usize {
    let closes = |at: &usize| rest[*at] == '"' && rest[at + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
    (open + 1..rest.len()).find(closes).map_or(rest.len(), |at| at + 1 + hashes)
}

/// The end of the item that begins at or after `from`: past its last brace, or past its semicolon.
pub fn item_end(code: &str, from: usize) -> usize {
    let (mut round, mut curly) = (0, 0);
    for (at, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            '{' => curly += 1,
            '}' => curly -= 1,
            _ => {}
        }
        if matches!(c, '}' | ';') && curly == 0 && round == 0 {
            return from + at + 1;
        }
    }
    code.len()
}

#[test]
fn code_comments_and_texts_are_told_apart() {
    let source = "fn a<'a>() { /* { /* } */ */ let s = r#\"}\"#; let c = '{'; let q = '\\''; } // it's \"so\"\n";
    let masked = mask(source);
    assert_eq!(masked.code.matches(['{', '}']).collect::<String>(), "{}");
    assert_eq!(masked.comments.split_whitespace().collect::<String>(), "/*{/*}*/*///it's\"so\"");
    assert_eq!(masked.texts.split_whitespace().collect::<String>(), "r#\"}\"#'{''\\''");
    assert!([&masked.code, &masked.comments, &masked.texts].iter().all(|part| part.lines().count() == 1));
}

#[test]
fn prefixes_escapes_and_lifetimes_do_not_mislead() {
    let code = |source: &str| mask(source).code.split_whitespace().collect::<String>();
    assert_eq!(code(r#"x(b"}", b'{', c"}", br"\", "\"}", '\u{7d}', "\\")"#), "x(,,,,,,)");
    assert_eq!(code("impl<'a> X<'a> for Y where 'a: 'static {}"), "impl<'a>X<'a>forYwhere'a:'static{}");
    assert_eq!(code("r#type"), "r#type");
}

#[test]
fn an_item_ends_with_its_braces_or_its_semicolon() {
    let code = "fn a() -> [u8; 3] { if x {} } mod b; fn c() {}";
    let first = item_end(code, 0);
    assert_eq!(&code[..first], "fn a() -> [u8; 3] { if x {} }");
    assert_eq!(&code[first..item_end(code, first)], " mod b;");
}
