//! Single edits: each makes one thing in a right bulletin wrong.

use domain::{
    points::Points,
    scoring::{Bulletin, Field, Tally},
};

use super::{
    Subject,
    expected::{self, Found},
    files,
};

/// One thing that is made wrong. Groups, rows and items are named by their places.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A figure of the table becomes another.
    Figure {
        group: usize,
        row: usize,
        field: Field,
        more: i32,
    },
    /// A figure in a unit's paragraph becomes another.
    Told {
        group: usize,
        row: usize,
        told: Told,
        more: i32,
    },
    Rank {
        group: usize,
        row: usize,
        more: i32,
    },
    /// A listed piece is taken away.
    Item {
        group: usize,
        row: usize,
        item: usize,
    },
    RowGone {
        group: usize,
        row: usize,
    },
    RowTwice {
        group: usize,
        row: usize,
    },
    /// A total of the covering text; that of everything received where there is no group.
    Total {
        group: Option<usize>,
        adopted: bool,
        more: i32,
    },
    /// One character of a unit's name in the table is another.
    NameInTable {
        group: usize,
        row: usize,
    },
    NameInParagraph {
        group: usize,
        row: usize,
    },
    /// A row bears the name of another of its group.
    OthersName {
        group: usize,
        row: usize,
        other: usize,
    },
    /// The first of the leading units is another.
    Leader {
        group: usize,
        row: usize,
    },
}

/// Which figure of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Submitted,
    /// Of the newsletter's pieces, or of what stands first where there are none.
    FirstSum,
    Base,
    Cumulative,
}

impl Told {
    /// The words before the figure.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Submitted => "报送稿件",
            Self::FirstSum => "，合计",
            Self::Base => "基础分",
            Self::Cumulative => "累计",
        }
    }
}

/// The figures of a row that an edit may change.
const FIGURES: [Field; 10] = [
    Field::Submitted,
    Field::UpperCount,
    Field::NewsletterCount,
    Field::AdoptionPoints,
    Field::CommissionCount,
    Field::CommissionPoints,
    Field::ReportedUp,
    Field::Base,
    Field::Month,
    Field::Cumulative,
];

/// So many edits by chance, the same at every run, with as many of each kind.
pub fn edits(subjects: &[Subject], count: usize) -> Vec<(&Subject, Edit)> {
    let mut chance = Chance(20_240_601);
    let mut edits = Vec::with_capacity(count);
    let mut kind = 0;
    while edits.len() < count {
        kind += 1;
        let subject = &subjects[chance.below(subjects.len())];
        let bulletin = &subject.bulletin;
        let group = chance.below(bulletin.groups.len());
        let row = chance.below(bulletin.groups[group].rows.len());
        let more = [1, 2, 3, 5, 9][chance.below(5)];
        let edit = match kind % 11 {
            0 => Edit::Figure { group, row, field: FIGURES[chance.below(FIGURES.len())], more },
            1 => {
                let told = [Told::Submitted, Told::FirstSum, Told::Base, Told::Cumulative];
                Edit::Told { group, row, told: told[chance.below(told.len())], more }
            }
            2 => Edit::Rank { group, row, more },
            3 => match bulletin.groups[group].rows[row].items.len() {
                0 => continue,
                items => Edit::Item { group, row, item: chance.below(items) },
            },
            4 => Edit::RowGone { group, row },
            5 => Edit::RowTwice { group, row },
            6 => match chance.below(3) {
                0 => Edit::Total { group: None, adopted: false, more },
                adopted => Edit::Total { group: Some(group), adopted: adopted == 1, more },
            },
            7 => Edit::NameInTable { group, row },
            8 => Edit::NameInParagraph { group, row },
            9 => {
                let other = chance.below(bulletin.groups[group].rows.len());
                Edit::OthersName { group, row, other }
            }
            _ => Edit::Leader { group, row },
        };
        if edit.changes(bulletin) {
            edits.push((subject, edit));
        }
    }
    edits
}

impl Edit {
    /// Whether anything is wrong afterwards.
    fn changes(&self, bulletin: &Bulletin) -> bool {
        match *self {
            Self::OthersName { row, other, .. } => row != other,
            Self::Told { group, row, told, .. } => {
                bulletin.groups[group].rows[row].paragraph.contains(told.words())
            }
            // Whoever is a leader already makes no wrong one.
            Self::Leader { group, row } => {
                let rows = &bulletin.groups[group].rows;
                rows[row].figures.rank.is_some_and(|rank| rank > 3)
                    && rows[0].figures.cumulative > Points::ZERO
            }
            _ => true,
        }
    }

    /// The Word document with the edit in it.
    pub fn apply(&self, bulletin: &Bulletin) -> Vec<u8> {
        let mut edited = bulletin.clone();
        match self {
            Self::RowGone { group, row } => {
                return files::with_rows(&files::docx(bulletin), *group, *row, |_| String::new());
            }
            Self::RowTwice { group, row } => {
                return files::with_rows(&files::docx(bulletin), *group, *row, |row| row.repeat(2));
            }
            Self::Figure { group, row, field, more } => {
                let figures = &mut edited.groups[*group].rows[*row].figures;
                let right = expected::amount(figures, *field);
                let wrong = expected::plus(right, *more);
                let count = Tally::part(wrong);
                match field {
                    Field::Submitted => figures.submitted = count,
                    Field::UpperCount => figures.upper_count = count,
                    Field::NewsletterCount => figures.newsletter_count = count,
                    Field::AdoptionPoints => figures.adoption_points = wrong,
                    Field::CommissionCount => figures.commission_count = count,
                    Field::CommissionPoints => figures.commission_points = wrong,
                    Field::ReportedUp => figures.reported_up = count,
                    Field::Base => figures.base = wrong,
                    Field::Month => figures.month = wrong,
                    _ => figures.cumulative = wrong,
                }
            }
            Self::Told { group, row, told, more } => {
                let paragraph = &mut edited.groups[*group].rows[*row].paragraph;
                *paragraph = changed(paragraph, told.words(), *more);
            }
            Self::Rank { group, row, more } => {
                let rank = &mut edited.groups[*group].rows[*row].figures.rank;
                *rank = rank.map(|rank| rank + more.unsigned_abs());
            }
            Self::Item { group, row, item } => {
                let items = &mut edited.groups[*group].rows[*row].items;
                items.remove(*item);
                for (number, item) in (1..).zip(items) {
                    item.number = number;
                }
            }
            Self::Total { group, adopted, more } => {
                let words = expected::total_words(bulletin, *group);
                let text = &mut edited.covering[0];
                let (received, rest) = text.split_once('；').expect("received, and adopted");
                *text = if *adopted {
                    format!("{received}；{}", changed(rest, &words, *more))
                } else {
                    format!("{}；{rest}", changed(received, &words, *more))
                };
            }
            Self::NameInTable { group, row } => {
                let unit = &mut edited.groups[*group].rows[*row].figures.unit;
                let wrong = expected::misspelt(unit);
                // The paragraph begins with the right one.
                *unit = wrong;
            }
            Self::NameInParagraph { group, row } => {
                let row = &mut edited.groups[*group].rows[*row];
                let name = &row.figures.unit;
                row.paragraph = row.paragraph.replacen(name.as_str(), &expected::misspelt(name), 1);
            }
            Self::OthersName { group, row, other } => {
                let name = edited.groups[*group].rows[*other].figures.unit.clone();
                edited.groups[*group].rows[*row].figures.unit = name;
            }
            Self::Leader { group, row } => {
                let rows = &bulletin.groups[*group].rows;
                let (leader, other) = (&rows[0].list_name, &rows[*row].list_name);
                let text = &mut edited.covering[1];
                // After 为, so that no longer name is hit.
                *text = text.replacen(&format!("为{leader}"), &format!("为{other}"), 1);
            }
        }
        files::docx(&edited)
    }

    /// What must be found, the edit itself first.
    pub fn expected(&self, bulletin: &Bulletin) -> Vec<Found> {
        expected::of(self, bulletin)
    }
}

/// A text with the figure behind some words made greater.
pub(super) fn changed(text: &str, words: &str, more: i32) -> String {
    let at = text.find(words).expect("the words stand there") + words.len();
    let (figure, rest) = figure(&text[at..]);
    format!("{}{}{rest}", &text[..at], expected::plus(figure, more))
}

/// The figure at the beginning of a text, and what follows it.
pub(super) fn figure(text: &str) -> (Points, &str) {
    let length = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    (text[..length].parse().expect("a figure"), &text[length..])
}

/// Numbers by chance, the same at every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % most as u64).expect("smaller than a place")
    }
}
