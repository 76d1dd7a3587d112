//! Scoring: from recorded facts to the ledger's lines, and from those to the month's bulletin.
//!
//! Everything here is a pure function over plain values, and works in this order:
//!
//! 1. [`Fact`]s of a month, from the database or from a facts file ([`facts_file`]), and a [`Roster`]: the
//!    groups and units as they stood in the month.
//! 2. The [`RuleSet`] in force in the month: [`RuleSet::in_force`], [`version_1`].
//! 3. [`score`] gives the lines that the ledger should hold: [`CreditEntry`].
//! 4. [`difference`] compares them with the lines it does hold and gives those to append: reversals, then
//!    new lines. [`standing`] are the lines that were not reversed.
//! 5. [`Bulletin::compose`] makes the month's figures, texts and lists from the year's lines and the month's
//!    facts. Any figure can be opened: [`Bulletin::entries_behind`], [`Bulletin::facts_behind`]. Tables are
//!    drawn from [`Bulletin::header`], [`Bulletin::columns`] and [`Figures::cell`].
//!
//! A change of one fact may change other lines of its month, so a transaction scores the whole month anew
//! and appends the difference; nothing else writes to the ledger. Months with different versions in force
//! are scored one by one, each with its own.
//!
//! Nothing here knows a rate, a database, a page or the time of day.

mod account;
mod belonging;
mod bulletin;
mod columns;
mod comparing;
mod compose;
mod composing;
mod counts;
mod covering;
mod details;
mod engine;
mod entry;
mod facts;
pub mod facts_file;
mod figures;
mod fit;
mod ledger;
mod narrative;
mod opening;
mod ranking;
mod roster;
mod rules;
mod strangers;
mod tally;
mod version_1;

#[cfg(test)]
mod tests;

pub use account::{Account, Ahead, MonthInBrief};
pub use belonging::{Belonging, NoParent, belonging_of, check_belonging, check_parent, parents_in};
pub use bulletin::{Bulletin, BulletinError, BulletinGroup, GroupTotals, Row, Sources, Totals};
pub use columns::{Column, Field, FigureColumn, HeaderCell, figure_columns, flat_headings, header};
pub use counts::Counts;
pub(crate) use covering::chinese_number;
pub use details::Details;
pub use engine::{
    Credited, MonthRules, Piece, Progress, Reached, Scored, Scoring, YearScore, months_of, score,
    score_months,
};
pub use entry::{CreditEntry, RuleReference};
pub use facts::{
    Fact, FactKind, FactReference, NewsletterIssue, Outcome, References, Ruling, Units, by_unit,
};
pub use figures::{CountOrPoints, Figure, Figures, OwnValue};
pub use fit::misfits;
pub use ledger::{Difference, LedgerEntry, NewLedgerEntry, difference, difference_in_credit, standing};
pub use narrative::AdoptedItem;
pub use opening::Opening;
pub use ranking::{dense_ranks, ranks};
pub use roster::{Roster, RosterGroup};
pub use rules::{
    Amount, Cap, Category, Channel, Choice, ChoiceKey, Condition, Consequence, Conversion, Cumulative,
    CumulativeBy, Effect, Equivalent, Escalation, Extra, FactType, Filter, Grant, IfNothing, Judged, Keep,
    Mark, Measure, Multiplier, OwnFigure, Part, Period, PieceCounting, PieceSplit, PointColumns, Quota,
    RankCriterion, RankMethod, Ranking, Rate, Remark, Rollup, Rounding, RuleSet, SMALLEST, Share, Split,
    Streak, When, Words, columns_as_text, columns_of_text, columns_told, figures_for_columns, form, sections,
};
pub use tally::Tally;
pub use version_1::version_1;
