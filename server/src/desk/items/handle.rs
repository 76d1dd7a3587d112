//! 主办: an editor takes charge of items, hands them on, puts them down. It keeps no other editor from acting on them.

use app::desk::{
    Done, Refusal,
    items::acts::{HandOn, PutDown, TakeCharge, UndoHandling},
};
use domain::{
    act::Verb,
    id::{ItemId, PersonId},
    item::Item,
    permission::{ItemAct, OfficeAct, can_handle, permits, permits_office},
    person::Actor,
    workflow::IN_HAND,
};
use store::{
    handlers::{self, Handling},
    items,
};

use super::{
    OfficeDesk, Writing, quoted,
    sort_out::{MOST_AT_ONCE, left_over},
    subject,
};
use crate::desk::Act;

/// What is done with who is in charge.
enum Change<'a> {
    Take { former: Option<PersonId> },
    HandOn { to: &'a Actor, word: Option<String> },
    PutDown,
    TakeBack,
}

impl Change<'_> {
    fn verb(&self) -> Verb {
        match self {
            Self::Take { .. } => Verb::TakeCharge,
            Self::HandOn { .. } => Verb::HandOn,
            Self::PutDown => Verb::PutDown,
            Self::TakeBack => Verb::UndoHandling,
        }
    }

    fn label(&self) -> &'static str {
        match self {
            Self::Take { .. } => "由您主办",
            Self::HandOn { .. } => "转",
            Self::PutDown => "放下",
            Self::TakeBack => "撤销",
        }
    }
}

impl Act for TakeCharge {
    /// 由我主办.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SortOut)?;
        office.change_handlers(actor, self.item, Change::Take { former: self.former }).await
    }
}

impl Act for HandOn {
    /// 转给另一位编辑.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SortOut)?;
        let Self { item, handler, word } = self;
        let everybody = office.everybody().await?;
        let to =
            handler.and_then(|handler| everybody.iter().find(|one| one.id == handler && can_handle(one)));
        let to = to.ok_or_else(|| Refusal::invalid("handler", "请选好转给哪位编辑"))?;
        office.change_handlers(actor, item, Change::HandOn { to, word }).await
    }
}

impl Act for PutDown {
    /// 不再主办.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SortOut)?;
        office.change_handlers(actor, self.item, Change::PutDown).await
    }
}

impl Act for UndoHandling {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SortOut)?;
        office.change_handlers(actor, self.item, Change::TakeBack).await
    }
}

impl OfficeDesk {
    /// Does one thing to each of the items that allow it, and says which do not. Where none does, it is an error.
    async fn change_handlers(
        &self,
        actor: &Actor,
        mut ids: Vec<ItemId>,
        change: Change<'_>,
    ) -> Result<Done, Refusal> {
        ids.sort();
        ids.dedup();
        if ids.is_empty() {
            return Err(Refusal::invalid("item", "请先选中稿件"));
        }
        if ids.len() > MOST_AT_ONCE {
            return Err(Refusal::invalid("item", format!("一次最多处理{MOST_AT_ONCE}篇，请分几次")));
        }
        let everybody = self.everybody().await?;
        let writing = self.begin(actor).await?;
        let mut items = items::load_many(writing.connection(), &ids).await?;
        items.retain(|item| permits(actor, ItemAct::Read, item).is_ok());
        let mut kept = handlers::of(writing.connection(), &ids).await?;
        let mut done = Vec::new();
        let mut refused = Vec::new();
        for item in &items {
            let kept = kept.remove(&item.id).and_then(|kept| kept.handler);
            let handler = everybody.iter().find(|one| Some(one.id) == kept && can_handle(one));
            match check(actor, item, handler, &change) {
                Ok(()) => match writing.change_handler(item, &change, &everybody).await? {
                    true => done.push(item),
                    false => refused.push((quoted(item), Refusal::blocked("后来又有变动，没有撤销"))),
                },
                Err(error) => refused.push((quoted(item), error)),
            }
        }
        match (done.is_empty(), refused.into_iter().next()) {
            (true, Some((_, error))) => Err(error),
            (true, None) => Err(Refusal::not_found("这些稿件")),
            (false, first_refused) => {
                let answer = answer(actor, &change, &done, ids.len(), first_refused);
                writing.commit().await?;
                Ok(answer)
            }
        }
    }
}

/// Whether it may be done, and whether it can be as it stands. `handler` is in charge now.
fn check(actor: &Actor, item: &Item, handler: Option<&Actor>, change: &Change<'_>) -> Result<(), Refusal> {
    permits(actor, ItemAct::Handle, item)?;
    let in_hand = || match IN_HAND.contains(&item.state) {
        true => Ok(()),
        false => {
            let why = format!("稿件现在是“{}”，不用再定主办", item.state.label());
            Err(Refusal::not_now(why, subject(item)))
        }
    };
    match (change, handler) {
        (Change::Take { .. }, Some(handler)) if handler.id == actor.id => {
            Err(Refusal::blocked("已经由您主办了"))
        }
        // Nobody's item is taken from them by who did not see that they have it.
        (Change::Take { former }, Some(handler)) if *former != Some(handler.id) => {
            Err(Refusal::Conflict(format!("现在由{}主办；打开这一篇，可以改由您主办", handler.name)))
        }
        (Change::HandOn { to, .. }, Some(handler)) if handler.id == to.id => {
            Err(Refusal::blocked(format!("已经由{}主办了", to.name)))
        }
        (Change::Take { .. } | Change::HandOn { .. }, _) => in_hand(),
        (Change::PutDown, handler) if handler.is_none_or(|handler| handler.id != actor.id) => {
            Err(Refusal::blocked("不是由您主办的"))
        }
        (Change::PutDown | Change::TakeBack, _) => Ok(()),
    }
}

impl Writing {
    /// Writes it down with its event; `false` where there was nothing left to be taken back.
    async fn change_handler(
        &self,
        item: &Item,
        change: &Change<'_>,
        everybody: &[Actor],
    ) -> Result<bool, Refusal> {
        let own = self.actor.id;
        let (handler, word) = match change {
            Change::Take { .. } => (Some(own), None),
            Change::HandOn { to, word } => (Some(to.id), word.clone()),
            Change::PutDown => (None, None),
            Change::TakeBack => {
                let Some(former) = handlers::take_back(self.connection(), item.id, own).await? else {
                    return Ok(false);
                };
                let handler = everybody.iter().find(|one| Some(one.id) == former.handler);
                let words = match handler {
                    Some(handler) => format!("撤销，仍由{}主办", handler.name),
                    None => "撤销，仍无人主办".to_owned(),
                };
                self.event(change.verb(), subject(item), words, None).await?;
                return Ok(true);
            }
        };
        let words = match change {
            Change::HandOn { to, .. } if to.id != own => format!("转给{}主办", to.name),
            Change::PutDown => "不再主办".to_owned(),
            _ => "由自己主办".to_owned(),
        };
        let is_new = handler.is_some_and(|handler| handler != own);
        let handling =
            Handling { handler, since: self.timestamp(), set_by: Some(own), word: word.clone(), is_new };
        handlers::set(self.connection(), item.id, handling).await?;
        self.event(change.verb(), subject(item), words, word).await?;
        Ok(true)
    }
}

fn answer(
    actor: &Actor,
    change: &Change<'_>,
    done: &[&Item],
    asked: usize,
    first_refused: Option<(String, Refusal)>,
) -> Done {
    let what = match done {
        [item] => quoted(item),
        items => format!("{}篇（则）", items.len()),
    };
    let mut words = match change {
        Change::HandOn { to, .. } if to.id != actor.id => {
            format!("{what}已转给{}主办，首页上会提醒", to.name)
        }
        Change::Take { .. } | Change::HandOn { .. } => format!("{what}由您主办"),
        Change::PutDown => format!("{what}不再由您主办"),
        Change::TakeBack => format!("{what}的主办已恢复原样"),
    };
    words.push_str(&left_over(asked - done.len(), change.label(), first_refused));
    let (answer, item) = (Done::new(words), done.iter().map(|item| item.id).collect());
    match change {
        Change::TakeBack => answer,
        _ => answer.undo(&UndoHandling { item }),
    }
}
