//! The tags of a page of ours: where each stands, and what its attributes say. It reads what Leptos writes, in which
//! every value stands in double quotes and no text holds a bare `<`; it is no reader of other people's HTML.

/// One tag, opening or closing.
#[derive(Clone, Debug)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub is_closing: bool,
    /// Where `<` stands.
    pub start: usize,
    /// Behind `>`.
    pub end: usize,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// An attribute's value as it is written, its characters still escaped; empty where it has none.
    pub fn attribute(&self, wanted: &str) -> Option<&'a str> {
        self.find(wanted).map(|(_, value)| value)
    }

    /// Where an attribute's value begins.
    pub fn place_of_value(&self, wanted: &str) -> Option<usize> {
        self.find(wanted).map(|(place, _)| self.place_for_attributes() + place)
    }

    /// An attribute's value and where it begins among the attributes.
    fn find(&self, wanted: &str) -> Option<(usize, &'a str)> {
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let name_ends = rest.find(|sign: char| sign == '=' || sign == '/' || sign.is_whitespace());
            let (name, after) = rest.split_at(name_ends.unwrap_or(rest.len()));
            let (place, value, after) = match after.strip_prefix("=\"") {
                Some(quoted) => {
                    let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                    (self.attributes.len() - quoted.len(), value, after)
                }
                None => (self.attributes.len() - after.len(), "", after.trim_start_matches('/')),
            };
            if name == wanted {
                return Some((place, value));
            }
            rest = after.trim_start();
        }
        None
    }

    /// Where another attribute can be written: right behind the tag's name.
    pub fn place_for_attributes(&self) -> usize {
        self.start + 1 + self.name.len()
    }
}

/// All tags from a place on, in their order.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + html[at..].find('<')?;
            let rest = &html[start + 1..];
            let (is_closing, rest) = match rest.strip_prefix('/') {
                Some(rest) => (true, rest),
                None => (false, rest),
            };
            if !rest.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
                at = start + 1;
                continue;
            }
            let inside = end_of_tag(rest);
            let name_ends = rest[..inside].find(|sign: char| sign.is_whitespace() || sign == '/');
            let name = &rest[..name_ends.unwrap_or(inside)];
            let end = html.len() - rest.len() + inside + 1;
            at = end.min(html.len());
            return Some(Tag { name, is_closing, start, end: at, attributes: &rest[name.len()..inside] });
        }
    })
}

/// Where the tag's `>` stands, which may also stand within a value.
fn end_of_tag(rest: &str) -> usize {
    let mut is_quoted = false;
    for (at, sign) in rest.char_indices() {
        match sign {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return at,
            _ => {}
        }
    }
    rest.len()
}

/// A value or a text as a page writes it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Whether a written value stands for this text.
pub(super) fn says(written: &str, text: &str) -> bool {
    written == text || unescaped(written) == text
}

fn unescaped(written: &str) -> String {
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(written.to_owned(), |text, (written, sign)| text.replace(written, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_with_their_attributes() {
        let html = "<!DOCTYPE html><p class=\"a &gt; > b\">x<!><input disabled name=\"q\"/></p>";
        let found: Vec<_> = tags(html).map(|tag| (tag.name, tag.is_closing)).collect();
        assert_eq!(found, [("p", false), ("input", false), ("p", true)]);
        let input = tags(html).nth(1).expect("it is there");
        assert_eq!(input.attribute("name"), Some("q"));
        assert_eq!(input.attribute("disabled"), Some(""));
        assert_eq!(input.attribute("value"), None);
        let place = input.place_of_value("name").expect("it has one");
        assert_eq!(&html[place..=place], "q");
        assert_eq!(&html[input.start..input.end], "<input disabled name=\"q\"/>");
        assert!(says("a &amp; &quot;b&quot;", "a & \"b\""));
    }
}
