//! Pages on which people type: keeping what is typed, listing what is not saved, and saying at once where the ground has
//! moved under somebody who types.

mod footing;
pub(super) mod kept;

use crate::desk::Act;
use app::{
    desk::{
        Done, Refusal,
        items::{ItemLists, fields_of},
        sheets::{
            DropKeptText, Keeping, KeepingOutcome, KeptForm, SheetView, Sheets, TakeBackKeptText,
            UnsavedText, WriteAnew,
        },
        typed::{OpenSheet, TypedForm, long_form},
    },
    request::address::with_sheet,
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    attribution,
    hexadecimal::hexadecimal,
    id::{ItemId, PersonId, RevisionId},
    markdown::{count_characters, parse, plain_text},
    permission::{ItemAct, permits},
    person::Actor,
};
use sha2::{Digest, Sha256};
use store::{
    failure,
    items::{self, erase},
    sheets::{self, Copy, Sheet, TypedSheet},
    units,
};

use self::{
    footing::Footing,
    kept::{DESTROYED, item_text, typed_form},
};
use super::{OfficeDesk, items::resolve::renamed, once::answer_of};

/// The longest form that is kept, in bytes: what a request may bring, so that nobody loses what is too long to be saved.
const LONGEST_KEPT: usize = 4 << 20;

/// The name of the secret with which pages' names are signed.
const SECRET: &str = "sheets";

/// What is said of words that were typed on after the act that they were for was done.
const DONE_BEFORE: &str = "这件事已经办了，这些字是那以后打的，没有记上；要用，请从这里复制";

/// A key made by chance.
pub(crate) fn new_key() -> String {
    let bytes: [u8; 32] = rand::random();
    hexadecimal(bytes)
}

/// The key that all processes on this database sign with; made where there is none yet.
pub(crate) async fn key(store: &store::Store) -> Result<String, store::StoreError> {
    let transaction = store.begin().await?;
    let key = sheets::secret(transaction.connection(), SECRET, new_key()).await?;
    transaction.commit_unseen().await?;
    Ok(key)
}

#[async_trait]
impl Sheets for OfficeDesk {
    fn new_sheet(&self, person: PersonId) -> String {
        let chance: u64 = rand::random();
        let name = format!("{person}-{chance:016x}");
        let signature = self.signature(&name);
        format!("{name}-{signature}")
    }

    fn owner_of(&self, sheet: &str) -> Option<PersonId> {
        let (name, signature) = sheet.rsplit_once('-')?;
        let (person, _) = name.split_once('-')?;
        let is_ours = same(&self.signature(name), signature);
        person.parse().ok().filter(|_| is_ours).map(PersonId)
    }

    async fn name_of_owner(&self, sheet: &str) -> Option<String> {
        self.name(self.owner_of(sheet)?).await.ok().filter(|name| !name.is_empty())
    }

    async fn keep(&self, actor: &Actor, kept: &KeptForm) -> Result<Keeping, Refusal> {
        let mut kept = kept.clone();
        self.put_chosen_unit(&mut kept).await?;
        let now = self.now();
        let (outcome, apart) = self.keep_or_apart(actor.id, &mut kept).await?;
        match outcome {
            outcome @ (KeepingOutcome::Late | KeepingOutcome::Done) => {
                return self.late(actor, &kept.sheet, outcome).await;
            }
            outcome @ KeepingOutcome::Destroyed => {
                return Ok(Keeping { outcome, words: DESTROYED.to_owned(), next: None, sheet: None });
            }
            _ => {}
        }
        // What one writes is a draft; a reason for a return is none.
        let what = if kept.form.act().is_some_and(is_of_text) { "草稿已留存" } else { "已留存" };
        let mut words = format!("{what} {}（别人还看不到）", now.strftime("%H:%M"));
        if apart.is_some() && !kept.is_apart {
            words.push_str("。这一页在别处也打开着，这里打的字另外留存");
        }
        let sheet = sheets::find(self.store.reader(), actor.id, &kept.sheet).await?;
        let footing = match &sheet {
            Some(sheet) => self.footing(actor, sheet).await?,
            None => Footing::Firm,
        };
        Ok(match footing {
            Footing::Firm | Footing::Done => {
                Keeping { outcome: KeepingOutcome::Kept, words, next: None, sheet: apart }
            }
            Footing::Shared(meanwhile) => {
                let words = format!("{words}。{meanwhile}，保存时会请您对照");
                Keeping { outcome: KeepingOutcome::Kept, words, next: None, sheet: apart }
            }
            Footing::Moved(why) => {
                let next = Some(format!("/unsaved/{}", kept.sheet));
                Keeping {
                    outcome: KeepingOutcome::Moved,
                    words: format!("{why}。{words}"),
                    next,
                    sheet: apart,
                }
            }
        })
    }

    async fn keep_for(&self, owner: PersonId, kept: &KeptForm) -> Result<bool, Refusal> {
        let mut kept = KeptForm { is_posted: true, ..kept.clone() };
        // Whoever knows a page's address knows its name, but not what the page calls itself: without a session words are
        // taken of the page alone, wherever something is known of it.
        let reader = self.store.reader();
        if let Some(sheet) = sheets::find(reader, owner, &kept.sheet).await? {
            let copy = Copy::of(&kept.copy);
            // A page that was opened anew bears a name of its own within, which no address holds.
            let spare = copy.spare();
            let is_spare = self.owner_of(spare) == Some(owner) && spare != kept.sheet;
            let is_hidden = is_spare && sheets::find(reader, owner, spare).await?.is_none();
            if !copy.has_typed(&sheet) && !is_hidden {
                return Ok(false);
            }
        }
        let (outcome, _) = self.keep_or_apart(owner, &mut kept).await?;
        Ok(outcome == KeepingOutcome::Kept)
    }

    async fn unsaved_texts(&self, actor: &Actor) -> Result<Vec<UnsavedText>, Refusal> {
        let sheets = sheets::unsaved(self.store.reader(), actor.id).await?;
        let mut texts = Vec::with_capacity(sheets.len());
        for sheet in &sheets {
            let Some(mut text) = unsaved_text(sheet) else { continue };
            // The page of an act that cannot be done any more, or was done, has no form in which the words could stand.
            let has_no_form = Verb::from_code(&sheet.verb).is_some_and(is_act)
                && matches!(self.footing(actor, sheet).await?, Footing::Moved(_) | Footing::Done);
            if has_no_form {
                text.address = format!("/unsaved/{}", sheet.sheet);
            }
            texts.push(text);
        }
        Ok(texts)
    }

    async fn unsaved_of_item(&self, actor: &Actor, item: ItemId) -> Result<Option<UnsavedText>, Refusal> {
        let sheets = sheets::unsaved_of(self.store.reader(), actor.id, item).await?;
        let mut texts = sheets.iter().filter(|sheet| Verb::from_code(&sheet.verb).is_some_and(is_of_text));
        Ok(texts.find_map(unsaved_text))
    }

    async fn sheet(&self, actor: &Actor, sheet: &str) -> Result<Option<SheetView>, Refusal> {
        let found = sheets::find(self.store.reader(), actor.id, sheet).await?;
        let Some(found) = found else { return Ok(None) };
        let moved = match self.footing(actor, &found).await? {
            Footing::Moved(why) if found.unsaved().is_some() => Some(why),
            Footing::Done if found.unsaved().is_some() => Some(DONE_BEFORE.to_owned()),
            _ => None,
        };
        let is_text = Verb::from_code(&found.verb).is_some_and(is_of_text);
        let may_write_anew = is_text && !self.units_to_draft_for(actor).await?.is_empty();
        let form = found.unsaved().and_then(typed_form);
        let open = self.open_sheet(actor.id, Some(&found));
        let item = match found.item {
            Some(id) => items::load(self.store.reader(), id).await?,
            None => None,
        };
        let item = item.filter(|item| permits(actor, ItemAct::Read, item).is_ok());
        Ok(Some(SheetView {
            form: form.map(|form| TypedForm { sheet: Some(open), ..form }),
            unsaved: unsaved_text(&found),
            moved,
            item: item.map(|item| item.id),
            done: if found.done.is_some() { Some(answer_of(&found)?) } else { None },
            may_write_anew,
        }))
    }
}

impl Act for DropKeptText {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let text = if self.text.is_empty() { self.sheet } else { self.text };
        let writing = office.begin(actor).await?;
        let (connection, at) = (writing.connection(), writing.timestamp());
        let dropped = sheets::drop(connection, actor.id, &text, at).await?;
        writing.commit_unseen().await?;
        let done = Done::new("已放弃没有保存的文字");
        Ok(if dropped { done.undo(&TakeBackKeptText { text }) } else { done })
    }
}

impl Act for TakeBackKeptText {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let writing = office.begin(actor).await?;
        let taken = sheets::take_back(writing.connection(), actor.id, &self.text).await?;
        writing.commit_unseen().await?;
        let sheet = sheets::find(office.store.reader(), actor.id, &self.text).await?;
        match sheet.as_ref().filter(|_| taken).and_then(unsaved_text) {
            Some(text) => Ok(Done::new("文字还在，接着写吧").next(text.address)),
            None => Err(Refusal::not_found("放弃的这份文字")),
        }
    }
}

impl Act for WriteAnew {
    /// Goes on with the words of a text, wherever they came from, as a new item.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let writing = office.begin(actor).await?;
        let (connection, at) = (writing.connection(), writing.timestamp());
        let missing = || Refusal::not_found("这份没有保存的文字");
        let found = sheets::find(connection, actor.id, &self.text).await?.ok_or_else(missing)?;
        let text = found.unsaved().and_then(typed_form).as_ref().and_then(item_text).ok_or_else(missing)?;
        let fields = fields_of(&text);
        let typed = TypedSheet {
            sheet: office.new_sheet(actor.id),
            verb: Verb::DraftItem.to_string(),
            item: None,
            base: None,
            address: "/items/new".to_owned(),
            form: json(&TypedForm { verb: Verb::DraftItem.to_string(), fields, ..TypedForm::default() })?,
            stamp: 0,
            copy: Copy::default(),
            is_posted: false,
        };
        sheets::keep(connection, actor.id, &typed, at).await?;
        sheets::drop(connection, actor.id, &found.sheet, at).await?;
        writing.commit_unseen().await?;
        Ok(Done::new("文字已移到一篇新稿里，改好再存").next(format!("/items/new?sheet={}", typed.sheet)))
    }
}

impl OfficeDesk {
    /// A page's name with the number of its changes, and another name should it be open twice.
    pub(super) fn open_sheet(&self, person: PersonId, sheet: Option<&Sheet>) -> OpenSheet {
        let sheet = sheet.filter(|sheet| !sheet.is_erased());
        OpenSheet {
            name: sheet.map_or_else(|| self.new_sheet(person), |sheet| sheet.sheet.clone()),
            stamp: sheet.map_or(0, |sheet| sheet.stamp),
            spare: self.new_sheet(person),
            done: sheet.and_then(|sheet| sheet.done.as_ref()).map_or(0, |done| done.count.into()),
        }
    }

    /// Keeps what was typed under the page's name, or beside what was typed or done there under another one, which is the
    /// second answer.
    async fn keep_or_apart(
        &self,
        person: PersonId,
        kept: &mut KeptForm,
    ) -> Result<(KeepingOutcome, Option<String>), Refusal> {
        if !kept.is_apart {
            let outcome = self.keep_typed(person, kept).await?;
            if outcome != KeepingOutcome::Elsewhere {
                return Ok((outcome, None));
            }
        }
        // A new text whose page has made an item already is another text of that item, and no second one.
        let page = sheets::find(self.store.reader(), person, &kept.sheet).await?;
        let made = page
            .filter(|_| kept.form.act() == Some(Verb::DraftItem))
            .and_then(|page| page.item.zip(page.base));
        if let Some((item, base)) = made {
            kept.form.verb = Verb::SaveItem.to_string();
            kept.form.fields.push(("item".to_owned(), item.to_string()));
            kept.form.fields.push(("revision".to_owned(), base.to_string()));
            kept.address = format!("/items/{item}/edit");
        }
        kept.sheet = self.new_sheet(person);
        let outcome = self.keep_typed(person, kept).await?;
        Ok((outcome, Some(kept.sheet.clone())))
    }

    /// Keeps what was typed; it is kept, late, known to be open elsewhere, or of a text that was destroyed.
    async fn keep_typed(&self, person: PersonId, kept: &KeptForm) -> Result<KeepingOutcome, Refusal> {
        let form = json(&kept.form)?;
        if form.len() > LONGEST_KEPT {
            return Err(Refusal::invalid("", "内容太大，留存不下，请先复制到别处，再分成几份"));
        }
        let number = |name: &str| kept.form.value(name).and_then(|value| value.parse::<i64>().ok());
        let typed = TypedSheet {
            sheet: kept.sheet.clone(),
            verb: kept.form.verb.clone(),
            item: number("item").map(ItemId),
            base: number("revision").map(RevisionId),
            address: kept.address.clone(),
            form,
            // Without a script nothing counts the changes: each that is posted is one.
            stamp: kept.stamp + i64::from(kept.is_posted),
            copy: Copy::of(&kept.copy),
            is_posted: kept.is_posted,
        };
        let transaction = self.store.begin().await?;
        let connection = transaction.connection();
        let at = self.now().timestamp();
        if sheets::unsaved_elsewhere(connection, person, &typed.sheet).await? >= sheets::MOST_UNSAVED {
            let words = format!(
                "没有保存的文字已有{}份，再多留存不下：请先在“未保存的文字”里存好或放弃几份",
                sheets::MOST_UNSAVED
            );
            return Err(Refusal::invalid("", words));
        }
        if !sheets::has_room(connection, person, &typed).await? {
            let words = "没有保存的文字合起来太大，再多留存不下：请先在“未保存的文字”里存好或放弃几份";
            return Err(Refusal::invalid("", words));
        }
        let is_kept = sheets::keep(connection, person, &typed, at).await?;
        if let Some(item) = typed.item
            && erase::is_destroyed(connection, item).await?
        {
            return Ok(KeepingOutcome::Destroyed);
        }
        if is_kept {
            transaction.commit_unseen().await?;
            return Ok(KeepingOutcome::Kept);
        }
        let known = sheets::find(connection, person, &typed.sheet).await?;
        Ok(match known {
            Some(sheet) if sheet.is_erased() => KeepingOutcome::Destroyed,
            Some(sheet) if typed.copy.is_elsewhere(&sheet) => KeepingOutcome::Elsewhere,
            Some(sheet) if typed.copy.has_done(&sheet) => KeepingOutcome::Done,
            _ => KeepingOutcome::Late,
        })
    }

    /// What comes too late: the page's text was saved, or given up.
    async fn late(&self, actor: &Actor, sheet: &str, outcome: KeepingOutcome) -> Result<Keeping, Refusal> {
        let found = sheets::find(self.store.reader(), actor.id, sheet).await?;
        let done = found.as_ref().filter(|sheet| sheet.done.is_some()).map(answer_of).transpose()?;
        let words = match (&done, &found) {
            (Some(done), _) if outcome == KeepingOutcome::Done => format!("已经办成：{}", done.words),
            (Some(_), _) => "这一页的文字已经存过".to_owned(),
            (None, Some(sheet)) if sheet.is_dropped => "这一页的文字已经放弃".to_owned(),
            _ => "这一页已有更新的文字".to_owned(),
        };
        let next = done.and_then(|done| done.next);
        Ok(Keeping { outcome, words, next, sheet: None })
    }

    /// Puts a unit's name in the place of an unknown one, where one was chosen: `NAME<tab>UNIT`.
    async fn put_chosen_unit(&self, kept: &mut KeptForm) -> Result<(), Refusal> {
        let chosen = kept.choose.take();
        let Some((name, unit)) = chosen.as_deref().and_then(|chosen| chosen.split_once('\t')) else {
            return Ok(());
        };
        let directory = units::directory(self.store.reader()).await?;
        let unit = unit.parse().ok().and_then(|unit| directory.get(unit));
        let unit = unit.ok_or_else(|| Refusal::not_found("这个单位"))?;
        let line = kept.form.fields.iter_mut().find(|(field, _)| field == "attribution_line");
        if let Some((_, line)) = line {
            *line = renamed(&attribution::parse(line, &directory), name, unit, &directory)?;
        }
        Ok(())
    }

    /// Signs words with the key of all processes on this database.
    pub(crate) fn signature(&self, name: &str) -> String {
        let inner = Sha256::new_with_prefix(self.key.as_bytes()).chain_update(name).finalize();
        // Digested twice with the key, so that nothing can be added to what was signed.
        let outer = Sha256::new_with_prefix(self.key.as_bytes()).chain_update(inner).finalize();
        hexadecimal(&outer[..8])
    }
}

/// Whether a form is of an act that is done once to a thing, on a page that is there for the thing.
fn is_act(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::ReturnItem
            | Verb::Reject
            | Verb::Retract
            | Verb::Clear
            | Verb::RefuseClearance
            | Verb::RefuseCorrection
            | Verb::SendBackCorrection
            | Verb::CorrectItem
            | Verb::SendBack
            | Verb::SendBackBulletin
    )
}

/// Whether a form is an item's text.
fn is_of_text(verb: Verb) -> bool {
    matches!(verb, Verb::DraftItem | Verb::SaveItem)
}

/// A page's unsaved text, for lists.
fn unsaved_text(sheet: &Sheet) -> Option<UnsavedText> {
    let form = typed_form(sheet.unsaved()?)?;
    let verb = Verb::from_code(&sheet.verb)?;
    let long = long_form(verb)?;
    let is_text = is_of_text(verb);
    // As everywhere: of a text the body is counted, of other forms whatever was written.
    let characters = match is_text {
        true => count_characters(&plain_text(&parse(form.value("body").unwrap_or_default()))),
        false => long.words(&form).iter().map(|words| count_characters(words)).sum(),
    };
    let address = match sheet.item {
        Some(item) if is_text => format!("/items/{item}/edit"),
        None if is_text => match form.value("unit") {
            Some(unit) if !unit.is_empty() => format!("/items/new?unit={unit}"),
            _ => "/items/new".to_owned(),
        },
        _ => sheet.address.clone(),
    };
    Some(UnsavedText {
        what: if is_text && sheet.item.is_some() { "改稿" } else { long.what }.to_owned(),
        // What was emptied again is nothing that waits.
        title: long.title(&form)?,
        characters,
        kept_at: sheet.kept_at,
        address: with_sheet(&address, &sheet.sheet),
        item: sheet.item,
        sheet: sheet.sheet.clone(),
    })
}

fn json(form: &TypedForm) -> Result<String, Refusal> {
    serde_json::to_string(form).map_err(failure)
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let differing =
        one.bytes().zip(other.bytes()).fold(0, |differing, (one, other)| differing | (one ^ other));
    one.len() == other.len() && differing == 0
}
