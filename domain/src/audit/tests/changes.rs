//! One thing changed at a time in a right bulletin of February, with January's given too.

use super::*;
use crate::{
    id::UnitId,
    scoring::{FactKind, Tally},
};

pub(super) fn amount(figure: Figure<'_>) -> String {
    match figure {
        Figure::Text(text) => text.to_owned(),
        Figure::Count(count) => count.to_string(),
        Figure::Points(points) | Figure::Percent(points) => points.to_string(),
        Figure::Remarks(remarks) => remarks.join("、"),
        Figure::Rank(rank) => rank.map(|rank| rank.to_string()).unwrap_or_default(),
    }
}

/// The places of a table's cells with figures.
pub(super) fn cells(press: &Press) -> Vec<(usize, usize, usize)> {
    let rows = press
        .groups
        .iter()
        .enumerate()
        .flat_map(|(at, group)| (0..group.rows.len()).map(move |row| (at, row)));
    rows.flat_map(|(group, row)| (1..12).map(move |column| (group, row, column))).collect()
}

/// What differs between the tables of two bulletins, the first printed and the second right.
fn differences(printed: &Bulletin, right: &Bulletin) -> BTreeSet<Told> {
    let mut differences = BTreeSet::new();
    for row in printed.rows() {
        let derived = right.rows().find(|other| other.unit_id == row.unit_id).expect("the same units");
        for column in printed.columns() {
            let (one, other) = (row.figures.cell(column), amount(derived.figures.get(column.field)));
            if amount(row.figures.get(column.field)) != other {
                let one = if one.is_empty() { "-".to_owned() } else { one };
                differences.insert(expected(
                    &row.figures.unit,
                    Place::Table,
                    column.field.code(),
                    one,
                    other,
                ));
            }
        }
    }
    differences
}

/// The figures of the covering text that two bulletins do not share.
fn covering_differences(printed: &Bulletin, right: &Bulletin) -> BTreeSet<Told> {
    let mut differences = BTreeSet::new();
    let mut add = |unit: &str, field: &str, one: Tally, other: Tally| {
        if one != other {
            differences.insert(expected(unit, Place::Covering, field, one, other));
        }
    };
    add("", "submitted", printed.totals.submitted, right.totals.submitted);
    for (one, other) in printed.groups.iter().zip(&right.groups) {
        add(&one.group, "submitted", one.totals.submitted, other.totals.submitted);
        add(&one.group, "newsletter_count", one.totals.newsletter_count, other.totals.newsletter_count);
    }
    differences
}

fn only(findings: BTreeSet<Told>, place: Place) -> BTreeSet<Told> {
    findings.into_iter().filter(|finding| finding.1 == place.label()).collect()
}

fn without_leaders(findings: BTreeSet<Told>) -> BTreeSet<Told> {
    findings
        .into_iter()
        .filter(|finding| !(finding.1 == Place::Covering.label() && finding.2 == "rank"))
        .collect()
}

/// One value in a text, changed where it stands after these words.
fn change(text: &str, after: &str, more: i64) -> Option<(String, String, String)> {
    let at = text.find(after)? + after.len();
    let length = text[at..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let old: Points = text[at..at + length].parse().ok()?;
    let new = old.checked_add(Points::from_scaled(more * 10_000)).ok()?;
    Some((format!("{}{new}{}", &text[..at], &text[at + length..]), new.to_string(), old.to_string()))
}

/// One figure changed in one paragraph of February, and what must be found; `None` where it has no such figure.
pub(super) fn paragraph_edit(
    months: &Months,
    press: &mut Press,
    at: &Index,
    (what, more): (usize, i64),
) -> Option<Told> {
    let bulletin = months.bulletin(2);
    let rows: Vec<(usize, usize)> = (0..3)
        .flat_map(|group| (0..bulletin.groups[group].rows.len()).map(move |row| (group, row)))
        .collect();
    let (group, row) = *at.get(&rows);
    let figures = &bulletin.groups[group].rows[row].figures;
    let told = &mut press.groups[group].told[row];
    let (words, field) = [
        ("；累计", "cumulative"),
        ("基础分", "base"),
        ("约稿", "commission_count"),
        ("上级采用信息", "upper_count"),
        ("则，合计", "adoption_points"),
    ][what];
    let (paragraph, wrong, right) = change(&told.paragraph, words, more)?;
    told.paragraph = paragraph;
    Some(expected(&figures.unit, Place::Paragraph, field, wrong, right))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_wrong_cell_is_found_and_nothing_else(months in months(), at in any::<Index>(), more in 1..30_i64) {
        let (previous, mut press) = (january(&months), february(&months));
        let (group, row, column) = *at.get(&cells(&press));
        let bulletin = months.bulletin(2);
        let field = bulletin.columns()[column].field;
        let figures = &bulletin.groups[group].rows[row].figures;
        let right = amount(figures.get(field));
        let wrong = right.parse::<Points>().expect("a figure").checked_add(Points::whole(more as i32)).expect("small");
        press.groups[group].rows[row][column] = wrong.to_string();
        let report = report(&press.text(Layout::Cells), Some(&previous.text(Layout::Cells)));
        let wrong = expected(&figures.unit, Place::Table, field.code(), wrong, right);
        prop_assert_eq!(found(&report), BTreeSet::from([wrong]));
    }

    #[test]
    fn an_emptied_cell_is_found_and_nothing_else(months in months(), at in any::<Index>()) {
        let (previous, mut press) = (january(&months), february(&months));
        let (group, row, column) = *at.get(&cells(&press));
        let bulletin = months.bulletin(2);
        let field = bulletin.columns()[column].field;
        let figures = &bulletin.groups[group].rows[row].figures;
        press.groups[group].rows[row][column] = String::new();
        let report = report(&press.text(Layout::Tabs), Some(&previous.text(Layout::Cells)));
        let right = amount(figures.get(field));
        let emptied = expected(&figures.unit, Place::Table, field.code(), "-", &right);
        let wrong = if right == "0" { BTreeSet::new() } else { BTreeSet::from([emptied]) };
        prop_assert_eq!(found(&report), wrong);
    }

    #[test]
    fn a_wrong_figure_in_a_paragraph_is_found(months in months(), at in any::<Index>(), what in 0..5_usize, more in 1..9_i64) {
        let (previous, mut press) = (january(&months), february(&months));
        let wrong = paragraph_edit(&months, &mut press, &at, (what, more));
        let report = report(&press.text(Layout::Cells), Some(&previous.text(Layout::Cells)));
        prop_assert_eq!(found(&report), wrong.into_iter().collect());
    }

    #[test]
    fn submissions_follow_from_the_paragraph(months in months(), at in any::<Index>(), more in 1..9_i64) {
        let (previous, mut press) = (january(&months), february(&months));
        let bulletin = months.bulletin(2);
        let group = at.index(3);
        let row = at.index(bulletin.groups[group].rows.len());
        let unit = bulletin.groups[group].rows[row].unit_id;
        let told = &mut press.groups[group].told[row];
        let (paragraph, ..) = change(&told.paragraph, "报送稿件", more).expect("submissions");
        told.paragraph = paragraph;
        let mut facts = months.facts.clone();
        for fact in facts.iter_mut().filter(|fact| fact.month == months::month(2)) {
            if let FactKind::Submissions { unit: of, count } = &mut fact.kind && *of == unit {
                *count += more as u32;
            }
        }
        let right = months.bulletin_of(2, &facts);
        let mut wrong = differences(&bulletin, &right);
        wrong.extend(covering_differences(&bulletin, &right));
        let report = report(&press.text(Layout::Bars), Some(&previous.text(Layout::Cells)));
        prop_assert_eq!(found(&report), wrong);
    }

    #[test]
    fn a_missing_entry_moves_everything_that_follows_from_it(months in months(), at in any::<Index>(), of in any::<Index>()) {
        let (previous, mut press) = (january(&months), february(&months));
        let bulletin = months.bulletin(2);
        let listed: Vec<(usize, usize)> = (0..3)
            .flat_map(|group| (0..bulletin.groups[group].rows.len()).map(move |row| (group, row)))
            .filter(|(group, row)| bulletin.groups[*group].rows[*row].items.len() > 1)
            .collect();
        prop_assume!(!listed.is_empty());
        let (group, row) = *at.get(&listed);
        let row_of = &bulletin.groups[group].rows[row];
        let place = of.index(row_of.items.len());
        // Where no other list holds a commission, the paragraphs tell of them.
        let commission = row_of.items[place].source.contains("政府约稿");
        let commissions = press.groups.iter().flat_map(|group| &group.told).flat_map(|told| &told.items)
            .filter(|(_, source)| source.contains("政府约稿")).count();
        prop_assume!(!commission || commissions > 1);
        press.groups[group].told[row].items.remove(place);
        let facts: Vec<_> = months.facts.iter()
            .filter(|fact| !(fact.reference == row_of.items[place].reference && fact.units() == [row_of.unit_id]))
            .cloned().collect();
        let right = months.bulletin_of(2, &facts);
        let report = report(&press.text(Layout::Cells), Some(&previous.text(Layout::Cells)));
        prop_assert_eq!(only(found(&report), Place::Table), differences(&bulletin, &right));
        let totals = without_leaders(only(found(&report), Place::Covering));
        prop_assert_eq!(totals, covering_differences(&bulletin, &right));
        let paragraph: Vec<Told> = only(found(&report), Place::Paragraph).into_iter().collect();
        let fields: Vec<&str> = paragraph.iter().map(|finding| finding.2.as_str()).collect();
        prop_assert!(paragraph.iter().all(|finding| finding.0 == row_of.figures.unit));
        let points = if commission { "commission_points" } else { "adoption_points" };
        prop_assert!(fields.contains(&points) && fields.contains(&"cumulative") && fields.len() == 3, "{fields:?}");
    }

    #[test]
    fn rows_left_from_the_month_before_are_found_with_every_figure(months in months(), unit in 1..16_i64) {
        let (previous, mut press) = (january(&months), february(&months));
        let (january, bulletin) = (months.bulletin(1), months.bulletin(2));
        let stale = january.rows().find(|row| row.unit_id == UnitId(unit)).expect("a unit");
        let columns = bulletin.columns();
        let mut wrong = BTreeSet::new();
        for (group, rows) in press.groups.iter_mut().zip(&bulletin.groups) {
            for (cells, row) in group.rows.iter_mut().zip(&rows.rows).filter(|(_, row)| row.unit_id == UnitId(unit)) {
                for (cell, column) in cells.iter_mut().zip(&columns).skip(1).take(10) {
                    *cell = stale.figures.cell(column);
                    let (one, other) = (amount(stale.figures.get(column.field)), amount(row.figures.get(column.field)));
                    if one != other {
                        let printed = if cell.is_empty() { "-".to_owned() } else { one };
                        wrong.insert(expected(&row.figures.unit, Place::Table, column.field.code(), printed, other));
                    }
                }
            }
        }
        let report = report(&press.text(Layout::Cells), Some(&previous.text(Layout::Cells)));
        prop_assert_eq!(found(&report), wrong);
    }

    #[test]
    fn a_wrong_tie_is_found_in_every_rank_that_it_shifts(months in months(), of in any::<Index>()) {
        let (previous, mut press) = (january(&months), february(&months));
        let bulletin = months.bulletin(2);
        let group = of.index(3);
        let rows = &bulletin.groups[group].rows;
        let Some(first) = (1..rows.len()).find(|at| rows[*at].figures.rank != rows[*at - 1].figures.rank) else {
            return Ok(());
        };
        let mut wrong = BTreeSet::new();
        for (cells, row) in press.groups[group].rows.iter_mut().zip(rows).skip(first) {
            let rank = row.figures.rank.expect("every unit is ranked");
            let shifted = rank - 1;
            cells[11] = shifted.to_string();
            wrong.insert(expected(&row.figures.unit, Place::Table, "rank", shifted, rank));
        }
        let report = report(&press.text(Layout::Cells), Some(&previous.text(Layout::Cells)));
        prop_assert_eq!(found(&report), wrong);
        let tied = format!("“{}”与“{}”分数不同", rows[first - 1].figures.unit, rows[first].figures.unit);
        prop_assert!(report.findings.iter().all(|finding| finding.note.contains(&tied)), "{:?}", report.findings);
    }

    #[test]
    fn a_wrong_total_is_found_and_nothing_else(months in months(), group in 0..3_usize, adopted in any::<bool>(), more in 1..40_i64) {
        let (previous, mut press) = (january(&months), february(&months));
        let bulletin = months.bulletin(2);
        let name = &bulletin.groups[group].group;
        let text = &press.covering[0];
        let start = if adopted { text.find("；市局采用").expect("the adopted") } else { 0 };
        let (changed, wrong, right) = change(&text[start..], &format!("{name}信息"), more).expect("a total");
        press.covering[0] = format!("{}{changed}", &text[..start]);
        let report = report(&press.text(Layout::Cells), Some(&previous.text(Layout::Cells)));
        let field = if adopted { "newsletter_count" } else { "submitted" };
        prop_assert_eq!(found(&report), BTreeSet::from([expected(name, Place::Covering, field, wrong, right)]));
    }
}
