//! Rates for pieces, what multiplies them, and what stands beside them.

use super::{
    amount::{Amount, given},
    category::Category,
    described::{CATEGORY, FACT_ANY, Holds, NAME, RULE, UNLESS, WHEN, described, told},
    filter::Filter,
    rule::{Names, Rule, ruled, shapes_others},
    words::about,
};
use crate::{points::Points, scoring::facts::FactType};

described! {
    /// Points for one piece.
    pub struct Rate {
        /// Stable within the rule set's versions: entries name it.
        must rule: String = RULE;
        /// In words, for the screen.
        must name: String = NAME;
        must fact: FactType = told("事实", "对哪一种事实。");
        may when: Filter = WHEN;
        /// What it does not cover.
        may unless: Filter = UNLESS;
        must points: Amount = told("分值", "每篇的分；写 `given`（登记的分）则用随事实登记的分。扣分写负数。");
        /// By the kind of fact, unless the rule set says otherwise.
        may category: Option<Category> = CATEGORY;
    }
}

impl Rule for Rate {
    ruled!();

    fn sentence(&self, _: &dyn Names) -> String {
        let given = given(self.points, "每篇");
        format!("{}{given}。", about(&[self.fact], &self.when, &self.unless))
    }
}

described! {
    /// Points on the same fact, beside its rate: for the front page, an editor's note.
    pub struct Extra {
        must rule: String = RULE;
        must name: String = NAME;
        /// Empty for any kind of fact.
        may fact: Vec<FactType> = FACT_ANY;
        may when: Filter = WHEN;
        may unless: Filter = UNLESS;
        must points: Amount = told("分值", "另加的分，扣分写负数。");
        /// Whether the multipliers of the rate multiply this too.
        may multiplied: bool = told("也乘倍数", "标准所乘的倍数也乘在它上面。");
        /// The rate's, unless the rule set says otherwise; of its own, it makes an entry of its own.
        may category: Option<Category> = CATEGORY;
    }
}

impl Rule for Extra {
    ruled!();

    fn sentence(&self, _: &dyn Names) -> String {
        let multiplied = if self.multiplied { "，也乘倍数" } else { "" };
        let given = given(self.points, "另加");
        format!("{}{given}{multiplied}。", about(&self.fact, &self.when, &self.unless))
    }
}

described! {
    /// What multiplies the rate of a fact.
    pub struct Multiplier {
        must rule: String = RULE;
        must name: String = NAME;
        /// The rates that it multiplies; empty for all.
        may rates: Vec<String> = told("只乘这些标准", "不写，乘在任何标准上。").holding(Holds::Rates);
        may when: Filter = WHEN;
        may unless: Filter = UNLESS;
        must times: Points = told("倍数", "如 2、1.5、0.5。");
    }
}

impl Rule for Multiplier {
    ruled!();
    shapes_others!();

    fn sentence(&self, names: &dyn Names) -> String {
        let rates = if self.rates.is_empty() { "标准的分".to_owned() } else { names.rules(&self.rates) };
        format!("{}{rates}乘以{}。", about(&[], &self.when, &self.unless), self.times)
    }
}
