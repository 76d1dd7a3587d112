//! Differences of whole texts: what each step tells, and that it leads from one text to the other.

use proptest::prelude::*;

use super::*;

const HASH: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const OTHER: &str = "486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7";

fn text(body: &str) -> ItemText {
    ItemText { body: body.to_owned(), ..ItemText::default() }
}

fn compared(old: &str, new: &str) -> Comparison {
    compare(&text(old), &text(new))
}

/// Each step in a word, with its text.
fn told(comparison: &Comparison) -> Vec<String> {
    let step = |step: &Step| match step {
        Step::Both { pair } if pair.is_same() => format!("= {}", pair.side(false).text()),
        Step::Both { pair } => format!("~ {}", pair.side(false).text()),
        Step::Removed { part } => format!("- {}", part.text()),
        Step::Added { part } => format!("+ {}", part.text()),
        Step::MovedAway { number, part } => format!("{number}> {}", part.text()),
        Step::MovedHere { number, pair } => format!(">{number} {}", pair.side(false).text()),
    };
    comparison.body.iter().map(step).collect()
}

#[test]
fn a_text_that_is_the_same_differs_in_nothing() {
    assert!(compared("甲\n\n乙", "甲\n乙").is_empty(), "empty lines are nothing that is read");
    assert!(compared("", "").is_empty());
}

#[test]
fn lines_differ_under_their_names() {
    let from = ItemText { title: "清淤完工".to_owned(), ..text("同") };
    let to = ItemText {
        title: "清淤工程完工".to_owned(),
        subtitle: Some("副题".to_owned()),
        attribution_line: "（地矿科）".to_owned(),
        ..text("同")
    };
    let comparison = compare(&from, &to);
    let labels: Vec<&str> = comparison.lines.iter().map(|line| line.label.as_str()).collect();
    assert_eq!(labels, ["标题", "副题", "署名"]);
    assert!(comparison.body.is_empty());
    assert_eq!(comparison.tally, Tally { added: 2 + 2 + 5, removed: 0, places: 3, moved: 0 });
}

#[test]
fn a_paragraph_that_stands_elsewhere_has_moved() {
    let (one, two, three) =
        ("第一段讲河道清淤工程已经完工。", "第二段讲汛前检查全部结束。", "第三段讲下一步的打算和安排。");
    let comparison = compared(&[one, two, three].join("\n"), &[three, one, two].join("\n"));
    let expected = [format!(">1 {three}"), format!("= {one}"), format!("= {two}"), format!("1> {three}")];
    assert_eq!(told(&comparison), expected);
    assert_eq!(comparison.tally, Tally { moved: 1, ..Tally::default() });
    let mended = three.replace("打算", "计划");
    let comparison = compared(&[one, two, three].join("\n"), &[&mended, one, two].join("\n"));
    assert_eq!(told(&comparison)[0], format!(">1 {mended}"));
    assert_eq!(comparison.tally, Tally { moved: 1, added: 2, removed: 2, places: 1 });
}

#[test]
fn what_has_nothing_in_common_stands_one_after_the_other() {
    let comparison = compared("同\n甲乙丙丁", "同\n子丑寅卯");
    assert_eq!(told(&comparison), ["= 同", "- 甲乙丙丁", "+ 子丑寅卯"]);
    assert_eq!(comparison.tally, Tally { added: 4, removed: 4, places: 1, moved: 0 });
}

#[test]
fn a_head_that_became_a_paragraph_is_told_and_a_list_that_counts_otherwise_is_not() {
    let comparison =
        compared("# 一、做法\n1. 甲项工作\n2. 乙项工作", "一、做法\n1. 新添一项\n2. 甲项工作\n3. 乙项工作");
    assert_eq!(told(&comparison), ["~ 一、做法", "+ 新添一项", "= 甲项工作", "= 乙项工作"]);
    assert_eq!(comparison.tally.places, 2);
}

#[test]
fn tables_differ_cell_by_cell_with_rows_and_columns_that_came_and_went() {
    let old = "| 单位 | 篇数 |\n|---|---:|\n| 甲科 | 3 |\n| 乙科 | 5 |";
    let new =
        "| 单位 | 篇数 | 得分 |\n|---|---:|---|\n| 甲科 | 4 | 12 |\n| 丙科 | 1 | 3 |\n| 乙科 | 5 | 15 |";
    let comparison = compared(old, new);
    let [Step::Both { pair: pair @ Pair::Table { table } }] = &comparison.body[..] else {
        panic!("{comparison:?}")
    };
    let fates: Vec<Fate> = table.rows.iter().map(|row| row.fate).collect();
    assert_eq!(fates, [Fate::Same, Fate::Same, Fate::Added, Fate::Same]);
    assert_eq!(table.columns[2].fate(), Fate::Added);
    assert_eq!(table.rows[1].cells[1].len(), 2, "3 went and 4 came");
    assert_eq!(comparison.tally.places, 3, "a cell, a row and a column");
    assert_eq!(vec![pair.side(true)], parts(&markdown::parse(old)));
    assert_eq!(vec![pair.side(false)], parts(&markdown::parse(new)));
}

#[test]
fn a_picture_differs_in_its_file_and_in_what_is_said_of_it() {
    let old = format!("![检查现场]({HASH} \"周鹏\")");
    let new = format!("![汛前检查现场]({HASH} \"周鹏\" \"三人在堤上\")");
    let comparison = compared(&old, &new);
    let [Step::Both { pair: Pair::Picture { picture } }] = &comparison.body[..] else {
        panic!("{comparison:?}")
    };
    assert_eq!(picture.before, picture.after);
    assert_eq!(comparison.tally, Tally { added: 7, removed: 0, places: 2, moved: 0 });
    let exchanged = compared(&old, &old.replace(HASH, OTHER));
    assert_eq!(exchanged.tally, Tally { places: 1, ..Tally::default() });
}

#[test]
fn the_longest_texts_are_compared_without_an_end_to_the_work() {
    let unlike = |seed: u32| -> String {
        (0..50_000_u32)
            .filter_map(|at| char::from_u32(0x4e00 + (at * 7919 + seed * 104_729) % 20_000))
            .collect()
    };
    assert_eq!(compared(&unlike(1), &unlike(2)).body.len(), 2);
    let lines = |seed: u32| -> String {
        unlike(seed)
            .chars()
            .enumerate()
            .map(|(at, sign)| if at % 5 == 4 { format!("{sign}\n") } else { sign.to_string() })
            .collect()
    };
    assert!(!compared(&lines(1), &lines(2)).is_empty());
    let mut mended = unlike(3);
    for at in (0..40_000).step_by(500) {
        let place = mended.char_indices().nth(at).map_or(0, |(place, _)| place);
        mended.insert(place, '新');
    }
    let comparison = compared(&unlike(3), &mended);
    assert_eq!(comparison.tally.added, 80);
}

proptest! {
    #[test]
    fn the_difference_leads_from_one_text_to_the_other(
        old in "(([#>*1|-]\\.? ?)?[甲乙丙丁戊己。，0-9*|]{0,12}\n){0,8}",
        new in "(([#>*1|-]\\.? ?)?[甲乙丙丁戊己。，0-9*|]{0,12}\n){0,8}",
    ) {
        let comparison = compared(&old, &new);
        let [before, after] = [&old, &new].map(|body| parts(&markdown::parse(body)));
        if comparison.body.is_empty() {
            let keys = |parts: &[Part]| parts.iter().map(Part::key).collect::<Vec<_>>();
            prop_assert_eq!(keys(&before), keys(&after));
        } else {
            let side = |gone| comparison.body.iter().filter_map(|step| step.side(gone)).collect::<Vec<_>>();
            prop_assert_eq!(side(true), before);
            prop_assert_eq!(side(false), after);
        }
    }

    #[test]
    fn a_table_leads_to_the_other(
        old in "\\| 甲 \\| 乙 \\|\n\\|---\\|---\\|\n(\\| [丙丁0-9]{0,3} \\| [丙丁0-9]{0,3} \\|\n){0,5}",
        new in "\\| [甲乙丙] \\| 乙 \\| [丁甲] \\|\n\\|---\\|---\\|---\\|\n(\\| [丙丁0-9]{0,3} \\| [丙丁0-9]{0,3} \\| 戊 \\|\n){0,5}",
    ) {
        let comparison = compared(&old, &new);
        let side = |gone| comparison.body.iter().filter_map(|step| step.side(gone)).collect::<Vec<_>>();
        prop_assert_eq!(side(true), parts(&markdown::parse(&old)));
        prop_assert_eq!(side(false), parts(&markdown::parse(&new)));
    }
}
