//! 甲科 goes into 乙科 on 1 May, 丙科 splits into 丁科 and 戊科 on 15 May, 己科 is founded on 1 July, 庚科 ends on 1 June.

use jiff::civil::date;

use super::{super::tests::directory, *};

fn units() -> Vec<Unit> {
    let directory = directory(&[
        ("甲科", &[]),
        ("乙科", &[]),
        ("丙科", &[]),
        ("丁科", &[]),
        ("戊科", &[]),
        ("己科", &[]),
        ("庚科", &[]),
    ]);
    let mut units = directory.units().to_vec();
    units[0].until = Some(date(2024, 5, 1));
    units[2].until = Some(date(2024, 5, 15));
    units[3].since = Some(date(2024, 5, 15));
    units[4].since = Some(date(2024, 5, 15));
    units[5].since = Some(date(2024, 7, 1));
    units[6].until = Some(date(2024, 6, 1));
    units
}

fn change(unit: i64, kind: ChangeKind, day: Date, successors: &[i64], heir: Option<i64>) -> UnitChange {
    UnitChange {
        unit: UnitId(unit),
        kind,
        day,
        successors: successors.iter().copied().map(UnitId).collect(),
        heir: heir.map(UnitId),
        before: None,
    }
}

fn changes() -> Vec<UnitChange> {
    vec![
        change(1, ChangeKind::Merged, date(2024, 5, 1), &[2], Some(2)),
        change(3, ChangeKind::Split, date(2024, 5, 15), &[4, 5], Some(4)),
        change(7, ChangeKind::Abolished, date(2024, 6, 1), &[], None),
    ]
}

fn bureau() -> UnitDirectory {
    UnitDirectory::new(units()).expect("names of their own").with_changes(changes())
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

#[test]
fn who_cannot_be_named_on_a_day_is_told_with_who_can() {
    let bureau = bureau();
    let said = |unit: i64, day: Date| {
        let absence = bureau.absence_on(UnitId(unit), day)?;
        let instead: Vec<i64> = absence.instead.iter().map(|unit| unit.0).collect();
        Some(format!("{} {instead:?}", absence.words))
    };
    assert_eq!(said(1, date(2024, 4, 30)), None);
    assert_eq!(said(1, date(2024, 5, 1)).as_deref(), Some("甲科已于2024年5月1日并入乙科 [2]"));
    assert_eq!(said(3, date(2024, 5, 20)).as_deref(), Some("丙科已于2024年5月15日分设为丁科、戊科 [4, 5]"));
    assert_eq!(said(4, date(2024, 5, 14)).as_deref(), Some("丁科自2024年5月15日起才设立 [3]"));
    assert_eq!(said(6, date(2024, 6, 30)).as_deref(), Some("己科自2024年7月1日起才设立 []"));
    assert_eq!(said(7, date(2024, 6, 1)).as_deref(), Some("庚科已于2024年6月1日撤销 []"));
    assert_eq!(said(99, date(2024, 6, 1)), None);
}

#[test]
fn the_successor_of_a_successor_is_found_and_a_circle_ends() {
    let mut units = units();
    units[1].until = Some(date(2024, 8, 1));
    let mut changes = changes();
    changes.push(change(2, ChangeKind::Merged, date(2024, 8, 1), &[6], None));
    changes.push(change(6, ChangeKind::Merged, date(2025, 1, 1), &[1], None));
    let bureau = UnitDirectory::new(units.clone()).expect("names of their own").with_changes(changes.clone());
    let absence = bureau.absence_on(UnitId(1), date(2024, 8, 1)).expect("it is over");
    assert_eq!(absence.instead, [UnitId(6)]);
    assert_eq!(stand_ins(&units, &changes, month("2024-08"))[&UnitId(1)], UnitId(6));
    assert_eq!(stand_ins(&units, &changes, month("2024-05"))[&UnitId(1)], UnitId(2));
    let circle = BTreeMap::from([(UnitId(1), UnitId(2)), (UnitId(2), UnitId(1))]);
    let _ = last_of_chain(&circle, UnitId(1));
}

#[test]
fn points_go_on_from_the_first_month_whose_tables_do_not_have_the_unit() {
    let inherited = inheritances(&units(), &changes());
    let said: Vec<_> = inherited.iter().map(|one| (one.from.0, one.to.0, one.since.to_string())).collect();
    assert_eq!(said, [(1, 2, "2024-05".to_owned()), (3, 4, "2024-06".to_owned())]);
    // In May the split unit still stands in the table; who ended without a successor has nobody in its place.
    assert_eq!(stand_ins(&units(), &changes(), month("2024-04")).len(), 0);
    assert_eq!(stand_ins(&units(), &changes(), month("2024-05")), [(UnitId(1), UnitId(2))].into());
    assert_eq!(
        stand_ins(&units(), &changes(), month("2024-06")),
        [(UnitId(1), UnitId(2)), (UnitId(3), UnitId(4))].into()
    );
}

#[test]
fn a_unit_that_goes_on_beside_what_came_out_of_it_hands_nothing_on() {
    let mut units = units();
    units[2].until = None;
    assert_eq!(inheritances(&units, &changes()).len(), 1);
    assert!(!stand_ins(&units, &changes(), month("2024-06")).contains_key(&UnitId(3)));
}

#[test]
fn a_unit_is_called_as_it_was_on_the_day() {
    let unit = Unit { name: "开发利用处".into(), short_name: None, ..units()[1].clone() };
    let renamed = |day, name: &str, short_name: Option<&str>| UnitChange {
        before: Some(NameBefore { name: name.into(), short_name: short_name.map(str::to_owned) }),
        ..change(2, ChangeKind::Renamed, day, &[], None)
    };
    let changes = [
        renamed(date(2024, 6, 1), "利用处", None),
        renamed(date(2024, 3, 1), "开发利用科", Some("利用科")),
        UnitChange { unit: UnitId(1), ..renamed(date(2024, 9, 1), "别的", None) },
    ];
    for (day, name, list_name) in [
        (date(2024, 2, 29), "开发利用科", "利用科"),
        (date(2024, 3, 1), "利用处", "利用处"),
        (date(2024, 5, 31), "利用处", "利用处"),
        (date(2024, 6, 1), "开发利用处", "开发利用处"),
    ] {
        let then = unit.as_called_on(&changes, day);
        assert_eq!((then.name.as_str(), then.list_name()), (name, list_name), "{day}");
    }
}

#[test]
fn the_day_that_matters_is_the_own_or_the_nearest_of_the_month_in_which_it_counts() {
    for (day, credited, concerned) in [
        (date(2024, 5, 20), "2024-05", date(2024, 5, 20)),
        (date(2024, 2, 6), "2024-01", date(2024, 1, 31)),
        (date(2024, 4, 30), "2024-05", date(2024, 5, 1)),
        (date(2023, 12, 29), "2024-02", date(2024, 2, 1)),
    ] {
        assert_eq!(day_concerned(day, month(credited)), concerned, "{day} in {credited}");
    }
}

#[test]
fn a_unit_stands_in_the_tables_of_every_month_in_which_it_exists_for_a_day() {
    let unit = |since: Option<Date>, until: Option<Date>| Unit { since, until, ..units()[1].clone() };
    for (since, until, stands) in [
        (None, None, true),
        (Some(date(2024, 1, 31)), None, true),
        (Some(date(2024, 2, 1)), None, false),
        (None, Some(date(2024, 1, 1)), false),
        (None, Some(date(2024, 1, 2)), true),
        (None, Some(date(2024, 2, 1)), true),
        (None, Some(date(2023, 12, 15)), false),
    ] {
        assert_eq!(unit(since, until).exists_in(month("2024-01")), stands, "{since:?} – {until:?}");
    }
}
