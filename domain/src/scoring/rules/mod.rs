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
mod doubts;
mod explain;
mod figures;
mod filter;
pub mod form;
mod meant;
mod measure;
mod names;
mod outcome;
mod pieces;
mod places;
mod rates;
mod read;
mod reference;
pub mod sections;
mod sense;
mod share;
mod wording;
mod write;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use amount::{Amount, Rounding};
pub use category::Category;
pub use choice::{Choice, ChoiceKey, Keep};
pub use columns_text::{columns_as_text, columns_of_text, columns_told, figures_for_columns};
pub use figures::{
    Conversion, Cumulative, CumulativeBy, Mark, OwnFigure, Part, PointColumns, RankCriterion, RankMethod,
    Ranking, Remark, Words,
};
pub use filter::{Channel, FactType, Filter};
pub use measure::{Condition, IfNothing, Measure, Period, Quota, When};
pub use outcome::{Cap, Consequence, Effect, Escalation, Grant, Judged, Rollup, Streak};
pub use pieces::{Equivalent, PieceCounting};
pub use rates::{Extra, Multiplier, Rate};
pub use read::SMALLEST;
pub use share::{Pieces, Share, Split};

use super::columns::{Column, Field, figure_columns};
use crate::calendar::Month;

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

/// One version of the rules by which a bureau scores. The lists are evaluated in the order of the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// From 1; a later version has a higher number.
    pub version: u32,
    /// What the notes under a bulletin call it.
    pub name: String,
    /// The first month for which it holds.
    pub since: Month,
    #[serde(default, skip_serializing_if = "Rounding::is_usual")]
    pub rounding: Rounding,
    /// Levels of channels, so that not every fact must name its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Points for pieces. The first rate that covers a fact gives its points; none, no points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<Rate>,
    /// What multiplies a rate. All that cover a fact count, one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub multipliers: Vec<Multiplier>,
    /// Points beside the rate, on the same fact. All that cover it count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<Extra>,
    /// How a joint piece is shared. The first that covers a fact; none, the whole to each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
    /// How pieces are counted, in tables and by rules.
    #[serde(default, skip_serializing_if = "PieceCounting::is_usual")]
    pub pieces: PieceCounting,
    /// Pieces of which several are one, where rules count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equivalents: Vec<Equivalent>,
    /// What counts where a story stands in several places. Applied one after the other; none, the sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Points without a condition, once for each period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<Judged>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<Escalation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<Cap>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub streaks: Vec<Streak>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollup: Option<Rollup>,
    #[serde(default, skip_serializing_if = "Cumulative::is_usual")]
    pub cumulative: Cumulative,
    /// Weighted parts of the converted mark (折算分).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion: Option<Conversion>,
    #[serde(default, skip_serializing_if = "Ranking::is_usual")]
    pub ranking: Ranking,
    /// What is said of units above or below a figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// Figures of its own, for further columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<OwnFigure>,
    /// Which column shows the points of which categories.
    #[serde(default, skip_serializing_if = "PointColumns::is_usual")]
    pub point_columns: PointColumns,
    #[serde(default)]
    pub words: Words,
    pub columns: Vec<Column>,
}

impl RuleSet {
    /// A rule set that gives nothing, with the usual words and columns: where a new one begins.
    pub fn empty(name: &str, version: u32, since: Month) -> Self {
        Self {
            version,
            name: name.to_owned(),
            since,
            rounding: Rounding::default(),
            channels: Vec::new(),
            rates: Vec::new(),
            multipliers: Vec::new(),
            extras: Vec::new(),
            shares: Vec::new(),
            pieces: PieceCounting::default(),
            equivalents: Vec::new(),
            choices: Vec::new(),
            grants: Vec::new(),
            quotas: Vec::new(),
            judged: Vec::new(),
            escalations: Vec::new(),
            caps: Vec::new(),
            streaks: Vec::new(),
            rollup: None,
            cumulative: Cumulative::default(),
            parts: Vec::new(),
            conversion: None,
            ranking: Ranking::default(),
            remarks: Vec::new(),
            figures: Vec::new(),
            point_columns: PointColumns::default(),
            words: Words::default(),
            columns: super::version_1::columns(),
        }
    }

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
        macro_rules! names {
            ($($list:ident),*) => {
                std::iter::empty()
                    $(.chain(self.$list.iter().map(|rule| (rule.rule.as_str(), rule.name.as_str()))))*
            };
        }
        names!(
            rates,
            multipliers,
            extras,
            shares,
            equivalents,
            choices,
            grants,
            quotas,
            judged,
            escalations,
            caps,
            streaks
        )
    }

    /// What the screen calls a rule that an entry names; the reference itself where this version has none.
    pub fn rule_name<'a>(&'a self, rule: &'a str) -> &'a str {
        let named = self.rule_names().find(|(reference, _)| *reference == rule);
        let named = named.or_else(|| RESERVED.into_iter().find(|(reference, _)| *reference == rule));
        named.map_or(rule, |(_, name)| name)
    }

    /// The categories that its entries may bear: the usual ones, then its own in order of appearance.
    pub fn categories(&self) -> Vec<Category> {
        let mut categories = Category::USUAL.to_vec();
        let own = (self.rates.iter().filter_map(|rate| rate.category.as_ref()))
            .chain(self.extras.iter().filter_map(|extra| extra.category.as_ref()))
            .chain(self.grants.iter().filter_map(|grant| grant.category.as_ref()))
            .chain(self.quotas.iter().flat_map(|quota| {
                quota.category.as_ref().into_iter().chain(quota.deduction_category.as_ref())
            }))
            .chain(self.judged.iter().filter_map(|judged| judged.category.as_ref()))
            .chain(self.escalations.iter().filter_map(|one| one.consequence.category.as_ref()))
            .chain(self.streaks.iter().filter_map(|one| one.consequence.category.as_ref()))
            .chain(self.caps.iter().filter_map(|cap| cap.category.as_ref()))
            .chain(self.rollup.iter().filter_map(|rollup| rollup.category.as_ref()));
        for category in own {
            if !categories.contains(category) {
                categories.push(category.clone());
            }
        }
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
        check::filters(self).into_iter().flatten().map(|(_, filter)| filter).collect()
    }

    /// The level of a channel, where the rule set lists it.
    pub fn level_of(&self, channel: &str) -> Option<&str> {
        self.channels.iter().find(|listed| listed.name == channel).map(|listed| listed.level.as_str())
    }
}
