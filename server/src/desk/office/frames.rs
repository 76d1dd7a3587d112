//! The frames and phrases that help to write.

use std::sync::Arc;

use app::desk::{
    Done, Fault, Refusal,
    office::{KeptWritingHelp, WritingHelps, settings::SaveFrames},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    frame::{Frame, HelpFault, WritingHelp},
    permission::{OfficeAct, permits_office},
    person::Actor,
    subject::Subject,
};
use store::frames;

use crate::desk::{Act, OfficeDesk};

const PAGE: &str = "/admin/frames";

#[async_trait]
impl WritingHelps for OfficeDesk {
    async fn writing_help(&self, actor: &Actor) -> Result<KeptWritingHelp, Refusal> {
        permits_office(actor, OfficeAct::SetWords)?;
        let (version, help) = frames::find(self.store.reader()).await?;
        Ok(KeptWritingHelp { version, help })
    }
}

impl OfficeDesk {
    /// The office's frames and phrases, for whoever writes or gives a reason.
    pub(in crate::desk) async fn known_help(&self) -> Result<Arc<WritingHelp>, Refusal> {
        let load = async { Ok(Arc::new(frames::find(self.store.reader()).await?.1)) };
        self.known.help.get(self.changes().await?, (), load).await
    }
}

impl Act for SaveFrames {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::SetWords)?;
        let Self { version, name, kind, title, body, phrases } = self;
        if [kind.len(), title.len(), body.len()] != [name.len(); 3] {
            return Err(Refusal::invalid("name", "表单不完整，请刷新页面后再填一次"));
        }
        let frames =
            name.into_iter().zip(kind).zip(title).zip(body).map(|(((name, kind), title), body)| Frame {
                name: name.trim().to_owned(),
                kind,
                title: title.trim().to_owned(),
                body: body.trim().to_owned(),
            });
        // A frame of which nothing is left is taken away.
        let is_there =
            |frame: &Frame| ![&frame.name, &frame.title, &frame.body].into_iter().all(String::is_empty);
        let phrases = phrases.lines().map(str::trim).filter(|phrase| !phrase.is_empty()).map(str::to_owned);
        let (places, frames): (Vec<usize>, Vec<Frame>) =
            frames.enumerate().filter(|(_, frame)| is_there(frame)).unzip();
        let help = WritingHelp { frames, phrases: phrases.collect() };
        let faults = help.faults();
        if !faults.is_empty() {
            // Each at its own among the fields of one name.
            let place = |frame: usize| places.get(frame).copied().unwrap_or_default();
            let fault = |HelpFault { frame, field, words }: HelpFault| {
                let field = frame.map_or(field.to_owned(), |frame| format!("{field}#{}", place(frame)));
                Fault { field, words }
            };
            return Err(Refusal::Invalid(faults.into_iter().map(fault).collect()));
        }
        let writing = office.begin(actor).await?;
        let version = writing.version_after_own(version);
        let (_, before) = frames::find(writing.connection()).await?;
        if before == help {
            return Ok(Done::new("没有改动").next(PAGE));
        }
        frames::save(writing.connection(), version, &help).await?;
        let told = format!("模板{}个，常用语{}条", help.frames.len(), help.phrases.len());
        writing.event(Verb::SaveFrames, Subject::Settings, told.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已保存：{told}")).next(PAGE))
    }
}
