//! 结账 and 重开.

use app::desk::{
    Done, Refusal,
    months::{CloseMonth, ReopenMonth},
};
use domain::{
    act::Verb,
    calendar::Month,
    closing::{self, Closing, ClosingError, Reopening},
    permission::{OfficeAct, permits_office},
    person::Actor,
};
use store::{Connection, months, year::known_months};

use super::{super::OfficeDesk, subject};
use crate::desk::{Act, ledger, year::RuleSets};

impl Act for CloseMonth {
    /// From now on nothing changes in the month. Its ledger is settled already; that is looked at once more.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::CloseMonth)?;
        let Self { month, early } = self;
        let writing = office.begin(actor).await?;
        let closing_now = to_close(writing.connection(), month, writing.now.date()).await?;
        let closing_now = closing_now.map_err(|error| Refusal::blocked(error.to_string()))?;
        if let Some(last) = lasts_until(month, writing.now.date())
            && !early
        {
            return Err(Refusal::Blocked(vec![too_early(month, last, &closing_now)]));
        }
        let used = known_months(writing.connection()).await?;
        if used.contains(&month) {
            let unsettled = ledger::owed(writing.connection(), &writing.closed_years, month).await?;
            if !unsettled.is_empty() {
                return Err(Refusal::Blocked(vec![unsettled_in_words(month, unsettled.len())]));
            }
        }
        let rules = RuleSets::load(writing.connection()).await?;
        for month in &closing_now {
            let closing = Closing {
                month: *month,
                rule_set_version: rules.in_force(*month).version,
                by: writing.actor.id,
                at: writing.timestamp(),
                reopening: None,
            };
            let words = format!("{}结账，按第{}版办法", closing::in_words(*month), closing.rule_set_version);
            let event = writing.event(Verb::CloseMonth, subject(*month), words, None).await?;
            // Where nothing came, what the rules take from those who sent nothing was not entered yet; but nothing is
            // known of a year's months before its first.
            let begun = used.iter().any(|other| other.year() == month.year() && other < month);
            if begun && !used.contains(month) {
                ledger::settle(&writing, event, &[*month], Some("结账")).await?;
            }
            months::close(writing.connection(), &closing).await?;
        }
        writing.commit().await?;
        let with: Vec<Month> = closing_now.into_iter().filter(|other| *other != month).collect();
        let with = if with.is_empty() {
            String::new()
        } else {
            format!("（连同没有记录的{}）", closing::list(&with))
        };
        let words = format!(
            "{}已结账{with}，那个月的记录和记分不再变动；晚到的计入以后的月份",
            closing::in_words(month)
        );
        Ok(Done::new(words).next(format!("/months/{month}")))
    }
}

impl Act for ReopenMonth {
    /// The month and the later closed ones of its year are open again; everybody concerned is told why.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::CloseMonth)?;
        let Self { month, reason } = self;
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() {
            return Err(Refusal::invalid("reason", "请写明为什么重开"));
        }
        let writing = office.begin(actor).await?;
        let closed = ledger::closed(writing.connection()).await?;
        let reopened = closed.reopening(month);
        let reopened = reopened.map_err(|error| Refusal::blocked(error.to_string()))?;
        let reopening = Reopening { by: writing.actor.id, at: writing.timestamp(), reason: reason.clone() };
        months::reopen(writing.connection(), &reopened, &reopening).await?;
        for other in &reopened {
            let words = match *other == month {
                true => format!("重开{}", closing::in_words(month)),
                false => format!("重开{}，因为重开了{}", closing::in_words(*other), closing::in_words(month)),
            };
            writing.event(Verb::ReopenMonth, subject(*other), words, Some(reason.clone())).await?;
        }
        writing.commit().await?;
        let words = format!(
            "已重开{}，编辑和各单位在首页都会看到；改好后请再结账，并印发更正的通报",
            closing::list(&reopened)
        );
        Ok(Done::new(words).next(format!("/months/{month}")))
    }
}

/// The months that close with this one, or why it cannot be closed.
pub(super) async fn to_close(
    connection: &impl Connection,
    month: Month,
    today: jiff::civil::Date,
) -> Result<Result<Vec<Month>, ClosingError>, Refusal> {
    let used = known_months(connection).await?;
    Ok(ledger::closed(connection).await?.closing(month, Month::of(today), &used))
}

/// The month's last day, where it is not over.
pub(super) fn lasts_until(month: Month, today: jiff::civil::Date) -> Option<jiff::civil::Date> {
    let last = jiff::civil::Date::new(month.year(), month.month(), 1).ok()?.last_of_month();
    (today <= last).then_some(last)
}

/// What is asked before a month is closed that is not over, with the months that close with it.
fn too_early(month: Month, last: jiff::civil::Date, closing_now: &[Month]) -> String {
    let with: Vec<Month> = closing_now.iter().copied().filter(|other| *other != month).collect();
    let with = if with.is_empty() {
        String::new()
    } else {
        format!("（没有记录的{}也会一同结账）", closing::list(&with))
    };
    format!(
        "{}到{}月{}日才过完，还有稿件和记录会来，没有结账。确要现在结账{with}，请勾选“没有过完也要结账”再提交",
        closing::in_words(month),
        last.month(),
        last.day()
    )
}

/// What is said where the ledger does not hold what the facts earn.
pub(super) fn unsettled_in_words(month: Month, lines: usize) -> String {
    format!(
        "{}的台账与事实相差{lines}笔，还不能结账。差在哪里，编辑在“核对”中看；查明以后，请管理员在“单位和分组”中把任一单位照原样保存，未结账的各月就按事实重新计算",
        closing::in_words(month)
    )
}
