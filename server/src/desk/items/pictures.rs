//! Pictures for texts, taken in one by one.

use app::desk::{
    Refusal,
    items::{KeptPicture, PicturesToTake},
};
use async_trait::async_trait;
use domain::{
    permission::{OfficeAct, permits_office},
    person::Actor,
};
use store::files;

use super::OfficeDesk;
use crate::pictures::taken_in;

#[async_trait]
impl PicturesToTake for OfficeDesk {
    /// Any number may be taken in for one act, before that begins: each is kept for itself, as what this person has in hand.
    async fn take_in_picture(&self, actor: &Actor, bytes: Vec<u8>) -> Result<KeptPicture, Refusal> {
        permits_office(actor, OfficeAct::TakeInPictures)?;
        let taken = self.pictures.run(move |_| taken_in(&bytes)).await?;
        let taken = taken.map_err(|error| Refusal::invalid("picture", error.to_string()))?;
        let (width, height, remark) = (taken.width, taken.height, taken.remark());
        let put = self.put_file(taken.bytes).await?;
        let transaction = self.store.begin().await?;
        let now = self.now().timestamp();
        let hash = files::take_in(transaction.connection(), &put, taken.media_type, actor.id, now).await?;
        // No page shows it yet.
        transaction.commit_unseen().await?;
        let address = format!("/files/{hash}");
        Ok(KeptPicture { hash, width, height, address, remark })
    }
}
