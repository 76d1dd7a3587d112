//! A Word document to a manuscript's parts, pictures and comments: its paragraphs' lines one after the other, with what
//! stands beside them behind each.

use std::collections::{BTreeMap, HashMap};

use domain::{
    manuscript::{Line, Loss, Meant, Part},
    markdown::Inline,
};

use super::{FileComment, FileManuscript};
use crate::office_files::{
    OfficeFileError, Stopping,
    docx::{
        Opened,
        piece::{Align, Beside, Content, Named, Number, Paragraph, Piece, Source},
    },
};

mod columns;
mod lines;
mod pictures;
mod tables;

pub(super) use lines::placed;

/// A document's pieces deeper within tables are read as text of the cell there.
const DEEPEST: usize = 40;

pub(super) fn read(bytes: &[u8], stops: Stopping<'_>) -> Result<FileManuscript, OfficeFileError> {
    let mut opened = Opened::of(bytes, stops)?;
    let text = opened.text()?;
    let notes = Notes::read(&mut opened)?;
    let comments = opened.beside(Source::Comments)?;
    let comments = comments.iter().map(|comment| file_comment(comment, text.passage(comment))).collect();
    let mut reading =
        Reading { opened, parts: Vec::new(), notes, known: HashMap::new(), pictures: BTreeMap::new() };
    reading.flow(text.pieces, 0)?;
    let parts = columns::to_tables(reading.parts);
    Ok(FileManuscript { parts, pictures: reading.pictures, comments, taken_as: None })
}

struct Reading<'a> {
    opened: Opened<'a>,
    parts: Vec<Part>,
    notes: Notes,
    /// What became of each picture, by its relation.
    known: HashMap<String, pictures::Picture>,
    pictures: BTreeMap<String, Vec<u8>>,
}

impl Reading<'_> {
    fn flow(&mut self, pieces: Vec<Piece>, depth: usize) -> Result<(), OfficeFileError> {
        for piece in pieces {
            match piece {
                Piece::Paragraph(paragraph) => self.paragraph(paragraph)?,
                Piece::Table(rows) => self.table(rows, depth)?,
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, mut paragraph: Paragraph) -> Result<(), OfficeFileError> {
        if paragraph.named == Some(Named::Contents) {
            if !paragraph.is_empty() {
                self.parts.push(Part::Lost(Loss::Contents));
            }
            return Ok(());
        }
        let number = paragraph.number.take();
        let mut number = number.filter(|_| !paragraph.is_empty());
        let like = Line {
            level: paragraph.level,
            is_centred: paragraph.align == Some(Align::Centre),
            is_right: paragraph.align == Some(Align::Right),
            meant: match paragraph.named {
                Some(Named::Title) => Some(Meant::Title),
                Some(Named::Subtitle) => Some(Meant::Subtitle),
                Some(Named::Caption) => Some(Meant::Caption),
                _ => None,
            },
            ..Line::default()
        };
        for line in lines::of(paragraph, &mut self.notes) {
            let (before, behind): (Vec<Content>, Vec<Content>) =
                if line.begins_with_drawn { (line.beside, Vec::new()) } else { (Vec::new(), line.beside) };
            self.beside(before)?;
            if !line.content.is_empty() {
                let like = Line { size: line.size, ..like.clone() };
                self.parts.push(numbered(number.take(), like, line.content, &line.text));
            }
            self.beside(behind)?;
        }
        Ok(())
    }

    /// Pictures, notes and losses, each as a part of its own.
    fn beside(&mut self, contents: Vec<Content>) -> Result<(), OfficeFileError> {
        for content in contents {
            match content {
                Content::Picture(relation) => {
                    let picture = self.picture(&relation)?;
                    self.parts.push(picture);
                }
                Content::Note(source, id) => self.parts.extend(self.notes.part(source, &id)),
                Content::Loss(loss) => self.parts.push(Part::Lost(loss)),
                Content::Text(_) => {}
            }
        }
        Ok(())
    }
}

/// A line with what Word puts before it by itself: an item of a list, or text from now on.
fn numbered(number: Option<Number>, like: Line, mut content: Vec<Inline>, text: &str) -> Part {
    let is_head = like.level.is_some() || like.meant.is_some();
    match number {
        None => Part::Line(placed(Line { content, ..like }, text)),
        Some(Number::Text(number)) => {
            let plain = number.trim().strip_suffix(['.', '．']).and_then(|number| number.parse::<u64>().ok());
            if let (Some(number), false) = (plain, is_head) {
                return Part::Item { number: Some(number), content };
            }
            // 一、主要做法, but 1.1 范围.
            let number = number.trim();
            let blank = if number.ends_with(|sign: char| sign.is_ascii_alphanumeric()) { " " } else { "" };
            content.insert(0, Inline::Text { text: format!("{number}{blank}") });
            Part::Line(Line { content, ..like })
        }
        Some(Number::Sign(sign)) => {
            let sign = sign.trim();
            // With these brief items begin.
            if sign.starts_with(['▲', '△']) {
                content.insert(0, Inline::Text { text: sign.to_owned() });
                return Part::Line(Line { content, ..like });
            }
            match is_head {
                true => Part::Line(Line { content, ..like }),
                false => Part::Item { number: None, content },
            }
        }
    }
}

/// The notes of a document, and which of them the text names.
struct Notes {
    footnotes: HashMap<String, Vec<Inline>>,
    endnotes: HashMap<String, Vec<Inline>>,
    /// In the order of the text.
    named: Vec<(Source, String)>,
}

impl Notes {
    fn read(opened: &mut Opened<'_>) -> Result<Self, OfficeFileError> {
        let mut of = |source| {
            let notes = opened.beside(source)?.into_iter();
            Ok::<_, OfficeFileError>(notes.map(|note| (note.id, lines::joined(&note.pieces))).collect())
        };
        let (footnotes, endnotes) = (of(Source::Footnotes)?, of(Source::Endnotes)?);
        Ok(Self { footnotes, endnotes, named: Vec::new() })
    }

    /// The sign that stands in the text for a note.
    fn sign(&mut self, source: Source, id: &str) -> String {
        let known = self.named.iter().position(|(of, known)| *of == source && known == id);
        let number = known.unwrap_or_else(|| {
            self.named.push((source, id.to_owned()));
            self.named.len() - 1
        });
        sign(number + 1)
    }

    fn part(&mut self, source: Source, id: &str) -> Option<Part> {
        let notes = if source == Source::Footnotes { &mut self.footnotes } else { &mut self.endnotes };
        // Named twice, it is told once.
        let content = notes.remove(id)?;
        Some(Part::Note { sign: self.sign(source, id), content })
    }
}

fn sign(number: usize) -> String {
    match u32::try_from(number) {
        Ok(number @ 1..=20) => char::from_u32('①' as u32 + number - 1).into_iter().collect(),
        _ => format!("[{number}]"),
    }
}

fn file_comment(comment: &Beside, passage: &str) -> FileComment {
    let mut lines = Vec::new();
    for piece in &comment.pieces {
        lines.push(lines::plain(std::slice::from_ref(piece)));
    }
    lines.retain(|line| !line.is_empty());
    FileComment {
        author: comment.author.trim().to_owned(),
        day: comment.date.get(..10).and_then(|day| day.parse().ok()),
        words: lines.join("\n"),
        passage: passage.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests;
