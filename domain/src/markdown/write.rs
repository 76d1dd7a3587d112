//! Blocks back to a body's text: what [`super::parse`] makes of it is these blocks again.
//!
//! A body has one spelling for each meaning. What our few marks cannot say becomes what comes nearest, and no word is
//! lost: an item of several paragraphs becomes several items, a head within a quote a paragraph, and where stars would
//! be read otherwise than they are meant, emphasis goes before strength, and strength before words.

mod stars;

use super::{Alignment, Block, DEEPEST_BLOCK, Inline, picture, quote};
use stars::inlines;

/// The body that says these blocks.
pub fn write(blocks: &[Block]) -> String {
    let mut written = spelled(blocks);
    // Words that look like marks are marks from now on, and spelled as such.
    for _ in 0..DEEPEST_BLOCK {
        let again = spelled(&super::parse(&written));
        if again == written {
            break;
        }
        written = again;
    }
    written
}

fn spelled(blocks: &[Block]) -> String {
    let mut writer = Writer::default();
    writer.blocks(blocks, &mut Vec::new());
    writer.lines.truncate(writer.lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
    writer.lines.join("\n")
}

/// What a line within quotes and lists begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Quote,
    Bullet,
    /// The number of the item that comes next.
    Number(u64),
}

/// Numbers have nine digits at most.
const GREATEST_NUMBER: u64 = 999_999_999;

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// A quote has ended since the last line.
    quote_ended: bool,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block], within: &mut Vec<Mark>) {
        blocks.iter().for_each(|block| self.block(block, within));
    }

    fn block(&mut self, block: &Block, within: &mut Vec<Mark>) {
        match block {
            Block::Paragraph { content } => self.paragraph(content, within),
            Block::Heading { level, content } if within.is_empty() => {
                let content = inlines(content, false);
                if !content.is_empty() {
                    let marks = "#".repeat(usize::from((*level).clamp(1, 4)));
                    self.line(format!("{marks} {content}"));
                }
            }
            Block::Heading { content, .. } => self.paragraph(content, within),
            Block::List { start, items } => {
                within.push(start.map_or(Mark::Bullet, Mark::Number));
                items.iter().for_each(|item| self.blocks(item, within));
                within.pop();
            }
            Block::Quote { content } => {
                within.push(Mark::Quote);
                self.blocks(content, within);
                within.pop();
                self.quote_ended = true;
            }
            Block::Table { alignments, head, rows } if within.is_empty() => {
                self.table(alignments, head, rows)
            }
            Block::Table { head, rows, .. } => {
                for cell in std::iter::once(head).chain(rows).flatten() {
                    self.paragraph(cell, within);
                }
            }
            Block::Rule if within.is_empty() => self.lines.push("---".to_owned()),
            Block::Rule => {}
            Block::Picture { hash, caption, source, shows } => {
                let [source, shows] = [source, shows].map(|said| said.as_deref().map(one_line));
                let line = picture::written(hash, &one_line(caption), source.as_deref(), shows.as_deref());
                self.lines.push(line);
            }
        }
    }

    fn paragraph(&mut self, content: &[Inline], within: &mut [Mark]) {
        let content = inlines(content, false);
        if content.is_empty() {
            return;
        }
        let is_quote = within.first() == Some(&Mark::Quote);
        if is_quote && self.quote_ended && self.lines.last().is_some_and(|line| line.starts_with('>')) {
            self.part();
        }
        let mut line = String::new();
        for mark in within.iter().take(DEEPEST_BLOCK) {
            match mark {
                Mark::Quote => line.push_str("> "),
                Mark::Bullet => line.push_str("- "),
                Mark::Number(number) => line.push_str(&format!("{}. ", (*number).min(GREATEST_NUMBER))),
            }
        }
        line.push_str(&unmarked(&line, content));
        self.line(line);
        // Each line is an item of every list around it.
        for mark in within {
            if let Mark::Number(number) = mark {
                *number = number.saturating_add(1);
            }
        }
    }

    fn table(&mut self, alignments: &[Alignment], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        if head.is_empty() {
            return;
        }
        // The line before is none of its rows, nor its head.
        if self.lines.last().is_some_and(|line| line.contains('|')) {
            self.part();
        }
        self.row(head);
        let dashes = |place| match alignments.get(place) {
            None | Some(Alignment::Unset) => "---",
            Some(Alignment::Left) => ":--",
            Some(Alignment::Center) => ":-:",
            Some(Alignment::Right) => "--:",
        };
        let delimiters: Vec<&str> = (0..head.len()).map(dashes).collect();
        self.lines.push(format!("| {} |", delimiters.join(" | ")));
        rows.iter().for_each(|row| self.row(row));
        self.part();
    }

    fn row(&mut self, cells: &[Vec<Inline>]) {
        let cells: Vec<String> = cells.iter().map(|cell| inlines(cell, true)).collect();
        self.lines.push(format!("| {} |", cells.join(" | ")));
    }

    /// A line that is none of a table.
    fn line(&mut self, line: String) {
        // With the one before it would be a table's head and the dashes below.
        if self.lines.last().is_some_and(|last| quote::table_length(&[last, &line]).is_some()) {
            self.part();
        }
        self.lines.push(line);
        self.quote_ended = false;
    }

    /// An empty line, where the last is none.
    fn part(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }
}

/// The words of a paragraph, which are to stay one after the marks that its line begins with: a sign at their beginning
/// that would be read as a mark becomes the wide one that looks like it, as stars and bars among words do. Numbers are
/// left: they are lists where people see lists.
fn unmarked(marks: &str, content: String) -> String {
    let wide = match content.chars().next() {
        Some('#') => '＃',
        Some('>') => '＞',
        Some('-') => '－',
        Some('*') => '＊',
        _ => return content,
    };
    if is_paragraph(&super::parse(&format!("{marks}甲")), &super::parse(&format!("{marks}{content}"))) {
        return content;
    }
    std::iter::once(wide).chain(content.chars().skip(1)).collect()
}

/// Whether these blocks are a paragraph within the same quotes and lists as the other's.
fn is_paragraph(other: &[Block], blocks: &[Block]) -> bool {
    match (other, blocks) {
        ([Block::Paragraph { .. }], [Block::Paragraph { .. }]) => true,
        ([Block::Quote { content: other }], [Block::Quote { content }]) => is_paragraph(other, content),
        ([Block::List { items: others, .. }], [Block::List { items, .. }]) => {
            matches!((others.as_slice(), items.as_slice()), ([other], [item]) if is_paragraph(other, item))
        }
        _ => false,
    }
}

fn one_line(text: &str) -> String {
    quote::clean(text).replace('\n', " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{parse, plain_text},
        stars::{collect, merged},
        *,
    };

    /// Nested strength is strength.
    fn meaning(blocks: &[Block]) -> String {
        let of = |content: &[Inline]| {
            let mut runs = Vec::new();
            collect(content, false, false, &mut runs);
            format!(
                "{:?}",
                merged(runs).iter().map(|run| (&run.text, run.strong, run.emphasis)).collect::<Vec<_>>()
            )
        };
        let each = blocks.iter().map(|block| match block {
            Block::Paragraph { content } => of(content),
            Block::Heading { level, content } => format!("h{level}{}", of(content)),
            Block::List { start, items } => {
                format!("{start:?}{:?}", items.iter().map(|item| meaning(item)).collect::<Vec<_>>())
            }
            Block::Quote { content } => format!(">{}", meaning(content)),
            Block::Table { alignments, head, rows } => {
                let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| of(cell)).collect::<Vec<_>>();
                format!("{alignments:?}{:?}{:?}", row(head), rows.iter().map(row).collect::<Vec<_>>())
            }
            other => format!("{other:?}"),
        });
        each.collect::<Vec<_>>().join("¶")
    }

    #[test]
    fn a_text_is_written_as_one_would_type_it() {
        for text in [
            "甲\n乙",
            "# 题\n## 小题\n正文",
            "- 甲\n- 乙\n丙",
            "1. 甲\n2. 乙\n1. 丙",
            "> 甲\n> - 乙\n\n> 丙",
            "**一是保护。**以*林场*为主",
            "***甲***",
            "**甲*乙丙*丁**",
            "***甲*乙**丙",
            "张**、李**，王**",
            "长*宽*高",
            "甲|乙\n\n-|-",
            "- #　>",
            "甲\n| 项目 | 数量 |\n| --- | --: |\n| **甲** |  |\n\n乙",
            "---",
        ] {
            assert_eq!(write(&parse(text)), text);
        }
    }

    #[test]
    fn what_stars_cannot_say_comes_as_near_as_it_can() {
        let text = |text: &str| Inline::Text { text: text.into() };
        let strong = |inner: &str| Inline::Strong { content: vec![text(inner)] };
        let emphasis = |inner: &str| Inline::Emphasis { content: vec![text(inner)] };
        for (content, line) in [
            (vec![text("甲"), strong("，乙 "), text("丙")], "甲，**乙** 丙"),
            (vec![strong("。")], "。"),
            (vec![text("长*"), strong("宽"), text("*高")], "长*宽*高"),
            (vec![text("*甲*")], "＊甲＊"),
            (vec![text("甲\n乙\t丙")], "甲 乙 丙"),
            (vec![strong("甲"), emphasis("乙")], "**甲***乙*"),
            (vec![text(" 　")], ""),
        ] {
            assert_eq!(write(&[Block::Paragraph { content: content.clone() }]), line, "{content:?}");
        }
        let cell = Block::Table {
            alignments: vec![],
            head: vec![vec![text("甲|乙")]],
            rows: vec![vec![vec![text("丙\n丁")]]],
        };
        assert_eq!(write(&[cell]), "| 甲｜乙 |\n| --- |\n| 丙 丁 |");
        let item = vec![
            Block::Paragraph { content: vec![text("甲")] },
            Block::Paragraph { content: vec![text("乙")] },
        ];
        assert_eq!(write(&[Block::List { start: Some(3), items: vec![item, vec![]] }]), "3. 甲\n4. 乙");
    }

    fn content() -> impl Strategy<Value = Vec<Inline>> {
        let text = "[甲乙，。（）“”*|#>1. a-]{0,6}".prop_map(|text| Inline::Text { text });
        let inline = text.prop_recursive(3, 8, 3, |inner| {
            let content = || proptest::collection::vec(inner.clone(), 1..3);
            prop_oneof![
                content().prop_map(|content| Inline::Strong { content }),
                content().prop_map(|content| Inline::Emphasis { content }),
            ]
        });
        proptest::collection::vec(inline, 0..4)
    }

    fn said() -> impl Strategy<Value = Option<String>> {
        proptest::option::of("[局\\](\" ]{0,6}")
    }

    fn blocks() -> impl Strategy<Value = Vec<Block>> {
        let row = || proptest::collection::vec(content(), 2);
        let leaf = prop_oneof![
            4 => content().prop_map(|content| Block::Paragraph { content }),
            1 => (0_u8..6, content()).prop_map(|(level, content)| Block::Heading { level, content }),
            1 => Just(Block::Rule),
            1 => (row(), proptest::collection::vec(row(), 0..3)).prop_map(|(head, rows)| Block::Table {
                alignments: vec![Alignment::Right],
                head,
                rows
            }),
            1 => ("[图\\](\" ]{0,6}", said(), said()).prop_map(|(caption, source, shows)| {
                Block::Picture { hash: "ab".repeat(32), caption, source, shows }
            }),
        ];
        let block = leaf.prop_recursive(4, 16, 3, |inner| {
            let several = || proptest::collection::vec(inner.clone(), 0..3);
            prop_oneof![
                several().prop_map(|content| Block::Quote { content }),
                (proptest::option::of(0_u64..5), proptest::collection::vec(several(), 1..3))
                    .prop_map(|(start, items)| Block::List { start, items }),
            ]
        });
        proptest::collection::vec(block, 0..5)
    }

    fn words(blocks: &[Block]) -> String {
        plain_text(blocks).chars().filter(|sign| "甲乙图局".contains(*sign)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn whatever_is_typed_keeps_its_meaning(text in "([#>\\-*1. 　甲乙。“”|（，:a]|\n|\n- |\n> ){0,40}") {
            let blocks = parse(&text);
            let written = write(&blocks);
            prop_assert_eq!(meaning(&parse(&written)), meaning(&blocks), "{}", written);
            prop_assert_eq!(write(&parse(&written)), written);
        }

        #[test]
        fn whatever_blocks_there_are_no_word_is_lost_and_what_is_written_stays(blocks in blocks()) {
            let written = write(&blocks);
            prop_assert_eq!(words(&parse(&written)), words(&blocks), "{}", written);
            prop_assert_eq!(write(&parse(&written)), written);
        }
    }
}
