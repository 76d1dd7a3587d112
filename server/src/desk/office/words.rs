//! The lists by which the office proofreads.

use app::desk::{
    Done, Fault, Refusal,
    office::{KeptOfficeWords, WordLists, settings::SaveOfficeWords},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    permission::{OfficeAct, permits_office},
    person::Actor,
    proof::TypedWords,
    subject::Subject,
};
use store::proof;

use crate::desk::{Act, OfficeDesk};

const PAGE: &str = "/admin/words";

#[async_trait]
impl WordLists for OfficeDesk {
    async fn word_lists(&self, actor: &Actor) -> Result<KeptOfficeWords, Refusal> {
        permits_office(actor, OfficeAct::SetWords)?;
        let (version, words) = proof::words(self.store.reader()).await?;
        Ok(KeptOfficeWords { version, typed: TypedWords::of(&words) })
    }
}

impl Act for SaveOfficeWords {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetWords)?;
        let Self { version, confusions, switched_off, sensitive, forbidden, leaders } = self;
        let typed = TypedWords { confusions, switched_off, sensitive, forbidden, leaders };
        let words = typed.read().map_err(|faults| {
            let fault =
                |fault: domain::proof::TypedFault| Fault { field: fault.list.to_owned(), words: fault.words };
            Refusal::Invalid(faults.into_iter().map(fault).collect())
        })?;
        let writing = office.begin(actor).await?;
        let version = writing.version_after_own(version);
        let (_, before) = proof::words(writing.connection()).await?;
        if before == words {
            return Ok(Done::new("没有改动").next(PAGE));
        }
        proof::save_words(writing.connection(), version, &words).await?;
        let counts = [
            ("易错词", before.confusions.len(), words.confusions.len()),
            ("不用的自带词条", before.switched_off.len(), words.switched_off.len()),
            ("敏感词", before.sensitive.len(), words.sensitive.len()),
            ("禁用词", before.forbidden.len(), words.forbidden.len()),
            ("领导", before.leaders.len(), words.leaders.len()),
        ];
        let told = counts.map(|(list, before, now)| match before == now {
            true => format!("{list}{now}条"),
            false => format!("{list}由{before}条改为{now}条"),
        });
        let told = told.join("，");
        writing.event(Verb::SaveOfficeWords, Subject::Settings, told.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已保存校对词表：{told}")).next(PAGE))
    }
}
