//! Quotas: what a unit must reach in each period, and what follows.

use super::{
    category::Category,
    described::{GROUPS, NAME, RULE, described, told},
    measure::{Condition, Measure, When, condition},
    outcome::Effect,
    period::Period,
    rule::{Names, Rule, ruled},
    words::only,
};
use crate::points::Points;

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

    fn sentence(&self, _: &dyn Names) -> String {
        let conditions: Vec<String> = self.conditions.iter().map(condition).collect();
        let amount = |points: Points, words: &str| match points.is_zero() {
            true => None,
            false if points < Points::ZERO => Some(format!("{words}扣{}分", points.magnitude())),
            false => Some(format!("{words}得{points}分")),
        };
        let mut follows: Vec<String> = Vec::new();
        follows.extend(amount(self.met, "完成"));
        follows.extend(self.pro_rata.then(|| "未完成按比例得分".to_owned()));
        follows.extend(amount(self.missed, "未完成"));
        follows.extend(amount(self.missed_each, "每少一个"));
        follows.extend((!self.shortfall_times.is_zero()).then(|| {
            let measured =
                if self.measured == When::AfterDeductions { "（扣分之后计量）" } else { "" };
            format!("未完成扣所差的{}倍{measured}", self.shortfall_times)
        }));
        follows.extend(amount(self.beyond_each, "每超一个"));
        follows.extend(self.beyond_most.map(|most| format!("超额最多加{most}分")));
        follows.extend(self.least.map(|least| format!("结果不低于{least}分")));
        follows.extend(self.most.map(|most| format!("结果不高于{most}分")));
        follows.extend(self.effect.map(|effect| format!("未完成的{}", effect.label())));
        follows.extend(self.remark.as_ref().map(|remark| format!("未完成的通报里写“{remark}”")));
        let only = only(&self.groups);
        format!("{only}{}{}：{}。", self.period.each(), conditions.join("，且"), follows.join("，"))
    }
}

impl Quota {
    /// Whether any condition asks for points.
    pub fn asks_for_points(&self) -> bool {
        self.conditions.iter().flat_map(Condition::measures).any(Measure::is_of_points)
    }
}
