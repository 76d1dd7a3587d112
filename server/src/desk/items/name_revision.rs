//! 给修改稿取名: what people call a saved text. The text stays as it is.

use app::desk::{Done, Refusal, items::acts::NameRevision};
use domain::{act::Verb, permission::permits_naming, person::Actor};
use store::revisions;

use super::{OfficeDesk, load, refuse_destroyed, subject};
use crate::desk::Act;

/// The longest name, in characters: it stands in a line of the history.
const LONGEST: usize = 20;

impl Act for NameRevision {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, number, name } = self;
        let name = name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
        let name = name.filter(|name| !name.is_empty());
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let item = load(connection, actor, id).await?;
        let revisions = revisions::of_item(connection, id).await?;
        let revision = revisions.into_iter().find(|revision| revision.number == number);
        let revision = revision.ok_or_else(|| Refusal::not_found(format!("第{number}稿")))?;
        permits_naming(actor, &item, revision.saved_by)?;
        refuse_destroyed(connection, &item).await?;
        let length = name.as_ref().map_or(0, |name| name.chars().count());
        if length > LONGEST {
            let words = format!("名字最多{LONGEST}字，现在{length}字，请改短，如“领导改后”");
            return Err(Refusal::invalid("name", words));
        }
        if revision.name == name {
            return Ok(Done::new(match name {
                Some(_) => format!("第{number}稿就叫这个名字，没有改动"),
                None => format!("第{number}稿没有名字，没有改动"),
            }));
        }
        revisions::set_name(connection, revision.id, name.clone()).await?;
        // The name itself is part of the item's words and stands with it alone: the log outlives a destroyed item.
        let words = match name {
            Some(_) => format!("给第{number}稿取名"),
            None => format!("去掉第{number}稿的名字"),
        };
        writing.event(Verb::NameRevision, subject(&item), words, None).await?;
        writing.commit().await?;
        let words = match &name {
            Some(name) => format!("第{number}稿现在叫“{name}”"),
            None => format!("第{number}稿的名字已去掉"),
        };
        Ok(Done::new(words).undo(&NameRevision { item: id, number, name: revision.name }))
    }
}
