//! Charts for those who may see their numbers.

use app::desk::{
    Refusal,
    credits::{
        Bulletins, Charts, UnitAccounts,
        charts::{self as series, Asked, Canvas},
    },
};
use async_trait::async_trait;
use domain::person::Actor;
use store::failure;

use super::OfficeDesk;
use crate::charts;

#[async_trait]
impl Charts for OfficeDesk {
    async fn chart(&self, actor: &Actor, asked: Asked, canvas: Canvas) -> Result<String, Refusal> {
        let chart = match asked {
            Asked::UnitPoints { unit, month } => {
                series::unit_points(&self.unit_account(actor, unit, month).await?)
            }
            Asked::UnitRate { unit, month } => {
                series::unit_rate(&self.unit_account(actor, unit, month).await?)
            }
            Asked::Intake { year } => series::intake(&self.bulletin_year(actor, Some(year)).await?),
            Asked::Rates { year } => series::rates(&self.bulletin_year(actor, Some(year)).await?),
            Asked::Ranks { year, group } => {
                let year = self.bulletin_year(actor, Some(year)).await?;
                let chart = series::ranks(&year, group);
                chart.ok_or_else(|| Refusal::not_found("这个分组的名次图"))?
            }
        };
        charts::draw(&chart, canvas).map_err(failure)
    }
}
