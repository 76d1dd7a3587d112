//! Tables that go on with one before them, as where a page ends: the head is printed again, perhaps below a title
//! that says so. It must not join the tables of two groups.

use std::collections::HashSet;

use super::{
    Section,
    cells::{Row, Table},
};
use crate::scoring::Field;

/// The title of the table with which another goes on: 县局统计（续） goes on with 县局统计, and 续表 with whatever
/// stands before it. `None` for a title that says no such thing.
pub(super) fn begun(title: &str) -> Option<&str> {
    let bare = title.trim_start_matches('（');
    if bare.starts_with("续表") || bare.starts_with("接上") {
        return Some("");
    }
    let number = |character: char| character.is_ascii_digit() || "一二三四五六七八九十".contains(character);
    let bare = title.trim_end_matches(|character| number(character) || "）表上".contains(character));
    let rest = bare.strip_suffix('续')?;
    // 手续 continues nothing.
    (rest.is_empty() || rest.ends_with(['（', '表', '计', '况'])).then(|| rest.trim_end_matches('（'))
}

/// The tables, each with the rows of those that go on with it.
pub(super) fn joined(tables: Vec<Table>, sections: &[Section]) -> Vec<Table> {
    let mut whole: Vec<Table> = Vec::with_capacity(tables.len());
    for table in tables {
        match place(&whole, &table, sections).and_then(|at| whole.get_mut(at)) {
            Some(begun) => {
                begun.rows.extend(table.rows);
                begun.sums.extend(table.sums);
            }
            None => whole.push(table),
        }
    }
    whole
}

/// With which of the tables before it a table goes on.
fn place(before: &[Table], table: &Table, sections: &[Section]) -> Option<usize> {
    let last = before.len().checked_sub(1)?;
    let named = before.iter().rposition(|other| !table.group.is_empty() && other.group == table.group);
    let at = match named {
        Some(named) => named,
        None if table.is_continued => last,
        None if table.group.is_empty() && goes_on(&before[last], table, sections) => last,
        None => return None,
    };
    (before[at].columns == table.columns && !repeats(&before[at], table)).then_some(at)
}

/// Whether a table names the units of another again, as that of a whole year does.
fn repeats(before: &Table, table: &Table) -> bool {
    let names: HashSet<&str> = before.rows.iter().map(|row| row.name.as_str()).collect();
    let again = table.rows.iter().filter(|row| names.contains(row.name.as_str())).count();
    again > 0 && again * 2 >= table.rows.len()
}

/// Whether a table without a title is the same group's as the one before it: its paragraphs stand in the same
/// section; where there are no sections to tell, its ranks go on.
fn goes_on(before: &Table, table: &Table, sections: &[Section]) -> bool {
    match (section(before, sections), section(table, sections)) {
        (Some(one), Some(other)) if sections.len() > 1 => one == other,
        _ => ranks_go_on(&before.rows, &table.rows),
    }
}

/// The section in which half of a table's units at least have their paragraphs.
fn section(table: &Table, sections: &[Section]) -> Option<usize> {
    let names: HashSet<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
    let told =
        |section: &Section| section.units.iter().filter(|unit| names.contains(unit.name.as_str())).count();
    let best = (0..sections.len()).max_by_key(|at| (told(&sections[*at]), std::cmp::Reverse(*at)))?;
    let count = told(&sections[best]);
    (count > 0 && count * 2 >= names.len()).then_some(best)
}

/// Whether ranks do not begin again. One of them may be wrong on either side.
fn ranks_go_on(before: &[Row], rows: &[Row]) -> bool {
    let ranks = |rows: &[Row]| {
        let mut ranks: Vec<_> =
            rows.iter().filter_map(|row| row.amount(Field::Rank)).filter(|rank| !rank.is_zero()).collect();
        ranks.sort_unstable();
        ranks
    };
    let (before, after) = (ranks(before), ranks(rows));
    let Some(least) = before.len().checked_sub(2).or(before.len().checked_sub(1)).map(|at| before[at]) else {
        return false;
    };
    let one = crate::points::Points::whole(1);
    let begins_again = after.first() == Some(&one) && before.last() > Some(&one);
    let lower = after.iter().filter(|rank| **rank < least).count();
    !after.is_empty() && lower <= 1 && !(begins_again && lower * 2 >= after.len().min(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_may_say_that_its_table_goes_on() {
        for (title, expected) in [
            ("（二）2月份机关科室政务信息统计（续）", Some("（二）2月份机关科室政务信息统计")),
            ("机关科室统计表（续表）", Some("机关科室统计表")),
            ("机关科室统计表续1", Some("机关科室统计表")),
            ("（续上表）", Some("")),
            ("续表一", Some("")),
            ("机关科室统计表", None),
            ("办理不动产登记手续", None),
        ] {
            assert_eq!(begun(title), expected, "{title}");
        }
    }
}
