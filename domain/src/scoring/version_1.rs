//! Version 1 of the bureau's rules, reconstructed from its printed bulletins of two months.
//!
//! The written rules themselves were not at hand, so every line here is data that the office can correct.

use super::rules::{
    Amount, Category, Condition, FactType, Filter, Measure, Period, Quota, Rate, RuleSet, When, Words,
};
use crate::{calendar::Month, item::Kind, points::Points};

/// The rules that hold from the beginning until the office sets others.
pub fn version_1() -> RuleSet {
    RuleSet {
        rates: vec![
            rate(
                "newsletter-article",
                "信息被本局简报采用",
                FactType::Adoptions,
                of(Kind::Article),
                Points::whole(1),
            ),
            rate(
                "newsletter-brief",
                "简讯被本局简报采用",
                FactType::Adoptions,
                of(Kind::Brief),
                Points::from_scaled(5_000),
            ),
            rate(
                "upper-starred",
                "上级采用且加星",
                FactType::UpperAdoptions,
                Filter { starred: Some(true), ..Filter::default() },
                Points::whole(15),
            ),
            rate("upper", "上级采用", FactType::UpperAdoptions, Filter::default(), Points::whole(5)),
            rate(
                "commission",
                "按约供稿而上级未刊用",
                FactType::Commissions,
                Filter::default(),
                Points::whole(5),
            ),
        ],
        quotas: vec![base()],
        words: Words {
            office: "市局办公室".to_owned(),
            bureau: "市局".to_owned(),
            upper: "上级采用信息".to_owned(),
            commission: "约稿".to_owned(),
            forwarded: "报市".to_owned(),
        },
        ..RuleSet::empty("信息宣传工作考核办法", 1, Month::FIRST)
    }
}

/// The printed figures would also bear "and four pieces submitted".
fn base() -> Quota {
    let sent_up = Measure { count: vec![FactType::ReportedUp], ..Measure::default() };
    let one = Condition { measure: sent_up, at_least: Some(Points::whole(1)), ..Condition::default() };
    Quota {
        rule: "base".to_owned(),
        name: "当月报省市至少1篇，得基础分".to_owned(),
        period: Period::Month,
        conditions: vec![one],
        measured: When::BeforeDeductions,
        met: Points::whole(5),
        missed: Points::ZERO,
        missed_each: Points::ZERO,
        pro_rata: false,
        shortfall_times: Points::ZERO,
        beyond_each: Points::ZERO,
        beyond_most: None,
        least: None,
        most: None,
        category: Some(Category::BASE),
        deduction_category: None,
        groups: Vec::new(),
        effect: None,
        remark: None,
    }
}

fn of(kind: Kind) -> Filter {
    Filter { kind: vec![kind.label().to_owned()], ..Filter::default() }
}

fn rate(rule: &str, name: &str, fact: FactType, when: Filter, points: Points) -> Rate {
    Rate {
        rule: rule.to_owned(),
        name: name.to_owned(),
        fact,
        when,
        unless: Filter::default(),
        points: Amount::Fixed(points),
        category: None,
    }
}
