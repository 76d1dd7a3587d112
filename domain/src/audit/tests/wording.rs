//! Words left over from an earlier month, names that differ, and entries that stand twice.

use super::*;
use proptest::{strategy::ValueTree, test_runner::TestRunner};

fn any_months() -> Months {
    let mut runner = TestRunner::deterministic();
    let mut months = || months().new_tree(&mut runner).expect("a strategy").current();
    // One in which the first unit's list is long enough for everything below.
    (0..200)
        .map(|_| months())
        .find(|months| {
            let bulletin = months.bulletin(2);
            bulletin.groups.iter().all(|group| group.rows[0].items.len() > 1)
        })
        .expect("one of two hundred")
}

#[test]
fn another_months_name_is_found_where_it_stands() {
    let months = any_months();
    let (previous, right) = (january(&months).text(Layout::Cells), february(&months));
    let mut press = right.clone();
    press.groups[1].table_title = press.groups[1].table_title.replace("2月份", "1月份");
    let unit = months.bulletin(2).groups[2].rows[0].figures.unit.clone();
    press.groups[2].told[0].paragraph = press.groups[2].told[0].paragraph.replace("2月份", "1月份");
    press.notes = press.notes.replace("2月份", "1月份");
    let report = report(&press.text(Layout::Cells), Some(&previous));
    assert_eq!(
        found(&report),
        BTreeSet::from([
            expected("", Place::Table, "month", "1月份", "2月份"),
            expected(&unit, Place::Paragraph, "month", "1月份", "2月份"),
            expected("", Place::Covering, "month", "1月份", "2月份"),
        ])
    );
}

#[test]
fn a_look_back_at_another_month_is_no_slip() {
    let months = any_months();
    let mut press = february(&months);
    press.covering.push("与1月份相比，来稿有所增加；较1月份多3成。1-2月份共印发四期。".to_owned());
    let report = report(&press.text(Layout::Cells), Some(&january(&months).text(Layout::Cells)));
    assert_eq!(found(&report), BTreeSet::new());
}

#[test]
fn a_remark_that_stands_in_the_earlier_bulletin_is_found() {
    let months = any_months();
    let mut press = february(&months);
    press.covering.push(REMARKS[0].to_owned());
    let report = report(&press.text(Layout::Cells), Some(&january(&months).text(Layout::Cells)));
    assert_eq!(found(&report), BTreeSet::from([expected("", Place::Covering, "text", REMARKS[0], "-")]));
}

#[test]
fn a_piece_listed_twice_is_found_beside_what_it_moves() {
    let months = any_months();
    let mut press = february(&months);
    let again = press.groups[0].told[0].items[0].clone();
    press.groups[0].told[0].items.push(again);
    let report = report(&press.text(Layout::Cells), Some(&january(&months).text(Layout::Cells)));
    let listed: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.place == Place::List).collect();
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert!(listed[0].note.contains("列了2次"), "{}", listed[0].note);
}

#[test]
fn leading_units_are_compared_ties_included() {
    let months = any_months();
    let mut press = february(&months);
    let bulletin = months.bulletin(2);
    let leader = bulletin.groups[0].rows[0].figures.unit.clone();
    let last = bulletin.groups[0].rows[5].figures.unit.clone();
    let right = press.covering[1].clone();
    press.covering[1] = right.replacen(&format!("为{leader}"), &format!("为{last}"), 1);
    let report = report(&press.text(Layout::Cells), Some(&january(&months).text(Layout::Cells)));
    let findings: Vec<Told> = found(&report).into_iter().collect();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].2, "rank");
    assert!(report.findings[0].note.contains(&format!("漏了{leader}")), "{}", report.findings[0].note);
}

#[test]
fn names_that_differ_are_matched_and_told_in_the_notes() {
    let months = any_months();
    let (previous, mut press) = (january(&months), february(&months));
    for told in press.groups.iter_mut().flat_map(|group| &mut group.told) {
        told.paragraph = told
            .paragraph
            .replace("用途管制科（", "自然用途管制科（")
            .replace("市土地整治中心（", "市土地储备整治中心（");
    }
    press.covering[1] = press.covering[1].replace("耕地保护监督科", "耕保科");
    let report = report(&press.text(Layout::Cells), Some(&previous.text(Layout::Cells)));
    assert_eq!(found(&report), BTreeSet::new());
    let notes = report.notes.join("\n");
    assert!(notes.contains("“用途管制科”与段落中的“自然用途管制科”"), "{notes}");
    assert!(notes.contains("“市土地整治中心”与段落中的“市土地储备整治中心”"), "{notes}");
}

#[test]
fn a_piece_of_a_neighbours_name_is_moved_back() {
    let months = any_months();
    let (previous, right) = (january(&months), february(&months));
    for row in 1..4 {
        let mut press = right.clone();
        let rows = &mut press.groups[2].rows;
        let (piece, rest): (String, String) = {
            let name: Vec<char> = rows[row][0].chars().collect();
            (name[..2].iter().collect(), name[2..].iter().collect())
        };
        rows[row - 1][0].push_str(&piece);
        rows[row][0] = rest;
        let report = report(&press.text(Layout::Tabs), Some(&previous.text(Layout::Cells)));
        assert_eq!(found(&report), BTreeSet::new(), "{row}");
        assert!(report.notes.iter().any(|note| note.contains("读作")), "{:?}", report.notes);
    }
}

#[test]
fn rows_out_of_order_are_found() {
    let months = any_months();
    let mut press = february(&months);
    let rows = &months.bulletin(2).groups[0].rows;
    let last = rows.len() - 1;
    assert_ne!(rows[0].figures.rank, rows[last].figures.rank);
    press.groups[0].rows.swap(0, last);
    let report = report(&press.text(Layout::Cells), Some(&january(&months).text(Layout::Cells)));
    assert!(!report.findings.is_empty());
    assert!(report.findings.iter().all(|finding| finding.field == "unit"), "{:?}", report.findings);
}

#[test]
fn entries_without_numbers_are_entries() {
    let months = any_months();
    let (previous, february) = (january(&months).text(Layout::Cells), february(&months).text(Layout::Cells));
    let numberless: Vec<&str> = february
        .lines()
        .map(|line| match line.split_once("、 ") {
            Some((number, title))
                if number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                title
            }
            _ => line,
        })
        .collect();
    let report = report(&numberless.join("\n"), Some(&previous));
    assert_eq!(found(&report), BTreeSet::new());
    assert_eq!(report.notes, [""; 0]);
}

#[test]
fn tables_keep_their_cells_where_an_editor_took_the_blanks_at_the_ends_of_lines() {
    let months = any_months();
    let (previous, february) = (january(&months), february(&months).text(Layout::Cells));
    let stripped: Vec<&str> = february.lines().map(str::trim_end).collect();
    let report = report(&stripped.join("\n"), Some(&previous.text(Layout::Cells)));
    assert_eq!(found(&report), BTreeSet::new());
}
