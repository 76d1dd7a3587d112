//! 对照: which texts of an item somebody may lay beside each other, and how two of them differ.
//!
//! What is printed is read where everybody reads it, in the version of the issue that is in force; and so is what was
//! printed of the item that another one went into. What one may not read is no choice.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    items::{Compared, ComparingPages, ComparingView, RevisionLine, TextChoice},
};
use async_trait::async_trait;
use domain::{
    attribution,
    id::{ItemId, PersonId},
    issue::{Issue, version::IssueVersion},
    item::{Item, ItemText},
    permission::{IssueAct, ItemAct, permits, permits_issue, permits_naming},
    person::Actor,
    workflow::State,
};
use store::{
    issues,
    items::{self},
    people,
    revisions::{self, Revision},
    units,
};

use super::{super::issues::content::printed_text, OfficeDesk, load};

/// So often an item goes into another that itself goes into one.
const MOST_STEPS: usize = 20;

/// A text with what it is called.
struct Text {
    choice: TextChoice,
    text: ItemText,
}

#[async_trait]
impl ComparingPages for OfficeDesk {
    async fn compared(
        &self,
        actor: &Actor,
        id: ItemId,
        from: Option<Compared>,
        to: Option<Compared>,
    ) -> Result<ComparingView, Refusal> {
        let reader = self.store.reader();
        let item = load(reader, actor, id).await?;
        self.note_reading(actor, &item).await;
        let revisions = revisions::of_item(reader, id).await?;
        let writers: BTreeSet<PersonId> = revisions.iter().map(|revision| revision.saved_by).collect();
        let people = people::names(reader, &writers).await?;
        let line = |revision: &Revision| revision_line(revision, &people, actor, &item);
        let mut texts: Vec<Text> = revisions
            .iter()
            .map(|revision| Text {
                choice: TextChoice::Revision(line(revision)),
                text: revision.text.clone(),
            })
            .collect();
        texts.extend(self.elsewhere(actor, &item).await?);
        let present = revisions.iter().find(|revision| revision.id == item.revision);
        let present = present.map_or(1, |revision| revision.number);
        let sent = revisions.iter().rev().find(|revision| revision.submitted).or(revisions.first());
        let sent = Compared::Revision(sent.map_or(1, |revision| revision.number));
        let became = became(&texts).unwrap_or(Compared::Revision(present));
        let find = |wanted: Compared| {
            let found = texts.iter().find(|text| text.choice.compared() == wanted);
            found.ok_or_else(|| Refusal::not_found("这一份文字"))
        };
        let (from, to) = (find(from.unwrap_or(sent))?, find(to.unwrap_or(became))?);
        let (mut before, mut after) = (from.text.clone(), to.text.clone());
        if [from, to].iter().any(|text| matches!(text.choice, TextChoice::Printed(_))) {
            let directory = units::directory(reader).await?;
            for text in [&mut before, &mut after] {
                as_printed(text, &attribution::parse(&text.attribution_line, &directory));
            }
        }
        let restorable = permits(actor, ItemAct::EditText, &item).is_ok();
        Ok(ComparingView {
            item: id,
            item_title: item.text.list_title(),
            comparison: self.difference(&before, &after).await?,
            from: from.choice.clone(),
            to: to.choice.clone(),
            choices: texts.into_iter().map(|text| text.choice).collect(),
            restorable: restorable.then_some(item.version),
            present,
        })
    }
}

/// What became of a text elsewhere: as it was printed, else what it went into.
fn became(texts: &[Text]) -> Option<Compared> {
    let all = || texts.iter().map(|text| text.choice.compared());
    all()
        .find(|compared| *compared == Compared::Printed)
        .or_else(|| all().find(|compared| *compared == Compared::Survivor))
}

/// What is not printed is no difference from what is, nor how brackets were typed.
fn as_printed(text: &mut ItemText, read: &attribution::Attribution) {
    let printed = printed_text(text, read);
    text.title = printed.title;
    text.attribution_line = printed.attribution;
    text.content_type = None;
}

impl OfficeDesk {
    /// What became of an item's text outside of it, where this person may read that.
    pub(super) async fn became(&self, actor: &Actor, item: &Item) -> Result<Option<Compared>, Refusal> {
        match item.state {
            State::Adopted | State::Combined => Ok(became(&self.elsewhere(actor, item).await?)),
            _ => Ok(None),
        }
    }

    /// The texts that are not the item's own: as it was printed; the item that it went into, and as that was printed.
    async fn elsewhere(&self, actor: &Actor, item: &Item) -> Result<Vec<Text>, Refusal> {
        let mut texts = Vec::new();
        let survivor = self.survivor(item).await?;
        if let Some(survivor) = &survivor
            && permits(actor, ItemAct::Read, survivor).is_ok()
        {
            let choice = TextChoice::Survivor(survivor.text.list_title());
            texts.push(Text { choice, text: survivor.text.clone() });
        }
        let printed = survivor.as_ref().unwrap_or(item);
        if let Some((issue, version)) = self.printed_in(actor, printed).await?
            && let Some((kind, content)) = version.printed(printed.id)
        {
            let text = ItemText {
                kind,
                title: content.title.clone(),
                subtitle: content.subtitle.clone(),
                content_type: None,
                body: content.body.clone(),
                attribution_line: content.attribution.clone(),
            };
            texts.push(Text { choice: TextChoice::Printed(issue.label()), text });
        }
        Ok(texts)
    }

    /// The item that goes on in an item's stead, whoever may read it.
    async fn survivor(&self, item: &Item) -> Result<Option<Item>, Refusal> {
        let reader = self.store.reader();
        let mut survivor: Option<Item> = None;
        for _ in 0..MOST_STEPS {
            let Some(next) = survivor.as_ref().unwrap_or(item).combined_into else { break };
            survivor = items::load(reader, next).await?;
        }
        Ok(survivor)
    }

    /// The issue in which an item is printed, as it is in force, for whoever may read it.
    async fn printed_in(&self, actor: &Actor, item: &Item) -> Result<Option<(Issue, IssueVersion)>, Refusal> {
        let reader = self.store.reader();
        let Some((issue, _)) = item.placed_in.filter(|_| item.state == State::Adopted) else {
            return Ok(None);
        };
        let issue = issues::find(reader, issue).await?;
        let Some(issue) = issue.filter(|issue| permits_issue(actor, IssueAct::Read, issue).is_ok()) else {
            return Ok(None);
        };
        let version = issues::in_force(reader, issue.id).await?;
        Ok(version.map(|version| (issue, version)))
    }
}

/// A revision as pages are told of it.
pub(super) fn revision_line(
    revision: &Revision,
    people: &HashMap<PersonId, String>,
    actor: &Actor,
    item: &Item,
) -> RevisionLine {
    RevisionLine {
        id: revision.id,
        number: revision.number,
        saved_by: people.get(&revision.saved_by).cloned().unwrap_or_default(),
        saved_at: revision.saved_at,
        submitted: revision.submitted,
        mended: revision.mended,
        name: revision.name.clone(),
        may_name: permits_naming(actor, item, revision.saved_by).is_ok(),
    }
}
