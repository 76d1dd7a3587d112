//! What is done to a published issue: an item is retracted or corrected, and a corrected version stands beside
//! the earlier ones.

use app::desk::{
    DeskError, Done,
    issues::{Correction, IssueCommand},
};
use domain::{
    attribution::{self, Attribution},
    calendar::Month,
    closing,
    id::ItemId,
    issue::{
        FrozenIssue, Issue, IssueAction,
        content::{IssueContent, ItemContent},
        issue_transition,
        version::{IssueVersion, PrintedItem, Standing},
    },
    item::{Item, ItemText},
    permission::{IssueAct, ItemAct, permits, permits_issue},
    person::Actor,
    unit::changes::day_concerned,
    workflow::{Action, State, transition},
};

use super::{
    super::{
        failed,
        ledger::{self, settle},
    },
    OfficeDesk, Writing, changed_meanwhile,
    content::{mended_here, printed_text},
    item_subject, required_reason,
    send::keep_version,
    subject,
};
use crate::{
    press::Printed,
    store::{
        issues::{self, NewVersion},
        items::{
            self,
            save::{save_state, save_text},
        },
        units,
    },
};

/// What stands in an issue from which everything was retracted.
const ALL_RETRACTED: &str = "本期所刊稿件已撤下。";

/// A published item, where it is printed, and what is in force there.
struct InPrint {
    issue: Issue,
    item: Item,
    in_force: IssueVersion,
}

/// A corrected version, printed and ready to be kept.
struct Corrected {
    frozen: FrozenIssue,
    printed: Printed,
}

impl OfficeDesk {
    /// 撤下: the corrected version is without the item, and so is the ledger.
    pub(super) async fn retract(
        &self,
        actor: &Actor,
        id: ItemId,
        reason: String,
        month: Option<Month>,
    ) -> Result<Done, DeskError> {
        let found = self.in_print(actor, id).await?;
        permits(actor, ItemAct::Act(Action::Retract), &found.item)?;
        let state = transition(found.item.state, Action::Retract)?;
        let reason = required_reason(&reason, "撤下")?;
        let content = without(&found.in_force, id);
        let corrected = self.print_corrected(content).await?;
        let writing = self.begin(actor).await?;
        let mut item = writing.still_in_print(&found).await?;
        let taken_back = writing.take_back_adoption(&found, month).await?;
        save_state(writing.connection(), &mut item, state, writing.timestamp()).await.map_err(failed)?;
        let mut items = found.in_force.items.clone();
        items.retain(|printed| printed.item != id);
        let number = writing.keep_corrected(&found, corrected, &items, &reason).await?;
        let (label, name) = (found.issue.label(), item.text.list_title());
        let words = format!("从{label}撤下");
        writing.event("retract", item_subject(id), words, Some(reason.clone())).await?;
        let words = format!("{label}撤下《{name}》，更正为第{number}版");
        let event = writing.event("retract", subject(found.issue.id), words, Some(reason.clone())).await?;
        let why = format!("撤下《{name}》：{reason}");
        if found.issue.credited {
            let month = taken_back.unwrap_or(found.issue.credit_month);
            settle(&writing, event, &[month], Some(&why)).await?;
        }
        writing.commit().await?;
        let credit = match taken_back {
            None => "记分已冲销".to_owned(),
            Some(month) => format!(
                "{}已结账，记分在{}冲减",
                closing::in_words(found.issue.credit_month),
                closing::in_words(month)
            ),
        };
        let words = format!("已撤下《{name}》，{label}现为第{number}版，{credit}");
        Ok(Done::new(words).next(format!("/issues/{}", found.issue.id)))
    }

    /// 更正: a new text of a published item, in a corrected version.
    pub(super) async fn correct_item(&self, actor: &Actor, command: IssueCommand) -> Result<Done, DeskError> {
        let IssueCommand::CorrectItem { item: id, item_version, title, subtitle, body, attribution, reason } =
            command
        else {
            return Err(DeskError::NotFound("这个操作".to_owned()));
        };
        let found = self.in_print(actor, id).await?;
        if found.item.state != State::Adopted {
            return Err(DeskError::Blocked(vec!["这篇稿件已撤下，不能再更正".to_owned()]));
        }
        if found.item.version != item_version {
            return Err(DeskError::Conflict("这篇稿件刚刚被别人改过，请看过最新的内容再更正".to_owned()));
        }
        let reason = required_reason(&reason, "更正")?;
        let text = ItemText {
            title: title.trim().to_owned(),
            subtitle,
            body,
            attribution_line: attribution.trim().to_owned(),
            ..found.item.text.clone()
        };
        let attribution = self.corrected_attribution(&found, &text).await?;
        if text == found.item.text {
            return Err(DeskError::invalid("body", "内容没有改动"));
        }
        let missing = text.missing(&attribution);
        if let Some(missing) = missing.first() {
            return Err(DeskError::invalid("body", missing.to_string()));
        }
        let content = replaced(&found.in_force, id, &printed_text(&text, &attribution));
        let corrected = self.print_corrected(content).await?;
        let writing = self.begin(actor).await?;
        let mut item = writing.still_in_print(&found).await?;
        let is_closed = ledger::closed(writing.connection()).await?.contains(found.issue.credit_month);
        if is_closed && found.issue.credited && credited_differently(&item, &attribution) {
            let month = closing::in_words(found.issue.credit_month);
            let words = format!(
                "这样改会改变{month}的记分单位，{month}已结账。请保持署名单位不变，另用“加减分”记入未结账的月份；\
                 或先在“月份”中写明原因，重开{month}"
            );
            return Err(DeskError::Blocked(vec![words]));
        }
        let revision =
            save_text(writing.connection(), &mut item, text, attribution, actor.id, writing.timestamp())
                .await
                .map_err(failed)?;
        let mut items = found.in_force.items.clone();
        for printed in items.iter_mut().filter(|printed| printed.item == id) {
            printed.revision = revision;
        }
        let number = writing.keep_corrected(&found, corrected, &items, &reason).await?;
        let (label, name) = (found.issue.label(), item.text.list_title());
        let words = format!("更正，见{label}第{number}版");
        writing.event("correct_item", item_subject(id), words, Some(reason.clone())).await?;
        let words = format!("{label}更正《{name}》，为第{number}版");
        let event =
            writing.event("correct_item", subject(found.issue.id), words, Some(reason.clone())).await?;
        let why = format!("更正《{name}》：{reason}");
        if !is_closed {
            settle(&writing, event, &[found.issue.credit_month], Some(&why)).await?;
        }
        writing.commit().await?;
        let words = format!("已更正《{name}》，{label}现为第{number}版，原版照旧保存");
        Ok(Done::new(words).next(format!("/issues/{}", found.issue.id)))
    }

    pub(super) async fn load_correction(&self, actor: &Actor, id: ItemId) -> Result<Correction, DeskError> {
        let found = self.in_print(actor, id).await?;
        Ok(Correction {
            card: self.card_of(&found.issue).await?,
            item: id,
            item_version: found.item.version,
            kind: found.item.text.kind,
            title: found.item.text.title,
            subtitle: found.item.text.subtitle,
            body: found.item.text.body,
            attribution: found.item.text.attribution_line,
        })
    }

    /// The item where it is printed, for somebody who may correct that.
    async fn in_print(&self, actor: &Actor, id: ItemId) -> Result<InPrint, DeskError> {
        let reader = self.store.reader();
        let missing = || DeskError::NotFound("这篇稿件".to_owned());
        let item = items::load(reader, id).await.map_err(failed)?.ok_or_else(missing)?;
        let not_in_print = || DeskError::Blocked(vec!["这篇稿件还没有印发".to_owned()]);
        let (issue, _) = item.placed_in.ok_or_else(not_in_print)?;
        let issue = self.issue(issue).await?;
        permits_issue(actor, IssueAct::Correct, &issue)?;
        issue_transition(issue.state, IssueAction::Correct)?;
        let in_force = issues::in_force(reader, issue.id).await.map_err(failed)?;
        Ok(InPrint { issue, item, in_force: in_force.ok_or_else(not_in_print)? })
    }

    async fn print_corrected(&self, content: IssueContent) -> Result<Corrected, DeskError> {
        let frozen =
            FrozenIssue::freeze(content).map_err(|error| DeskError::Blocked(vec![error.to_string()]))?;
        let printed = self.print(&frozen, mended_here).await?;
        Ok(Corrected { frozen, printed })
    }

    /// The attribution as understood. A correction brings no unknown unit into print that was not there.
    /// And none that did not exist on the day of the issue.
    async fn corrected_attribution(
        &self,
        found: &InPrint,
        text: &ItemText,
    ) -> Result<Attribution, DeskError> {
        let (item, issue) = (&found.item, &found.issue);
        let directory = units::directory(self.store.reader()).await.map_err(failed)?;
        let attribution = attribution::parse(&text.attribution_line, &directory);
        let was_unknown = |name: &str| item.attribution.unresolved().any(|part| part.text == name);
        if let Some(part) = attribution.unresolved().find(|part| !was_unknown(&part.text)) {
            let words = format!("署名中的“{}”不是已知的单位", part.text);
            return Err(DeskError::invalid("attribution", words));
        }
        let day = day_concerned(issue.date, issue.credit_month);
        let before = item.attribution.units();
        let new = attribution.units().into_iter().filter(|unit| !before.contains(unit));
        if let Some(absence) = new.into_iter().find_map(|unit| directory.absence_on(unit, day)) {
            let words = format!("署名中的{}", directory.advice(&absence));
            return Err(DeskError::invalid("attribution", words));
        }
        Ok(attribution)
    }
}

impl Writing {
    /// Locks the issue and answers the item, where neither has changed since it was looked at.
    async fn still_in_print(&self, found: &InPrint) -> Result<Item, DeskError> {
        let issue = self.issue(found.issue.id, found.issue.version, IssueAct::Correct).await?;
        issue_transition(issue.state, IssueAction::Correct)?;
        let item = items::load(self.connection(), found.item.id).await.map_err(failed)?;
        item.filter(|item| item.version == found.item.version).ok_or_else(changed_meanwhile)
    }

    /// Where the credit month is closed: the adoption stays a fact of it, and what it earned is taken back in an open
    /// month, which is the answer.
    async fn take_back_adoption(
        &self,
        found: &InPrint,
        chosen: Option<Month>,
    ) -> Result<Option<Month>, DeskError> {
        let month = found.issue.credit_month;
        let late = ledger::late_month(self, month, chosen).await?.filter(|_| found.issue.credited);
        let Some(late) = late else { return Ok(None) };
        issues::set_retracted_month(self.connection(), found.item.id, late).await.map_err(failed)?;
        Ok(Some(late))
    }

    /// Keeps the corrected version and answers its number.
    async fn keep_corrected(
        &self,
        found: &InPrint,
        corrected: Corrected,
        items: &[PrintedItem],
        reason: &str,
    ) -> Result<i32, DeskError> {
        let number = found.in_force.number.unwrap_or(0) + 1;
        let new = NewVersion {
            issue: found.issue.id,
            number: Some(number),
            standing: Standing::Published,
            content: &corrected.frozen,
            items,
            pdf_hash: String::new(),
            pages: corrected.printed.pages,
            fonts: &corrected.printed.fonts,
            reason: Some(reason.to_owned()),
            made_by: self.actor.id,
            made_at: self.timestamp(),
        };
        keep_version(self.connection(), new, corrected.printed.pdf).await.map_err(failed)?;
        issues::save(self.connection(), &found.issue).await.map_err(failed)?;
        Ok(number)
    }
}

/// Whether another attribution would credit other units.
fn credited_differently(item: &Item, attribution: &Attribution) -> bool {
    let after = Item { attribution: attribution.clone(), ..item.clone() };
    item.credited_units() != after.credited_units()
}

/// The content in force without one item; a notice where nothing else is left.
fn without(in_force: &IssueVersion, id: ItemId) -> IssueContent {
    let mut content = in_force.content.content().clone();
    let mut printed = in_force.items.iter();
    for section in &mut content.sections {
        section.items.retain(|_| printed.next().is_none_or(|printed| printed.item != id));
    }
    let empty = content.items().next().is_none();
    if let Some(section) = content.sections.first_mut().filter(|_| empty) {
        section.items.push(ItemContent {
            title: String::new(),
            subtitle: None,
            body: ALL_RETRACTED.to_owned(),
            attribution: String::new(),
        });
    }
    content.sections.retain(|section| !section.items.is_empty());
    content
}

/// The content in force with one item's text replaced.
fn replaced(in_force: &IssueVersion, id: ItemId, text: &ItemContent) -> IssueContent {
    let mut content = in_force.content.content().clone();
    let mut printed = in_force.items.iter();
    for item in content.sections.iter_mut().flat_map(|section| &mut section.items) {
        if printed.next().is_some_and(|printed| printed.item == id) {
            *item = text.clone();
        }
    }
    content
}
