//! What a signer reads beside the pages: the frozen texts, what differs from the last time, what is said of them.

use app::desk::{
    Refusal,
    issues::{SignGone, SignPiece, SignText},
};
use domain::{
    comparison::{Comparison, compare},
    id::{IssueId, ItemId},
    issue::{
        content::ItemContent,
        sent_again::{FrozenPiece, PieceChange, sent_again},
        version::IssueVersion,
    },
    item::{Item, ItemText, Kind},
    permission::{audiences, permits_comment},
    person::Actor,
};
use store::{comments, issues, items};

use super::OfficeDesk;

impl OfficeDesk {
    /// The texts of a frozen version, for whoever may see its pages.
    pub(super) async fn sign_text(
        &self,
        actor: &Actor,
        issue: IssueId,
        version: &IssueVersion,
    ) -> Result<SignText, Refusal> {
        let connection = self.store.reader();
        let ids: Vec<ItemId> = version.items.iter().map(|printed| printed.item).collect();
        let items = items::load_many(connection, &ids).await?;
        let item_of = |id: ItemId| items.iter().find(|item| item.id == id);
        let open = comments::open(connection, &ids).await?;
        let said_of = |item: &Item| {
            let may_read = |audience| permits_comment(actor, item, audience).is_ok();
            let open = open.iter().filter(|(of, audience, _)| *of == item.id && may_read(*audience));
            open.map(|(_, _, count)| count).sum()
        };
        let earlier = issues::sent_back_before(connection, issue, version.id).await?;
        let new = frozen(version);
        let old = earlier.as_ref().map(frozen).unwrap_or_default();
        let again = earlier
            .as_ref()
            .map(|earlier| sent_again((earlier.content.content(), &old), (version.content.content(), &new)));
        let text_of = |item: ItemId| old.iter().find(|piece| piece.item == item).map(|piece| piece.text);
        let mut pieces = Vec::new();
        let mut printed = version.items.iter();
        for section in &version.content.content().sections {
            for (place, text) in section.items.iter().enumerate() {
                let Some(printed) = printed.next() else { break };
                let change = again.as_ref().and_then(|again| again.of(printed.item));
                let before = text_of(printed.item).filter(|_| change == Some(PieceChange::Changed));
                let item = item_of(printed.item);
                pieces.push(SignPiece {
                    item: printed.item,
                    revision: printed.revision,
                    kind: section.kind,
                    section: section.title.clone().filter(|_| place == 0),
                    text: text.clone(),
                    change,
                    difference: match before {
                        Some(before) => {
                            let texts = (text_as(section.kind, before), text_as(section.kind, text));
                            self.worked(move |_| compare(&texts.0, &texts.1)).await?
                        }
                        None => Comparison::default(),
                    },
                    comments: item.map(said_of).unwrap_or_default(),
                    // What is printed is corrected, not remarked on.
                    audiences: match (item, version.number) {
                        (Some(item), None) => audiences(actor, item),
                        _ => Vec::new(),
                    },
                });
            }
        }
        let gone = old.iter().filter(|piece| !new.iter().any(|other| other.item == piece.item));
        let gone = gone.map(|piece| SignGone { item: piece.item, name: piece.text.name() }).collect();
        Ok(SignText {
            pieces,
            gone,
            has_other_frame: again.is_some_and(|again| again.has_other_frame),
            since: earlier.map(|earlier| (earlier.made_at, earlier.reason)),
        })
    }
}

/// A version's pieces with the items that they are of.
fn frozen(version: &IssueVersion) -> Vec<FrozenPiece<'_>> {
    let texts = version.content.content().items();
    version.items.iter().zip(texts).map(|(printed, text)| FrozenPiece { item: printed.item, text }).collect()
}

/// A printed text as texts are compared.
fn text_as(kind: Kind, printed: &ItemContent) -> ItemText {
    ItemText {
        kind,
        title: printed.title.clone(),
        subtitle: printed.subtitle.clone(),
        body: printed.body.clone(),
        attribution_line: printed.attribution.clone(),
        ..ItemText::default()
    }
}
