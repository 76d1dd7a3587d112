//! What a rule set says beside its rules: its name, how it rounds, its words, the bulletin's columns.

use app::desk::{Done, Refusal, rules::SaveRuleHeads};
use domain::{
    act::Verb,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Rounding, Words, columns_of_text},
};

use super::OfficeDesk;
use crate::desk::Act;

impl Act for SaveRuleHeads {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetRules)?;
        let Self {
            version,
            name,
            places,
            office: bulletin_office,
            bureau,
            upper,
            commission,
            forwarded,
            columns,
        } = self;
        office
            .change(
                actor,
                Verb::SaveRuleHeads,
                version,
                "改计分办法的名称、用语和表格各栏",
                |rules| {
                    let columns = columns_of_text(&columns, rules)
                        .map_err(|faults| Refusal::Invalid(faults.into_iter().map(in_columns).collect()))?;
                    let changed = rules.with_heads(|rules| {
                        rules.name = name.trim().to_owned();
                        rules.rounding = Rounding { places };
                        rules.words = Words { office: bulletin_office, bureau, upper, commission, forwarded };
                        rules.columns = columns;
                    });
                    changed.map_err(super::draft::faults)
                },
            )
            .await?;
        Ok(Done::new("已保存名称、用语和表格各栏").next("/rules/draft"))
    }
}

fn in_columns(words: String) -> app::desk::Fault {
    app::desk::Fault { field: "columns".to_owned(), words }
}
