//! What must be found where one thing is wrong, reckoned from the right figures by the rules as they are printed
//! below a bulletin: 信息 1, 简讯 0.5, 上级采用 5 or with ★ 15, 约稿 5; ranks dense, by the cumulative.

use domain::{
    audit::{Finding, Place, Value},
    points::Points,
    scoring::{Bulletin, BulletinGroup, Field, Figure, Figures},
};

use super::edits::{Edit, Told, figure};

/// A finding without its words. Texts of leading units are left out: that they are wrong is the finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub unit: String,
    pub place: String,
    pub field: String,
    pub printed: String,
    pub derived: String,
}

impl Found {
    fn new(unit: &str, place: Place, field: &str, printed: impl ToString, derived: impl ToString) -> Self {
        let (printed, derived) = (printed.to_string(), derived.to_string());
        Self { unit: unit.into(), place: place.label().into(), field: field.into(), printed, derived }
    }

    /// That a name is wrong: which of the two it is, and where, only a roster could say.
    fn name(one: &str, other: &str) -> Self {
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        Self {
            unit: String::new(),
            place: String::new(),
            field: "name".into(),
            printed: first.into(),
            derived: second.into(),
        }
    }

    fn leaders(group: &str) -> Self {
        Self::new(group, Place::Covering, "rank", "", "")
    }

    pub(super) fn error(words: &str) -> Self {
        Self::new("", Place::Covering, "error", words, "")
    }
}

/// A finding of the program's.
pub fn found(finding: &Finding) -> Found {
    let text = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), ToString::to_string);
    let unit = finding.unit.clone().unwrap_or_default();
    match (finding.field, finding.place, &finding.printed, &finding.derived) {
        ("unit", _, Some(Value::Text(printed)), Some(Value::Text(derived))) => Found::name(printed, derived),
        ("rank", Place::Covering, ..) => Found::leaders(&unit),
        (field, place, printed, derived) => Found::new(&unit, place, field, text(printed), text(derived)),
    }
}

/// What must be found, the edit itself first.
pub(super) fn of(edit: &Edit, bulletin: &Bulletin) -> Vec<Found> {
    match *edit {
        Edit::Figure { group, row, field, more } => {
            let figures = &bulletin.groups[group].rows[row].figures;
            let right = amount(figures, field);
            vec![Found::new(&figures.unit, Place::Table, field.code(), plus(right, more), right)]
        }
        Edit::Rank { group, row, more } => {
            let figures = &bulletin.groups[group].rows[row].figures;
            let right = figures.rank.expect("every unit is ranked");
            let wrong = right + more.unsigned_abs();
            vec![Found::new(&figures.unit, Place::Table, "rank", wrong, right)]
        }
        Edit::Told { group, row, told, more } => of_told(bulletin, (group, row), told, more),
        Edit::Item { group, row, item } => of_item(&bulletin.groups[group], row, item),
        Edit::RowGone { group, row } => {
            let unit = &bulletin.groups[group].rows[row].figures.unit;
            vec![Found::new(unit, Place::Table, "unit", "-", unit)]
        }
        Edit::RowTwice { group, row } => {
            let unit = &bulletin.groups[group].rows[row].figures.unit;
            vec![Found::new(unit, Place::Table, "unit", 2, 1)]
        }
        Edit::Total { group, adopted, more } => {
            let name = group.map_or("", |group| &bulletin.groups[group].group);
            let field = if adopted { "newsletter_count" } else { "submitted" };
            let text = &bulletin.covering[0];
            let (received, rest) = text.split_once('；').expect("received, and adopted");
            let right = figure_after(if adopted { rest } else { received }, &total_words(bulletin, group));
            vec![Found::new(name, Place::Covering, field, plus(right, more), right)]
        }
        Edit::NameInTable { group, row } | Edit::NameInParagraph { group, row } => {
            let unit = &bulletin.groups[group].rows[row].figures.unit;
            vec![Found::name(&misspelt(unit), unit)]
        }
        Edit::OthersName { group, row, other } => {
            let rows = &bulletin.groups[group].rows;
            vec![Found::name(&rows[other].figures.unit, &rows[row].figures.unit)]
        }
        Edit::Leader { group, .. } => vec![Found::leaders(&bulletin.groups[group].group)],
    }
}

fn of_told(bulletin: &Bulletin, (group, row): (usize, usize), told: Told, more: i32) -> Vec<Found> {
    let group = &bulletin.groups[group];
    let row = &group.rows[row];
    let unit = &row.figures.unit;
    let right = figure_after(&row.paragraph, told.words());
    let wrong = plus(right, more);
    let in_paragraph = |field: &str| vec![Found::new(unit, Place::Paragraph, field, wrong, right)];
    match told {
        Told::FirstSum => in_paragraph(summed(&row.paragraph)),
        Told::Base => in_paragraph("base"),
        Told::Cumulative => in_paragraph("cumulative"),
        // What was sent in stands nowhere but there: the table and the totals are what does not agree.
        Told::Submitted => {
            let total =
                |of: Points, name: &str| Found::new(name, Place::Covering, "submitted", of, plus(of, more));
            vec![
                Found::new(unit, Place::Table, "submitted", right, wrong),
                total(group.totals.submitted.amount(), &group.group),
                total(bulletin.totals.submitted.amount(), ""),
            ]
        }
    }
}

/// What the first sum of a paragraph is of: a unit of which nothing was printed may have been asked for pieces.
fn summed(paragraph: &str) -> &'static str {
    let (before, _) = paragraph.split_once(Told::FirstSum.words()).expect("the words stand there");
    if before.contains("约稿") { "commission_points" } else { "adoption_points" }
}

/// What a listed piece is, by where it appeared.
struct Piece {
    field: Field,
    points: Points,
}

fn piece(source: &str) -> Piece {
    let half: Points = "0.5".parse().expect("points");
    let commission = source.ends_with("政府约稿）") || source.ends_with("委约稿）");
    let (field, points) = match source {
        _ if source.contains("期") && source.ends_with("信息）") => {
            (Field::NewsletterCount, Points::whole(1))
        }
        _ if source.contains("期") && source.ends_with("简讯）") => (Field::NewsletterCount, half),
        _ if commission => (Field::CommissionCount, Points::whole(5)),
        _ if source.contains('★') => (Field::UpperCount, Points::whole(15)),
        _ => (Field::UpperCount, Points::whole(5)),
    };
    Piece { field, points }
}

/// A piece that is not listed was not printed: everything that rests on it is too much.
fn of_item(group: &BulletinGroup, place: usize, item: usize) -> Vec<Found> {
    let row = &group.rows[place];
    let unit = &row.figures.unit;
    let taken = piece(&row.items[item].source);
    let one = Points::whole(1);
    let points_field =
        if taken.field == Field::CommissionCount { Field::CommissionPoints } else { Field::AdoptionPoints };
    let less = |of: Points, by: Points| of.checked_sub(by).expect("it was part of it");
    let mut found = Vec::new();
    for (field, by) in [
        (taken.field, one),
        (points_field, taken.points),
        (Field::Month, taken.points),
        (Field::Cumulative, taken.points),
    ] {
        let printed = amount(&row.figures, field);
        found.push(Found::new(unit, Place::Table, field.code(), printed, less(printed, by)));
    }
    // The paragraph sums up each kind of adoption by itself.
    let of_kind =
        || row.items.iter().map(|item| piece(&item.source)).filter(|piece| piece.field == taken.field);
    let count = Points::whole(i32::try_from(of_kind().count()).expect("few"));
    let sum = Points::checked_sum(of_kind().map(|piece| piece.points)).expect("few");
    let cumulative = amount(&row.figures, Field::Cumulative);
    for (field, printed, by) in [
        (taken.field, count, one),
        (points_field, sum, taken.points),
        (Field::Cumulative, cumulative, taken.points),
    ] {
        found.push(Found::new(unit, Place::Paragraph, field.code(), printed, less(printed, by)));
    }
    if taken.field == Field::NewsletterCount {
        let total = group.totals.newsletter_count.amount();
        found.push(Found::new(&group.group, Place::Covering, "newsletter_count", total, less(total, one)));
    }
    let points: Vec<Points> = (0..group.rows.len())
        .map(|at| {
            let own = amount(&group.rows[at].figures, Field::Cumulative);
            if at == place { less(own, taken.points) } else { own }
        })
        .collect();
    found.extend(ranks(group, &points));
    found
}

/// Ranks, and leading units, that the cumulative points no longer bear.
fn ranks(group: &BulletinGroup, points: &[Points]) -> Vec<Found> {
    let mut distinct: Vec<Points> = points.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.reverse();
    let rank = |points: &Points| distinct.iter().position(|other| other == points).expect("one of them") + 1;
    let mut found = Vec::new();
    for (row, points) in group.rows.iter().zip(points) {
        let printed = row.figures.rank.expect("every unit is ranked") as usize;
        if printed != rank(points) {
            found.push(Found::new(&row.figures.unit, Place::Table, "rank", printed, rank(points)));
        }
    }
    let leads = |rank: usize, points: Points| rank <= 3 && points > Points::ZERO;
    let printed: Vec<usize> = (0..group.rows.len())
        .filter(|at| {
            let figures = &group.rows[*at].figures;
            leads(figures.rank.expect("ranked") as usize, figures.cumulative)
        })
        .collect();
    let right: Vec<usize> =
        (0..group.rows.len()).filter(|at| leads(rank(&points[*at]), points[*at])).collect();
    let in_order = printed.iter().map(|at| rank(&points[*at])).is_sorted();
    if printed != right || !in_order {
        found.push(Found::leaders(&group.group));
    }
    found
}

/// A figure of a row.
pub(super) fn amount(figures: &Figures, field: Field) -> Points {
    match figures.get(field) {
        Figure::Count(count) => count.amount(),
        Figure::Points(points) => points,
        other => panic!("{field:?} is {other:?}"),
    }
}

pub(super) fn plus(points: Points, more: i32) -> Points {
    points.checked_add(Points::whole(more)).expect("small")
}

/// The words before a total of the covering text.
pub(super) fn total_words(bulletin: &Bulletin, group: Option<usize>) -> String {
    group.map_or("收到信息".to_owned(), |group| format!("{}信息", bulletin.groups[group].group))
}

fn figure_after(text: &str, words: &str) -> Points {
    let at = text.find(words).expect("the words stand there") + words.len();
    figure(&text[at..]).0
}

/// A name with one character that is another.
pub(super) fn misspelt(name: &str) -> String {
    let middle = name.chars().count() / 2;
    name.chars().enumerate().map(|(at, character)| if at == middle { '某' } else { character }).collect()
}
