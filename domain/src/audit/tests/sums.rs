//! Rows that sum others up.

use super::{
    changes::{amount, cells},
    trust::{BASE, of},
    *,
};

const LAST: &str = "柳湖科|2||||||0|0|4\n";
const SUM: &str = "合 计|16|3|4|28|2|10|38|38|\n";

/// The base with more rows at the end of its table.
fn with(rows: &str) -> String {
    assert!(BASE.contains(LAST));
    BASE.replacen(LAST, &format!("{LAST}{rows}"), 1)
}

#[test]
fn a_row_of_sums_is_compared_and_no_unit() {
    for name in ["合 计", "总计", "小　计", "全科合计", "本组合计", "合计（5个科室）"] {
        let sum = SUM.replace("合 计", name);
        let right = of(&with(&sum));
        assert_eq!(found(&right), BTreeSet::new(), "{name}");
        assert_eq!(right.compared.rows, 5);
        for (part, by, field, printed, derived) in [
            ("|16|", "|17|", "submitted", "17", "16"),
            ("|28|", "|29|", "adoption_points", "29", "28"),
            ("|38|\n", "|39|\n", "cumulative", "39", "38"),
        ] {
            let report = of(&with(&sum.replacen(part, by, 1)));
            let wrong = expected("机关科室", Place::Table, field, printed, derived);
            assert_eq!(found(&report), BTreeSet::from([wrong]), "{name}");
        }
    }
}

#[test]
fn parts_of_a_table_may_have_their_own_sums() {
    let parts = with("小计|7||1|0.5|||0.5|0.5|\n合计|16|3|4|28|2|10|38|38|\n").replacen(
        "梅岭科|3|",
        "小计|9|3|3|27.5|2|10|37.5|37.5|\n梅岭科|3|",
        1,
    );
    assert_eq!(found(&of(&parts)), BTreeSet::new());
    let wrong = expected("机关科室", Place::Table, "submitted", "8", "9");
    assert_eq!(found(&of(&parts.replacen("小计|9|", "小计|8|", 1))), BTreeSet::from([wrong]));
}

#[test]
fn a_row_of_sums_that_cannot_be_compared_is_told_of() {
    for row in
        ["合计|16|3|4|28|2\n", "平均|3.2|0.6|0.8|5.6|0.4|2|7.6|7.6|\n", "合计|91|92|93|94|95|96|97|98|\n"]
    {
        let report = of(&with(row));
        assert_eq!(found(&report), BTreeSet::new(), "{row}");
        assert!(report.notes.iter().any(|note| note.contains("不是一个单位")), "{row} {:?}", report.notes);
    }
}

#[test]
fn a_missing_row_or_one_that_stands_twice_blames_no_sum() {
    let row = "梅岭科|3||1|0.5|||0.5|0.5|3\n";
    for rows in [String::new(), row.repeat(2)] {
        let report = of(&with(SUM).replacen(row, &rows, 1));
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert_eq!(report.findings[0].field, "unit");
    }
}

/// A row of sums below each table, in the order of the columns.
fn summed(months: &Months) -> Press {
    let mut press = february(months);
    let bulletin = months.bulletin(2);
    for (group, right) in press.groups.iter_mut().zip(&bulletin.groups) {
        let columns = bulletin.columns();
        let sums = columns.iter().skip(1).take(10).map(|column| {
            let figures = right.rows.iter().map(|row| amount(row.figures.get(column.field)));
            let figures = figures.map(|figure| figure.parse().expect("a figure"));
            Points::checked_sum(figures.collect::<Vec<Points>>()).expect("a small sum").to_string()
        });
        let row = std::iter::once("合  计".to_owned()).chain(sums).chain([String::new()]);
        let row: Vec<String> = row.collect();
        group.rows.push(row);
    }
    press
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn right_sums_are_right_and_a_wrong_figure_is_one_finding(months in months(), at in any::<Index>(), more in 1..9_i64) {
        let previous = january(&months).text(Layout::Cells);
        let mut press = summed(&months);
        for layout in [Layout::Cells, Layout::Tabs, Layout::Bars] {
            prop_assert_eq!(found(&report(&press.text(layout), Some(&previous))), BTreeSet::new());
        }
        let places: Vec<_> = cells(&press).into_iter().filter(|(.., column)| *column < 11).collect();
        let (group, row, column) = *at.get(&places);
        let cell = press.groups[group].rows[row][column].clone();
        let wrong: Points = cell.parse().unwrap_or(Points::ZERO);
        let wrong = wrong.checked_add(Points::from_scaled(more * 10_000)).expect("a small sum");
        press.groups[group].rows[row][column] = wrong.to_string();
        let report = report(&press.text(Layout::Tabs), Some(&previous));
        prop_assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        prop_assert_eq!(report.findings[0].field, months.bulletin(2).columns()[column].field.code());
    }
}
