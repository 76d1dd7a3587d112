//! What a corrected version prints: the pages in force with one item's text replaced, or without the item.

use app::desk::Refusal;
use domain::{
    id::ItemId,
    issue::{
        FrozenIssue,
        content::{IssueContent, ItemContent},
        version::{IssueVersion, PrintedItem},
    },
};

use super::{OfficeDesk, content::mended_here, send::PutInPrint};

/// What stands in an issue from which everything was retracted.
const ALL_RETRACTED: &str = "本期所刊稿件已撤下。";

/// What stands on the pages of a version, and whose texts that is.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    pub(super) content: IssueContent,
    /// In printed order.
    pub(super) items: Vec<PrintedItem>,
}

/// A corrected version, printed and ready to be kept.
pub(super) struct Corrected {
    pub(super) frozen: FrozenIssue,
    pub(super) items: Vec<PrintedItem>,
    pub(super) printed: PutInPrint,
}

impl Pages {
    pub(super) fn of(version: &IssueVersion) -> Self {
        Self { content: version.content.content().clone(), items: version.items.clone() }
    }

    /// Without one item; a notice where nothing else is left.
    pub(super) fn without(mut self, id: ItemId) -> Self {
        let mut printed = self.items.iter();
        for section in &mut self.content.sections {
            section.items.retain(|_| printed.next().is_none_or(|printed| printed.item != id));
        }
        let empty = self.content.items().next().is_none();
        if let Some(section) = self.content.sections.first_mut().filter(|_| empty) {
            section.items.push(ItemContent { body: ALL_RETRACTED.to_owned(), ..ItemContent::default() });
        }
        self.content.sections.retain(|section| !section.items.is_empty());
        self.items.retain(|printed| printed.item != id);
        self
    }

    /// With one item's text replaced.
    pub(super) fn replaced(mut self, id: ItemId, text: &ItemContent) -> Self {
        let mut printed = self.items.iter();
        for item in self.content.sections.iter_mut().flat_map(|section| &mut section.items) {
            if printed.next().is_some_and(|printed| printed.item == id) {
                item.clone_from(text);
            }
        }
        self
    }

    /// As the version with this number, which its first page says.
    pub(super) fn numbered(mut self, number: i32) -> Self {
        self.content.correction = Some(number);
        self
    }
}

impl OfficeDesk {
    /// Refuses pages that cannot be printed; nothing of them is kept.
    pub(super) async fn check_prints(&self, pages: Pages) -> Result<(), Refusal> {
        let frozen =
            FrozenIssue::freeze(pages.content).map_err(|error| Refusal::blocked(error.to_string()))?;
        self.set_in_print(&frozen, mended_here).await.map(drop)
    }

    pub(super) async fn print_corrected(&self, pages: Pages) -> Result<Corrected, Refusal> {
        let frozen =
            FrozenIssue::freeze(pages.content).map_err(|error| Refusal::blocked(error.to_string()))?;
        let printed = self.print(&frozen, mended_here).await?;
        Ok(Corrected { frozen, items: pages.items, printed })
    }
}

/// The number that the next version bears.
pub(super) fn next_number(in_force: &IssueVersion) -> i32 {
    in_force.number.unwrap_or(0) + 1
}
