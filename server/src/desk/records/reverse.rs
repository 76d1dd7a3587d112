//! Reversing a record (冲销), the one correction that is an act of its own, a commission that was printed, and what
//! takes either back.

use app::desk::{
    Done, Refusal,
    records::{CommissionPrinted, RecordAgain, ReverseRecord, UndoCommissionPrinted},
};
use domain::{
    act::Verb,
    calendar::Month,
    closing,
    id::RecordId,
    permission::{OfficeAct, permits_office},
    person::Actor,
    record::{Record, Recorded, Reversal},
    subject::Subject,
};
use store::records::{self, NewRecord};

use super::{
    super::OfficeDesk,
    entry::Entry,
    record::{UNDONE, find_channel, keep, refuse_repetition, undone},
};
use crate::desk::{Act, Writing, ledger};

/// Where and when a commission was printed, as it was typed.
#[derive(Debug)]
pub(super) struct Printed {
    pub channel: String,
    pub date: String,
    pub month: String,
    pub starred: bool,
}

impl Act for ReverseRecord {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { record: id, reason, month } = self;
        permits_office(actor, OfficeAct::Record)?;
        let writing = office.begin(actor).await?;
        let mut entry = Entry::new(writing.now.date());
        let reason = entry.filled("reason", &reason, "请写明冲销的原因");
        let today = writing.now.date();
        let chosen = (!month.trim().is_empty()).then(|| entry.month(&month, today));
        entry.finish()?;
        let record = find(&writing, id).await?;
        let late = reverse(&writing, id, Verb::ReverseRecord, &reason, chosen).await?;
        writing.commit().await?;
        if let Some(late) = late {
            let (month, late_words) = (closing::in_words(record.month), closing::in_words(late));
            let title = record.recorded.title();
            let words = format!("已冲销“{title}”：{month}已结账，照旧；记分在{late_words}冲减");
            return Ok(Done::new(words).next(format!("/records?month={late}")));
        }
        let words = format!("已冲销“{}”，{}的记分已重算", record.recorded.title(), record.month.in_words());
        Ok(Done::new(words)
            .next(format!("/records?month={}", record.month))
            .undo(&RecordAgain { record: id }))
    }
}

impl Act for RecordAgain {
    /// Nothing that was reversed in its own month stands up again: the same fact is recorded once more. What was taken
    /// back in a later month is not, while that is open.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { record: id } = self;
        permits_office(actor, OfficeAct::Record)?;
        let writing = office.begin(actor).await?;
        let record = find(&writing, id).await?;
        if let Some(late) = record.reversal.as_ref().and_then(|reversal| reversal.month) {
            return give_back(writing, &record, late).await;
        }
        let again = keep_again(&writing, Verb::RecordAgain, &record).await?;
        writing.commit().await?;
        let words = format!("已恢复“{}”，{}的记分已重算", record.recorded.title(), record.month.in_words());
        Ok(Done::new(words).next(format!("/records?month={}", record.month)).undo(&undone(again)))
    }
}

impl Act for UndoCommissionPrinted {
    /// Takes back that a commission was printed.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { record: id, commission } = self;
        permits_office(actor, OfficeAct::Record)?;
        let writing = office.begin(actor).await?;
        let adoption = find(&writing, id).await?;
        let commission = find(&writing, commission).await?;
        let belong = matches!(&adoption.recorded, Recorded::UpperAdoption { commissioned: true, .. })
            && matches!(&commission.recorded, Recorded::Commission { .. })
            && commission.recorded.title() == adoption.recorded.title();
        if !belong {
            return Err(Refusal::blocked("这两条记录不是同一件约稿，没有改动"));
        }
        reverse(&writing, id, Verb::UndoCommissionPrinted, UNDONE, None).await?;
        keep_again(&writing, Verb::UndoCommissionPrinted, &commission).await?;
        writing.commit().await?;
        let words = format!("已撤销，“{}”仍记为约稿", commission.recorded.title());
        Ok(Done::new(words).next(format!("/records?month={}", commission.month)))
    }
}

impl Act for CommissionPrinted {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { record: id, channel, date, month, starred } = self;
        let printed = Printed { channel, date, month, starred };
        permits_office(actor, OfficeAct::Record)?;
        let writing = office.begin(actor).await?;
        let mut entry = Entry::new(writing.now.date());
        let channel = find_channel(&mut entry, &writing, &printed.channel).await?;
        let date = entry.day(&printed.date);
        let month = entry.month(&printed.month, date);
        entry.open(&ledger::closed(writing.connection()).await?, month);
        entry.finish()?;
        // Without a fault there is a channel.
        let channel = channel.ok_or_else(|| Refusal::invalid("channel", "请选择上级刊物"))?;
        let commission = find(&writing, id).await?;
        let Recorded::Commission { title, .. } = &commission.recorded else {
            return Err(Refusal::blocked("这条记录不是约稿，不能改记为上级采用"));
        };
        let reason = format!("已被{}刊用，改记上级采用", channel.name);
        let late = reverse(&writing, id, Verb::CommissionPrinted, &reason, Some(month)).await?;
        let new = NewRecord {
            recorded: Recorded::UpperAdoption {
                channel: channel.id,
                channel_name: channel.name.clone(),
                title: title.clone(),
                starred: printed.starred,
                commissioned: true,
            },
            details: commission.details.clone(),
            month,
            date,
            units: commission.units.clone(),
            item: commission.item,
            recorded_by: writing.actor.id,
            recorded_at: writing.timestamp(),
        };
        refuse_repetition(&writing, &new).await?;
        let words = format!("约稿“{title}”被{}刊用，改记上级采用", channel.name);
        let adoption = keep(&writing, Verb::CommissionPrinted, new, &words).await?;
        writing.commit().await?;
        let undo = UndoCommissionPrinted { record: adoption, commission: id };
        let done = Done::new(format!("{words}，原约稿已冲销")).next(format!("/records?month={month}"));
        // What was taken back in another month than its own does not stand up again by itself.
        Ok(if late.is_none() { done.undo(&undo) } else { done })
    }
}

async fn find(writing: &Writing, id: RecordId) -> Result<Record, Refusal> {
    let record = records::find(writing.connection(), id).await?;
    record.ok_or_else(|| Refusal::not_found("这条记录"))
}

/// Nothing is taken back any more of a record whose month was closed when it was reversed.
async fn give_back(writing: Writing, record: &Record, late: Month) -> Result<Done, Refusal> {
    ledger::check_open(&ledger::closed(writing.connection()).await?, late)?;
    records::stand_again(writing.connection(), record.id).await?;
    let title = record.recorded.title();
    let words = format!("恢复{}“{title}”", record.recorded.kind().label());
    let subject = Subject::Record(record.id);
    let event = writing.event(Verb::RecordAgain, subject, words.as_str(), None).await?;
    ledger::settle(&writing, event, &[late], Some(&words)).await?;
    writing.commit().await?;
    let words = format!("已恢复“{title}”，{}不再冲减", closing::in_words(late));
    Ok(Done::new(words).next(format!("/records?month={}", record.month)))
}

/// Records anew, as it was, what has been reversed. Its month is locked already.
async fn keep_again(writing: &Writing, verb: Verb, record: &Record) -> Result<RecordId, Refusal> {
    let Some(reversal) = &record.reversal else {
        return Err(Refusal::Conflict("这条记录没有冲销，不用恢复".to_owned()));
    };
    if reversal.month.is_some() {
        return Err(Refusal::Conflict("这条记录是结账后冲销的，请刷新后再恢复".to_owned()));
    }
    let new = NewRecord {
        recorded: record.recorded.clone(),
        details: record.details.clone(),
        month: record.month,
        date: record.date,
        units: record.units.clone(),
        item: record.item,
        recorded_by: writing.actor.id,
        recorded_at: writing.timestamp(),
    };
    refuse_repetition(writing, &new).await?;
    let words = format!("恢复{}“{}”", record.recorded.kind().label(), record.recorded.title());
    keep(writing, verb, new, &words).await
}

/// Marks the record, which stays, and settles its month. Its month is locked already. Where that is closed, what the
/// record made of the closed months is taken back in an open one, the chosen one or the first, which is the answer.
async fn reverse(
    writing: &Writing,
    id: RecordId,
    verb: Verb,
    reason: &str,
    chosen: Option<Month>,
) -> Result<Option<Month>, Refusal> {
    // Read again behind the lock: somebody may have been faster.
    let record = find(writing, id).await?;
    if let Some(reversal) = &record.reversal {
        return Err(Refusal::Conflict(format!("这条记录已经冲销过了（{}）", reversal.reason)));
    }
    let late = ledger::late_month(writing, record.month, chosen).await?;
    let reversal =
        Reversal { by: writing.actor.id, at: writing.timestamp(), reason: reason.to_owned(), month: late };
    let (kind, title) = (record.recorded.kind().label(), record.recorded.title());
    records::reverse(writing.connection(), id, reversal).await?;
    let subject = Subject::Record(id);
    let words = format!("冲销{kind}“{title}”");
    let event = writing.event(verb, subject, words, Some(reason.to_owned())).await?;
    ledger::settle(writing, event, &[late.unwrap_or(record.month)], Some(reason)).await?;
    Ok(late)
}
