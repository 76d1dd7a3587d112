//! What of a bulletin was compared, and what was not: so that nobody takes what could not be read for right.

use super::{
    Examined,
    carried::Carried,
    finding::Compared,
    printed::{Printed, TotalOf, Unread},
};

pub(super) fn of(printed: &Printed, examined: &Examined<'_>) -> Compared {
    let units = || examined.groups.iter().flat_map(|group| &group.units);
    let told = || units().filter_map(|unit| unit.told);
    Compared {
        tables: examined.groups.iter().filter(|group| group.has_table).count(),
        rows: units().filter_map(|unit| unit.row).filter(|row| !row.cells.is_empty()).count(),
        paragraphs: told().count(),
        pieces: told().map(|told| told.items.len()).sum(),
        totals: printed.totals.len(),
        leaders: printed.leaders.len(),
        carried: !matches!(examined.carried, Carried::Implied),
        left_out: left_out(printed, examined),
    }
}

fn left_out(printed: &Printed, examined: &Examined<'_>) -> Vec<String> {
    let mut words = Vec::new();
    let has_tables = examined.groups.iter().any(|group| group.has_table);
    if !has_tables {
        words.push("没有读出表格，表格里的数字没有核对".to_owned());
    }
    for line in &printed.lost_tables {
        words.push(format!("第{line}行起的表格没有读懂，没有核对"));
    }
    for line in &examined.matching.again {
        words.push(format!("第{line}行起的表格又列了前面已有的单位，没有核对"));
    }
    for group in examined.groups.iter().filter(|group| has_tables && !group.has_table) {
        words.push(format!("没有读出“{}”的表格，只核对了它的段落和清单", group.name));
    }
    let mut groups = Vec::new();
    for total in &printed.totals {
        if let TotalOf::Group(name) = &total.of
            && super::compare::group(&examined.groups, name).is_none()
            && !groups.contains(&name)
        {
            groups.push(name);
            words.push(format!("正文提到“{name}”，却没有读出它的表格和段落，没有核对"));
        }
    }
    for Unread { line, words: unread, of } in &printed.unread {
        match of {
            None => words.push(format!("第{line}行“{unread}”没有读成整数，没有核对")),
            Some(name) if super::compare::group(&examined.groups, name).is_some() => {
                words.push(format!("第{line}行“{unread}”没有写明是报送还是采用，没有核对"));
            }
            Some(_) => {}
        }
    }
    let told = || printed.sections.iter().flat_map(|section| &section.units);
    for unit in told().filter(|unit| !unit.paragraph.no_figures.is_empty()) {
        let figures = unit.paragraph.no_figures.join("”“");
        words.push(format!("第{}行“{}”的段落里“{figures}”没有读成数，没有核对", unit.line, unit.name));
    }
    let units = || examined.groups.iter().flat_map(|group| &group.units);
    for unit in units().filter(|unit| !unit.has_list) {
        if let Some(told) = unit.told.filter(|told| !told.paragraph.lost_counts && !told.paragraph.counts()) {
            words.push(format!("第{}行“{}”没有清单，段落里的篇数太大，没有核对", told.line, told.name));
        }
    }
    let torn: Vec<&str> = examined
        .groups
        .iter()
        .flat_map(|group| &group.units)
        .filter(|unit| unit.row.is_some_and(|row| row.cells.is_empty()))
        .map(|unit| unit.name.as_str())
        .collect();
    if let [first, ..] = torn.as_slice() {
        words.push(format!("表格中“{first}”等{}行的格数与表头不同，没有核对", torn.len()));
    }
    let told = examined.groups.iter().flat_map(|group| &group.units).any(|unit| unit.told.is_some());
    if !told {
        words.push("没有读出各单位的段落和清单，只核对了表格本身".to_owned());
    }
    for group in &examined.matching.without_lists {
        words.push(format!("“{group}”各单位没有清单，按段落核对"));
    }
    words
}
