//! How two texts of an item differ, worked out aside: of the longest ones it takes some tenths of a second.

use app::desk::Refusal;
use domain::{
    comparison::{Comparison, compare},
    item::ItemText,
};

use super::OfficeDesk;

impl OfficeDesk {
    /// From one text to another.
    pub(in crate::desk) async fn difference(
        &self,
        from: &ItemText,
        to: &ItemText,
    ) -> Result<Comparison, Refusal> {
        if from == to {
            return Ok(Comparison::default());
        }
        let (from, to) = (from.clone(), to.clone());
        self.worked(move |_| compare(&from, &to)).await
    }
}
