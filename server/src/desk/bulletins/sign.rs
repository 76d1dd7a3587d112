//! 签发, 退回, 印发: what becomes of a bulletin that was sent.

use app::desk::{
    Done, Refusal,
    bulletins::{IssueBulletin, SendBackBulletin, SignBulletin},
};
use domain::{
    act::Verb,
    bulletin::version::{Action, Deed, Standing, transition},
    id::BulletinVersionId,
    permission::{BulletinAct, permits_bulletin},
    person::Actor,
};
use store::bulletins::{self, Line};

use super::{
    OfficeDesk, Writing,
    send::{full_name, issued_so_far},
    subject,
};
use crate::desk::Act;

impl Act for SignBulletin {
    /// Signs the PDF that the signer saw.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { version: id, pdf_hash } = self;
        let writing = office.begin(actor).await?;
        let (line, number) = writing.line(id).await?;
        permits_bulletin(actor, BulletinAct::Sign { prepared_by: line.prepared.by })?;
        next_standing(&line, Action::Sign)?;
        if line.pdf_hash != pdf_hash {
            return Err(Refusal::Conflict("您看到的不是现在送签的这一份，请看过再签".to_owned()));
        }
        let signed = Some(Deed { by: actor.id, at: writing.timestamp() });
        let (month, name) = (line.month, full_name(line.month, number));
        writing.becomes(Line { signed, ..line }, Action::Sign, format!("{name}签发"), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已签发，{name}可以印发了")).next(format!("/bulletins/{month}/versions/{id}")))
    }
}

impl Act for SendBackBulletin {
    /// Back to the editors, with a reason; what they send again is another version.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { version: id, reason } = self;
        permits_bulletin(actor, BulletinAct::SendBack)?;
        let Some(reason) = reason else {
            return Err(Refusal::invalid("reason", "请写明退回的原因"));
        };
        let writing = office.begin(actor).await?;
        let (line, number) = writing.line(id).await?;
        let month = line.month;
        let name = full_name(month, number);
        let line = Line { sent_back_reason: Some(reason.clone()), ..line };
        if writing.is_reworded(subject(month), Verb::SendBackBulletin).await? {
            bulletins::set_standing(writing.connection(), &line, line.standing).await?;
            let words = format!("{name}退回，改写原因");
            writing.event(Verb::SendBackBulletin, subject(month), words, Some(reason)).await?;
        } else {
            writing.becomes(line, Action::SendBack, format!("{name}退回"), Some(reason)).await?;
        }
        writing.commit().await?;
        Ok(Done::new(format!("{name}已退回，改好再送签")).next(format!("/bulletins/{month}")))
    }
}

impl Act for IssueBulletin {
    /// 印发: from now on it stays as it is.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { version: id } = self;
        permits_bulletin(actor, BulletinAct::Issue)?;
        let writing = office.begin(actor).await?;
        let (line, number) = writing.line(id).await?;
        let month = line.month;
        let name = full_name(month, number);
        let issued = Some(Deed { by: actor.id, at: writing.timestamp() });
        let line = Line { issued, correction: Some(number), ..line };
        let hash = line.pdf_hash.get(..12).unwrap_or_default().to_owned();
        writing.becomes(line, Action::Issue, format!("{name}印发，摘要 {hash}"), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("{name}已印发，不再改动；以后只能更正")).next(format!("/bulletins/{month}")))
    }
}

/// The standing that follows, if the present one allows it. Who may do it is not asked here.
fn next_standing(line: &Line, action: Action) -> Result<Standing, Refusal> {
    transition(line.standing, action).map_err(|why| Refusal::not_now(why, subject(line.month)))
}

impl Writing {
    /// A version, with the number that it has or gets when it is issued.
    async fn line(&self, id: BulletinVersionId) -> Result<(Line, u32), Refusal> {
        let found = bulletins::find_line(self.connection(), id).await?;
        // What one may not read does not exist for that person.
        let found =
            found.filter(|line| permits_bulletin(&self.actor, BulletinAct::Read(line.standing)).is_ok());
        let line = found.ok_or_else(|| Refusal::not_found("这份通报"))?;
        let number = match line.correction {
            Some(number) => number,
            None => issued_so_far(&bulletins::of_month(self.connection(), line.month).await?),
        };
        Ok((line, number))
    }

    async fn becomes(
        &self,
        line: Line,
        action: Action,
        words: String,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        let before = line.standing;
        let standing = next_standing(&line, action)?;
        let line = Line { standing, ..line };
        bulletins::set_standing(self.connection(), &line, before).await?;
        let verb = match action {
            Action::Sign => Verb::SignBulletin,
            Action::SendBack => Verb::SendBackBulletin,
            Action::Issue => Verb::IssueBulletin,
        };
        self.event(verb, subject(line.month), words, reason).await?;
        Ok(())
    }
}
