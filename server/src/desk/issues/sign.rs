//! Sign-off in its steps, and publication.

use app::desk::{
    Done, Refusal,
    issues::{Publish, SendBack, Sign},
};
use domain::{
    act::Verb,
    id::IssueId,
    issue::{
        Issue, IssueAction, Signature,
        version::{IssueVersion, Standing},
    },
    item::Item,
    permission::{Forbidden, IssueAct, permits_issue, permits_signing_text},
    person::Actor,
    unit::changes::day_concerned,
    workflow::Action,
};
use store::{
    Connection, issues,
    items::{self, save::save_state},
    units,
};

use super::{
    super::ledger::{check_open, closed, settle},
    OfficeDesk, Writing, item_subject, required_reason, subject,
};
use crate::desk::{
    Act,
    checks::{next_issue_state, next_state},
};

/// The step as the signature names it: 签发, 签发（代李局长）.
pub(in crate::desk) fn signed_as(actor: &Actor, step: &str) -> String {
    Signature::step_for(step, actor.acts_for.as_ref().map(|principal| principal.name.as_str()))
}

impl Act for Sign {
    /// The next step, signed on the PDF that the signer saw.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue: id, version, pdf_hash } = self;
        let writing = office.begin(actor).await?;
        // Which step it is must be the page's and the row's: the version is compared first by `issue`.
        let mut issue = writing.issue(id, version, IssueAct::Sign, IssueAction::SignStep).await?;
        let step = issue.steps.get(issue.signatures.len()).cloned();
        if issue.signatures.len() + 1 >= issue.steps.len() {
            issue.state = next_issue_state(&issue, IssueAction::SignLastStep)?;
        }
        let step = step.ok_or_else(|| Refusal::blocked("签发步骤已改，请退回编排后重新送审"))?;
        let frozen = writing.version_in_sign_off(id).await?;
        if frozen.pdf_hash != pdf_hash {
            let words = "您看到的版面不是现在送审的版面。页面已是最新的，请看过再签";
            return Err(Refusal::Conflict(words.to_owned()));
        }
        let items = writing.unchanged_items(&frozen).await?;
        if issue.separate_duties {
            items.iter().try_for_each(|item| permits_signing_text(actor, item))?;
        }
        let signature = Signature {
            step: signed_as(actor, &step.name),
            signer: actor.id,
            signed_at: writing.timestamp(),
            pdf_hash,
        };
        issues::add_signature(writing.connection(), frozen.id, &signature).await?;
        issues::save(writing.connection(), &issue).await?;
        let alone = signed_before(actor, &issue.signatures);
        let words = format!("{}：{}签字{alone}，版面 {}", issue.label(), step.name, short(&frozen.pdf_hash));
        writing.event(Verb::Sign, subject(id), words, None).await?;
        writing.commit().await?;
        let next = match issue.steps.get(issue.signatures.len() + 1) {
            Some(next) => format!("已签字（{}），等待{}签字", step.name, next.name),
            None => format!("已签字（{}），{}可以印发了", step.name, issue.label()),
        };
        Ok(Done::new(next).next(format!("/issues/{id}/sign")))
    }
}

impl Act for SendBack {
    /// Back to arranging. The signatures are kept, and void.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue: id, version, reason } = self;
        let reason = required_reason(&reason, "退回")?;
        let writing = office.begin(actor).await?;
        // Nobody else changes it from here on.
        writing.locked_issue(id).await?;
        let issue = if writing.is_reworded(subject(id), Verb::SendBack).await? {
            let version = writing.version_after_own(version);
            let issue = writing.issue_as_it_stands(id, version, IssueAct::SendBack).await?;
            issues::save(writing.connection(), &issue).await?;
            issues::reword_sent_back(writing.connection(), id, &reason).await?;
            let words = format!("{}退回编排，改写原因", issue.label());
            writing.event(Verb::SendBack, subject(id), words, Some(reason)).await?;
            issue
        } else {
            let issue = writing.issue(id, version, IssueAct::SendBack, IssueAction::SendBack).await?;
            let frozen = writing.version_in_sign_off(id).await?;
            issues::send_back_version(writing.connection(), frozen.id, &reason).await?;
            issues::save(writing.connection(), &issue).await?;
            let words = format!("{}退回编排", issue.label());
            writing.event(Verb::SendBack, subject(id), words, Some(reason)).await?;
            issue
        };
        writing.commit().await?;
        let arranges = permits_issue(actor, IssueAct::Arrange, &issue).is_ok();
        let next = if arranges { format!("/issues/{id}/desk") } else { "/issues/desk".to_owned() };
        Ok(Done::new(format!("{}已退回编排，原有签字作废", issue.label())).next(next))
    }
}

impl Act for Publish {
    /// 印发: all of it happens or nothing does.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue: id, version, month } = self;
        let writing = office.begin(actor).await?;
        let mut issue = writing.issue(id, version, IssueAct::Publish, IssueAction::Publish).await?;
        let closed = closed(writing.connection()).await?;
        // The month is no part of what was signed: a closed one gives way to an open one.
        if closed.contains(issue.credit_month)
            && let Some(month) = month
        {
            issue.credit_month = month;
        }
        check_open(&closed, issue.credit_month)?;
        let frozen = writing.version_in_sign_off(id).await?;
        let items = writing.unchanged_items(&frozen).await?;
        writing.refuse_uncredited(&issue, &items).await?;
        let now = writing.timestamp();
        issues::set_standing(writing.connection(), frozen.id, Standing::Published, Some(1)).await?;
        for mut item in items {
            writing.adopt(&issue, &mut item).await?;
        }
        issues::set_published_at(writing.connection(), id, now).await?;
        issues::save(writing.connection(), &issue).await?;
        let words = format!("{}印发，采用{}篇", issue.label(), frozen.items.len());
        let event = writing.event(Verb::Publish, subject(id), words, None).await?;
        settle(&writing, event, &[issue.credit_month], Some(&format!("{}印发", issue.label()))).await?;
        writing.commit().await?;
        let words = format!(
            "{}已印发，{}篇稿件已采用，计入{}考核",
            issue.label(),
            frozen.items.len(),
            app::words::month_beside(issue.credit_month, issue.date)
        );
        Ok(Done::new(words).next(format!("/issues/{id}")))
    }
}

/// What has become, since the issue was sent, of the units that it credits, and what that means for the paper and for the
/// points; for whoever signs and publishes it.
pub(super) async fn ended_since(
    connection: &impl Connection,
    issue: &Issue,
    items: &[Item],
) -> Result<Vec<String>, Refusal> {
    let directory = units::directory(connection).await?;
    let day = day_concerned(issue.date, issue.credit_month);
    let mut ended = Vec::new();
    for item in items {
        for unit in item.credited_units() {
            let Some(absence) = directory.absence_on(unit, day) else { continue };
            let points = match directory.earner_in(unit, issue.credit_month) {
                Some(earner) if earner.id == unit => "当月仍由它记分".to_owned(),
                Some(earner) if !earner.scored => format!("{}不记分", earner.list_name()),
                Some(earner) => format!("记分归{}", earner.list_name()),
                None => "记不了分，不能印发".to_owned(),
            };
            ended.push(format!(
                "《{}》署名中的{}：印出的仍是署名里的名称，{points}；要改署名，请退回编排",
                item.text.list_title(),
                absence.words
            ));
        }
    }
    Ok(ended)
}

/// What the log says where one person signs several steps.
pub(super) fn signed_before(actor: &Actor, signed: &[Signature]) -> &'static str {
    match signed.iter().any(|signature| actor.may_be(signature.signer)) {
        true => "（按小单位设置，前面的步骤也是此人签的）",
        false => "",
    }
}

impl Writing {
    pub(super) async fn version_in_sign_off(&self, id: IssueId) -> Result<IssueVersion, Refusal> {
        let version = issues::in_sign_off(self.connection(), id).await?;
        version.ok_or_else(|| Refusal::not_found("送审的版面"))
    }

    /// The items as they were frozen. Whatever was changed or refused since stands in the way: what is signed and
    /// published is what was cleared.
    async fn unchanged_items(&self, frozen: &IssueVersion) -> Result<Vec<Item>, Refusal> {
        let ids: Vec<_> = frozen.items.iter().map(|printed| printed.item).collect();
        let items = items::load_many(self.connection(), &ids).await?;
        let mut obstacles = Vec::new();
        for printed in &frozen.items {
            let Some(item) = items.iter().find(|item| item.id == printed.item) else {
                return Err(Refusal::not_found("送审版面中的稿件"));
            };
            if item.revision != printed.revision {
                obstacles.push(format!("《{}》送审后改过，请退回编排后重新送审", item.text.list_title()));
            } else if !item.is_cleared() {
                obstacles.push(format!("《{}》的保密审查已不成立，请退回编排", item.text.list_title()));
            }
        }
        if obstacles.is_empty() { Ok(items) } else { Err(Refusal::Blocked(obstacles)) }
    }

    /// Units that ended after the issue was sent, and that nobody succeeds, would earn nothing without a word.
    async fn refuse_uncredited(&self, issue: &Issue, items: &[Item]) -> Result<(), Refusal> {
        let directory = units::directory(self.connection()).await?;
        let month = issue.credit_month;
        let day = day_concerned(issue.date, month);
        let mut obstacles = Vec::new();
        for item in items {
            let lost =
                item.credited_units().into_iter().filter(|unit| directory.earner_in(*unit, month).is_none());
            for absence in lost.filter_map(|unit| directory.absence_on(unit, day)) {
                let name = item.text.list_title();
                obstacles.push(format!("《{name}》署名中的{}，请退回编排", directory.advice(&absence)));
            }
        }
        if obstacles.is_empty() { Ok(()) } else { Err(Refusal::Blocked(obstacles)) }
    }

    async fn adopt(&self, issue: &Issue, item: &mut Item) -> Result<(), Refusal> {
        let state = next_state(&self.actor, Action::Publish, item)?;
        save_state(self.connection(), item, state, self.timestamp()).await?;
        let words = format!("{}采用", issue.label());
        self.event(Verb::Publish, item_subject(item.id), words, None).await?;
        Ok(())
    }
}

/// Whether somebody may take the issue's next step: who arranged it or wrote one of its pieces does not, where the
/// newsletter keeps duties apart.
pub(in crate::desk) fn permits_signing(
    signer: &Actor,
    issue: &Issue,
    items: &[Item],
) -> Result<(), Forbidden> {
    permits_issue(signer, IssueAct::Sign, issue)?;
    match issue.separate_duties {
        true => items.iter().try_for_each(|item| permits_signing_text(signer, item)),
        false => Ok(()),
    }
}

/// The pieces of the version that is to be signed.
pub(in crate::desk) async fn items_in_sign_off(
    connection: &impl Connection,
    issue: &Issue,
) -> Result<Vec<Item>, Refusal> {
    let Some(frozen) = issues::in_sign_off(connection, issue.id).await? else {
        return Ok(Vec::new());
    };
    let ids: Vec<_> = frozen.items.iter().map(|printed| printed.item).collect();
    Ok(items::load_many(connection, &ids).await?)
}

/// A PDF's hash as people can compare it.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
