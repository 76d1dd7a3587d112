//! The bulletin's figures as JSON, as `jianbao bulletin` prints them: the keys are a contract.

use std::collections::BTreeMap;

use domain::{
    calendar::Month,
    points::Points,
    scoring::{Bulletin, CountOrPoints, Figures, Tally, Totals},
};
use serde::Serialize;

#[derive(Serialize)]
struct Tables<'a> {
    month: Month,
    groups: Vec<Group<'a>>,
    totals: Totals,
}

#[derive(Serialize)]
struct Group<'a> {
    group: &'a str,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    figures: &'a Figures,
    /// The rule set's own figures, each under its key.
    #[serde(flatten)]
    own: BTreeMap<&'a str, Own>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<Entry<'a>>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Own {
    Count(Tally),
    Points(Points),
}

/// One line of credit, for whoever asks why.
#[derive(Serialize)]
struct Entry<'a> {
    month: Month,
    category: &'a str,
    points: Points,
    rule: &'a str,
    words: &'a str,
}

/// The figures of all groups, indented, with a line end. `explained`, each row has the lines of its
/// cumulative points too.
pub fn bulletin(bulletin: &Bulletin, explained: bool) -> serde_json::Result<String> {
    let groups = bulletin
        .groups
        .iter()
        .map(|group| Group {
            group: &group.group,
            rows: group.rows.iter().map(|one| row(one, explained)).collect(),
        })
        .collect();
    let tables = Tables { month: bulletin.month, groups, totals: bulletin.totals };
    let mut text = serde_json::to_string_pretty(&tables)?;
    text.push('\n');
    Ok(text)
}

fn row(row: &domain::scoring::Row, explained: bool) -> Row<'_> {
    let own = row.figures.own.iter().map(|own| {
        let value = match own.value {
            CountOrPoints::Count(count) => Own::Count(count),
            CountOrPoints::Points(points) => Own::Points(points),
        };
        (own.key.as_str(), value)
    });
    let entries = || {
        let entries = row.entries.iter().map(|entry| Entry {
            month: entry.month,
            category: entry.category.label(),
            points: entry.points,
            rule: &entry.rule.rule,
            words: &entry.words,
        });
        entries.collect()
    };
    Row { figures: &row.figures, own: own.collect(), entries: explained.then(entries) }
}
