//! What waits for an editor because they are in charge of it: what was handed on to them, and what they have in hand; and what
//! nobody has in hand any more.

use std::collections::BTreeMap;

use app::desk::{
    Refusal,
    items::{Lapsed, Load},
    office::{Place, Todo},
};
use domain::{
    id::{ItemId, PersonId},
    permission::can_handle,
    person::Actor,
    workflow::{IN_HAND, State, WITH_EDITORS},
};
use store::{
    handlers,
    items::list::{self, Row},
    people,
};

use super::OfficeDesk;

/// What was handed on by one person with one word.
type Handed = (Option<PersonId>, Option<String>);

impl OfficeDesk {
    /// By name: what was handed on to the editor and not opened yet, and what they have in hand.
    pub(in crate::desk) async fn handled_todos(&self, actor: &Actor) -> Result<Vec<Todo>, Refusal> {
        if !can_handle(actor) {
            return Ok(Vec::new());
        }
        let mut todos = self.handed_on(actor).await?;
        let (loads, lapsed) = self.in_hand(actor).await?;
        let is_own = |load: &&Load| load.editor.as_ref().is_some_and(|editor| editor.id == actor.id);
        if let Some(own) = loads.iter().find(is_own) {
            let count = |state: &State| own.count(*state).map_or(0, |count| count.number);
            let (placed, count) = (count(&State::Placed), WITH_EDITORS.iter().map(count).sum::<u64>());
            let oldest = own.since.map(|since| self.days_ago(since)).unwrap_or_default();
            // What is placed waits for its issue, and is not in the list that this leads to.
            if count > 0 {
                let words = format!("您主办的{count}篇{oldest}");
                todos.push(Todo::told(Place::Inbox, words, "/inbox?handler=me"));
            } else if placed > 0 {
                let words = format!("您主办的{placed}篇都已编入");
                todos.push(Todo::told(Place::Inbox, words, "/inbox?state=placed&handler=me"));
            }
        }
        for Lapsed { name, why, count } in lapsed {
            let words = format!("{name}{why}，原来主办的{count}篇无人主办");
            todos.push(Todo::told(Place::Inbox, words, "/inbox/load"));
        }
        Ok(todos)
    }

    async fn handed_on(&self, actor: &Actor) -> Result<Vec<Todo>, Refusal> {
        let reader = self.store.reader();
        let kept = handlers::handed_to(reader, actor.id).await?;
        if kept.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = kept.iter().map(|(item, _)| item.0).collect();
        let mut rows: BTreeMap<ItemId, Row> =
            list::rows(reader, ids).await?.into_iter().map(|row| (row.id, row)).collect();
        // What was handed on together is told together.
        let mut together: Vec<(Handed, Vec<Row>)> = Vec::new();
        for (item, kept) in kept {
            let Some(row) = rows.remove(&item).filter(|row| IN_HAND.contains(&row.state)) else { continue };
            let handed = (kept.set_by, kept.word);
            match together.iter_mut().find(|(known, _)| *known == handed) {
                Some((_, rows)) => rows.push(row),
                None => together.push((handed, vec![row])),
            }
        }
        let people = together.iter().filter_map(|((by, _), _)| *by).collect();
        let names = people::names(reader, &people).await?;
        let todo = |((by, word), rows): (Handed, Vec<Row>)| {
            let by = by.and_then(|by| names.get(&by).cloned()).unwrap_or_default();
            let first = rows.first()?;
            let (more, address) = match rows.len() {
                1 => (String::new(), format!("/items/{}", first.id)),
                count => (format!("等{count}篇"), "/inbox?state=all&handler=me".to_owned()),
            };
            let word = word.map(|word| format!("：{word}")).unwrap_or_default();
            let words = format!("{by}把《{}》{more}转给您主办{word}", first.title);
            Some(Todo::one(Place::Inbox, words, address))
        };
        Ok(together.into_iter().filter_map(todo).collect())
    }

    /// ，最早3天前到稿; nothing for what came today.
    fn days_ago(&self, since: jiff::Timestamp) -> String {
        let now = self.now();
        let day = since.to_zoned(now.time_zone().clone()).date();
        match (now.date() - day).get_days() {
            ..1 => String::new(),
            days => format!("，最早{days}天前到稿"),
        }
    }
}
