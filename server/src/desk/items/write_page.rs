//! What the writing page reads: the saved text, what was kept, what others saved meanwhile, and what the
//! attribution means.

use app::desk::{
    Refusal,
    items::{
        AttributionReading, Begun, CameWith, HandedInFile, Handlings, ItemLists, ModelPiece, OtherText,
        ReadPart, SuggestedUnits, UnitChoice, Writing, WritingForm, WritingItem, WritingPage, WritingPages,
    },
    sheets::{Sheets, UnsavedText},
    typed::OpenSheet,
};
use async_trait::async_trait;
use domain::{
    attribution::{self, Attribution},
    calendar::Month,
    frame::Frame,
    id::{ItemId, RevisionId, UnitId},
    item::{Cover, Item, ItemText, Kind, LONGEST_ATTRIBUTION},
    markdown,
    permission::{Forbidden, ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    unit::{UnitDirectory, changes},
    workflow::{Action, transition},
};
use jiff::{Span, civil::Date};
use store::{
    Connection, handed_in, issues,
    items::{self, exemplary::exemplary},
    people, revisions,
    sheets::{self, Sheet},
    units,
};

use super::{super::sheets::kept::typed_form, OfficeDesk, came_with::came_with, lists::choice, load};

/// How many units are suggested for a word that is being typed.
const SUGGESTED: usize = 6;

/// How many printed pieces of a kind are offered as models.
const MODELS: usize = 5;

/// How many near units are offered for an unknown name.
pub(super) const NEAREST: usize = 3;

#[async_trait]
impl WritingPages for OfficeDesk {
    async fn new_writing(&self, actor: &Actor, begun: Begun, sheet: &str) -> Result<WritingPage, Refusal> {
        let reader = self.store.reader();
        let known = sheets::find(reader, actor.id, sheet).await?;
        // The name of a page whose text was destroyed is good for nothing any more.
        if known.as_ref().is_some_and(Sheet::is_erased) {
            return Ok(WritingPage::Elsewhere("/items/new".to_owned()));
        }
        // What was written here has become an item: one comes back to that, not to a second one.
        if let Some(item) = known.as_ref().and_then(|known| known.item) {
            let sheet = known.as_ref().and_then(Sheet::unsaved).map(|_| format!("?sheet={sheet}"));
            return Ok(WritingPage::Elsewhere(format!("/items/{item}/edit{}", sheet.unwrap_or_default())));
        }
        let kept = known.as_ref().and_then(kept_text);
        let units = self.units_to_draft_for(actor).await?;
        let unit = kept.as_ref().and_then(|kept| kept.unit).or(begun.unit);
        let chosen = match unit {
            Some(unit) => units.iter().find(|choice| choice.id == unit),
            None => units.first(),
        };
        let unit = chosen.cloned().ok_or(Forbidden::NotYourUnit)?;
        let directory = units::directory(reader).await?;
        let kept_at = kept.as_ref().map(|kept| kept.kept_at);
        let original = self.original_of(actor, kept.as_ref()).await?;
        let attachments = self.attachments_of(actor, kept.as_ref()).await?;
        let mut frames = Vec::new();
        let (text, cover) = match kept {
            Some(kept) => (kept.text, kept.cover.unwrap_or_default()),
            None => {
                frames = self.known_help().await?.frames.clone();
                let chosen = begun.frame.and_then(|frame| frames.get(frame));
                (self.begun(actor, &unit, begun.kind, chosen), self.own_cover(actor).await?)
            }
        };
        let attribution = attribution::parse(&text.attribution_line, &directory);
        let models = self.models().await?;
        Ok(WritingPage::Open(Box::new(Writing {
            slip: self.slip_of(actor, None, &text, &attribution).await?,
            item: None,
            sheet: self.named_page(actor, sheet, known.as_ref()),
            unit,
            units,
            kept_at,
            cover,
            came_with: CameWith::default(),
            original,
            attachments,
            frames: frames.into_iter().map(|frame| frame.name).collect(),
            models,
            unsaved: self.other_unsaved(actor, sheet, None).await?,
            other: None,
            reading: reading(&attribution, &directory, self.now().date()),
            missing: text.missing(&attribution),
            characters: characters(&text),
            may_keep_alias: false,
            text,
        })))
    }

    async fn writing(&self, actor: &Actor, id: ItemId, sheet: &str) -> Result<WritingPage, Refusal> {
        let reader = self.store.reader();
        let known = sheets::find(reader, actor.id, sheet).await?;
        let known = known.filter(|known| known.item.is_none_or(|item| item == id));
        let kept = known.as_ref().and_then(kept_text);
        // A page that was saved and holds nothing more is done with: this one is another.
        if kept.is_none() && known.as_ref().is_some_and(|known| known.done.is_some()) {
            return Ok(WritingPage::Elsewhere(format!("/items/{id}/edit")));
        }
        let item = load(reader, actor, id).await;
        let item =
            item.and_then(|item| permits(actor, ItemAct::EditText, &item).map(|()| item).map_err(Into::into));
        let item = match item {
            Ok(item) => item,
            // The words are shown with what can be done with them.
            Err(Refusal::Forbidden(_) | Refusal::NotFound(_)) if kept.is_some() => {
                return Ok(WritingPage::Elsewhere(format!("/unsaved/{sheet}")));
            }
            Err(error) => return Err(error),
        };
        self.note_reading(actor, &item).await;
        self.note_opened(self.handling(actor, id).await?.as_ref(), id).await;
        let directory = units::directory(reader).await?;
        let unit = directory.get(item.submitting_unit).map(choice);
        let unit = unit.ok_or_else(|| Refusal::not_found("这个单位"))?;
        let return_reason = items::dates(reader, id).await?.and_then(|dates| dates.return_reason);
        let kept = kept.filter(|kept| {
            kept.text != item.text
                || kept.cover.as_ref().is_some_and(|cover| *cover != item.cover)
                || !kept.attachments.is_empty()
        });
        let other = match &kept {
            Some(kept) => self.other_text(actor, &item, kept).await?,
            None => None,
        };
        let kept_at = kept.as_ref().map(|kept| kept.kept_at);
        let original = self.original_of(actor, kept.as_ref()).await?;
        let attachments = self.attachments_of(actor, kept.as_ref()).await?;
        let (text, cover, attribution) = match kept {
            Some(kept) => {
                let attribution = attribution::parse(&kept.text.attribution_line, &directory);
                (kept.text, kept.cover.unwrap_or_else(|| item.cover.clone()), attribution)
            }
            None => (item.text.clone(), item.cover.clone(), item.attribution.clone()),
        };
        Ok(WritingPage::Open(Box::new(Writing {
            sheet: self.named_page(actor, sheet, known.as_ref()),
            slip: self.slip_of(actor, Some(id), &text, &attribution).await?,
            unit,
            units: Vec::new(),
            kept_at,
            cover,
            came_with: came_with(reader, id).await?,
            original,
            attachments,
            frames: Vec::new(),
            models: Vec::new(),
            unsaved: self.other_unsaved(actor, sheet, Some(id)).await?,
            other,
            reading: reading(
                &attribution,
                &directory,
                day_concerned(reader, &item, self.now().date()).await?,
            ),
            missing: text.missing(&attribution),
            characters: characters(&text),
            text,
            may_keep_alias: permits_office(actor, OfficeAct::KeepAlias).is_ok(),
            item: Some(writing_item(actor, &item, return_reason)),
        })))
    }

    async fn check_attribution(&self, _: &Actor, line: &str) -> Result<AttributionReading, Refusal> {
        check_length(line)?;
        let directory = units::directory(self.store.reader()).await?;
        Ok(reading(&attribution::parse(line, &directory), &directory, self.now().date()))
    }

    async fn suggest_units(&self, _: &Actor, line: &str, place: usize) -> Result<SuggestedUnits, Refusal> {
        check_length(line)?;
        let Some(word) = attribution::word_at(line, place) else { return Ok(SuggestedUnits::default()) };
        let directory = units::directory(self.store.reader()).await?;
        let typed: String = line.chars().skip(word.start).take(word.len()).collect();
        let units =
            directory.suggest_on(&typed, SUGGESTED, self.now().date()).into_iter().map(choice).collect();
        Ok(SuggestedUnits { start: word.start, end: word.end, units })
    }
}

impl OfficeDesk {
    /// This page under its name, with the number of its changes.
    fn named_page(&self, actor: &Actor, sheet: &str, known: Option<&Sheet>) -> OpenSheet {
        OpenSheet { name: sheet.to_owned(), ..self.open_sheet(actor.id, known) }
    }

    /// The file out of which a kept text came, as long as it is there.
    async fn original_of(&self, actor: &Actor, kept: Option<&Kept>) -> Result<Option<HandedInFile>, Refusal> {
        let number = kept.and_then(|kept| kept.original);
        Ok(self.still_there(actor, number.as_slice()).await?.pop())
    }

    /// The files that are to go along with a kept text, as long as they are there.
    async fn attachments_of(&self, actor: &Actor, kept: Option<&Kept>) -> Result<Vec<HandedInFile>, Refusal> {
        self.still_there(actor, kept.map(|kept| kept.attachments.as_slice()).unwrap_or_default()).await
    }

    /// Those of these files that this person handed in and that are still there.
    async fn still_there(&self, actor: &Actor, numbers: &[i64]) -> Result<Vec<HandedInFile>, Refusal> {
        let mut files = Vec::new();
        for number in numbers {
            let file = handed_in::find(self.store.reader(), *number, actor.id).await?;
            files.extend(file.map(|file| HandedInFile { number: file.id, name: file.name }));
        }
        Ok(files)
    }

    /// A new text of this kind or frame, with the attribution that its writer would type: （地矿科/周鹏）. Who writes for other
    /// units types theirs.
    fn begun(&self, actor: &Actor, unit: &UnitChoice, kind: Option<Kind>, frame: Option<&Frame>) -> ItemText {
        let mut text = ItemText { kind: kind.unwrap_or(Kind::Article), ..ItemText::default() };
        if let Some(Frame { kind, title, body, .. }) = frame.cloned() {
            text = ItemText { kind, title, body, ..text };
        }
        if actor.contributes_for(unit.id) {
            text.attribution_line = format!("（{}/{}）", unit.short_name, actor.name);
        }
        text
    }

    /// Printed pieces that show how one writes: a year's that higher offices printed, then the newest.
    async fn models(&self) -> Result<Vec<ModelPiece>, Refusal> {
        let since = Month::of(self.now().date().saturating_sub(Span::new().years(1)));
        let mut models = Vec::new();
        for kind in Kind::ALL {
            let found = exemplary(self.store.reader(), kind, since, MODELS).await?;
            models.extend(found.into_iter().map(|piece| ModelPiece {
                kind,
                item: piece.item,
                issue: piece.issue,
                title: piece.title,
                printed_in: piece.printed_in,
                channel: piece.channel,
            }));
        }
        Ok(models)
    }

    /// Who can be asked about a new text: its writer, at the telephone given last.
    async fn own_cover(&self, actor: &Actor) -> Result<Cover, Refusal> {
        let telephone = items::last_telephone(self.store.reader(), actor.id).await?;
        Ok(Cover { drafter: Some(actor.name.clone()), telephone, ..Cover::default() })
    }

    /// What is unsaved on other pages: of the same item first.
    async fn other_unsaved(
        &self,
        actor: &Actor,
        sheet: &str,
        item: Option<ItemId>,
    ) -> Result<Vec<UnsavedText>, Refusal> {
        let mut texts = self.unsaved_texts(actor).await?;
        texts.retain(|text| text.sheet != sheet);
        texts.sort_by_key(|text| item.is_some() && text.item != item);
        Ok(texts)
    }

    /// The text that somebody else saved since the kept one was begun.
    async fn other_text(
        &self,
        actor: &Actor,
        item: &Item,
        kept: &Kept,
    ) -> Result<Option<OtherText>, Refusal> {
        let reader = self.store.reader();
        if self.saved_by_others(reader, actor, item, kept.base).await?.is_none() {
            return Ok(None);
        }
        let revisions = revisions::of_item(reader, item.id).await?;
        let revision = revisions.iter().rev().find(|revision| revision.saved_by != actor.id);
        let revision = revision.ok_or_else(|| Refusal::not_found("这一稿"))?;
        let mut names = people::names(reader, &[revision.saved_by].into()).await?;
        Ok(Some(OtherText {
            difference: self.difference(&item.text, &kept.text).await?,
            text: item.text.clone(),
            saved_by: names.remove(&revision.saved_by).unwrap_or_default(),
            saved_at: revision.saved_at,
        }))
    }
}

/// A text as it was kept on a writing page.
pub(super) struct Kept {
    pub(super) text: ItemText,
    cover: Option<Cover>,
    original: Option<i64>,
    attachments: Vec<i64>,
    base: Option<RevisionId>,
    unit: Option<UnitId>,
    kept_at: jiff::Timestamp,
}

/// What is kept on a writing page and neither saved nor given up.
pub(super) fn kept_text(sheet: &Sheet) -> Option<Kept> {
    let form = typed_form(sheet.unsaved()?)?;
    let unit = form.value("unit").and_then(|unit| unit.parse().ok());
    let WritingForm { text, cover, original, attachment, .. } = WritingForm::of(&form.fields).ok()?;
    let attachments = attachment;
    Some(Kept { text, cover, original, attachments, base: sheet.base, unit, kept_at: sheet.kept_at })
}

fn writing_item(actor: &Actor, item: &Item, return_reason: Option<String>) -> WritingItem {
    let may_send = permits(actor, ItemAct::Act(Action::Submit), item).is_ok()
        && transition(item.state, Action::Submit).is_ok();
    WritingItem {
        id: item.id,
        version: item.version,
        state: item.state,
        revision: item.revision,
        return_reason,
        may_send,
        is_cleared: item.is_cleared(),
    }
}

/// What an attribution means, in words, with the nearest units of unknown names, and the successors of those that do
/// not exist on the day.
pub(super) fn reading(attribution: &Attribution, directory: &UnitDirectory, day: Date) -> AttributionReading {
    let parts = attribution.parts.iter().map(|part| {
        let absence = part.unit.and_then(|unit| directory.absence_on(unit, day));
        let nearest = match (part.unit, &absence) {
            (None, _) => directory.nearest_on(&part.text, NEAREST, day).into_iter().map(choice).collect(),
            (Some(_), Some(absence)) => {
                absence.instead.iter().filter_map(|unit| directory.get(*unit)).map(choice).collect()
            }
            (Some(_), None) => Vec::new(),
        };
        ReadPart {
            text: part.text.clone(),
            unit: part.unit.and_then(|unit| directory.get(unit)).map(|unit| unit.name.clone()),
            authors: part.authors.clone(),
            absent: absence.map(|absence| absence.words),
            nearest,
        }
    });
    AttributionReading { parts: parts.collect(), leftover: attribution.leftover.clone() }
}

/// The day for which an item's units are looked at: its issue's, else today.
pub(super) async fn day_concerned(
    connection: &impl Connection,
    item: &Item,
    today: Date,
) -> Result<Date, Refusal> {
    let Some((issue, _)) = item.placed_in else { return Ok(today) };
    let issue = issues::find(connection, issue).await?;
    Ok(issue.map_or(today, |issue| changes::day_concerned(issue.date, issue.credit_month)))
}

/// 字, of the body.
pub(super) fn characters(text: &ItemText) -> usize {
    markdown::count_characters(&markdown::plain_text(&markdown::parse(&text.body)))
}

/// What is longer could not be saved, and is not looked at.
fn check_length(line: &str) -> Result<(), Refusal> {
    if line.chars().count() > LONGEST_ATTRIBUTION {
        return Err(Refusal::invalid("line", format!("署名最多{LONGEST_ATTRIBUTION}字")));
    }
    Ok(())
}
