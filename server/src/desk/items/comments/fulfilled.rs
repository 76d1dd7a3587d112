//! Suggestions that somebody followed by hand: what was suggested stands in the text by now.

use domain::{
    comment::{Outcome, is_followed},
    item::Item,
    permission::permits_comment,
};
use store::comments;

use super::{Refusal, carriers::Carriers};
use crate::desk::Writing;

/// Settles the open suggestions that a text just saved follows, as far as whoever saved it may read them; answers how many.
pub(in crate::desk::items) async fn settle_fulfilled(
    writing: &Writing,
    item: &Item,
) -> Result<usize, Refusal> {
    let connection = writing.connection();
    let mut open = comments::of_item(connection, item.id).await?;
    open.retain(|one| {
        let is_open = one.said.wording.is_some() && one.settled.is_none() && !one.is_withdrawn;
        is_open && permits_comment(&writing.actor, item, one.said.audience).is_ok()
    });
    if open.is_empty() {
        return Ok(0);
    }
    let mut carriers = Carriers::load(connection, &open, &item.text).await?;
    let mut count = 0;
    for one in open {
        let (passage, wording) = (&one.said.passage, one.said.wording.as_deref().unwrap_or_default());
        let Some((carried, to)) = carriers.carry(passage) else { continue };
        if is_followed(&carried, to, &passage.words, wording) {
            let settled = Some((writing.actor.id, writing.timestamp()));
            comments::settle(connection, one.id, settled, Some(Outcome::Taken), Some(item.revision)).await?;
            count += 1;
        }
    }
    Ok(count)
}
