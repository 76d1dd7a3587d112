//! 开放: past issues are shown to readers once somebody other than who entered or imported them has looked through them.

use app::desk::{
    Done, Refusal,
    issues::{IssuesToRelease, ReleaseIssue, WithheldIssue, WithheldIssues},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    permission::{IssueAct, OfficeAct, permits_issue, permits_office},
    person::Actor,
};
use store::{issues, newsletters};

use super::{super::OfficeDesk, subject, visible};
use crate::desk::Act;

/// How many are listed at once.
const MOST: usize = 200;

#[async_trait]
impl IssuesToRelease for OfficeDesk {
    async fn withheld_issues(&self, actor: &Actor) -> Result<WithheldIssues, Refusal> {
        permits_office(actor, OfficeAct::ReadInbox)?;
        let reader = self.store.reader();
        let mut listed = issues::withheld(reader, &[]).await?;
        let all = listed.len();
        listed.truncate(MOST);
        let newsletters = newsletters::all(reader).await?;
        let heads: Vec<_> = listed.iter().map(|issue| (issue.newsletter, issue.year)).collect();
        let mut withheld = Vec::with_capacity(listed.len());
        for (line, (newsletter, year)) in self.lines_of(listed).await?.into_iter().zip(heads) {
            let issue = self.issue(line.id).await?;
            let named = newsletters.iter().find(|other| other.id == newsletter);
            withheld.push(WithheldIssue {
                why_not: permits_issue(actor, IssueAct::Release, &issue).err().map(|why| why.to_string()),
                newsletter: named.map(|newsletter| newsletter.name.clone()).unwrap_or_default(),
                year,
                line,
            });
        }
        Ok(WithheldIssues { issues: withheld, all })
    }
}

impl Act for ReleaseIssue {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue: ids } = self;
        if ids.is_empty() {
            return Err(Refusal::invalid("issue", "请勾选要开放的"));
        }
        let writing = office.begin(actor).await?;
        let mut released = Vec::new();
        for id in ids {
            let issue = writing.locked_issue(id).await?;
            visible(permits_issue(actor, IssueAct::Read, &issue))?;
            permits_issue(actor, IssueAct::Release, &issue)?;
            if !issue.withheld {
                continue;
            }
            issues::set_published_at(writing.connection(), id, writing.timestamp()).await?;
            issues::save(writing.connection(), &issue).await?;
            let label = format!("{}年{}", issue.year, issue.label());
            writing.event(Verb::ReleaseIssue, subject(id), format!("{label}核对后开放给读者"), None).await?;
            released.push(label);
        }
        let words = match released.as_slice() {
            [] => return Err(Refusal::Conflict("读者已经看得到，不用再开放".to_owned())),
            [only] => format!("{only}已开放，读者看得到了"),
            several => format!("{}期已开放，读者看得到了", several.len()),
        };
        writing.commit().await?;
        Ok(Done::new(words))
    }
}
