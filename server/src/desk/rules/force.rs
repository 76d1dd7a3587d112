//! Putting a version in force: from a month on that is open, as all after it are; their points are computed anew.

use app::desk::{Done, Refusal, rules::PutRulesInForce};
use domain::{
    act::Verb,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::RuleSet,
};
use store::{roster, rule_sets};

use super::{OfficeDesk, draft, ledger};
use crate::desk::Act;

impl Act for PutRulesInForce {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let Self { version, since } = self;
        let writing = office.begin(actor).await?;
        let drafted = draft::current(&writing, version).await?;
        let closed = ledger::closed(writing.connection()).await?;
        if let Some(last) = closed.months().filter(|month| *month >= since).max() {
            return Err(Refusal::invalid(
                "since",
                format!("{last}已结账，新办法只能从它以后的月份起施行，或先重开该月"),
            ));
        }
        let rules = RuleSet { since, ..drafted.rules };
        rules.checked().map_err(draft::faults)?;
        let roster = roster::roster(writing.connection(), since).await?;
        let to_check = super::to_check(&rules, &roster);
        let (by, at) = (writing.actor.id, writing.timestamp());
        rule_sets::insert(writing.connection(), &rules, by, at).await?;
        rule_sets::drop_draft(writing.connection()).await?;
        let from = app::words::month(since);
        let words = format!("《{}》第{}版自{from}起施行", rules.name, rules.version);
        let event = writing.event(Verb::PutRulesInForce, draft::subject(&rules), &words, None).await?;
        ledger::settle_since(&writing, event, since, &words).await?;
        writing.commit().await?;
        let words = format!("第{}版自{from}起施行，{from}以来各月的得分已按它重新计算", rules.version);
        let words = [words].into_iter().chain(to_check).collect::<Vec<_>>().join("。");
        Ok(Done::new(words).next("/rules"))
    }
}
