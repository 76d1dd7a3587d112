//! What is said of items: read, said, answered and settled here. Suggestions are taken in [`suggestions`].

mod carriers;
mod fulfilled;
mod read;
mod say;
mod suggestions;

use app::desk::Refusal;
use domain::{
    comment::Audience,
    id::CommentId,
    item::{Item, ItemText},
    permission::permits_comment,
    person::Actor,
    proof::TextField,
};
use store::{
    Connection,
    comments::{self, Comment},
};

use super::{OfficeDesk, load};

pub(super) use fulfilled::settle_fulfilled;

/// A field's words.
fn field_of(text: &ItemText, field: TextField) -> &str {
    match field {
        TextField::Title => &text.title,
        TextField::Subtitle => text.subtitle.as_deref().unwrap_or_default(),
        TextField::Body => &text.body,
    }
}

/// A comment that this person may read, with its item and all that is said of that: any other does not exist.
async fn found(
    connection: &impl Connection,
    actor: &Actor,
    id: CommentId,
) -> Result<(Item, Comment, Vec<Comment>), Refusal> {
    let gone = || Refusal::not_found("这条批注");
    let item = comments::item_of(connection, id).await?.ok_or_else(gone)?;
    let item = load(connection, actor, item).await.map_err(|_| gone())?;
    let all = comments::of_item(connection, item.id).await?;
    let comment = all.iter().find(|comment| comment.id == id).ok_or_else(gone)?.clone();
    permits_comment(actor, &item, comment.said.audience).map_err(|_| gone())?;
    Ok((item, comment, all))
}

/// Where a comment stands on its item's page.
fn place_of(item: &Item, comment: CommentId) -> String {
    format!("/items/{}#comment-{comment}", item.id)
}

/// Who can be asked to look at what is said to these people: whoever may read it.
async fn people_for(
    office: &OfficeDesk,
    item: &Item,
    audience: Option<Audience>,
) -> Result<Vec<Actor>, Refusal> {
    let everybody = office.everybody().await?;
    let may = |one: &&Actor| match audience {
        Some(audience) => permits_comment(one, item, audience).is_ok(),
        None => Audience::ALL.into_iter().any(|audience| permits_comment(one, item, audience).is_ok()),
    };
    Ok(everybody.iter().filter(may).cloned().collect())
}
