//! The letter around a month's tables: reading it for the form, changing it, and what is printed of it.

use app::desk::{DeskError, Done, credits::LetterView};
use domain::{
    calendar::Month,
    letter::Letterhead,
    permission::{OfficeAct, permits_office},
    person::Actor,
};

use super::{super::OfficeDesk, Year, failed};
use crate::{
    store::{events::Subject, letters, newsletters},
    typeset::{BulletinLetter, usual_addressees},
};

/// Longer lines are something else that slipped into the field.
const LONGEST: usize = 200;

impl OfficeDesk {
    pub(super) async fn letter_to_change(&self, month: Month) -> Result<LetterView, DeskError> {
        let (letter, version) = letters::of_month(self.store.reader(), month).await.map_err(failed)?;
        let snapshot = self.store.snapshot().await.map_err(failed)?;
        let bulletin = Year::read(&snapshot, month, month).await?.bulletin(month)?;
        let usual = Letterhead {
            addressees: usual_addressees(&bulletin),
            signature: self.usual_signature().await?,
            date: None,
        };
        Ok(LetterView { letter, version, usual })
    }

    /// The letter as it is printed; the month is not closed.
    pub(super) async fn letter_to_print(&self, month: Month) -> Result<BulletinLetter, DeskError> {
        let (letter, _) = letters::of_month(self.store.reader(), month).await.map_err(failed)?;
        let signature = match letter.signature {
            Some(signature) => Some(signature),
            None => self.usual_signature().await?,
        };
        Ok(BulletinLetter {
            addressees: letter.addressees,
            signature,
            date: letter.date,
            remarks: Vec::new(),
            provisional: true,
        })
    }

    pub(in crate::desk) async fn set_bulletin_letter(
        &self,
        actor: &Actor,
        month: Month,
        version: i64,
        letter: Letterhead,
    ) -> Result<Done, DeskError> {
        permits_office(actor, OfficeAct::SetBulletinLetter)?;
        for (field, text) in [("addressees", &letter.addressees), ("signature", &letter.signature)] {
            if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST) {
                return Err(DeskError::invalid(field, format!("太长，请写在{LONGEST}字以内")));
            }
        }
        let writing = self.begin(actor).await?;
        let (before, _) = letters::of_month(writing.connection(), month).await.map_err(failed)?;
        letters::save(writing.connection(), month, &letter, version).await.map_err(failed)?;
        let name = format!("{}年{}通报", month.year(), month.in_words());
        let subject = Subject { kind: "bulletin", id: subject_id(month) };
        let words = format!("{name}：{}", in_words(&letter));
        writing.event("set_bulletin_letter", subject, words, None).await?;
        writing.commit().await?;
        let back = [
            ("month", month.to_string()),
            ("version", version.saturating_add(1).to_string()),
            ("addressees", before.addressees.unwrap_or_default()),
            ("signature", before.signature.unwrap_or_default()),
            ("date", before.date.map(|date| date.to_string()).unwrap_or_default()),
        ];
        Ok(Done::new(format!("已保存，{name}的 PDF 照此打印"))
            .next(format!("/bulletins/{month}"))
            .undo("set_bulletin_letter", &back))
    }

    /// The first newsletter's publisher.
    async fn usual_signature(&self) -> Result<Option<String>, DeskError> {
        let newsletters = newsletters::all(self.store.reader()).await.map_err(failed)?;
        Ok(newsletters.into_iter().next().map(|newsletter| newsletter.publisher))
    }
}

/// Months have no ids; 202401 is one that can be read.
fn subject_id(month: Month) -> i64 {
    i64::from(month.year()) * 100 + i64::from(month.month())
}

fn in_words(letter: &Letterhead) -> String {
    let usual = || "照常".to_owned();
    format!(
        "主送{}，落款{}，日期{}",
        letter.addressees.clone().unwrap_or_else(usual),
        letter.signature.clone().unwrap_or_else(usual),
        letter.date.map_or_else(|| "不印".to_owned(), |date| date.to_string()),
    )
}
