//! What editors do with what has reached them: 签收, 拟用 (one or many), 不采用, 恢复.

use app::desk::{
    Done, Refusal,
    items::acts::{Receive, Reject, Restore, Shortlist, UndoReceive, UndoShortlist},
};
use domain::{
    act::Verb,
    id::ItemId,
    item::Item,
    permission::{ItemAct, permits},
    person::Actor,
    workflow::{Action, State, done_before},
};
use store::{
    events,
    items::{self, save},
};

use super::{OfficeDesk, Writing, check_version, load, quoted, refuse_destroyed, required_reason, subject};
use crate::desk::{Act, checks::next_state};

/// As many as a page can show; a longer list is no one's wish.
pub(super) const MOST_AT_ONCE: usize = 200;

impl OfficeDesk {
    /// Does one thing to each of the items that allow it, and says which do not. Where none does, it is an error.
    pub(super) async fn sort_out(
        &self,
        actor: &Actor,
        action: Action,
        ids: Vec<ItemId>,
        received: &[ItemId],
    ) -> Result<Done, Refusal> {
        let ids = check_many(ids, action)?;
        let writing = self.begin(actor).await?;
        let mut items = items::load_many(writing.connection(), &ids).await?;
        items.retain(|item| permits(actor, ItemAct::Read, item).is_ok());
        let mut done = Vec::new();
        let mut just_received = Vec::new();
        let mut refused = Vec::new();
        for item in &mut items {
            match next_state(actor, action, item) {
                Ok(state) => {
                    if receive_before(&writing, item, action).await? {
                        just_received.push(item.id);
                    }
                    step(&writing, item, action, state).await?;
                    // What was received by the act that is taken back waits to be received again.
                    if action == Action::UndoShortlist && received.contains(&item.id) {
                        let state = next_state(actor, Action::UndoReceive, item)?;
                        step(&writing, item, Action::UndoReceive, state).await?;
                    }
                    done.push(&*item);
                }
                Err(error) => refused.push((quoted(item), error)),
            }
        }
        match (done.is_empty(), refused.into_iter().next()) {
            (true, Some((_, error))) => Err(error),
            (true, None) => Err(Refusal::not_found("这些稿件")),
            (false, first_refused) => {
                let answer = answer(action, (&done, just_received), ids.len(), first_refused);
                writing.commit().await?;
                Ok(answer)
            }
        }
    }
}

/// The items on which an act on many is done, each once.
pub(super) fn check_many(mut ids: Vec<ItemId>, action: Action) -> Result<Vec<ItemId>, Refusal> {
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Err(Refusal::invalid("item", format!("请先选中要{}的稿件", action.label())));
    }
    if ids.len() > MOST_AT_ONCE {
        let words = format!("一次最多处理{MOST_AT_ONCE}篇（则），请分几次");
        return Err(Refusal::invalid("item", words));
    }
    Ok(ids)
}

/// How many were left, and why the first of them was; nothing where none was.
pub(super) fn left_over(left: usize, verb: &str, first_refused: Option<(String, Refusal)>) -> String {
    if left == 0 {
        return String::new();
    }
    let why = first_refused.map(|(title, error)| format!("，如{title}：{error}")).unwrap_or_default();
    format!("；另有{left}篇（则）没有{verb}{why}")
}

impl Act for Reject {
    /// 不采用, with a reason.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version, kinds, phrase, reason } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        let mut received = false;
        let words = if writing.is_reworded(subject(&item), Verb::Reject).await? {
            permits(actor, ItemAct::Act(Action::Reject), &item)?;
            check_version(&item, writing.version_after_own(version))?;
            let reason = required_reason(&kinds, &phrase, reason.as_deref())?;
            let state = item.state;
            save::save_state(connection, &mut item, state, writing.timestamp()).await?;
            writing.reword(&item, Verb::Reject, &kinds, reason).await?;
            "不采用，原因按后来写的"
        } else {
            let state = next_state(actor, Action::Reject, &item)?;
            check_version(&item, version)?;
            let reason = required_reason(&kinds, &phrase, reason.as_deref())?;
            received = receive_before(&writing, &mut item, Action::Reject).await?;
            save::save_state(connection, &mut item, state, writing.timestamp()).await?;
            let event = writing.event(Verb::Reject, subject(&item), "不采用", Some(reason)).await?;
            events::count_reasons(connection, event, &item, &kinds, writing.month()).await?;
            "不采用，作者能看到原因"
        };
        writing.commit().await?;
        let undo = Restore { item: id, version: item.version, received };
        Ok(Done::new(format!("{}{words}", quoted(&item))).undo(&undo))
    }
}

impl Act for Restore {
    /// 恢复: a rejected item is edited again.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version, received } = self;
        let writing = office.begin(actor).await?;
        let mut item = load(writing.connection(), actor, id).await?;
        let state = next_state(actor, Action::Restore, &item)?;
        refuse_destroyed(writing.connection(), &item).await?;
        check_version(&item, version)?;
        step(&writing, &mut item, Action::Restore, state).await?;
        // What was received by the act that is taken back waits to be received again.
        if received {
            let state = next_state(actor, Action::UndoReceive, &item)?;
            step(&writing, &mut item, Action::UndoReceive, state).await?;
        }
        writing.commit().await?;
        let where_to = if received { "已恢复，等待签收" } else { "已恢复到编辑中" };
        Ok(Done::new(format!("{}{where_to}", quoted(&item))))
    }
}

/// Writes down that what is decided on unreceived is received; whether it was. Both are one change of the item.
pub(super) async fn receive_before(
    writing: &Writing,
    item: &mut Item,
    action: Action,
) -> Result<bool, Refusal> {
    let Some(before) = done_before(item.state, action) else { return Ok(false) };
    writing.event(verb(before), subject(item), before.label(), None).await?;
    Ok(true)
}

async fn step(writing: &Writing, item: &mut Item, action: Action, state: State) -> Result<(), Refusal> {
    save::save_state(writing.connection(), item, state, writing.timestamp()).await?;
    writing.event(verb(action), subject(item), action.label(), None).await?;
    Ok(())
}

fn verb(action: Action) -> Verb {
    match action {
        Action::Receive => Verb::Receive,
        Action::UndoReceive => Verb::UndoReceive,
        Action::Shortlist => Verb::Shortlist,
        Action::UndoShortlist => Verb::UndoShortlist,
        _ => Verb::Restore,
    }
}

fn answer(
    action: Action,
    (done, received): (&[&Item], Vec<ItemId>),
    asked: usize,
    first_refused: Option<(String, Refusal)>,
) -> Done {
    let what = match done {
        [item] => quoted(item),
        items => format!("{}篇（则）", items.len()),
    };
    let mut words = match action {
        Action::Receive => format!("{what}已签收，进入编辑"),
        Action::UndoReceive => format!("{what}已撤销签收，等待签收"),
        Action::Shortlist if received.is_empty() => format!("{what}已列入拟用，可以编入一期"),
        Action::Shortlist if received.len() == done.len() => format!("{what}已签收，列入拟用，可以编入一期"),
        Action::Shortlist => {
            format!("{what}已列入拟用，其中{}篇（则）同时签收，可以编入一期", received.len())
        }
        _ => match done.iter().all(|item| item.state == State::Submitted) {
            true => format!("{what}已取消拟用，等待签收"),
            false => format!("{what}已取消拟用，回到编辑"),
        },
    };
    words.push_str(&left_over(asked - done.len(), action.label(), first_refused));
    let (done, item) = (Done::new(words), Vec::from_iter(done.iter().map(|item| item.id)));
    match action {
        Action::Receive => done.undo(&UndoReceive { item }),
        Action::UndoReceive => done.undo(&Receive { item }),
        Action::Shortlist => done.undo(&UndoShortlist { item, received }),
        _ => done.undo(&Shortlist { item }),
    }
}

macro_rules! sorting {
    ($($act:ident => $action:ident),*) => {$(
        impl Act for $act {
            async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
                office.sort_out(actor, Action::$action, self.item, &[]).await
            }
        }
    )*};
}

sorting! { Receive => Receive, UndoReceive => UndoReceive, Shortlist => Shortlist }

impl Act for UndoShortlist {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        office.sort_out(actor, Action::UndoShortlist, self.item, &self.received).await
    }
}
