//! The covering text against the tables as they follow: totals, and the leading units.

use super::{
    super::{
        finding::{Finding, Place, Value},
        names, numbers,
        printed::{Leaders, TotalOf, Totals},
        units::Group,
    },
    Case,
};
use crate::{points::Points, scoring::Field};

pub(super) fn compare(case: &Case<'_>, notes: &mut Vec<String>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        case.printed.totals.iter().filter_map(|total| total_finding(case, total, notes)).collect();
    findings.extend(case.printed.leaders.iter().filter_map(|leaders| leading(case, leaders, notes)));
    findings
}

fn total_finding(case: &Case<'_>, total: &Totals, notes: &mut Vec<String>) -> Option<Finding> {
    let group = match &total.of {
        TotalOf::Everything => None,
        TotalOf::Group(name) => match group(case.groups, name) {
            Some(group) => Some(group),
            None => {
                notes.push(format!(
                    "第{}行：“{name}”不是任何一组的名称，其合计{}未核对",
                    total.line, total.printed
                ));
                return None;
            }
        },
    };
    let sums = Sums::of(case, total.field, group)?;
    let printed = total.printed;
    if sums.agrees(printed) || is_rest(case, total, printed, &sums) {
        return None;
    }
    Some(Finding {
        unit: group.map(|at| case.groups[at].name.clone()),
        place: Place::Covering,
        field: total.field.code(),
        printed: Some(Value::of(total.field, printed)),
        derived: Some(Value::of(total.field, sums.derived)),
        note: total_note(case, total, group, &sums),
        line: Some(total.line),
    })
}

/// A total as it follows, and as it would be with the table's own faults in it.
pub(super) struct Sums {
    pub derived: Points,
    /// Of units whose rows are missing.
    pub missing: Points,
    /// Of rows that stand a second time.
    pub extra: Points,
}

impl Sums {
    fn of(case: &Case<'_>, field: Field, group: Option<usize>) -> Option<Self> {
        Self::of_groups(case, field, |at| group.is_none_or(|group| group == at))
    }

    /// The sums of those groups.
    pub(super) fn of_groups(case: &Case<'_>, field: Field, wanted: impl Fn(usize) -> bool) -> Option<Self> {
        let units = || {
            let groups = (0..case.groups.len()).filter(|at| wanted(*at));
            groups.flat_map(|at| case.groups[at].units.iter().zip(&case.derived[at]))
        };
        let missing = units().filter(|(unit, _)| unit.is_missing).map(|(_, derived)| derived.get(field));
        let extra = case.extra.iter().filter(|(at, _)| wanted(*at));
        Some(Self {
            derived: Points::checked_sum(units().map(|(_, derived)| derived.get(field))).ok()?,
            missing: Points::checked_sum(missing).ok()?,
            extra: Points::checked_sum(extra.filter_map(|(_, row)| row.amount(field))).ok()?,
        })
    }

    /// With or without what is missing from the table or stands in it twice: that is its own finding.
    pub(super) fn agrees(&self, printed: Points) -> bool {
        let without = self.derived.checked_sub(self.missing);
        let bases = [Ok(self.derived), without];
        bases.into_iter().flatten().any(|base| {
            printed == base || base.checked_add(self.extra).is_ok_and(|with_extra| printed == with_extra)
        })
    }
}

/// Whether a total of everything is right together with those of groups that could not be read.
fn is_rest(case: &Case<'_>, total: &Totals, printed: Points, sums: &Sums) -> bool {
    if total.of != TotalOf::Everything {
        return false;
    }
    let unread = case.printed.totals.iter().filter(|other| {
        other.field == total.field
            && matches!(&other.of, TotalOf::Group(name) if group(case.groups, name).is_none())
    });
    let Ok(unread) = Points::checked_sum(unread.map(|other| other.printed)) else { return false };
    unread > Points::ZERO && sums.derived.checked_add(unread) == Ok(printed)
}

fn total_note(case: &Case<'_>, total: &Totals, group: Option<usize>, sums: &Sums) -> String {
    let groups = case.groups.iter().enumerate().filter(|(at, _)| group.is_none_or(|group| group == *at));
    let rows: Vec<Points> = groups
        .flat_map(|(_, group)| &group.units)
        .filter_map(|unit| unit.row)
        .filter_map(|row| row.amount(total.field))
        .collect();
    let in_table = Points::checked_sum(rows.iter().copied()).unwrap_or(Points::ZERO);
    let what = if total.field == Field::Submitted { "报送" } else { "采用" };
    let derived = sums.derived;
    let mut note = if rows.is_empty() {
        format!("{what}合计按各单位的段落和清单相加为{derived}。")
    } else if in_table == derived {
        format!("{what}合计与表中各行相加的{in_table}不符。")
    } else {
        format!("{what}合计：表中各行相加为{in_table}，按段落和清单改正后为{derived}。")
    };
    if !sums.missing.is_zero() {
        note.push_str(&format!("其中表格里缺的行占{}。", sums.missing));
    }
    if !sums.extra.is_zero() {
        note.push_str(&format!("表格里重复的行另有{}，没有计入。", sums.extra));
    }
    let same = |earlier: &&Totals| {
        earlier.of == total.of && earlier.field == total.field && earlier.printed == total.printed
    };
    let stale =
        case.earlier.as_ref().is_some_and(|earlier| earlier.printed.totals.iter().any(|it| same(&it)));
    if stale {
        note.push_str("与上月通报的数字相同，疑为上月留下未改。");
    }
    note
}

/// The group that a name in the covering text means.
pub(crate) fn group(groups: &[Group<'_>], name: &str) -> Option<usize> {
    let names = || groups.iter().map(|group| group.name.as_str());
    names().position(|group| group == name).or_else(|| names::best(name, names())).or_else(|| {
        let names: Vec<&str> = names().collect();
        names::pair(&[name], &names, 400, names::likeness).first().copied().flatten()
    })
}

fn leading(case: &Case<'_>, leaders: &Leaders, notes: &mut Vec<String>) -> Option<Finding> {
    let Some(at) = group(case.groups, &leaders.group) else {
        notes.push(format!(
            "第{}行：“{}”不是任何一组的名称，其前{}名未核对",
            leaders.line, leaders.group, leaders.ranks
        ));
        return None;
    };
    let group = &case.groups[at];
    let rank = |place: usize| case.derived[at][place].get(Field::Rank);
    let mut ordered: Vec<usize> = (0..group.units.len())
        .filter(|place| {
            !rank(*place).is_zero() && case.derived[at][*place].get(Field::Cumulative) > Points::ZERO
        })
        .collect();
    ordered.sort_by_key(|place| rank(*place));
    let last = Points::whole(i32::try_from(leaders.ranks).unwrap_or(i32::MAX));
    let expected: Vec<usize> = ordered.iter().copied().filter(|place| rank(*place) <= last).collect();
    let by_places = first_places(&ordered, leaders.ranks, rank);
    let mut named = Vec::new();
    let mut slips = Vec::new();
    let mut understood = true;
    for name in &leaders.names {
        if let Some((shared, count)) = sharing(name) {
            let sharing: Vec<usize> =
                ordered.iter().copied().filter(|place| rank(*place) == shared).collect();
            understood &= sharing.len() == count;
            named.extend(sharing);
            continue;
        }
        match member(group, name) {
            Some(place) => {
                let told = group.units[place].told.is_some_and(|told| told.name == *name);
                let own = &group.units[place].name;
                if !told && (names::is_slip(own, name) || names::is_one_longer(name, own)) {
                    slips.push(format!("“{name}”疑为“{}”", group.units[place].name));
                } else if !told && group.units[place].name != *name {
                    notes.push(format!("正文中的“{name}”按“{}”核对", group.units[place].name));
                }
                named.push(place);
            }
            None => {
                understood = false;
                notes.push(format!("正文中的“{name}”在“{}”中找不到相应的单位", group.name));
            }
        }
    }
    let ranks_of = |places: &[usize]| places.iter().map(|place| rank(*place)).collect::<Vec<_>>();
    let is_meant = |expected: &[usize]| {
        let (mut one, mut other) = (named.clone(), expected.to_vec());
        one.sort_unstable();
        other.sort_unstable();
        one == other && ranks_of(&named).is_sorted() && understood && slips.is_empty()
    };
    // Some offices count ranks, others places; whoever shares the last one stands in it.
    let same = is_meant(&expected) || is_meant(&by_places);
    (!same).then(|| Finding {
        unit: Some(group.name.clone()),
        place: Place::Covering,
        field: Field::Rank.code(),
        printed: Some(Value::Text(leaders.names.join("、"))),
        derived: Some(Value::Text(listed(group, &expected))),
        note: leading_note(group, &named, &expected, (leaders, &slips)),
        line: Some(leaders.line),
    })
}

/// The units of so many first places, with all who share the last of them.
fn first_places(ordered: &[usize], places: u32, rank: impl Fn(usize) -> Points) -> Vec<usize> {
    let places = usize::try_from(places).unwrap_or(usize::MAX);
    let last = ordered.get(places.saturating_sub(1)).or(ordered.last()).map(|place| rank(*place));
    ordered.iter().copied().filter(|place| Some(rank(*place)) <= last).collect()
}

/// The rank and the number of units in 并列第三的9个单位.
fn sharing(name: &str) -> Option<(Points, usize)> {
    let (rank, units) = name.strip_prefix("并列第")?.split_once('的')?;
    let count = numbers::whole(units.trim_end_matches("单位").trim_end_matches(['个', '家']))?;
    let count = usize::try_from(count).ok()?;
    let rank = numbers::whole(rank).filter(|rank| *rank > 0)?;
    Some((Points::whole(i32::try_from(rank).ok()?), count))
}

fn member(group: &Group<'_>, name: &str) -> Option<usize> {
    let by_row = group.units.iter().position(|unit| unit.name == name);
    // A paragraph may bear another's name.
    let by_paragraph = || group.units.iter().position(|unit| unit.told.is_some_and(|told| told.name == name));
    by_row
        .or_else(by_paragraph)
        .or_else(|| names::best(name, group.units.iter().map(|unit| unit.name.as_str())))
}

fn listed(group: &Group<'_>, places: &[usize]) -> String {
    places.iter().map(|place| group.units[*place].name.as_str()).collect::<Vec<_>>().join("、")
}

fn leading_note(
    group: &Group<'_>,
    named: &[usize],
    expected: &[usize],
    (leaders, slips): (&Leaders, &[String]),
) -> String {
    let missing: Vec<usize> = expected.iter().copied().filter(|place| !named.contains(place)).collect();
    let extra: Vec<usize> = named.iter().copied().filter(|place| !expected.contains(place)).collect();
    let mut parts = slips.to_vec();
    if !missing.is_empty() {
        parts.push(format!("漏了{}", listed(group, &missing)));
    }
    if !extra.is_empty() {
        parts.push(format!("{}不在前{}名", listed(group, &extra), leaders.ranks));
    }
    if parts.is_empty() {
        parts.push("次序或名称不符".to_owned());
    }
    format!("按累计分数（并列在内）的前{}名：{}。", leaders.ranks, parts.join("；"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_shares_a_place_is_read_as_it_is_written() {
        for (name, read) in [
            ("并列第三的9个单位", Some((3, 9))),
            ("并列第十二的20家单位", Some((12, 20))),
            ("并列第2的6个单位", Some((2, 6))),
            ("并列第三的几个单位", None),
            ("第三分局", None),
        ] {
            assert_eq!(sharing(name), read.map(|(rank, count)| (Points::whole(rank), count)), "{name}");
        }
    }

    #[test]
    fn whoever_shares_the_last_place_stands_in_it() {
        let ranks = [1, 2, 2, 3, 4];
        let of = |places: u32| first_places(&[0, 1, 2, 3, 4], places, |place| Points::whole(ranks[place]));
        assert_eq!(
            (of(1), of(2), of(3), of(9)),
            (vec![0], vec![0, 1, 2], vec![0, 1, 2], vec![0, 1, 2, 3, 4])
        );
        assert_eq!(first_places(&[], 3, |_| Points::ZERO), Vec::<usize>::new());
    }
}
