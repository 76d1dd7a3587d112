//! HTML as Word, WPS, WeChat and browsers put it on the clipboard.

mod elements;

use domain::{
    manuscript::{Line, Loss, Part, Start},
    markdown::Inline,
};
use scraper::{ElementRef, Html, Node};

use super::plain;
use elements::{
    Style, WordMark, declared, is_block, is_struck, is_unseen, is_word_mark, styled, taken_in, word_mark,
};

/// How deep elements may stand within each other; what stands deeper is read as text of the element there.
const DEEPEST: usize = 200;

/// The parts of a piece of HTML. Any text is one.
pub fn read(html: &str) -> Vec<Part> {
    let document = Html::parse_document(fragment(html));
    let mut reader = Reader::default();
    reader.element(document.root_element(), Style::default(), 0);
    reader.end_line();
    reader.parts
}

/// What Windows puts between two comments is what was copied; what stands around it is not.
fn fragment(html: &str) -> &str {
    let begins =
        html.find("<!--StartFragment").and_then(|place| Some(place + html[place..].find("-->")? + 3));
    let begins = begins.unwrap_or(0);
    let ends = html.rfind("<!--EndFragment").filter(|ends| *ends >= begins).unwrap_or(html.len());
    // Rows that were copied out of a table are none without it.
    let before = html[..begins].to_ascii_lowercase();
    let is_within_table = before.matches("<table").count() > before.matches("</table").count();
    if is_within_table { html } else { &html[begins..ends] }
}

/// The line under way.
#[derive(Debug, Default)]
struct Open {
    content: Vec<Inline>,
    style: Style,
    /// Of a list's item: its number, or none for a mark.
    item: Option<Option<u64>>,
}

#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    open: Open,
}

impl Reader {
    fn element(&mut self, element: ElementRef<'_>, style: Style, depth: usize) {
        let own = element.value();
        if declared(own, "mso-element").is_some_and(|what| what.eq_ignore_ascii_case("comment")) {
            self.parts.push(Part::Lost(Loss::Comment));
            return;
        }
        if is_struck(own) && element.text().any(|text| !text.trim().is_empty()) {
            self.parts.push(Part::Lost(Loss::Struck));
            return;
        }
        if matches!(own.name(), "nav" | "footer") {
            if element.text().any(|text| !text.trim().is_empty()) {
                self.end_line();
                self.parts.push(Part::Lost(Loss::Navigation));
            }
            return;
        }
        if is_unseen(own) || style.has_mark && is_word_mark(own) {
            return;
        }
        if depth > DEEPEST {
            self.text(&element.text().collect::<String>(), style);
            return;
        }
        let mut style = styled(own, style);
        match own.name() {
            "br" => self.break_line(style),
            // Word parts a text from what was remarked on it.
            "hr" if own.classes().any(|class| class.starts_with("msocom")) => self.end_line(),
            "hr" => {
                self.end_line();
                self.parts.push(Part::Rule);
            }
            "img" | "v:imagedata" => match taken_in(own) {
                Some(hash) => {
                    self.end_line();
                    self.parts.push(Part::Picture { hash, caption: String::new(), source: None });
                    self.begin_line(style);
                }
                None => self.parts.push(Part::MissingPicture),
            },
            "table" => {
                self.end_line();
                self.table(element, style, depth);
            }
            "ol" | "ul" => self.list(element, style, depth),
            name if is_block(name) => {
                self.begin_line(style);
                let mark = word_mark(element);
                style.has_mark |= mark.is_some();
                match mark {
                    Some(WordMark::Item(number)) => self.open.item = Some(number),
                    // A number that Word makes and we do not is text from now on.
                    Some(WordMark::Text(number)) => self.push(&number, style),
                    None => {}
                }
                self.children(element, style, depth);
                self.end_line();
            }
            _ => self.children(element, style, depth),
        }
    }

    fn children(&mut self, element: ElementRef<'_>, style: Style, depth: usize) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.text(text, style),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, style, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn list(&mut self, element: ElementRef<'_>, style: Style, depth: usize) {
        self.end_line();
        let is_numbered = element.value().name() == "ol";
        let mut number =
            element.value().attr("start").and_then(|start| start.trim().parse::<u64>().ok()).unwrap_or(1);
        for child in element.children() {
            let Some(child) = ElementRef::wrap(child) else {
                if let Node::Text(text) = child.value() {
                    self.text(text, style);
                }
                continue;
            };
            if child.value().name() != "li" {
                self.element(child, style, depth + 1);
                continue;
            }
            self.begin_line(style);
            self.open.item = Some(is_numbered.then_some(number));
            self.children(child, styled(child.value(), style), depth + 1);
            self.end_line();
            number = number.saturating_add(1);
        }
    }

    fn table(&mut self, table: ElementRef<'_>, style: Style, depth: usize) {
        for caption in table.child_elements().filter(|child| child.value().name() == "caption") {
            self.begin_line(style);
            self.children(caption, style, depth + 1);
            self.end_line();
        }
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        // By column: how many more rows a cell of a row before reaches into, and what is in it.
        let mut reaching: Vec<(usize, Vec<Inline>)> = Vec::new();
        let mut has_merged = false;
        let before = self.parts.len();
        for row in rows_of(table) {
            let mut cells: Vec<Vec<Inline>> = Vec::new();
            let skip = |cells: &mut Vec<Vec<Inline>>, reaching: &mut Vec<(usize, Vec<Inline>)>| {
                while let Some((left, content)) = reaching.get_mut(cells.len()).filter(|(left, _)| *left > 0)
                {
                    *left -= 1;
                    cells.push(content.clone());
                }
            };
            for cell in row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th")) {
                skip(&mut cells, &mut reaching);
                let span = |name| {
                    let said = cell.value().attr(name).and_then(|span| span.trim().parse::<usize>().ok());
                    said.unwrap_or(1).clamp(1, 100)
                };
                let (columns, down) = (span("colspan"), span("rowspan"));
                has_merged |= columns > 1 || down > 1;
                let content = self.cell(cell, style, depth);
                cells.resize(cells.len() + columns, content.clone());
                if reaching.len() < cells.len() {
                    reaching.resize(cells.len(), (0, Vec::new()));
                }
                for reaching in reaching.iter_mut().take(cells.len()).skip(cells.len() - columns) {
                    *reaching = (down - 1, content.clone());
                }
            }
            skip(&mut cells, &mut reaching);
            rows.push(cells);
        }
        // A table that only lays out a page has one cell, with lines in it.
        if let [row] = rows.as_slice()
            && row.len() == 1
            && let Some(cell) = rows_of(table).first().and_then(|row| row.child_elements().next())
        {
            // It is read as what it holds, pictures among it.
            self.parts.truncate(before);
            self.children(cell, style, depth + 1);
            self.end_line();
            return;
        }
        if has_merged {
            self.parts.push(Part::Lost(Loss::MergedCells));
        }
        self.parts.push(Part::Table(rows));
    }

    /// A cell's lines are one, parted by blanks.
    fn cell(&mut self, cell: ElementRef<'_>, style: Style, depth: usize) -> Vec<Inline> {
        let mut inner = Reader::default();
        inner.children(cell, Style { is_strong: style.is_strong, ..Style::default() }, depth + 1);
        inner.end_line();
        let mut content: Vec<Inline> = Vec::new();
        for part in inner.parts {
            let line = match part {
                Part::Line(line) => line.content,
                Part::Item { number, mut content } => {
                    if let Some(number) = number {
                        content.insert(0, Inline::Text { text: format!("{number}. ") });
                    }
                    content
                }
                Part::Table(rows) => {
                    let cells = rows.into_iter().flatten().filter(|cell| !cell.is_empty());
                    cells
                        .flat_map(|cell| [cell, vec![Inline::Text { text: " ".to_owned() }]].concat())
                        .collect()
                }
                beside @ (Part::MissingPicture | Part::Picture { .. } | Part::Lost(_)) => {
                    self.parts.push(beside);
                    continue;
                }
                _ => continue,
            };
            if !content.is_empty() && !line.is_empty() {
                content.push(Inline::Text { text: " ".to_owned() });
            }
            content.extend(line);
        }
        content
    }

    fn begin_line(&mut self, style: Style) {
        self.end_line();
        self.open.style = style;
    }

    /// A line break within a paragraph parts it: here a line is a paragraph.
    fn break_line(&mut self, style: Style) {
        self.end_line();
        self.open.style = style;
    }

    fn end_line(&mut self) {
        let Open { mut content, style, item, .. } = std::mem::take(&mut self.open);
        let is_indented = matches!(content.first(), Some(Inline::Text { text }) if plain::is_indented(text));
        trim_blanks(&mut content);
        if content.is_empty() {
            // What stands for an item's mark comes before its first text.
            self.open.item = item;
            return;
        }
        self.parts.push(match item {
            Some(number) => Part::Item { number, content },
            None => Part::Line(Line {
                content,
                level: style.level,
                is_centred: style.is_centred,
                is_right: style.is_right,
                size: style.size,
                meant: style.meant,
                start: is_indented.then_some(Start::Indented),
            }),
        });
    }

    fn text(&mut self, text: &str, style: Style) {
        if style.is_plain {
            for (place, line) in text.split('\n').enumerate() {
                if place > 0 {
                    self.break_line(style);
                }
                self.push(line.trim_end_matches('\r'), style);
            }
            return;
        }
        // Blanks of the source are one; between Chinese characters a break of the source's line is none.
        let mut words = String::with_capacity(text.len());
        let mut signs = text.chars().peekable();
        let mut last = self.last_sign();
        while let Some(sign) = signs.next() {
            if !matches!(sign, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                words.push(sign);
                last = Some(sign);
                continue;
            }
            let mut breaks = matches!(sign, '\n' | '\r');
            while let Some(more) = signs.next_if(|more| matches!(more, ' ' | '\t' | '\n' | '\r' | '\u{c}')) {
                breaks |= matches!(more, '\n' | '\r');
            }
            let is_wide = |sign: Option<char>| sign.is_some_and(|sign| sign >= '\u{2e80}');
            let is_between_wide =
                breaks && is_wide(last) && (signs.peek().is_none() || is_wide(signs.peek().copied()));
            if last.is_some_and(|last| last != ' ') && !is_between_wide {
                words.push(' ');
                last = Some(' ');
            }
        }
        self.push(&words, style);
    }

    fn push(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let text = match style.shift {
            Some(shift) => text.chars().map(|sign| shift.shown(sign)).collect(),
            None => text.to_owned(),
        };
        self.open.style.level = self.open.style.level.or(style.level);
        self.open.style.is_centred |= style.is_centred;
        self.open.style.is_right |= style.is_right;
        self.open.style.size = self.open.style.size.max(style.size);
        self.open.style.meant = self.open.style.meant.or(style.meant);
        self.open.content.push(match style.is_strong && style.level.is_none() {
            true => Inline::Strong { content: vec![Inline::Text { text }] },
            false => Inline::Text { text },
        });
    }

    fn last_sign(&self) -> Option<char> {
        match self.open.content.last()? {
            Inline::Text { text } => text.chars().last(),
            Inline::Strong { content } | Inline::Emphasis { content } => match content.last()? {
                Inline::Text { text } => text.chars().last(),
                _ => None,
            },
        }
    }
}

fn trim_blanks(content: &mut Vec<Inline>) {
    let is_blank = |inline: &Inline| match inline {
        Inline::Text { text } => text.trim().is_empty(),
        Inline::Strong { content } | Inline::Emphasis { content } => {
            content.iter().all(|inner| matches!(inner, Inline::Text { text } if text.trim().is_empty()))
        }
    };
    while content.last().is_some_and(is_blank) {
        content.pop();
    }
    let begins = content.iter().position(|inline| !is_blank(inline)).unwrap_or(content.len());
    content.drain(..begins);
}

fn rows_of(table: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let mut rows = Vec::new();
    for child in table.child_elements() {
        match child.value().name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(child.child_elements().filter(|row| row.value().name() == "tr"));
            }
            _ => {}
        }
    }
    rows
}

#[cfg(test)]
mod tests;
