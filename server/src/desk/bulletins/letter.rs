//! The letter around a month's tables: reading it for the form, changing it, and what is printed of it.

use app::desk::{
    Done, Refusal,
    bulletins::{BulletinLetters, LetterView, SetBulletinLetter},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    bulletin::{
        covering::{self, CoveringFault, CoveringText, Filled, USUAL},
        leftovers::leftovers,
        remarks::Remark,
    },
    calendar::Month,
    letter::Letterhead,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::Bulletin,
};
use store::{Snapshot, letters, newsletters};
use typeset::{BulletinLetter, usual_addressees};

use super::{OfficeDesk, is_closed, name_of, subject};
use crate::desk::{Act, year::Year};

/// Longer lines are something else that slipped into the field.
const LONGEST: usize = 200;
/// Longer texts too.
const LONGEST_TEXT: usize = 5000;

/// How many earlier months' texts are looked through for what was copied.
const EARLIER: u64 = 12;

/// A month's figures with its letter, and what both make of the covering text.
pub(super) struct Composed {
    pub(super) bulletin: Bulletin,
    pub(super) letter: Letterhead,
    pub(super) version: i64,
    pub(super) remarks: Vec<Remark>,
    pub(super) filled: Result<Vec<Vec<Filled>>, Vec<CoveringFault>>,
}

#[async_trait]
impl BulletinLetters for OfficeDesk {
    async fn bulletin_letter(&self, actor: &Actor, month: Month) -> Result<LetterView, Refusal> {
        permits_office(actor, OfficeAct::SetBulletinLetter)?;
        let snapshot = self.store.snapshot().await?;
        let Composed { bulletin, letter, version, remarks, filled } = self.composed(&snapshot, month).await?;
        let earlier = letters::earlier_texts(snapshot.connection(), month, EARLIER).await?;
        let usual = Letterhead {
            addressees: usual_addressees(&bulletin),
            covering: Some(USUAL.to_owned()),
            notes: None,
            signature: self.usual_signature().await?,
            date: None,
        };
        let (filled, faults) = match filled {
            Ok(filled) => (filled, Vec::new()),
            Err(faults) => (Vec::new(), faults.iter().map(ToString::to_string).collect()),
        };
        Ok(LetterView {
            leftovers: leftovers(month, &letter.own_text(), &earlier),
            letter,
            version,
            usual,
            filled,
            faults,
            fields: covering::offered(&bulletin, &remarks),
            remarks,
        })
    }
}

impl Composed {
    /// The bulletin with the office's own words in it, or what stands in the way of them.
    pub(super) fn worded(&self) -> Result<Bulletin, &[CoveringFault]> {
        let paragraphs = self.filled.as_ref().map_err(Vec::as_slice)?;
        let mut bulletin = self.bulletin.clone();
        let text = |pieces: &Vec<Filled>| pieces.iter().map(|piece| piece.text.as_str()).collect();
        bulletin.covering = paragraphs.iter().map(text).collect();
        let notes = self.letter.notes.iter().flat_map(|notes| notes.lines());
        bulletin.notes.extend(notes.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned));
        Ok(bulletin)
    }
}

impl OfficeDesk {
    /// The month's figures with the office's own words, or with the usual ones where those cannot be filled.
    pub(in crate::desk) async fn worded_bulletin(&self, month: Month) -> Result<Bulletin, Refusal> {
        let composed = self.compose(month).await?;
        let worded = composed.worded().ok();
        Ok(worded.unwrap_or(composed.bulletin))
    }

    pub(super) async fn compose(&self, month: Month) -> Result<Composed, Refusal> {
        let snapshot = self.store.snapshot().await?;
        self.composed(&snapshot, month).await
    }

    async fn composed(&self, snapshot: &Snapshot, month: Month) -> Result<Composed, Refusal> {
        let (letter, version) = letters::of_month(snapshot.connection(), month).await?;
        let read = Year::read(snapshot, month, month).await?;
        let bulletin = read.bulletin(month)?;
        let remarks = self.remarks(snapshot, &read, &bulletin).await?;
        let text = letter.covering.as_deref().unwrap_or(USUAL);
        let filled = CoveringText::read(text).and_then(|text| text.fill(&bulletin, &remarks));
        Ok(Composed { bulletin, letter, version, remarks, filled })
    }

    /// The letter as it is printed of a bulletin that is not issued.
    pub(super) async fn letter_to_print(&self, month: Month) -> Result<BulletinLetter, Refusal> {
        let connection = self.store.reader();
        let (letter, _) = letters::of_month(connection, month).await?;
        let mark = if is_closed(connection, month).await? { "未印发" } else { "未结账" };
        let signature = match letter.signature {
            Some(signature) => Some(signature),
            None => self.usual_signature().await?,
        };
        Ok(BulletinLetter {
            addressees: letter.addressees,
            signature,
            date: letter.date,
            note: Some(format!("{mark}，数字以印发的为准")),
            mark: Some(mark),
        })
    }
}

impl Act for SetBulletinLetter {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { month, version, addressees, covering, notes, signature, date, append } = self;
        let letter = Letterhead { addressees, covering, notes, signature, date };
        permits_office(actor, OfficeAct::SetBulletinLetter)?;
        let letter = Letterhead { covering: covering_to_keep(letter.covering, append.as_deref()), ..letter };
        check_lengths(&letter)?;
        office.check_covering(month, &letter).await?;
        let writing = office.begin(actor).await?;
        let version = writing.version_after_own(version);
        let (before, _) = letters::of_month(writing.connection(), month).await?;
        letters::save(writing.connection(), month, &letter, version).await?;
        let name = name_of(month);
        let words = format!("{name}：{}", in_words(&letter));
        writing.event(Verb::SetBulletinLetter, subject(month), words, None).await?;
        writing.commit().await?;
        let back = SetBulletinLetter {
            month,
            version: version.saturating_add(1),
            addressees: before.addressees,
            covering: before.covering,
            notes: before.notes,
            signature: before.signature,
            date: before.date,
            append: None,
        };
        let done = match append {
            Some(field) => {
                Done::new(format!("已加上{field}")).next(format!("/bulletins/{month}/letter#covering"))
            }
            None => {
                Done::new(format!("已保存，{name}的文件照此印")).next(format!("/bulletins/{month}/letter"))
            }
        };
        Ok(done.undo(&back))
    }
}

impl OfficeDesk {
    /// Nothing is saved that could not be printed.
    async fn check_covering(&self, month: Month, letter: &Letterhead) -> Result<(), Refusal> {
        let Some(text) = &letter.covering else { return Ok(()) };
        let snapshot = self.store.snapshot().await?;
        let bulletin = Year::read(&snapshot, month, month).await?.bulletin(month)?;
        let filled = CoveringText::read(text).and_then(|text| text.fill(&bulletin, &[]));
        filled.map(drop).map_err(|faults| {
            let words: Vec<_> = faults.iter().map(ToString::to_string).collect();
            Refusal::invalid("covering", words.join("；"))
        })
    }

    /// The first newsletter's publisher.
    pub(super) async fn usual_signature(&self) -> Result<Option<String>, Refusal> {
        let newsletters = newsletters::all(self.store.reader()).await?;
        Ok(newsletters.into_iter().next().map(|newsletter| newsletter.publisher))
    }
}

/// The text with a field more, where one was asked for. The usual text is not kept: a later one may be better.
fn covering_to_keep(text: Option<String>, append: Option<&str>) -> Option<String> {
    let text = text.map(|text| text.replace("\r\n", "\n")).filter(|text| text != USUAL);
    match append {
        Some(field) => Some(format!("{}\n{field}", text.as_deref().unwrap_or(USUAL))),
        None => text,
    }
}

fn check_lengths(letter: &Letterhead) -> Result<(), Refusal> {
    for (field, text, longest) in [
        ("addressees", &letter.addressees, LONGEST),
        ("signature", &letter.signature, LONGEST),
        ("covering", &letter.covering, LONGEST_TEXT),
        ("notes", &letter.notes, LONGEST_TEXT),
    ] {
        if text.as_ref().is_some_and(|text| text.chars().count() > longest) {
            return Err(Refusal::invalid(field, format!("太长，请写在{longest}字以内")));
        }
    }
    Ok(())
}

fn in_words(letter: &Letterhead) -> String {
    let usual = || "照常".to_owned();
    let own = |text: &Option<String>| if text.is_some() { "自拟" } else { "照常" };
    format!(
        "主送{}，正文{}，另加说明{}条，落款{}，日期{}",
        letter.addressees.clone().unwrap_or_else(usual),
        own(&letter.covering),
        letter.notes.as_deref().map_or(0, |notes| notes.lines().count()),
        letter.signature.clone().unwrap_or_else(usual),
        letter.date.map_or_else(|| "不印".to_owned(), |date| date.to_string()),
    )
}
