//! How a text comes out on paper while it is written: for whoever may edit it, and nobody else.

use app::desk::{
    Refusal,
    items::{ItemLists, Slip, SlipPicture, Slips},
};
use async_trait::async_trait;
use axum::body::Bytes;
use domain::{
    attribution::{self, Attribution},
    id::ItemId,
    item::{Item, ItemText},
    permission::{Forbidden, ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
};
use store::{sheets, units};

use super::{super::issues::content::printed_text, OfficeDesk, load, write_page};

#[async_trait]
impl Slips for OfficeDesk {
    async fn slip(&self, actor: &Actor, id: Option<ItemId>, text: &ItemText) -> Result<Slip, Refusal> {
        self.editable(actor, id).await?;
        let directory = units::directory(self.store.reader()).await?;
        let attribution = attribution::parse(&text.attribution_line, &directory);
        self.slip_of(actor, id, text, &attribution).await
    }
}

impl OfficeDesk {
    /// As [`Self::set_slip`], once it is known that the actor may edit the text.
    pub(super) async fn slip_of(
        &self,
        actor: &Actor,
        id: Option<ItemId>,
        text: &ItemText,
        attribution: &Attribution,
    ) -> Result<Slip, Refusal> {
        if text.title.trim().is_empty() && text.body.trim().is_empty() {
            return Ok(Slip::without_picture("写下标题和正文，这里就是排好的样子。"));
        }
        let item = printed_text(text, attribution);
        let slip = self.press.slip(actor.id, item, text.kind).await?;
        let Some(slip) = slip else {
            return Ok(Slip::without_picture("文字太长，写的时候不排版面；编入一期后照常排版。"));
        };
        let subject = id.map_or_else(|| "new".to_owned(), |id| id.to_string());
        Ok(Slip {
            picture: Some(SlipPicture {
                address: format!("/items/{subject}/slip.png?v={}", slip.digest),
                width: pixels(slip.width),
                height: pixels(slip.height),
            }),
            notes: slip
                .missing
                .iter()
                .copied()
                .map(missing_in_words)
                .chain(slip.no_room.iter().map(ToString::to_string))
                .collect(),
        })
    }

    /// A slip's picture with its digest: the one asked for where it is at hand, else that of the text which the
    /// actor's writing page shows.
    pub(crate) async fn slip_picture(
        &self,
        actor: &Actor,
        id: Option<ItemId>,
        digest: &str,
    ) -> Result<(String, Bytes), Refusal> {
        let item = self.editable(actor, id).await?;
        if let Some(picture) = self.press.slip_at_hand(actor.id, digest) {
            return Ok((digest.to_owned(), picture));
        }
        let reader = self.store.reader();
        // Of what is being typed on several pages, the latest; a page asks for its own by the digest.
        let typed = sheets::unsaved(reader, actor.id).await?;
        let kept = typed.iter().filter(|sheet| sheet.item == id).find_map(write_page::kept_text);
        let text = match (kept, item) {
            (Some(kept), _) => kept.text,
            (None, Some(item)) => item.text,
            (None, None) => ItemText::default(),
        };
        let directory = units::directory(reader).await?;
        let attribution = attribution::parse(&text.attribution_line, &directory);
        let printed = printed_text(&text, &attribution);
        let slip = self.press.slip(actor.id, printed, text.kind).await?;
        slip.map(|slip| (slip.digest, slip.picture)).ok_or_else(|| Refusal::not_found("这张版面"))
    }

    /// The item, for whoever may edit its text; none for a new one, for whoever may draft.
    pub(super) async fn editable(&self, actor: &Actor, id: Option<ItemId>) -> Result<Option<Item>, Refusal> {
        let Some(id) = id else {
            let drafts = permits_office(actor, OfficeAct::DraftForAll).is_ok()
                || !self.units_to_draft_for(actor).await?.is_empty();
            return if drafts { Ok(None) } else { Err(Forbidden::NotYourUnit.into()) };
        };
        let item = load(self.store.reader(), actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        self.note_reading(actor, &item).await;
        Ok(Some(item))
    }
}

fn missing_in_words(character: char) -> String {
    format!("字符“{character}”（U+{:04X}）没有字形，印不出来，请换一个写法", u32::from(character))
}

/// Points as pixels of a plain screen, so that a slip is as large as on paper.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what the type holds")]
fn pixels(points: f64) -> u32 {
    (points * 96.0 / 72.0).round().clamp(1.0, 1_000_000.0) as u32
}
