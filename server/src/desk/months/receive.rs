//! 已收到: marking what upper channels printed in a month as received, channel by channel.

use app::desk::{
    Done, Refusal,
    months::{ReceiveUpper, TakeBackReceipt},
};
use domain::{
    act::Verb,
    closing,
    id::UpperChannelId,
    permission::{OfficeAct, permits_office},
    person::Actor,
    record::{UpperChannel, UpperReceipt},
};
use store::{receipts, records::channels};

use super::{super::OfficeDesk, subject};
use crate::desk::{Act, Writing};

impl Act for ReceiveUpper {
    /// It changes no figure: it may be marked in a closed month too.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::CloseMonth)?;
        let Self { month, channel, nothing } = self;
        let writing = office.begin(actor).await?;
        let channel = find(&writing, channel).await?;
        let (by, at) = (writing.actor.id, writing.timestamp());
        let receipt = UpperReceipt { month, channel: channel.id, nothing, by, at };
        receipts::keep(writing.connection(), &receipt).await?;
        let what = if nothing { "本月没有采用" } else { "采用情况已收到" };
        let words = format!("{}：{}{what}", closing::in_words(month), channel.name);
        writing.event(Verb::ReceiveUpper, subject(month), words, None).await?;
        writing.commit().await?;
        let undo = TakeBackReceipt { month, channel: channel.id };
        Ok(Done::new(format!("已记下：{}{what}", channel.name))
            .next(format!("/months/{month}#receipts"))
            .undo(&undo))
    }
}

impl Act for TakeBackReceipt {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::CloseMonth)?;
        let Self { month, channel } = self;
        let writing = office.begin(actor).await?;
        let channel = find(&writing, channel).await?;
        receipts::remove(writing.connection(), month, channel.id).await?;
        let words = format!("{}：{}还没有收到", closing::in_words(month), channel.name);
        writing.event(Verb::TakeBackReceipt, subject(month), words, None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已改为没有收到：{}", channel.name)).next(format!("/months/{month}#receipts")))
    }
}

async fn find(writing: &Writing, id: UpperChannelId) -> Result<UpperChannel, Refusal> {
    let all = channels::all(writing.connection()).await?;
    let channel = all.into_iter().find(|channel| channel.id == id);
    channel.ok_or_else(|| Refusal::not_found("这份上级刊物"))
}
