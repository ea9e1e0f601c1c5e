//! Markup in a form in which only differences that a reader would notice are left.
//!
//! Attributes are in the order of their names. White space counts as one space, and as none next to an element that
//! starts a new line anyway. Entities are what they stand for.

/// Elements beside which white space shows.
const INLINE: [&str; 8] = ["a", "abbr", "b", "code", "em", "span", "strong", "button"];

/// One element's start or end, or some text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Start { name: String, attributes: Vec<(String, Option<String>)> },
    End(String),
    Text(String),
}

/// Takes markup apart.
pub fn normalised(markup: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = markup;
    while !rest.is_empty() {
        let piece = if let Some(tag) = rest.strip_prefix('<') {
            let end = tag_end(tag);
            rest = tag.get(end + 1..).unwrap_or_default();
            element(&tag[..end])
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            let text = &rest[..end];
            rest = &rest[end..];
            Piece::Text(one_space(&unescaped(text)))
        };
        pieces.push(piece);
    }
    without_idle_space(pieces)
}

/// Where the `>` is that ends a tag, and is not in a quoted value.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    let end = tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.unwrap_or(tag.len())
}

fn element(tag: &str) -> Piece {
    if let Some(name) = tag.strip_prefix('/') {
        return Piece::End(name.trim().into());
    }
    let tag = tag.trim_end_matches('/');
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let value = rest.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"'));
        if let Some((_, behind)) = value {
            rest = behind;
        }
        attributes.push((name.clone(), value.map(|(value, _)| attribute_value(&name, value))));
    }
    attributes.sort();
    Piece::Start { name: name.into(), attributes }
}

fn attribute_value(name: &str, value: &str) -> String {
    let value = unescaped(value);
    if name != "class" {
        return value;
    }
    let mut classes: Vec<&str> = value.split_whitespace().collect();
    classes.sort_unstable();
    classes.join(" ")
}

fn one_space(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let space = |at: Option<char>| if at.is_some_and(char::is_whitespace) { " " } else { "" };
    if words.is_empty() {
        return space(text.chars().next()).into();
    }
    format!("{}{}{}", space(text.chars().next()), words.join(" "), space(text.chars().next_back()))
}

fn unescaped(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// Takes away the white space that does not show: that beside elements which are not inline.
fn without_idle_space(pieces: Vec<Piece>) -> Vec<Piece> {
    let breaks = |piece: Option<&Piece>| match piece {
        Some(Piece::Start { name, .. } | Piece::End(name)) => !INLINE.contains(&name.as_str()),
        Some(Piece::Text(_)) => false,
        None => true,
    };
    let trimmed: Vec<Option<String>> = (0..pieces.len())
        .map(|at| {
            let Piece::Text(text) = &pieces[at] else { return None };
            let text = if breaks(at.checked_sub(1).and_then(|before| pieces.get(before))) {
                text.trim_start()
            } else {
                text
            };
            let text = if breaks(pieces.get(at + 1)) { text.trim_end() } else { text };
            Some(text.to_owned())
        })
        .collect();
    let whole = pieces.into_iter().zip(trimmed).map(|(piece, text)| text.map_or(piece, Piece::Text));
    whole.filter(|piece| *piece != Piece::Text(String::new())).collect()
}
