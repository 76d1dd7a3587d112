//! Two months of facts by chance, and the bulletins that the program composes from them.

use std::sync::Arc;

use ecow::eco_format;
use proptest::prelude::*;
use smallvec::smallvec;

use crate::{
    calendar::Month,
    id::UnitId,
    item::Kind,
    points::Points,
    scoring::{
        Bulletin, Fact, FactKind, FactReference, NewsletterIssue, Opening, Roster, RosterGroup, Sources,
        Units, score, version_1,
    },
    unit::Unit,
};

/// Names that resemble each other as those of offices do.
const GROUPS: [(&str, &[&str]); 3] = [
    ("县（市、区）局", &["东城区分局", "河县局", "河县林业局", "山县局", "新区分局", "海县局"]),
    ("机关科室", &["综合科", "耕地保护监督科", "用途管制科", "人事科", "机关党委", "离退休干部科"]),
    ("局属事业单位", &["市土地整治中心", "市林业发展中心", "市测绘院", "市综合执法支队"]),
];

/// What a unit did in a month.
#[derive(Clone, Debug)]
pub(super) struct Deeds {
    submitted: u32,
    forwarded: u32,
    pressed: bool,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
enum Piece {
    Newsletter(Kind, u32),
    Joint,
    Upper { starred: bool, commissioned: bool },
    Commission,
}

/// The facts of January and February.
#[derive(Clone, Debug)]
pub(super) struct Months {
    pub facts: Vec<Fact>,
    pub roster: Roster,
}

pub(super) fn months() -> impl Strategy<Value = Months> {
    let units: usize = GROUPS.iter().map(|(_, names)| names.len()).sum();
    proptest::collection::vec((deeds(), deeds()), units).prop_map(|deeds| {
        let mut facts = Vec::new();
        for (id, (january, february)) in (1..).zip(&deeds) {
            facts.extend(told(UnitId(id), 1, january));
            facts.extend(told(UnitId(id), 2, february));
        }
        Months { facts, roster: roster() }
    })
}

pub(super) fn month(number: i8) -> Month {
    Month::new(2031, number).expect("a month")
}

impl Months {
    /// A month's bulletin, with January's points in February.
    pub(super) fn bulletin(&self, number: i8) -> Bulletin {
        self.bulletin_of(number, &self.facts)
    }

    pub(super) fn bulletin_of(&self, number: i8, facts: &[Fact]) -> Bulletin {
        self.composed(number, facts, &self.roster)
    }

    /// February's bulletin, where January had other units.
    pub(super) fn merged_bulletin(&self, january: &Self) -> Bulletin {
        self.composed(2, &self.facts, &january.roster)
    }

    fn composed(&self, number: i8, facts: &[Fact], before: &Roster) -> Bulletin {
        let rules = version_1();
        let of = |number| facts.iter().filter(move |fact| fact.month == month(number)).cloned();
        let mut entries = score(&of(1).collect::<Vec<Fact>>(), &rules, before);
        if number == 2 {
            entries.extend(score(&of(2).collect::<Vec<Fact>>(), &rules, &self.roster));
        }
        let opening: &[Opening] = &[];
        Bulletin::compose(Sources {
            month: month(number),
            roster: &self.roster,
            rules: &rules,
            facts,
            entries: &entries,
            opening,
        })
        .expect("small sums")
    }
}

fn roster() -> Roster {
    let mut ids = 1..;
    let groups = GROUPS.iter().map(|(name, names)| RosterGroup {
        name: (*name).to_owned(),
        units: names.iter().zip(ids.by_ref()).map(|(name, id)| unit(name, id)).collect(),
    });
    Roster { groups: groups.collect(), ..Roster::default() }
}

fn unit(name: &str, id: i64) -> Unit {
    Unit {
        id: UnitId(id),
        name: name.to_owned(),
        short_name: None,
        aliases: vec![],
        reviews: false,
        scored: true,
        order: 1,
        since: None,
        until: None,
    }
}

fn deeds() -> impl Strategy<Value = Deeds> {
    let piece = prop_oneof![
        3 => (prop_oneof![Just(Kind::Article), Just(Kind::Brief)], 1..13_u32)
            .prop_map(|(kind, issue)| Piece::Newsletter(kind, issue)),
        1 => Just(Piece::Joint),
        2 => (any::<bool>(), any::<bool>())
            .prop_map(|(starred, commissioned)| Piece::Upper { starred, commissioned }),
        1 => Just(Piece::Commission),
    ];
    let pieces = proptest::collection::vec(piece, 0..5);
    (0..20_u32, 0..3_u32, any::<bool>(), pieces).prop_map(|(submitted, forwarded, pressed, pieces)| Deeds {
        submitted,
        forwarded,
        pressed: pressed && submitted % 4 == 0,
        pieces,
    })
}

fn told(unit: UnitId, number: i8, deeds: &Deeds) -> Vec<Fact> {
    let mut kinds = vec![FactKind::Submissions { unit, count: deeds.submitted }];
    kinds.push(FactKind::Forwarding { count: deeds.forwarded, title: None, units: smallvec![unit] });
    if deeds.pressed {
        let reason = "参加新闻发布会".into();
        kinds.push(FactKind::Adjustment { unit, points: Points::whole(5), reason });
    }
    let mut joint = false;
    for (place, piece) in deeds.pieces.iter().enumerate() {
        // A unit has its part in the month's joint piece once.
        if !(matches!(piece, Piece::Joint) && std::mem::replace(&mut joint, true)) {
            kinds.push(printed(unit, number, place, *piece));
        }
    }
    kinds
        .into_iter()
        .enumerate()
        .map(|(place, kind)| {
            let reference = FactReference::File { path: eco_format!("{unit:?} {number} {place}") };
            Fact::plain(month(number), reference, kind)
        })
        .collect()
}

/// Titles hold figures, brackets and marks, as titles do.
fn printed(unit: UnitId, number: i8, place: usize, piece: Piece) -> FactKind {
    let title = eco_format!("{number}月{}日，第{place}项工作（{}—2035）完成4.5%", unit.0, 2000 + unit.0);
    let units = Units::from_slice(&[unit]);
    let newsletter = |number, item_kind, title| FactKind::NewsletterAdoption {
        issue: Arc::new(NewsletterIssue {
            newsletter: None,
            year: 2031,
            number,
            edition: crate::issue::Edition::default(),
        }),
        item_kind,
        title,
        units: units.clone(),
    };
    match piece {
        Piece::Newsletter(kind, issue) => newsletter(issue, kind, title),
        Piece::Joint => newsletter(3, Kind::Brief, eco_format!("{number}月的联合稿件")),
        Piece::Upper { starred, commissioned } => {
            FactKind::UpperAdoption { channel: "昨日要情".into(), title, starred, commissioned, units }
        }
        Piece::Commission => FactKind::Commission { channel: "市政府约稿".into(), title, units },
    }
}
