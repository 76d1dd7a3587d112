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

/// The base's table with a head of two rows and cells parted by tabs, as programs for text have it after pasting.
fn tabbed(upper: &str) -> String {
    let lower = "\t\t市级以上采用篇数\t市局简报采用篇数\t记分\t\t\t\t\t\n";
    parted("\t").replace(&HEAD.replace('|', "\t"), &format!("{upper}\n{lower}"))
}

/// The head's upper row without and with the cells that were merged.
const UPPER: [&str; 2] = [
    "单位\t上报篇数\t采用信息\t报省市\t本月基础分\t本月分数\t累计分数\t总排名",
    "单位\t上报篇数\t采用信息\t\t\t报省市\t本月基础分\t本月分数\t累计分数\t总排名",
];

/// The lines of a text, those of its table changed.
fn rows_changed(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines()
        .map(|line| if line.contains('\t') { change(line) + "\n" } else { format!("{line}\n") })
        .collect()
}

#[test]
fn a_tab_before_the_first_cell_of_some_rows_is_an_empty_cell() {
    for upper in UPPER {
        let text = tabbed(upper);
        let texts = [
            text.clone(),
            rows_changed(&text, |line| format!("\t{line}")),
            rows_changed(&text, |line| format!("{line}\t")),
            rows_changed(&text, |line| format!("\t{line}\t")),
            rows_changed(&text, |line| format!("{line}\t\t")),
            rows_changed(&text, |line| line.trim_end().to_owned()),
            text.replace('\n', "\r\n"),
        ];
        for text in texts {
            let report = of(&text);
            assert_eq!(found(&report), BTreeSet::new(), "{text}");
            assert!(report.headline.starts_with("没有发现"), "{}", report.headline);
            assert_eq!(report.compared.rows, 5, "{text}");
            let wrong = of(&text.replacen("11.5\t11.5\t2", "11.5\t12.5\t2", 1));
            let wrong_cell = expected("竹溪科", Place::Table, "cumulative", "12.5", "11.5");
            assert_eq!(found(&wrong), BTreeSet::from([wrong_cell]), "{text}");
        }
    }
}

#[test]
fn a_first_column_of_numbers_may_be_empty_in_some_rows_or_all() {
    let units = ["松涛科", "竹溪科", "梅岭科", "兰亭科", "柳湖科"];
    for numbered in [0, 1, 3, 5] {
        let text = rows_changed(&tabbed(UPPER[0]), |line| {
            let name = line.split('\t').next().unwrap_or_default();
            match units.iter().position(|unit| *unit == name) {
                Some(at) if at < numbered => format!("{}\t{line}", at + 1),
                None if name == "单位" => format!("序号\t{line}"),
                _ => format!("\t{line}"),
            }
        });
        let report = of(&text);
        assert_eq!(found(&report), BTreeSet::new(), "{text}");
        assert_eq!(report.compared.rows, 5, "{text}");
        assert!(report.headline.starts_with("没有发现"), "{text} {}", report.headline);
    }
}

#[test]
fn rows_whose_last_tabs_an_editor_took_away_have_their_empty_cells() {
    // Two without a rank, one of them without any points.
    let unranked = tabbed(UPPER[0]).replace("\t0\t0\t4", "\t0\t0\t");
    let empty = unranked.replacen("兰亭科\t2\t\t\t\t\t\t0\t0\t", "兰亭科\t2\t\t\t\t\t\t\t\t", 1);
    let remarks = rows_changed(&tabbed(UPPER[0]), |line| {
        if line.starts_with("单位") { format!("{line}\t备注") } else { format!("{line}\t") }
    });
    for (text, wrong) in [(unranked, 2), (empty, 2), (remarks, 0)] {
        let stripped = of(&rows_changed(&text, |line| line.trim_end().to_owned()));
        assert_eq!(stripped.headline, of(&text).headline, "{text}");
        assert_eq!(found(&stripped), found(&of(&text)), "{text}");
        assert_eq!(stripped.findings.len(), wrong, "{text} {:?}", stripped.findings);
        assert!(stripped.compared.left_out.is_empty(), "{text} {}", stripped.headline);
    }
    // A row that has lost a cell of its midst is not compared.
    let torn = of(&tabbed(UPPER[0]).replacen("竹溪科\t4\t1\t2\t", "竹溪科\t4\t1\t", 1));
    assert_eq!(found(&torn), BTreeSet::new());
    assert!(torn.headline.contains("“竹溪科”等1行的格数与表头不同"), "{}", torn.headline);
}

#[test]
fn what_stands_below_a_table_of_tabs_is_none_of_its_rows() {
    for line in ["\t机关科室信息采用情况", "\t注：空格为零", "机关科室信息采用情况\t"]
    {
        let report = of(&tabbed(UPPER[0]).replacen(
            "机关科室信息采用情况\n",
            &format!("{line}\n机关科室信息采用情况\n"),
            1,
        ));
        assert_eq!(found(&report), BTreeSet::new(), "{line}");
        assert_eq!((report.compared.rows, report.compared.paragraphs), (5, 5), "{line}");
    }
}
