//! Lists as a person likes to look at them: filters, and searches, under a name.

use app::desk::{
    Done, Refusal,
    items::{
        SavedView,
        acts::{DropView, SaveView},
    },
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
/// What can be kept under a name begins so: filters of the inbox, and searches.
pub(super) const FILTERS: &str = "/inbox?";
pub(in crate::desk) const SEARCHES: &str = "/search?";

/// Those of a person's that begin so.
pub(in crate::desk) fn saved_views(views: &[views::SavedView], begin: &str) -> Vec<SavedView> {
    let view = |view: &views::SavedView| SavedView {
        id: view.id,
        name: view.name.clone(),
        address: view.address.clone(),
    };
    views.iter().filter(|view| view.address.starts_with(begin)).map(view).collect()
}

/// What such an address is called; `None` where it is none, or where the person does not look there.
fn sort_of(actor: &Actor, address: &str) -> Result<Option<&'static str>, Refusal> {
    if address.starts_with(FILTERS) {
        permits_office(actor, OfficeAct::ReadInbox)?;
        return Ok(Some("筛选"));
    }
    Ok(address.starts_with(SEARCHES).then_some("搜索"))
}

impl Act for SaveView {
    /// Keeps the filters of a list under a name; what bore that name before is this one now.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let (name, address) = (self.name.trim(), self.shown.trim());
        let sort = sort_of(actor, address)?.filter(|_| address.len() <= LONGEST_ADDRESS);
        let wrong = |words: String| Err(Refusal::invalid("name", words));
        if name.is_empty() {
            return wrong("请起个名字，如“简讯待签收”".to_owned());
        }
        if name.chars().count() > LONGEST_NAME {
            return wrong(format!("名字最长{LONGEST_NAME}字"));
        }
        let Some(sort) = sort else {
            return wrong("先选好条件、按了“筛选”或“搜索”，再存为常用".to_owned());
        };
        let writing = office.begin(actor).await?;
        let known = views::of(writing.connection(), actor.id).await?;
        let other = known.iter().find(|view| view.name == name);
        if other.is_some_and(|other| sort_of(actor, &other.address) != Ok(Some(sort))) {
            return wrong(format!("“{name}”已经是另一种常用的名字，请换一个"));
        }
        if known.len() >= MOST && known.iter().all(|view| view.name != name) {
            return wrong(format!("最多存{MOST}个，请先删去不用的"));
        }
        views::save(writing.connection(), actor.id, name, address).await?;
        writing.commit_unseen().await?;
        Ok(Done::new(format!("已存为常用{sort}“{name}”")))
    }
}

impl Act for DropView {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let writing = office.begin(actor).await?;
        let view = views::remove(writing.connection(), actor.id, self.view).await?;
        let view = view.ok_or_else(|| Refusal::not_found("这个常用的筛选或搜索"))?;
        writing.commit_unseen().await?;
        let undo = SaveView { name: view.name.clone(), shown: view.address };
        Ok(Done::new(format!("已删去“{}”", view.name)).undo(&undo))
    }
}
