//! What an issue would print as it is arranged now, and what stands in the way of that.

use std::collections::HashMap;

use app::desk::{Refusal, issues::Warning};
use domain::{
    attribution::Attribution,
    calendar::Month,
    clearance::Verdict,
    closing,
    id::{IssueId, ItemId, UnitId},
    issue::{
        Issue,
        arrangement::{Arrangement, Section},
        content::{IssueContent, ItemContent, SectionContent},
        newsletter::Newsletter,
        version::PrintedItem,
    },
    item::{Item, ItemText},
    scoring::Roster,
    unit::{UnitDirectory, changes::day_concerned},
};
use store::{Connection, issues, items, newsletters, roster, units};
use typeset::{GlyphPlace, Obstacle};

/// An issue with everything that is printed in it.
pub(super) struct Arranged {
    pub(super) newsletter: Newsletter,
    pub(super) arrangement: Arrangement,
    /// In printed order.
    pub(super) items: Vec<Item>,
    /// What is printed; sections without items are not.
    pub(super) content: IssueContent,
    /// Units that do not exist on the day of the issue, of each item that names one.
    absent: Vec<Absent>,
}

/// A unit that an item names and that does not exist on the day of its issue.
struct Absent {
    item: ItemId,
    words: String,
    /// Whether it would be credited, and so earn nothing.
    is_credited: bool,
}

/// What stands behind the number of pieces that are not cleared.
pub(super) const NOT_CLEARED: &str = "篇（则）没有通过保密审查";

impl Arranged {
    /// Loads what belongs to the issue.
    pub(super) async fn load(connection: &impl Connection, issue: &Issue) -> Result<Self, Refusal> {
        let newsletter = newsletters::find(connection, issue.newsletter)
            .await?
            .ok_or_else(|| Refusal::not_found("这份刊物"))?;
        let arrangement = issues::arrangement(connection, issue.id).await?;
        let ids: Vec<ItemId> = arrangement.items().collect();
        let items = items::load_many(connection, &ids).await?;
        let content = content_of(&newsletter, issue, &arrangement, &items);
        let directory = units::directory(connection).await?;
        let roster = roster::roster(connection, issue.credit_month).await?;
        let looked_up = LookedUp { directory: &directory, roster: &roster, issue };
        let absent = items.iter().flat_map(|item| looked_up.absent_units(item)).collect();
        Ok(Self { newsletter, arrangement, items, content, absent })
    }

    /// Whose texts are printed, in printed order.
    pub(super) fn printed(&self) -> Vec<PrintedItem> {
        self.items.iter().map(|item| PrintedItem { item: item.id, revision: item.revision }).collect()
    }

    /// What stands in the way of sign-off, but for what only the pages show.
    pub(super) fn obstacles(&self, issue: IssueId) -> Vec<Warning> {
        let mut obstacles = Vec::new();
        let mut obstruct = |words: String, address: String, alike: &str| {
            obstacles.push(Warning { words, address, obstructs: true, alike: alike.to_owned() });
        };
        if self.items.is_empty() {
            obstruct("还没有编入稿件".to_owned(), format!("/issues/{issue}/desk#shortlist"), "");
        }
        if self.newsletter.steps.is_empty() {
            obstruct("刊物没有设定签发步骤，请管理员设定".to_owned(), "/admin".to_owned(), "");
        }
        for item in &self.items {
            let (name, address) = (item.text.list_title(), format!("/items/{}", item.id));
            let section = self.arrangement.sections.iter().find(|section| section.items.contains(&item.id));
            if let Some(section) = section.filter(|section| section.kind != item.text.kind) {
                let (own, other) = (item.text.kind.label(), section.kind.label());
                let words = format!("《{name}》的体裁是{own}，却在{other}栏目里，请移到{own}栏目");
                obstruct(words, format!("/issues/{issue}/desk"), "篇（则）体裁和栏目不合");
            }
            if !item.is_cleared() {
                obstruct(format!("《{name}》{}", clearance_in_words(item)), address.clone(), NOT_CLEARED);
            }
            let unknown: Vec<&str> = item.attribution.unresolved().map(|part| part.text.as_str()).collect();
            if !unknown.is_empty() {
                obstruct(
                    format!("《{name}》署名中的“{}”不是已知的单位", unknown.join("”“")),
                    address.clone(),
                    "篇（则）署名里有不认识的单位",
                );
            }
            if item.attribution.is_empty() {
                obstruct(format!("《{name}》没有署名"), address.clone(), "篇（则）没有署名");
            }
            for absent in self.absent.iter().filter(|absent| absent.item == item.id && absent.is_credited) {
                obstruct(
                    format!("《{name}》{}", absent.words),
                    address.clone(),
                    "篇（则）署名的单位已有变动",
                );
            }
        }
        obstacles
    }

    /// Names of units that are over, printed by an editor's decision: somebody else is credited.
    pub(super) fn absent_names(&self) -> impl Iterator<Item = Warning> {
        self.absent.iter().filter(|absent| !absent.is_credited).filter_map(|absent| {
            let item = self.items.iter().find(|item| item.id == absent.item)?;
            let words = format!("《{}》{}", item.text.list_title(), absent.words);
            let alike = "篇（则）署名的单位已有变动".to_owned();
            Some(Warning { words, address: format!("/items/{}", absent.item), obstructs: false, alike })
        })
    }

    /// What the pages show to stand in the way: characters that no font has, what finds no room.
    pub(super) fn print_obstacles(&self, obstacles: &[Obstacle]) -> Vec<Warning> {
        let warning = |obstacle: &Obstacle| {
            let item = match obstacle.place() {
                GlyphPlace::Item { index, .. } => self.items.get(*index),
                _ => None,
            };
            let address = item.map_or("/admin".to_owned(), |item| format!("/items/{}", item.id));
            Warning { words: obstacle.to_string(), address, obstructs: true, alike: String::new() }
        };
        obstacles.iter().map(warning).collect()
    }
}

/// What is asked about the units that an issue names.
struct LookedUp<'a> {
    directory: &'a UnitDirectory,
    /// The units as they stand in the issue's credit month.
    roster: &'a Roster,
    issue: &'a Issue,
}

impl LookedUp<'_> {
    /// The units of an item that do not exist on the issue's day or earn nothing in its month: those that it credits,
    /// and those that are only printed.
    fn absent_units(&self, item: &Item) -> Vec<Absent> {
        let credited = item.credited_units();
        let attributed = item.attribution.units();
        let printed = attributed.iter().filter(|unit| !credited.contains(unit));
        let all = credited.iter().map(|unit| (*unit, true)).chain(printed.map(|unit| (*unit, false)));
        let absent = all.filter_map(|(unit, is_credited)| {
            let what = if attributed.contains(&unit) { "署名" } else { "记分单位" };
            let words = self.why_absent(unit, is_credited)?;
            Some(Absent { item: item.id, words: format!("{what}中的{words}"), is_credited })
        });
        absent.collect()
    }

    fn why_absent(&self, unit: UnitId, is_credited: bool) -> Option<String> {
        let day = day_concerned(self.issue.date, self.issue.credit_month);
        match self.directory.absence_on(unit, day) {
            Some(absence) if is_credited => {
                Some(format!("{}，否则记不了分", self.directory.advice(&absence)))
            }
            Some(absence) => Some(format!("{}，照此印出；记分已另定", absence.words)),
            None if is_credited => without_group(self.directory, self.roster, unit, self.issue.credit_month),
            None => None,
        }
    }
}

/// Why a scored unit that exists would earn nothing in a month.
pub(in crate::desk) fn without_group(
    directory: &UnitDirectory,
    roster: &Roster,
    unit: UnitId,
    month: Month,
) -> Option<String> {
    let named = directory.get(unit).filter(|unit| unit.scored)?;
    let stands = roster.scored().any(|on_roster| on_roster.id == unit);
    let month = closing::in_words(month);
    (!stands).then(|| format!("{}在{month}没有分组，记不了分，请管理员写明它的分组", named.name))
}

fn clearance_in_words(item: &Item) -> &'static str {
    match &item.clearance {
        None => "还没有保密审查",
        Some(clearance) if clearance.is_void_for(item.revision) => "保密审查后又改过，需要重新审查",
        Some(clearance) => match clearance.verdict {
            Verdict::Refused { .. } => "保密审查没有通过",
            Verdict::Cleared => "还没有保密审查",
        },
    }
}

fn content_of(
    newsletter: &Newsletter,
    issue: &Issue,
    arrangement: &Arrangement,
    items: &[Item],
) -> IssueContent {
    let items: HashMap<ItemId, &Item> = items.iter().map(|item| (item.id, item)).collect();
    let section = |section: &Section| SectionContent {
        kind: section.kind,
        title: section.title.clone(),
        in_columns: section.in_columns,
        items: section
            .items
            .iter()
            .filter_map(|id| items.get(id).map(|item| printed_text(&item.text, &item.attribution)))
            .collect(),
    };
    let filled = arrangement.sections.iter().filter(|section| !section.items.is_empty());
    IssueContent {
        newsletter: newsletter.name.clone(),
        mark: newsletter.mark.clone(),
        publisher: newsletter.publisher.clone(),
        year: issue.year,
        number: issue.number,
        total: issue.total,
        edition: issue.edition,
        correction: None,
        date: issue.date,
        sections: filled.map(section).collect(),
        foot: Some(newsletter.foot.clone()),
    }
}

/// A text as it is printed: its attribution in the office's own form, whatever brackets were typed.
pub(in crate::desk) fn printed_text(text: &ItemText, attribution: &Attribution) -> ItemContent {
    let attribution = if attribution.is_empty() {
        text.attribution_line.trim().to_owned()
    } else {
        attribution.to_string()
    };
    ItemContent {
        title: text.title.trim().to_owned(),
        subtitle: text.subtitle.clone(),
        body: text.body.clone(),
        attribution,
    }
}

/// What the pages show to stand in the way, as obstacles that are mended on the same page.
pub(super) fn mended_here(obstacles: &[Obstacle]) -> Vec<Warning> {
    let warning = |obstacle: &Obstacle| Warning {
        words: obstacle.to_string(),
        address: String::new(),
        obstructs: true,
        alike: String::new(),
    };
    obstacles.iter().map(warning).collect()
}

/// The words of what stands in the way, as an error.
pub(super) fn blocked(obstacles: &[Warning]) -> Refusal {
    Refusal::Blocked(obstacles.iter().map(|obstacle| obstacle.words.clone()).collect())
}
