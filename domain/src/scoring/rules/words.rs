//! The words of which a rule's sentence is made.

use super::filter::Filter;
use crate::scoring::facts::FactType;

/// 只对县局，; empty where nothing is asked.
pub(super) fn only(groups: &[String]) -> String {
    if groups.is_empty() { String::new() } else { format!("只对{}，", groups.join("、")) }
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
