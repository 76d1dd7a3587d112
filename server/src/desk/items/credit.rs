//! Crediting other units than the attribution's, and going back to it.

use app::desk::{DeskError, Done};
use domain::{
    closing,
    id::{ItemId, UnitId},
    item::{CreditDecision, Item},
    permission::{ItemAct, permits},
    person::Actor,
};

use super::{super::ledger, OfficeDesk, Writing, check_version, failed, load, quoted, subject};
use crate::store::{
    items::{self, save},
    units,
};

impl OfficeDesk {
    /// These units earn the points, for a reason.
    pub(super) async fn decide_credit(
        &self,
        actor: &Actor,
        item: ItemId,
        version: i64,
        mut chosen: Vec<UnitId>,
        reason: Option<String>,
    ) -> Result<Done, DeskError> {
        let reason = reason.ok_or_else(|| DeskError::invalid("reason", "请写明为什么另定记分单位"))?;
        if chosen.is_empty() {
            return Err(DeskError::invalid("unit", "请至少选一个记分单位"));
        }
        let mut seen = std::collections::BTreeSet::new();
        chosen.retain(|unit| seen.insert(*unit));
        let writing = self.begin(actor).await?;
        let directory = units::directory(writing.connection()).await.map_err(failed)?;
        let names = chosen
            .iter()
            .map(|unit| directory.get(*unit).map(|unit| unit.list_name().to_owned()))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| DeskError::NotFound("所选的单位".into()))?
            .join("、");
        let decision = CreditDecision { units: chosen, reason: reason.clone() };
        let words = format!("记分单位定为{names}");
        let item = change(&writing, actor, item, version, Some(decision), "decide_credit", &words, &reason);
        let item = item.await?;
        writing.commit().await?;
        let undo = [("item", item.id.to_string()), ("version", item.version.to_string())];
        Ok(Done::new(format!("{}的{words}", quoted(&item))).undo("undecide_credit", &undo))
    }

    /// The attribution's units earn the points again.
    pub(super) async fn undecide_credit(
        &self,
        actor: &Actor,
        item: ItemId,
        version: i64,
    ) -> Result<Done, DeskError> {
        let writing = self.begin(actor).await?;
        let words = "记分单位恢复为署名单位";
        let item = change(&writing, actor, item, version, None, "undecide_credit", words, words).await?;
        writing.commit().await?;
        Ok(Done::new(format!("{}的{words}", quoted(&item))))
    }
}

/// Saves the decision; where the item has been adopted the ledger follows.
#[expect(clippy::too_many_arguments, reason = "one verb's whole sentence: who, what, which, why")]
async fn change(
    writing: &Writing,
    actor: &Actor,
    id: ItemId,
    version: i64,
    decision: Option<CreditDecision>,
    verb: &'static str,
    words: &str,
    reason: &str,
) -> Result<Item, DeskError> {
    let connection = writing.connection();
    let mut item = load(connection, actor, id).await?;
    permits(actor, ItemAct::DecideCredit, &item)?;
    check_version(&item, version)?;
    let given = decision.as_ref().map(|decision| decision.reason.clone());
    save::set_credit(connection, &mut item, decision, writing.timestamp()).await.map_err(failed)?;
    let event = writing.event(verb, subject(&item), words, given).await?;
    if let Some(month) = items::credit_month(connection, item.id).await.map_err(failed)? {
        if ledger::closed(connection).await?.contains(month) {
            let month = closing::in_words(month);
            let words = format!(
                "这篇稿件已计入{month}考核，{month}已结账，记分单位不再变动。\
                 可以用“加减分”记入未结账的月份，或先在“月份”中写明原因，重开{month}"
            );
            return Err(DeskError::Blocked(vec![words]));
        }
        ledger::settle(writing, event, &[month], Some(reason)).await?;
    }
    Ok(item)
}
