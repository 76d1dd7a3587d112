//! Lists as a person likes to look at them: filters under a name.

use app::desk::{
    Done, Refusal,
    items::acts::{DropView, SaveView},
};
use domain::{
    permission::{OfficeAct, permits_office},
    person::Actor,
};
use store::views;

use super::OfficeDesk;
use crate::desk::Act;

/// More are no shortcut.
const MOST: usize = 20;
/// In characters.
const LONGEST_NAME: usize = 20;
/// In bytes.
const LONGEST_ADDRESS: usize = 2000;
/// The list that has filters.
const LIST: &str = "/inbox?";

impl Act for SaveView {
    /// Keeps the filters of a list under a name; what bore that name before is this one now.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::ReadInbox)?;
        let (name, address) = (self.name.trim(), self.shown.trim());
        let wrong = |words: String| Err(Refusal::invalid("name", words));
        if name.is_empty() {
            return wrong("请给这组筛选起个名字，如“简讯待签收”".to_owned());
        }
        if name.chars().count() > LONGEST_NAME {
            return wrong(format!("名字最长{LONGEST_NAME}字"));
        }
        if !address.starts_with(LIST) || address.len() > LONGEST_ADDRESS {
            return wrong("先选好筛选条件、按了“筛选”，再存为常用".to_owned());
        }
        let writing = office.begin(actor).await?;
        let known = views::of(writing.connection(), actor.id).await?;
        if known.len() >= MOST && known.iter().all(|view| view.name != name) {
            return wrong(format!("最多存{MOST}个，请先删去不用的"));
        }
        views::save(writing.connection(), actor.id, name, address).await?;
        writing.commit_unseen().await?;
        Ok(Done::new(format!("已存为常用筛选“{name}”")))
    }
}

impl Act for DropView {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::ReadInbox)?;
        let writing = office.begin(actor).await?;
        let view = views::remove(writing.connection(), actor.id, self.view).await?;
        let view = view.ok_or_else(|| Refusal::not_found("这个常用筛选"))?;
        writing.commit_unseen().await?;
        let undo = SaveView { name: view.name.clone(), shown: view.address };
        Ok(Done::new(format!("已删去常用筛选“{}”", view.name)).undo(&undo))
    }
}
