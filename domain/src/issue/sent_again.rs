//! What became of an issue since it was sent for sign-off the last time: for whoever signs it again.

use super::content::{IssueContent, ItemContent};
use crate::id::ItemId;

coded! {
    /// What became of a piece.
    pub enum PieceChange {
        New = ("new", "新编入"),
        Changed = ("changed", "文字有改动"),
        Moved = ("moved", "换了位置"),
        Gone = ("gone", "已移出"),
    }
}

/// A frozen piece with the item that it is of.
#[derive(Clone, Copy, Debug)]
pub struct FrozenPiece<'a> {
    pub item: ItemId,
    pub text: &'a ItemContent,
}

/// What differs, but for the pieces' own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentAgain {
    /// In the order of the issue as it is now; what is gone last, as it stood. A piece that was changed and moved is changed.
    pub pieces: Vec<(ItemId, PieceChange)>,
    /// Whether masthead, foot or the sections' names differ.
    pub has_other_frame: bool,
}

impl SentAgain {
    pub fn of(&self, item: ItemId) -> Option<PieceChange> {
        self.pieces.iter().find(|(known, _)| *known == item).map(|(_, change)| *change)
    }
}

/// From what was sent before to what is sent now; the pieces of both in printed order.
pub fn sent_again(
    (before, old): (&IssueContent, &[FrozenPiece<'_>]),
    (now, new): (&IssueContent, &[FrozenPiece<'_>]),
) -> SentAgain {
    let known = |item: ItemId| old.iter().find(|piece| piece.item == item);
    let is_here = |item: ItemId| new.iter().any(|piece| piece.item == item);
    let stayed: Vec<ItemId> =
        new.iter().map(|piece| piece.item).filter(|item| known(*item).is_some()).collect();
    let earlier: Vec<ItemId> = old.iter().map(|piece| piece.item).filter(|item| is_here(*item)).collect();
    let in_order = longest_in_order(&earlier, &stayed);
    let mut pieces = Vec::new();
    for piece in new {
        let change = match known(piece.item) {
            None => Some(PieceChange::New),
            Some(old) if old.text != piece.text => Some(PieceChange::Changed),
            Some(_) => (!in_order.contains(&piece.item)).then_some(PieceChange::Moved),
        };
        pieces.extend(change.map(|change| (piece.item, change)));
    }
    let gone = old.iter().filter(|piece| !is_here(piece.item));
    pieces.extend(gone.map(|piece| (piece.item, PieceChange::Gone)));
    SentAgain { pieces, has_other_frame: frame(before) != frame(now) }
}

/// An issue without its pieces.
fn frame(content: &IssueContent) -> IssueContent {
    let mut frame = content.clone();
    for section in &mut frame.sections {
        section.items.clear();
    }
    frame
}

/// The most that stand in the same order in both.
fn longest_in_order(one: &[ItemId], other: &[ItemId]) -> Vec<ItemId> {
    let width = other.len() + 1;
    let mut lengths = vec![0_usize; (one.len() + 1) * width];
    for (row, item) in one.iter().enumerate().rev() {
        for (column, there) in other.iter().enumerate().rev() {
            lengths[row * width + column] = match item == there {
                true => lengths[(row + 1) * width + column + 1] + 1,
                false => lengths[(row + 1) * width + column].max(lengths[row * width + column + 1]),
            };
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while row < one.len() && column < other.len() {
        if one[row] == other[column] {
            found.push(one[row]);
            (row, column) = (row + 1, column + 1);
        } else if lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        issue::{content::SectionContent, number::Edition},
        item::Kind,
    };

    fn content(titles: &[&str]) -> IssueContent {
        let item = |title: &&str| ItemContent { title: (*title).to_owned(), ..ItemContent::default() };
        IssueContent {
            newsletter: "河湖信息".to_owned(),
            mark: None,
            publisher: "水利局".to_owned(),
            year: 2024,
            number: 3,
            total: None,
            edition: Edition::default(),
            correction: None,
            date: date(2024, 1, 20),
            sections: vec![SectionContent {
                kind: Kind::Article,
                title: None,
                in_columns: false,
                items: titles.iter().map(item).collect(),
            }],
            foot: None,
        }
    }

    fn changes(old: &[(i64, &str)], new: &[(i64, &str)]) -> Vec<(i64, PieceChange)> {
        let [before, now] =
            [old, new].map(|pieces| content(&pieces.iter().map(|piece| piece.1).collect::<Vec<_>>()));
        let pieces = |content: &'static IssueContent, of: &[(i64, &str)]| -> Vec<FrozenPiece<'static>> {
            of.iter()
                .zip(content.items())
                .map(|((item, _), text)| FrozenPiece { item: ItemId(*item), text })
                .collect()
        };
        let (before, now): (&'static IssueContent, &'static IssueContent) =
            (Box::leak(Box::new(before)), Box::leak(Box::new(now)));
        let found = sent_again((before, &pieces(before, old)), (now, &pieces(now, new)));
        assert!(!found.has_other_frame);
        found.pieces.into_iter().map(|(item, change)| (item.0, change)).collect()
    }

    #[test]
    fn a_piece_is_new_changed_moved_or_gone() {
        use PieceChange::{Changed, Gone, Moved, New};
        assert_eq!(changes(&[(1, "甲"), (2, "乙")], &[(1, "甲"), (2, "乙")]), []);
        assert_eq!(
            changes(&[(1, "甲"), (2, "乙"), (3, "丙")], &[(1, "甲"), (4, "丁"), (3, "丙改")]),
            [(4, New), (3, Changed), (2, Gone)]
        );
        // What was put elsewhere has moved, not all that it passed.
        assert_eq!(
            changes(
                &[(1, "甲"), (2, "乙"), (3, "丙"), (4, "丁")],
                &[(4, "丁"), (1, "甲"), (2, "乙"), (3, "丙")]
            ),
            [(4, Moved)]
        );
    }

    #[test]
    fn another_day_is_another_frame() {
        let before = content(&["甲"]);
        let now = IssueContent { date: date(2024, 1, 21), ..content(&["甲"]) };
        let found = sent_again((&before, &[]), (&now, &[]));
        assert_eq!(found, SentAgain { pieces: Vec::new(), has_other_frame: true });
    }
}
