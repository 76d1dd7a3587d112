//! Slips of the pen in names and numbers, and lists that have lost their paragraph.

use super::{
    trust::{BASE, of},
    *,
};

fn with(part: &str, by: &str) -> Report {
    assert!(BASE.contains(part), "{part}");
    of(&BASE.replacen(part, by, 1))
}

#[test]
fn a_name_with_a_character_more_or_less_is_found() {
    for (part, by, place, unit, printed) in [
        ("梅岭科（5月", "梅岭科室（5月", Place::Paragraph, "梅岭科", "梅岭科室"),
        ("竹溪科（5月", "竹溪（5月", Place::Paragraph, "竹溪科", "竹溪"),
        ("梅岭科|", "梅岭科室|", Place::Table, "梅岭科", "梅岭科室"),
        ("竹溪科|", "竹溪|", Place::Table, "竹溪科", "竹溪"),
    ] {
        let report = with(part, by);
        assert_eq!(found(&report), BTreeSet::from([expected(unit, place, "unit", printed, unit)]), "{by}");
    }
    let report = with("、梅岭科。", "、梅岭科室。");
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    assert_eq!(report.findings[0].place, Place::Covering);
}

#[test]
fn names_that_are_always_short_in_the_same_way_are_no_slips() {
    let text = ["松涛", "竹溪", "梅岭", "兰亭", "柳湖"]
        .iter()
        .fold(BASE.to_owned(), |text, name| text.replace(&format!("{name}科（"), &format!("{name}（")));
    assert_eq!(found(&of(&text)), BTreeSet::new());
}

#[test]
fn numbers_that_repeat_in_a_list_are_found() {
    for (part, by, unit, printed, derived) in [
        ("3、老茶园", "2、老茶园", "松涛科", 2, 3),
        ("2、小水渠", "1、小水渠", "松涛科", 1, 2),
        ("1、竹海", "2、竹海", "竹溪科", 2, 1),
    ] {
        let wrong = expected(unit, Place::List, "number", printed, derived);
        assert_eq!(found(&with(part, by)), BTreeSet::from([wrong]), "{by}");
    }
    // What is left out is no slip that is sure.
    let report = with("3、老茶园", "4、老茶园");
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.notes.iter().any(|note| note.contains("序号为4")), "{:?}", report.notes);
}

#[test]
fn a_list_whose_paragraph_is_missing_is_not_the_unit_before() {
    for name in ["松涛科", "竹溪科", "梅岭科"] {
        let start = BASE.find(&format!("{name}（5月")).unwrap_or_default();
        let end = start + BASE[start..].find('\n').unwrap_or_default() + 1;
        let report = of(&format!("{}{}", &BASE[..start], &BASE[end..]));
        let missing = expected(name, Place::Paragraph, "unit", "-", name);
        assert_eq!(found(&report), BTreeSet::from([missing]), "{name}");
    }
}
