//! 开放: an issue that came with an import is shown to readers, once somebody other than who imported it has looked
//! through it.

use app::desk::{DeskError, Done};
use domain::{id::IssueId, permission::IssueAct, person::Actor};

use super::{super::OfficeDesk, subject};
use crate::{desk::failed, store::issues};

impl OfficeDesk {
    pub(super) async fn release(&self, actor: &Actor, id: IssueId, version: i64) -> Result<Done, DeskError> {
        let writing = self.begin(actor).await?;
        let issue = writing.issue(id, version, IssueAct::Release).await?;
        if !issue.withheld {
            return Err(DeskError::Conflict("这一期读者已经看得到，不用再开放".to_owned()));
        }
        issues::set_published_at(writing.connection(), id, writing.timestamp()).await.map_err(failed)?;
        issues::save(writing.connection(), &issue).await.map_err(failed)?;
        let words = format!("{}核对后开放给读者", issue.label());
        writing.event("release_issue", subject(id), words, None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("{}已开放，读者看得到了", issue.label())).next(format!("/issues/{id}")))
    }
}
