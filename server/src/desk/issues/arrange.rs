//! Arranging: sections and placements, while the issue is arranged.

use app::desk::{Done, Refusal, issues::IssueCommand};
use domain::{
    id::{IssueId, ItemId, SectionId},
    issue::{
        Issue, IssueAction,
        arrangement::{Arrangement, ArrangementError, Direction},
        newsletter::SectionPlan,
    },
    item::Item,
    permission::{IssueAct, ItemAct, permits},
    person::Actor,
    workflow::Action,
};
use store::{
    issues,
    items::{self, save::save_state},
};

use super::{super::items::next_state, OfficeDesk, Writing, item_subject, next_issue_state, subject};

/// An issue under the hands of an arranger: what it was and what it becomes.
struct Arranging {
    writing: Writing,
    issue: Issue,
    before: Arrangement,
    after: Arrangement,
}

impl OfficeDesk {
    /// Does whatever the command asks of the sections and the placements.
    pub(super) async fn arrange(&self, actor: &Actor, command: IssueCommand) -> Result<Done, Refusal> {
        match command {
            IssueCommand::AddSection { issue, version, kind, title } => {
                let plan = SectionPlan { kind: kind.0, title };
                self.add_section(actor, issue, version, plan).await
            }
            IssueCommand::RenameSection { issue, version, section, title } => {
                let mut arranging = self.begin_arranging(actor, issue, version).await?;
                let renamed = arranging.after.section_mut(section).map_err(refused)?;
                renamed.title = title;
                let words = format!("栏目已改为“{}”", renamed.label());
                arranging.finish("rename_section", words).await
            }
            IssueCommand::MoveSection { issue, version, section, direction } => {
                let mut arranging = self.begin_arranging(actor, issue, version).await?;
                arranging.after.move_section(section, direction).map_err(refused)?;
                let words = format!("栏目已{}", in_words(direction));
                arranging.finish("move_section", words).await
            }
            IssueCommand::RemoveSection { issue, version, section } => {
                let mut arranging = self.begin_arranging(actor, issue, version).await?;
                arranging.after.remove_section(section).map_err(refused)?;
                arranging.finish("remove_section", "已删去空栏目".to_owned()).await
            }
            IssueCommand::Place { issue, version, item, section, position } => {
                let arranging = self.begin_arranging(actor, issue, version).await?;
                arranging.place(item, section, position).await
            }
            IssueCommand::MovePlacement { issue, version, item, direction, section, position } => {
                let mut arranging = self.begin_arranging(actor, issue, version).await?;
                let words = arranging.move_item(item, direction, section, position)?;
                arranging.finish("move_placement", words).await
            }
            IssueCommand::RemovePlacement { issue, version, item } => {
                let arranging = self.begin_arranging(actor, issue, version).await?;
                arranging.remove(item).await
            }
            _ => Err(Refusal::NotFound("这个操作".to_owned())),
        }
    }

    async fn begin_arranging(&self, actor: &Actor, id: IssueId, version: i64) -> Result<Arranging, Refusal> {
        let writing = self.begin(actor).await?;
        let mut issue = writing.issue(id, version, IssueAct::Arrange).await?;
        issue.state = next_issue_state(&issue, IssueAction::Arrange)?;
        let before = issues::arrangement(writing.connection(), id).await?;
        Ok(Arranging { writing, issue, after: before.clone(), before })
    }

    async fn add_section(
        &self,
        actor: &Actor,
        issue: IssueId,
        version: i64,
        plan: SectionPlan,
    ) -> Result<Done, Refusal> {
        let arranging = self.begin_arranging(actor, issue, version).await?;
        issues::add_section(arranging.writing.connection(), issue, &plan).await?;
        let words = format!("已添加栏目“{}”", plan.title.as_deref().unwrap_or(plan.kind.label()));
        arranging.finish("add_section", words).await
    }
}

impl Arranging {
    /// Saves what has changed; the event says what the answer says.
    async fn finish(self, verb: &'static str, words: String) -> Result<Done, Refusal> {
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
        let mut names = Vec::with_capacity(placed.len());
        let label = self.issue.label();
        for (offset, item) in placed.iter_mut().enumerate() {
            let position = position.map(|position| position + offset);
            self.change_state(item, Action::Place, "place", format!("编入{label}")).await?;
            self.after.place(item.id, item.text.kind, section, position).map_err(refused)?;
            names.push(format!("《{}》", item.text.list_title()));
        }
        let undo = match ids.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let (issue, version) = (self.issue.id, self.issue.version + 1);
        let done = self.finish("place", format!("已编入{}", names.join(""))).await?;
        Ok(match undo {
            Some(item) => done.undo(
                "remove_placement",
                &[("issue", issue.to_string()), ("version", version.to_string()), ("item", item.to_string())],
            ),
            None => done,
        })
    }

    /// 移出: the item goes back to the shortlist.
    async fn remove(mut self, id: ItemId) -> Result<Done, Refusal> {
        let place = self.place_of(id)?;
        let mut items = self.load(&[id]).await?;
        let label = self.issue.label();
        let mut name = String::new();
        for item in &mut items {
            self.change_state(item, Action::Remove, "remove_placement", format!("移出{label}")).await?;
            name = item.text.list_title();
        }
        self.after.remove(id).map_err(refused)?;
        let (issue, version) = (self.issue.id, self.issue.version + 1);
        let done = self.finish("remove_placement", format!("已移出《{name}》，回到拟用")).await?;
        let undo = [
            ("issue", issue.to_string()),
            ("version", version.to_string()),
            ("item", id.to_string()),
            ("section", place.0.to_string()),
            ("position", place.1.to_string()),
        ];
        Ok(done.undo("place", &undo))
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
            return Err(Refusal::NotFound("其中的稿件".to_owned()));
        }
        Ok(items)
    }

    async fn change_state(
        &self,
        item: &mut Item,
        action: Action,
        verb: &'static str,
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
    Refusal::Blocked(vec![error.to_string()])
}

fn in_words(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "上移",
        Direction::Down => "下移",
    }
}
