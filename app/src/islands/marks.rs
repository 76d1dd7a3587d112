//! Putting marks of our gentle Markdown around what is selected. Pure: it knows texts, not fields.

/// One mark of the toolbar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Strong,
    Heading,
    Quote,
    List,
    Table,
}

impl Mark {
    pub const ALL: [Self; 5] = [Self::Strong, Self::Heading, Self::Quote, Self::List, Self::Table];

    /// What stands on the button.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Strong => "B",
            Self::Heading => "¶",
            Self::Quote => "❝",
            Self::List => "⋮≡",
            Self::Table => "▦",
        }
    }

    /// What the button does, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Strong => "着重",
            Self::Heading => "小标题",
            Self::Quote => "引文",
            Self::List => "列表",
            Self::Table => "表格",
        }
    }
}

/// The text with the mark at the selection, and the selection afterwards; places are counted in characters.
pub fn apply(text: &str, (start, end): (usize, usize), mark: Mark) -> (String, (usize, usize)) {
    let characters: Vec<char> = text.chars().collect();
    let end = end.min(characters.len());
    let start = start.min(end);
    match mark {
        Mark::Strong => surround(&characters, start, end),
        Mark::Heading => prefix_lines(&characters, start, end, "# "),
        Mark::Quote => prefix_lines(&characters, start, end, "> "),
        Mark::List => prefix_lines(&characters, start, end, "- "),
        Mark::Table => insert_table(&characters, end),
    }
}

fn surround(text: &[char], start: usize, end: usize) -> (String, (usize, usize)) {
    let mut marked: String = text[..start].iter().collect();
    marked.push_str("**");
    marked.extend(&text[start..end]);
    marked.push_str("**");
    marked.extend(&text[end..]);
    (marked, (start + 2, end + 2))
}

/// Every line that the selection touches begins with the mark.
fn prefix_lines(text: &[char], start: usize, end: usize, prefix: &str) -> (String, (usize, usize)) {
    let begin = text[..start].iter().rposition(|character| *character == '\n').map_or(0, |place| place + 1);
    let mut marked: String = text[..begin].iter().collect();
    let mut added = 0;
    let mut is_line_start = true;
    for (place, character) in text.iter().enumerate().skip(begin) {
        if is_line_start && (place < end || place == begin) {
            marked.push_str(prefix);
            added += prefix.chars().count();
        }
        marked.push(*character);
        is_line_start = *character == '\n';
    }
    if begin == text.len() {
        marked.push_str(prefix);
        added += prefix.chars().count();
    }
    (marked, (start + prefix.chars().count(), end + added))
}

/// A table stands on lines of its own below the present one.
fn insert_table(text: &[char], at: usize) -> (String, (usize, usize)) {
    let line_end =
        text[at..].iter().position(|character| *character == '\n').map_or(text.len(), |place| at + place);
    let mut marked: String = text[..line_end].iter().collect();
    if line_end > 0 {
        marked.push_str("\n\n");
    }
    let first_cell = marked.chars().count() + 2;
    marked.push_str("| 项目 | 数量 |\n| --- | --- |\n|  |  |\n");
    marked.extend(&text[line_end..]);
    (marked, (first_cell, first_cell + 2))
}

/// A place counted in UTF-16 units, as fields count, as one counted in characters.
pub fn from_utf16(text: &str, place: usize) -> usize {
    let mut units = 0;
    let is_before = |character: &char| {
        units += character.len_utf16();
        units <= place
    };
    text.chars().take_while(is_before).count()
}

/// A place counted in characters as one counted in UTF-16 units.
pub fn to_utf16(text: &str, place: usize) -> usize {
    text.chars().take(place).map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_selected_gets_its_mark() {
        assert_eq!(apply("甲乙丙", (1, 2), Mark::Strong), ("甲**乙**丙".into(), (3, 4)));
        assert_eq!(apply("甲\n乙\n丙", (2, 5), Mark::List), ("甲\n- 乙\n- 丙".into(), (4, 9)));
        assert_eq!(apply("", (0, 0), Mark::Heading), ("# ".into(), (2, 2)));
        assert_eq!(apply("甲", (9, 9), Mark::Quote), ("> 甲".into(), (3, 3)));
        let (text, selection) = apply("甲\n乙", (0, 0), Mark::Table);
        assert_eq!(text, "甲\n\n| 项目 | 数量 |\n| --- | --- |\n|  |  |\n\n乙");
        assert_eq!(text.chars().skip(selection.0).take(2).collect::<String>(), "项目");
    }

    #[test]
    fn places_are_counted_as_fields_count_them() {
        assert_eq!(from_utf16("𬭚矿山", 2), 1);
        assert_eq!(from_utf16("𬭚矿山", 3), 2);
        assert_eq!(to_utf16("𬭚矿山", 1), 2);
        assert_eq!(from_utf16("矿山", 9), 2);
    }
}
