//! How much differs, in figures.

use serde::{Deserialize, Serialize};

use super::{
    body::{Pair, Step},
    words::{Fate, LineChange, Run, places},
};
use crate::markdown::count_characters;

/// How much came and went. Words are counted as everywhere (字数); what only moved is neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// 字.
    pub added: usize,
    /// 字.
    pub removed: usize,
    /// In how many places something was changed.
    pub places: usize,
    /// How many parts stand elsewhere.
    pub moved: usize,
}

impl Tally {
    pub(super) fn of(lines: &[LineChange], body: &[Step]) -> Self {
        let mut tally = Self::default();
        lines.iter().for_each(|line| tally.runs(&line.runs));
        let mut last_went = false;
        for step in body {
            let went = matches!(step, Step::Removed { .. });
            match step {
                Step::Both { pair } => tally.pair(pair),
                Step::MovedHere { pair, .. } => {
                    tally.moved += 1;
                    tally.pair(pair);
                }
                Step::MovedAway { .. } => {}
                Step::Removed { part } => {
                    tally.removed += count_characters(&part.text());
                    tally.places += 1;
                }
                Step::Added { part } => {
                    tally.added += count_characters(&part.text());
                    // What stands in the stead of what went was changed in one place.
                    tally.places += usize::from(!last_went);
                }
            }
            last_went = went;
        }
        tally
    }

    fn pair(&mut self, pair: &Pair) {
        match pair {
            Pair::Paragraph { before, after, runs } => {
                self.runs(runs);
                self.places += usize::from(!before.is_like(after));
            }
            Pair::Table { table } => {
                let whole = table.rows.iter().filter(|row| row.fate != Fate::Same).count();
                let columns = table.columns.iter().filter(|column| column.fate() != Fate::Same).count();
                for row in &table.rows {
                    for (column, cell) in table.columns.iter().zip(&row.cells) {
                        let before = self.places;
                        self.runs(cell);
                        // A row or column that came is one place, however many cells it has.
                        if row.fate != Fate::Same || column.fate() != Fate::Same {
                            self.places = before;
                        }
                    }
                }
                self.places += whole + columns;
            }
            Pair::Picture { picture } => {
                self.places += usize::from(picture.before != picture.after);
                picture.said().into_iter().for_each(|runs| self.runs(runs));
            }
            Pair::Rule => {}
        }
    }

    fn runs(&mut self, runs: &[Run]) {
        let signs = |fate: Fate| {
            let runs = runs.iter().filter(|run| run.fate == fate);
            runs.map(|run| count_characters(&run.words.text)).sum::<usize>()
        };
        self.added += signs(Fate::Added);
        self.removed += signs(Fate::Removed);
        self.places += places(runs);
    }
}

/// 增 12 字、删 8 字、改 3 处、移动 1 段.
impl std::fmt::Display for Tally {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { added, removed, places, moved } = *self;
        write!(formatter, "增 {added} 字、删 {removed} 字、改 {places} 处")?;
        if moved > 0 {
            write!(formatter, "、移动 {moved} 段")?;
        }
        Ok(())
    }
}
