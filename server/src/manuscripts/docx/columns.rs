//! Columns that were made with tabs: lines of the same number of cells, one below the other, are a table.

use domain::{
    manuscript::{Line, Part},
    markdown::Inline,
};

/// Of two columns this many lines at least are one; of more, one less.
const LEAST_LINES: usize = 3;
/// A longer cell is a sentence.
const LONGEST_CELL: usize = 20;

pub(super) fn to_tables(parts: Vec<Part>) -> Vec<Part> {
    let mut read: Vec<Part> = Vec::with_capacity(parts.len());
    let mut run: Vec<(Part, Vec<Vec<Inline>>)> = Vec::new();
    for part in parts {
        let cells = cells(&part).filter(|cells| cells.len() > 1);
        if run.first().is_some_and(|(_, first)| Some(first.len()) != cells.as_ref().map(Vec::len)) {
            end(&mut run, &mut read);
        }
        match cells {
            Some(cells) => run.push((part, cells)),
            None => read.push(part),
        }
    }
    end(&mut run, &mut read);
    read
}

fn end(run: &mut Vec<(Part, Vec<Vec<Inline>>)>, read: &mut Vec<Part>) {
    let columns = run.first().map_or(0, |(_, cells)| cells.len());
    if run.len() + usize::from(columns > 2) >= LEAST_LINES {
        read.push(Part::Table(run.drain(..).map(|(_, cells)| cells).collect()));
    } else {
        read.extend(run.drain(..).map(|(part, _)| part));
    }
}

/// A line's cells; `None` where one is empty, long or goes on as a sentence.
fn cells(part: &Part) -> Option<Vec<Vec<Inline>>> {
    let Part::Line(Line { content, level: None, .. }) = part else { return None };
    let mut cells = vec![Vec::new()];
    for inline in content {
        let (text, is_strong) = match inline {
            Inline::Text { text } => (text, false),
            Inline::Strong { content } | Inline::Emphasis { content } => match content.first() {
                Some(Inline::Text { text }) => (text, true),
                _ => return None,
            },
        };
        for (place, text) in text.split('\t').enumerate() {
            // Several tabs part no more than one does.
            if place > 0 && cells.last().is_some_and(|cell| !cell.is_empty()) {
                cells.push(Vec::new());
            }
            let text = text.trim();
            if let Some(cell) = cells.last_mut().filter(|_| !text.is_empty()) {
                let text = Inline::Text { text: text.to_owned() };
                cell.push(if is_strong { Inline::Strong { content: vec![text] } } else { text });
            }
        }
    }
    cells.retain(|cell| !cell.is_empty());
    let is_short = |cell: &Vec<Inline>| {
        let words: String = cell.iter().filter_map(|inline| text(inline)).collect();
        words.chars().count() <= LONGEST_CELL && !words.contains(['。', '：', ':', '；'])
    };
    cells.iter().all(is_short).then_some(cells)
}

fn text(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text { text } => Some(text),
        Inline::Strong { content } | Inline::Emphasis { content } => match content.first()? {
            Inline::Text { text } => Some(text),
            _ => None,
        },
    }
}
