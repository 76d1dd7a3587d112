//! What is most likely a slip in a rule set and no fault of the document: rules that can never be used, keys without effect,
//! words that no fact and no other rule knows. It is pointed out, place by place, and holds nothing back.

use super::{
    FactType, Filter, Keep, RuleSet,
    cover::{Covering, covered_by},
    meant,
    sections::FILTER,
};
use crate::{
    json::Fault,
    points::Points,
    scoring::{columns::Field, roster::Roster},
};

impl RuleSet {
    /// What can be told before there are facts.
    pub fn warnings_of_document(&self, roster: &Roster) -> Vec<Fault> {
        let mut warnings = self.doubts();
        warnings.extend(self.names_of_nobody(roster));
        if self.rollup.is_some() && roster.parents.is_empty() {
            let text = "没有一个单位写了上级单位，这一条不起作用";
            warnings.push(at("rollup", text.to_owned()));
        }
        warnings
    }

    /// What can be told from the document alone.
    pub fn doubts(&self) -> Vec<Fault> {
        let mut doubts = Vec::new();
        self.never_used(&mut doubts);
        self.without_effect(&mut doubts);
        meant::point_out(self, &mut doubts);
        doubts
    }

    /// Rules before which others always win.
    fn never_used(&self, doubts: &mut Vec<Fault>) {
        macro_rules! list {
            ($list:ident, $rule:ident => $facts:expr) => {{
                let rules: Vec<Covering<'_>> = (self.$list.iter())
                    .map(|$rule| Covering { facts: $facts, when: &$rule.when, unless: &$rule.unless })
                    .collect();
                for (place, rule) in rules.iter().enumerate() {
                    let Some(before) = covered_by(rule, &rules[..place]) else { continue };
                    let names: Vec<String> = before
                        .iter()
                        .map(|at| format!("“{}”（`{}[{at}]`）", self.$list[*at].name, stringify!($list)))
                        .collect();
                    let text = format!(
                        "“{}”永远用不上：前面的{}已经全部适用；特殊的写在前面，一般的写在后面",
                        self.$list[place].name,
                        names.join("、")
                    );
                    doubts.push(at(&format!("{}[{place}]", stringify!($list)), text));
                }
            }};
        }
        list!(rates, rate => std::slice::from_ref(&rate.fact));
        list!(shares, share => share.fact.as_slice());
        list!(equivalents, one => one.fact.as_slice());
        for (place, rate) in self.rates.iter().enumerate() {
            self.never_so(&format!("rates[{place}]"), rate.fact, &rate.when, doubts);
        }
        for (place, one) in self.escalations.iter().enumerate() {
            self.never_so(&format!("escalations[{place}]"), one.fact, &one.when, doubts);
        }
    }

    /// What is asked of facts that can never be so.
    fn never_so(&self, path: &str, fact: FactType, when: &Filter, doubts: &mut Vec<Fault>) {
        let only = [
            ("kind", !when.kind.is_empty(), FactType::Adoptions),
            ("starred", when.starred == Some(true), FactType::UpperAdoptions),
            ("rank", !when.rank.is_empty(), FactType::Instructions),
            ("outcome", !when.outcome.is_empty(), FactType::Commissions),
        ];
        for (key, asked, kind) in only {
            if asked && fact != kind {
                let label = FILTER.iter().find(|place| place.key == key).map_or(key, |place| place.label);
                let text = format!("“{label}”只有{}才有，{}没有", kind.label(), fact.label());
                doubts.push(at(&format!("{path}.when.{key}"), text));
            }
        }
    }

    fn without_effect(&self, doubts: &mut Vec<Fault>) {
        let mut doubt = |path: String, text: &str| doubts.push(at(&path, text.to_owned()));
        for (place, choice) in self.choices.iter().enumerate() {
            if choice.count.is_some() && choice.keep != Keep::Best {
                doubt(format!("choices[{place}].count"), "只在 `keep = best` 时起作用");
            }
            if choice.one_per.is_some() && choice.keep != Keep::Best {
                doubt(format!("choices[{place}].one_per"), "只在 `keep = best` 时起作用");
            }
        }
        for (place, quota) in self.quotas.iter().enumerate() {
            if quota.beyond_most.is_some() && quota.beyond_each.is_zero() {
                doubt(format!("quotas[{place}].beyond_most"), "没有写 `beyond_each`，它不起作用");
            }
            if quota.measured == super::When::AfterDeductions && !quota.asks_for_points() {
                doubt(format!("quotas[{place}].measured"), "条件都是数篇数的，扣分之前还是之后都一样");
            }
            for (at, condition) in quota.conditions.iter().enumerate() {
                if condition.of.is_none() && condition.if_nothing != super::IfNothing::Missed {
                    let path = format!("quotas[{place}].conditions[{at}].if_nothing");
                    doubt(path, "没有写 `of`（占什么的比例），它不起作用");
                }
            }
        }
        for (place, one) in self.escalations.iter().enumerate() {
            if one.once && (one.every.is_some() || one.consequence.grows.is_some()) {
                doubt(format!("escalations[{place}].once"), "只处理一次，`every`、`grows` 就不起作用");
            }
        }
        for (place, grant) in self.grants.iter().enumerate() {
            if grant.points.is_zero() {
                doubt(format!("grants[{place}].points"), "是 0 分，这一条不起作用");
            }
        }
        for (place, extra) in self.extras.iter().enumerate() {
            if extra.points == super::Amount::Fixed(Points::ZERO) {
                doubt(format!("extras[{place}].points"), "是 0 分，这一条不起作用");
            }
        }
        if self.ranking.at_least.is_some_and(|least| least < Points::ZERO) {
            doubt("ranking.at_least".to_owned(), "是负数，几乎所有单位都参加排名；要全部参加就不写");
        }
        for (place, remark) in self.remarks.iter().enumerate() {
            let never_below = !matches!(
                remark.field,
                Field::Month
                    | Field::Quarter
                    | Field::HalfYear
                    | Field::Cumulative
                    | Field::Converted
                    | Field::AdoptionPoints
                    | Field::CommissionPoints
                    | Field::Base
                    | Field::Own(_)
            );
            if never_below && remark.at_least.is_some_and(|least| least < Points::ZERO) {
                doubt(format!("remarks[{place}].at_least"), "是负数，这个指标不会是负的，等于不写");
            }
            if never_below && remark.below.is_some_and(|below| below <= Points::ZERO) {
                doubt(format!("remarks[{place}].below"), "这个指标不会低于它，这一条永远用不上");
            }
        }
    }
}

fn at(path: &str, text: String) -> Fault {
    Fault { place: format!("$.{path}"), text }
}
