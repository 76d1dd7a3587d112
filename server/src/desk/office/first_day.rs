//! What an office has set up before its first issue.

use app::desk::{
    Refusal,
    office::first_day::{FirstDay, FirstStep},
};
use async_trait::async_trait;
use domain::{
    permission::{OfficeAct, permits_office},
    person::{Actor, Role},
};
use store::{issues, newsletters, rule_sets};

use crate::desk::OfficeDesk;

#[async_trait]
impl FirstDay for OfficeDesk {
    async fn first_steps(&self, actor: &Actor) -> Result<Vec<FirstStep>, Refusal> {
        let may = |act| permits_office(actor, act).is_ok();
        if !may(OfficeAct::Administer) && !may(OfficeAct::CreateIssue) {
            return Ok(Vec::new());
        }
        self.known.first_steps.get(self.changes().await?, actor.id, self.read_first_steps(actor)).await
    }
}

impl OfficeDesk {
    async fn read_first_steps(&self, actor: &Actor) -> Result<Vec<FirstStep>, Refusal> {
        let connection = self.store.reader();
        let units = self.directory().await?.units().len();
        let newsletters = newsletters::all(connection).await?.len();
        let own_rules = rule_sets::all(connection).await?.len();
        let works = |one: &&Actor| one.held().any(|role| matches!(role, Role::Editor | Role::Contributor(_)));
        let people = self.everybody().await?.iter().filter(works).count();
        let has_issues = issues::is_any(connection).await?;
        if units > 0 && newsletters > 0 && people > 0 && has_issues {
            return Ok(Vec::new());
        }
        let counted = |number: usize, what: &str, to_do: &str| match number {
            0 => to_do.to_owned(),
            number => format!("{number}{what}"),
        };
        let administers = permits_office(actor, OfficeAct::Administer).is_ok();
        let sets_rules = permits_office(actor, OfficeAct::SetRules).is_ok();
        let makes_issues = permits_office(actor, OfficeAct::CreateIssue).is_ok();
        let step = |name, is_done, told, (may, address): (bool, &'static str), sheet: Option<_>| FirstStep {
            name,
            is_done,
            told,
            address: may.then_some(address),
            sheet: sheet.filter(|_| may),
        };
        let rules = match own_rules {
            0 => "用着自带的办法，可以照本单位的改".to_owned(),
            _ => "本单位的办法在施行".to_owned(),
        };
        let issue = if has_issues { "有了" } else { "收到稿件、拟用以后，新建一期来编排" };
        Ok(vec![
            step(
                "单位",
                units > 0,
                counted(units, "个", "报送稿件、得分的单位，按表一次导入"),
                (administers, "/admin/units"),
                Some(("按表导入", "/import")),
            ),
            step(
                "刊物",
                newsletters > 0,
                counted(newsletters, "种", "报头、栏目、签发步骤"),
                (administers, "/admin/newsletters"),
                None,
            ),
            step("计分办法", true, rules, (sets_rules, "/rules"), None),
            step(
                "人员",
                people > 0,
                counted(people, "位编辑和信息员", "编辑、信息员、审查员、签发人，按表添加，发给一次性链接"),
                (administers, "/admin/people"),
                Some(("按表添加", "/admin/people/sheet")),
            ),
            step("第一期", has_issues, issue.to_owned(), (makes_issues, "/issues/desk"), None),
        ])
    }
}
