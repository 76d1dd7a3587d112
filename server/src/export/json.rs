//! The bulletin's figures as JSON, as `jianbao bulletin` prints them: the keys are a contract.

use domain::{
    calendar::Month,
    scoring::{Bulletin, Figures, Totals},
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
    rows: Vec<&'a Figures>,
}

/// The figures of all groups, indented, with a line end.
pub fn bulletin(bulletin: &Bulletin) -> serde_json::Result<String> {
    let groups = bulletin
        .groups
        .iter()
        .map(|group| Group { group: &group.group, rows: group.rows.iter().map(|row| &row.figures).collect() })
        .collect();
    let tables = Tables { month: bulletin.month, groups, totals: bulletin.totals };
    let mut text = serde_json::to_string_pretty(&tables)?;
    text.push('\n');
    Ok(text)
}
