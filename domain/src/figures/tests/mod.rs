//! What is told of sentences that are wrong, and how seldom anything is of those that are right.

use std::collections::BTreeSet;

use super::*;

/// Each of these cannot be true.
const WRONG: &str = include_str!("wrong.txt");
/// Each of these can, though it looks much like one that cannot.
const RIGHT: &str = include_str!("right.txt");
/// What the demonstration's texts are made of.
const DEMONSTRATION: [&str; 2] = [
    include_str!("../../../../server/src/demo/articles.txt"),
    include_str!("../../../../server/src/demo/briefs.txt"),
];

#[test]
#[expect(clippy::print_stdout, reason = "what was measured is told, with --nocapture")]
fn planted_faults_are_found_and_right_sentences_are_left_alone() {
    let told = |sentence: &str| !look(sentence).is_empty();
    let (wrong, right): (Vec<&str>, Vec<&str>) = (WRONG.lines().collect(), RIGHT.lines().collect());
    let missed: Vec<&&str> = wrong.iter().filter(|sentence| !told(sentence)).collect();
    let alarms: Vec<(&&str, String)> = right
        .iter()
        .filter(|sentence| told(sentence))
        .map(|sentence| (sentence, look(sentence)[0].explanation.clone()))
        .collect();
    let found = wrong.len() - missed.len();
    let said = format!(
        "{found} of {} wrong sentences found, missed {missed:#?}; {} false of {} right: {alarms:#?}",
        wrong.len(),
        alarms.len(),
        right.len()
    );
    println!("{said}");
    for sentence in &wrong {
        for finding in look(sentence) {
            println!("{sentence} → {}：{}", finding.fault.label(), finding.explanation);
        }
    }
    assert!(wrong.len() >= 120 && right.len() >= 240, "{} and {}", wrong.len(), right.len());
    assert!(found * 10 >= wrong.len() * 9 && alarms.len() * 100 <= right.len(), "{said}");
}

/// A pattern with its slots filled: the least numbers, or the greatest.
fn filled(pattern: &str, is_least: bool) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, slot)) = rest.split_once('{') {
        text.push_str(before);
        let (slot, after) = slot.split_once('}').unwrap_or((slot, ""));
        match (slot, slot.split_once('-')) {
            ("日", _) => text.push_str("1月8日"),
            (_, Some((least, greatest))) => text.push_str(if is_least { least } else { greatest }),
            _ => text.push_str("高唐局"),
        }
        rest = after;
    }
    text + rest
}

#[test]
fn the_demonstrations_texts_are_left_alone() {
    for is_least in [true, false] {
        for pattern in DEMONSTRATION.iter().flat_map(|texts| texts.lines()) {
            let text = filled(pattern, is_least);
            assert_eq!(look(&text), [], "{text}");
        }
    }
}

/// Real texts, where they are at hand, hold few faults: each was looked at.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the texts are not ours to copy here: they are read where they lie"
)]
#[expect(clippy::print_stdout, reason = "what was measured is told, with --nocapture")]
fn real_texts_are_left_alone_but_for_their_faults() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/seeds");
    let mut texts = Vec::new();
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        texts.extend(std::fs::read_to_string(file.path()).ok());
    }
    if texts.is_empty() {
        println!("SKIPPED: {folder} is not here");
        return;
    }
    let mut quantities = 0;
    for text in &texts {
        quantities += Line::all(text).iter().map(|line| line.quantities.len()).sum::<usize>();
        for finding in look(text) {
            println!("{} → {}", finding.words, finding.explanation);
        }
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let conflicts = across(&texts);
    println!("{quantities} quantities; {conflicts:#?}");
    assert!(quantities > 300);
    assert_eq!(texts.iter().map(|text| look(text).len()).sum::<usize>() + conflicts.len(), 0);
}

#[test]
fn findings_know_their_places_and_show_the_arithmetic() {
    let text = "市局：\n本月共**24**篇，其中信息 10 篇、简讯８则、约稿7篇。";
    let [finding] = &look(text)[..] else { panic!("{:?}", look(text)) };
    assert_eq!(finding.words, "24篇，其中信息10篇、简讯8则、约稿7篇");
    assert_eq!(finding.explanation, "各项相加为25篇（10＋8＋7），与总数24篇不符");
    let there: String = text.chars().skip(finding.range.start).take(finding.range.len()).collect();
    assert_eq!(there, "24**篇，其中信息 10 篇、简讯８则、约稿7篇");
    let explained = |text: &str| look(text).pop().map(|finding| finding.explanation).unwrap_or_default();
    assert_eq!(explained("由120件增至150件，增长20%。"), "（150件－120件）÷120件＝25%，与“增长20%”不符");
    assert_eq!(explained("完成45件，占总数60件的80%。"), "45件÷60件＝75%，与80%不符");
    assert_eq!(explained("合格率从3.2%提高到2.8%。"), "由3.2%到2.8%是下降，与“提高到”不符");
}

#[test]
fn a_place_in_an_order_rises_as_it_falls() {
    for right in [
        "全省位次由12位提升至5位。",
        "全市排名由15名上升到9名，前进6名。",
        "全市位次由12位提升至5位，提升7位。",
        "综合评价位列5位，去年同期12位，提升7位。",
        "考核排名由3名下降到9名。",
        "排名不分先后，参加人数由12名增加到20名。",
    ] {
        assert_eq!(look(right), [], "{right}");
    }
    let told = |text: &str| look(text).pop().map(|finding| finding.explanation).unwrap_or_default();
    assert_eq!(told("全省位次由5位提升至12位。"), "由5位到12位是位次下降，与“提升至”不符");
    assert_eq!(told("考核排名由9名下降到3名。"), "由9名到3名是位次上升，与“下降到”不符");
    assert_eq!(told("护林员由12名增加到9名。"), "由12名到9名是下降，与“增加到”不符");
}

#[test]
fn one_quantity_with_two_values_is_told_and_others_are_not() {
    let told =
        |texts: &[&str]| across(texts).into_iter().map(|conflict| conflict.explanation).collect::<Vec<_>>();
    let first = "1-3月份，全市统计完成造林面积2382.5亩，其中人工造林594亩。";
    assert_eq!(
        told(&[first, "一季度，全市共完成造林面积2832.5亩。"]),
        ["同一期中“全市完成造林面积”（1-3月）有两个数：2382.5亩和2832.5亩，相差450亩"]
    );
    for other in [
        "一季度全市统计完成造林面积2382.5亩。",
        "上半年，全市统计完成造林面积5832.5亩。",
        "一季度，全县统计完成造林面积282.5亩。",
        "一季度，全市计划完成造林面积3000亩。",
        "一季度，全市完成造林面积约2400亩。",
        "一季度，全市完成造林面积同比增加450亩。",
        "一季度，全市完成造林项目12个。",
        "全市完成造林面积2832.5亩。",
    ] {
        assert_eq!(told(&[first, other]), [""; 0], "{other}");
    }
    let [conflict] = &across(&[first, "今年一季度全市完成造林面积2832.5亩"])[..] else {
        panic!("none")
    };
    assert_eq!(conflict.places.clone().map(|(text, place)| (text, place.len())), [(0, 7), (1, 7)]);
    assert_eq!(conflict.words, ["2382.5亩", "2832.5亩"]);
}

#[test]
fn hostile_texts_cost_no_more_than_long_ones() {
    for pattern in [
        "其中1件、",
        "由1件增至2件，增长3%，",
        "共9999999999999999999篇，其中",
        "（其中",
        "，合计5件",
        "1-",
        "一万亿亿",
    ] {
        let text = pattern.repeat(50_000 / pattern.chars().count());
        _ = (look(&text), across(&[&text]));
    }
    assert_eq!(look(""), []);
    let faults: BTreeSet<Fault> = WRONG.lines().flat_map(look).map(|finding| finding.fault).collect();
    assert_eq!(faults.len(), 5);
}
