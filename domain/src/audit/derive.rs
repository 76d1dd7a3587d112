//! The figures as they follow: from the lists; where there is no list, from the paragraph; else from the
//! table. They are scored and put together by the program's own engine ([`crate::scoring`]), so that no rate
//! is known here.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use ecow::{EcoString, eco_format};
use smallvec::smallvec;

use super::{
    carried::Carried,
    derived::{Brought, Derived},
    printed::{Item, Paragraph, Printing, Row},
    units::{Group, Matched},
};
use crate::{
    calendar::Month,
    id::UnitId,
    item::Kind,
    points::Points,
    printed_in::{PrintedIn, commissioned_by},
    scoring::{
        Bulletin, BulletinError, Fact, FactKind, FactReference, Field, Figure, Figures, NewsletterIssue,
        Opening, Roster, RosterGroup, RuleSet, Sources, Units, score,
    },
    unit::Unit,
};

/// Derives every unit of every group, in their order.
///
/// `habits` says whether the office lists commissions among the pieces, as the earlier bulletin tells; where no
/// list holds one, nothing else does.
pub(super) fn derive(
    groups: &[Group<'_>],
    (month, carried): (Month, &Carried),
    rules: &RuleSet,
    habits: bool,
    notes: &mut Vec<String>,
) -> Result<Vec<Vec<Derived>>, BulletinError> {
    let roster = roster(groups);
    let listed_commissions = lists_commissions(groups) || habits;
    let units: Vec<&Matched<'_>> = groups.iter().flat_map(|group| &group.units).collect();
    let mut facts = Facts::new(month);
    let mut pieces = Vec::new();
    for (number, unit) in (1..).zip(&units) {
        let id = UnitId(number);
        let known = Printings::of(unit, listed_commissions, rules, month, notes);
        facts.month_of(id, unit);
        facts.pieces(id, &known);
        pieces.push(known);
    }
    let alone = compose(&facts.all, &[], &roster, rules, month)?;
    let brought = brought(groups, carried, &alone, notes);
    let opening: Vec<Opening> = (1..)
        .zip(&brought)
        .map(|(number, brought)| Opening { unit: UnitId(number), month, points: brought.points })
        .collect();
    let all = compose(&facts.all, &opening, &roster, rules, month)?;
    let newsletter = compose(&facts.only(is_newsletter), &[], &roster, rules, month)?;
    let upper = compose(&facts.only(is_upper), &[], &roster, rules, month)?;
    let derived = (1..).zip(&units).zip(pieces).zip(brought).map(|(((number, unit), pieces), carried)| {
        let id = UnitId(number);
        let mut derived = Derived {
            figures: all.get(&id).map(figures).unwrap_or_default(),
            newsletter_points: part(&newsletter, id),
            upper_points: part(&upper, id),
            articles: pieces.articles(),
            briefs: pieces.briefs(),
            carried,
        };
        if let Some(row) = unit.row.filter(|_| is_of_table(unit)) {
            take_counts(&mut derived, row);
        }
        derived
    });
    let mut derived = derived.collect::<Vec<_>>().into_iter();
    Ok(groups.iter().map(|group| derived.by_ref().take(group.units.len()).collect()).collect())
}

/// What every unit brings into the month, of which the figures are known without it.
fn brought(
    groups: &[Group<'_>],
    carried: &Carried,
    alone: &HashMap<UnitId, Figures>,
    notes: &mut Vec<String>,
) -> Vec<Brought> {
    let units = groups.iter().flat_map(|group| group.units.iter().map(move |unit| (group, unit)));
    let of = |(number, (group, unit))| {
        let month = alone.get(&UnitId(number)).map(|figures| figures.month);
        carried.of(unit, group, month.unwrap_or(Points::ZERO), notes)
    };
    (1..).zip(units).map(of).collect()
}

/// Whether any list holds a piece that was asked for.
pub(super) fn lists_commissions(groups: &[Group<'_>]) -> bool {
    let told = groups.iter().flat_map(|group| &group.units).filter_map(|unit| unit.told);
    told.flat_map(|told| &told.items).any(|item| matches!(item.printing, Some(Printing::Commission { .. })))
}

/// Units have ids by their place, from 1.
fn roster(groups: &[Group<'_>]) -> Roster {
    let mut ids = 1..;
    let groups = groups.iter().map(|group| RosterGroup {
        name: group.name.clone(),
        units: group.units.iter().zip(ids.by_ref()).map(|(unit, id)| as_unit(&unit.name, id)).collect(),
    });
    Roster { groups: groups.collect(), ..Roster::default() }
}

fn as_unit(name: &str, id: i64) -> Unit {
    Unit {
        id: UnitId(id),
        name: name.to_owned(),
        short_name: None,
        aliases: Vec::new(),
        reviews: false,
        scored: true,
        order: i32::try_from(id).unwrap_or(i32::MAX),
        since: None,
        until: None,
    }
}

fn compose(
    facts: &[Fact],
    opening: &[Opening],
    roster: &Roster,
    rules: &RuleSet,
    month: Month,
) -> Result<HashMap<UnitId, Figures>, BulletinError> {
    let entries = score(facts, rules, roster);
    let sources = Sources { month, roster, rules, facts, entries: &entries, opening };
    let bulletin = Bulletin::compose(sources)?;
    Ok(bulletin.rows().map(|row| (row.unit_id, row.figures.clone())).collect())
}

fn figures(figures: &Figures) -> BTreeMap<Field, Points> {
    let amount = |field| match figures.get(field) {
        Figure::Text(_) | Figure::Remarks(_) => None,
        Figure::Count(count) => Some(count.amount()),
        Figure::Rank(rank) => rank.map(|rank| Points::whole(i32::try_from(rank).unwrap_or(i32::MAX))),
        Figure::Percent(percent) => Some(percent),
        Figure::Points(points) => Some(points),
    };
    Field::ALL.into_iter().filter_map(|field| Some((field, amount(field)?))).collect()
}

fn part(figures: &HashMap<UnitId, Figures>, unit: UnitId) -> Points {
    figures.get(&unit).map_or(Points::ZERO, |figures| figures.adoption_points)
}

fn is_newsletter(kind: &FactKind) -> bool {
    matches!(kind, FactKind::NewsletterAdoption { .. })
}

fn is_upper(kind: &FactKind) -> bool {
    matches!(kind, FactKind::UpperAdoption { .. })
}

/// Whether nothing but the table says what pieces a unit has.
fn is_of_table(unit: &Matched<'_>) -> bool {
    unit.told.is_none_or(|told| !unit.has_list && !told.paragraph.counts())
}

/// A table alone says how many pieces there were, not which: its counts stand as they are.
fn take_counts(derived: &mut Derived, row: &Row) {
    for field in [Field::UpperCount, Field::NewsletterCount, Field::CommissionCount] {
        derived.figures.insert(field, row.amount(field).unwrap_or(Points::ZERO));
    }
}

/// A unit's pieces, and points for which there are none.
#[derive(Debug, Default)]
struct Printings {
    printings: Vec<(String, Printing)>,
    /// Points from a table without list or paragraph.
    points: Option<Points>,
}

impl Printings {
    fn of(
        unit: &Matched<'_>,
        listed_commissions: bool,
        rules: &RuleSet,
        month: Month,
        notes: &mut Vec<String>,
    ) -> Self {
        let Some(told) = unit.told.filter(|_| !is_of_table(unit)) else {
            let points = unit.row.map(|row| {
                let parts = [Field::AdoptionPoints, Field::CommissionPoints];
                Points::checked_sum(parts.into_iter().filter_map(|field| row.amount(field)))
            });
            return Self { printings: Vec::new(), points: points.and_then(Result::ok) };
        };
        if !unit.has_list {
            let commissions = told.paragraph.commissions.unwrap_or(0);
            if listed_commissions && commissions > 0 {
                notes.push(format!("“{}”没有清单，约稿{commissions}篇按段落计", unit.name));
            }
            let printings = from_paragraph(&told.paragraph, rules, month);
            return Self { printings, points: None };
        }
        let mut printings = from_list(&told.items);
        let fitted = fit_commissions(&mut printings, &told.paragraph);
        if fitted {
            notes.push(format!("“{}”清单中标有“约稿”的稿件按段落所写，分为上级采用与约稿", unit.name));
        }
        if !listed_commissions {
            printings.extend(unlisted_commissions(told.paragraph.commissions.unwrap_or(0)));
        }
        for item in told.items.iter().filter(|item| item.printing.is_none()) {
            notes.push(format!("“{}”清单中的“{}”没有标明期数或刊物，未计入", unit.name, item.title));
        }
        Self { printings, points: None }
    }

    fn articles(&self) -> u32 {
        self.of_kind(Kind::Article)
    }

    fn briefs(&self) -> u32 {
        self.of_kind(Kind::Brief)
    }

    fn of_kind(&self, wanted: Kind) -> u32 {
        let is = |printing: &&(String, Printing)| matches!(printing.1, Printing::Newsletter { kind, .. } if kind == wanted);
        u32::try_from(self.printings.iter().filter(is).count()).unwrap_or(u32::MAX)
    }
}

fn from_list(items: &[Item]) -> Vec<(String, Printing)> {
    items.iter().filter_map(|item| Some((item.title.clone(), item.printing.clone()?))).collect()
}

/// 某某约稿 does not always say whether the piece was printed; the paragraph does.
fn fit_commissions(printings: &mut [(String, Printing)], paragraph: &Paragraph) -> bool {
    let is_asked = |printing: &Printing| {
        matches!(printing, Printing::Commission { .. } | Printing::Upper { commissioned: true, .. })
    };
    let uppers = printings.iter().filter(|(_, printing)| matches!(printing, Printing::Upper { .. })).count();
    let commissions =
        printings.iter().filter(|(_, printing)| matches!(printing, Printing::Commission { .. })).count();
    let wanted = paragraph.commissions.unwrap_or(0) as usize;
    let told = paragraph.upper.unwrap_or(0) as usize + wanted;
    let asked = printings.iter().filter(|(_, printing)| is_asked(printing)).count();
    if wanted == commissions || told != uppers + commissions || wanted > asked {
        return false;
    }
    // Those that look like commissions first.
    let mut places: Vec<usize> = (0..printings.len()).filter(|at| is_asked(&printings[*at].1)).collect();
    places.sort_by_key(|at| !matches!(printings[*at].1, Printing::Commission { .. }));
    for (place, at) in places.into_iter().enumerate() {
        let channel = match &printings[at].1 {
            Printing::Commission { channel } => channel.clone(),
            Printing::Upper { channel, .. } => {
                PrintedIn { channel, commissioned: true, starred: false }.to_string()
            }
            Printing::Newsletter { .. } => continue,
        };
        printings[at].1 = if place < wanted {
            Printing::Commission { channel }
        } else {
            let channel = commissioned_by(&channel).unwrap_or(&channel).to_owned();
            Printing::Upper { channel, starred: false, commissioned: true }
        };
    }
    true
}

/// What a paragraph without a list counts. How many of the pieces were starred follows from their points.
fn from_paragraph(paragraph: &Paragraph, rules: &RuleSet, month: Month) -> Vec<(String, Printing)> {
    let mut printings = Vec::new();
    for (kind, count) in [(Kind::Article, paragraph.articles), (Kind::Brief, paragraph.briefs)] {
        for _ in 0..count.unwrap_or(0) {
            printings.push((String::new(), Printing::Newsletter { issue: 0, kind }));
        }
    }
    let upper = paragraph.upper.unwrap_or(0);
    let starred = paragraph.upper_points.and_then(|points| starred(upper, points, rules, month));
    for place in 0..upper {
        let starred = place < starred.unwrap_or(0);
        let upper = Printing::Upper { channel: "上级".to_owned(), starred, commissioned: false };
        printings.push((String::new(), upper));
    }
    printings.extend(unlisted_commissions(paragraph.commissions.unwrap_or(0)));
    printings
}

fn unlisted_commissions(count: u32) -> impl Iterator<Item = (String, Printing)> {
    (0..count).map(|_| (String::new(), Printing::Commission { channel: "约稿".to_owned() }))
}

/// How many of some adoptions are starred if they earn these points together.
fn starred(upper: u32, points: Points, rules: &RuleSet, month: Month) -> Option<u32> {
    let group = Group { name: String::new(), has_table: false, units: Vec::new(), sums: Vec::new() };
    let mut roster = roster(&[group]);
    roster.groups[0].units.push(as_unit("", 1));
    (0..=upper.min(50)).find(|starred| {
        let mut facts = Facts::new(month);
        let printings = (0..upper).map(|place| {
            let starred = place < *starred;
            (String::new(), Printing::Upper { channel: "上级".to_owned(), starred, commissioned: false })
        });
        facts.pieces(UnitId(1), &Printings { printings: printings.collect(), points: None });
        let figures = compose(&facts.all, &[], &roster, rules, month);
        figures.is_ok_and(|figures| part(&figures, UnitId(1)) == points)
    })
}

/// The facts that a bulletin tells.
struct Facts {
    month: Month,
    all: Vec<Fact>,
    /// A joint piece is one fact of several units: its place by title and printing.
    joint: HashMap<(String, String), usize>,
}

impl Facts {
    fn new(month: Month) -> Self {
        Self { month, all: Vec::new(), joint: HashMap::new() }
    }

    fn push(&mut self, kind: FactKind) {
        let reference = FactReference::File { path: eco_format!("[{}]", self.all.len()) };
        self.all.push(Fact::plain(self.month, reference, kind));
    }

    fn only(&self, wanted: fn(&FactKind) -> bool) -> Vec<Fact> {
        self.all.iter().filter(|fact| wanted(&fact.kind)).cloned().collect()
    }

    /// What has no list: submissions, pieces sent up, adjustments.
    fn month_of(&mut self, id: UnitId, unit: &Matched<'_>) {
        let paragraph = unit.told.map(|told| &told.paragraph);
        let from_row = |field| unit.row.and_then(|row| row.amount(field)).and_then(super::numbers::count);
        let submitted =
            paragraph.and_then(|paragraph| paragraph.submitted).or_else(|| from_row(Field::Submitted));
        // A paragraph leaves out what there is none of; but one with a base has only left out the count.
        let told = paragraph.filter(|paragraph| paragraph.forwarded.is_some() || paragraph.base.is_none());
        let forwarded = match told {
            Some(paragraph) => paragraph.forwarded,
            None => from_row(Field::ReportedUp),
        };
        if let Some(count) = submitted.filter(|count| *count > 0) {
            self.push(FactKind::Submissions { unit: id, count });
        }
        if let Some(count) = forwarded.filter(|count| *count > 0) {
            self.push(FactKind::Forwarding { count, title: None, units: smallvec![id] });
        }
        for (reason, points) in
            paragraph.map(|paragraph| paragraph.adjustments.as_slice()).unwrap_or_default()
        {
            self.push(FactKind::Adjustment { unit: id, points: *points, reason: reason.as_str().into() });
        }
    }

    fn pieces(&mut self, id: UnitId, pieces: &Printings) {
        for (title, printing) in &pieces.printings {
            let key = (title.clone(), format!("{printing:?}"));
            let known = self.joint.get(&key).copied().filter(|_| !title.is_empty());
            if let Some(units) = known.and_then(|at| units_of(&mut self.all[at].kind))
                && !units.contains(&id)
            {
                units.push(id);
                continue;
            }
            self.joint.insert(key, self.all.len());
            let kind = self.adoption(id, title, printing);
            self.push(kind);
        }
        if let Some(points) = pieces.points.filter(|points| !points.is_zero()) {
            self.push(FactKind::Adjustment { unit: id, points, reason: EcoString::new() });
        }
    }

    fn adoption(&self, id: UnitId, title: &str, printing: &Printing) -> FactKind {
        let (title, units) = (EcoString::from(title), smallvec![id]);
        match printing {
            Printing::Newsletter { issue, kind } => FactKind::NewsletterAdoption {
                issue: Arc::new(NewsletterIssue {
                    newsletter: None,
                    year: self.month.year(),
                    number: *issue,
                    edition: crate::issue::Edition::default(),
                }),
                item_kind: *kind,
                title,
                units,
            },
            Printing::Upper { channel, starred, commissioned } => FactKind::UpperAdoption {
                channel: channel.as_str().into(),
                title,
                starred: *starred,
                commissioned: *commissioned,
                units,
            },
            Printing::Commission { channel } => {
                FactKind::Commission { channel: channel.as_str().into(), title, units }
            }
        }
    }
}

fn units_of(kind: &mut FactKind) -> Option<&mut Units> {
    match kind {
        FactKind::NewsletterAdoption { units, .. }
        | FactKind::UpperAdoption { units, .. }
        | FactKind::Commission { units, .. } => Some(units),
        _ => None,
    }
}
