//! The draft: begun, imported, changed rule by rule, given up. It can always be read.

use app::desk::{
    Done, Fault, Refusal,
    rules::{BeginRules, DropRules, ImportRules, RaiseRule, RemoveRule, SaveRule},
};
use domain::{
    act::Verb,
    calendar::Month,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{RuleSet, sections::Section},
    subject::Subject,
};
use store::{people, rule_sets};

use super::{OfficeDesk, RuleSets};
use crate::{
    desk::{Act, Writing},
    work::Stop,
};

/// Where the draft is shown.
const DRAFT: &str = "/rules/draft";

impl Act for BeginRules {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let writing = office.begin(actor).await?;
        if rule_sets::draft(writing.connection()).await?.is_some() {
            return Err(Refusal::blocked("已经有一版在起草，请接着改它，或先放弃它"));
        }
        let all = RuleSets::load(writing.connection()).await?;
        let present = all.in_force(Month::of(office.now().date())).clone();
        let words = format!("照第{}版起草新的计分办法", present.version);
        let rules = numbered(present, all.all());
        keep(&writing, Verb::BeginRules, &rules, 1, &words).await?;
        writing.commit().await?;
        Ok(Done::new("已照现行办法起草新版，改好后可以在过去的月份上试算").next(DRAFT))
    }
}

impl Act for ImportRules {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let Self { document } = self;
        let document = document.to_owned();
        let read = move |_: &Stop| RuleSet::read(&document).map_err(in_the_document);
        let rules = office.worked(read).await??;
        let writing = office.begin(actor).await?;
        let version = rule_sets::draft(writing.connection()).await?;
        let version = version.map_or(0, |draft| draft.version) + 1;
        let all = RuleSets::load(writing.connection()).await?;
        let words = format!("导入计分办法“{}”作为草稿", rules.name);
        keep(&writing, Verb::ImportRules, &numbered(rules, all.all()), version, &words).await?;
        writing.commit().await?;
        Ok(Done::new("已导入，作为新版的草稿").next(DRAFT))
    }
}

impl Act for SaveRule {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let form = &self;
        let section = section(&form.section)?;
        let changed = office
            .change(actor, Verb::SaveRule, form.version, &format!("改{}", section.label), |rules| {
                rules
                    .with_fields(section, form.place, &form.fields)
                    .map_err(|faults| in_fields(section, faults))
            })
            .await?;
        let name = form
            .place
            .map_or_else(|| changed.names(section).pop(), |place| changed.names(section).get(place).cloned());
        let address = format!("{DRAFT}#{}", section.key);
        Ok(Done::new(format!("已保存“{}”", name.unwrap_or_else(|| section.label.to_owned()))).next(address))
    }
}

impl Act for RemoveRule {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let Self { section: key, place, version } = self;
        let section = section(&key)?;
        office
            .change(actor, Verb::RemoveRule, version, &format!("删{}一条", section.label), |rules| {
                rules.without(section, place).map_err(faults)
            })
            .await?;
        Ok(Done::new(format!("已从草稿删去一条{}", section.label)).next(DRAFT))
    }
}

impl Act for RaiseRule {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let Self { section: key, place, version } = self;
        let section = section(&key)?;
        office
            .change(actor, Verb::RaiseRule, version, &format!("调整{}的次序", section.label), |rules| {
                rules.raised(section, place).map_err(faults)
            })
            .await?;
        Ok(Done::new("已上移").next(DRAFT))
    }
}

impl Act for DropRules {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let Self { version } = self;
        let writing = office.begin(actor).await?;
        let draft = current(&writing, version).await?;
        rule_sets::drop_draft(writing.connection()).await?;
        let words = format!("放弃起草中的第{}版计分办法", draft.rules.version);
        writing.event(Verb::DropRules, subject(&draft.rules), words, None).await?;
        writing.commit().await?;
        Ok(Done::new("已放弃草稿，现行办法没有变动").next("/rules"))
    }
}

impl OfficeDesk {
    /// Changes the draft; answers what came out.
    pub(super) async fn change(
        &self,
        actor: &Actor,
        verb: Verb,
        version: i64,
        words: &str,
        change: impl FnOnce(&RuleSet) -> Result<RuleSet, Refusal>,
    ) -> Result<RuleSet, Refusal> {
        let writing = self.begin(actor).await?;
        let version = writing.version_after_own(version);
        let draft = current(&writing, version).await?;
        let changed = change(&draft.rules)?;
        keep(&writing, verb, &changed, version + 1, words).await?;
        writing.commit().await?;
        Ok(changed)
    }
}

/// The draft, as it was when the form was shown.
pub(super) async fn current(writing: &Writing, version: i64) -> Result<rule_sets::Draft, Refusal> {
    let draft = rule_sets::draft(writing.connection()).await?;
    let draft = draft.ok_or_else(|| Refusal::not_found("正在起草的计分办法"))?;
    if draft.version != version {
        if draft.by == writing.actor.id {
            let words = "您在另一页上改过草稿，这一页是那以前打开的：请看过现在的草稿再改";
            return Err(Refusal::Conflict(words.to_owned()));
        }
        let names = people::names(writing.connection(), &[draft.by].into()).await?;
        let name = names.get(&draft.by).cloned().unwrap_or_default();
        return Err(Refusal::Conflict(format!("草稿刚刚由{name}改过，请看过最新的情况再改")));
    }
    Ok(draft)
}

async fn keep(
    writing: &Writing,
    verb: Verb,
    rules: &RuleSet,
    version: i64,
    words: &str,
) -> Result<(), Refusal> {
    let (by, at) = (writing.actor.id, writing.timestamp());
    rule_sets::keep_draft(writing.connection(), rules, by, at, version).await?;
    writing.event(verb, subject(rules), words, None).await?;
    Ok(())
}

/// The draft's version is the one after the last in force.
fn numbered(rules: RuleSet, all: &[RuleSet]) -> RuleSet {
    let last = all.iter().map(|rules| rules.version).max().unwrap_or_default();
    RuleSet { version: last + 1, ..rules }
}

pub(super) fn subject(rules: &RuleSet) -> Subject {
    Subject::RuleSet(rules.version)
}

fn section(key: &str) -> Result<&'static Section, Refusal> {
    Section::named(key).ok_or_else(|| Refusal::not_found("计分办法的这一部分"))
}

pub(super) fn faults(faults: Vec<domain::json::Fault>) -> Refusal {
    let faults = faults.into_iter().map(|fault| Fault { field: String::new(), words: fault.to_string() });
    Refusal::Invalid(faults.collect())
}

/// The faults of a pasted document.
fn in_the_document(faults: Vec<domain::json::Fault>) -> Refusal {
    let fault = |fault: domain::json::Fault| Fault { field: "document".to_owned(), words: fault.to_string() };
    Refusal::Invalid(faults.into_iter().map(fault).collect())
}

/// The faults of one rule's form, each at its field: `$.rates[2].when.level` stands in `when.level`.
fn in_fields(section: &Section, faults: Vec<domain::json::Fault>) -> Refusal {
    let fault = |fault: domain::json::Fault| {
        let within = fault.place.strip_prefix("$.").and_then(|place| place.strip_prefix(section.key));
        let within = within
            .map(|place| place.trim_start_matches(|sign: char| "[]".contains(sign) || sign.is_ascii_digit()));
        let field = within.unwrap_or_default().trim_start_matches('.').replace('[', ".").replace(']', "");
        Fault { field, words: fault.to_string() }
    };
    Refusal::Invalid(faults.into_iter().map(fault).collect())
}
