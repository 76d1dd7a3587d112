//! What the engine remembers of the year so far.

use std::collections::{BTreeMap, HashMap, HashSet};

use ecow::EcoString;
use smallvec::SmallVec;

use super::{
    super::{
        facts::{FactReference, References},
        opening::Opening,
        rules::Category,
    },
    counted::Counted,
    shared::Shared,
    sums::sum,
};
use crate::{calendar::Month, id::UnitId, points::Points};

/// What is entered for a unit in the month under way.
#[derive(Clone, Debug)]
pub(super) struct NewEntry {
    pub category: Category,
    pub points: Points,
    pub rule: EcoString,
    pub facts: References,
    pub words: EcoString,
}

/// A line over one piece for one unit, before it becomes entries.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub month: Month,
    pub unit: UnitId,
    /// The rate that gave it, or the first extra where no rate covers the piece.
    pub rule: EcoString,
    pub reference: FactReference,
    /// Category, rule, points and words; the first are the rate's.
    pub parts: SmallVec<[LinePart; 1]>,
    pub story: Option<EcoString>,
    pub level: EcoString,
    pub channel: EcoString,
    pub rank: EcoString,
    pub form: EcoString,
    pub is_submission: bool,
    pub state: LineState,
}

#[derive(Clone, Debug)]
pub(super) struct LinePart {
    pub category: Category,
    pub rule: EcoString,
    pub points: Points,
    pub words: EcoString,
}

/// What has become of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LineState {
    /// It counts.
    Counts,
    /// It counted, and its month was set to zero: no choice asks about it, a void does.
    Zeroed,
    /// It gives nothing: the rule and why.
    Dropped { rule: EcoString, words: EcoString },
}

impl LinePart {
    /// What is entered for it: its points where the line counts, or none, and why; nothing where it gives nothing.
    pub(super) fn entry(
        self,
        reference: &FactReference,
        state: &LineState,
        texts: &mut Shared,
    ) -> Option<NewEntry> {
        let Self { category, rule, points, words } = self;
        let facts = References::One(reference.clone());
        match state {
            LineState::Dropped { rule, words: why } => {
                let words = texts.put_together(format_args!("{words}（{why}）"));
                Some(NewEntry { category, points: Points::ZERO, rule: rule.clone(), facts, words })
            }
            _ => (!points.is_zero()).then_some(NewEntry { category, points, rule, facts, words }),
        }
    }
}

impl Line {
    pub(super) fn total(&self) -> Points {
        sum(self.parts.iter().map(|part| part.points))
    }

    pub(super) fn counts(&self) -> bool {
        self.state == LineState::Counts
    }
}

/// What a bound holds within its period, and what it has changed so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounded {
    pub amount: i128,
    pub changed: i128,
}

/// What a measure has counted in the period that begins with the month.
#[derive(Clone, Debug, Default)]
pub(super) struct Running {
    pub begins: Option<Month>,
    pub counted: Counted,
}

/// How many facts an escalation has seen in the period that begins with the month.
#[derive(Clone, Debug)]
pub(super) struct Escalated {
    pub begins: Month,
    /// Month by month, those that have any.
    pub months: Vec<SeenInMonth>,
}

/// The facts of one month that an escalation has seen.
#[derive(Clone, Debug)]
pub(super) struct SeenInMonth {
    pub month: Month,
    pub count: i128,
    pub stories: HashMap<EcoString, SeenOfStory>,
    /// What was seen and is no more, since its story was made void in the month under way.
    pub lost: SeenOfStory,
}

/// How many facts are about a story, and which.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenOfStory {
    pub count: i128,
    pub facts: Vec<FactReference>,
}

impl SeenInMonth {
    pub(super) fn forget(&mut self, story: &str) {
        if let Some(seen) = self.stories.remove(story) {
            self.count -= seen.count;
            self.lost.count += seen.count;
            self.lost.facts.extend(seen.facts);
        }
    }
}

/// What a streak knows of a unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Streaking {
    /// The periods that it has judged since something last followed, in order.
    pub judged: Vec<JudgedPeriod>,
    /// How often something followed.
    pub followed: i128,
}

/// A period that a streak has judged, with what was asked of it: what is taken back later is no more in it when the next
/// is judged.
#[derive(Clone, Debug)]
pub(super) struct JudgedPeriod {
    pub begins: Month,
    pub ends: Month,
    pub below: Points,
    pub of: JudgedBy,
}

#[derive(Clone, Debug)]
pub(super) enum JudgedBy {
    Pieces(Counted),
    /// Points of these categories, of all where there are none.
    Points(Vec<Category>),
}

/// What an entry is, by the step that gave it. What counts as a deduction is told by this and by nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    /// Pieces, as they count after choices and voids.
    Piece,
    Grant,
    /// What a bound on pieces and grants alone does not count.
    EarlyCap,
    /// What the quota at this place of the list gives; whether it is measured after deductions.
    Quota {
        late: bool,
        place: usize,
    },
    /// What it takes away.
    QuotaDeduction {
        late: bool,
        place: usize,
    },
    Adjustment,
    Escalation,
    Cap,
    /// What follows from the streak at this place of the list.
    Streak {
        place: usize,
    },
    Zero,
    Rollup,
}

impl Step {
    /// Whether a quota sees it that is measured before deductions, or after them.
    pub(super) fn is_seen_by(self, late: bool, place: usize) -> bool {
        match self {
            Self::Piece | Self::Grant | Self::EarlyCap => true,
            Self::Quota { late: other, place: at } => late && !other || other == late && at < place,
            Self::QuotaDeduction { late: other, place: at } => late && (!other || at < place),
            Self::Adjustment | Self::Escalation => late,
            Self::Cap | Self::Streak { .. } | Self::Zero | Self::Rollup => false,
        }
    }
}

/// A month that was set to zero.
#[derive(Clone, Debug, Default)]
pub(super) struct ZeroedMonth {
    pub bound: Bounded,
    /// Caps over more than the month, as they stood when the month still counted. For the months after it, it never did.
    pub caps: HashMap<String, Bounded>,
}

/// Under what points stand in the book: the month that they are about, whether they are taken from more than it, the step
/// that gave them, and the category.
pub(super) type BookKey<C = Category> = (Month, bool, Step, C);

/// A unit, the first month of the choice's period, and what else its lines have in common.
pub(super) type GroupKey = (UnitId, Month, SmallVec<[EcoString; 1]>);

/// What is remembered of a year, from month to month.
#[derive(Clone, Debug)]
pub(super) struct YearState {
    pub year: i16,
    pub first_month: Month,
    pub opening: HashMap<UnitId, Points>,
    /// What lines and entries say.
    pub texts: Shared,
    /// Every line of the year that a later choice or void may ask about.
    pub lines: Vec<Line>,
    /// By choice, and what the lines have in common: places in `lines`.
    pub groups: HashMap<EcoString, HashMap<GroupKey, SmallVec<[usize; 2]>>>,
    /// Voided stories, for one unit or for all.
    pub voided: HashSet<(EcoString, Option<UnitId>)>,
    /// Rules with a place of a measure in them, in the order in which they were met: the numbers of measures.
    pub measures: Vec<(String, usize)>,
    /// By the measure's number, and unit.
    pub running: BTreeMap<(usize, UnitId), Running>,
    /// As above, for periods shorter than a month: by the period's last day.
    pub by_day: HashMap<(usize, UnitId), BTreeMap<jiff::civil::Date, Counted>>,
    pub book: HashMap<UnitId, BTreeMap<BookKey, i128>>,
    pub escalated: HashMap<(String, UnitId), Escalated>,
    pub streaks: HashMap<(String, UnitId), Streaking>,
    /// Units whose year is zero.
    pub zeroed: HashSet<UnitId>,
    /// Months of units that were set to zero.
    pub zeroed_months: HashMap<(UnitId, Month), ZeroedMonth>,
    /// What each cap bounds in each of its periods, by the period's first month.
    pub capped: HashMap<(String, UnitId, Month), Bounded>,
    /// The same by the months of the period, where it has several.
    pub capped_months: HashMap<(String, UnitId, Month), BTreeMap<Month, Bounded>>,
    /// The year's points so far, openings included.
    pub totals: HashMap<UnitId, i128>,
}

impl YearState {
    pub(super) fn new(first_month: Month, opening: &[Opening]) -> Self {
        let mut carried = HashMap::new();
        for opening in opening.iter().filter(|opening| opening.month.year() == first_month.year()) {
            let points: &mut Points = carried.entry(opening.unit).or_default();
            *points = sum([*points, opening.points]);
        }
        let totals = carried.iter().map(|(unit, points)| (*unit, i128::from(points.scaled()))).collect();
        Self {
            year: first_month.year(),
            first_month,
            opening: carried,
            texts: Shared::default(),
            lines: Vec::new(),
            groups: HashMap::new(),
            voided: HashSet::new(),
            measures: Vec::new(),
            running: BTreeMap::new(),
            by_day: HashMap::new(),
            book: HashMap::new(),
            escalated: HashMap::new(),
            streaks: HashMap::new(),
            zeroed: HashSet::new(),
            zeroed_months: HashMap::new(),
            capped: HashMap::new(),
            capped_months: HashMap::new(),
            totals,
        }
    }

    /// The number of a rule's measure.
    pub(super) fn measure(&mut self, rule: &str, place: usize) -> usize {
        self.known_measure(rule, place).unwrap_or_else(|| {
            self.measures.push((rule.to_owned(), place));
            self.measures.len() - 1
        })
    }

    pub(super) fn known_measure(&self, rule: &str, place: usize) -> Option<usize> {
        self.measures.iter().position(|(known, at)| known == rule && *at == place)
    }
}
