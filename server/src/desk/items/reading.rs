//! The port's reading of items: each call goes to the file that knows it.

use app::desk::{
    Refusal,
    items::{
        AttributionReading, Doomed, Inbox, InboxFilter, ItemPage, ItemRow, ItemView, Items, RevisionView,
        Slip, SuggestedUnits, UnitChoice, UnknownNames, WaitingItems, WritingPage,
    },
};
use async_trait::async_trait;
use domain::{
    id::{ItemId, UnitId},
    item::ItemText,
    person::Actor,
};

use super::OfficeDesk;

#[async_trait]
impl Items for OfficeDesk {
    async fn waiting_items(&self, actor: &Actor) -> Result<WaitingItems, Refusal> {
        self.waiting_items_now(actor).await
    }

    async fn my_items(&self, actor: &Actor, of_unit: bool, before: Option<i64>) -> Result<ItemPage, Refusal> {
        self.list_my_items(actor, of_unit, before).await
    }

    async fn units_to_draft_for(&self, actor: &Actor) -> Result<Vec<UnitChoice>, Refusal> {
        self.list_units_to_draft_for(actor).await
    }

    async fn new_writing(
        &self,
        actor: &Actor,
        unit: Option<UnitId>,
        sheet: &str,
    ) -> Result<WritingPage, Refusal> {
        self.begin_writing(actor, unit, sheet).await
    }

    async fn writing(&self, actor: &Actor, item: ItemId, sheet: &str) -> Result<WritingPage, Refusal> {
        self.go_on_writing(actor, item, sheet).await
    }

    async fn check_attribution(&self, _: &Actor, line: &str) -> Result<AttributionReading, Refusal> {
        self.read_attribution(line).await
    }

    async fn suggest_units(&self, _: &Actor, line: &str, place: usize) -> Result<SuggestedUnits, Refusal> {
        self.suggest_units_for(line, place).await
    }

    async fn slip(&self, actor: &Actor, item: Option<ItemId>, text: &ItemText) -> Result<Slip, Refusal> {
        self.set_slip(actor, item, text).await
    }

    async fn unknown_names(&self, actor: &Actor) -> Result<UnknownNames, Refusal> {
        self.list_unknown_names(actor).await
    }

    async fn item(&self, actor: &Actor, item: ItemId) -> Result<ItemView, Refusal> {
        self.view_item(actor, item).await
    }

    async fn doomed(&self, actor: &Actor, item: ItemId) -> Result<Doomed, Refusal> {
        self.look_at_doomed(actor, item).await
    }

    async fn revision(
        &self,
        actor: &Actor,
        item: ItemId,
        number: i32,
        base: Option<i32>,
    ) -> Result<RevisionView, Refusal> {
        self.view_revision(actor, item, number, base).await
    }

    async fn review_list(&self, actor: &Actor) -> Result<Vec<ItemRow>, Refusal> {
        self.list_for_review(actor).await
    }

    async fn inbox(&self, actor: &Actor, filter: &InboxFilter) -> Result<Inbox, Refusal> {
        self.list_inbox(actor, filter).await
    }

    async fn units(&self, _: &Actor) -> Result<Vec<UnitChoice>, Refusal> {
        self.list_units().await
    }

    async fn clearance_list(&self, actor: &Actor, before: Option<i64>) -> Result<ItemPage, Refusal> {
        self.list_for_clearance(actor, before).await
    }

    async fn search_items(
        &self,
        actor: &Actor,
        text: &str,
        before: Option<i64>,
    ) -> Result<ItemPage, Refusal> {
        self.list_found(actor, text, before).await
    }
}
