//! Rule sets: the office drafts the next version, tries it on past months, and puts it in force.

use app::desk::{
    Refusal,
    rules::{DraftRules, RuleSets as RuleSetsView, Rules, VersionInForce},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    json::Fault,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Roster, RuleSet, form, version_1},
};
use store::{people, roster, rule_sets};

use super::{OfficeDesk, Writing, ledger, year::RuleSets};

mod draft;
mod force;
mod heads;
mod trial;

#[async_trait]
impl Rules for OfficeDesk {
    async fn rule_sets(&self, actor: &Actor) -> Result<RuleSetsView, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let kept = rule_sets::all(self.store.reader()).await?;
        let mut versions = vec![VersionInForce { rules: version_1(), put: None, is_present: false }];
        for kept in kept {
            let put = Some((self.name_of(kept.by).await?, kept.at));
            versions.push(VersionInForce { rules: kept.rules, put, is_present: false });
        }
        let all: Vec<RuleSet> = versions.iter().map(|version| version.rules.clone()).collect();
        let present = RuleSet::in_force(&all, Month::of(self.now().date())).map(|rules| rules.version);
        for version in &mut versions {
            version.is_present = Some(version.rules.version) == present;
        }
        versions.reverse();
        let draft = match permits_office(actor, OfficeAct::SetRules) {
            Ok(()) => match self.drafted().await {
                Ok(draft) => Some(draft),
                Err(Refusal::NotFound(_)) => None,
                Err(error) => return Err(error),
            },
            Err(_) => None,
        };
        Ok(RuleSetsView { versions, draft })
    }

    async fn rule_document(&self, actor: &Actor, version: Option<u32>) -> Result<RuleSet, Refusal> {
        let Some(version) = version else {
            permits_office(actor, OfficeAct::SetRules)?;
            return Ok(self.drafted().await?.rules);
        };
        permits_office(actor, OfficeAct::ReadLedger)?;
        let all = RuleSets::load(self.store.reader()).await?;
        let found = all.all().iter().find(|rules| rules.version == version);
        found.cloned().ok_or_else(|| Refusal::not_found(format!("第{version}版计分办法")))
    }

    async fn draft_rules(&self, actor: &Actor) -> Result<DraftRules, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        self.drafted().await
    }
}

impl OfficeDesk {
    async fn name_of(&self, person: domain::id::PersonId) -> Result<String, Refusal> {
        let found = people::find(self.store.reader(), person).await?;
        Ok(found.map(|person| person.name).unwrap_or_default())
    }

    async fn drafted(&self) -> Result<DraftRules, Refusal> {
        let draft = rule_sets::draft(self.store.reader()).await?;
        let draft = draft.ok_or_else(|| Refusal::not_found("正在起草的计分办法"))?;
        let present = Month::of(self.now().date());
        let roster = roster::roster(self.store.reader(), present).await?;
        Ok(DraftRules {
            warnings: pointed_out(draft.rules.warnings_of_document(&roster)),
            changed_by: self.name_of(draft.by).await?,
            changed_at: draft.at,
            version: draft.version,
            may_begin: self.months_to_begin().await?,
            rules: draft.rules,
        })
    }

    /// The months in which a version may begin: after the last closed one, as far as the coming January.
    async fn months_to_begin(&self) -> Result<Vec<Month>, Refusal> {
        let present = Month::of(self.now().date());
        let known = store::year::known_months(self.store.reader()).await?;
        let closed = ledger::closed(self.store.reader()).await?;
        let first = known.iter().next().copied().unwrap_or(present).min(present).january();
        let first = closed.months().max().map_or(first, Month::next);
        let mut months = Vec::new();
        let mut month = first;
        while month.year() <= present.year() || month == month.january() {
            months.push(month);
            month = month.next();
            if month.year() > present.year() + 1 {
                break;
            }
        }
        Ok(months)
    }
}

/// What is most likely a slip, place by place, in the words of the forms.
fn pointed_out(warnings: Vec<Fault>) -> Vec<String> {
    warnings.iter().map(|warning| form::in_words(warning).to_string()).collect()
}

/// Rules name groups and units by their names: those of this month's rules that mean nobody any more.
pub(super) async fn names_to_check_now(writing: &Writing) -> Result<Option<String>, Refusal> {
    let present = Month::of(writing.now.date());
    let rules = RuleSets::load(writing.connection()).await?;
    let roster = roster::roster(writing.connection(), present).await?;
    Ok(to_check(rules.in_force(present), &roster))
}

/// What to look at where rules are most likely not what was meant; names that mean nobody are told to be names.
pub(super) fn to_check(rules: &RuleSet, roster: &Roster) -> Option<String> {
    let warnings = rules.warnings_of_document(roster);
    let of_what = if rules.names_of_nobody(roster).len() == warnings.len() { "名称" } else { "" };
    let warnings = pointed_out(warnings);
    let first = warnings.first()?;
    Some(format!("请核对{}处{of_what}：{first}", warnings.len()))
}
