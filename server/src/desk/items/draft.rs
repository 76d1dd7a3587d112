//! 起草, saving, and keeping what is being typed.

use app::desk::{DeskError, Done};
use domain::{
    attribution,
    id::{ItemId, RevisionId, UnitId},
    item::{Item, ItemText},
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
};

use super::{OfficeDesk, Writing, failed, load, resolve::renamed, subject};
use crate::store::{
    items::{self, NewItem, save},
    kept_texts::{self, KeptText},
    units,
};

/// The longest text that can be kept, in bytes: a hundred pages.
const LONGEST_TEXT: usize = 400_000;

/// A text as it came from a writing page.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// `None` for a new item.
    pub(super) item: Option<ItemId>,
    /// The revision from which the typing began.
    pub(super) base: Option<RevisionId>,
    /// The writing page: every page that is opened has another. Empty where a form does not tell.
    pub(super) sheet: String,
    pub(super) text: ItemText,
}

impl OfficeDesk {
    /// Drafts an item. Where it cannot be, what was typed is kept.
    pub(super) async fn draft_item(
        &self,
        actor: &Actor,
        unit: UnitId,
        typed: Typed,
        send: bool,
    ) -> Result<Done, DeskError> {
        let drafted = self.try_draft(actor, unit, &typed).await;
        let item = match drafted {
            Ok(item) => item,
            Err(error) => return Err(self.keeping(actor, typed, error).await),
        };
        let edit = format!("/items/{}/edit", item.id);
        if send { self.send_saved(actor, &item).await } else { Ok(Done::new("已存草稿").next(edit)) }
    }

    /// Saves a text written from `base`. Where somebody saved another one meanwhile, or it may not be saved,
    /// what was typed is kept, and the writing page shows it.
    pub(super) async fn save_item(
        &self,
        actor: &Actor,
        item: ItemId,
        base: RevisionId,
        typed: Typed,
        send: bool,
    ) -> Result<Done, DeskError> {
        let saved = self.try_save(actor, item, base, &typed).await;
        let (item, words) = match saved {
            Ok(saved) => saved,
            Err(error) => return Err(self.keeping(actor, typed, error).await),
        };
        if send {
            self.send_saved(actor, &item).await
        } else {
            Ok(Done::new(words).next(format!("/items/{}/edit", item.id)))
        }
    }

    /// Keeps what is being typed, and puts a unit's name in the place of an unknown one where one was chosen.
    pub(super) async fn keep_typed(
        &self,
        actor: &Actor,
        mut typed: Typed,
        chosen: Option<&str>,
    ) -> Result<Done, DeskError> {
        if let Some((name, unit)) = chosen.and_then(|chosen| chosen.split_once('\t')) {
            let directory = units::directory(self.store.reader()).await.map_err(failed)?;
            let unit = unit.parse().ok().and_then(|unit| directory.get(unit));
            let unit = unit.ok_or_else(|| DeskError::NotFound("这个单位".into()))?;
            let attribution = attribution::parse(&typed.text.attribution_line, &directory);
            typed.text.attribution_line = renamed(&attribution, name, unit, &directory)?;
        }
        self.keep_text(actor, typed).await
    }

    /// Keeps what is being typed, for the person who types. It is no event, and changes no item.
    async fn keep_text(&self, actor: &Actor, typed: Typed) -> Result<Done, DeskError> {
        check_length(&typed.text)?;
        let writing = self.begin(actor).await?;
        let connection = writing.connection();
        if let Some(item) = typed.item {
            load(connection, actor, item).await?;
        }
        let kept = KeptText { text: typed.text, base: typed.base, kept_at: writing.timestamp() };
        let is_kept = kept_texts::keep(connection, actor.id, typed.item, &typed.sheet, &kept);
        let words = match is_kept.await.map_err(failed)? {
            true => format!("已保存 {}", writing.now.strftime("%H:%M:%S")),
            false => "这一页的文字已经存过，或已放弃".to_owned(),
        };
        writing.commit_unseen().await?;
        Ok(Done::new(words))
    }

    /// Forgets what was kept, and what is still on its way from this sheet.
    pub(super) async fn drop_kept_text(
        &self,
        actor: &Actor,
        item: Option<ItemId>,
        sheet: &str,
    ) -> Result<Done, DeskError> {
        let writing = self.begin(actor).await?;
        finish(&writing, item, sheet).await?;
        writing.commit_unseen().await?;
        Ok(Done::new("已放弃没有保存的文字"))
    }

    async fn try_draft(&self, actor: &Actor, unit: UnitId, typed: &Typed) -> Result<Item, DeskError> {
        let text = typed.text.clone();
        permits_office(actor, OfficeAct::Draft(unit))?;
        check_length(&text)?;
        let writing = self.begin(actor).await?;
        let connection = writing.connection();
        let directory = units::directory(connection).await.map_err(failed)?;
        let unit = directory.get(unit).ok_or_else(|| DeskError::NotFound("这个单位".into()))?;
        if let Some(absence) = directory.absence_on(unit.id, writing.now.date()) {
            let words = format!("{}，不能再以它的名义起草；文字已留存", absence.words);
            return Err(DeskError::invalid("unit", words));
        }
        let new = NewItem {
            submitting_unit: unit.id,
            attribution: attribution::parse(&text.attribution_line, &directory),
            text,
            drafted_by: actor.id,
            at: writing.timestamp(),
        };
        let item = items::insert_draft(connection, new).await.map_err(failed)?;
        let words = if actor.contributes_for(unit.id) {
            "起草".to_owned()
        } else {
            format!("代{}录入", unit.list_name())
        };
        writing.event("draft_item", subject(&item), words, None).await?;
        finish(&writing, None, &typed.sheet).await?;
        writing.commit().await?;
        Ok(item)
    }

    async fn try_save(
        &self,
        actor: &Actor,
        id: ItemId,
        base: RevisionId,
        typed: &Typed,
    ) -> Result<(Item, &'static str), DeskError> {
        let text = typed.text.clone();
        check_length(&text)?;
        let writing = self.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        if item.text == text {
            finish(&writing, Some(id), &typed.sheet).await?;
            writing.commit().await?;
            return Ok((item, "没有改动"));
        }
        if item.revision != base {
            return Err(DeskError::Conflict(
                "您修改期间，别人也存了一稿。您的文字已留存，请对照后决定用哪一份".into(),
            ));
        }
        let was_cleared = item.is_cleared();
        save_revision(&writing, &mut item, text, "修改").await?;
        finish(&writing, Some(id), &typed.sheet).await?;
        writing.commit().await?;
        Ok((
            item,
            if was_cleared {
                "已保存。文字有改动，需要重新作保密审查"
            } else {
                "已保存"
            },
        ))
    }

    /// Sends what was just saved. What it lacks is no failure of saving.
    async fn send_saved(&self, actor: &Actor, item: &Item) -> Result<Done, DeskError> {
        match self.submit(actor, item.id, item.version).await {
            Err(error @ DeskError::Invalid(_)) => {
                let words = format!("文字已保存，但还不能报送：{error}");
                Ok(Done::new(words).next(format!("/items/{}/edit?sending=1", item.id)))
            }
            result => result,
        }
    }

    /// Keeps a text that could not be saved, so that the next page can show it again.
    async fn keeping(&self, actor: &Actor, typed: Typed, error: DeskError) -> DeskError {
        match self.keep_text(actor, typed).await {
            Ok(_) => error,
            Err(lost) => {
                tracing::warn!(%lost, "a text that could not be saved could not be kept either");
                error
            }
        }
    }
}

/// What was typed on the sheet is saved or given up. A form that names no sheet ends none.
async fn finish(writing: &Writing, item: Option<ItemId>, sheet: &str) -> Result<(), DeskError> {
    let (connection, person) = (writing.connection(), writing.actor.id);
    match sheet {
        "" => kept_texts::drop(connection, person, item).await,
        sheet => kept_texts::finish(connection, person, item, sheet, writing.timestamp()).await,
    }
    .map_err(failed)
}

/// Saves a text as the item's next revision and records it.
pub(super) async fn save_revision(
    writing: &Writing,
    item: &mut Item,
    text: ItemText,
    words: &str,
) -> Result<(), DeskError> {
    let connection = writing.connection();
    let directory = units::directory(connection).await.map_err(failed)?;
    let attribution = attribution::parse(&text.attribution_line, &directory);
    save::save_text(connection, item, text, attribution, writing.actor.id, writing.timestamp())
        .await
        .map_err(failed)?;
    writing.event("save_item", subject(item), words, None).await?;
    Ok(())
}

fn check_length(text: &ItemText) -> Result<(), DeskError> {
    let length = text.body.len() + text.title.len() + text.attribution_line.len();
    if length + text.subtitle.as_deref().map_or(0, str::len) <= LONGEST_TEXT {
        Ok(())
    } else {
        Err(DeskError::invalid("body", "正文太长，请分成几篇"))
    }
}
