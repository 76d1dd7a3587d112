//! 起草 and saving: one act, from a page that bears a name. Whatever is posted from the same page again is that act with
//! newer words: one item, one submission.

use app::desk::{
    Done, Refusal,
    items::acts::{DraftItem, SaveItem},
};
use domain::{
    act::Verb,
    attribution,
    id::{ItemId, RevisionId, UnitId},
    item::{Cover, Item, ItemText},
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    scoring::Details,
    workflow::State,
};
use store::{
    items::{self, NewItem, save},
    revisions,
    sheets::{self, DoneForm, Sheet},
    units,
};

use super::{
    super::{
        once::{Order, answer_of, done_elsewhere},
        sheets::kept::{DESTROYED, is_sent_from},
    },
    OfficeDesk, Writing,
    comments::settle_fulfilled,
    follow::follow_kind,
    load, refuse_destroyed,
    send::Submitted,
    subject,
};
use crate::desk::Act;

/// What is said where nothing was to be saved.
const UNCHANGED: &str = "没有改动";

/// A text as it came from a writing page.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) whose: Whose,
    /// The writing page: every page that is opened has another. Empty where a form does not tell.
    pub(super) sheet: String,
    pub(super) text: ItemText,
    pub(super) cover: Option<Cover>,
    /// To be sent in at once.
    pub(super) send: bool,
    /// The file out of which it came, among those that were handed in.
    pub(super) original: Option<i64>,
    /// What goes along with it, among the files that were handed in.
    pub(super) attachments: Vec<i64>,
}

impl Written {
    /// Whether nothing was written or handed in: what the page fills in by itself is nobody's text.
    fn is_blank(&self) -> bool {
        let ItemText { title, subtitle, body, .. } = &self.text;
        let subtitle = subtitle.as_deref().unwrap_or_default();
        [title, subtitle, body].iter().all(|text| text.trim().is_empty())
            && self.original.is_none()
            && self.attachments.is_empty()
    }
}

/// Where a text belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// A new item, for this unit.
    New(UnitId),
    /// An item; the revision from which the typing began.
    Item(ItemId, RevisionId),
}

/// What saving came to.
struct Saved {
    item: Item,
    /// The revision on which the page now stands.
    base: RevisionId,
    words: String,
}

impl OfficeDesk {
    /// Drafts an item or saves its text, and sends it in where that is asked for. What cannot be sent is saved all the
    /// same, and said so.
    pub(super) async fn write_item(&self, actor: &Actor, written: Written) -> Result<Done, Refusal> {
        check_size(&written.text)?;
        let original = self.original(actor, &written).await?;
        let attachments = self.attachments(actor, &written.attachments).await?;
        let writing = self.begin(actor).await?;
        let sheet = self.lock_sheet(&writing, &written).await?;
        let order = sheet.as_ref().and_then(|sheet| sheet.done.as_ref()).and_then(|done| self.order(done));
        if let Some(sheet) = &sheet
            && self.is_known(sheet, &written, order)
        {
            let done = answer_of(sheet)?;
            self.was_answered(done.clone());
            return Ok(done);
        }
        if order == Some(Order::Elsewhere) {
            return Err(done_elsewhere());
        }
        let Saved { mut item, base, words } = match (written.whose, sheet.as_ref().and_then(made)) {
            (Whose::New(unit), None) => {
                if written.send && written.is_blank() {
                    return Err(Refusal::invalid("body", "还没有写，不能报送。请先写标题和正文"));
                }
                draft(&writing, unit, &written).await?
            }
            (Whose::New(_), Some((id, base))) => {
                self.save(&writing, id, base, sheet.as_ref(), &written).await?
            }
            (Whose::Item(id, base), made) => {
                let base = made.map_or(base, |(_, saved)| base.max(saved));
                self.save(&writing, id, base, sheet.as_ref(), &written).await?
            }
        };
        if let Some(original) = original {
            original.belongs_to(&writing, item.id).await?;
        }
        let attached = match permits(actor, ItemAct::EditText, &item) {
            Ok(()) => attachments.belong_to(&writing, &item).await?,
            Err(_) => attachments.left_out(),
        };
        let edit = format!("/items/{}/edit", item.id);
        let was_sent = item.sent_by == Some(actor.id) && permits(actor, ItemAct::EditText, &item).is_err();
        let mut done = if was_sent {
            let next = format!("/items/{}", item.id);
            match words.as_str() {
                UNCHANGED => Done::new("没有改动，报送的文字照旧").next(next),
                _ => Done::new(format!("已报送的文字已换成刚才的；{words}")).next(next),
            }
        } else if written.send {
            match self.submit_in(&writing, &mut item).await? {
                Submitted::Sent(done) => done,
                Submitted::Not(error) => {
                    let words = format!("文字已保存，但还不能报送：{error}");
                    Done::new(words).next(format!("{edit}?sending=1"))
                }
            }
        } else {
            Done::new(words).next(edit)
        };
        if let Some(said) = attached {
            done.words = if done.words == UNCHANGED { said } else { format!("{}。{said}", done.words) };
        }
        if let Some(once) = &self.once {
            once.made(item.id, base);
        }
        writing.commit().await?;
        Ok(done)
    }

    /// The page, locked until all of this is written.
    async fn lock_sheet(&self, writing: &Writing, written: &Written) -> Result<Option<Sheet>, Refusal> {
        if written.sheet.is_empty() {
            return Ok(None);
        }
        let (connection, person) = (writing.connection(), writing.actor.id);
        let verb = match written.whose {
            Whose::New(_) => Verb::DraftItem,
            Whose::Item(..) => Verb::SaveItem,
        };
        let sheet =
            sheets::lock(connection, person, &written.sheet, verb.code(), writing.timestamp()).await?;
        if sheet.is_erased() {
            return Err(Refusal::blocked(DESTROYED));
        }
        Ok(Some(sheet))
    }

    /// Whether just this was done from the page before, or something newer.
    fn is_known(&self, sheet: &Sheet, written: &Written, order: Option<Order>) -> bool {
        let (Some(done), Some(order)) = (&sheet.done, order) else { return false };
        let digest = self.once.as_ref().map(|once| once.digest());
        let is_older = order == Order::Older;
        // Sending after saving is something else, whatever the words.
        (digest == Some(&done.digest) || is_older) && !(written.send && is_older)
    }

    fn order(&self, done: &DoneForm) -> Option<Order> {
        self.once.as_ref().map(|once| once.order(done))
    }

    fn was_answered(&self, done: Done) {
        if let Some(once) = &self.once {
            once.was_answered(done);
        }
    }

    /// Saves a text over the present one, unless somebody else saved another meanwhile.
    async fn save(
        &self,
        writing: &Writing,
        id: ItemId,
        base: RevisionId,
        sheet: Option<&Sheet>,
        Written { text, cover, .. }: &Written,
    ) -> Result<Saved, Refusal> {
        let (connection, actor) = (writing.connection(), &writing.actor);
        let mut item = load(connection, actor, id).await?;
        let is_sent = match sheet {
            Some(sheet) => is_sent_from(connection, sheet, &item, actor).await?,
            None => false,
        };
        let done = sheet.and_then(|sheet| sheet.done.as_ref());
        let is_older = done.and_then(|done| self.order(done)) == Some(Order::Older);
        let cover = cover.as_ref().filter(|cover| **cover != item.cover);
        if item.text == *text && cover.is_none() || is_older {
            let base = if is_older { base } else { item.revision };
            return Ok(Saved { item, base, words: UNCHANGED.to_owned() });
        }
        refuse_destroyed(connection, &item).await?;
        if !is_sent {
            permits(actor, ItemAct::EditText, &item)?;
        }
        if let Some(cover) = cover {
            save::save_cover(connection, &mut item, cover.clone(), writing.timestamp()).await?;
            writing.event(Verb::SaveItem, subject(&item), "改报送信息", None).await?;
        }
        if item.text == *text {
            return Ok(Saved { base: item.revision, item, words: "已保存".to_owned() });
        }
        if let Some(others) = self.saved_by_others(connection, actor, &item, Some(base)).await? {
            let words = format!("您修改期间，{others}也存了一稿，请对照后决定用哪一份");
            return Err(Refusal::Conflict(words));
        }
        let is_own_other_page = item.revision != base;
        let was_cleared = item.is_cleared();
        let units_before = item.attribution.units();
        let was_writer = item.writers.contains(&actor.id);
        let moves = item.placed_in.is_some() && item.text.kind != text.kind;
        let words = if is_sent { "报送时又改" } else { "修改" };
        let followed = save_revision(writing, &mut item, text.clone(), words).await?;
        if is_sent {
            self.sent_again(writing, &mut item).await?;
        }
        let mut words = "已保存".to_owned();
        match followed {
            0 => {}
            followed => words.push_str(&format!("，照改的建议{followed}处记为已采纳")),
        }
        if moves {
            words.push_str("。体裁改了，稿件在这一期里随之移到同一体裁的栏目");
        }
        if was_cleared {
            words.push_str("。文字有改动，需要重新作保密审查");
        }
        if item.credit.is_some() && item.attribution.units() != units_before {
            words.push_str("。署名单位改了，而这一篇另定过记分单位，请核对记给谁");
        }
        if item.state == State::UnitReview && !was_writer {
            words.push_str(match item.writers.contains(&actor.id) {
                true => "。改动大，算作您写的，要由别人审核",
                false => "。只改了字句，不算您写的，仍由您审核",
            });
        }
        if is_own_other_page {
            words.push_str("。您在别的页上存过的一稿留在历史里，可以恢复");
        }
        Ok(Saved { base: item.revision, item, words })
    }
}

/// The item that a page made, saved or goes on with, with the revision that it saved last or began from.
fn made(sheet: &Sheet) -> Option<(ItemId, RevisionId)> {
    sheet.item.zip(sheet.base)
}

async fn draft(
    writing: &Writing,
    unit: UnitId,
    Written { text, cover, .. }: &Written,
) -> Result<Saved, Refusal> {
    let (connection, actor) = (writing.connection(), &writing.actor);
    permits_office(actor, OfficeAct::Draft(unit))?;
    let directory = units::directory(connection).await?;
    let unit = directory.get(unit).ok_or_else(|| Refusal::not_found("这个单位"))?;
    if let Some(absence) = directory.absence_on(unit.id, writing.now.date()) {
        return Err(Refusal::invalid("unit", format!("{}，不能再以它的名义起草", absence.words)));
    }
    let new = NewItem {
        submitting_unit: unit.id,
        attribution: attribution::parse(&text.attribution_line, &directory),
        text: text.clone(),
        cover: cover.clone().unwrap_or_default(),
        state: State::Draft,
        details: Details::NONE,
        drafted_by: actor.id,
        at: writing.timestamp(),
    };
    let item = items::insert(connection, new).await?;
    let words = if actor.contributes_for(unit.id) {
        "起草".to_owned()
    } else {
        format!("代{}录入", unit.list_name())
    };
    writing.event(Verb::DraftItem, subject(&item), words, None).await?;
    Ok(Saved { base: item.revision, item, words: "已存草稿".to_owned() })
}

/// Saves a text as the item's next revision and records it; answers how many suggestions it follows, which are settled.
pub(super) async fn save_revision(
    writing: &Writing,
    item: &mut Item,
    text: ItemText,
    words: &str,
) -> Result<usize, Refusal> {
    let connection = writing.connection();
    follow_kind(writing, item, text.kind).await?;
    let directory = units::directory(connection).await?;
    let attribution = attribution::parse(&text.attribution_line, &directory);
    let is_mended = only_mends(writing, item, &text).await?;
    let writers = item.writers.clone();
    let revision =
        save::save_text(connection, item, text, attribution, writing.actor.id, writing.timestamp()).await?;
    if is_mended {
        revisions::mark_mended(connection, revision).await?;
        item.writers = writers;
        item.menders.push(writing.actor.id);
    }
    writing.event(Verb::SaveItem, subject(item), words, None).await?;
    settle_fulfilled(writing, item).await
}

/// Whether the unit's reviewer only mends what somebody else sent for review, and may still approve it.
async fn only_mends(writing: &Writing, item: &Item, text: &ItemText) -> Result<bool, Refusal> {
    let reviews = item.state == State::UnitReview && writing.actor.reviews_for(item.submitting_unit);
    if !reviews || item.writers.contains(&writing.actor.id) {
        return Ok(false);
    }
    let written = revisions::last_written(writing.connection(), item.id).await?;
    Ok(written.is_some_and(|written| text.mends(&written.text)))
}

/// Refuses what is too large to be set in pages.
pub(super) fn check_size(text: &ItemText) -> Result<(), Refusal> {
    match text.too_large() {
        Some((field, words)) => Err(Refusal::invalid(field, words)),
        None => Ok(()),
    }
}

impl Act for DraftItem {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { unit, sheet, text, cover, send, original, attachment: attachments } = self;
        office
            .write_item(
                actor,
                Written { whose: Whose::New(unit), sheet, text, cover, send, original, attachments },
            )
            .await
    }
}

impl Act for SaveItem {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, revision, sheet, text, cover, send, original, attachment: attachments } = self;
        let whose = Whose::Item(item, revision);
        office.write_item(actor, Written { whose, sheet, text, cover, send, original, attachments }).await
    }
}
