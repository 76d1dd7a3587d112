//! What is found of texts that come again, and what is said to be the same and is not.

mod planted;

use std::collections::BTreeMap;

use super::*;
use planted::{Again, Chance, OTHER, SAME, again, text};

/// Many enough that openings and phrases come again a hundred times.
const TEXTS: u64 = 2_400;

#[test]
#[expect(clippy::print_stdout, reason = "what was measured is told, with --nocapture")]
fn texts_that_come_again_are_found_among_thousands_and_others_are_not() {
    let texts: Vec<String> = (0..TEXTS).map(text).collect();
    let prints: Vec<Fingerprints> = texts.iter().map(|text| fingerprints(text)).collect();
    let mut index: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, print) in prints.iter().enumerate() {
        for value in print.values() {
            index.entry(*value).or_default().push(place);
        }
    }
    // As the store does: what shares fingerprints, the most alike by them, then measured.
    let near = |asked: &str| -> Vec<(usize, Likeness)> {
        let print = fingerprints(asked);
        let mut candidates: Vec<usize> =
            print.values().iter().filter_map(|value| index.get(value)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|place| compare(&print, &prints[*place]).of_shorter >= 250);
        candidates.sort_by_cached_key(|place| std::cmp::Reverse(compare(&print, &prints[*place])));
        let measured = candidates.into_iter().take(16).map(|place| (place, measure(asked, &texts[place])));
        measured.filter(|(_, likeness)| likeness.is_near()).collect()
    };
    let (mut planted, mut found, mut told, mut right) = (0, 0, 0, 0);
    let mut by_kind = BTreeMap::new();
    for how in SAME.into_iter().chain(OTHER) {
        let (mut of_kind, mut found_of_kind) = (0, 0);
        for number in (0..TEXTS).step_by(24) {
            let answers = near(&again(number, how));
            let is_own = |place: usize| place as u64 == number;
            let is_found = answers.iter().any(|(place, _)| is_own(*place));
            of_kind += 1;
            found_of_kind += usize::from(is_found);
            told += answers.len();
            if SAME.contains(&how) {
                planted += 1;
                found += usize::from(is_found);
                right += answers.iter().filter(|(place, _)| is_own(*place)).count();
            }
        }
        by_kind.insert(how, format!("{found_of_kind} of {of_kind}"));
    }
    let (recall, precision) = (found * 1000 / planted, right * 1000 / told.max(1));
    let said = format!("recall {recall}‰ of {planted}, precision {precision}‰ of {told}; {by_kind:?}");
    println!("{said}");
    assert!(recall >= 950 && precision >= 950, "{said}");
}

#[test]
fn a_paragraph_of_a_longer_text_has_the_same_fingerprints_there() {
    for number in 0..50 {
        let (alone, longer) = (fingerprints(&text(number)), fingerprints(&again(number, Again::Within)));
        assert_eq!(compare(&alone, &longer).of_shorter, 1000, "{number}");
        assert!(compare(&alone, &longer).of_longer < 700, "{number}");
        assert_eq!(fingerprints(&again(number, Again::Turned)), alone, "{number}");
    }
}

#[test]
fn a_very_long_text_still_knows_its_paragraphs() {
    let long: String = (0..600).map(|number| text(number) + "\n").collect();
    let print = fingerprints(&long);
    assert_eq!(print.to_bytes().len(), 4096);
    let shares: Vec<u16> =
        (0..100).map(|number| compare(&fingerprints(&text(number)), &print).of_shorter).collect();
    // Of some short ones no run is among the least.
    assert!(shares.iter().filter(|share| **share == 1000).count() > 90, "{shares:?}");
    assert_eq!(measure(&text(7), &long).of_shorter, 1000);
}

#[test]
fn fingerprints_come_back_from_their_column() {
    let print = fingerprints(&text(3));
    assert_eq!(Fingerprints::from_bytes(&print.to_bytes()), Some(print.clone()));
    assert_eq!(Fingerprints::from_bytes(&[]), Some(Fingerprints::default()));
    assert_eq!(Fingerprints::from_bytes(&print.to_bytes()[1..]), None);
    assert_eq!(Fingerprints::from_bytes(&[0, 0, 0, 2, 0, 0, 0, 1]), None);
    // The way they are made is known by its number: change both or neither.
    let small = fingerprints("市局召开全市自然资源重点工作推进会议，部署一季度工作。");
    assert_eq!((VERSION, small.values()), (1, &[192_388_298, 281_038_548][..]));
}

#[test]
fn equal_passages_are_shown_with_their_places_the_longest_first() {
    let one = "4月9日，市局召开会议，部署造林绿化。会议由局长主持。";
    let other = "会议由局长主持。4月12日，市局召开了会议，部署造林绿化。";
    let shown = |text: &str, range: &std::ops::Range<usize>| -> String {
        text.chars().skip(range.start).take(range.len()).collect()
    };
    let pairs: Vec<(String, String)> =
        alike(one, other).iter().map(|(left, right)| (shown(one, left), shown(other, right))).collect();
    let expected = ["会议，部署造林绿化", "会议由局长主持", "市局召开"];
    assert_eq!(pairs, expected.map(|words| (words.to_owned(), words.to_owned())));
    assert!(measure(one, other).of_shorter >= Likeness::NEAR);
}

#[test]
fn the_measure_is_the_same_from_both_sides_or_nearly() {
    let mut chance = Chance::new(1);
    for number in 0..200 {
        let how = SAME[chance.below(SAME.len())];
        let (one, other) = (text(number), again(number, how));
        let (there, back) = (measure(&one, &other), measure(&other, &one));
        assert!(there.of_shorter.abs_diff(back.of_shorter) < 30, "{how:?}: {there:?} {back:?}");
    }
}

#[test]
fn hostile_texts_cost_no_more_than_long_ones() {
    let same = "啊".repeat(50_000);
    let turns = "甲乙丙丁戊".repeat(10_000);
    for (one, other) in [(&same, &same), (&same, &turns), (&turns, &turns)] {
        _ = (measure(one, other), alike(one, other), fingerprints(one));
    }
    assert_eq!(measure("", &same), Likeness::default());
    assert!(fingerprints("甲。乙。").values().is_empty());
    assert!(alike("", "").is_empty());
}

#[test]
fn a_title_counts_only_where_there_is_hardly_a_body() {
    let body = "近日，市局组织召开**全市**自然资源重点工作推进会议。";
    assert_eq!(text_of("一季度推进会召开", body), text_of("推进会召开", body));
    assert_eq!(text_of("供应土地595宗", "同比增加"), "供应土地595宗\n同比增加");
}
