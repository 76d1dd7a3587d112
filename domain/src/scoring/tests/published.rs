//! Published rule sets, written down in the format, give the figures that their offices would print.

use super::super::facts_file;
use super::*;

const LIANYUNGANG: &str = include_str!("../../../../docs/rules/lianyungang.toml");
const WUHAI: &str = include_str!("../../../../docs/rules/wuhai.toml");

fn rules(text: &str) -> RuleSet {
    RuleSet::read(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Month and cumulative of a unit, and its working.
fn figures(facts: &str, rules: &RuleSet, unit: &str) -> (String, String, Vec<String>) {
    let file = facts_file::read(facts).unwrap_or_else(|faults| panic!("{faults:?}"));
    let bulletin = file.bulletin(month("2024-05"), rules).unwrap_or_else(|error| panic!("{error}"));
    let row = bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit");
    let words = row.entries.iter().map(|entry| format!("{} = {}", entry.words, entry.points)).collect();
    (row.figures.month.to_string(), row.figures.cumulative.to_string(), words)
}

#[test]
fn a_city_office_adds_up_every_place_of_a_story() {
    let facts = include_str!("../../../../tests/data/rules/lianyungang-facts.json");
    let (month, cumulative, words) = figures(facts, &rules(LIANYUNGANG), "发改委");
    assert_eq!((month.as_str(), cumulative.as_str()), ("114", "175"), "{words:#?}");
}

#[test]
fn the_highest_place_alone_with_instructions_beside_it_gives_less() {
    let facts = include_str!("../../../../tests/data/rules/lianyungang-facts.json");
    let mut highest = rules(LIANYUNGANG);
    let instructions =
        ["advice-instruction", "city-instruction", "province-instruction", "state-instruction"];
    let rates = highest.rates.iter().map(|rate| rate.rule.clone());
    highest.choices.push(Choice {
        rule: "highest".into(),
        name: "同一信息只计最高一处".into(),
        rates: rates.filter(|rule| !instructions.contains(&rule.as_str())).collect(),
        attached: vec![],
        among: vec![ChoiceKey::Story],
        keep: Keep::Highest,
        count: None,
        one_per: None,
        within: Period::Year,
    });
    let (month, cumulative, words) = figures(facts, &highest, "发改委");
    assert_eq!((month.as_str(), cumulative.as_str()), ("109", "170"), "{words:#?}");
}

#[test]
fn a_college_counts_the_highest_place_and_caps_submissions() {
    let facts = include_str!("../../../../tests/data/rules/wuhai-facts.json");
    let (month, cumulative, words) = figures(facts, &rules(WUHAI), "机电系");
    assert_eq!((month.as_str(), cumulative.as_str()), ("121", "121"), "{words:#?}");
    let mut sum = rules(WUHAI);
    sum.choices.clear();
    assert_eq!(figures(facts, &sum, "机电系").0, "124");
    assert_eq!(figures(facts, &sum, "化工系").0, "100");
}

#[test]
fn every_example_reads_back_as_it_was_written() {
    for text in [LIANYUNGANG, WUHAI] {
        let read = rules(text);
        assert_eq!(rules(&read.to_toml()), read);
    }
    assert_eq!(rules(&version_1().to_toml()), version_1());
    let shown = include_str!("../../../../docs/rules/version-1.toml");
    let built_in = format!("# 程序自带的第1版计分办法。\n{}", version_1().to_toml());
    assert_eq!(shown, built_in, "put this in its place:\n{built_in}");
}
