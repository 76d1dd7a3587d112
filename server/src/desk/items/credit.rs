//! What an item is credited by: other units than the attribution's, and what rules ask about its adoption.

use app::desk::{
    Done, Refusal,
    asked::{ASKED_OF_ADOPTIONS, DetailsForm, told},
    items::acts::{DecideCredit, TellDetails, UndecideCredit},
};
use domain::{
    act::Verb,
    calendar::Month,
    closing,
    id::{EventId, ItemId},
    item::{CreditDecision, Item},
    permission::{ItemAct, permits},
    person::Actor,
    scoring::Details,
};
use store::{
    issues,
    items::{self, save},
    units,
};

use super::{
    super::{
        issues::content::without_group,
        ledger,
        records::{details, entry::Entry},
    },
    OfficeDesk, Writing, check_version, load, quoted, subject,
    write_page::day_concerned,
};
use crate::desk::Act;

impl Act for DecideCredit {
    /// These units earn the points, for a reason.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, version, unit: mut chosen, reason } = self;
        let reason = reason.ok_or_else(|| Refusal::invalid("reason", "请写明为什么另定记分单位"))?;
        if chosen.is_empty() {
            return Err(Refusal::invalid("unit", "请至少选一个记分单位"));
        }
        let mut seen = std::collections::BTreeSet::new();
        chosen.retain(|unit| seen.insert(*unit));
        let writing = office.begin(actor).await?;
        let found = decidable(&writing, item, version).await?;
        let directory = units::directory(writing.connection()).await?;
        let names = chosen
            .iter()
            .map(|unit| directory.get(*unit).map(|unit| unit.list_name().to_owned()))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Refusal::not_found("所选的单位"))?
            .join("、");
        let day = day_concerned(writing.connection(), &found, writing.now.date()).await?;
        if let Some(absence) = chosen.iter().find_map(|unit| directory.absence_on(*unit, day)) {
            return Err(Refusal::invalid("unit", format!("{}，记不了分", directory.advice(&absence))));
        }
        if is_credited_somewhere(&writing, &found).await? {
            let month = Month::of(day);
            let roster = writing.roster(month).await?;
            let mut without =
                chosen.iter().filter_map(|unit| without_group(&directory, &roster, *unit, month));
            if let Some(words) = without.next() {
                return Err(Refusal::invalid("unit", words));
            }
        }
        let decision = CreditDecision { units: chosen, reason: reason.clone() };
        let words = format!("记分单位定为{names}");
        let item = change(&writing, found, Some(decision), Verb::DecideCredit, &words, &reason).await?;
        writing.commit().await?;
        let undo = UndecideCredit { item: item.id, version: item.version };
        Ok(Done::new(format!("{}的{words}", quoted(&item))).undo(&undo))
    }
}

impl Act for TellDetails {
    /// What rules may ask about the item's adoption.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version, reason, details: form } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = decidable(&writing, id, version).await?;
        let mut entry = Entry::new(writing.now.date());
        let details = adoption_details(&mut entry, &form);
        let is_credited = items::credit_month(connection, id).await?.is_some();
        if is_credited && reason.is_none() {
            entry.fault("reason", "稿件已计入考核，请写明为什么改");
        }
        entry.finish()?;
        let before = DetailsForm::of_adoption(&item.details);
        let told = told(&details).join("，");
        let words = if told.is_empty() {
            "不另注明计分情况".to_owned()
        } else {
            format!("计分情况：{told}")
        };
        save::set_details(connection, &mut item, details, writing.timestamp()).await?;
        let event = writing.event(Verb::TellDetails, subject(&item), words.clone(), reason.clone()).await?;
        settle(&writing, &item, event, "计分情况", reason.as_deref()).await?;
        writing.commit().await?;
        let reason = Some("撤销".to_owned());
        let undo = TellDetails { item: id, version: item.version, reason, details: before };
        Ok(Done::new(format!("{}{words}", quoted(&item))).undo(&undo))
    }
}

impl Act for UndecideCredit {
    /// The attribution's units earn the points again.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, version } = self;
        let writing = office.begin(actor).await?;
        let words = "记分单位恢复为署名单位";
        let item = decidable(&writing, item, version).await?;
        let item = change(&writing, item, None, Verb::UndecideCredit, words, words).await?;
        writing.commit().await?;
        Ok(Done::new(format!("{}的{words}", quoted(&item))))
    }
}

/// What an adoption can be told of, as it was typed.
pub(in crate::desk) fn adoption_details(entry: &mut Entry, form: &DetailsForm) -> Details {
    let form = DetailsForm::of(|field| {
        let is_asked = ASKED_OF_ADOPTIONS.iter().any(|place| place.field == field);
        if is_asked { form.field(field).to_owned() } else { String::new() }
    });
    details::read(entry, &form, 0)
}

/// Saves the decision; where the item has been adopted the ledger follows.
/// Whether the item stands in an issue that counts, so that it is known in which month.
async fn is_credited_somewhere(writing: &Writing, item: &Item) -> Result<bool, Refusal> {
    let Some((issue, _)) = item.placed_in else { return Ok(false) };
    let issue = issues::find(writing.connection(), issue).await?;
    Ok(issue.is_some_and(|issue| issue.credited))
}

/// The item, where this person may decide who is credited for it and saw it as it stands.
async fn decidable(writing: &Writing, id: ItemId, version: i64) -> Result<Item, Refusal> {
    let item = load(writing.connection(), &writing.actor, id).await?;
    permits(&writing.actor, ItemAct::DecideCredit, &item)?;
    check_version(&item, version)?;
    Ok(item)
}

async fn change(
    writing: &Writing,
    mut item: Item,
    decision: Option<CreditDecision>,
    verb: Verb,
    words: &str,
    reason: &str,
) -> Result<Item, Refusal> {
    let connection = writing.connection();
    let given = decision.as_ref().map(|decision| decision.reason.clone());
    save::set_credit(connection, &mut item, decision, writing.timestamp()).await?;
    let event = writing.event(verb, subject(&item), words, given).await?;
    settle(writing, &item, event, "记分单位", Some(reason)).await?;
    Ok(item)
}

/// Where the item has been adopted the ledger follows, unless its month is closed; `what` would change.
async fn settle(
    writing: &Writing,
    item: &Item,
    event: EventId,
    what: &str,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let connection = writing.connection();
    let Some(month) = items::credit_month(connection, item.id).await? else { return Ok(()) };
    if ledger::closed(connection).await?.contains(month) {
        let month = closing::in_words(month);
        let words = format!(
            "这篇稿件已计入{month}考核，{month}已结账，{what}不再变动。\
             可以用“加减分”记入未结账的月份，或先在“月份”中写明原因，重开{month}"
        );
        return Err(Refusal::blocked(words));
    }
    ledger::settle(writing, event, &[month], reason).await
}
