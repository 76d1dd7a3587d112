//! What is said of an item, as one person reads it.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    items::{AnswerLine, CommentLine, Comments, CommentsOnItems, ItemRow, PassageNow, Said},
};
use async_trait::async_trait;
use domain::{
    comment::{Audience, Carried, fits, is_followed},
    id::{CommentId, ItemId, PersonId},
    item::{Item, ItemText},
    permission::{ItemAct, audiences, permits, permits_comment, reads_for_the_office},
    person::Actor,
    proof::TextField,
};
use store::{
    StoreError,
    comments::{self, Comment},
    items, people,
};

use super::{OfficeDesk, carriers::Carriers, field_of, load, people_for};
use crate::aside::aside;

/// So many are told of at once.
const MOST_UNREAD: u32 = 500;

#[async_trait]
impl CommentsOnItems for OfficeDesk {
    async fn comments(&self, actor: &Actor, id: ItemId) -> Result<Comments, Refusal> {
        let reader = self.store.reader();
        let item = load(reader, actor, id).await?;
        let mut said = comments::of_item(reader, id).await?;
        said.retain(|comment| {
            !comment.is_withdrawn && permits_comment(actor, &item, comment.said.audience).is_ok()
        });
        let read = comments::read_by(reader, actor.id, id).await?;
        if let Some(last) = said.last().map(|comment| comment.id).filter(|last| read < Some(*last)) {
            self.note_comments_read(actor, id, last).await;
        }
        let people = said.iter().flat_map(|comment| {
            let settled = comment.settled.map(|(person, _)| person);
            [comment.said.by].into_iter().chain(settled).chain(comment.said.mentions.iter().copied())
        });
        let names = people::names(reader, &people.collect()).await?;
        let (answers, first): (Vec<Comment>, Vec<Comment>) =
            said.into_iter().partition(|comment| comment.said.answers.is_some());
        let carriers = Carriers::load(reader, &first, &item.text).await?;
        let may_edit = permits(actor, ItemAct::EditText, &item).is_ok();
        let view = Reader { actor, names, read, may_edit };
        let text = item.text.clone();
        let asked = first.clone();
        // Long texts take a while to be compared.
        let places = self.worked(move |_| places(&asked, carriers, &text)).await?;
        let mut lines: Vec<CommentLine> =
            first.iter().zip(places).map(|(comment, place)| view.line(comment, place, &answers)).collect();
        lines.sort_by_key(|line| (order(line), line.id));
        // A unit is not told who is in the office.
        let is_shown =
            |one: &Actor| reads_for_the_office(actor) || one.units().contains(&item.submitting_unit);
        let mut people: Vec<(PersonId, String)> = people_for(self, &item, None)
            .await?
            .into_iter()
            .filter(|one| one.id != actor.id && is_shown(one))
            .map(|one| (one.id, one.name))
            .collect();
        people.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(Comments {
            item: id,
            revision: item.revision,
            lines,
            audiences: audiences(actor, &item),
            people,
            may_edit,
        })
    }
}

impl OfficeDesk {
    /// With each row how many comments that are for this person nobody has settled. `is_own`: they are the person's own
    /// unit's.
    pub(in crate::desk::items) async fn tell_comments(
        &self,
        actor: &Actor,
        rows: &mut [ItemRow],
        is_own: bool,
    ) -> Result<(), Refusal> {
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
        let is_for = |audience| match audience {
            Audience::Shared => true,
            Audience::Office => reads_for_the_office(actor),
            Audience::Unit => is_own,
        };
        let open = comments::open(self.store.reader(), &ids).await?;
        for (item, _, count) in open.into_iter().filter(|(_, audience, _)| is_for(*audience)) {
            for row in rows.iter_mut().filter(|row| row.id == item) {
                row.comments += count;
            }
        }
        Ok(())
    }

    /// What others said that this person has not read, by item, the newest first: whether the person is asked to look, and
    /// how many there are.
    pub(in crate::desk) async fn unread_comments(
        &self,
        actor: &Actor,
    ) -> Result<Vec<(Item, bool, u32)>, Refusal> {
        let reader = self.store.reader();
        let unread = comments::unread(reader, actor.id, MOST_UNREAD).await?;
        let mut found: Vec<(Item, bool, u32)> = Vec::new();
        let ids: BTreeSet<ItemId> = unread.iter().map(|one| one.item).collect();
        let ids: Vec<ItemId> = ids.into_iter().collect();
        let items = items::load_many(reader, &ids).await?;
        for one in unread {
            let Some(item) = items.iter().find(|item| item.id == one.item) else { continue };
            if permits_comment(actor, item, one.audience).is_err() {
                continue;
            }
            match found.iter_mut().find(|(known, ..)| known.id == item.id) {
                Some((_, is_asked, count)) => (*is_asked, *count) = (*is_asked || one.is_asked, *count + 1),
                None => found.push((item.clone(), one.is_asked, 1)),
            }
        }
        Ok(found)
    }

    /// Keeps beside the answer that this person has read what is said.
    async fn note_comments_read(&self, actor: &Actor, item: ItemId, last: CommentId) {
        let (store, person) = (self.store.clone(), actor.id);
        aside("that comments were read", async move {
            let transaction = store.begin().await?;
            comments::keep_read(transaction.connection(), person, item, last).await?;
            // The person's own front page counts them.
            transaction.commit().await?;
            Ok::<_, StoreError>(())
        })
        .await;
    }
}

/// By the order of the text: the whole item, title, second headline, body; what is gone last.
fn order(line: &CommentLine) -> (u8, TextField, usize) {
    match &line.whereabouts {
        PassageNow::Whole => (0, line.field, 0),
        PassageNow::Here(letters) | PassageNow::Changed { letters, .. } => (1, line.field, letters.start),
        PassageNow::Gone => (2, line.field, 0),
    }
}

/// Where each passage stands in the present text, and whether what is suggested for it can be put there; why not.
type Place = (PassageNow, Result<(), String>);

fn places(comments: &[Comment], mut carriers: Carriers, text: &ItemText) -> Vec<Place> {
    comments.iter().map(|comment| place(comment, &mut carriers, text)).collect()
}

fn place(comment: &Comment, carriers: &mut Carriers, text: &ItemText) -> Place {
    let not = |why: &str| Err(why.to_owned());
    let (passage, wording) = (&comment.said.passage, comment.said.wording.as_deref());
    if passage.letters.is_empty() {
        return (PassageNow::Whole, not("这条说的是全文，请在编辑器里改"));
    }
    let Some((carried, to)) = carriers.carry(passage) else {
        return (PassageNow::Gone, not("所批的那一稿已经不在了"));
    };
    let is_open = comment.settled.is_none();
    let is_followed =
        is_open && wording.is_some_and(|wording| is_followed(&carried, to, &passage.words, wording));
    let fits = match (&carried, wording) {
        _ if is_followed => not("这处已经照改了，可以标为办完"),
        (Carried::Same(letters), Some(wording)) if is_open => {
            let fits = fits(passage.field, field_of(text, passage.field), letters.clone(), wording);
            fits.map(|_| ()).map_err(|why| why.to_string())
        }
        (Carried::Gone, _) => not("这处文字已经不在了"),
        (Carried::Changed(_), _) => not("这处文字后来改过，请对照着改"),
        (Carried::Same(_), _) => not("没有写改成什么"),
    };
    let now = match carried {
        Carried::Same(letters) => PassageNow::Here(letters),
        Carried::Changed(letters) => PassageNow::Changed { now: to.words(letters.clone()), letters },
        Carried::Gone => PassageNow::Gone,
    };
    (now, fits)
}

/// Whoever reads, and what is known for that person.
struct Reader<'a> {
    actor: &'a Actor,
    names: HashMap<PersonId, String>,
    /// Up to which comment the person has read.
    read: Option<CommentId>,
    may_edit: bool,
}

impl Reader<'_> {
    fn name(&self, person: PersonId) -> String {
        self.names.get(&person).cloned().unwrap_or_default()
    }

    fn said(&self, comment: &Comment) -> Said {
        let said = &comment.said;
        Said {
            by: self.name(said.by),
            at: said.at,
            asked: said.mentions.iter().map(|person| self.name(*person)).collect(),
            is_new: said.by != self.actor.id && self.read < Some(comment.id),
        }
    }

    fn line(&self, comment: &Comment, (whereabouts, fits): Place, answers: &[Comment]) -> CommentLine {
        let said = &comment.said;
        let answers: Vec<&Comment> =
            answers.iter().filter(|answer| answer.said.answers == Some(comment.id)).collect();
        let is_own = said.by == self.actor.id;
        let last = answers.last().map(|answer| answer.id);
        let line = |answer: &&Comment| AnswerLine {
            id: answer.id,
            words: answer.said.words.clone(),
            said: self.said(answer),
            may_withdraw: answer.said.by == self.actor.id && last == Some(answer.id),
        };
        CommentLine {
            id: comment.id,
            field: said.passage.field,
            passage: said.passage.words.clone(),
            words: said.words.clone(),
            wording: said.wording.clone(),
            audience: said.audience,
            said: self.said(comment),
            may_withdraw: is_own && answers.is_empty() && comment.settled.is_none(),
            answers: answers.iter().map(line).collect(),
            settled: comment.settled.map(|(person, at)| (self.name(person), at)),
            outcome: comment.outcome,
            fits: if self.may_edit { fits } else { fits.and(Err("由能改文字的人采纳".to_owned())) },
            whereabouts,
        }
    }
}
