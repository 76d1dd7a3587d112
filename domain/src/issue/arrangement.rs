//! Arranging (编排): the sections of an issue, and the order of the items in them.
//!
//! It must not know texts or pages, nor who arranges.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ItemId, SectionId},
    item::Kind,
};

/// The sections of an issue, in printed order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    pub sections: Vec<Section>,
}

/// A section and its items, in printed order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub id: SectionId,
    pub kind: Kind,
    /// Printed above the section; most have none.
    pub title: Option<String>,
    /// Whether its 信息 are set in columns.
    #[serde(default)]
    pub in_columns: bool,
    pub items: Vec<ItemId>,
}

impl Section {
    /// What the screen calls it: its title, or else its kind.
    pub fn label(&self) -> &str {
        self.title.as_deref().unwrap_or(self.kind.label())
    }
}

/// One step towards the front or the back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
}

/// Why something cannot be arranged so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ArrangementError {
    #[error("这一期还没有“{}”栏目，请先添加", .0.label())]
    NoSectionFor(Kind),
    #[error("“{}”不能编入“{}”栏目", .item.label(), .section.label())]
    WrongKind { item: Kind, section: Kind },
    #[error("这个栏目已不在这一期里，请刷新页面")]
    UnknownSection,
    #[error("这篇稿件已不在这一期里，请刷新页面")]
    NotPlaced,
    #[error("栏目里还有稿件，请先移出")]
    SectionNotEmpty,
}

impl Arrangement {
    /// All items, in printed order.
    pub fn items(&self) -> impl Iterator<Item = ItemId> {
        self.sections.iter().flat_map(|section| section.items.iter().copied())
    }

    /// The section that holds the item.
    pub fn section_of(&self, item: ItemId) -> Option<&Section> {
        self.sections.iter().find(|section| section.items.contains(&item))
    }

    /// Places an item that is not in the issue: in the section named, else in the first of its kind, before
    /// the item at `position` (from 0), else at the end.
    pub fn place(
        &mut self,
        item: ItemId,
        kind: Kind,
        section: Option<SectionId>,
        position: Option<usize>,
    ) -> Result<(), ArrangementError> {
        let section = match section {
            Some(id) => self.section_mut(id)?,
            None => self
                .sections
                .iter_mut()
                .find(|section| section.kind == kind)
                .ok_or(ArrangementError::NoSectionFor(kind))?,
        };
        if section.kind != kind {
            return Err(ArrangementError::WrongKind { item: kind, section: section.kind });
        }
        let end = section.items.len();
        section.items.insert(position.unwrap_or(end).min(end), item);
        Ok(())
    }

    /// Moves an item to another place. `position` counts as the list stands without the item.
    pub fn move_to(
        &mut self,
        item: ItemId,
        section: SectionId,
        position: Option<usize>,
    ) -> Result<(), ArrangementError> {
        let kind = self.section_of(item).ok_or(ArrangementError::NotPlaced)?.kind;
        let mut moved = self.clone();
        moved.remove(item)?;
        moved.place(item, kind, Some(section), position)?;
        *self = moved;
        Ok(())
    }

    /// Moves an item by one place; at the edge of its section, into the neighbouring section of its kind. At
    /// the very edge nothing happens.
    pub fn move_by_one(&mut self, item: ItemId, direction: Direction) -> Result<(), ArrangementError> {
        let at = self.sections.iter().position(|section| section.items.contains(&item));
        let at = at.ok_or(ArrangementError::NotPlaced)?;
        let section = &mut self.sections[at];
        let place = section.items.iter().position(|other| *other == item).unwrap_or_default();
        match direction {
            Direction::Up if place > 0 => section.items.swap(place - 1, place),
            Direction::Down if place + 1 < section.items.len() => section.items.swap(place, place + 1),
            Direction::Up => {
                let kind = section.kind;
                if let Some(neighbour) = self.sections[..at].iter().rposition(|other| other.kind == kind) {
                    self.sections[at].items.remove(place);
                    self.sections[neighbour].items.push(item);
                }
            }
            Direction::Down => {
                let kind = section.kind;
                if let Some(step) = self.sections[at + 1..].iter().position(|other| other.kind == kind) {
                    self.sections[at].items.remove(place);
                    self.sections[at + 1 + step].items.insert(0, item);
                }
            }
        }
        Ok(())
    }

    /// Takes an item out.
    pub fn remove(&mut self, item: ItemId) -> Result<(), ArrangementError> {
        let section = self.sections.iter_mut().find(|section| section.items.contains(&item));
        section.ok_or(ArrangementError::NotPlaced)?.items.retain(|other| *other != item);
        Ok(())
    }

    /// Moves a section by one place. At the edge nothing happens.
    pub fn move_section(&mut self, section: SectionId, direction: Direction) -> Result<(), ArrangementError> {
        let at = self.sections.iter().position(|other| other.id == section);
        let at = at.ok_or(ArrangementError::UnknownSection)?;
        match direction {
            Direction::Up if at > 0 => self.sections.swap(at - 1, at),
            Direction::Down if at + 1 < self.sections.len() => self.sections.swap(at, at + 1),
            Direction::Up | Direction::Down => {}
        }
        Ok(())
    }

    /// Removes a section that holds nothing.
    pub fn remove_section(&mut self, section: SectionId) -> Result<(), ArrangementError> {
        if !self.section_mut(section)?.items.is_empty() {
            return Err(ArrangementError::SectionNotEmpty);
        }
        self.sections.retain(|other| other.id != section);
        Ok(())
    }

    /// The section with this id.
    pub fn section_mut(&mut self, id: SectionId) -> Result<&mut Section, ArrangementError> {
        let section = self.sections.iter_mut().find(|section| section.id == id);
        section.ok_or(ArrangementError::UnknownSection)
    }
}

#[cfg(test)]
#[path = "arrangement_tests.rs"]
mod tests;
