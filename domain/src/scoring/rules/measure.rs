//! Measures and conditions: what is counted of a unit in a period, and what it must reach.

use std::collections::BTreeMap;

use super::{
    category::{Category, labels},
    described::{UNLESS, WHEN, described, held, told},
    filter::Filter,
};
use crate::{points::Points, scoring::facts::FactType};

described! {
    /// What is measured of a unit in a period: a number of pieces, or points.
    #[derive(Default)]
    pub struct Measure {
        /// Pieces of these kinds of facts.
        may count: Vec<FactType> = told("计篇数", "数这些事实的篇数；不写，则计得分。");
        /// Of those, only these.
        may when: Filter = WHEN;
        may unless: Filter = UNLESS;
        /// Where nothing is counted, points of these categories; empty for all.
        may categories: Vec<Category> = told(
            "计得分的类别",
            "不数篇数时，计这些类别的得分；不写，计全部得分。不能与 `count` 同写。",
        );
        /// Whether several facts about one story are one piece; unless said here, as the rule set says of adoptions.
        may once_per_story: Option<bool> = told(
            "同一稿件只算一篇",
            "数篇数时，同一稿源的几件事只算一篇；不写，本级和上级采用照 `[pieces]` 的规定，其余各算一篇。",
        );
    }
}

held!(Measure as Measure);

impl Measure {
    /// Points, not pieces.
    pub fn is_of_points(&self) -> bool {
        self.count.is_empty()
    }
}

coded! {
    /// What a proportion comes to where there is nothing of which it could be a part.
    #[derive(Default)]
    pub enum IfNothing {
        /// Nothing: it is not reached, unless nothing is asked.
        #[default]
        Missed = ("missed", "算没有达到"),
        /// It is reached.
        Met = ("met", "算达到"),
        /// The condition is not asked.
        Skip = ("skip", "这一条件不适用"),
    }
}

described! {
    /// A measure and what it must reach.
    #[derive(Default)]
    pub struct Condition {
        flat measure: Measure;
        /// Of what the measure is a part: what must be reached is then a proportion, in percent.
        may of: Option<Measure> = told(
            "占什么的比例",
            "写了它，条件就是一个比例：上面所数的占这里所数的百分之几，任务数写百分数。两边都数篇数，或都计得分。",
        );
        may if_nothing: IfNothing = told(
            "分母为零时",
            "比例的分母一篇（分）也没有时怎样看；不写，比例为 0，算没有达到。",
        );
        /// `None` where only the groups or units named below have a target.
        may at_least: Option<Points> = told(
            "任务数",
            "至少多少篇（分）；写了占比的，至少百分之几，如 30。只对下面列出的分组、单位有任务的，不写。",
        );
        may for_groups: BTreeMap<String, Points> = told("各分组任务数", "某些分组另有任务数。");
        may for_units: BTreeMap<String, Points> = told("各单位任务数", "某些单位另有任务数，优先于分组。");
    }
    check |node| {
        if at_least.is_none() && for_groups.is_empty() && for_units.is_empty() {
            node.fault("要写任务数：`at_least`，或 `for_groups`、`for_units`");
        }
    }
}

held!(Condition as Conditions);

coded! {
    /// When points are measured.
    #[derive(Default)]
    pub enum When {
        /// What was earned: pieces as they count, whatever their sign, and what is given; nothing that is taken away as a
        /// deduction.
        #[default]
        BeforeDeductions = ("before_deductions", "扣分之前"),
        /// After other deductions and adjustments.
        AfterDeductions = ("after_deductions", "扣分之后"),
    }
}

impl Condition {
    /// What a unit must reach; `None` where it has no target.
    pub fn target(&self, unit: &str, group: &str) -> Option<Points> {
        let own = self.for_units.get(unit).or_else(|| self.for_groups.get(group));
        own.copied().or(self.at_least)
    }

    /// Its measure, and that of which it is a part.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        std::iter::once(&self.measure).chain(&self.of)
    }
}

/// 报送的篇数, 上级采用得分.
pub(super) fn measured(measure: &Measure) -> String {
    if measure.count.is_empty() {
        let of = if measure.categories.is_empty() { String::new() } else { labels(&measure.categories) };
        return format!("{of}得分");
    }
    let facts: Vec<&str> = measure.count.iter().map(|fact| fact.label()).collect();
    let asked = measure.when.in_words();
    let asked = if asked.is_empty() { String::new() } else { format!("（{asked}）") };
    let left_out = measure.unless.in_words();
    let left_out = if left_out.is_empty() { String::new() } else { format!("（{left_out}的除外）") };
    let once = match measure.once_per_story {
        Some(true) => "（同一稿件只算一篇）",
        Some(false) => "（一处算一篇）",
        None => "",
    };
    format!("{}{asked}{left_out}篇数{once}", facts.join("、"))
}

pub(super) fn condition(condition: &Condition) -> String {
    let mut targets: Vec<String> = condition.at_least.map(|least| least.to_string()).into_iter().collect();
    let named = condition.for_groups.iter().chain(&condition.for_units);
    targets.extend(named.map(|(name, amount)| format!("{name}{amount}")));
    let Some(of) = &condition.of else {
        return format!("{}达到{}", measured(&condition.measure), targets.join("、"));
    };
    let targets: Vec<String> = targets.into_iter().map(|target| format!("{target}%")).collect();
    let nothing = match condition.if_nothing {
        IfNothing::Missed => "",
        IfNothing::Met => "（分母为零算达到）",
        IfNothing::Skip => "（分母为零不适用）",
    };
    format!("{}占{}的比例达到{}{nothing}", measured(&condition.measure), measured(of), targets.join("、"))
}
