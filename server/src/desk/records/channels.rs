//! The list of higher channels: adding, ordering, retiring. A channel is never renamed or removed, since the
//! ledger's words name it.

use app::desk::{
    Done, Refusal,
    records::{AddUpperChannel, RaiseUpperChannel, RestoreUpperChannel, RetireUpperChannel},
};
use domain::{
    act::Verb,
    id::UpperChannelId,
    permission::{OfficeAct, permits_office},
    person::Actor,
    record::UpperChannel,
    subject::Subject,
};
use store::records::channels;

use super::{super::OfficeDesk, entry::Entry};
use crate::desk::{Act, Writing};

impl Act for AddUpperChannel {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { name } = self;
        permits_office(actor, OfficeAct::Record)?;
        let writing = office.begin(actor).await?;
        let mut entry = Entry::new(writing.now.date());
        let name = entry.filled("name", &name, "请写明刊物的名称");
        let all = channels::all(writing.connection()).await?;
        if all.iter().any(|channel| channel.name == name) {
            entry.fault("name", format!("已有名为“{name}”的上级刊物"));
        }
        entry.finish()?;
        let order = all.iter().map(|channel| channel.order).max().unwrap_or(0).saturating_add(1);
        let id = channels::insert(writing.connection(), &name, order).await?;
        log(&writing, Verb::AddUpperChannel, id, format!("添加上级刊物“{name}”")).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已添加“{name}”，登记上级采用时可以选它"))
            .next("/records/channels")
            .undo(&RetireUpperChannel { channel: id }))
    }
}

impl Act for RaiseUpperChannel {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { channel: id } = self;
        permits_office(actor, OfficeAct::Record)?;
        let writing = office.begin(actor).await?;
        let mut all = channels::all(writing.connection()).await?;
        let place = place_of(&all, id)?;
        let name = all[place].name.clone();
        let overtaken = all[place.saturating_sub(1)].id;
        all.swap(place, place.saturating_sub(1));
        for (order, channel) in (1..).zip(&all) {
            if channel.order != order {
                let moved = UpperChannel { order, ..channel.clone() };
                channels::update(writing.connection(), &moved).await?;
            }
        }
        log(&writing, Verb::RaiseUpperChannel, id, format!("上移上级刊物“{name}”")).await?;
        writing.commit().await?;
        Ok(Done::new(format!("“{name}”已上移一位"))
            .next("/records/channels")
            .undo(&RaiseUpperChannel { channel: overtaken }))
    }
}

impl OfficeDesk {
    /// Offers a channel again, or no more.
    pub(super) async fn offer_channel(
        &self,
        actor: &Actor,
        id: UpperChannelId,
        active: bool,
    ) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let writing = self.begin(actor).await?;
        let all = channels::all(writing.connection()).await?;
        let channel = UpperChannel { active, ..all[place_of(&all, id)?].clone() };
        channels::update(writing.connection(), &channel).await?;
        let name = &channel.name;
        let (verb, event, words) = if active {
            let words = format!("“{name}”已恢复，登记时可以选它");
            (Verb::RestoreUpperChannel, format!("恢复上级刊物“{name}”"), words)
        } else {
            let words = format!("“{name}”已停用，已有的记录不变");
            (Verb::RetireUpperChannel, format!("停用上级刊物“{name}”"), words)
        };
        log(&writing, verb, id, event).await?;
        writing.commit().await?;
        let done = Done::new(words).next("/records/channels");
        Ok(match active {
            true => done.undo(&RetireUpperChannel { channel: id }),
            false => done.undo(&RestoreUpperChannel { channel: id }),
        })
    }
}

fn place_of(all: &[UpperChannel], id: UpperChannelId) -> Result<usize, Refusal> {
    let place = all.iter().position(|channel| channel.id == id);
    place.ok_or_else(|| Refusal::not_found("这个上级刊物"))
}

async fn log(writing: &Writing, verb: Verb, id: UpperChannelId, words: String) -> Result<(), Refusal> {
    writing.event(verb, Subject::UpperChannel(id), words, None).await?;
    Ok(())
}

impl Act for RetireUpperChannel {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        office.offer_channel(actor, self.channel, false).await
    }
}

impl Act for RestoreUpperChannel {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        office.offer_channel(actor, self.channel, true).await
    }
}
