//! Tables that are set otherwise than in one piece with units alone, and texts that other programs have changed.

use super::{
    trust::{BASE, of},
    *,
};

const HEAD: &str =
    "单位|上报篇数|市级以上采用篇数|市局简报采用篇数|记分|报省市|本月基础分|本月分数|累计分数|总排名\n";
const PARAGRAPHS: &str = "机关科室信息采用情况\n";

/// The base with something else in the place of a part of it.
fn with(part: &str, by: &str) -> String {
    assert!(BASE.contains(part), "{part}");
    BASE.replacen(part, by, 1)
}

#[test]
fn a_table_that_goes_on_below_its_head_is_one_table() {
    for title in ["", "（一）5月份机关科室政务信息统计（续）", "续表", "（一）5月份机关科室政务信息统计"]
    {
        for row in ["竹溪科|", "梅岭科|", "兰亭科|", "柳湖科|"] {
            // Something must stand between the two, or the text has but one table.
            let title = if title.is_empty() { "（接下页）" } else { title };
            let report = of(&with(row, &format!("{title}\n{HEAD}{row}")));
            assert_eq!(found(&report), BTreeSet::new(), "{title} {row}");
            assert_eq!((report.compared.tables, report.compared.rows), (1, 5), "{title} {row}");
        }
    }
}

#[test]
fn tables_of_two_groups_without_titles_are_two() {
    let second = "市测绘院|2||||||0|0|1\n市林场|1||||||0|0|1\n";
    let told = "局属事业单位信息采用情况\n市测绘院（5月份报送稿件2篇，累计0分）\n市林场（5月份报送稿件1篇，累计0分）\n";
    let text = with(PARAGRAPHS, &format!("单位：篇、分\n{HEAD}{second}{PARAGRAPHS}"));
    let report = of(&format!("{}{told}", text.replace("共收到信息16条", "共收到信息19条")));
    assert_eq!(found(&report), BTreeSet::new());
    assert_eq!(report.compared.tables, 2);
}
