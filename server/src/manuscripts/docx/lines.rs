//! A paragraph's lines, with their strength, and what stands beside each.

use domain::{
    manuscript::{Line, Shift},
    markdown::{Inline, head_level},
};

use super::Notes;
use crate::office_files::docx::piece::{Content, Look, Number, Paragraph, Piece};

/// Blanks before a line, of half a character each: from here on it is meant to stand in the middle, or at the right.
const TO_THE_MIDDLE: usize = 10;
const TO_THE_RIGHT: usize = 32;
/// Of a line that was broken where the page ended, characters at least.
const SHORTEST_WRAPPED: usize = 20;
/// A longer line moved in by blanks is a paragraph.
const LONGEST_PLACED: usize = 40;

/// A line of a paragraph.
#[derive(Default)]
pub(super) struct TextLine {
    pub(super) content: Vec<Inline>,
    /// Its plain text as it stands there, with blanks.
    pub(super) text: String,
    /// In half points, of its first letters.
    pub(super) size: u16,
    /// Pictures, notes, losses.
    pub(super) beside: Vec<Content>,
    /// What is drawn stands before its text.
    pub(super) begins_with_drawn: bool,
}

impl TextLine {
    fn push(&mut self, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        if self.size == 0 && !text.trim().is_empty() {
            self.size = look.size;
        }
        let text: String = match look.shift {
            Some(shift) => text.chars().map(|sign| Shift::shown(shift, sign)).collect(),
            None => text.to_owned(),
        };
        self.text.push_str(&text);
        self.content.push(match look.is_strong {
            true => Inline::Strong { content: vec![Inline::Text { text }] },
            false => Inline::Text { text },
        });
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The lines of a paragraph: a break parts them, unless it only ends a line of the page within a sentence.
pub(super) fn of(paragraph: Paragraph, notes: &mut Notes) -> Vec<TextLine> {
    let is_centred = paragraph.align == Some(super::Align::Centre);
    let mut lines = vec![TextLine::default()];
    for run in paragraph.runs {
        let Some(line) = lines.last_mut() else { break };
        match run.content {
            Content::Text(text) => {
                for (place, text) in text.split('\n').enumerate() {
                    if place > 0 {
                        lines.push(TextLine::default());
                    }
                    if let Some(line) = lines.last_mut() {
                        line.push(text, run.look);
                    }
                }
            }
            Content::Note(source, id) => {
                line.push(&notes.sign(source, &id), Look { shift: None, is_strong: false, ..run.look });
                line.beside.push(Content::Note(source, id));
            }
            content => {
                line.begins_with_drawn |= line.is_blank();
                line.beside.push(content);
            }
        }
    }
    let mut joined: Vec<TextLine> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if !is_centred && is_wrapped(last, &line) => {
                last.text.push_str(&line.text);
                last.content.extend(line.content);
                last.beside.extend(line.beside);
            }
            _ => joined.push(line),
        }
    }
    for line in &mut joined {
        if line.is_blank() {
            line.content.clear();
        }
    }
    joined
}

/// Whether a break is within a sentence, where a line of the page was full.
fn is_wrapped(line: &TextLine, next: &TextLine) -> bool {
    let text = line.text.trim_start();
    let is_within = |sign: char| sign.is_alphanumeric() || matches!(sign, '、' | '，' | '“' | '《');
    line.beside.is_empty()
        && text.chars().count() >= SHORTEST_WRAPPED
        && text.ends_with(is_within)
        && next
            .text
            .starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '”' | '》' | '、' | '，'))
        && !text.contains('\t')
        && !next.text.contains('\t')
        && head_level(text).is_none()
        && head_level(&next.text).is_none()
        && (text.contains(['，', '。', '；']) || next.text.contains(['，', '。', '；']))
}

/// A line that was moved by blanks to where it stands.
pub(in crate::manuscripts) fn placed(mut line: Line, text: &str) -> Line {
    let width = |sign: char| match sign {
        '\u{3000}' => 2,
        '\t' => 4,
        _ => 1,
    };
    let blanks: usize = text.chars().take_while(|sign| sign.is_whitespace()).map(width).sum();
    let is_short = text.trim().chars().count() <= LONGEST_PLACED && !text.contains('。');
    if is_short && !line.is_centred && !line.is_right {
        line.is_right = blanks >= TO_THE_RIGHT;
        line.is_centred = (TO_THE_MIDDLE..TO_THE_RIGHT).contains(&blanks);
    }
    line
}

/// The words of pieces as one line: paragraphs are parted by blanks, and a table's cells as well.
pub(super) fn joined(pieces: &[Piece]) -> Vec<Inline> {
    let mut line = TextLine::default();
    add(pieces, &mut line, 0);
    line.content
}

pub(super) fn plain(pieces: &[Piece]) -> String {
    let mut line = TextLine::default();
    add(pieces, &mut line, 0);
    line.text
}

fn add(pieces: &[Piece], line: &mut TextLine, depth: usize) {
    for piece in pieces {
        match piece {
            Piece::Paragraph(paragraph) => {
                let is_empty = paragraph.is_empty();
                let number = match &paragraph.number {
                    Some(Number::Text(number)) => Some(number.as_str()),
                    _ => None,
                };
                if is_empty && number.is_none() {
                    continue;
                }
                if !line.is_blank() {
                    line.push(" ", Look::default());
                }
                if let Some(number) = number {
                    let number = number.trim();
                    let parts = !is_empty && number.ends_with(|sign: char| sign.is_ascii_alphanumeric());
                    line.push(&format!("{number}{}", if parts { " " } else { "" }), Look::default());
                }
                for run in &paragraph.runs {
                    if let Content::Text(text) = &run.content {
                        line.push(&text.replace(['\n', '\t'], " "), run.look);
                    }
                }
            }
            Piece::Table(rows) if depth < super::DEEPEST => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    add(&cell.content, line, depth + 1);
                }
            }
            Piece::Table(_) => {}
        }
    }
}

/// How many bytes of text there are.
pub(super) fn length(inline: &Inline) -> usize {
    match inline {
        Inline::Text { text } => text.len(),
        Inline::Strong { content } | Inline::Emphasis { content } => {
            content.iter().map(|inline| if let Inline::Text { text } = inline { text.len() } else { 0 }).sum()
        }
    }
}
