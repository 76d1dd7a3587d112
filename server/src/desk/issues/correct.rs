//! 更正: another text of a published item is proposed; it is in force once it was cleared and signed.

use app::desk::{
    Done, Refusal,
    issues::{CorrectionDraft, CorrectionDrafts},
    items::acts::CorrectItem,
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    attribution::{self, Attribution},
    closing,
    id::{CorrectionId, ItemId},
    issue::{
        Issue,
        correction::{Action, Correction, Standing, says_the_same},
    },
    item::{Item, ItemText, Part},
    permission::{OfficeAct, permits_office, permits_proposing},
    person::Actor,
    unit::changes::day_concerned,
    workflow::State,
};
use store::{Connection, corrections, items, roster, units};

use super::{
    super::{ledger, who_can::who_can},
    OfficeDesk, Writing,
    content::{printed_text, without_group},
    item_subject,
    pages::{Pages, next_number},
    required_reason,
    retract::InPrint,
    subject,
};
use crate::desk::{Act, checks::next_standing};

#[async_trait]
impl CorrectionDrafts for OfficeDesk {
    async fn correction_draft(&self, actor: &Actor, id: ItemId) -> Result<CorrectionDraft, Refusal> {
        permits_proposing(actor)?;
        let found = self.correctable(id).await?;
        let reader = self.store.reader();
        let all = corrections::of_issue(reader, found.issue.id).await?;
        let under_way = all.iter().find(|correction| correction.standing.is_under_way());
        let returned = all
            .iter()
            .rev()
            .find(|correction| correction.item == id && correction.standing == Standing::Returned);
        let text = returned.map_or(&found.item.text, |correction| &correction.text).clone();
        let signs = |one: &Actor| permits_office(one, OfficeAct::Sign).is_ok();
        let signers = if signs(actor) {
            let everybody = self.everybody().await?;
            Some(who_can(&everybody, "签发人", |one| signs(one) && one.id != actor.id))
        } else {
            None
        };
        Ok(CorrectionDraft {
            card: self.card_of(&found.issue).await?,
            item: id,
            item_version: found.item.version,
            text,
            reason: returned.map(|correction| correction.reason.clone()).unwrap_or_default(),
            notice: returned.and_then(|correction| correction.notice.clone()).unwrap_or_default(),
            returned: returned.and_then(|correction| correction.returned.clone()).map(|(_, reason)| reason),
            under_way: under_way.map(|correction| (correction.id, correction.item == id)),
            signers,
        })
    }
}

impl Act for CorrectItem {
    /// Proposes a text. Whatever would keep it from print is told now, though others decide on it first.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, item_version, text, reason, notice } = self;
        permits_proposing(actor)?;
        let found = office.correctable(id).await?;
        if found.item.version != item_version {
            return Err(Refusal::overtaken("这篇稿件", item_subject(id)));
        }
        let reason = required_reason(&reason, "更正")?;
        let of = &found.item.text;
        let text = ItemText { kind: of.kind, content_type: of.content_type, ..text };
        if let Some((field, words)) = text.too_large() {
            return Err(Refusal::invalid(field, words));
        }
        let attribution = office.corrected_attribution(&found, &text).await?;
        if says_the_same((&text, &attribution), (of, &found.item.attribution)) {
            let words = "印出来的文字没有改动（换行的写法、首尾的空白不算改动），不用更正";
            return Err(Refusal::invalid("body", words));
        }
        if let Some(missing) = text.missing(&attribution).first() {
            return Err(Refusal::invalid("body", missing.to_string()));
        }
        let pages = Pages::of(&found.in_force).replaced(id, &printed_text(&text, &attribution));
        office.check_prints(pages.numbered(next_number(&found.in_force))).await?;
        let writing = office.begin(actor).await?;
        let issue = writing.locked_issue(found.issue.id).await?;
        let item = items::load(writing.connection(), id).await?;
        let item = item
            .filter(|item| item.version == item_version)
            .ok_or_else(|| Refusal::overtaken("这篇稿件", item_subject(id)))?;
        check_credit(writing.connection(), &issue, &item, &attribution).await?;
        writing.withdraw_older_words(&issue, id).await?;
        writing.make_room(&issue, id).await?;
        let name = text.list_title();
        let new = Correction {
            id: CorrectionId(0),
            issue: issue.id,
            item: id,
            standing: Standing::ToBeCleared,
            text,
            attribution,
            reason: reason.clone(),
            notice,
            proposed_by: actor.id,
            proposed_at: writing.timestamp(),
            cleared: None,
            version: None,
            returned: None,
        };
        let correction = corrections::insert(writing.connection(), &new).await?;
        let words = format!("{}提出更正《{name}》", issue.label());
        writing.event(Verb::CorrectItem, subject(issue.id), words, Some(reason)).await?;
        writing.commit().await?;
        let words = format!(
            "已提出对《{name}》的更正，等待保密审查；审查、签发之后才生效，在那以前读者看到的还是原文"
        );
        Ok(Done::new(words).next(page_of(correction)))
    }
}

impl OfficeDesk {
    /// The item where it is printed and can be corrected.
    pub(in crate::desk) async fn correctable(&self, id: ItemId) -> Result<InPrint, Refusal> {
        let found = self.in_print(id).await?;
        if found.item.state != State::Adopted {
            return Err(Refusal::blocked("这篇稿件已撤下，不能再更正"));
        }
        Ok(found)
    }

    /// The issue's correction that is under way.
    pub(in crate::desk) async fn correction_under_way(
        &self,
        issue: &Issue,
    ) -> Result<Option<Correction>, Refusal> {
        let all = corrections::of_issue(self.store.reader(), issue.id).await?;
        Ok(all.into_iter().find(|correction| correction.standing.is_under_way()))
    }

    /// The attribution as understood. A correction brings no unknown unit into print that was not there.
    /// And none that did not exist on the day of the issue.
    async fn corrected_attribution(&self, found: &InPrint, text: &ItemText) -> Result<Attribution, Refusal> {
        let (item, issue) = (&found.item, &found.issue);
        let directory = units::directory(self.store.reader()).await?;
        let attribution = attribution::parse(&text.attribution_line, &directory);
        let was_unknown = |name: &str| item.attribution.unresolved().any(|part| part.text == name);
        if let Some(part) = attribution.unresolved().find(|part| !was_unknown(&part.text)) {
            let words = format!("署名中的“{}”不是已知的单位", part.text);
            return Err(Refusal::invalid(Part::ATTRIBUTION.field, words));
        }
        let day = day_concerned(issue.date, issue.credit_month);
        let before = item.attribution.units();
        let new: Vec<_> = attribution.units().into_iter().filter(|unit| !before.contains(unit)).collect();
        if let Some(absence) = new.iter().find_map(|unit| directory.absence_on(*unit, day)) {
            let words = format!("署名中的{}", directory.advice(&absence));
            return Err(Refusal::invalid(Part::ATTRIBUTION.field, words));
        }
        if issue.credited {
            let month = issue.credit_month;
            let roster = roster::roster(self.store.reader(), month).await?;
            if let Some(words) =
                new.into_iter().find_map(|unit| without_group(&directory, &roster, unit, month))
            {
                return Err(Refusal::invalid(Part::ATTRIBUTION.field, words));
            }
        }
        Ok(attribution)
    }
}

impl Writing {
    /// What was proposed from the same form a moment ago gives way to its newer words, as long as nobody has decided on it.
    async fn withdraw_older_words(&self, issue: &Issue, item: ItemId) -> Result<(), Refusal> {
        let Some(led_to) = self.once.as_ref().and_then(|once| once.led_to()) else { return Ok(()) };
        let connection = self.connection();
        let all = corrections::of_issue(connection, issue.id).await?;
        let older = all.into_iter().find(|other| {
            (other.item, other.standing) == (item, Standing::ToBeCleared) && led_to == page_of(other.id)
        });
        let Some(mut older) = older else { return Ok(()) };
        older.standing = next_standing(&older, Action::Withdraw)?;
        corrections::save(connection, &older, Standing::ToBeCleared).await?;
        let words = format!("{}《{}》的更正作罢，改后重新提出", issue.label(), older.text.list_title());
        self.event(Verb::WithdrawCorrection, subject(issue.id), words, None).await?;
        Ok(())
    }

    /// One correction of an issue is under way at a time; a returned one of the item gives way to the new one.
    async fn make_room(&self, issue: &Issue, item: ItemId) -> Result<(), Refusal> {
        let connection = self.connection();
        for mut other in corrections::of_issue(connection, issue.id).await? {
            if other.standing.is_under_way() {
                return Err(Refusal::Blocked(vec![other.in_the_way(issue)]));
            }
            if other.item == item && other.standing == Standing::Returned {
                let before = other.standing;
                other.standing = next_standing(&other, Action::Withdraw)?;
                corrections::save(connection, &other, before).await?;
            }
        }
        Ok(())
    }
}

fn page_of(correction: CorrectionId) -> String {
    format!("/corrections/{correction}")
}

/// Where the credit month is closed, other units cannot be credited any more.
pub(super) async fn check_credit(
    connection: &impl Connection,
    issue: &Issue,
    item: &Item,
    attribution: &Attribution,
) -> Result<(), Refusal> {
    let is_closed = ledger::closed(connection).await?.contains(issue.credit_month);
    if !is_closed || !issue.credited || !credited_differently(item, attribution) {
        return Ok(());
    }
    let month = closing::in_words(issue.credit_month);
    let words = format!(
        "这样改会改变{month}的记分单位，{month}已结账。请保持署名单位不变，另用“加减分”记入未结账的月份；\
         或先在“月份”中写明原因，重开{month}"
    );
    Err(Refusal::blocked(words))
}

/// Whether another attribution would credit other units.
fn credited_differently(item: &Item, attribution: &Attribution) -> bool {
    let after = Item { attribution: attribution.clone(), ..item.clone() };
    item.credited_units() != after.credited_units()
}
