//! 修改建议: taken into the text as one new revision, taken back, or refused.

use app::desk::{
    Done, Refusal,
    items::comments::{RefuseSuggestion, ReopenComment, TakeSuggestions, UndoTakeSuggestions},
};
use domain::{
    comment::{Audience, Carried, Outcome, fits, is_followed},
    item::{Item, ItemText},
    permission::{ItemAct, permits, permits_comment},
    person::Actor,
    proof::{TextField, mended},
};
use store::{
    comments::{self, Comment, NewComment, Passage},
    revisions,
};

use super::{OfficeDesk, carriers::Carriers, field_of, found, load};
use crate::desk::{
    Act,
    items::{
        draft::{check_size, save_revision},
        quoted, subject,
    },
};

/// A suggestion, and where in its field as it is kept its wording takes the place of the passage, in characters.
struct Fitting {
    comment: Comment,
    field: TextField,
    place: std::ops::Range<usize>,
    wording: String,
}

impl Act for TakeSuggestions {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, revision, comment: wanted } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        if item.revision != revision {
            return Err(Refusal::overtaken(quoted(&item), subject(&item)));
        }
        let mut all = comments::of_item(connection, id).await?;
        all.retain(|one| wanted.contains(&one.id) && is_open_for(actor, &item, one));
        let asked = all.len();
        let (mut fitting, mut why) = (Vec::new(), None);
        let mut carriers = Carriers::load(connection, &all, &item.text).await?;
        for comment in all {
            match place_of(&mut carriers, &item, comment) {
                Ok(found) => fitting.push(found),
                Err(words) => why = Some(words),
            }
        }
        fitting.sort_by_key(|one| (one.field, one.place.start));
        // Of two over each other the first is taken, and the other looked at anew.
        let mut end = (TextField::Title, 0);
        fitting.retain(|one| {
            let is_free = (one.field, one.place.start) >= end;
            if is_free {
                end = (one.field, one.place.end);
            }
            is_free
        });
        if fitting.is_empty() {
            let words = why.unwrap_or_else(|| "这条建议已经办过，或改过了，请刷新页面再看".to_owned());
            return Err(Refusal::blocked(words));
        }
        let rewritten = |field: TextField, text: &str| {
            let of_field = fitting.iter().filter(|one| one.field == field);
            mended(text, of_field.map(|one| (one.place.clone(), one.wording.as_str())))
        };
        let subtitle = item.text.subtitle.as_deref();
        let text = ItemText {
            title: rewritten(TextField::Title, &item.text.title),
            subtitle: subtitle.map(|subtitle| rewritten(TextField::Subtitle, subtitle)),
            body: rewritten(TextField::Body, &item.text.body),
            ..item.text.clone()
        };
        let text = text.tidied();
        check_size(&text)?;
        let was_cleared = item.is_cleared();
        let told = format!("采纳修改建议{}处", fitting.len());
        let taken: Vec<&Comment> = fitting.iter().map(|one| &one.comment).collect();
        save_revision(&writing, &mut item, text, if are_for_all(&taken) { &told } else { "修改" }).await?;
        let settled = Some((actor.id, writing.timestamp()));
        for one in &fitting {
            let (id, outcome) = (one.comment.id, Some(Outcome::Taken));
            comments::settle(connection, id, settled, outcome, Some(item.revision)).await?;
        }
        let left = asked - fitting.len();
        let mut words = format!("已{told}");
        if left > 0 {
            words.push_str(&format!("；{left}处不能直接换上，请逐条看"));
        }
        if was_cleared {
            words.push_str("。文字有改动，需要重新作保密审查");
        }
        let undo = UndoTakeSuggestions { item: id, revision: item.revision };
        writing.commit().await?;
        Ok(Done::new(words).undo(&undo))
    }
}

/// Whether it is a suggestion that nobody has decided on and that this person may read.
fn is_open_for(actor: &Actor, item: &Item, comment: &Comment) -> bool {
    comment.said.wording.is_some()
        && comment.settled.is_none()
        && !comment.is_withdrawn
        && permits_comment(actor, item, comment.said.audience).is_ok()
}

/// Where the suggestion fits into the present text; else why it does not.
fn place_of(carriers: &mut Carriers, item: &Item, comment: Comment) -> Result<Fitting, String> {
    let (passage, wording) = (&comment.said.passage, comment.said.wording.clone().unwrap_or_default());
    let Some((carried, to)) = carriers.carry(passage) else {
        return Err("所批的那一稿已经不在了".to_owned());
    };
    if is_followed(&carried, to, &passage.words, &wording) {
        return Err("这处已经照改了，可以标为办完".to_owned());
    }
    let field = passage.field;
    match carried {
        Carried::Same(letters) => match fits(field, field_of(&item.text, field), letters, &wording) {
            Ok(place) => Ok(Fitting { comment, field, place, wording }),
            Err(why) => Err(why.to_string()),
        },
        Carried::Changed(_) => Err("这处文字后来改过，请对照着改".to_owned()),
        Carried::Gone => Err("这处文字已经不在了".to_owned()),
    }
}

/// Whether everybody who reads the item's history may know of them.
fn are_for_all(suggestions: &[&Comment]) -> bool {
    suggestions.iter().all(|one| one.said.audience == Audience::Shared)
}

impl Act for UndoTakeSuggestions {
    /// The text as it was before; only as long as nothing was changed since.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, revision } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        if item.revision != revision {
            return Err(Refusal::overtaken(quoted(&item), subject(&item)));
        }
        let mut taken = comments::of_item(connection, id).await?;
        taken.retain(|one| one.taken_into == Some(revision));
        let revisions = revisions::of_item(connection, id).await?;
        let before = revisions.iter().rev().find(|one| one.id < revision);
        let Some(before) = before.filter(|_| !taken.is_empty()) else {
            return Err(Refusal::blocked("这一稿不是采纳建议得来的"));
        };
        let is_told = are_for_all(&taken.iter().collect::<Vec<_>>());
        let words = if is_told { "撤销采纳修改建议" } else { "恢复先前的文字" };
        save_revision(&writing, &mut item, before.text.clone(), words).await?;
        for one in &taken {
            comments::settle(connection, one.id, None, None, None).await?;
        }
        writing.commit().await?;
        Ok(Done::new(format!("已撤销，{}处建议又等着决定", taken.len())))
    }
}

impl Act for RefuseSuggestion {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { comment, remark: words } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let (item, comment, _) = found(connection, actor, comment).await?;
        permits(actor, ItemAct::EditText, &item)?;
        if comment.said.wording.is_none() {
            return Err(Refusal::blocked("这一条不是修改建议"));
        }
        if comment.settled.is_some() || comment.is_withdrawn {
            return Err(Refusal::blocked("这条建议已经办完或收回了"));
        }
        let at = writing.timestamp();
        comments::settle(connection, comment.id, Some((actor.id, at)), Some(Outcome::Refused), None).await?;
        // Whoever made it reads why.
        if let Some(words) = words {
            let passage = Passage {
                item: item.id,
                revision: item.revision,
                field: TextField::Body,
                letters: 0..0,
                words: String::new(),
            };
            let audience: Audience = comment.said.audience;
            let answer = NewComment {
                passage,
                answers: Some(comment.id),
                words,
                wording: None,
                audience,
                by: actor.id,
                at,
                mentions: [comment.said.by].into(),
            };
            comments::insert(connection, &answer).await?;
        }
        writing.commit().await?;
        Ok(Done::new("这条建议没有采纳").undo(&ReopenComment { comment: comment.id }))
    }
}
