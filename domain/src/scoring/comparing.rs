//! How the units stand to each other: converted marks, ranks, remarks, order.

use super::{
    columns::Field,
    composing::{Composing, Unranked},
    figures::Figures,
    ranking::ranks,
    rules::{Conversion, Effect, Mark, Ranking, RuleSet},
};
use crate::points::Points;

type Groups<'a> = [(&'a str, Vec<Unranked>)];

/// Fills in what depends on other rows, and puts each group's rows in order of rank.
pub(super) fn settle(composing: &Composing<'_>, groups: &mut Groups<'_>) {
    let rules = composing.sources.rules;
    if !rules.parts.is_empty() || rules.conversion.is_some() {
        convert(rules, groups);
    }
    rank(&rules.ranking, groups);
    for (group, rows) in groups {
        for row in rows.iter_mut() {
            remark(rules, group, &mut row.row.figures);
            let remarks = row.row.figures.remarks.join("、");
            if let Some(told) = row.row.paragraph.strip_suffix('）').filter(|_| !remarks.is_empty()) {
                row.row.paragraph = format!("{told}；{remarks}）");
            }
        }
        // A stable sort, so that equal ranks keep the printed order; who is not ranked stands last.
        rows.sort_by_key(|row| row.row.figures.rank.unwrap_or(u32::MAX));
    }
}

fn convert(rules: &RuleSet, groups: &mut Groups<'_>) {
    let places = rules.parts.len().max(1);
    let highest =
        |rows: &[Unranked], place: usize| rows.iter().map(|row| row.parts[place]).max().unwrap_or_default();
    let of_groups: Vec<Vec<Points>> =
        groups.iter().map(|(_, rows)| (0..places).map(|place| highest(rows, place)).collect()).collect();
    let of_all: Vec<Points> = (0..places)
        .map(|place| of_groups.iter().map(|group| group[place]).max().unwrap_or_default())
        .collect();
    let mut sums: Vec<Vec<Points>> = Vec::new();
    for ((_, rows), of_group) in groups.iter().zip(&of_groups) {
        let marks = rows.iter().map(|row| {
            let parts = row.parts.iter().enumerate().map(|(place, points)| {
                let Some(part) = rules.parts.get(place) else { return i128::from(points.scaled()) };
                let points = part.conversion.map_or(*points, |conversion| {
                    converted(rules, *points, conversion, of_group[place], of_all[place])
                });
                let one = i128::from(Points::whole(1).scaled());
                let product = i128::from(points.scaled()).saturating_mul(i128::from(part.weight.scaled()));
                i128::from(rules.rounding.divide(product, one).scaled())
            });
            Points::from_scaled(i64::try_from(parts.sum::<i128>()).unwrap_or(i64::MAX))
        });
        sums.push(marks.collect());
    }
    let highest_of_all = sums.iter().flatten().copied().max().unwrap_or_default();
    for ((_, rows), sums) in groups.iter_mut().zip(sums) {
        let highest_of_group = sums.iter().copied().max().unwrap_or_default();
        for (row, sum) in rows.iter_mut().zip(sums) {
            let mark = rules.conversion.map_or(sum, |conversion| {
                converted(rules, sum, conversion, highest_of_group, highest_of_all)
            });
            row.row.figures.converted = Some(mark);
        }
    }
}

/// `points ÷ whole × full`; nothing where the whole is nothing.
fn converted(
    rules: &RuleSet,
    points: Points,
    conversion: Conversion,
    highest_of_group: Points,
    highest: Points,
) -> Points {
    let whole = match conversion.whole {
        Mark::Points(points) => points,
        Mark::HighestOfGroup => highest_of_group,
        Mark::Highest => highest,
    };
    if whole <= Points::ZERO {
        return conversion.least.unwrap_or_default().max(Points::ZERO);
    }
    let product = i128::from(points.scaled()).saturating_mul(i128::from(conversion.full.scaled()));
    let mark = rules.rounding.divide(product, i128::from(whole.scaled()));
    let mark = if conversion.bounded { mark.min(conversion.full) } else { mark };
    conversion.least.map_or(mark, |least| mark.max(least))
}

fn rank(ranking: &Ranking, groups: &mut Groups<'_>) {
    if ranking.across_groups {
        let mut all: Vec<&mut Unranked> = groups.iter_mut().flat_map(|(_, rows)| rows).collect();
        rank_rows(ranking, &mut all);
    } else {
        for (_, rows) in groups {
            let mut rows: Vec<&mut Unranked> = rows.iter_mut().collect();
            rank_rows(ranking, &mut rows);
        }
    }
}

fn rank_rows(ranking: &Ranking, rows: &mut [&mut Unranked]) {
    let key = |row: &Unranked| {
        let figures = &row.row.figures;
        let amount = figures.amount(ranking.by).unwrap_or(figures.cumulative);
        let exact = row.exact.filter(|_| ranking.by == Field::Cumulative);
        (exact.unwrap_or(i128::from(amount.scaled())), amount, row.ties.clone())
    };
    let is_ranked = |row: &Unranked| {
        let figures = &row.row.figures;
        ranking.at_least.is_none_or(|least| key(row).1 >= least)
            && !(ranking.without_excluded && figures.excluded)
    };
    let ranked: Vec<usize> = (0..rows.len()).filter(|place| is_ranked(rows[*place])).collect();
    let keys: Vec<(i128, Points, Vec<i128>)> = ranked.iter().map(|place| key(rows[*place])).collect();
    // Where nobody has anything yet, nobody is first.
    if keys.iter().all(|(_, amount, _)| *amount <= Points::ZERO) {
        return;
    }
    for (place, rank) in ranked.into_iter().zip(ranks(&keys, ranking.method)) {
        rows[place].row.figures.rank = Some(rank);
    }
}

fn remark(rules: &RuleSet, group: &str, figures: &mut Figures) {
    for remark in &rules.remarks {
        if !remark.groups.is_empty() && !remark.groups.iter().any(|one| one == group) {
            continue;
        }
        let amount = match remark.field {
            Field::Rank => figures.rank.map(|rank| Points::whole(i32::try_from(rank).unwrap_or(i32::MAX))),
            field => figures.amount(field),
        };
        let Some(amount) = amount else { continue };
        let high = remark.at_least.is_none_or(|least| amount >= least);
        let low = remark.below.is_none_or(|bound| amount < bound);
        // Who is excluded from awards is praised for nothing.
        let praise = remark.at_least.is_some() && remark.below.is_none() && remark.field != Field::Rank;
        if high && low && !(praise && figures.excluded) {
            say(figures, &remark.name);
        }
    }
    if figures.excluded {
        say(figures, Effect::Exclude.label());
    }
}

fn say(figures: &mut Figures, words: &str) {
    if !figures.remarks.iter().any(|said| said == words) {
        figures.remarks.push(words.to_owned());
    }
}
