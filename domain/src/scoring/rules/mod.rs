//! Rule sets (计分办法): rates, conditions, words and the bulletin's columns, as data in versions.
//!
//! The engine reads every amount from here and holds none itself. A month is scored by the version in force
//! in it, and every line of the ledger names that version. As a document a rule set is TOML ([`RuleSet::read`],
//! [`RuleSet::to_toml`]); `docs/rules.md` tells its format to whoever has only the printed rules.

mod amount;
mod category;
mod check;
mod choice;
mod columns_text;
mod cover;
mod described;
mod doubts;
mod figures;
mod filter;
pub mod form;
mod heads;
mod held;
mod meant;
mod measure;
mod names;
mod outcome;
mod period;
mod pieces;
mod quota;
mod rates;
mod read;
mod reference;
mod rule;
pub mod sections;
mod sense;
mod share;
mod wording;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use super::facts::FactType;
pub use amount::{Amount, Rounding};
pub use category::Category;
pub use choice::{Choice, ChoiceKey, Keep};
pub use columns_text::{columns_as_text, columns_of_text, columns_told, figures_for_columns};
pub use figures::{
    Conversion, Cumulative, CumulativeBy, Mark, OwnFigure, Part, PointColumns, RankCriterion, RankMethod,
    Ranking, Remark, Words,
};
pub use filter::{Channel, Filter};
pub use measure::{Condition, IfNothing, Measure, When};
pub use outcome::{Cap, Consequence, Effect, Escalation, Grant, Judged, Rollup, Streak};
pub use period::Period;
pub use pieces::{Equivalent, PieceCounting};
pub use quota::Quota;
pub use rates::{Extra, Multiplier, Rate};
pub use read::SMALLEST;
pub use sections::RuleSet;
pub use share::{PieceSplit, Share, Split};

use super::columns::{Field, figure_columns};
use crate::calendar::Month;
use rule::Names;
use sections::{SECTIONS, Section};

/// The rule that an adjustment's entry names: its points are given with the fact, not by a rate.
pub(super) const ADJUSTMENT: &str = "adjustment";
/// The rules that entries over a ruling name: see [`super::facts::Ruling`].
pub(super) const VOID: &str = "void";
pub(super) const ZERO_MONTH: &str = "zero-month";
pub(super) const ZERO_YEAR: &str = "zero-year";
pub(super) const EXCLUDE: &str = "exclude";
/// The rule that a piece without a rate names.
pub(super) const UNRATED: &str = "unrated";
/// The rule that points rolled up from a child unit name.
pub(super) const ROLLUP: &str = "rollup";
/// The rule of what is taken back after its month was closed.
pub(super) const TAKEN_BACK: &str = "taken-back";

/// Rules that every rule set has, whatever it says: their names are not free.
pub(super) const RESERVED: [(&str, &str); 8] = [
    (UNRATED, "没有适用的标准"),
    (ADJUSTMENT, "加减分"),
    (VOID, "作废"),
    (TAKEN_BACK, "结账后撤销"),
    (ZERO_MONTH, "本月记零分"),
    (ZERO_YEAR, "全年记零分"),
    (EXCLUDE, "取消评先资格"),
    (ROLLUP, "下属单位得分计入"),
];

impl RuleSet {
    /// The version in force in a month: the last that begins in it or before it, of two that begin together
    /// the higher version. `None` where all begin later.
    pub fn in_force(rule_sets: &[Self], month: Month) -> Option<&Self> {
        rule_sets
            .iter()
            .filter(|rule_set| rule_set.since <= month)
            .max_by_key(|rule_set| (rule_set.since, rule_set.version))
    }

    /// Every rule that entries may name, with what the screen calls it, in the order of evaluation.
    pub fn rule_names(&self) -> impl Iterator<Item = (&str, &str)> {
        let rules = SECTIONS.iter().flat_map(|section| section.rules(self));
        rules.filter_map(|rule| Some((rule.reference()?, rule.name()?)))
    }

    /// The rates and extras among them: what gives points for a piece.
    pub fn rate_names(&self) -> impl Iterator<Item = (&str, &str)> {
        let rates = self.rates.iter().map(|rate| (rate.rule.as_str(), rate.name.as_str()));
        rates.chain(self.extras.iter().map(|extra| (extra.rule.as_str(), extra.name.as_str())))
    }

    /// What each rule of a section says, in their order; of a section that is one table, one sentence.
    pub fn sentences(&self, section: &Section) -> Vec<String> {
        section.rules(self).into_iter().map(|rule| rule.sentence(self)).collect()
    }

    /// The names of the rules of a section; of a section that is one table, its label.
    pub fn names(&self, section: &Section) -> Vec<String> {
        let rules = section.rules(self).into_iter();
        rules.map(|rule| rule.name().unwrap_or(section.label).to_owned()).collect()
    }

    /// What the screen calls a figure: the rule set's own by its name.
    pub fn figure_label(&self, field: Field) -> String {
        let own = match field {
            Field::Own(place) => self.figures.get(usize::from(place)),
            _ => None,
        };
        own.map_or_else(|| field.label().to_owned(), |figure| figure.name.clone())
    }

    /// What the screen calls a rule that an entry names; the reference itself where this version has none.
    pub fn rule_name<'a>(&'a self, rule: &'a str) -> &'a str {
        let named = self.rule_names().find(|(reference, _)| *reference == rule);
        let named = named.or_else(|| RESERVED.into_iter().find(|(reference, _)| *reference == rule));
        named.map_or(rule, |(_, name)| name)
    }

    /// The categories that its entries may bear: the usual ones, then its own in order of appearance.
    pub fn categories(&self) -> Vec<Category> {
        let mut categories: Vec<Category> = Category::usual().collect();
        self.look_through(&mut |_, _, seen| {
            if let Some(category) = seen.is::<Category>()
                && !categories.contains(category)
            {
                categories.push(category.clone());
            }
        });
        categories
    }

    /// Whether a column, the ranks or a remark use a figure.
    pub fn uses(&self, field: Field) -> bool {
        figure_columns(&self.columns).iter().any(|column| column.field == field)
            || self.ranking.by == field
            || self.remarks.iter().any(|remark| remark.field == field)
    }

    /// Whether a month's facts may change the points of later months of its year.
    pub fn reaches_beyond_a_month(&self) -> bool {
        let longer = |period: Period| period != Period::Month;
        self.choices.iter().any(|choice| longer(choice.within))
            || self.quotas.iter().any(|quota| longer(quota.period))
            || self.caps.iter().any(|cap| longer(cap.period))
            || self.grants.iter().any(|grant| longer(grant.period))
            || self.escalations.iter().any(|escalation| longer(escalation.within))
            || !self.streaks.is_empty()
            // What a year at zero takes is all that came before.
            || self.effects().any(|effect| effect == Effect::ZeroYear)
    }

    /// What may happen to units beyond points.
    fn effects(&self) -> impl Iterator<Item = Effect> {
        let escalations = self.escalations.iter().filter_map(|one| one.consequence.effect);
        let streaks = self.streaks.iter().filter_map(|one| one.consequence.effect);
        escalations.chain(streaks).chain(self.quotas.iter().filter_map(|quota| quota.effect))
    }

    /// The first month whose facts may matter to how far units are with their quotas in a month. Points hang on all that
    /// came before in the year, and a fact's day may lie in another month than its own.
    pub fn quotas_look_back_to(&self, month: Month) -> Month {
        let begins = self.quotas.iter().map(|quota| {
            if !quota.asks_for_points() && !quota.period.needs_days() {
                quota.period.begins(month)
            } else {
                month.january()
            }
        });
        begins.min().unwrap_or(month)
    }

    /// Whether what a piece without a story earns stands as soon as it is known: nothing chooses among such pieces.
    pub fn never_drops_what_has_no_story(&self) -> bool {
        self.choices.iter().all(|choice| choice.among.contains(&ChoiceKey::Story))
    }

    /// Whether what a piece earns depends on an instruction on its story.
    pub fn asks_for_instructions(&self) -> bool {
        let asks = |when: &Filter, unless: &Filter| when.instructed.is_some() || unless.instructed.is_some();
        self.rates.iter().any(|rate| asks(&rate.when, &rate.unless))
            || self.extras.iter().any(|extra| asks(&extra.when, &extra.unless))
            || self.multipliers.iter().any(|one| asks(&one.when, &one.unless))
    }

    /// Whether a bulletin's figures need the facts of earlier months too.
    pub fn looks_back(&self) -> bool {
        self.uses(Field::AdoptionRate) || !self.ranking.ties.is_empty()
    }

    /// Whether units are compared by what their months come to, so that of others nothing else need be known.
    pub fn compares_totals_alone(&self) -> bool {
        let by_totals = match self.ranking.by {
            Field::Month | Field::Quarter | Field::HalfYear | Field::Cumulative | Field::Converted => {
                self.parts.is_empty()
            }
            _ => false,
        };
        by_totals
            && self.ranking.ties.iter().all(|tie| *tie == RankCriterion::Month)
            // An average is over the months since the first line of all.
            && self.cumulative.by == CumulativeBy::Sum
            && self.effects().all(|effect| effect != Effect::Exclude)
    }

    /// Whether a unit is compared with none but those of its group.
    pub fn compares_within_groups(&self) -> bool {
        !self.ranking.across_groups
            && self.conversion.is_none_or(|conversion| conversion.whole != Mark::Highest)
    }

    /// How rates in percent are rounded: to two places, unless points are rounded to fewer.
    pub(super) fn rounding_of_rates(&self) -> Rounding {
        Rounding { places: self.rounding.places.min(2) }
    }

    /// Everything that is asked of facts, by any rule.
    pub fn filters(&self) -> Vec<&Filter> {
        self.placed_filters().into_iter().map(|(_, _, filter)| filter).collect()
    }

    /// The same, each with its section and its place in the document.
    pub(super) fn placed_filters(&self) -> Vec<(&'static Section, String, &Filter)> {
        let mut filters = Vec::new();
        self.look_through(&mut |section, place, seen| {
            if let Some(filter) = seen.is::<Filter>() {
                filters.push((section, place.to_owned(), filter));
            }
        });
        filters
    }

    /// The level of a channel, where the rule set lists it.
    pub fn level_of(&self, channel: &str) -> Option<&str> {
        self.channels.iter().find(|listed| listed.name == channel).map(|listed| listed.level.as_str())
    }
}

impl Names for RuleSet {
    fn rules(&self, references: &[String]) -> String {
        let names = references.iter().map(|rule| format!("“{}”", self.rule_name(rule)));
        names.collect::<Vec<_>>().join("、")
    }

    fn figure(&self, field: Field) -> String {
        self.figure_label(field)
    }
}
