//! Points that do not come from one piece: grants, judged values, escalations, caps, streaks, roll-up.

use super::{
    category::{Category, labels},
    described::{CATEGORY, GROUPS, Holds, NAME, RULE, UNLESS, WHEN, described, held, told},
    filter::Filter,
    measure::{Measure, measured},
    period::Period,
    rule::{Names, Rule, ruled},
    words::{about, only},
};
use crate::{points::Points, scoring::facts::FactType};

described! {
    /// Points without a condition, once for each period, in its first month.
    pub struct Grant {
        must rule: String = RULE;
        must name: String = NAME;
        must points: Points = told("分值", "");
        may period: Period = told("期间", "每月、每季……给一次；不写，每年一次。"), or Period::Year;
        /// Only these groups; empty for all.
        may groups: Vec<String> = GROUPS;
        /// 基础分, unless the rule set says otherwise.
        may category: Option<Category> = CATEGORY;
    }
}

impl Rule for Grant {
    ruled!();

    fn sentence(&self, _: &dyn Names) -> String {
        format!("{}{}给{}分，不附条件。", only(&self.groups), self.period.each(), self.points)
    }
}

described! {
    /// A value that somebody judges within a range; the fact names the rule.
    pub struct Judged {
        must rule: String = RULE;
        must name: String = NAME;
        must least: Points = told("最低", "");
        must most: Points = told("最高", "");
        /// 加减分, unless the rule set says otherwise.
        may category: Option<Category> = CATEGORY;
    }
}

impl Rule for Judged {
    ruled!();

    fn sentence(&self, _: &dyn Names) -> String {
        format!("由人评定，{}到{}分。", self.least, self.most)
    }
}

coded! {
    /// What happens beyond points.
    pub enum Effect {
        /// The month's points become zero.
        ZeroMonth = ("zero_month", "本月记零分"),
        /// The year's points become zero, and stay so.
        ZeroYear = ("zero_year", "全年记零分"),
        /// The unit takes no part in awards.
        Exclude = ("exclude", "取消评先资格"),
    }
}

described! {
    /// What follows from an escalation or a streak.
    #[derive(Default)]
    pub struct Consequence {
        /// Signed.
        may points: Points = told(
            "加扣分",
            "每次加扣的分，扣分写负数；与 `effect = zero_month` 同写的，从全年扣。",
        );
        /// The second time so many times as much as the first, and so on.
        may grows: Option<u32> = told(
            "每次是上次的几倍",
            "加扣分逐次加倍：如 `points = -2`、`grows = 2`，第一次扣 2 分，以后扣 4、8……；不写，每次一样多。",
        );
        may effect: Option<Effect> = told("处理", "本月记零分、全年记零分或取消评先资格。");
        /// What the bulletin says of the unit.
        may remark: Option<String> = told("通报用语", "通报里对该单位的说明，如“通报批评”。");
        /// 加减分, unless the rule set says otherwise.
        may category: Option<Category> = CATEGORY;
    }
    check |node| {
        if points.is_zero() && effect.is_none() && remark.is_none() {
            node.fault("要写明处理：`points`、`effect` 或 `remark`");
        }
    }
}

held!(Consequence as Heads);

described! {
    /// What follows from the n-th fact of a kind within a period.
    pub struct Escalation {
        must rule: String = RULE;
        must name: String = NAME;
        must fact: FactType = told("事实", "数哪一种事实。");
        may when: Filter = WHEN;
        may unless: Filter = UNLESS;
        may within: Period = told("期间", "在多长时间内累计；不写，全年。"), or Period::Year;
        /// From which one on, from 1.
        must from: u32 = told("从第几次起", "");
        /// Only that one; else every further one too.
        may once: bool = told("只处理一次", "只在达到那一次时处理；不写，以后每一次都处理。");
        /// Only each so many: the third, the sixth, the ninth.
        may every: Option<u32> = told(
            "每几次处理一次",
            "如 `from = 3`、`every = 3`，第三、第六、第九次各处理一次。",
        );
        flat consequence: Consequence;
    }
}

impl Rule for Escalation {
    ruled!();

    fn sentence(&self, _: &dyn Names) -> String {
        let further = match (self.once, self.every) {
            (true, _) => "时".to_owned(),
            (false, Some(every)) if every > 1 => format!("起每{every}次"),
            _ => "起每次".to_owned(),
        };
        format!(
            "{}{}达到第{}次{further}，{}。",
            about(&[self.fact], &self.when, &self.unless),
            self.within.each(),
            self.from,
            consequence(&self.consequence)
        )
    }
}

described! {
    /// A bound on points of a period.
    pub struct Cap {
        must rule: String = RULE;
        must name: String = NAME;
        /// The categories that it bounds together; with `rates` empty too, all points.
        may categories: Vec<Category> = told("类别", "合在一起受限的类别。");
        /// The rules whose points it bounds together.
        may rules: Vec<String> =
            told("标准", "合在一起受限的标准、任务等的代号。").holding(Holds::Rules);
        may period: Period = told("期间", "不写，每月。"), or Period::Month;
        may most: Option<Points> = told("最高", "");
        may least: Option<Points> = told("最低", "");
        /// Only these groups; empty for all.
        may groups: Vec<String> = GROUPS;
        /// Whether points carried in before the first month count, of a bound on the whole year.
        may with_opening: bool = told("含结转分", "全年限额是否把结转分算在内。");
        /// The first of its categories, unless the rule set says otherwise; 加减分 where it bounds all.
        may category: Option<Category> = CATEGORY;
    }
    check |node| {
        if most.is_none() && least.is_none() {
            node.fault("要写 `most`（最高）或 `least`（最低）");
        }
    }
}

impl Rule for Cap {
    ruled!();

    fn sentence(&self, names: &dyn Names) -> String {
        let mut of = Vec::new();
        if !self.categories.is_empty() {
            of.push(labels(&self.categories));
        }
        if !self.rules.is_empty() {
            of.push(names.rules(&self.rules));
        }
        let of = if of.is_empty() { "全部得分".to_owned() } else { of.join("、") };
        let most = self.most.map(|most| format!("最多{most}分"));
        let least = self.least.map(|least| format!("最少{least}分"));
        let bounds: Vec<String> = most.into_iter().chain(least).collect();
        format!("{}{}{of}{}。", only(&self.groups), self.period.each(), bounds.join("，"))
    }
}

described! {
    /// What follows when a unit stays below a measure for some periods running.
    pub struct Streak {
        must rule: String = RULE;
        must name: String = NAME;
        flat measure: Measure;
        must below: Points = told("低于", "");
        may period: Period = told("每期", "不写，每月。"), or Period::Month;
        /// So many running; the count then begins anew.
        must running: u32 = told("连续几期", "");
        /// Only these groups; empty for all.
        may groups: Vec<String> = GROUPS;
        flat consequence: Consequence;
    }
}

impl Rule for Streak {
    ruled!();

    fn sentence(&self, _: &dyn Names) -> String {
        format!(
            "{}连续{}期（{}）{}低于{}，{}。",
            only(&self.groups),
            self.running,
            self.period.each(),
            measured(&self.measure),
            self.below,
            consequence(&self.consequence)
        )
    }
}

described! {
    /// A unit's points count for its parent too.
    pub struct Rollup {
        /// So many times the child's points.
        must times: Points = told("倍数", "1 为全部计入，0.5 为计入一半。");
        may category: Option<Category> = CATEGORY;
    }
}

impl Rule for Rollup {
    fn sentence(&self, _: &dyn Names) -> String {
        format!("下属单位本月得分乘以{}，同时计入上级单位。", self.times)
    }
}

impl Consequence {
    /// Its points the n-th time, from 1.
    pub fn nth(&self, times: i128) -> i128 {
        let mut points = i128::from(self.points.scaled());
        let Some(grows) = self.grows.filter(|grows| *grows > 1) else { return points };
        let bound = i128::from(i64::MAX);
        for _ in 1..times {
            points = points.saturating_mul(i128::from(grows));
            if points == 0 || points.abs() >= bound {
                break;
            }
        }
        points.clamp(-bound, bound)
    }
}

impl Escalation {
    /// How many times it has followed when so many facts were seen.
    pub fn times(&self, seen: i128) -> i128 {
        let from = i128::from(self.from.max(1));
        let every = i128::from(self.every.unwrap_or(1).max(1));
        if seen < from {
            0
        } else if self.once {
            1
        } else {
            (seen - from) / every + 1
        }
    }

    /// What it has given in all when it has followed so many times, in ten-thousandths.
    pub fn total(&self, times: i128) -> i128 {
        let bound = i128::from(i64::MAX);
        if self.consequence.grows.is_none_or(|grows| grows < 2) {
            return i128::from(self.consequence.points.scaled()).saturating_mul(times).clamp(-bound, bound);
        }
        let mut total = 0_i128;
        for time in 1..=times {
            total += self.consequence.nth(time);
            if total == 0 || total.abs() >= bound {
                break;
            }
        }
        total.clamp(-bound, bound)
    }
}

fn consequence(consequence: &Consequence) -> String {
    let mut parts = Vec::new();
    if consequence.points < Points::ZERO {
        parts.push(format!("扣{}分", consequence.points.magnitude()));
    } else if !consequence.points.is_zero() {
        parts.push(format!("加{}分", consequence.points));
    }
    parts.extend(consequence.grows.map(|grows| format!("以后每次是上次的{grows}倍")));
    parts.extend(consequence.effect.map(|effect| effect.label().to_owned()));
    parts.extend(consequence.remark.as_ref().map(|remark| format!("通报里写“{remark}”")));
    parts.join("，")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_doubles_and_stays_within_what_points_can_hold() {
        let escalation = |grows| Escalation {
            rule: "r".into(),
            name: "名".into(),
            fact: FactType::Commissions,
            when: Filter::default(),
            unless: Filter::default(),
            within: Period::Year,
            from: 1,
            once: false,
            every: None,
            consequence: Consequence { points: Points::whole(-2), grows, ..Consequence::default() },
        };
        let totals = |grows| [1, 2, 3].map(|times| escalation(grows).total(times) / 10_000);
        assert_eq!(totals(None), [-2, -4, -6]);
        assert_eq!(totals(Some(2)), [-2, -6, -14]);
        let most = i128::from(i64::MAX);
        assert_eq!(escalation(Some(2)).total(i128::from(u32::MAX)), -most);
        assert_eq!(escalation(Some(2)).consequence.nth(i128::from(u32::MAX)), -most);
        let every = Escalation { from: 3, every: Some(3), ..escalation(None) };
        assert_eq!([2, 3, 5, 6, 9].map(|seen| every.times(seen)), [0, 1, 1, 2, 3]);
    }
}
