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

/// The base as texts have it whose cells are parted by something else than bars.
fn parted(by: &str) -> String {
    BASE.replace('|', by)
}

#[test]
fn cells_that_are_parted_by_blanks_are_read_with_their_empty_ones() {
    for blanks in ["  ", "   ", "　", "\t"] {
        let report = of(&parted(blanks));
        assert_eq!(found(&report), BTreeSet::new(), "{blanks:?}");
        assert_eq!(report.compared.rows, 5, "{blanks:?}");
    }
}

#[test]
fn cells_whose_blanks_are_not_to_be_counted_are_not_compared() {
    for text in [
        parted("  ").replace("        ", "       "),
        // Columns that were filled up, as a PDF's text has them.
        BASE.lines()
            .map(|line| match line.split('|').collect::<Vec<_>>().as_slice() {
                cells if cells.len() > 5 => cells.iter().map(|cell| format!("{cell:<7}")).collect(),
                _ => line.to_owned(),
            })
            .collect::<Vec<String>>()
            .join("\n"),
    ] {
        let report = of(&text);
        assert_eq!(found(&report), BTreeSet::new(), "{text}");
        assert!(report.headline.contains("没有核对"), "{}", report.headline);
    }
}

#[test]
fn lines_may_end_in_any_way_and_have_an_empty_line_after_each() {
    let cells = cells_on_lines(BASE);
    for text in [BASE, cells.as_str()] {
        for end in ["\r", "\r\n", "\n\n", "\r\n\r\n", "\r\r"] {
            let report = of(&text.replace('\n', end));
            assert_eq!(found(&report), BTreeSet::new(), "{end:?}");
            assert_eq!(
                (report.compared.rows, report.compared.totals),
                (5, 3),
                "{end:?}: {}",
                report.headline
            );
        }
    }
}

/// Each cell of the table on a line of its own, as office programs save it.
fn cells_on_lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.replace('|', "\n"))).collect()
}

#[test]
fn page_numbers_among_the_lines_are_passed_over() {
    let cells = cells_on_lines(BASE);
    for text in [BASE, cells.as_str()] {
        for page in ["—3—", "- 3 -", "第 3 页", "第3页 共5页", "\u{c}— 3 —"] {
            for part in ["竹溪科\n", "竹溪科|", "梅岭科|", "2、小水渠", "机关科室信息采用情况\n", "局信息"]
            {
                let report = of(&text.replacen(part, &format!("{page}\n{part}"), 1));
                assert_eq!(found(&report), BTreeSet::new(), "{page} {part}");
                assert_eq!(report.compared.rows, 5, "{page} {part}: {}", report.headline);
            }
        }
    }
}

#[test]
fn cells_on_lines_whose_empty_ones_are_gone_are_not_compared() {
    let lines = cells_on_lines(BASE);
    let text: Vec<&str> = lines.lines().filter(|line| !line.is_empty()).collect();
    let report = of(&text.join("\n"));
    assert_eq!(found(&report), BTreeSet::new(), "{}", report.headline);
    assert!(report.headline.contains("没有读懂，没有核对"), "{}", report.headline);
}
