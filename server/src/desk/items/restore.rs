//! 恢复这一稿: an earlier text is the item's again, as its next revision. Nothing in between is lost.

use app::desk::{Done, Refusal, items::acts::RestoreRevision};
use domain::{
    permission::{ItemAct, permits},
    person::Actor,
};
use store::revisions;

use super::{OfficeDesk, check_version, draft::save_revision, load, quoted};
use crate::desk::Act;

impl Act for RestoreRevision {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, version, number } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let mut item = load(connection, actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        check_version(&item, version)?;
        let revisions = revisions::of_item(connection, id).await?;
        let find = |number: i32| revisions.iter().find(|revision| revision.number == number);
        let wanted = find(number).ok_or_else(|| Refusal::not_found(format!("第{number}稿")))?;
        let present = revisions.iter().find(|revision| revision.id == item.revision);
        let present = present.map_or(0, |revision| revision.number);
        if wanted.text == item.text {
            return Ok(
                Done::new(format!("现在的文字就是第{number}稿，没有改动")).next(format!("/items/{id}"))
            );
        }
        let was_cleared = item.is_cleared();
        let (kind, units) = (item.text.kind, item.attribution.units());
        let text = wanted.text.clone();
        save_revision(&writing, &mut item, text, &format!("恢复第{number}稿")).await?;
        let mut again = String::new();
        if item.text.kind != kind {
            let section = if item.placed_in.is_some() { "，已移到那一类栏目" } else { "" };
            again.push_str(&format!("；体裁由{}改为{}{section}", kind.label(), item.text.kind.label()));
        }
        if item.attribution.units() != units {
            again.push_str("；署名单位与刚才不同，记分随署名");
        }
        if was_cleared {
            again.push_str("；文字有改动，需要重新作保密审查");
        }
        let undo = RestoreRevision { item: id, version: item.version, number: present };
        let done = Done::new(format!("{}已恢复第{number}稿的文字{again}", quoted(&item)))
            .next(format!("/items/{id}"))
            .undo(&undo);
        writing.commit().await?;
        Ok(done)
    }
}
