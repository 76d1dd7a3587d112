//! 退回 many for one reason, and taking an editor's return back.

use app::desk::{
    Done, Refusal,
    items::acts::{ReturnItems, UndoReturn},
};
use domain::{
    act::Verb,
    id::ItemId,
    permission::{ItemAct, permits},
    person::Actor,
    workflow::{Action, State},
};
use store::{
    events,
    items::{self, save},
};

use super::{
    OfficeDesk, check_version, quoted, refuse_destroyed, required_reason,
    send::send_back,
    sort_out::{check_many, left_over},
    subject,
};
use crate::desk::{Act, checks::next_state};

impl Act for ReturnItems {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: ids, kinds, phrase, reason } = self;
        let ids = check_many(ids, Action::Return)?;
        let reason = required_reason(&kinds, &phrase, reason.as_deref())?;
        let writing = office.begin(actor).await?;
        let mut items = items::load_many(writing.connection(), &ids).await?;
        // What is reviewed in its unit is the unit's.
        items.retain(|item| permits(actor, ItemAct::Read, item).is_ok() && item.state != State::UnitReview);
        let mut undo = UndoReturn { item: Vec::new(), version: Vec::new(), received: Vec::new() };
        let (mut refused, mut first) = (None, None);
        for item in &mut items {
            match next_state(actor, Action::Return, item) {
                Ok(state) => {
                    if send_back(&writing, item, state, (&kinds, reason.clone())).await? {
                        undo.received.push(item.id);
                    }
                    first.get_or_insert_with(|| quoted(item));
                    undo.item.push(item.id);
                    undo.version.push(item.version);
                }
                Err(error) => {
                    refused.get_or_insert((quoted(item), error));
                }
            }
        }
        let what = match (undo.item.len(), first, refused.take()) {
            (0, _, Some((_, error))) => return Err(error),
            (0, _, None) => return Err(Refusal::not_found("这些稿件")),
            (1, Some(title), left) => (title, left),
            (count, _, left) => (format!("{count}篇（则）"), left),
        };
        let (what, first_refused) = what;
        let left = left_over(ids.len() - undo.item.len(), Action::Return.label(), first_refused);
        writing.commit().await?;
        Ok(Done::new(format!("{what}已退回，等待信息员修改后再报{left}")).undo(&undo))
    }
}

impl Act for UndoReturn {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: ids, version, received } = self;
        let versions: Vec<(ItemId, i64)> = ids.iter().copied().zip(version).collect();
        let ids = check_many(ids, Action::UndoReturn)?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut items = items::load_many(connection, &ids).await?;
        items.retain(|item| permits(actor, ItemAct::Read, item).is_ok());
        let (mut done, mut refused) = (Vec::new(), None);
        for item in &mut items {
            let known = versions.iter().find(|(id, _)| *id == item.id).map(|(_, version)| *version);
            let may = next_state(actor, Action::UndoReturn, item)
                .and_then(|state| check_version(item, known.unwrap_or_default()).map(|()| state));
            // Another one's return is another one's to take back.
            let past = events::about(connection, subject(item)).await?;
            let returned = past.iter().rfind(|event| event.is(Verb::ReturnItem));
            let returned = returned.filter(|event| actor.may_be(event.actor)).map(|event| event.id);
            let own = returned.ok_or_else(|| Refusal::blocked("不是您退回的，请退回的人来撤销"));
            let state = match may.and_then(|state| Ok((state, own?))) {
                Ok(state) => state,
                Err(error) => {
                    refused.get_or_insert((quoted(item), error));
                    continue;
                }
            };
            let (state, returned) = state;
            refuse_destroyed(connection, item).await?;
            // A return that did not stand counts for nothing.
            events::forget_reasons_of(connection, returned).await?;
            save::save_not_returned(connection, item, state, writing.timestamp()).await?;
            let words = Action::UndoReturn.label();
            writing.event(Verb::UndoReturn, subject(item), words, None).await?;
            if received.contains(&item.id) {
                let state = next_state(actor, Action::UndoReceive, item)?;
                save::save_state(connection, item, state, writing.timestamp()).await?;
                let words = Action::UndoReceive.label();
                writing.event(Verb::UndoReceive, subject(item), words, None).await?;
            }
            done.push(&*item);
        }
        let what = match (done.as_slice(), &refused) {
            ([], _) => {
                return Err(refused.map_or_else(|| Refusal::not_found("这些稿件"), |(_, error)| error));
            }
            ([item], _) => quoted(item),
            (items, _) => format!("{}篇（则）", items.len()),
        };
        let left = left_over(ids.len() - done.len(), Action::UndoReturn.label(), refused);
        writing.commit().await?;
        Ok(Done::new(format!("{what}没有退回，仍在编辑部{left}")))
    }
}
