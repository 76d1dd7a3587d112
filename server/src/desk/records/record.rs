//! Recording: upper adoptions, commissions, forwardings, adjustments, submissions from before the program.

use app::desk::{
    Done, Refusal,
    asked::told,
    form::Named,
    records::{
        RecordAdjustment, RecordCommission, RecordForwarding, RecordInstruction, RecordRuling,
        RecordSubmissions, RecordUpperAdoption, ReverseRecord,
    },
};
use domain::{
    act::Verb,
    calendar::Month,
    id::{ItemId, RecordId, UnitId},
    permission::{OfficeAct, permits_office},
    person::Actor,
    printed_in::PrintedIn,
    record::{Record, Recorded, UpperChannel},
    scoring::{Details, Outcome, Ruling},
    subject::Subject,
    text::is_same_name,
    unit::UnitDirectory,
};
use jiff::civil::Date;
use store::{
    items, people,
    records::{self, NewRecord},
    units,
};

use super::{super::OfficeDesk, details, entry::Entry};
use crate::desk::{Act, Writing, checks::readable, ledger};

/// Why a record made a moment ago is taken back by 撤销.
pub(super) const UNDONE: &str = "登记后随即撤销";

/// What takes back a record that was made a moment ago.
pub(super) fn undone(record: RecordId) -> ReverseRecord {
    ReverseRecord { record, reason: UNDONE.to_owned(), month: String::new() }
}

macro_rules! recordings {
    ($($kind:ident($act:ident)),* $(,)?) => {
        /// An act that makes a record of what was typed, or of a row that was imported.
        pub(in crate::desk) enum Recording {
            $($kind($act)),*
        }

        impl Recording {
            pub(in crate::desk) fn verb(&self) -> Verb {
                match self {
                    $(Self::$kind(_) => $act::VERB),*
                }
            }
        }

        $(impl Act for $act {
            async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
                office.record(actor, Recording::$kind(self)).await
            }
        })*
    };
}

recordings! {
    UpperAdoption(RecordUpperAdoption),
    Commission(RecordCommission),
    Forwarding(RecordForwarding),
    Adjustment(RecordAdjustment),
    Instruction(RecordInstruction),
    Ruling(RecordRuling),
    Submissions(RecordSubmissions),
}

impl OfficeDesk {
    async fn record(&self, actor: &Actor, recording: Recording) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let writing = self.begin(actor).await?;
        let directory = units::directory(writing.connection()).await?;
        let verb = recording.verb();
        let new = read(&writing, &directory, recording).await?;
        refuse_repetition(&writing, &new).await?;
        let (month, kind) = (new.month, new.recorded.kind());
        let words = in_words(&new, &directory);
        let record = keep(&writing, verb, new, &words).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已登记：{words}，计入{}年{}考核", month.year(), month.in_words()))
            .next(format!("/records?month={month}&form={}", kind.code()))
            .undo(&undone(record)))
    }
}

/// Keeps a record, with its event, and settles its month.
pub(in crate::desk) async fn keep(
    writing: &Writing,
    verb: Verb,
    new: NewRecord,
    words: &str,
) -> Result<RecordId, Refusal> {
    let month = new.month;
    let record = records::insert(writing.connection(), new).await?;
    let event = writing.event(verb, Subject::Record(record), words, None).await?;
    ledger::settle(writing, event, &[month], None).await?;
    Ok(record)
}

/// The record that a form makes.
pub(in crate::desk) async fn read(
    writing: &Writing,
    directory: &UnitDirectory,
    recording: Recording,
) -> Result<NewRecord, Refusal> {
    let mut entry = Entry::new(writing.now.date());
    match recording {
        Recording::UpperAdoption(RecordUpperAdoption {
            channel,
            title,
            date,
            month,
            starred,
            commissioned,
            units,
            item,
            details,
        }) => {
            let mut place = Dated::read(&mut entry, writing, directory, (&date, &month, &units)).await?;
            place.details = details::read(&mut entry, &details, place.units.len());
            let channel = find_channel(&mut entry, writing, &channel).await?;
            let title = entry.filled("title", &title, "请写明标题");
            entry.finish()?;
            // Without a fault there is a channel.
            let channel = channel.ok_or_else(|| Refusal::invalid("channel", "请选择上级刊物"))?;
            let recorded = Recorded::UpperAdoption {
                channel: channel.id,
                channel_name: channel.name,
                title,
                starred,
                commissioned,
            };
            let item = readable_item(writing, item).await?.map(|item| item.id);
            Ok(place.record(writing, recorded, item))
        }
        Recording::Commission(RecordCommission { office, title, date, month, units, item, details }) => {
            let mut place = Dated::read(&mut entry, writing, directory, (&date, &month, &units)).await?;
            place.details = details::read(&mut entry, &details, place.units.len());
            let office = entry.filled("office", &office, "请写明由谁约稿");
            let title = entry.filled("title", &title, "请写明标题");
            entry.finish()?;
            let item = readable_item(writing, item).await?.map(|item| item.id);
            Ok(place.record(writing, Recorded::Commission { office, title }, item))
        }
        Recording::Forwarding(RecordForwarding {
            office,
            title,
            count,
            date,
            month,
            units,
            cleared_by,
            item,
            details,
        }) => {
            let mut place = Dated::read(&mut entry, writing, directory, (&date, &month, &units)).await?;
            place.details = details::read(&mut entry, &details, place.units.len());
            let office = entry.filled("office", &office, "请写明报送到哪个上级单位");
            let count = if count.trim().is_empty() { 1 } else { entry.count(&count) };
            let title = match (count, title.trim()) {
                (2.., "") => String::new(),
                (_, title) => entry.filled("title", title, "请写明标题"),
            };
            if item.is_some() && count > 1 {
                entry.fault("count", "一篇稿件只能登记1篇");
            }
            entry.finish()?;
            let sent = sent_text(writing, item).await?;
            let (item, revision, clearer) = match sent {
                Some(sent) => (Some(sent.item), Some(sent.revision), sent.cleared_by),
                None => (None, None, None),
            };
            let cleared_by = clearer.or(cleared_by);
            let recorded = Recorded::Forwarding { office, title, count, revision, cleared_by };
            Ok(place.record(writing, recorded, item))
        }
        Recording::Adjustment(RecordAdjustment { points, reason, date, month, units, details }) => {
            let mut place = Dated::read(&mut entry, writing, directory, (&date, &month, &units)).await?;
            place.details = details::read(&mut entry, &details, place.units.len());
            let points = entry.points(&points);
            let reason = entry.filled("reason", &reason, "请写明加减分的事由");
            entry.finish()?;
            let evidence = place.details.evidence.take();
            let recorded = Recorded::Adjustment { points, reason, evidence };
            Ok(place.record(writing, recorded, None))
        }
        Recording::Instruction(RecordInstruction { channel, title, date, month, units, item, details }) => {
            let mut place = Dated::read(&mut entry, writing, directory, (&date, &month, &units)).await?;
            place.details = details::read(&mut entry, &details, place.units.len());
            let title = entry.filled("title", &title, "请写明批示的是哪一篇");
            if place.details.level.is_none() {
                entry.fault("level", "请写明作批示的领导的层级");
            }
            entry.finish()?;
            let item = readable_item(writing, item).await?.map(|item| item.id);
            let recorded = Recorded::Instruction { channel: channel.trim().to_owned(), title };
            Ok(place.record(writing, recorded, item))
        }
        Recording::Ruling(RecordRuling { ruling, reason, date, month, units, item, details }) => {
            let mut place = Dated::read(&mut entry, writing, directory, (&date, &month, &units)).await?;
            place.details = details::read(&mut entry, &details, place.units.len());
            let reason = entry.filled("reason", &reason, "请写明事由");
            let ruling = ruling.trim();
            let known = |known: &Ruling| [known.code(), known.label()].contains(&ruling);
            let ruling = Ruling::ALL.into_iter().find(known);
            if ruling.is_none() {
                entry.fault("ruling", "请选择怎样处理");
            }
            if ruling == Some(Ruling::Void) && place.details.story.is_none() && item.is_none() {
                entry.fault("story", "请写明作废的是哪一稿源，或从稿件页登记");
            }
            match place.details.beside {
                Some(points) if ruling != Some(Ruling::ZeroMonth) => {
                    entry.fault("beside", format!("只有本月记零分可以另从全年扣分，现在写了{points}"));
                }
                Some(points) if points >= domain::points::Points::ZERO => {
                    entry.fault("beside", "是另扣的分，写负数，如 -10");
                }
                _ => {}
            }
            if ruling == Some(Ruling::Void)
                && let Some(story) = place.details.story.clone()
                && !writing.has_story(place.month, &story).await?
            {
                let year = place.month.year();
                entry.fault(
                    "story",
                    format!("{year}年没有一件登记或采用的稿源是“{story}”，请核对要作废的是哪一篇"),
                );
            }
            entry.finish()?;
            // Without a fault there is a ruling.
            let ruling = ruling.ok_or_else(|| Refusal::invalid("ruling", "请选择怎样处理"))?;
            let item = readable_item(writing, item).await?.map(|item| item.id);
            let evidence = place.details.evidence.take();
            Ok(place.record(writing, Recorded::Ruling { ruling, reason, evidence }, item))
        }
        Recording::Submissions(RecordSubmissions { units, month, count }) => {
            if month.trim().is_empty() {
                entry.fault("month", "请写明月份");
            }
            // The items' own days are not known any more; the month's first stands for all of them.
            let day = entry.month(&month, writing.now.date()).to_string() + "-01";
            let place = Dated::read_month(&mut entry, writing, directory, (&day, &month, &units)).await?;
            let count = entry.count(&count);
            entry.finish()?;
            Ok(place.record(writing, Recorded::Submission { count }, None))
        }
    }
}

/// When it was, and whose it is: what every record has.
struct Dated {
    date: Date,
    month: Month,
    units: Vec<UnitId>,
    details: Details,
}

impl Dated {
    /// From the day, the month and the units as they were typed.
    async fn read(
        entry: &mut Entry,
        writing: &Writing,
        directory: &UnitDirectory,
        typed: (&str, &str, &str),
    ) -> Result<Self, Refusal> {
        Self::read_at(entry, writing, directory, typed, true).await
    }

    /// The same of what counts for a month as a whole, whose units need not exist on its first day.
    async fn read_month(
        entry: &mut Entry,
        writing: &Writing,
        directory: &UnitDirectory,
        typed: (&str, &str, &str),
    ) -> Result<Self, Refusal> {
        Self::read_at(entry, writing, directory, typed, false).await
    }

    async fn read_at(
        entry: &mut Entry,
        writing: &Writing,
        directory: &UnitDirectory,
        (date, month, units): (&str, &str, &str),
        has_day: bool,
    ) -> Result<Self, Refusal> {
        let date = entry.day(date);
        let month = entry.month(month, date);
        entry.open(&*writing.closed().await?, month);
        let roster = writing.roster(month).await?;
        let units = entry.units(units, directory, &roster, month, has_day.then_some(date));
        Ok(Self { date, month, units, details: Details::NONE })
    }

    fn record(self, writing: &Writing, recorded: Recorded, item: Option<ItemId>) -> NewRecord {
        NewRecord {
            recorded,
            details: self.details,
            month: self.month,
            date: self.date,
            units: self.units,
            item,
            recorded_by: writing.actor.id,
            recorded_at: writing.timestamp(),
        }
    }
}

/// The channel of this name, which must still be offered.
pub(super) async fn find_channel(
    entry: &mut Entry,
    writing: &Writing,
    name: &str,
) -> Result<Option<UpperChannel>, Refusal> {
    let name = name.trim();
    let channels = writing.channels().await?;
    let exact = channels.iter().find(|channel| channel.name == name);
    let channel =
        exact.or_else(|| channels.iter().find(|channel| is_same_name(&channel.name, name))).cloned();
    match &channel {
        None if name.is_empty() => entry.fault("channel", "请选择上级刊物"),
        None => entry.fault("channel", format!("没有名为“{name}”的上级刊物，请先在“上级刊物”中添加")),
        Some(channel) if !channel.active => {
            entry.fault("channel", format!("“{name}”已停用，要用请先在“上级刊物”中恢复"));
        }
        Some(_) => {}
    }
    Ok(channel)
}

/// The item that a record is about.
async fn readable_item(
    writing: &Writing,
    item: Option<ItemId>,
) -> Result<Option<domain::item::Item>, Refusal> {
    let Some(id) = item else { return Ok(None) };
    let item = items::load(writing.connection(), id).await?;
    readable(&writing.actor, item).map(Some)
}

/// Which text of an item was sent up, and who answers for it.
struct SentText {
    item: ItemId,
    revision: domain::id::RevisionId,
    cleared_by: Option<String>,
}

/// An item goes up as its text is now, and only once that text was cleared.
async fn sent_text(writing: &Writing, item: Option<ItemId>) -> Result<Option<SentText>, Refusal> {
    let Some(item) = readable_item(writing, item).await? else { return Ok(None) };
    let Some(clearance) = item.clearance.as_ref().filter(|_| item.is_cleared()) else {
        let title = item.text.list_title();
        return Err(Refusal::blocked(format!(
            "“{title}”的现有文字还没有通过保密审查，不能报送上级；请先送保密审查"
        )));
    };
    let clearer = people::find(writing.connection(), clearance.clearer).await?;
    let cleared_by = clearer.map(|clearer| clearer.name);
    Ok(Some(SentText { item: item.id, revision: item.revision, cleared_by }))
}

/// The same fact recorded twice would be paid twice.
pub(super) async fn refuse_repetition(writing: &Writing, new: &NewRecord) -> Result<(), Refusal> {
    let records = records::between(writing.connection(), new.month..=new.month).await?;
    match records.iter().find(|record| is_repeated(record, new)) {
        None => Ok(()),
        Some(record) => Err(Refusal::blocked(format!(
            "“{}”已经登记过了（{}），没有再记一次；确是另一件的，请在标题或事由中写出区别，登记错了的请先冲销",
            record.recorded.title(),
            record.recorded.kind().label(),
        ))),
    }
}

/// Whether a record that was not reversed is the same fact. One that is told with more or less about it is, where the
/// kind, the day and the title leave no doubt; two leaders may write on one piece, two judgements have one reason.
pub(in crate::desk) fn is_repeated(record: &Record, new: &NewRecord) -> bool {
    let shares_a_unit = record.units.iter().any(|unit| new.units.contains(unit));
    let is_a_fact = record.reversal.as_ref().is_none_or(|reversal| reversal.month.is_some());
    is_a_fact
        && shares_a_unit
        && match (&record.recorded, &new.recorded) {
            // A unit's count of a month is one number.
            (Recorded::Submission { .. }, Recorded::Submission { .. }) => true,
            (
                Recorded::Forwarding { office, title, .. },
                Recorded::Forwarding { office: new_office, title: new_title, .. },
            ) => record.date == new.date && (office, title) == (new_office, new_title),
            (Recorded::UpperAdoption { .. } | Recorded::Commission { .. }, _) => {
                record.date == new.date && record.recorded == new.recorded
            }
            (recorded, new_recorded) => {
                record.date == new.date && recorded == new_recorded && record.details == new.details
            }
        }
}

/// What was recorded, for the answer and the log.
pub(in crate::desk) fn in_words(new: &NewRecord, directory: &UnitDirectory) -> String {
    let mut words = vec![kind_in_words(new, directory)];
    words.extend(told(&new.details));
    words.join("，")
}

fn kind_in_words(new: &NewRecord, directory: &UnitDirectory) -> String {
    let names: Vec<&str> =
        new.units.iter().filter_map(|unit| directory.get(*unit)).map(|unit| unit.list_name()).collect();
    let names = names.join("、");
    let title = new.recorded.title();
    match &new.recorded {
        Recorded::UpperAdoption { channel_name: channel, starred, commissioned, .. } => {
            let place = PrintedIn { channel, starred: *starred, commissioned: *commissioned };
            format!("“{title}”被{place}采用（{names}）")
        }
        Recorded::Commission { office, .. } if new.details.outcome == Some(Outcome::Missing) => {
            format!("“{title}”没有按{office}的约稿交稿（{names}）")
        }
        Recorded::Commission { office, .. } => format!("“{title}”已按{office}的约稿提供（{names}）"),
        Recorded::Forwarding { office, title, count, .. } if title.is_empty() => {
            format!("向{office}报送{count}篇（{names}）")
        }
        Recorded::Forwarding { office, .. } => format!("“{title}”已报送{office}（{names}）"),
        Recorded::Instruction { .. } => format!("“{title}”得到批示（{names}）"),
        Recorded::Ruling { .. } => format!("{title}（{names}）"),
        Recorded::Adjustment { points, .. } => {
            let each = if new.units.len() > 1 { "各" } else { "" };
            format!("{title}，{names}{each}记{points}分")
        }
        Recorded::Submission { count } => format!("{names}上报{count}篇"),
    }
}
