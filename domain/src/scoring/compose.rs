//! Composing a month's bulletin: rows, ranks, sums, and what is said around them.

use std::collections::HashMap;

use super::{
    bulletin::{Bulletin, BulletinError, BulletinGroup, GroupTotals, Row, Sources, Totals, stands},
    comparing,
    composing::{Composing, row},
    covering,
    entry::CreditEntry,
    facts::{Fact, by_unit},
};
use crate::{bulletin::covering::usual_paragraphs, calendar::Month, id::UnitId};

impl Bulletin {
    /// Puts one month's figures together. Fails only where a sum of points is out of range.
    pub fn compose(sources: Sources<'_>) -> Result<Self, BulletinError> {
        let known = |fact: &&Fact| fact.month <= sources.month && stands(fact, &sources);
        let by_unit = by_unit(sources.facts.iter().filter(known));
        let mut entries: HashMap<UnitId, Vec<&CreditEntry>> = HashMap::new();
        for entry in sources.entries {
            if (sources.month.january()..=sources.month).contains(&entry.month) {
                entries.entry(sources.roster.heir_of(entry.unit)).or_default().push(entry);
            }
        }
        let composing = Composing::new(&sources);
        let mut groups = Vec::new();
        for group in &sources.roster.groups {
            let rows = group
                .scored()
                .map(|unit| {
                    let facts = by_unit.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
                    let entries = entries.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
                    row(&composing, &group.name, unit, facts, entries)
                        .map_err(|_| BulletinError { unit: unit.name.clone(), month: sources.month })
                })
                .collect::<Result<Vec<_>, _>>()?;
            if !rows.is_empty() {
                groups.push((group.name.as_str(), rows));
            }
        }
        comparing::settle(&composing, &mut groups);
        let groups: Vec<BulletinGroup> = groups
            .into_iter()
            .enumerate()
            .map(|(place, (name, rows))| {
                group_of(name, sources.month, place, rows.into_iter().map(|row| row.row).collect())
            })
            .collect();
        let submitted = groups.iter().map(|group| group.totals.submitted).sum();
        let totals = Totals { submitted };
        let mut bulletin = Self {
            month: sources.month,
            title: covering::title(sources.month),
            covering: Vec::new(),
            attachment: covering::attachment(sources.month),
            groups,
            totals,
            notes: covering::notes(sources.month, sources.rules, sources.roster),
            rules: sources.rules.clone(),
        };
        bulletin.covering = usual_paragraphs(&bulletin);
        Ok(bulletin)
    }
}

fn group_of(name: &str, month: Month, place: usize, rows: Vec<Row>) -> BulletinGroup {
    BulletinGroup {
        group: name.to_owned(),
        table_title: covering::table_title(place, month, name),
        list_title: covering::list_title(name),
        totals: GroupTotals {
            submitted: rows.iter().map(|row| row.figures.submitted).sum(),
            newsletter_count: rows.iter().map(|row| row.figures.newsletter_count).sum(),
        },
        rows,
    }
}
