//! What an issue would print as it is arranged now, and what stands in the way of that.

use std::collections::HashMap;

use app::desk::{DeskError, issues::Warning};
use domain::{
    attribution::Attribution,
    clearance::Verdict,
    id::{IssueId, ItemId},
    issue::{
        Issue,
        arrangement::{Arrangement, Section},
        content::{IssueContent, ItemContent, SectionContent},
        newsletter::Newsletter,
        version::PrintedItem,
    },
    item::{Item, ItemText},
};

use super::super::failed;
use crate::{
    store::{Connection, issues, items, newsletters},
    typeset::{GlyphPlace, Obstacle},
};

/// An issue with everything that is printed in it.
pub(super) struct Arranged {
    pub(super) newsletter: Newsletter,
    pub(super) arrangement: Arrangement,
    /// In printed order.
    pub(super) items: Vec<Item>,
    /// What is printed; sections without items are not.
    pub(super) content: IssueContent,
}

impl Arranged {
    /// Loads what belongs to the issue.
    pub(super) async fn load(connection: &impl Connection, issue: &Issue) -> Result<Self, DeskError> {
        let newsletter = newsletters::find(connection, issue.newsletter)
            .await
            .map_err(failed)?
            .ok_or_else(|| DeskError::NotFound("这份刊物".to_owned()))?;
        let arrangement = issues::arrangement(connection, issue.id).await.map_err(failed)?;
        let ids: Vec<ItemId> = arrangement.items().collect();
        let items = items::load_many(connection, &ids).await.map_err(failed)?;
        let content = content_of(&newsletter, issue, &arrangement, &items);
        Ok(Self { newsletter, arrangement, items, content })
    }

    /// Whose texts are printed, in printed order.
    pub(super) fn printed(&self) -> Vec<PrintedItem> {
        self.items.iter().map(|item| PrintedItem { item: item.id, revision: item.revision }).collect()
    }

    /// What stands in the way of sign-off, but for what only the pages show.
    pub(super) fn obstacles(&self, issue: IssueId) -> Vec<Warning> {
        let mut obstacles = Vec::new();
        let mut obstruct = |words: String, address: String| {
            obstacles.push(Warning { words, address, obstructs: true });
        };
        if self.items.is_empty() {
            obstruct("还没有编入稿件".to_owned(), format!("/issues/{issue}/desk#shortlist"));
        }
        if self.newsletter.steps.is_empty() {
            obstruct("刊物没有设定签发步骤，请管理员设定".to_owned(), "/admin".to_owned());
        }
        for item in &self.items {
            let (name, address) = (item.text.list_title(), format!("/items/{}", item.id));
            if !item.is_cleared() {
                obstruct(format!("《{name}》{}", clearance_in_words(item)), address.clone());
            }
            let unknown: Vec<&str> = item.attribution.unresolved().map(|part| part.text.as_str()).collect();
            if !unknown.is_empty() {
                obstruct(
                    format!("《{name}》署名中的“{}”不是已知的单位", unknown.join("”“")),
                    address.clone(),
                );
            }
            if item.attribution.is_empty() {
                obstruct(format!("《{name}》没有署名"), address);
            }
        }
        obstacles
    }

    /// What the pages show to stand in the way: characters that no font has, what finds no room.
    pub(super) fn print_obstacles(&self, obstacles: &[Obstacle]) -> Vec<Warning> {
        let warning = |obstacle: &Obstacle| {
            let item = match obstacle.place() {
                GlyphPlace::Item { index, .. } => self.items.get(*index),
                _ => None,
            };
            let address = item.map_or("/admin".to_owned(), |item| format!("/items/{}", item.id));
            Warning { words: obstacle.to_string(), address, obstructs: true }
        };
        obstacles.iter().map(warning).collect()
    }
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
    };
    obstacles.iter().map(warning).collect()
}

/// The words of what stands in the way, as an error.
pub(super) fn blocked(obstacles: &[Warning]) -> DeskError {
    DeskError::Blocked(obstacles.iter().map(|obstacle| obstacle.words.clone()).collect())
}
