//! The parser's events, put together to blocks.

use std::iter::Peekable;

use pulldown_cmark::{Alignment as ParsedAlignment, Event, Options, Parser, Tag, TagEnd};

use super::{Alignment, Block, DEEPEST_INLINE, Inline, quote::SENTINEL};

type Events<'a> = Peekable<Parser<'a>>;

/// The blocks of CommonMark in which everything foreign is quoted.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut events = Parser::new_ext(markdown, Options::ENABLE_TABLES).peekable();
    read_blocks(&mut events)
}

/// Reads up to and with the end of the surrounding block. The recursion is as deep as quotes and lists nest,
/// which is limited before.
fn read_blocks(events: &mut Events<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    while let Some(event) = events.peek() {
        if is_inline(event) {
            push_paragraph(&mut blocks, read_inlines(events));
            continue;
        }
        match events.next() {
            Some(Event::Start(Tag::Heading { level, .. })) => {
                let content = read_inlines(events);
                blocks.push(Block::Heading { level: (level as u8).min(4), content });
                events.next();
            }
            Some(Event::Start(Tag::BlockQuote(_))) => {
                blocks.push(Block::Quote { content: read_blocks(events) });
            }
            Some(Event::Start(Tag::List(start))) => {
                blocks.push(Block::List { start, items: read_items(events) });
            }
            Some(Event::Start(Tag::Table(alignments))) => {
                blocks.push(read_table(events, alignments.into_iter().map(alignment).collect()));
            }
            Some(Event::Rule) => blocks.push(Block::Rule),
            // A paragraph's content is read as inlines, and its end says nothing new.
            Some(Event::Start(_) | Event::End(TagEnd::Paragraph)) => {}
            Some(Event::End(_)) | None => break,
            Some(_) => {}
        }
    }
    blocks
}

fn push_paragraph(blocks: &mut Vec<Block>, content: Vec<Inline>) {
    if !content.is_empty() {
        blocks.push(Block::Paragraph { content });
    }
}

fn read_items(events: &mut Events<'_>) -> Vec<Vec<Block>> {
    let mut items = Vec::new();
    while let Some(Event::Start(Tag::Item)) = events.next() {
        items.push(read_blocks(events));
    }
    items
}

fn read_table(events: &mut Events<'_>, alignments: Vec<Alignment>) -> Block {
    let mut head = Vec::new();
    let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
    let mut is_head = true;
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                let cell = read_inlines(events);
                match rows.last_mut() {
                    Some(row) if !is_head => row.push(cell),
                    _ => head.push(cell),
                }
            }
            Event::End(TagEnd::TableHead) => is_head = false,
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    Block::Table { alignments, head, rows }
}

fn alignment(alignment: ParsedAlignment) -> Alignment {
    match alignment {
        ParsedAlignment::None => Alignment::Unset,
        ParsedAlignment::Left => Alignment::Left,
        ParsedAlignment::Center => Alignment::Center,
        ParsedAlignment::Right => Alignment::Right,
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_) | Event::SoftBreak | Event::HardBreak => true,
        Event::Start(tag) => matches!(tag, Tag::Strong | Tag::Emphasis),
        Event::End(tag) => matches!(tag, TagEnd::Strong | TagEnd::Emphasis),
        _ => false,
    }
}

/// Reads up to the first event that is no inline one. Not recursive: stars can be nested without a limit.
fn read_inlines(events: &mut Events<'_>) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut around: Vec<Vec<Inline>> = Vec::new();
    let mut too_deep = 0_usize;
    while let Some(event) = events.next_if(is_inline) {
        match event {
            Event::Text(text) => push_text(&mut content, &text),
            Event::Start(_) if around.len() == DEEPEST_INLINE => too_deep += 1,
            Event::Start(_) => around.push(std::mem::take(&mut content)),
            Event::End(_) if too_deep > 0 => too_deep -= 1,
            Event::End(tag) => {
                let inner = std::mem::replace(&mut content, around.pop().unwrap_or_default());
                content.push(match tag {
                    TagEnd::Strong => Inline::Strong { content: inner },
                    _ => Inline::Emphasis { content: inner },
                });
            }
            _ => {}
        }
    }
    content
}

fn push_text(content: &mut Vec<Inline>, text: &str) {
    let text = text.replace(SENTINEL, "");
    if text.is_empty() {
        return;
    }
    match content.last_mut() {
        Some(Inline::Text { text: before }) => before.push_str(&text),
        _ => content.push(Inline::Text { text }),
    }
}
