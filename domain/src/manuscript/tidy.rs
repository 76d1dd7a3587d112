//! Which of a text's lines are its title, its heads and its attribution.

use super::{
    Line, Manuscript, Part,
    clean::{cleaned, plain},
};
use crate::{
    attribution::split_trailing,
    markdown::{Alignment, Block, Inline, head_level},
    unit::UnitDirectory,
};

/// A longer line is no title.
const LONGEST_TITLE: usize = 50;
/// More columns than a page can hold.
const MOST_COLUMNS: usize = 32;

/// What an item takes of these parts.
pub fn tidy(parts: Vec<Part>, directory: &UnitDirectory) -> Manuscript {
    let mut tidying = Tidying::default();
    let mut parts: Vec<Part> = parts.into_iter().filter_map(|part| tidying.cleaned(part)).collect();
    let mut manuscript = Manuscript::default();
    if let Some(title) = title(&parts) {
        parts.remove(0);
        manuscript.title = Some(title);
        tidying.done.push("标题".to_owned());
        if let Some(Part::Line(line)) = parts.first()
            && let Some(subtitle) = subtitle(&plain(&line.content))
        {
            parts.remove(0);
            manuscript.subtitle = Some(subtitle);
            tidying.done.push("副题".to_owned());
        }
    }
    let mut blocks = tidying.blocks(parts);
    manuscript.attribution = take_attribution(&mut blocks, directory);
    manuscript.blocks = blocks;
    tidying.finish(&mut manuscript);
    manuscript
}

/// What was done so far.
#[derive(Default)]
struct Tidying {
    done: Vec<String>,
    invisible: usize,
    heads: usize,
    lists: usize,
    tables: usize,
    pictures: usize,
}

impl Tidying {
    fn clean(&mut self, content: &[Inline]) -> Vec<Inline> {
        let (content, gone) = cleaned(content);
        self.invisible += gone;
        content
    }

    /// A part without what nobody sees; `None` where nothing is left of it.
    fn cleaned(&mut self, part: Part) -> Option<Part> {
        match part {
            Part::Line(line) => {
                let content = self.clean(&line.content);
                (!content.is_empty()).then_some(Part::Line(Line { content, ..line }))
            }
            Part::Item { number, content } => {
                let content = self.clean(&content);
                (!content.is_empty()).then_some(Part::Item { number, content })
            }
            Part::Table(rows) => {
                let rows: Vec<Vec<Vec<Inline>>> = rows
                    .into_iter()
                    .map(|row| row.iter().map(|cell| self.clean(cell)).collect::<Vec<_>>())
                    .filter(|row| row.iter().any(|cell| !cell.is_empty()))
                    .collect();
                (!rows.is_empty()).then_some(Part::Table(rows))
            }
            Part::Rule => Some(Part::Rule),
            Part::MissingPicture => {
                self.pictures += 1;
                None
            }
        }
    }

    fn blocks(&mut self, parts: Vec<Part>) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        // The number that the list under way goes on with; `Some(None)` for one with marks.
        let mut list: Option<Option<u64>> = None;
        for part in parts {
            if let Part::Item { number, content } = part {
                let item = vec![Block::Paragraph { content }];
                match blocks.last_mut() {
                    Some(Block::List { items, .. }) if list == Some(number) => items.push(item),
                    _ => {
                        self.lists += 1;
                        blocks.push(Block::List { start: number, items: vec![item] });
                    }
                }
                list = Some(number.map(|number| number.saturating_add(1)));
                continue;
            }
            list = None;
            match part {
                Part::Line(line) => blocks.push(self.line(line)),
                Part::Table(rows) => self.table(rows, &mut blocks),
                Part::Rule => blocks.push(Block::Rule),
                Part::Item { .. } | Part::MissingPicture => {}
            }
        }
        blocks
    }

    /// A head by its number or by its style; one of a style is told from a sentence in it.
    fn line(&mut self, line: Line) -> Block {
        let text = plain(&line.content);
        let of_style = line.level.filter(|_| !is_sentence(&text)).map(|level| level.clamp(1, 4));
        match head_level(&text).or(of_style) {
            Some(level) => {
                self.heads += 1;
                Block::Heading { level, content: vec![Inline::Text { text }] }
            }
            None => Block::Paragraph { content: line.content },
        }
    }

    /// A table of one column only holds lines together.
    fn table(&mut self, mut rows: Vec<Vec<Vec<Inline>>>, blocks: &mut Vec<Block>) {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width <= 1 {
            let lines = rows.into_iter().flatten();
            blocks.extend(lines.filter(|cell| !cell.is_empty()).map(|content| Block::Paragraph { content }));
            return;
        }
        self.tables += 1;
        for row in &mut rows {
            row.resize(width, Vec::new());
            // What stands beyond is kept in the last cell.
            for cell in row.split_off(width.min(MOST_COLUMNS)) {
                if let Some(last) = row.last_mut().filter(|_| !cell.is_empty()) {
                    last.push(Inline::Text { text: " ".to_owned() });
                    last.extend(cell);
                }
            }
        }
        let head = rows.remove(0);
        let alignments = vec![Alignment::Unset; head.len()];
        blocks.push(Block::Table { alignments, head, rows });
    }

    fn finish(self, manuscript: &mut Manuscript) {
        let mut done = self.done;
        let counted = [(self.heads, "个小标题"), (self.lists, "个列表"), (self.tables, "个表格")];
        done.extend(
            counted
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{count} {what}")),
        );
        done.extend(manuscript.attribution.is_some().then(|| "署名".to_owned()));
        if self.invisible > 0 {
            done.push(format!("去掉 {} 个隐藏字符", self.invisible));
        }
        manuscript.done = done;
        if self.pictures > 0 {
            manuscript.left.push(format!("{} 张图片没有带进来", self.pictures));
        }
    }
}

/// Whether a line goes on as sentences do.
fn is_sentence(text: &str) -> bool {
    text.contains(['。', '；', '！']) || text.ends_with(['，', '：', ',', ':', '、'])
}

/// The first line, where it is short, no sentence and no numbered head, and something longer follows.
fn title(parts: &[Part]) -> Option<String> {
    let [Part::Line(first), rest @ ..] = parts else { return None };
    let text = plain(&first.content);
    let follows = rest.iter().any(|part| match part {
        Part::Line(line) => is_sentence(&plain(&line.content)),
        Part::Table(_) | Part::Item { .. } => true,
        _ => false,
    });
    let is_title = text.chars().count() <= LONGEST_TITLE
        && !is_sentence(&text)
        && !text.starts_with(['▲', '△', '（', '('])
        && head_level(&text).is_none();
    (follows && is_title).then_some(text)
}

/// A second headline begins with a dash.
fn subtitle(text: &str) -> Option<String> {
    let rest = text.trim_start_matches(['—', '－', '-', '―', '─']);
    (rest.len() < text.len() && !rest.trim().is_empty() && !is_sentence(rest)).then(|| text.to_owned())
}

/// The attribution that stands at the end: on a line of its own, or behind the last sentence.
fn take_attribution(blocks: &mut Vec<Block>, directory: &UnitDirectory) -> Option<String> {
    let Some(Block::Paragraph { content }) = blocks.last_mut() else { return None };
    let text = plain(content);
    let (before, attribution) = split_trailing(&text, directory);
    let attribution = attribution?.trim().to_owned();
    if before.trim().is_empty() {
        blocks.pop();
        return Some(attribution);
    }
    // Cut off the end of the runs, which the attribution is a part of.
    let mut left = text.chars().count() - before.chars().count();
    while left > 0
        && let Some(last) = content.last_mut()
    {
        let run = match last {
            Inline::Text { text } => text,
            Inline::Strong { content } | Inline::Emphasis { content } => match content.last_mut() {
                Some(Inline::Text { text }) => text,
                _ => break,
            },
        };
        let length = run.chars().count();
        if length > left {
            *run = run.chars().take(length - left).collect();
            break;
        }
        left -= length;
        content.pop();
    }
    Some(attribution)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{markdown::write, unit::tests::directory};

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text { text: text.to_owned() }]
    }

    fn line(words: &str) -> Part {
        Part::Line(Line { content: text(words), ..Line::default() })
    }

    fn tidied(parts: Vec<Part>) -> Manuscript {
        tidy(parts, &directory(&[("地质矿产管理科", &["地矿科"])]))
    }

    #[test]
    fn title_heads_tables_and_attribution_are_found_and_what_nobody_sees_goes() {
        let manuscript = tidied(vec![
            line("　\u{a0}"),
            Part::Line(Line {
                content: text("矿山\u{200b}生态修复见成效"),
                is_centred: true,
                ..Line::default()
            }),
            line("——地矿科开展专项行动"),
            line("　　近日，地矿科召开会议。"),
            line("一、主要做法"),
            Part::Line(Line { content: text("加强领导"), level: Some(2), ..Line::default() }),
            Part::Line(Line {
                content: text("这是用了标题样式的一段话。"),
                level: Some(1),
                ..Line::default()
            }),
            Part::Item { number: Some(3), content: text("甲") },
            Part::Item { number: Some(4), content: text("乙") },
            Part::Item { number: None, content: text("丙") },
            Part::Table(vec![
                vec![text("项目"), text("数量")],
                vec![vec![], vec![]],
                vec![text("耕\u{ad}地"), text("3"), text("万亩")],
            ]),
            Part::MissingPicture,
            line("下一步将持续推进。（地矿科/周鹏 陈瑶）"),
        ]);
        assert_eq!(manuscript.title.as_deref(), Some("矿山生态修复见成效"));
        assert_eq!(manuscript.subtitle.as_deref(), Some("——地矿科开展专项行动"));
        assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/周鹏 陈瑶）"));
        assert_eq!(
            write(&manuscript.blocks),
            "近日，地矿科召开会议。\n# 一、主要做法\n## 加强领导\n这是用了标题样式的一段话。\n3. 甲\n4. 乙\n- 丙\n\
             | 项目 | 数量 |  |\n| --- | --- | --- |\n| 耕地 | 3 | 万亩 |\n\n下一步将持续推进。"
        );
        assert_eq!(
            manuscript.done,
            ["标题", "副题", "2 个小标题", "2 个列表", "1 个表格", "署名", "去掉 2 个隐藏字符"]
        );
        assert_eq!(manuscript.left, ["1 张图片没有带进来"]);
    }

    #[test]
    fn what_is_no_title_and_no_attribution_stays_in_the_body() {
        for lines in [
            &["▲4月1日，举办培训。", "会后座谈。"][..],
            &["近日，召开会议。", "会议要求（以下简称《规划》）"],
            &["一、主要做法", "成立专班。"],
            &["只有一行没有句号"],
            &["短句一", "短句二"],
        ] {
            let manuscript = tidied(lines.iter().map(|words| line(words)).collect());
            assert_eq!((manuscript.title, manuscript.attribution), (None, None), "{lines:?}");
            assert_eq!(manuscript.blocks.len(), lines.len());
        }
    }

    #[test]
    fn a_number_without_a_next_one_ends_nothing() {
        let item = |number| Part::Item { number: Some(number), content: text("甲。") };
        let manuscript = tidied(vec![item(u64::MAX), item(u64::MAX)]);
        assert_eq!(write(&manuscript.blocks).matches('甲').count(), 2);
    }

    #[test]
    fn strength_of_a_part_stays_and_of_a_whole_line_goes() {
        let strong = |words: &str| Inline::Strong { content: text(words) };
        let part = [vec![strong("一是保护。")], text("以林场为主。（地矿科/周鹏）")].concat();
        let manuscript = tidied(vec![
            Part::Line(Line { content: vec![strong("全是粗体的一句。")], ..Line::default() }),
            Part::Line(Line { content: part, ..Line::default() }),
        ]);
        assert_eq!(write(&manuscript.blocks), "全是粗体的一句。\n**一是保护。**以林场为主。");
        assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/周鹏）"));
    }
}
