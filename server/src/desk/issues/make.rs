//! Making an issue, and changing its number, date and credit month.

use app::desk::{DeskError, Done, issues::IssueProposal};
use domain::{
    calendar::Month,
    id::{IssueId, NewsletterId},
    issue::{IssueAction, IssueState, issue_transition},
    permission::{IssueAct, OfficeAct, permits_office},
    person::Actor,
};
use jiff::civil::Date;

use super::{
    super::{failed, ledger},
    OfficeDesk, Writing, subject,
};
use crate::store::{
    issues::{self, NewIssue},
    newsletters,
};

/// What stands in an issue's masthead, and the month that it counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) year: i16,
    pub(super) number: i32,
    pub(super) total: Option<i32>,
    pub(super) date: Date,
    pub(super) credit_month: Month,
}

impl Head {
    /// Refuses what no issue can bear; `except` is the issue whose own number it may be, `credited` whether its month
    /// will count it.
    pub(super) async fn check(
        &self,
        writing: &Writing,
        newsletter: NewsletterId,
        except: Option<IssueId>,
        credited: bool,
    ) -> Result<(), DeskError> {
        let closed = ledger::closed(writing.connection()).await?;
        if let Err(refused) = closed.check(self.credit_month)
            && credited
        {
            return Err(DeskError::invalid("credit_month", refused.to_string()));
        }
        if self.number < 1 {
            return Err(DeskError::invalid("number", "期号应从 1 起"));
        }
        if self.total.is_some_and(|total| total < 1) {
            return Err(DeskError::invalid("total", "总期号应从 1 起"));
        }
        let taken = issues::find_by_number(writing.connection(), newsletter, self.year, self.number)
            .await
            .map_err(failed)?;
        if taken.is_some() && taken != except {
            let words = format!("{}年第{}期已经有了，请换一个期号", self.year, self.number);
            return Err(DeskError::invalid("number", words));
        }
        Ok(())
    }

    fn in_words(&self) -> String {
        let month = self.credit_month;
        format!(
            "{}年第{}期，{}，计入{}年{}月",
            self.year,
            self.number,
            self.date,
            month.year(),
            month.month()
        )
    }
}

impl OfficeDesk {
    pub(super) async fn create_issue(
        &self,
        actor: &Actor,
        newsletter: NewsletterId,
        head: Head,
    ) -> Result<Done, DeskError> {
        permits_office(actor, OfficeAct::CreateIssue)?;
        let writing = self.begin(actor).await?;
        let newsletter = newsletters::find(writing.connection(), newsletter)
            .await
            .map_err(failed)?
            .ok_or_else(|| DeskError::NotFound("这份刊物".to_owned()))?;
        head.check(&writing, newsletter.id, None, true).await?;
        let new = NewIssue {
            newsletter: newsletter.id,
            year: head.year,
            number: head.number,
            total: head.total,
            date: head.date,
            credit_month: head.credit_month,
            state: IssueState::Arranging,
            past: false,
            credited: true,
            published_at: None,
            created_at: writing.timestamp(),
        };
        let issue = issues::insert(writing.connection(), new).await.map_err(failed)?;
        for plan in &newsletter.sections {
            issues::add_section(writing.connection(), issue, plan).await.map_err(failed)?;
        }
        issues::add_arranger(writing.connection(), issue, actor.id).await.map_err(failed)?;
        let words = format!("新建《{}》{}", newsletter.name, head.in_words());
        writing.event("create_issue", subject(issue), words, None).await?;
        writing.commit().await?;
        let words = format!("已新建《{}》第{}期，可以编入稿件了", newsletter.name, head.number);
        Ok(Done::new(words).next(format!("/issues/{issue}/desk")))
    }

    pub(super) async fn change_issue(
        &self,
        actor: &Actor,
        id: IssueId,
        version: i64,
        head: Head,
    ) -> Result<Done, DeskError> {
        let writing = self.begin(actor).await?;
        let mut issue = writing.issue(id, version, IssueAct::Arrange).await?;
        issue.state = issue_transition(issue.state, IssueAction::Arrange)?;
        head.check(&writing, issue.newsletter, Some(id), true).await?;
        Head {
            year: issue.year,
            number: issue.number,
            total: issue.total,
            date: issue.date,
            credit_month: issue.credit_month,
        } = head;
        issues::save(writing.connection(), &issue).await.map_err(failed)?;
        issues::add_arranger(writing.connection(), id, actor.id).await.map_err(failed)?;
        let words = format!("改为{}", head.in_words());
        writing.event("change_issue", subject(id), words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}")).next(format!("/issues/{id}/desk")))
    }

    pub(super) async fn load_proposal(
        &self,
        actor: &Actor,
        newsletter: Option<NewsletterId>,
    ) -> Result<IssueProposal, DeskError> {
        permits_office(actor, OfficeAct::CreateIssue)?;
        let reader = self.store.reader();
        let newsletters = newsletters::all(reader).await.map_err(failed)?;
        let chosen = newsletters.iter().find(|other| newsletter.is_none_or(|id| other.id == id));
        let chosen = chosen.ok_or_else(|| {
            DeskError::Blocked(vec!["还没有刊物，请先由管理员在“管理”里建立刊物".to_owned()])
        })?;
        let date = self.now().date();
        let (number, total) = issues::last_number(reader, chosen.id, date.year()).await.map_err(failed)?;
        Ok(IssueProposal {
            newsletter: chosen.id,
            year: date.year(),
            number: number.unwrap_or(0) + 1,
            total: total.map(|total| total + 1),
            date,
            credit_month: Month::of(date),
            newsletters: newsletters.into_iter().map(|other| (other.id, other.name)).collect(),
        })
    }
}
