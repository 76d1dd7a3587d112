//! 对照: how two texts of an item differ, as readers see it: its lines, then its body part by part.
//!
//! Words are told rather than characters, where that reads better (`tokens`); a paragraph that moved is told as moved,
//! tables cell by cell, pictures with what is said of them. It knows no pages, and of a text that is too long it tells
//! less rather than later: work is counted (`sequence`), since nothing here knows the time.

mod align;
mod body;
mod parts;
mod sequence;
mod tables;
mod tally;
mod tokens;
mod words;

use serde::{Deserialize, Serialize};

pub use self::{
    body::{Pair, PictureChange, Step, runs_of},
    parts::{Frame, Part, Picture, Table, Within, parts},
    tables::{Column, Row, TableChange},
    tally::Tally,
    words::{Fate, LineChange, Run, Words, side},
};
use self::{sequence::Effort, words::differing};
use crate::{
    item::{ItemText, Part as TextPart},
    markdown,
};

/// How one text differs from another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The lines that differ: 体裁, 标题, 署名.
    pub lines: Vec<LineChange>,
    /// The whole body, where anything in it differs; else nothing.
    pub body: Vec<Step>,
    pub tally: Tally,
}

impl Comparison {
    /// Whether both texts say the same, set alike.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.body.is_empty()
    }
}

/// From one text to another.
pub fn compare(from: &ItemText, to: &ItemText) -> Comparison {
    let mut effort = Effort::ample();
    let content_type = |text: &ItemText| text.content_type.map(|kind| kind.label()).unwrap_or_default();
    let sorts =
        [("体裁", from.kind.label(), to.kind.label()), ("内容类型", content_type(from), content_type(to))];
    let words = from.parts().into_iter().zip(to.parts()).filter(|((part, _), _)| *part != TextPart::BODY);
    let words = words.map(|((part, from), (_, to))| (part.label, from, to));
    let lines = sorts.into_iter().chain(words).filter(|(_, from, to)| from != to).map(|(label, from, to)| {
        let words = |text: &str| if text.is_empty() { Vec::new() } else { vec![Words::plain(text)] };
        LineChange { label: label.to_owned(), runs: differing(&words(from), &words(to), &mut effort) }
    });
    let lines: Vec<LineChange> = lines.collect();
    let mut body = Vec::new();
    if from.body != to.body {
        let [old, new] = [from, to].map(|text| parts(&markdown::parse(&text.body)));
        body = body::steps(&old, &new, &mut effort);
        if body.iter().all(Step::is_same) {
            body.clear();
        }
    }
    let tally = Tally::of(&lines, &body);
    Comparison { lines, body, tally }
}

#[cfg(test)]
mod tests;
