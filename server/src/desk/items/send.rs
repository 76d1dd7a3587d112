//! 报送, and what answers it before the office edits: 审核通过, 退回, 撤回.

use app::desk::{
    Done, Refusal,
    items::{
        acts::{Approve, ReturnItem, Submit, UndoReturn, Withdraw},
        lacking,
    },
};
use domain::{
    act::Verb,
    calendar::Month,
    closing,
    id::{EventId, ItemId, UnitId},
    item::Item,
    permission::permits_rewording_return,
    person::Actor,
    proof,
    reason::ReasonKind,
    unit::{UnitDirectory, changes::stand_ins},
    workflow::{Action, State},
};
use jiff::civil::Date;
use store::{
    events,
    items::{self, save},
    revisions, units,
};

use super::{
    super::ledger, OfficeDesk, Writing, check_version, fields_of, load, quoted, required_reason,
    sort_out::receive_before, subject,
};
use crate::desk::{Act, checks::next_state};

/// What sending came to, within a transaction.
pub(super) enum Submitted {
    Sent(Done),
    /// It cannot be sent as it stands. Nothing was written.
    Not(Refusal),
}

impl Act for Submit {
    /// 报送: to the unit's reviewer where the unit has one, else to the office.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version } = self;
        let writing = office.begin(actor).await?;
        let mut item = load(writing.connection(), actor, id).await?;
        next_state(actor, Action::Submit, &item)?;
        check_version(&item, version)?;
        match office.submit_in(&writing, &mut item).await? {
            Submitted::Not(error) => Err(error),
            Submitted::Sent(done) => {
                writing.commit().await?;
                Ok(done)
            }
        }
    }
}

impl OfficeDesk {
    /// 报送, in the transaction that has just saved the text.
    pub(super) async fn submit_in(&self, writing: &Writing, item: &mut Item) -> Result<Submitted, Refusal> {
        let (connection, actor, id) = (writing.connection(), &writing.actor, item.id);
        let directory = units::directory(connection).await?;
        let reviews = directory.get(item.submitting_unit).is_some_and(|unit| unit.reviews);
        let action = if reviews { Action::SubmitForReview } else { Action::Submit };
        let state =
            match next_state(actor, action, item).and_then(|state| check_complete(item).map(|()| state)) {
                Ok(state) => state,
                Err(error) => return Ok(Submitted::Not(error)),
            };
        let counted_for = counted_for(&directory, item.submitting_unit, writing.now.date())?;
        let at = writing.timestamp();
        let was_counted = counted_in(writing, id).await?.is_some();
        let reached = (state == State::Submitted).then(|| writing.now.date());
        save::save_sent(connection, item, state, actor.id, reached, at).await?;
        revisions::mark_submitted(connection, item.revision).await?;
        let words = if reviews { "报送单位审核" } else { "报送办公室" };
        let event = writing.event(Verb::Submit, subject(item), words, None).await?;
        let mut words =
            if reviews { "已报送，等待单位审核" } else { "已报送，等待办公室签收" }.to_owned();
        words.extend(counted_for);
        if reached.is_some() && !was_counted {
            words.push_str(&count(writing, event, item).await?);
        }
        if reviews && let Some(nobody) = self.nobody_reviews(item).await? {
            words.push_str(&format!("；{nobody}"));
        }
        let unknown: Vec<&str> = item.attribution.unresolved().map(|part| part.text.as_str()).collect();
        if !unknown.is_empty() {
            words.push_str(&format!("；“{}”是哪个单位，已请办公室识别", unknown.join("”“")));
        }
        let unfilled = proof::unfilled(&fields_of(&item.text));
        if unfilled > 0 {
            words.push_str(&format!("；文中有 {unfilled} 处〔…〕还没有填，可以撤回来填"));
        }
        let undo = Withdraw { item: id, version: item.version };
        Ok(Submitted::Sent(Done::new(words).next(format!("/items/{id}")).undo(&undo)))
    }

    /// The words that were sent in became newer before anybody looked at them: the same submission, with these words.
    pub(super) async fn sent_again(&self, writing: &Writing, item: &mut Item) -> Result<(), Refusal> {
        check_complete(item)?;
        let connection = writing.connection();
        revisions::mark_submitted(connection, item.revision).await?;
        if item.state != State::Submitted
            || !save::set_reached_kind(connection, item.id, item.text.kind).await?
        {
            return Ok(());
        }
        if let Some(month) = counted_in(writing, item.id).await? {
            let words = format!("报送的体裁改为{}", item.text.kind.label());
            let event = writing.event(Verb::SaveItem, subject(item), words, None).await?;
            ledger::settle(writing, event, &[month], Some("稿件报送")).await?;
        }
        Ok(())
    }
}

impl Act for Approve {
    /// 审核通过: it reaches the office.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        let state = next_state(actor, Action::Approve, &item)?;
        check_version(&item, version)?;
        check_complete(&item)?;
        let was_counted = counted_in(&writing, id).await?.is_some();
        save::save_reached(connection, &mut item, state, writing.now.date(), writing.timestamp()).await?;
        revisions::mark_submitted(connection, item.revision).await?;
        let event = writing.event(Verb::Approve, subject(&item), "单位审核通过，报送办公室", None).await?;
        let counted = if was_counted { String::new() } else { count(&writing, event, &item).await? };
        writing.commit().await?;
        Ok(Done::new(format!("{}审核通过，等待办公室签收{counted}", quoted(&item))).next("/review"))
    }
}

impl Act for ReturnItem {
    /// 退回, by the unit's reviewer or by an editor, with a reason.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version, kinds, phrase, reason } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        if writing.is_reworded(subject(&item), Verb::ReturnItem).await? {
            permits_rewording_return(actor, &item)?;
            check_version(&item, writing.version_after_own(version))?;
            let reason = required_reason(&kinds, &phrase, reason.as_deref())?;
            let state = item.state;
            save::save_returned(connection, &mut item, state, reason.clone(), writing.timestamp()).await?;
            writing.reword(&item, Verb::ReturnItem, &kinds, reason).await?;
            writing.commit().await?;
            return Ok(Done::new(format!("{}已退回，原因按后来写的", quoted(&item))));
        }
        let was_in_review = item.state == State::UnitReview;
        let state = next_state(actor, Action::Return, &item)?;
        check_version(&item, version)?;
        let reason = required_reason(&kinds, &phrase, reason.as_deref())?;
        let is_received = send_back(&writing, &mut item, state, (&kinds, reason)).await?;
        writing.commit().await?;
        let done = Done::new(format!("{}已退回，等待信息员修改后再报", quoted(&item)));
        if was_in_review {
            return Ok(done.next("/review"));
        }
        let received = is_received.then_some(id).into_iter().collect();
        Ok(done.undo(&UndoReturn { item: vec![id], version: vec![item.version], received }))
    }
}

/// Returns an item; whether it was received by that.
pub(super) async fn send_back(
    writing: &Writing,
    item: &mut Item,
    state: State,
    (kinds, reason): (&[ReasonKind], String),
) -> Result<bool, Refusal> {
    let connection = writing.connection();
    let words = if item.state == State::UnitReview { "单位审核退回" } else { "编辑退回" };
    let is_received = receive_before(writing, item, Action::Return).await?;
    save::save_returned(connection, item, state, reason.clone(), writing.timestamp()).await?;
    let event = writing.event(Verb::ReturnItem, subject(item), words, Some(reason)).await?;
    events::count_reasons(connection, event, item, kinds, writing.month()).await?;
    Ok(is_received)
}

impl Act for Withdraw {
    /// 撤回, by who sent it, until it is received.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        let state = next_state(actor, Action::Withdraw, &item)?;
        check_version(&item, version)?;
        let counted_in = counted_in(&writing, id).await?;
        if let Some(month) = counted_in
            && ledger::closed(connection).await?.contains(month)
        {
            let month = closing::in_words(month);
            let words = format!(
                "这篇稿件已计入{month}的上报篇数，{month}已结账，不能撤回；要改，请办公室退回，改好再报"
            );
            return Err(Refusal::blocked(words));
        }
        save::save_withdrawn(connection, &mut item, state, writing.timestamp()).await?;
        let event = writing.event(Verb::Withdraw, subject(&item), "撤回", None).await?;
        if let Some(month) = counted_in {
            ledger::settle(&writing, event, &[month], Some("稿件撤回")).await?;
        }
        writing.commit().await?;
        let undo = Submit { item: id, version: item.version };
        Ok(Done::new("已撤回，成为草稿；改好后可再报送").next(format!("/items/{id}/edit")).undo(&undo))
    }
}

/// Who counts an item as sent whose unit has ended, in words to add; refused where nobody would.
fn counted_for(directory: &UnitDirectory, unit: UnitId, today: Date) -> Result<Option<String>, Refusal> {
    let Some(absence) = directory.absence_on(unit, today) else { return Ok(None) };
    let month = Month::of(today);
    let instead = stand_ins(directory.units(), directory.changes(), month).get(&unit).copied();
    match instead.and_then(|unit| directory.get(unit)) {
        Some(instead) => Ok(Some(format!("；{}，上报篇数记在{}", absence.words, instead.list_name()))),
        None if directory.get(unit).is_some_and(|unit| unit.exists_in(month)) => Ok(None),
        None => {
            let words = format!("{}，不能再以它的名义报送；请以现在的单位另起一稿", absence.words);
            Err(Refusal::blocked(words))
        }
    }
}

/// The month that counts an item as sent, where one does.
async fn counted_in(writing: &Writing, id: ItemId) -> Result<Option<Month>, Refusal> {
    let dates = items::dates(writing.connection(), id).await?;
    Ok(dates.and_then(|dates| dates.counts_in))
}

/// That an item counts as sent is a fact of the month in which it first reached the office, or of the first open one
/// after it. Answers words to add where it is another month.
async fn count(writing: &Writing, event: EventId, item: &Item) -> Result<String, Refusal> {
    let Some(month) = counted_in(writing, item.id).await? else { return Ok(String::new()) };
    let open = ledger::closed(writing.connection()).await?.first_open(month);
    if open != month {
        save::count_in(writing.connection(), item.id, open).await?;
    }
    ledger::settle(writing, event, &[open], Some("稿件报送")).await?;
    Ok(if open == month {
        String::new()
    } else {
        format!("；{}已结账，计入{}的上报篇数", closing::in_words(month), closing::in_words(open))
    })
}

fn check_complete(item: &Item) -> Result<(), Refusal> {
    let missing = item.text.missing(&item.attribution);
    if missing.is_empty() { Ok(()) } else { Err(lacking(&missing)) }
}
