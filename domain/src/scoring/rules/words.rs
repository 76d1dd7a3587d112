//! The words of which a rule's sentence is made.

use super::{
    Amount, Category, Condition, Consequence, Conversion, FactType, Filter, IfNothing, Mark, Measure, Quota,
    When,
};
use crate::points::Points;

pub(super) fn labels(categories: &[Category]) -> String {
    categories.iter().map(Category::label).collect::<Vec<_>>().join("、")
}

pub(super) fn only(groups: &[String]) -> String {
    if groups.is_empty() { String::new() } else { format!("只对{}，", groups.join("、")) }
}

pub(super) fn given(amount: Amount, each: &str) -> String {
    match amount {
        Amount::Given => format!("{each}按登记的分"),
        Amount::Fixed(points) if points < Points::ZERO => {
            format!("{}{}分", each.replace('加', "扣"), points.magnitude())
        }
        Amount::Fixed(points) => format!("{each}{points}分"),
    }
}

/// 上级采用，层级为省级的（形式为转载的除外），; empty where nothing is asked.
pub(super) fn about(facts: &[FactType], when: &Filter, unless: &Filter) -> String {
    let facts: Vec<&str> = facts.iter().map(|fact| fact.label()).collect();
    let mut words = facts.join("、");
    let asked = when.in_words();
    if !asked.is_empty() {
        if !words.is_empty() {
            words.push('，');
        }
        words.push_str(&asked);
        words.push('的');
    }
    let left_out = unless.in_words();
    if !left_out.is_empty() {
        words.push_str(&format!("（{left_out}的除外）"));
    }
    if !words.is_empty() {
        words.push('，');
    }
    words
}

/// 报送的篇数, 上级采用得分.
pub(super) fn measure(measure: &Measure) -> String {
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

fn condition(condition: &Condition) -> String {
    let mut targets: Vec<String> = condition.at_least.map(|least| least.to_string()).into_iter().collect();
    let named = condition.for_groups.iter().chain(&condition.for_units);
    targets.extend(named.map(|(name, amount)| format!("{name}{amount}")));
    let Some(of) = &condition.of else {
        return format!("{}达到{}", measure(&condition.measure), targets.join("、"));
    };
    let targets: Vec<String> = targets.into_iter().map(|target| format!("{target}%")).collect();
    let nothing = match condition.if_nothing {
        IfNothing::Missed => "",
        IfNothing::Met => "（分母为零算达到）",
        IfNothing::Skip => "（分母为零不适用）",
    };
    format!("{}占{}的比例达到{}{nothing}", measure(&condition.measure), measure(of), targets.join("、"))
}

pub(super) fn quota(quota: &Quota) -> String {
    let conditions: Vec<String> = quota.conditions.iter().map(condition).collect();
    let amount = |points: Points, words: &str| match points.is_zero() {
        true => None,
        false if points < Points::ZERO => Some(format!("{words}扣{}分", points.magnitude())),
        false => Some(format!("{words}得{points}分")),
    };
    let mut follows: Vec<String> = Vec::new();
    follows.extend(amount(quota.met, "完成"));
    follows.extend(quota.pro_rata.then(|| "未完成按比例得分".to_owned()));
    follows.extend(amount(quota.missed, "未完成"));
    follows.extend(amount(quota.missed_each, "每少一个"));
    follows.extend((!quota.shortfall_times.is_zero()).then(|| {
        let measured = if quota.measured == When::AfterDeductions { "（扣分之后计量）" } else { "" };
        format!("未完成扣所差的{}倍{measured}", quota.shortfall_times)
    }));
    follows.extend(amount(quota.beyond_each, "每超一个"));
    follows.extend(quota.beyond_most.map(|most| format!("超额最多加{most}分")));
    follows.extend(quota.least.map(|least| format!("结果不低于{least}分")));
    follows.extend(quota.most.map(|most| format!("结果不高于{most}分")));
    follows.extend(quota.effect.map(|effect| format!("未完成的{}", effect.label())));
    follows.extend(quota.remark.as_ref().map(|remark| format!("未完成的通报里写“{remark}”")));
    let only = only(&quota.groups);
    format!("{only}{}{}：{}。", quota.period.each(), conditions.join("，且"), follows.join("，"))
}

pub(super) fn consequence(consequence: &Consequence) -> String {
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

pub(super) fn converted(conversion: Conversion) -> String {
    let whole = match conversion.whole {
        Mark::Points(points) => format!("{points}分"),
        Mark::HighestOfGroup => "本组最高分".to_owned(),
        Mark::Highest => "全部最高分".to_owned(),
    };
    let bounded = if conversion.bounded { "，不超过满分" } else { "" };
    let least = conversion.least.map(|least| format!("，不低于{least}分")).unwrap_or_default();
    format!("以{whole}为满分，折算成{}分{bounded}{least}", conversion.full)
}

#[cfg(test)]
mod tests {
    use super::super::{
        RuleSet,
        sections::{SECTIONS, Section},
    };

    #[test]
    fn rules_are_told_in_sentences() {
        let rules = RuleSet::read(include_str!("../../../../docs/rules/wuhai.toml")).expect("an example");
        let told = |key: &str| rules.sentences(Section::named(key).expect("a section"));
        assert_eq!(told("rates")[0], "报送，每篇1分。");
        assert_eq!(told("rates")[3], "批示，层级为学院的，每篇3分。");
        assert_eq!(told("grants"), ["全年给100分，不附条件。"]);
        assert_eq!(
            told("choices"),
            ["同一稿件在“学院办公室采用”、“部门、市委、市政府采用”中只计最高的一项。"]
        );
        assert_eq!(told("caps"), ["每月报送最多5分。"]);
        assert_eq!(told("ranking"), ["在分组内按累计分数连续排名（1、2、2、3）。"]);
        let base = crate::scoring::version_1().sentences(Section::named("quotas").expect("a section"));
        assert_eq!(base, ["每月报送上级篇数达到1：完成得5分。"]);
    }

    #[test]
    fn every_rule_has_a_sentence_and_a_name() {
        let rules =
            RuleSet::read(include_str!("../../../../docs/rules/lianyungang.toml")).expect("an example");
        for section in SECTIONS {
            assert_eq!(rules.names(section).len(), rules.sentences(section).len(), "{}", section.key);
            if section.is_list {
                assert_eq!(rules.rules_in(section), rules.sentences(section).len(), "{}", section.key);
            }
        }
    }
}
