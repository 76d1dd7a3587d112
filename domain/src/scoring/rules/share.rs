//! Shares of a joint piece.

use super::{
    described::{FACT_ANY, NAME, RULE, UNLESS, WHEN, described, told},
    filter::Filter,
    rule::{Names, Rule, ruled, shapes_others},
    words::about,
};
use crate::{points::Points, scoring::facts::FactType};

described! {
    /// How a piece with several credited units is shared among them.
    pub struct Share {
        must rule: String = RULE;
        must name: String = NAME;
        /// Empty for any kind of fact.
        may fact: Vec<FactType> = FACT_ANY;
        may when: Filter = WHEN;
        may unless: Filter = UNLESS;
        /// How its points are shared.
        may points: Split = told("分数怎样分", "不写，各得全分。"), or Split::Whole;
        /// To each, of [`Split::Fixed`].
        may amount: Option<Points> = told("固定分", "`points = fixed` 时，每个单位得的分。");
        /// Of [`Split::Places`]: what the first unit gets of the whole, the second, … ; the last for all further.
        may places: Vec<Points> = told(
            "各次序的比例",
            "`points = places` 时，第一、第二……单位得全分的几成，最后一个数用于其余各单位；合起来是一的，零头也分尽。",
        );
        /// How it counts as a piece, in tables and quotas.
        may pieces: PieceSplit = told("篇数怎样算", "不写，各算一篇。"), or PieceSplit::Whole;
    }
    check |node| {
        if points == Split::Fixed && amount.is_none() {
            node.fault("`points = fixed` 时要写 `amount`（每个单位得的分）");
        }
        if points == Split::Places && places.is_empty() {
            node.fault("`points = places` 时要写 `places`（各次序得全分的几成）");
        }
    }
}

impl Rule for Share {
    ruled!();
    shapes_others!();

    fn sentence(&self, _: &dyn Names) -> String {
        let points = match self.points {
            Split::Whole => "各单位都得全分".to_owned(),
            Split::Equal => "分数平均分".to_owned(),
            Split::Half => "各单位得一半".to_owned(),
            Split::Fixed => format!("各单位得{}分", self.amount.unwrap_or_default()),
            Split::Ratio => "分数按登记的比例分".to_owned(),
            Split::Places => {
                let places: Vec<String> = self.places.iter().map(ToString::to_string).collect();
                format!("按署名次序各得全分的{}", places.join("、"))
            }
        };
        let pieces = match self.pieces {
            PieceSplit::Whole => "篇数各算一篇",
            PieceSplit::Equal => "篇数平均分",
            PieceSplit::Half => "篇数各算半篇",
            PieceSplit::Ratio => "篇数按比例分",
            PieceSplit::First => "篇数只算第一单位",
        };
        format!("几个单位共有的{}{points}，{pieces}。", about(&self.fact, &self.when, &self.unless))
    }
}

coded! {
    /// How points are shared.
    pub enum Split {
        /// The whole to each.
        Whole = ("whole", "各单位都得全分"),
        /// Equal parts, whose sum is the whole.
        Equal = ("equal", "平均分"),
        /// Half of the whole to each.
        Half = ("half", "各得一半"),
        /// The same amount to each, whatever the whole.
        Fixed = ("fixed", "各得固定分"),
        /// By the weights given with the fact, in parts whose sum is the whole; without weights, equal.
        Ratio = ("ratio", "按登记的比例"),
        /// By the place in the order of the units.
        Places = ("places", "按署名次序"),
    }
}

coded! {
    /// How a joint piece counts as a piece.
    pub enum PieceSplit {
        /// One piece for each unit.
        Whole = ("whole", "各算一篇"),
        /// Equal parts of a piece.
        Equal = ("equal", "平均分篇数"),
        /// Half a piece for each.
        Half = ("half", "各算半篇"),
        /// By the weights given with the fact.
        Ratio = ("ratio", "按登记的比例"),
        /// One for the first unit, nothing for the others.
        First = ("first", "只算第一署名单位"),
    }
}
