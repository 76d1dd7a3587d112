//! Saying something of an item, answering, settling, withdrawing. The item itself is not changed by it, and no form that
//! somebody has open on it grows old.

use std::collections::BTreeSet;

use app::desk::{
    Done, Refusal,
    items::comments::{AddComment, AnswerComment, ReopenComment, SettleComment, WithdrawComment},
};
use domain::{
    comment::{Audience, Carried, Carrier, LONGEST_PASSAGE, Letters, MOST_OPEN, Outcome, spoken_to},
    id::{ItemId, PersonId, RevisionId},
    item::Item,
    permission::permits_comment,
    person::Actor,
    proof::TextField,
};
use store::{
    Connection,
    comments::{self, NewComment, Passage},
    revisions,
};

use super::{OfficeDesk, field_of, found, load, people_for, place_of};
use crate::desk::{Act, items::refuse_destroyed};

impl Act for AddComment {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, remark: words, wording, cut, audience, mention, .. } = self.clone();
        if wording.is_some() && cut {
            return Err(Refusal::invalid("cut", "“改为”和“建议删去”只能选一样"));
        }
        let wording = wording.or_else(|| cut.then(String::new));
        if wording.as_deref().is_some_and(|wording| wording.contains('\n')) {
            return Err(Refusal::invalid("wording", "一条建议写成一段；要分段的，请分几条写"));
        }
        if words.is_none() && wording.is_none() {
            return Err(Refusal::invalid("remark", "请写批注，或写改成什么"));
        }
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let item = load(connection, actor, item).await?;
        permits_comment(actor, &item, audience)?;
        refuse_destroyed(connection, &item).await?;
        let passage = passage_of(&self, connection, &item).await?;
        if wording.is_some() && passage.letters.is_empty() {
            return Err(Refusal::invalid("quote", "写修改建议，先选中要改的文字"));
        }
        if wording.as_deref() == Some(passage.words.as_str()) {
            return Err(Refusal::invalid("wording", "改成的文字和原文一样"));
        }
        let all = comments::of_item(connection, item.id).await?;
        let open =
            all.iter().filter(|one| one.settled.is_none() && !one.is_withdrawn && one.said.answers.is_none());
        if open.count() >= MOST_OPEN {
            return Err(Refusal::blocked(format!("这篇已有{MOST_OPEN}条没办完的批注，请先办完一些")));
        }
        let words = words.unwrap_or_default();
        let mentions = asked(office, &item, audience, &words, mention).await?;
        let new = NewComment {
            passage,
            answers: None,
            words,
            wording,
            audience,
            by: actor.id,
            at: writing.timestamp(),
            mentions,
        };
        let id = comments::insert(connection, &new).await?;
        writing.commit().await?;
        let what = if new.wording.is_some() { "修改建议" } else { "批注" };
        let seen = match audience {
            Audience::Unit => "本单位的人看得到",
            Audience::Shared => "单位和编辑部都看得到",
            Audience::Office => "只有编辑部看得到",
        };
        let undo = WithdrawComment { comment: id, restored: false };
        Ok(Done::new(format!("{what}已加上，{seen}")).undo(&undo))
    }
}

/// The passage that is meant, in the text that the person read.
async fn passage_of(
    asked: &AddComment,
    connection: &impl Connection,
    item: &Item,
) -> Result<Passage, Refusal> {
    let field = match asked.passage_field.as_deref() {
        None => TextField::Body,
        Some(code) => TextField::from_code(code)
            .ok_or_else(|| Refusal::invalid("passage_field", "请选批在标题、副题还是正文"))?,
    };
    let Some(words) = &asked.quote else { return Ok(whole(item.id, item.revision)) };
    let revision = revisions::find(connection, asked.revision).await?;
    let revision = revision.filter(|revision| revision.item == item.id);
    let revision = revision.ok_or_else(|| Refusal::not_found("这一稿"))?;
    let letters = Letters::of(field, field_of(&revision.text, field));
    let found = letters.find(words, asked.passage_at).ok_or_else(|| {
        let words = format!("{}里没有这句话，请从文字里选，或原样抄下来", field.label());
        Refusal::invalid("quote", words)
    })?;
    if found.len() > LONGEST_PASSAGE {
        let words = format!("选中的文字有{}字，最多{LONGEST_PASSAGE}字，请分几处批", found.len());
        return Err(Refusal::invalid("quote", words));
    }
    let words = letters.words(found.clone());
    Ok(Passage { item: item.id, revision: revision.id, field, letters: found, words })
}

/// Of the item as a whole.
fn whole(item: ItemId, revision: RevisionId) -> Passage {
    Passage { item, revision, field: TextField::Body, letters: 0..0, words: String::new() }
}

/// Who is asked to look: the one that was chosen, and those who are named in the words. Nobody is asked to look at what that
/// person may not read.
async fn asked(
    office: &OfficeDesk,
    item: &Item,
    audience: Audience,
    words: &str,
    chosen: Option<PersonId>,
) -> Result<BTreeSet<PersonId>, Refusal> {
    let people = people_for(office, item, Some(audience)).await?;
    let names: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
    let mut asked: BTreeSet<PersonId> =
        spoken_to(words, &names).into_iter().map(|place| people[place].id).collect();
    if let Some(chosen) = chosen {
        if !people.iter().any(|one| one.id == chosen) {
            let words = "这个人看不到这条批注，请换一个人，或改“给谁看”";
            return Err(Refusal::invalid("mention", words));
        }
        asked.insert(chosen);
    }
    Ok(asked)
}

impl Act for AnswerComment {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { comment, remark: words } = self;
        let words = words.ok_or_else(|| Refusal::invalid("remark", "请写答复"))?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let (item, comment, _) = found(connection, actor, comment).await?;
        refuse_destroyed(connection, &item).await?;
        if comment.is_withdrawn {
            return Err(Refusal::blocked("这条批注已被收回"));
        }
        // One talks about a comment, not about an answer to it.
        let answered = comment.said.answers.unwrap_or(comment.id);
        let audience = comment.said.audience;
        let mentions = asked(office, &item, audience, &words, None).await?;
        let new = NewComment {
            passage: whole(item.id, item.revision),
            answers: Some(answered),
            words,
            wording: None,
            audience,
            by: actor.id,
            at: writing.timestamp(),
            mentions,
        };
        let id = comments::insert(connection, &new).await?;
        writing.commit().await?;
        let undo = WithdrawComment { comment: id, restored: false };
        Ok(Done::new("答复已加上").undo(&undo))
    }
}

impl Act for SettleComment {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let (_, comment, _) = found(connection, actor, self.comment).await?;
        if comment.settled.is_some() || comment.is_withdrawn {
            return Err(Refusal::blocked("这条批注已经办完或收回了"));
        }
        comments::settle(connection, comment.id, Some((actor.id, writing.timestamp())), None, None).await?;
        writing.commit().await?;
        Ok(Done::new("这条批注已办完").undo(&ReopenComment { comment: comment.id }))
    }
}

impl Act for ReopenComment {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let (item, comment, _) = found(connection, actor, self.comment).await?;
        if comment.settled.is_none() {
            return Err(Refusal::blocked("这条批注本来就没有办完"));
        }
        if comment.outcome == Some(Outcome::Taken) && !stands_again(connection, &item, &comment).await? {
            return Err(Refusal::blocked("这条建议已经写进文字里了；要改回去，请恢复先前的一稿"));
        }
        comments::settle(connection, comment.id, None, None, None).await?;
        writing.commit().await?;
        Ok(Done::new("这条批注又列在没有办完的里面").next(place_of(&item, comment.id)))
    }
}

/// Whether the passage stands again as it was when something was said of it.
async fn stands_again(
    connection: &impl Connection,
    item: &Item,
    comment: &comments::Comment,
) -> Result<bool, Refusal> {
    let Passage { revision, field, letters, .. } = &comment.said.passage;
    let Some(from) = revisions::find(connection, *revision).await? else { return Ok(false) };
    let [from, to] = [&from.text, &item.text].map(|text| Letters::of(*field, field_of(text, *field)));
    Ok(matches!(Carrier::new(&from, &to).carry(letters.clone()), Carried::Same(_)))
}

impl Act for WithdrawComment {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { comment, restored } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let (_, comment, all) = found(connection, actor, comment).await?;
        if comment.said.by != actor.id {
            return Err(Refusal::blocked("只有写批注的人可以收回；别的人可以答复，或标为办完"));
        }
        if comment.is_withdrawn != restored {
            return Err(Refusal::blocked(if restored {
                "这条批注没有收回过"
            } else {
                "这条批注已经收回了"
            }));
        }
        let is_later = |one: &&comments::Comment| {
            let of_it = one.said.answers == Some(comment.id);
            let behind_it = comment.said.answers.is_some()
                && one.said.answers == comment.said.answers
                && one.id > comment.id;
            !one.is_withdrawn && (of_it || behind_it)
        };
        if !restored && (all.iter().any(|one| is_later(&one)) || comment.settled.is_some()) {
            return Err(Refusal::blocked("已经有人答复或办完了，不能再收回；可以再写一条答复"));
        }
        let at = (!restored).then(|| writing.timestamp());
        comments::withdraw(connection, comment.id, at).await?;
        writing.commit().await?;
        let undo = WithdrawComment { comment: comment.id, restored: true };
        let what = if comment.said.answers.is_some() { "答复" } else { "批注" };
        Ok(match restored {
            false => Done::new(format!("{what}已收回")).undo(&undo),
            true => Done::new(format!("{what}又放上了")),
        })
    }
}
