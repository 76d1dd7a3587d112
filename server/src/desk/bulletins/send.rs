//! 送签: freezing a month's bulletin for its signer.

use app::desk::{Done, Refusal, bulletins::SendBulletin};
use domain::{
    act::Verb,
    bulletin::version::{Deed, Standing},
    calendar::Month,
    letter::Letterhead,
    permission::{BulletinAct, permits_bulletin},
    person::Actor,
    scoring::Bulletin,
};
use store::{
    Connection,
    bulletins::{self, Line, NewVersion},
    files, letters,
};

use super::{
    OfficeDesk, Writing, files::letter_of, is_closed, letter::Composed, name_of, require_groups, subject,
};
use crate::desk::{Act, year::Year};

/// Longer reasons are something else that slipped into the field.
const LONGEST_REASON: usize = 500;

impl Act for SendBulletin {
    /// Freezes the month's bulletin as it stands, with its PDF, for a signer.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { month, reason } = self;
        permits_bulletin(actor, BulletinAct::Send)?;
        if reason.as_ref().is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
            return Err(Refusal::invalid("reason", format!("太长，请写在{LONGEST_REASON}字以内")));
        }
        let composed = office.compose(month).await?;
        let bulletin = worded(&composed)?;
        require_groups(&bulletin)?;
        let letter = office.settled_letter(&bulletin, &composed.letter).await?;
        let versions = bulletins::of_month(office.store.reader(), month).await?;
        let correction = issued_so_far(&versions);
        // Printed before the lock is taken: it takes a while.
        let pdf = office.print_bulletin(bulletin.clone(), letter_of(&letter, correction)).await?;
        let pdf = office.put_file(pdf).await?;

        let writing = office.begin(actor).await?;
        writing.unchanged(&composed).await?;
        let obstacles = obstacles(writing.connection(), month).await?;
        if !obstacles.is_empty() {
            return Err(Refusal::Blocked(obstacles));
        }
        let reason = writing.reason_of_correction(&bulletin, &letter, reason).await?;
        let pdf_hash = files::name(writing.connection(), &pdf, "application/pdf", writing.timestamp());
        let new = NewVersion {
            bulletin: &bulletin,
            letter: &letter,
            pdf_hash: pdf_hash.await?,
            typesetting: office.press.typesetter().mark().to_owned(),
            reason: reason.clone(),
            prepared: Deed { by: actor.id, at: writing.timestamp() },
        };
        let id = bulletins::insert(writing.connection(), new).await?;
        let words = format!("{}送签", full_name(month, correction));
        writing.event(Verb::SendBulletin, subject(month), words, reason).await?;
        writing.commit().await?;
        let done = format!("{}已送签，等待签发人签发", full_name(month, correction));
        Ok(Done::new(done).next(format!("/bulletins/{month}/versions/{id}")))
    }
}

impl OfficeDesk {
    /// The letter with all that is otherwise taken as usual: what is frozen must not change with a setting.
    async fn settled_letter(&self, bulletin: &Bulletin, letter: &Letterhead) -> Result<Letterhead, Refusal> {
        let signature = match &letter.signature {
            Some(signature) => Some(signature.clone()),
            None => self.usual_signature().await?,
        };
        let addressees = letter.addressees.clone().or_else(|| typeset::usual_addressees(bulletin));
        Ok(Letterhead { addressees, signature, ..letter.clone() })
    }
}

impl Writing {
    /// What was frozen must be what stands now that nobody else can change it.
    async fn unchanged(&self, composed: &Composed) -> Result<(), Refusal> {
        let month = composed.bulletin.month;
        let (letter, version) = letters::of_month(self.connection(), month).await?;
        let now = Year::load(self.connection(), month, month).await?.bulletin(month)?;
        if (&letter, version) == (&composed.letter, composed.version) && now == composed.bulletin {
            Ok(())
        } else {
            Err(Refusal::Conflict("本月的数字或正文刚刚改过，请看过最新的情况再送签".to_owned()))
        }
    }

    /// A correction says why, and says something else than what was issued last.
    async fn reason_of_correction(
        &self,
        bulletin: &Bulletin,
        letter: &Letterhead,
        reason: Option<String>,
    ) -> Result<Option<String>, Refusal> {
        let versions = bulletins::of_month(self.connection(), bulletin.month).await?;
        let last = versions.iter().rev().find(|line| line.standing == Standing::Issued);
        let Some(last) = last else { return Ok(None) };
        let last = bulletins::find(self.connection(), last.id).await?;
        if last.is_some_and(|(_, last)| last.bulletin == *bulletin && last.letter == *letter) {
            let words = "现在的通报与已印发的一字不差，不用更正".to_owned();
            return Err(Refusal::blocked(words));
        }
        match reason {
            Some(reason) => Ok(Some(reason)),
            None => Err(Refusal::invalid("reason", "这个月的通报已经印发，请写明更正的原因")),
        }
    }
}

/// What stands in the way of sending a month's bulletin.
pub(super) async fn obstacles(connection: &impl Connection, month: Month) -> Result<Vec<String>, Refusal> {
    let mut obstacles = Vec::new();
    if !is_closed(connection, month).await? {
        obstacles.push(format!("{}还没有结账，请先结账", month.in_words()));
    }
    let (letter, _) = letters::of_month(connection, month).await?;
    if letter.date.is_none() {
        obstacles.push("还没有填落款日期，请在“正文和落款”中填写".to_owned());
    }
    let versions = bulletins::of_month(connection, month).await?;
    if let Some(line) = versions.iter().find(|line| line.standing.is_under_way()) {
        obstacles.push(format!("已有一份在途（{}），请先办完或退回", line.standing.label()));
    }
    Ok(obstacles)
}

/// How many versions of the month were issued, which is the number of the next one.
pub(super) fn issued_so_far(versions: &[Line]) -> u32 {
    let issued = versions.iter().filter(|line| line.standing == Standing::Issued).count();
    u32::try_from(issued).unwrap_or(u32::MAX)
}

/// 2024年1月份通报, 2024年1月份通报（第1次更正）.
pub(super) fn full_name(month: Month, correction: u32) -> String {
    match correction {
        0 => name_of(month),
        number => format!("{}（第{number}次更正）", name_of(month)),
    }
}

fn worded(composed: &Composed) -> Result<Bulletin, Refusal> {
    composed
        .worded()
        .map_err(|faults| Refusal::Blocked(faults.iter().map(|fault| format!("通报正文{fault}")).collect()))
}
