//! Units that went into others, were renamed or split between the earlier bulletin and this one.

use jiff::civil::date;

use super::*;
use crate::{
    id::UnitId,
    unit::{
        UnitDirectory,
        changes::{ChangeKind, Inheritance, UnitChange},
        tests::directory,
    },
};

/// A bulletin of units that sent in one piece each and earned nothing in the month, with what they have from before.
fn bulletin(month: u8, units: &[(&str, &str)], note: &str) -> String {
    let points = |text: &str| text.parse::<Points>().expect("points");
    let mut units = units.to_vec();
    units.sort_by_key(|(_, cumulative)| std::cmp::Reverse(points(cumulative)));
    let mut distinct: Vec<Points> = units.iter().map(|(_, cumulative)| points(cumulative)).collect();
    distinct.dedup();
    let rank =
        |cumulative: &str| distinct.iter().position(|other| *other == points(cumulative)).unwrap_or(0) + 1;
    let rows: String = units
        .iter()
        .map(|(name, cumulative)| format!("{name}|1||||||0|{cumulative}|{}\n", rank(cumulative)))
        .collect();
    let told: String = units
        .iter()
        .map(|(name, cumulative)| format!("{name}（{month}月份报送稿件1篇，累计{cumulative}分）\n"))
        .collect();
    let count = units.len();
    format!(
        "关于2024年{month}月份政务信息采用情况的通报\n{month}月份，市局办公室共收到信息{count}条，其中机关科室信息{count}条。\n\
        （一）{month}月份机关科室政务信息统计\n\
        单位|上报篇数|市级以上采用篇数|市局简报采用篇数|记分|报省市|本月基础分|本月分数|累计分数|总排名\n\
        {rows}机关科室信息采用情况\n{told}注：1．计分方式：按照规定的标准计分。\n{note}\n"
    )
}

const FEBRUARY: [(&str, &str); 5] =
    [("松涛局", "7.5"), ("松涛林业局", "7"), ("竹溪科", "6"), ("梅岭科", "1.5"), ("兰亭科", "0")];

fn march(units: &[(&str, &str)], note: &str) -> Report {
    report(&bulletin(3, units, note), Some(&bulletin(2, &FEBRUARY, "")))
}

fn cumulative(unit: &str, printed: &str, derived: &str) -> BTreeSet<Told> {
    [Place::Table, Place::Paragraph].map(|place| expected(unit, place, "cumulative", printed, derived)).into()
}

fn of_cumulative(report: &Report) -> BTreeSet<Told> {
    found(report).into_iter().filter(|told| told.2 == "cumulative").collect()
}

const NOTE: &str = "2．松涛林业局自3月份起不再列名，其年内以前的得分计入松涛局的累计分数。";
const MERGED: [(&str, &str); 4] = [("松涛局", "14.5"), ("竹溪科", "6"), ("梅岭科", "1.5"), ("兰亭科", "0")];

#[test]
fn the_points_of_a_unit_that_ended_are_its_heirs() {
    for note in [
        NOTE,
        "2．松涛林业局自2024年3月15日起并入松涛局，不再列名，其得分计入松涛局。",
        "2、松涛林业局自3月份起撤销。其年内以前的得分计入松涛局的累计分数。",
        "2、松涛林业局自3月份起并入松涛局。",
    ] {
        let report = march(&MERGED, note);
        assert_eq!(found(&report), BTreeSet::new(), "{note}");
        assert!(!report.notes.iter().any(|note| note.contains("请核实")), "{note} {:?}", report.notes);
        let told =
            report.notes.iter().any(|note| note.contains("上月累计7分") && note.contains("计入“松涛局”"));
        assert!(told, "{note} {:?}", report.notes);
    }
    // Whoever says so and does not reckon so is wrong.
    let kept = [("松涛局", "7.5"), ("竹溪科", "6"), ("梅岭科", "1.5"), ("兰亭科", "0")];
    assert_eq!(of_cumulative(&march(&kept, NOTE)), cumulative("松涛局", "7.5", "14.5"));
    assert_eq!(of_cumulative(&march(&MERGED, "")), cumulative("松涛局", "14.5", "7.5"));
    // Where nobody says whose the points are, they may stay where they were.
    assert_eq!(found(&march(&kept, "2、松涛林业局自3月份起并入松涛局。")), BTreeSet::new());
}

#[test]
fn several_units_may_have_one_heir_and_an_heir_another() {
    let into_one = [("松涛局", "20.5"), ("梅岭科", "1.5"), ("兰亭科", "0")];
    for note in [
        "2．松涛林业局自3月份起不再列名，其年内以前的得分计入松涛局的累计分数。\n3．竹溪科自3月份起不再列名，其年内以前的得分计入松涛局的累计分数。",
        "2．松涛林业局、竹溪科自3月份起不再列名，其年内以前的得分计入松涛局的累计分数。",
        "2．竹溪科自3月份起不再列名，其年内以前的得分计入松涛林业局的累计分数。\n3．松涛林业局自3月份起不再列名，其年内以前的得分计入松涛局的累计分数。",
    ] {
        assert_eq!(found(&march(&into_one, note)), BTreeSet::new(), "{note}");
    }
    let new = [("松涛自然资源局", "14.5"), ("竹溪科", "6"), ("梅岭科", "1.5"), ("兰亭科", "0")];
    let note = "2．松涛局、松涛林业局自3月份起不再列名，其年内以前的得分计入松涛自然资源局的累计分数。";
    assert_eq!(found(&march(&new, note)), BTreeSet::new());
}

#[test]
fn what_the_earlier_bulletin_said_of_this_month_holds_and_what_is_repeated_moves_nothing() {
    let announced = bulletin(2, &FEBRUARY, NOTE);
    assert_eq!(found(&report(&bulletin(3, &MERGED, ""), Some(&announced))), BTreeSet::new());
    let april = bulletin(4, &MERGED, NOTE);
    let again = report(&april, Some(&bulletin(3, &MERGED, NOTE)));
    assert_eq!((found(&again), again.notes.len()), (BTreeSet::new(), 0), "{:?}", again.notes);
    // What is to be in May is not yet so.
    let early =
        report(&bulletin(3, &MERGED, &NOTE.replace("3月份", "5月份")), Some(&bulletin(2, &FEBRUARY, "")));
    assert_eq!(of_cumulative(&early), cumulative("松涛局", "14.5", "7.5"));
}

#[test]
fn a_renamed_unit_is_the_same_unit() {
    let renamed = |name: &'static str, points: &'static str| {
        [("松涛局", "7.5"), ("松涛林业局", "7"), (name, points), ("梅岭科", "1.5"), ("兰亭科", "0")]
    };
    for note in ["2．竹溪科自3月份起更名为水利服务中心。", "2．水利服务中心（原竹溪科）"]
    {
        let report = march(&renamed("水利服务中心", "6"), note);
        assert_eq!(found(&report), BTreeSet::new());
        assert!(report.notes[0].contains("“水利服务中心”即上月通报中的“竹溪科”"), "{:?}", report.notes);
        let wrong = march(&renamed("水利服务中心", "9"), note);
        assert_eq!(of_cumulative(&wrong), cumulative("水利服务中心", "9", "6"));
    }
    // A short name that the full one holds, where the points go on.
    let report = march(&renamed("竹海溪流管理科", "6"), "");
    assert!(report.notes[0].contains("“竹海溪流管理科”即上月通报中的“竹溪科”"), "{:?}", report.notes);
    let told = "竹海溪流管理科（3月份报送稿件1篇，累计";
    let text = bulletin(3, &renamed("竹海溪流管理科", "6"), "")
        .replace(&format!("{told}6分"), &format!("{told}9分"));
    let report = super::report(&text, Some(&bulletin(2, &FEBRUARY, "")));
    let wrong = expected("竹海溪流管理科", Place::Paragraph, "cumulative", "9", "6");
    assert_eq!(found(&report), BTreeSet::from([wrong]));
    assert!(report.findings[0].note.contains("6分结转"), "{:?}", report.findings);
}

#[test]
fn names_that_are_alike_are_not_one_unit_where_the_figures_or_a_note_say_so() {
    let before = [("测绘管理科", "2"), ("竹溪科", "6"), ("梅岭科", "1.5"), ("兰亭科", "0")];
    let now = |points: &'static str| {
        [("测绘地理信息科", points), ("竹溪科", "6"), ("梅岭科", "1.5"), ("兰亭科", "0")]
    };
    let of = |points: &'static str, note: &str| {
        report(&bulletin(3, &now(points), note), Some(&bulletin(2, &before, "")))
    };
    let new = of("0", "");
    assert_eq!(found(&new), BTreeSet::new());
    assert!(new.notes[0].contains("按新设的单位从0分起核对"), "{:?}", new.notes);
    let same = of("2", "");
    assert_eq!(found(&same), BTreeSet::new());
    assert!(same.notes[0].contains("“测绘地理信息科”即上月通报中的“测绘管理科”"), "{:?}", same.notes);
    // Neither: it is the likely unit.
    assert_eq!(of_cumulative(&of("5", "")), cumulative("测绘地理信息科", "5", "2"));
    for note in ["2．测绘管理科自3月份起撤销。", "2．测绘地理信息科由竹溪科分设。"]
    {
        let told = of("2", note);
        assert_eq!(found(&told), BTreeSet::new());
        assert!(!told.notes.iter().any(|note| note.contains("即上月通报中的")), "{:?}", told.notes);
        assert!(told.notes.iter().any(|note| note.contains("没有“测绘地理信息科”")), "{:?}", told.notes);
    }
}

fn with_units(units: &UnitDirectory, bulletin: &str, previous: &str) -> Report {
    let rules = version_1();
    let (bulletin, previous) = (Document::from_text(bulletin), Document::from_text(previous));
    audit(Audited { bulletin: &bulletin, previous: Some(&previous), units: Some(units), rules: &rules })
        .expect("a bulletin")
}

#[test]
fn what_the_directory_knows_of_changes_needs_no_note() {
    let known =
        directory(&[("松涛局", &[]), ("松涛林业局", &[]), ("竹溪科", &[]), ("梅岭科", &[]), ("兰亭科", &[])]);
    let mut units = known.units().to_vec();
    units[1].until = Some(date(2024, 2, 20));
    let merged = UnitChange {
        unit: UnitId(2),
        kind: ChangeKind::Merged,
        day: date(2024, 2, 20),
        successors: vec![UnitId(1)],
        heir: Some(UnitId(1)),
        before: None,
    };
    let known = UnitDirectory::new(units).expect("names of their own").with_changes(vec![merged]);
    let report = with_units(&known, &bulletin(3, &MERGED, ""), &bulletin(2, &FEBRUARY, ""));
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.notes[0].contains("上月累计7分按单位名册计入“松涛局”"), "{:?}", report.notes);
    // Two of its units are not one, however alike.
    let two = directory(&[("测绘管理科", &[]), ("测绘地理信息科", &[]), ("竹溪科", &[]), ("梅岭科", &[])]);
    let before = [("测绘管理科", "2"), ("竹溪科", "6"), ("梅岭科", "1.5")];
    let now = [("测绘地理信息科", "2"), ("竹溪科", "6"), ("梅岭科", "1.5")];
    let report = with_units(&two, &bulletin(3, &now, ""), &bulletin(2, &before, ""));
    assert!(!report.notes.iter().any(|note| note.contains("即上月通报中的")), "{:?}", report.notes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn in_the_programs_own_bulletin_after_a_merger_nothing_is_found(months in months(), heir in 0..2_usize) {
        // 河县林业局 goes into 河县局, or into 海县局.
        let (from, to) = (UnitId(3), UnitId([2, 6][heir]));
        let mut after = months.clone();
        let from_name = after.roster.groups[0].units[2].name.clone();
        after.roster.groups[0].units.retain(|unit| unit.id != from);
        after.roster.inherited = vec![Inheritance { from, from_name, to, since: super::months::month(2) }];
        after.facts.retain(|fact| fact.month != super::months::month(2) || !fact.units().contains(&from));
        let previous = january(&months).text(Layout::Cells);
        let composed = after.merged_bulletin(&months);
        prop_assert_eq!(composed.notes.len(), 3);
        let press = Press::of(&composed, REMARKS[1]);
        for layout in [Layout::Cells, Layout::Tabs] {
            let report = report(&press.text(layout), Some(&previous));
            prop_assert_eq!(found(&report), BTreeSet::new(), "{}", press.text(layout));
        }
    }
}
