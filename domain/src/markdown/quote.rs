//! Turns what a user typed into CommonMark in which nothing but our own few marks has a meaning.
//!
//! CommonMark knows far more marks than a Chinese office wants, and its rule for emphasis relies on the spaces
//! of Western text. So every line is looked at here: its leading marks are written down anew, all other
//! punctuation is quoted with a backslash, and lines are parted by blank ones.

use super::DEEPEST_BLOCK;

/// Stands beside a star to say on which side it may open or close. Never a character of a text: Unicode keeps it
/// for internal use.
pub(super) const SENTINEL: char = '\u{fdd0}';

/// More columns than a page can hold; what stands beyond them is kept in the last one.
const MOST_COLUMNS: usize = 32;

/// The CommonMark that says what `text` says under our rules.
pub(super) fn quote(text: &str) -> String {
    let text = clean(text);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut quoter = Quoter { markdown: String::with_capacity(text.len() * 2), ..Quoter::default() };
    let mut place = 0;
    while let Some(line) = lines.get(place) {
        place += match table_length(&lines[place..]) {
            Some(length) => {
                quoter.table(&lines[place..place + length]);
                length
            }
            None => {
                quoter.line(line);
                1
            }
        };
    }
    quoter.markdown
}

/// Every kind of line break becomes one kind; tabs become spaces; what nobody sees goes.
pub(super) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|character| match character {
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            '\n' => Some('\n'),
            '\u{feff}' | SENTINEL => None,
            character => (!character.is_control()).then_some(character),
        })
        .collect()
}

#[derive(Default)]
struct Quoter {
    markdown: String,
    /// How many `>` the last line began with; none after a blank line.
    quotes: usize,
    /// The last line's number where it was an item of a numbered list.
    number: Option<u32>,
    /// Whether numbers are written with `)`: changing it is how CommonMark begins another list.
    with_bracket: bool,
}

impl Quoter {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.quotes = 0;
            self.markdown.push('\n');
            return;
        }
        let (marks, content) = leading_marks(line);
        let quotes = marks.iter().take_while(|mark| **mark == Mark::Quote).count();
        self.part_from_last(quotes);
        for (place, mark) in marks.iter().enumerate() {
            self.mark(*mark, place == quotes);
        }
        if !matches!(marks.get(quotes), Some(Mark::Number(_))) {
            self.number = None;
        }
        if marks.is_empty() && is_rule(line) {
            self.markdown.push_str("---");
        } else if let Some((level, heading)) = heading(content).filter(|_| marks.is_empty()) {
            self.markdown.extend(std::iter::repeat_n('#', level));
            self.markdown.push(' ');
            quote_inline(heading, &mut self.markdown);
        } else {
            quote_inline(content, &mut self.markdown);
        }
        self.markdown.push('\n');
    }

    /// A blank line, within the quotes that this line and the last one share.
    fn part_from_last(&mut self, quotes: usize) {
        self.markdown.extend(std::iter::repeat_n('>', self.quotes.min(quotes)));
        self.markdown.push('\n');
        self.quotes = quotes;
    }

    /// A number that does not follow on the last one begins another list, so that it stays as it was typed.
    fn mark(&mut self, mark: Mark, is_outermost: bool) {
        match mark {
            Mark::Quote => self.markdown.push_str("> "),
            Mark::Bullet => self.markdown.push_str("- "),
            Mark::Number(number) => {
                if is_outermost {
                    self.with_bracket ^= self.number.is_some_and(|last| last + 1 != number);
                    self.number = Some(number);
                }
                self.markdown.push_str(&number.to_string());
                self.markdown.push_str(if self.with_bracket { ") " } else { ". " });
            }
        }
    }

    fn table(&mut self, lines: &[&str]) {
        self.part_from_last(0);
        self.number = None;
        let rows: Vec<Vec<&str>> = [&lines[..1], &lines[2..]].concat().into_iter().map(cells).collect();
        let widest = rows.iter().map(Vec::len).max().unwrap_or(1);
        let columns = widest.min(MOST_COLUMNS);
        let delimiters = cells(lines[1]);
        for (place, row) in rows.iter().enumerate() {
            self.table_row(row, columns);
            if place == 0 {
                let delimiter = |column| delimiters.get(column).copied().unwrap_or("-");
                let cells: Vec<&str> = (0..columns).map(delimiter).collect();
                self.markdown.push_str(&format!("|{}|\n", cells.join("|")));
            }
        }
        self.markdown.push('\n');
    }

    fn table_row(&mut self, row: &[&str], columns: usize) {
        let last = columns - 1;
        for column in 0..columns {
            self.markdown.push_str("| ");
            if column == last && row.len() > columns {
                quote_inline(&row[last..].join(" | "), &mut self.markdown);
            } else {
                quote_inline(row.get(column).copied().unwrap_or_default(), &mut self.markdown);
            }
            self.markdown.push(' ');
        }
        self.markdown.push_str("|\n");
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Quote,
    Bullet,
    Number(u32),
}

/// The marks that a line begins with, each followed by a blank, and what stands after them.
fn leading_marks(line: &str) -> (Vec<Mark>, &str) {
    let mut marks = Vec::new();
    let mut content = line;
    while marks.len() < DEEPEST_BLOCK
        && let Some((word, rest)) = content.split_once(char::is_whitespace)
        && let Some(mark) = mark(word)
        && !rest.trim_start().is_empty()
    {
        marks.push(mark);
        content = rest.trim_start();
    }
    (marks, content)
}

fn mark(word: &str) -> Option<Mark> {
    match word {
        ">" => Some(Mark::Quote),
        "-" | "*" => Some(Mark::Bullet),
        _ => {
            let digits = word.strip_suffix('.')?;
            let is_number =
                (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            // 007. would be printed as 7.: it stays text.
            let is_plain = digits == "0" || !digits.starts_with('0');
            (is_number && is_plain).then(|| digits.parse().ok().map(Mark::Number))?
        }
    }
}

fn heading(content: &str) -> Option<(usize, &str)> {
    let (word, rest) = content.split_once(char::is_whitespace)?;
    let is_heading = word.len() <= 6 && word.bytes().all(|byte| byte == b'#');
    (is_heading && !word.is_empty() && !rest.trim().is_empty()).then(|| (word.len(), rest.trim_start()))
}

/// What is read of a line that stands in no table: what follows its leading marks; nothing of a rule.
pub(super) fn read_part(line: &str) -> &str {
    let (marks, content) = leading_marks(line);
    match marks.is_empty() {
        true if is_rule(line) => "",
        true => heading(content).map_or(content, |(_, heading)| heading),
        false => content,
    }
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && (line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b'*'))
}

/// How many of the lines are a table: a head, a line of dashes, and rows up to the first line without a bar.
pub(super) fn table_length(lines: &[&str]) -> Option<usize> {
    let (head, delimiters) = (lines.first()?, lines.get(1)?);
    if !head.contains('|') || !delimiters.contains('|') || !cells(delimiters).into_iter().all(is_delimiter) {
        return None;
    }
    Some(2 + lines[2..].iter().take_while(|line| line.contains('|')).count())
}

fn is_delimiter(cell: &str) -> bool {
    let dashes = cell.strip_prefix(':').unwrap_or(cell);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
}

fn cells(line: &str) -> Vec<&str> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(str::trim).collect()
}

/// The CommonMark that says what a line's content says, whatever it begins with.
pub(super) fn inline(content: &str) -> String {
    let mut markdown = String::with_capacity(content.len() * 2);
    quote_inline(content, &mut markdown);
    markdown
}

/// Whether stars before it open.
pub(super) fn may_follow_opening(character: char) -> bool {
    !character.is_whitespace() && !"、，。；：！？）》」』】〕”’…,.;:!?)]}".contains(character)
}

/// Whether stars after it close.
pub(super) fn may_precede_closing(character: char) -> bool {
    !character.is_whitespace() && !"（《「『【〔“‘([{".contains(character)
}

/// Quotes all punctuation but the stars that may open or close strong or emphasised text.
fn quote_inline(content: &str, markdown: &mut String) {
    let characters: Vec<char> = content.chars().collect();
    let mut place = 0;
    while let Some(&character) = characters.get(place) {
        if character != '*' {
            if character.is_ascii_punctuation() {
                markdown.push('\\');
            }
            markdown.push(character);
            place += 1;
            continue;
        }
        let length = characters[place..].iter().take_while(|character| **character == '*').count();
        let Flanks { opens, closes } = flanks(&characters, place, length);
        if opens || closes {
            markdown.extend(closes.then_some(SENTINEL));
            markdown.extend(std::iter::repeat_n('*', length));
            markdown.extend(opens.then_some(SENTINEL));
        } else {
            markdown.extend(std::iter::repeat_n("\\*", length));
        }
        place += length;
    }
}

/// Whether a run of stars may open or close strong or emphasised text, and so is not read itself.
pub(super) fn is_emphasis(characters: &[char], place: usize, length: usize) -> bool {
    let Flanks { opens, closes } = flanks(characters, place, length);
    opens || closes
}

struct Flanks {
    opens: bool,
    closes: bool,
}

/// What a run of stars may do: open before anything but a blank or closing punctuation, close after anything but
/// a blank or opening punctuation. CommonMark would not close `**一是……。**以`, nor leave 2*3*4 alone.
fn flanks(characters: &[char], place: usize, length: usize) -> Flanks {
    let before = place.checked_sub(1).map(|place| characters[place]);
    let after = characters.get(place + length).copied();
    if length > 3 || before == Some('\\') || is_multiplication(characters, place, length) {
        return Flanks { opens: false, closes: false };
    }
    Flanks { opens: after.is_some_and(may_follow_opening), closes: before.is_some_and(may_precede_closing) }
}

/// A star between letters or digits of which one is Latin (60cm*40cm, 5*层), or that has just one letter
/// between itself and the next (长*宽*高).
fn is_multiplication(characters: &[char], place: usize, length: usize) -> bool {
    let at =
        |offset: isize| place.checked_add_signed(offset).and_then(|place| characters.get(place).copied());
    let is_word = |offset| at(offset).is_some_and(char::is_alphanumeric);
    let is_latin = |offset| at(offset).is_some_and(|character| character.is_ascii_alphanumeric());
    match length {
        1 if is_word(-1) && is_word(1) => {
            is_latin(-1)
                || is_latin(1)
                || at(2) == Some('*') && is_word(3)
                || at(-2) == Some('*') && is_word(-3)
        }
        2 => is_latin(-1) && is_latin(2),
        _ => false,
    }
}
