//! Paragraphs that an item took over when it was combined: taken into its text, told on its page, given back.

use std::collections::{BTreeMap, HashMap};

use app::desk::{
    Refusal,
    items::{ItemRow, PassageKey, TakenLine},
};
use domain::{
    id::ItemId,
    item::Item,
    markdown::Block,
    taken::{passages, put_in, taken_out, whereabouts},
};
use store::items::taken::{self, TakenPassage};

use super::{OfficeDesk, Writing, quoted};

/// What is to be taken over, as a form says it.
pub(super) struct Wanted {
    pub(super) taken: Vec<PassageKey>,
    pub(super) passage: Vec<PassageKey>,
    pub(super) after: Vec<String>,
}

/// The survivor's body with what it took over, and what that is.
pub(super) struct TakenOver {
    pub(super) body: String,
    pub(super) passages: Vec<TakenPassage>,
}

impl Wanted {
    pub(super) fn is_nothing(&self) -> bool {
        self.taken.is_empty()
    }

    /// Takes it over, in the order in which the page shows it.
    pub(super) fn over(self, survivor: &Item, sources: &[Item]) -> Result<TakenOver, Refusal> {
        let places = self.places()?;
        let mut of_source = HashMap::new();
        let (mut blocks, mut kept): (Vec<(Option<usize>, Block)>, _) = (Vec::new(), Vec::new());
        for key in &self.taken {
            let source = sources
                .iter()
                .find(|source| source.id == key.item)
                .ok_or_else(|| Refusal::invalid("taken", "取用的段落不是合进来的稿件的，请回到合稿页再选"))?;
            let passages = of_source.entry(key.item).or_insert_with(|| passages(&source.text.body));
            let found = passages.iter().find(|one| one.number == key.number && one.mark() == key.mark);
            let found = found.ok_or_else(|| {
                let words = format!("{}的文字刚刚改过，请回到合稿页，看过再取用", quoted(source));
                Refusal::Conflict(words)
            })?;
            blocks.push((places.get(key).copied().flatten(), found.block.clone()));
            kept.push(TakenPassage { source: source.id, text: found.text() });
        }
        Ok(TakenOver { body: put_in(&survivor.text.body, &blocks), passages: kept })
    }

    /// Behind which of the survivor's paragraphs each is wanted.
    fn places(&self) -> Result<BTreeMap<PassageKey, Option<usize>>, Refusal> {
        if self.passage.len() != self.after.len() {
            return Err(Refusal::Conflict("这一页可能已经过时，请回到合稿页再选".to_owned()));
        }
        let place = |(key, after): (&PassageKey, &String)| match after.trim() {
            "" => Ok((key.clone(), None)),
            number => match number.parse() {
                Ok(number) => Ok((key.clone(), Some(number))),
                Err(_) => Err(Refusal::invalid("after", "放在第几段后面，请填数字；放在最后就空着")),
            },
        };
        self.passage.iter().zip(&self.after).map(place).collect()
    }
}

impl OfficeDesk {
    /// What an item took over, and where it stands now.
    pub(super) async fn taken(&self, item: &Item, sources: &[ItemRow]) -> Result<Vec<TakenLine>, Refusal> {
        let taken = taken::of(self.store.reader(), item.id).await?;
        if taken.is_empty() {
            return Ok(Vec::new());
        }
        let texts: Vec<String> = taken.iter().map(|taken| taken.text.clone()).collect();
        let body = item.text.body.clone();
        let found = self.worked(move |_| whereabouts(&body, &texts)).await?;
        let line = |(taken, whereabouts): (TakenPassage, _)| {
            let source = sources.iter().find(|source| source.id == taken.source)?;
            let (title, unit) = (source.title.clone(), source.unit.clone());
            Some(TakenLine { source: taken.source, title, unit, whereabouts })
        };
        Ok(taken.into_iter().zip(found).filter_map(line).collect())
    }
}

/// What giving back did to a text.
pub(super) struct GivenBack {
    pub(super) body: String,
    pub(super) out: usize,
    /// What was written otherwise since, and so stays.
    pub(super) left: usize,
}

impl Writing {
    /// Gives back what an item took over from a source: its body without it, as far as it stands there as it was taken.
    /// The source has every word of it still, and so has the history.
    pub(super) async fn give_back(&self, survivor: &Item, source: ItemId) -> Result<GivenBack, Refusal> {
        let connection = self.connection();
        let taken = taken::of(connection, survivor.id).await?;
        let texts: Vec<String> =
            taken.into_iter().filter(|taken| taken.source == source).map(|taken| taken.text).collect();
        taken::give_back(connection, survivor.id, source).await?;
        let (body, left) = taken_out(&survivor.text.body, &texts);
        Ok(GivenBack { body, out: texts.len() - left, left })
    }
}
