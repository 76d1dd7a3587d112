//! A text's parts to the blocks of an item, with what was done to them.

use super::{
    Line, Loss, Manuscript, Part, captions,
    clean::{cleaned, plain},
    ends,
    titles::{self, is_sentence},
    wrapped::{self, Unwrapped},
};
use crate::{
    markdown::{Alignment, Block, Inline, head_level},
    unit::UnitDirectory,
};

/// Tables of more columns or rows are told of: the paper has little room for them.
const WIDEST_TABLE: usize = 12;
const LONGEST_TABLE: usize = 60;
/// More columns than a page can hold.
const MOST_COLUMNS: usize = 32;

/// What a text takes of these parts, which are put into it: its body alone, in its order.
pub fn tidy_part(parts: Vec<Part>) -> Manuscript {
    let mut tidying = Tidying::default();
    let parts = tidying.lines(parts, None);
    let mut manuscript = Manuscript { blocks: tidying.blocks(parts), ..Manuscript::default() };
    tidying.finish(&mut manuscript);
    manuscript
}

/// What an item takes of these parts.
pub fn tidy(parts: Vec<Part>, directory: &UnitDirectory) -> Manuscript {
    let mut tidying = Tidying::default();
    let mut parts = tidying.lines(parts, Some(directory));
    let furniture = ends::take_furniture(&mut parts);
    let titles = titles::take(&mut parts);
    let ends = ends::take(&mut parts, titles.title.is_some(), directory);
    tidying.raised = titles.level.map_or(0, |title| above_heads(&parts, title));
    let mut manuscript = Manuscript {
        blocks: tidying.blocks(parts),
        title: titles.title,
        subtitle: titles.subtitle,
        attribution: ends.attribution,
        contacts: [furniture, ends.contacts].concat(),
        ..Manuscript::default()
    };
    tidying.over.extend(titles.above);
    tidying.finish(&mut manuscript);
    manuscript
}

/// A table of one column only holds lines together.
fn lines_of_column(part: Part) -> Vec<Part> {
    match part {
        Part::Table(rows) if rows.iter().all(|row| row.len() <= 1) => {
            let line = |content| Part::Line(Line { content, ..Line::default() });
            rows.into_iter().flatten().map(line).collect()
        }
        part => vec![part],
    }
}

/// Where the title was a head of a level, by how many the heads below it are raised.
fn above_heads(parts: &[Part], title: u8) -> u8 {
    let levels = parts.iter().filter_map(|part| match part {
        Part::Line(line) if !is_sentence(&plain(&line.content)) => line.level,
        _ => None,
    });
    levels.min().map_or(0, |least| least.saturating_sub(1).min(title))
}

/// What was done so far.
#[derive(Default)]
struct Tidying {
    invisible: usize,
    heads: usize,
    lists: usize,
    tables: usize,
    /// Rows and columns of tables that a page of the newsletter can hardly hold.
    large: Vec<(usize, usize)>,
    pictures: usize,
    /// By how many levels heads of a style stand higher than it says.
    raised: u8,
    notes: Vec<Block>,
    unwrapped: Unwrapped,
    /// Lines that stood above the text.
    over: Vec<String>,
    lost: Vec<Loss>,
}

impl Tidying {
    fn clean(&mut self, content: &[Inline]) -> Vec<Inline> {
        let (content, gone) = cleaned(content);
        self.invisible += gone;
        content
    }

    /// The parts as lines of the text, with what stands below pictures at them.
    fn lines(&mut self, parts: Vec<Part>, titled: Option<&UnitDirectory>) -> Vec<Part> {
        let parts = parts.into_iter().flat_map(lines_of_column).filter_map(|part| self.cleaned(part));
        let (parts, unwrapped) = wrapped::unwrapped(parts.collect(), titled);
        self.unwrapped = unwrapped;
        captions::take(parts)
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
            Part::MissingPicture => self.loses(Loss::Picture),
            Part::Lost(loss) => self.loses(loss),
            Part::Over(content) => {
                let words = plain(&self.clean(&content));
                self.over.extend(Some(words).filter(|words| !words.is_empty()));
                None
            }
            Part::Note { sign, content } => {
                let mut content = self.clean(&content);
                content.insert(0, Inline::Text { text: sign });
                self.notes.push(Block::Paragraph { content });
                None
            }
            picture @ Part::Picture { .. } => Some(picture),
        }
    }

    fn loses(&mut self, loss: Loss) -> Option<Part> {
        self.lost.push(loss);
        None
    }

    fn blocks(&mut self, parts: Vec<Part>) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        // The number that the list under way goes on with; `Some(None)` for one with marks.
        let mut list: Option<Option<u64>> = None;
        let is_item = |part: Option<&Part>| matches!(part, Some(Part::Item { .. }));
        let mut parts = parts.into_iter().peekable();
        let mut follows_item = false;
        // Whether the numbers under way count heads: what follows the first one of a list is no head.
        let mut counts_heads = false;
        while let Some(part) = parts.next() {
            let is_alone = !follows_item && !is_item(parts.peek());
            follows_item = is_item(Some(&part));
            if let Part::Item { number, content } = part {
                let head = self.head_of_item(number, &content, parts.peek());
                let head = head.filter(|_| is_alone && (counts_heads || number == Some(1)));
                if number.is_some() {
                    counts_heads = head.is_some();
                }
                if let Some(head) = head {
                    self.heads += 1;
                    blocks.push(head);
                    continue;
                }
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
                Part::Picture { hash, caption, source } => {
                    self.pictures += 1;
                    blocks.push(Block::Picture { hash, caption, source, shows: None });
                }
                Part::Item { .. }
                | Part::MissingPicture
                | Part::Lost(_)
                | Part::Note { .. }
                | Part::Over(_) => {}
            }
        }
        blocks
    }

    /// A numbered line that stands alone above a paragraph is its head: Word numbers heads as it numbers items.
    fn head_of_item(&self, number: Option<u64>, content: &[Inline], next: Option<&Part>) -> Option<Block> {
        let text = format!("{}.{}", number?, plain(content));
        let level = head_level(&text)?;
        let is_followed = matches!(next, Some(Part::Line(line)) if is_sentence(&plain(&line.content)));
        is_followed.then(|| Block::Heading { level, content: vec![Inline::Text { text }] })
    }

    /// A head by its number or by its style; one of a style is told from a sentence in it.
    fn line(&mut self, line: Line) -> Block {
        let text = plain(&line.content);
        let of_style = line.level.filter(|_| !is_sentence(&text));
        let of_style = of_style.map(|level| level.saturating_sub(self.raised).clamp(1, 4));
        match head_level(&text).or(of_style) {
            Some(level) => {
                self.heads += 1;
                Block::Heading { level, content: vec![Inline::Text { text }] }
            }
            None => Block::Paragraph { content: line.content },
        }
    }

    fn table(&mut self, mut rows: Vec<Vec<Vec<Inline>>>, blocks: &mut Vec<Block>) {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        self.tables += 1;
        if width > WIDEST_TABLE || rows.len() > LONGEST_TABLE {
            self.large.push((rows.len(), width));
        }
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
        let named = [(manuscript.title.is_some(), "标题"), (manuscript.subtitle.is_some(), "副题")];
        let counted = [
            (self.heads, "个小标题"),
            (self.lists, "个列表"),
            (self.tables, "个表格"),
            (self.pictures, "张图片"),
            (self.notes.len(), "条注释（放在文末）"),
        ];
        let mut done: Vec<String> = Vec::new();
        done.extend(named.into_iter().filter(|(is_there, _)| *is_there).map(|(_, what)| what.to_owned()));
        done.extend(
            counted
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{count} {what}")),
        );
        done.extend(manuscript.attribution.is_some().then(|| "署名".to_owned()));
        if !manuscript.contacts.is_empty() {
            done.push(format!("{} 行联系、审核等信息", manuscript.contacts.len()));
        }
        let tidied = [
            (self.unwrapped.breaks, "接起", "处断行"),
            (self.unwrapped.page_numbers, "去掉", "个页码、页眉"),
            (self.invisible, "去掉", "个隐藏字符"),
        ];
        let tidied = tidied.into_iter().filter(|(count, ..)| *count > 0);
        done.extend(tidied.map(|(count, act, what)| format!("{act} {count} {what}")));
        manuscript.done = done;
        manuscript.blocks.extend(self.notes);
        manuscript.left = self.over.iter().map(|words| format!("标题上面的“{words}”没有放进正文")).collect();
        manuscript.left.extend(self.large.iter().map(|(rows, columns)| {
            format!("一个表格有 {rows} 行 {columns} 列，版面上放不下，宜摘要写进正文，原表作附件")
        }));
        let mut lost = self.lost;
        lost.sort();
        let groups = lost.chunk_by(|one, other| one == other);
        manuscript.left.extend(groups.map(|group| group[0].in_words(group.len())));
    }
}

#[cfg(test)]
mod tests;
