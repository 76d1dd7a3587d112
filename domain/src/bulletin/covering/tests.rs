//! Covering texts over January as it was printed.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::scoring::{facts_file, version_1};

static JANUARY: LazyLock<Bulletin> = LazyLock::new(|| {
    let facts = facts_file::read(include_str!("../../../../tests/data/facts-2024-01.json"));
    let facts = facts.expect("the facts of January");
    facts.bulletin("2024-01".parse().expect("a month"), &version_1()).expect("a bulletin")
});

fn filled(text: &str) -> Vec<String> {
    let text = CoveringText::read(text).expect("known fields");
    text.paragraphs(&JANUARY, &[]).expect("known groups")
}

#[test]
fn the_usual_text_says_what_was_received_and_who_leads() {
    assert_eq!(filled(USUAL), JANUARY.covering);
    assert_eq!(JANUARY.covering, usual_paragraphs(&JANUARY));
    assert_eq!(
        JANUARY.covering,
        [
            "1月份，市局办公室共收到信息223条，其中县（市、区）局信息70条、机关科室信息100条、局属事业单位信息53条；\
             市局采用县（市、区）局信息32条、机关科室信息37条、局属事业单位信息18条。",
            "累计得分前三的县（市、区）局为高新区分局、阳谷局、临清局、莘县局；得分前三的机关科室为耕地保护监督科、用途管制科、\
             调查监测科；得分前三的局属事业单位为市国土空间开发保护中心、市林业发展中心、市不动产登记中心。",
        ]
    );
}

#[test]
fn ties_among_the_first_three_are_all_named() {
    assert_eq!(filled("〔累计前三：县（市、区）局〕。"), ["高新区分局、阳谷局、临清局、莘县局。"]);
    assert_eq!(filled("〔本月前三：县（市、区）局〕。"), ["高新区分局、阳谷局、临清局、莘县局。"]);
}

#[test]
fn where_many_share_a_place_they_are_counted() {
    let mut tied = JANUARY.clone();
    let group = &mut tied.groups[0];
    for (place, row) in group.rows.iter_mut().enumerate() {
        row.figures.rank = Some(if place < 2 { place as u32 + 1 } else { 3 });
        row.figures.cumulative = Points::whole(9);
        row.figures.month = Points::whole(9);
    }
    let said = |text: &str| {
        let text = CoveringText::read(text).expect("known fields");
        text.paragraphs(&tied, &[]).expect("known groups").concat()
    };
    assert_eq!(said("〔累计前三：县（市、区）局〕"), "高新区分局、阳谷局、并列第三的10个单位");
    assert_eq!(said("〔本月前三：县（市、区）局〕"), "并列第一的12个单位");
}

#[test]
fn own_words_stand_around_the_figures() {
    assert_eq!(
        filled("  各科室：〔月份〕收到〔收到：机关科室〕条，\n\n采用〔采用:机关科室〕条，比〔上月份〕好。"),
        ["各科室：1月份收到100条，", "采用37条，比12月份好。"]
    );
}

#[test]
fn every_fault_is_named_with_its_paragraph() {
    let faults = CoveringText::read("好。\n〔收到〕〔月份〕〔月份").expect_err("two faults");
    assert_eq!(
        faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["第2段：没有〔收到〕这一项，可用的项目列在下面", "第2段：有一处“〔”没有配上“〕”"]
    );
    let text = CoveringText::read("〔采用：某组〕").expect("the field exists");
    let faults = text.paragraphs(&JANUARY, &[]).expect_err("the group does not");
    assert_eq!(faults[0].to_string(), "第1段：〔采用：某组〕中的分组“某组”不在本月通报中");
}

#[test]
fn a_paragraph_that_names_nobody_is_left_out() {
    let mut empty = JANUARY.clone();
    empty.groups.clear();
    assert_eq!(usual_paragraphs(&empty), Vec::<String>::new());
    let text = CoveringText::read("〔退稿情况〕\n〔月份〕好。").expect("known fields");
    assert_eq!(text.paragraphs(&JANUARY, &[]).expect("no groups"), ["1月份好。"]);
}

#[test]
fn a_remark_stands_where_its_field_does() {
    let remark =
        Remark { kind: RemarkKind::Returns, sentence: "退了三篇。".to_owned(), numbers: Vec::new() };
    let text = CoveringText::read("说明：〔退稿情况〕").expect("a known field");
    let filled = text.fill(&JANUARY, &[remark]).expect("no groups");
    let expected = [
        Filled { text: "说明：".to_owned(), field: None },
        Filled { text: "退了三篇。".to_owned(), field: Some("退稿情况".to_owned()) },
    ];
    assert_eq!(filled, [expected]);
}

#[test]
fn every_offered_field_can_be_typed() {
    let offered = offered(&JANUARY, &[]);
    assert_eq!(offered.len(), NAMES.len() + 3 * NAMES_OF_A_GROUP.len());
    for field in offered {
        let typed = CoveringText::read(&field.name).expect(&field.name);
        let said = typed.paragraphs(&JANUARY, &[]).expect(&field.name).concat();
        assert_eq!(said, field.value, "{}", field.name);
    }
}

#[test]
fn a_later_month_begins_without_the_remarks_of_this_one() {
    let text = "〔月份〕收到〔收到总数〕条。稿件不实。\n请各科室注意。\n累计〔各组累计前三〕。";
    assert_eq!(without_remarks(text), "〔月份〕收到〔收到总数〕条。\n累计〔各组累计前三〕。");
    assert_eq!(without_remarks(USUAL), USUAL);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*|[〔〕：月份收到\n]{0,30}") {
        let _ = CoveringText::read(&text).map(|text| text.fill(&JANUARY, &[]));
    }

    #[test]
    fn words_without_fields_are_printed_as_they_are(text in "[一二三a-z，。]{1,40}") {
        prop_assert_eq!(filled(&text), [text]);
    }
}
