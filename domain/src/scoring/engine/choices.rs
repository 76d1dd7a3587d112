//! Step 2: where one story stands in several places, which of its lines count.
//!
//! The comparison runs over the choice's period: a later line that displaces one credited in an earlier month
//! takes that one back in its own month, so that together they give what the choice allows and no closed
//! month changes.

use ecow::{EcoString, eco_format};
use smallvec::{SmallVec, smallvec};

use super::{
    super::{
        facts::References,
        rules::{Choice, ChoiceKey, Keep, VOID},
    },
    bounds::{self, Changed},
    state::{GroupKey, Line, LineState, NewEntry, Step},
    work::MonthWork,
};
use crate::{
    calendar::Month,
    points::{Points, PointsError},
};

/// Drops what the choices do not count, and takes back what they counted before and do no longer.
pub(super) fn choose(work: &mut MonthWork<'_, '_>) {
    take_back_voided(work);
    let rules = work.rules;
    for choice in &rules.choices {
        for key in touched_groups(work, choice) {
            apply(work, choice, &key);
        }
    }
}

/// Puts the month's lines into their groups; answers the groups that have grown, in the order of the lines.
fn touched_groups(work: &mut MonthWork<'_, '_>, choice: &Choice) -> Vec<GroupKey> {
    let mut touched: Vec<GroupKey> = Vec::new();
    let (year, first) = (&mut *work.year, work.new_lines.start);
    let groups = year.groups.entry(choice.rule.as_str().into()).or_default();
    for (place, line) in year.lines.iter().enumerate().skip(first) {
        if !line.counts() || !(chooses_from(choice, line) || is_attached(choice, line)) {
            continue;
        }
        let Some(key) = common(choice, line, work.month) else { continue };
        // A line alone is chosen from nothing.
        let Some(group) = groups.get_mut(&key) else {
            groups.insert(key, smallvec![place]);
            continue;
        };
        if group.len() == 1 || group.last().is_some_and(|last| *last < first) {
            touched.push(key);
        }
        group.push(place);
    }
    touched
}

fn chooses_from(choice: &Choice, line: &Line) -> bool {
    (choice.rates.is_empty() && !line.is_submission && !is_attached(choice, line))
        || choice.rates.iter().any(|rate| *rate == line.rule)
}

fn is_attached(choice: &Choice, line: &Line) -> bool {
    choice.attached.iter().any(|rule| *rule == line.rule)
}

/// What the line has in common with those it is compared with; `None` for a line without a story where
/// stories are compared.
fn common(choice: &Choice, line: &Line, month: Month) -> Option<GroupKey> {
    let values = choice.among.iter().map(|key| match key {
        ChoiceKey::Story => line.story.as_ref(),
        other => Some(value(line, *other)),
    });
    let values = values.map(|value| value.cloned()).collect::<Option<_>>()?;
    Some((line.unit, choice.within.begins(month), values))
}

fn value(line: &Line, key: ChoiceKey) -> &EcoString {
    static NONE: EcoString = EcoString::new();
    match key {
        ChoiceKey::Story => line.story.as_ref().unwrap_or(&NONE),
        ChoiceKey::Level => &line.level,
        ChoiceKey::Channel => &line.channel,
        ChoiceKey::Rank => &line.rank,
        ChoiceKey::Form => &line.form,
        ChoiceKey::Rule => &line.rule,
    }
}

/// Lines that stand or fall together: one that is chosen from, with those attached to it.
struct Cluster {
    lines: SmallVec<[usize; 1]>,
    total: Points,
}

fn grouped(work: &MonthWork<'_, '_>, choice: &Choice, key: &GroupKey) -> SmallVec<[usize; 2]> {
    let groups = work.year.groups.get(choice.rule.as_str());
    groups.and_then(|groups| groups.get(key)).cloned().unwrap_or_default()
}

fn apply(work: &mut MonthWork<'_, '_>, choice: &Choice, key: &GroupKey) {
    let places = grouped(work, choice, key);
    let in_play: Vec<usize> = places.into_iter().filter(|place| work.year.lines[*place].counts()).collect();
    let clusters = clusters(work, choice, &in_play);
    let kept = kept(work, choice, &clusters);
    for (cluster, kept) in clusters.iter().zip(kept) {
        if kept {
            continue;
        }
        for place in &cluster.lines {
            drop_line(work, choice, *place);
        }
    }
}

fn clusters(work: &MonthWork<'_, '_>, choice: &Choice, places: &[usize]) -> Vec<Cluster> {
    let lines = &work.year.lines;
    let (attached, chosen): (Vec<usize>, Vec<usize>) =
        places.iter().copied().partition(|place| is_attached(choice, &lines[*place]));
    let mut clusters: Vec<Cluster> = chosen
        .into_iter()
        .map(|place| Cluster { lines: smallvec![place], total: lines[place].total() })
        .collect();
    for place in attached {
        let line = &lines[place];
        let owner = clusters.iter_mut().find(|cluster| {
            let first = &lines[cluster.lines[0]];
            !is_attached(choice, first) && first.story == line.story && first.channel == line.channel
        });
        match owner {
            Some(cluster) => {
                cluster.lines.push(place);
                cluster.total = super::sums::sum([cluster.total, line.total()]);
            }
            None => clusters.push(Cluster { lines: smallvec![place], total: line.total() }),
        }
    }
    clusters
}

/// Which clusters count, in their order.
fn kept(work: &MonthWork<'_, '_>, choice: &Choice, clusters: &[Cluster]) -> Vec<bool> {
    let lines = &work.year.lines;
    let first = |cluster: &Cluster| &lines[cluster.lines[0]];
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    let stage = |cluster: &Cluster| choice.rates.iter().position(|rate| *rate == first(cluster).rule);
    // Among equals the earlier month's, then the one that does not depend on the order of the facts.
    order.sort_by_key(|place| {
        let cluster = &clusters[*place];
        let line = first(cluster);
        let stage = if choice.keep == Keep::Last { stage(cluster) } else { None };
        (std::cmp::Reverse((stage, cluster.total)), line.month, line.reference.clone())
    });
    let count = match choice.keep {
        Keep::Highest | Keep::Last => 1,
        Keep::Best => choice.count.unwrap_or(1) as usize,
    };
    let mut kept = vec![false; clusters.len()];
    let mut taken: Vec<&EcoString> = Vec::new();
    let mut left = count;
    for place in order {
        let line = first(&clusters[place]);
        let one = choice.one_per.map(|key| value(line, key));
        if left == 0 || one.is_some_and(|one| taken.contains(&one)) {
            continue;
        }
        taken.extend(one);
        kept[place] = true;
        left -= 1;
    }
    kept
}

fn drop_line(work: &mut MonthWork<'_, '_>, choice: &Choice, place: usize) {
    let words = choice.name.as_str().into();
    let standing = LineState::Dropped { rule: choice.rule.as_str().into(), words };
    let line = &mut work.year.lines[place];
    line.state = standing;
    if place < work.new_lines.start {
        let line = line.clone();
        work.displaced.push((place, choice.rule.clone()));
        take_back(work, &line, &choice.rule, &choice.name);
    }
}

/// Reverses in this month what an earlier one credited.
fn take_back(work: &mut MonthWork<'_, '_>, line: &Line, rule: &str, why: &str) {
    correct(work, line, rule, why, "冲减", |points| points.checked_neg());
}

/// A line of an earlier month, which this month had displaced or voids had left alone, counts again.
pub(super) fn give_again(work: &mut MonthWork<'_, '_>, place: usize, rule: &str, why: &str) {
    let line = &mut work.year.lines[place];
    // What counts again of a month at zero goes with it, and displaces nothing.
    let is_zeroed = work.year.zeroed_months.contains_key(&(line.unit, line.month));
    line.state = if is_zeroed { LineState::Zeroed } else { LineState::Counts };
    let line = line.clone();
    correct(work, &line, rule, why, "恢复", Ok);
}

fn correct(
    work: &mut MonthWork<'_, '_>,
    line: &Line,
    rule: &str,
    why: &str,
    what: &str,
    points: impl Fn(Points) -> Result<Points, PointsError>,
) {
    if work.year.zeroed.contains(&line.unit) {
        // A year at zero has given nothing that could be taken back.
        return;
    }
    let step = std::mem::replace(&mut work.step, Step::Piece);
    for part in &line.parts {
        let Ok(points) = points(part.points) else { continue };
        if points.is_zero() {
            continue;
        }
        let entry = NewEntry {
            category: part.category.clone(),
            points,
            rule: rule.into(),
            facts: References::One(line.reference.clone()),
            words: eco_format!("{why}，{what}{}已计的“{}”", line.month.in_words(), part.words),
        };
        work.correct(line.unit, line.month, &part.rule, entry);
        let changed = Changed {
            unit: line.unit,
            month: line.month,
            category: &part.category,
            rule: &part.rule,
            points,
            beyond_month: false,
            facts: std::slice::from_ref(&line.reference),
        };
        bounds::give_room(work, &changed);
    }
    work.step = step;
}

/// What earlier months credited for stories that this month voids.
fn take_back_voided(work: &mut MonthWork<'_, '_>) {
    if work.year.voided.is_empty() {
        return;
    }
    let mut left = Vec::new();
    for place in 0..work.new_lines.start {
        let line = &work.year.lines[place];
        let is_void = matches!(&line.state, LineState::Dropped { rule, .. } if rule == VOID);
        let Some(story) = line.story.clone().filter(|_| !is_void) else { continue };
        let unit = line.unit;
        let voided = |unit| work.year.voided.contains(&(story.clone(), unit));
        if voided(None) || voided(Some(unit)) {
            let words = "已作废".into();
            let line = &mut work.year.lines[place];
            let void = LineState::Dropped { rule: VOID.into(), words };
            let before = std::mem::replace(&mut line.state, void);
            // What another piece had displaced has given nothing, and is not chosen any more either.
            if matches!(before, LineState::Counts | LineState::Zeroed) {
                let line = line.clone();
                take_back(work, &line, VOID, "稿件作废");
                left.push(place);
            }
        }
    }
    choose_again(work, &left);
}

/// Where lines were compared with others than those of their story, their places are free for what they had displaced.
fn choose_again(work: &mut MonthWork<'_, '_>, left: &[usize]) {
    let rules = work.rules;
    for choice in rules.choices.iter().filter(|choice| !choice.among.contains(&ChoiceKey::Story)) {
        let begins = choice.within.begins(work.month);
        let groups = work.year.groups.get(choice.rule.as_str()).into_iter().flatten();
        let touched = groups.filter(|((_, period, _), places)| {
            *period == begins && places.iter().any(|place| left.contains(place))
        });
        let mut keys: Vec<GroupKey> = touched.map(|(key, _)| key.clone()).collect();
        keys.sort();
        for key in keys {
            let places = grouped(work, choice, &key);
            let mut zeroed: Vec<Month> = places.iter().map(|place| work.year.lines[*place].month).collect();
            zeroed.retain(|month| work.year.zeroed_months.contains_key(&(key.0, *month)));
            zeroed.sort_unstable();
            zeroed.dedup();
            // What went with a month at zero keeps its place among that month's lines, and takes none from others.
            for scope in std::iter::once(None).chain(zeroed.iter().copied().map(Some)) {
                choose_within(work, choice, &places, (scope, &zeroed));
            }
        }
    }
}

/// Gives again what the choice would keep now, of the months that are not at zero or of one that is.
fn choose_within(
    work: &mut MonthWork<'_, '_>,
    choice: &Choice,
    places: &[usize],
    (scope, zeroed): (Option<Month>, &[Month]),
) {
    let may_come = |line: &Line| {
        let is_dropped = matches!(&line.state, LineState::Dropped { rule, .. } if *rule == choice.rule);
        match scope {
            None => is_dropped && !zeroed.contains(&line.month),
            Some(month) => line.month == month && (is_dropped || line.state == LineState::Zeroed),
        }
    };
    let lines = &work.year.lines;
    let in_play: Vec<usize> =
        places.iter().copied().filter(|place| lines[*place].counts() || may_come(&lines[*place])).collect();
    let clusters = clusters(work, choice, &in_play);
    let kept = kept(work, choice, &clusters);
    let again = clusters.iter().zip(kept).filter(|(_, kept)| *kept).flat_map(|(cluster, _)| &cluster.lines);
    for place in again.copied().collect::<Vec<_>>() {
        if matches!(work.year.lines[place].state, LineState::Dropped { .. }) {
            give_again(work, place, &choice.rule, &choice.name);
        }
    }
}
