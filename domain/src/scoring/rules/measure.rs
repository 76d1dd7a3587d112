//! Measures and quotas: what a unit must reach in a period, and what follows.

use std::collections::BTreeMap;

use super::{
    RuleSet,
    category::Category,
    described::{GROUPS, NAME, RULE, UNLESS, WHEN, described, held, told},
    filter::{FactType, Filter},
    outcome::Effect,
    rule::{Rule, ruled},
    words,
};
use crate::{calendar::Month, points::Points};

coded! {
    /// A stretch of time within a calendar year.
    pub enum Period {
        /// Monday to Sunday, credited to the month in which it ends. Cut by the year's end, it counts where at
        /// least four of its days lie in the year.
        Week = ("week", "周"),
        /// The 1st to the 15th, and the rest of the month.
        HalfMonth = ("half_month", "半月"),
        Month = ("month", "月"),
        TwoMonths = ("two_months", "两个月"),
        Quarter = ("quarter", "季度"),
        HalfYear = ("half_year", "半年"),
        Year = ("year", "全年"),
    }
}

impl Period {
    /// As running text says “in each …”.
    pub fn each(self) -> &'static str {
        match self {
            Self::Week => "每周",
            Self::HalfMonth => "每半月",
            Self::Month => "每月",
            Self::TwoMonths => "每两个月",
            Self::Quarter => "每季度",
            Self::HalfYear => "每半年",
            Self::Year => "全年",
        }
    }

    /// Shorter than a month, so that facts need their days.
    pub fn needs_days(self) -> bool {
        matches!(self, Self::Week | Self::HalfMonth)
    }

    /// Months in it; one for those shorter than a month.
    pub fn months(self) -> i8 {
        match self {
            Self::Week | Self::HalfMonth | Self::Month => 1,
            Self::TwoMonths => 2,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// Its first month, of the one that holds a month.
    pub fn begins(self, month: Month) -> Month {
        let length = self.months();
        let first = (month.month() - 1) / length * length + 1;
        // The first month of a period of the year of a month that exists is a month that exists.
        Month::new(month.year(), first).unwrap_or(month)
    }

    /// Whether it ends with this month.
    pub fn ends_with(self, month: Month) -> bool {
        month.month() % self.months() == 0
    }
}

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

held!(Measure as Measure, seen as Measure);

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

described! {
    /// What a unit must reach in each period, and what follows.
    pub struct Quota {
        must rule: String = RULE;
        must name: String = NAME;
        may period: Period = told("期间", "不写，每月。"), or Period::Month;
        /// Only these groups; empty for all.
        may groups: Vec<String> = GROUPS;
        /// All must hold. Without any, the quota is always met.
        may conditions: Vec<Condition> = told("条件", "全部达到才算完成。");
        may measured: When = told(
            "得分何时计量",
            "条件计得分时，在扣分之前还是之后计量；不写，之前。扣分是加减分、评定分、累进处理的分和任务没有完成扣的分。",
        );
        /// Points when it is met.
        may met: Points = told("完成得分", "");
        /// Points when it is not.
        may missed: Points =
            told("未完成得分", "扣分写负数；完不成仍给一部分基础分的，写那一部分。");
        /// Further points for each one missing.
        may missed_each: Points = told("每少一篇（分）", "每少一个另加的分，扣分写负数，如 -1。");
        /// When it is not met, `met` in the proportion reached.
        may pro_rata: bool = told("按比例得分", "没有完成的，按完成的比例得“完成得分”。");
        /// When it is not met, so many times what is missing is taken away.
        may shortfall_times: Points = told("差额倍数扣分", "没有完成的，扣所差数量的几倍（写正数）。");
        /// Points for each one beyond the target.
        may beyond_each: Points = told("每超一篇（分）", "超过任务数的，每超一个另加的分。");
        /// At most so much for what is beyond.
        may beyond_most: Option<Points> = told("超额最多加分", "");
        /// The outcome is not below this.
        may least: Option<Points> = told("结果不低于", "");
        /// The outcome is not above this.
        may most: Option<Points> = told("结果不高于", "");
        /// 基础分, unless the rule set says otherwise.
        may category: Option<Category> = told("记入类别", "不写，记入基础分。");
        /// Of an outcome below zero; the same, unless the rule set says otherwise.
        may deduction_category: Option<Category> =
            told("扣分记入类别", "结果为负时记入的类别；不写，同上。");
        /// What happens beyond points when it is not met.
        may effect: Option<Effect> = told(
            "未完成的处理",
            "没有完成的，在结算的那个月这样处理；取消资格只在这一期。",
        );
        /// What the bulletin says of a unit that has not met it.
        may remark: Option<String> = told(
            "未完成的通报用语",
            "没有完成的，结算的那个月通报里的说明，如“未达标”。",
        );
    }
    check |node| {
        if conditions.is_empty() {
            node.fault("至少要有一个条件（`conditions`）；不附条件的分写在 `grants`");
        }
    }
}

impl Rule for Quota {
    ruled!();

    fn sentence(&self, _: &RuleSet) -> String {
        words::quota(self)
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

impl Quota {
    /// Whether any condition asks for points.
    pub fn asks_for_points(&self) -> bool {
        self.conditions.iter().flat_map(Condition::measures).any(Measure::is_of_points)
    }
}
