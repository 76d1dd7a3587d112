//! 合稿: one item goes on and bears all attributions, the others go into it, and of their paragraphs what was taken stands in
//! its text; and the way back, until it is placed.

use app::desk::{
    Done, Refusal,
    items::acts::{Combine, UndoCombine},
};
use domain::{
    act::Verb,
    attribution::{self, Attribution},
    item::{Item, ItemText},
    person::Actor,
    unit::UnitDirectory,
    workflow::{Action, State},
};
use store::{
    items::{self, save, taken},
    revisions, units,
};

use super::{
    OfficeDesk, Writing,
    draft::{check_size, save_revision},
    load, quoted, refuse_destroyed, subject,
    taken::{GivenBack, TakenOver, Wanted},
};
use crate::desk::{Act, checks::next_state};

impl Act for Combine {
    /// Combines items. The survivor's text stays; its attribution line names all units.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { survivor, item: mut sources, revision, taken, passage, after } = self;
        let wanted = Wanted { taken, passage, after };
        sources.dedup();
        sources.retain(|source| *source != survivor);
        if sources.is_empty() {
            return Err(Refusal::invalid("item", "请至少再选一篇要合进来的稿件"));
        }
        // Several sources are taken out one by one, each on its own page.
        let only_source = (sources.len() == 1).then(|| sources[0]);
        let writing = office.begin(actor).await?;
        let mut survivor = load(writing.connection(), actor, survivor).await?;
        // The survivor must be where a source could be, though it stays there.
        next_state(actor, Action::Combine, &survivor)?;
        check_not_decided(&survivor)?;
        if !wanted.is_nothing() && revision != Some(survivor.revision) {
            let words =
                format!("留的是{}，它的文字不是您取用时看到的，请回到合稿页再看一遍", quoted(&survivor));
            return Err(Refusal::Conflict(words));
        }
        let was_cleared = survivor.is_cleared();
        let mut gone = Vec::new();
        let mut titles = Vec::new();
        let mut attributions = vec![survivor.attribution.clone()];
        for source in sources {
            let mut source = load(writing.connection(), actor, source).await?;
            let state = next_state(actor, Action::Combine, &source)?;
            check_not_decided(&source)?;
            save::save_combined(
                writing.connection(),
                &mut source,
                state,
                Some(survivor.id),
                writing.timestamp(),
            )
            .await?;
            let words = format!("合入{}", quoted(&survivor));
            writing.event(Verb::Combine, subject(&source), words, None).await?;
            titles.push(quoted(&source));
            attributions.push(source.attribution.clone());
            gone.push(source);
        }
        let count = wanted.taken.len();
        let taken = if count > 0 { format!("，取用{count}段") } else { String::new() };
        let TakenOver { body, passages } = match count {
            0 => TakenOver { body: survivor.text.body.clone(), passages: Vec::new() },
            _ => wanted.over(&survivor, &gone)?,
        };
        let attribution_line = attribution::unite(&attributions).to_string();
        let text = ItemText { attribution_line, body, ..survivor.text.clone() };
        check_size(&text)?;
        set_text(&writing, &mut survivor, text, &format!("合并署名{taken}")).await?;
        taken::keep(writing.connection(), survivor.id, &passages).await?;
        let words = format!("合入了{}{taken}", titles.join("、"));
        writing.event(Verb::Combine, subject(&survivor), words, None).await?;
        writing.commit().await?;
        let words = format!(
            "已把{}合入{}，署名已合并{taken}{}",
            titles.join("、"),
            quoted(&survivor),
            voided(was_cleared, &survivor)
        );
        let done = Done::new(words).next(format!("/items/{}", survivor.id));
        Ok(match only_source {
            Some(source) => done.undo(&UndoCombine { item: source }),
            None => done,
        })
    }
}

impl Act for UndoCombine {
    /// Takes one source out again. The survivor's attribution goes back with it, unless somebody has changed it, and so does
    /// what was taken of its paragraphs, as far as it stands as it was taken.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: source } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut source = load(connection, actor, source).await?;
        let state = next_state(actor, Action::UndoCombine, &source)?;
        refuse_destroyed(connection, &source).await?;
        let survivor = source.combined_into.ok_or_else(|| Refusal::not_found("合稿后的稿件"))?;
        let mut survivor = load(connection, actor, survivor).await?;
        check_not_placed(&survivor)?;
        let before = united(&writing, &survivor).await?;
        let was_cleared = survivor.is_cleared();
        save::save_combined(connection, &mut source, state, None, writing.timestamp()).await?;
        let is_as_united = survivor.attribution == before;
        let GivenBack { body, out, left } = writing.give_back(&survivor, source.id).await?;
        let mut text = ItemText { body, ..survivor.text.clone() };
        if is_as_united {
            text.attribution_line = united(&writing, &survivor).await?.to_string();
        }
        let removed = if out > 0 { format!("，移出取用的{out}段") } else { String::new() };
        set_text(&writing, &mut survivor, text, &format!("撤销合稿{removed}")).await?;
        let words = format!("从{}撤出，恢复编辑", quoted(&survivor));
        writing.event(Verb::UndoCombine, subject(&source), words, None).await?;
        let words = format!("撤出{}", quoted(&source));
        writing.event(Verb::UndoCombine, subject(&survivor), words, None).await?;
        writing.commit().await?;
        let hint =
            if is_as_united { "" } else { "；合稿的署名另行改过，没有动它，请检查" };
        let rewritten = match left {
            0 => String::new(),
            left => format!("；取用它的{left}段后来改写过，还留在合稿里，请检查"),
        };
        let voided = voided(was_cleared, &survivor);
        let words = format!("已撤销合稿，{}回到编辑中{removed}{rewritten}{hint}{voided}", quoted(&source));
        Ok(Done::new(words))
    }
}

/// What is said where the clearance of a text is void by what was done to it.
pub(super) fn voided(was_cleared: bool, item: &Item) -> &'static str {
    if was_cleared && !item.is_cleared() { "；文字有改动，需要重新作保密审查" } else { "" }
}

/// Who is credited follows the united attribution: a decision on one of the pieces would leave units out, or be lost.
fn check_not_decided(item: &Item) -> Result<(), Refusal> {
    match item.credit {
        None => Ok(()),
        Some(_) => {
            let words = format!(
                "{}另定过记分单位，合稿以后不知道记给谁。请先在它的页面上“恢复按署名记分”，合好以后再另定",
                quoted(item)
            );
            Err(Refusal::blocked(words))
        }
    }
}

/// A combination stands once its survivor is placed, or has itself gone into another.
fn check_not_placed(survivor: &Item) -> Result<(), Refusal> {
    match survivor.state {
        State::Placed | State::Adopted | State::Retracted | State::Combined => {
            let state = survivor.state.label();
            Err(Refusal::blocked(format!("{}现在是“{state}”，不能再撤销合稿", quoted(survivor))))
        }
        _ => Ok(()),
    }
}

/// The attribution that combining gives the survivor: its own, as sent in, and those of its present sources.
async fn united(writing: &Writing, survivor: &Item) -> Result<Attribution, Refusal> {
    let connection = writing.connection();
    let directory = units::directory(connection).await?;
    let own = own_line(writing, survivor).await?;
    let mut attributions = vec![attribution::parse(&own, &directory)];
    let sources = items::list::sources_of(connection, survivor.id).await?;
    for source in items::load_many(connection, &sources).await? {
        attributions.push(source.attribution);
    }
    let united = attribution::unite(&attributions);
    Ok(reread(&united, &directory))
}

async fn own_line(writing: &Writing, survivor: &Item) -> Result<String, Refusal> {
    let revisions = revisions::of_item(writing.connection(), survivor.id).await?;
    let own = revisions.iter().rev().find(|revision| revision.submitted).or(revisions.first());
    Ok(own.map(|revision| revision.text.attribution_line.clone()).unwrap_or_default())
}

/// An attribution as it is understood once it stands in a line.
fn reread(attribution: &Attribution, directory: &UnitDirectory) -> Attribution {
    attribution::parse(&attribution.to_string(), directory)
}

async fn set_text(writing: &Writing, item: &mut Item, text: ItemText, words: &str) -> Result<(), Refusal> {
    match item.text == text {
        true => Ok(()),
        false => save_revision(writing, item, text, words).await.map(drop),
    }
}
