//! A bulletin whose previous month's is not at hand: what is carried in follows from the bulletin itself.

use super::{
    changes::{amount, cells, paragraph_edit},
    *,
};

/// Three units of one group, which bring 8, 3 and 0 points into May.
const BASE: &str = "关于5月份政务信息采用情况的通报\n各科室：\n\
（一）5月份机关科室政务信息统计\n\
单位|上报篇数|市级以上采用篇数|市局简报采用篇数|记分|报省市|本月基础分|本月分数|累计分数|总排名\n\
松涛科|5||1|1|1|5|6|14|1\n\
竹溪科|4||1|0.5|||0.5|3.5|2\n\
梅岭科|3||||||0|0|3\n\
机关科室信息采用情况\n\
松涛科（5月份报送稿件5篇，其中市局采用信息1篇，合计1分；报市1篇，本月基础分5分；累计14分）\n\
1、山村夜校办到田间地头（第9期 信息）\n\
竹溪科（5月份报送稿件4篇，其中市局采用简讯1则，合计0.5分；累计3.5分）\n\
1、5月8日，竹溪科开展苗圃巡查（第9期 简讯）\n\
梅岭科（5月份报送稿件3篇，累计0分）\n";

#[test]
fn a_wrong_figure_of_a_paragraph_blames_no_right_figure_of_the_table() {
    assert_eq!(found(&report(BASE, None)), BTreeSet::new());
    for (part, by, unit, field, printed, derived) in [
        ("累计14分", "累计15分", "松涛科", "cumulative", "15", "14"),
        ("累计3.5分", "累计14分", "竹溪科", "cumulative", "14", "3.5"),
        ("合计0.5分", "合计1分", "竹溪科", "adoption_points", "1", "0.5"),
        ("基础分5分", "基础分6分", "松涛科", "base", "6", "5"),
    ] {
        let report = report(&BASE.replacen(part, by, 1), None);
        let wrong = expected(unit, Place::Paragraph, field, printed, derived);
        assert_eq!(found(&report), BTreeSet::from([wrong]), "{by}");
    }
}

#[test]
fn ranks_tell_which_of_two_cumulative_figures_is_wrong_and_else_nobody_does() {
    let crossing = report(&BASE.replacen("|3.5|2", "|15|2", 1), None);
    let wrong = expected("竹溪科", Place::Table, "cumulative", "15", "3.5");
    assert_eq!(found(&crossing), BTreeSet::from([wrong]));
    let disputed = report(&BASE.replacen("|3.5|2", "|4|2", 1), None);
    assert_eq!(disputed.findings.len(), 1, "{:?}", disputed.findings);
    assert!(disputed.findings[0].note.contains("两处不一致"), "{:?}", disputed.findings);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn one_wrong_figure_of_a_paragraph_is_the_one_finding(months in months(), at in any::<Index>(), what in 0..5_usize, more in 1..9_i64) {
        let mut press = february(&months);
        let wrong = paragraph_edit(&months, &mut press, &at, (what, more));
        let report = report(&press.text(Layout::Cells), None);
        prop_assert_eq!(found(&report), wrong.into_iter().collect());
    }

    #[test]
    fn one_wrong_figure_of_the_table_blames_no_other_unit(months in months(), at in any::<Index>(), more in 1..9_i64) {
        let mut press = february(&months);
        let (group, row, column) = *at.get(&cells(&press));
        let bulletin = months.bulletin(2);
        let field = bulletin.columns()[column].field;
        let figures = &bulletin.groups[group].rows[row].figures;
        let right = amount(figures.get(field));
        let wrong: Points = right.parse().unwrap_or(Points::ZERO);
        let wrong = wrong.checked_add(Points::whole(more as i32)).expect("a small sum");
        press.groups[group].rows[row][column] = wrong.to_string();
        let report = report(&press.text(Layout::Tabs), None);
        prop_assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        prop_assert_eq!(report.findings[0].unit.as_deref(), Some(figures.unit.as_str()));
        prop_assert_eq!(report.findings[0].field, field.code());
    }
}
