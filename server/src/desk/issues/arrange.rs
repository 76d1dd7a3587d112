//! Arranging: sections and placements, while the issue is arranged.

use app::desk::{
    Done, Refusal,
    issues::{
        AddSection, ChangeSection, MovePlacement, MoveSection, PlaceItems, RemovePlacement, RemoveSection,
    },
};
use domain::{
    act::Verb,
    id::{IssueId, ItemId, SectionId},
    issue::{
        Issue, IssueAction,
        arrangement::{Arrangement, ArrangementError, Direction},
        newsletter::SectionPlan,
    },
    item::{Item, Kind},
    markdown,
    permission::{IssueAct, ItemAct, permits},
    person::Actor,
    workflow::Action,
};
use store::{
    issues,
    items::{self, save::save_state},
};

use super::{OfficeDesk, Writing, item_subject, subject};
use crate::desk::{Act, checks::next_state};

/// An issue under the hands of an arranger: what it was and what it becomes.
struct Arranging {
    writing: Writing,
    issue: Issue,
    before: Arrangement,
    after: Arrangement,
}

impl OfficeDesk {
    async fn begin_arranging(&self, actor: &Actor, id: IssueId, version: i64) -> Result<Arranging, Refusal> {
        let writing = self.begin(actor).await?;
        let issue = writing.issue(id, version, IssueAct::Arrange, IssueAction::Arrange).await?;
        let before = issues::arrangement(writing.connection(), id).await?;
        Ok(Arranging { writing, issue, after: before.clone(), before })
    }
}

impl Act for AddSection {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue, version, kind, title } = self;
        let arranging = office.begin_arranging(actor, issue, version).await?;
        let plan = SectionPlan { kind: kind.0, title };
        issues::add_section(arranging.writing.connection(), issue, &plan).await?;
        let words = format!("已添加栏目“{}”", plan.title.as_deref().unwrap_or(plan.kind.label()));
        arranging.finish(Verb::AddSection, words).await
    }
}

impl Act for ChangeSection {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue, version, section, title, in_columns } = self;
        let mut arranging = office.begin_arranging(actor, issue, version).await?;
        let changed = arranging.after.section_mut(section).map_err(refused)?;
        let in_columns = in_columns && changed.kind == Kind::Article;
        let setting = match (changed.in_columns, in_columns) {
            (false, true) => "，正文分栏排",
            (true, false) => "，正文通栏排",
            _ => "",
        };
        (changed.title, changed.in_columns) = (title, in_columns);
        let words = format!("栏目已改为“{}”{setting}", changed.label());
        arranging.finish(Verb::ChangeSection, words).await
    }
}

impl Act for MoveSection {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue, version, section, direction } = self;
        let mut arranging = office.begin_arranging(actor, issue, version).await?;
        arranging.after.move_section(section, direction).map_err(refused)?;
        let words = format!("栏目已{}", in_words(direction));
        arranging.finish(Verb::MoveSection, words).await
    }
}

impl Act for RemoveSection {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue, version, section } = self;
        let mut arranging = office.begin_arranging(actor, issue, version).await?;
        arranging.after.remove_section(section).map_err(refused)?;
        arranging.finish(Verb::RemoveSection, "已删去空栏目".to_owned()).await
    }
}

/// More are counted, not named.
const MOST_NAMED: usize = 3;

/// 《甲》《乙》; of many how many there are.
fn named(items: &[Item]) -> String {
    if items.len() <= MOST_NAMED {
        return items.iter().map(|item| format!("《{}》", item.text.list_title())).collect();
    }
    let count = |kind: Kind| items.iter().filter(|item| item.text.kind == kind).count();
    app::words::amounts(count(Kind::Article), count(Kind::Brief))
}

impl Act for PlaceItems {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue, version, item, section, position } = self;
        office.begin_arranging(actor, issue, version).await?.place(item, section, position).await
    }
}

impl Act for MovePlacement {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue, version, item, direction, section, position } = self;
        let mut arranging = office.begin_arranging(actor, issue, version).await?;
        let words = arranging.move_item(item, direction, section, position)?;
        arranging.finish(Verb::MovePlacement, words).await
    }
}

impl Act for RemovePlacement {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue, version, item } = self;
        office.begin_arranging(actor, issue, version).await?.remove(item).await
    }
}

impl Arranging {
    /// Saves what has changed; the event says what the answer says.
    async fn finish(self, verb: Verb, words: String) -> Result<Done, Refusal> {
        let connection = self.writing.connection();
        let (issue, actor) = (self.issue.id, self.writing.actor.id);
        issues::save_arrangement(connection, issue, &self.before, &self.after).await?;
        issues::add_arranger(connection, issue, actor).await?;
        issues::save(connection, &self.issue).await?;
        self.writing.event(verb, subject(issue), words.clone(), None).await?;
        self.writing.commit().await?;
        Ok(Done::new(words).next(format!("/issues/{issue}/desk")))
    }

    /// 编入: each item leaves the shortlist for this issue.
    async fn place(
        mut self,
        ids: Vec<ItemId>,
        section: Option<SectionId>,
        position: Option<usize>,
    ) -> Result<Done, Refusal> {
        let mut placed = self.load(&ids).await?;
        let label = self.issue.label();
        for (offset, item) in placed.iter_mut().enumerate() {
            let position = position.map(|position| position + offset);
            self.change_state(item, Action::Place, Verb::PlaceItems, format!("编入{label}")).await?;
            if let Some(number) = markdown::unsaid_pictures(&item.text.body).first() {
                return Err(Refusal::blocked(format!(
                    "《{}》的第{number}张图片没有写明画面内容，还不能编入：请打开稿件，点图片写上一句",
                    item.text.list_title()
                )));
            }
            self.after.place(item.id, item.text.kind, section, position).map_err(refused)?;
        }
        let (issue, version) = (self.issue.id, self.issue.version + 1);
        let item: Vec<ItemId> = placed.iter().map(|item| item.id).collect();
        let done = self.finish(Verb::PlaceItems, format!("已编入{}", named(&placed))).await?;
        Ok(done.undo(&RemovePlacement { issue, version, item }))
    }

    /// 移出: the item goes back to the shortlist.
    /// 移出: they go back to the shortlist; taken back, one comes to its place, many to the ends of the first sections of their kinds.
    async fn remove(mut self, ids: Vec<ItemId>) -> Result<Done, Refusal> {
        let place = match ids.as_slice() {
            [only] => Some(self.place_of(*only)?),
            _ => None,
        };
        let mut items = self.load(&ids).await?;
        let label = self.issue.label();
        for item in &mut items {
            self.change_state(item, Action::Remove, Verb::RemovePlacement, format!("移出{label}")).await?;
            self.after.remove(item.id).map_err(refused)?;
        }
        let (issue, version) = (self.issue.id, self.issue.version + 1);
        let words = format!("已移出{}，回到拟用", named(&items));
        let done = self.finish(Verb::RemovePlacement, words).await?;
        let (section, position) = place.unzip();
        Ok(done.undo(&PlaceItems { issue, version, item: ids, section, position }))
    }

    fn move_item(
        &mut self,
        item: ItemId,
        direction: Option<Direction>,
        section: Option<SectionId>,
        position: Option<usize>,
    ) -> Result<String, Refusal> {
        match (direction, section) {
            (Some(direction), _) => {
                self.after.move_by_one(item, direction).map_err(refused)?;
                Ok(format!("已{}", in_words(direction)))
            }
            (None, Some(section)) => {
                self.after.move_to(item, section, position).map_err(refused)?;
                let label = self.after.section_mut(section).map_err(refused)?.label().to_owned();
                Ok(format!("已移到“{label}”"))
            }
            (None, None) => Err(Refusal::invalid("section", "请选择要移到的栏目")),
        }
    }

    fn place_of(&self, item: ItemId) -> Result<(SectionId, usize), Refusal> {
        let section = self.before.section_of(item).ok_or_else(|| refused(ArrangementError::NotPlaced))?;
        let position = section.items.iter().position(|other| *other == item).unwrap_or_default();
        Ok((section.id, position))
    }

    async fn load(&self, ids: &[ItemId]) -> Result<Vec<Item>, Refusal> {
        if ids.is_empty() {
            return Err(Refusal::invalid("item", "请先选择稿件"));
        }
        let mut items = items::load_many(self.writing.connection(), ids).await?;
        items.retain(|item| permits(&self.writing.actor, ItemAct::Read, item).is_ok());
        if items.len() != ids.len() {
            return Err(Refusal::not_found("其中的稿件"));
        }
        Ok(items)
    }

    async fn change_state(
        &self,
        item: &mut Item,
        action: Action,
        verb: Verb,
        words: String,
    ) -> Result<(), Refusal> {
        let state = next_state(&self.writing.actor, action, item)?;
        let (connection, now) = (self.writing.connection(), self.writing.timestamp());
        save_state(connection, item, state, now).await?;
        self.writing.event(verb, item_subject(item.id), words, None).await?;
        Ok(())
    }
}

fn refused(error: ArrangementError) -> Refusal {
    Refusal::blocked(error.to_string())
}

fn in_words(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "上移",
        Direction::Down => "下移",
    }
}
