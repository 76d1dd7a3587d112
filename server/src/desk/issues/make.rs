//! Making an issue, changing its number, date and credit month, and taking a mistaken one away.

use app::desk::{
    Done, Refusal,
    issues::{ChangeIssue, CreateIssue, IssueProposal, IssueProposals, RemoveIssue},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    calendar::Month,
    id::NewsletterId,
    issue::{IssueAction, IssueState, Series},
    permission::{IssueAct, OfficeAct, permits_office},
    person::Actor,
};
use store::{
    issues::{
        self, NewIssue,
        numbers::{self, Sequence},
    },
    newsletters,
};

use super::{
    OfficeDesk,
    head::{Asked, Head},
    subject,
};
use crate::desk::Act;

#[async_trait]
impl IssueProposals for OfficeDesk {
    async fn propose_issue(
        &self,
        actor: &Actor,
        newsletter: Option<NewsletterId>,
        series: Series,
    ) -> Result<IssueProposal, Refusal> {
        permits_office(actor, OfficeAct::CreateIssue)?;
        let reader = self.store.reader();
        let newsletters = newsletters::all(reader).await?;
        let chosen = newsletters.iter().find(|other| newsletter.is_none_or(|id| other.id == id));
        let chosen = chosen.ok_or_else(|| Refusal::blocked("还没有刊物，请先由管理员在“管理”里建立刊物"))?;
        let date = self.now().date();
        let sequence = Sequence { newsletter: chosen.id, year: date.year(), series };
        let taken = numbers::taken(reader, sequence).await?;
        let last = taken.into_iter().map(|(_, run)| run.last()).max().unwrap_or(0);
        // 增刊 and 特刊 are seldom counted in the running total.
        let total = match series {
            Series::Regular => numbers::last_total(reader, chosen.id).await?,
            Series::Supplement | Series::Special => None,
        };
        Ok(IssueProposal {
            newsletter: chosen.id,
            series,
            year: date.year(),
            number: last + 1,
            total: total.map(|total| total + 1),
            date,
            credit_month: Month::of(date),
            newsletters: newsletters.into_iter().map(|other| (other.id, other.name)).collect(),
        })
    }
}

impl Act for CreateIssue {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { newsletter, year, series, number, total, date, credit_month, other_year, gap } = self;
        let head = Head { year, series, number, total, date, credit_month, other_year };
        permits_office(actor, OfficeAct::CreateIssue)?;
        let writing = office.begin(actor).await?;
        let newsletter = newsletters::find(writing.connection(), newsletter)
            .await?
            .ok_or_else(|| Refusal::not_found("这份刊物"))?;
        let asked = Asked { except: None, credited: true, gap: Some(gap.as_deref().unwrap_or_default()) };
        head.check(&writing, newsletter.id, asked).await?;
        let new = NewIssue {
            newsletter: newsletter.id,
            year: head.year,
            number: head.number.first(),
            total: head.first_total(),
            edition: head.edition(),
            date: head.date,
            credit_month: head.credit_month,
            state: IssueState::Arranging,
            past: false,
            credited: true,
            published_at: None,
            created_at: writing.timestamp(),
        };
        let issue = issues::insert(writing.connection(), new).await?;
        for plan in &newsletter.sections {
            issues::add_section(writing.connection(), issue, plan).await?;
        }
        issues::add_arranger(writing.connection(), issue, actor.id).await?;
        let words = format!("新建《{}》{}", newsletter.name, head.in_words());
        let gap = head.explain_gap(&writing, newsletter.id, issue, gap.as_deref()).await?;
        writing.event(Verb::CreateIssue, subject(issue), words, gap).await?;
        writing.commit().await?;
        let words = format!("已新建《{}》{}，可以编入稿件了", newsletter.name, head.label());
        // A new issue's version is 1.
        let undo = RemoveIssue { issue, version: 1 };
        Ok(Done::new(words).next(format!("/issues/{issue}/desk")).undo(&undo))
    }
}

impl Act for ChangeIssue {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue: id, version, year, series, number, total, date, credit_month, other_year, gap } =
            self;
        let head = Head { year, series, number, total, date, credit_month, other_year };
        let writing = office.begin(actor).await?;
        let mut issue = writing.issue(id, version, IssueAct::Arrange, IssueAction::Arrange).await?;
        // What was left out before its number is asked about where that number changes.
        let moves =
            (issue.year, issue.edition.series, issue.number) != (head.year, head.series, head.number.first());
        let gap_asked = moves.then(|| gap.as_deref().unwrap_or_default());
        let asked = Asked { except: Some(id), credited: true, gap: gap_asked };
        head.check(&writing, issue.newsletter, asked).await?;
        head.put_on(&mut issue);
        issues::save(writing.connection(), &issue).await?;
        issues::add_arranger(writing.connection(), id, actor.id).await?;
        let gap = head.explain_gap(&writing, issue.newsletter, id, gap.as_deref()).await?;
        let words = format!("改为{}", head.in_words());
        writing.event(Verb::ChangeIssue, subject(id), words.clone(), gap).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}")).next(format!("/issues/{id}/desk")))
    }
}

impl Act for RemoveIssue {
    /// Takes away an issue that was made by mistake. What was sent for sign-off is kept for good, and so is its issue.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue: id, version } = self;
        let writing = office.begin(actor).await?;
        let issue = writing.issue(id, version, IssueAct::Arrange, IssueAction::Arrange).await?;
        let connection = writing.connection();
        let arrangement = issues::arrangement(connection, id).await?;
        let label = issue.label();
        let mut obstacles = Vec::new();
        let placed = arrangement.items().count();
        if placed > 0 {
            obstacles.push(format!("{label}里还有{placed}篇稿件，请先移出，再删除这一期"));
        }
        if issues::has_versions(connection, id).await? {
            obstacles.push(format!(
                "{label}送审过，当时的版面和签字要留存，不能删除。可以改它的期号和日期，接着用"
            ));
        }
        if !obstacles.is_empty() {
            return Err(Refusal::Blocked(obstacles));
        }
        issues::remove(connection, id).await?;
        let words = format!("删除{}年{label}，其中没有稿件", issue.year);
        writing.event(Verb::RemoveIssue, subject(id), words, None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已删除{}年{label}，期号可以再用", issue.year)).next("/issues/desk"))
    }
}
