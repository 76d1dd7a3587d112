//! 校对 and near duplicates: what there is to look at in a text. Nothing is changed but by the acts below.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use app::desk::{
    Done, Refusal,
    items::{
        BesideText, BesideView, ItemProof, LeftLine, NearItem, Proof, ProofLine, Proofreading,
        acts::{LeaveFinding, MendFindings, TakeUpFinding},
    },
};
use async_trait::async_trait;
use domain::{
    figures,
    id::ItemId,
    item::{Item, ItemText},
    likeness::{self, measure},
    markdown,
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    proof::{self, FormerName, OfficeWords, ProofText, Proofreader, TextField, UnitNames},
    unit::{UnitDirectory, changes::ChangeKind},
    workflow::{Action, State},
};
use jiff::civil::Date;
use store::{
    Connection, items,
    likeness::{self as kept_likeness, Near},
    people,
    proof::{self as kept_proof, Left},
};
use typeset::Typesetter;

use super::{OfficeDesk, draft::save_revision, fields_of, load, subject, write_page::day_concerned};
use crate::{
    desk::{Act, checks::readable},
    work::Stop,
};

/// How much is shown around the words of a finding, in characters.
const AROUND: usize = 8;
/// With which the keys of 一键整理 begin, to be told from findings'.
const TIDY: &str = "tidy:";
/// So many of what is kept as near an item are looked at, to find those that somebody may know of.
const MOST_LOOKED_AT: usize = 16;
/// So many near items are told.
pub(in crate::desk) const MOST_NEAR: usize = 5;

#[async_trait]
impl Proofreading for OfficeDesk {
    async fn proof(&self, actor: &Actor, item: Option<ItemId>, text: &ItemText) -> Result<Proof, Refusal> {
        self.editable(actor, item).await?;
        let reader = self.store.reader();
        let day = match item {
            Some(item) => day_concerned(reader, &load(reader, actor, item).await?, self.now().date()).await?,
            None => self.now().date(),
        };
        self.proof_of(actor, item, text, day).await
    }

    async fn proof_of_item(&self, actor: &Actor, id: ItemId) -> Result<Option<ItemProof>, Refusal> {
        let reader = self.store.reader();
        let item = load(reader, actor, id).await?;
        let may_mend = permits(actor, ItemAct::EditText, &item).is_ok();
        let is_open =
            !matches!(item.state, State::Adopted | State::Combined | State::Rejected | State::Retracted);
        // Who clears or approves a text is told what there is to look at, too.
        let decides = permits_office(actor, OfficeAct::ReadInbox).is_ok()
            || permits(actor, ItemAct::Act(Action::Approve), &item).is_ok();
        if !is_open || !may_mend && !decides {
            return Ok(None);
        }
        let day = day_concerned(reader, &item, self.now().date()).await?;
        let proof = self.proof_of(actor, Some(id), &item.text, day).await?;
        Ok(Some(ItemProof { item: id, revision: item.revision, proof, may_mend }))
    }

    async fn beside(&self, actor: &Actor, one: ItemId, other: ItemId) -> Result<BesideView, Refusal> {
        let reader = self.store.reader();
        let mut items = Vec::new();
        for id in [one, other] {
            let item = readable(actor, items::load(reader, id).await?)?;
            self.note_reading(actor, &item).await;
            items.push(item);
        }
        let texts: Vec<String> =
            items.iter().map(|item| likeness::text_of(&item.text.title, &item.text.body)).collect();
        let (share, passages, texts) = self
            .worked(move |_| {
                let passages = likeness::alike(&texts[0], &texts[1]);
                (measure(&texts[0], &texts[1]).of_shorter / 10, passages, texts)
            })
            .await?;
        let directory = self.directory().await?;
        let (ones, others): (Vec<Range<usize>>, Vec<Range<usize>>) = passages.into_iter().unzip();
        let mut sides = Vec::new();
        for ((item, text), same) in items.iter().zip(&texts).zip([ones, others]) {
            let about = near_item(reader, item, share, &directory).await?;
            sides.push(BesideText { about, pieces: marked(text, same) });
        }
        let mut sides = sides.into_iter();
        let (Some(one), Some(other)) = (sides.next(), sides.next()) else {
            return Err(Refusal::not_found("这篇稿件"));
        };
        Ok(BesideView { one, other, share })
    }
}

/// A text in pieces of which those within the ranges are marked.
fn marked(text: &str, mut same: Vec<Range<usize>>) -> Vec<(String, bool)> {
    same.sort_by_key(|range| range.start);
    let characters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut put = |from: usize, to: usize, is_same: bool| {
        if let Some(piece) = characters.get(from..to)
            && !piece.is_empty()
        {
            pieces.push((piece.iter().collect(), is_same));
        }
    };
    for range in same {
        if range.start >= at {
            put(at, range.start, false);
            put(range.start, range.end, true);
            at = range.end;
        }
    }
    put(at, characters.len(), false);
    pieces
}

impl OfficeDesk {
    /// The office's lists, every unit's names among them.
    pub(in crate::desk) async fn office_words(&self) -> Result<Arc<OfficeWords>, Refusal> {
        let load = async {
            let (_, words) = kept_proof::words(self.store.reader()).await?;
            let directory = self.directory().await?;
            Ok(Arc::new(OfficeWords { units: unit_names(&directory), ..words }))
        };
        self.known.office_words.get(self.changes().await?, (), load).await
    }

    /// In how many places of each item there is something to look at that nobody has; items without are left out.
    pub(in crate::desk) async fn findings_of<'a>(
        &self,
        items: &'a [Item],
    ) -> Result<Vec<(&'a Item, usize)>, Refusal> {
        let words = self.office_words().await?;
        let day = self.now().date();
        let texts: Vec<ItemText> = items.iter().map(|item| item.text.clone()).collect();
        let typesetter = self.press.typesetter().clone();
        let keys = move |_: &Stop| -> Vec<Vec<String>> {
            let reader = Proofreader::new(&words, day);
            let of_text =
                |text| lines_by(&reader, &typesetter, text).into_iter().map(|line| line.key).collect();
            texts.iter().map(of_text).collect()
        };
        let keys = self.worked(keys).await?;
        let mut found = Vec::new();
        for (item, keys) in items.iter().zip(keys).filter(|(_, keys)| !keys.is_empty()) {
            let left = kept_proof::left_in(self.store.reader(), item.id).await?;
            let count = keys.iter().filter(|key| left.iter().all(|left| left.key != **key)).count();
            if count > 0 {
                found.push((item, count));
            }
        }
        Ok(found)
    }

    async fn proof_of(
        &self,
        actor: &Actor,
        id: Option<ItemId>,
        text: &ItemText,
        day: Date,
    ) -> Result<Proof, Refusal> {
        let reader = self.store.reader();
        let words = self.office_words().await?;
        let (mut lines, tidy) = {
            let (text, typesetter) = (text.clone(), self.press.typesetter().clone());
            self.worked(move |_| (lines_of(&text, &words, day, &typesetter), tidy_lines(&text))).await?
        };
        let left = match id {
            Some(id) => kept_proof::left_in(reader, id).await?,
            None => Vec::new(),
        };
        let is_left = |key: &str| left.iter().any(|left| left.key == key);
        let there: Vec<String> = lines.iter().map(|line| line.key.clone()).collect();
        lines.retain(|line| !is_left(&line.key));
        let names = people::names(reader, &left.iter().map(|left| left.by).collect()).await?;
        // What was mended since is nobody's business any more.
        let left = left.into_iter().filter(|left| there.contains(&left.key)).map(|left| {
            let Left { key, words, by, at } = left;
            LeftLine { key, words, by: names.get(&by).cloned().unwrap_or_default(), at }
        });
        Ok(Proof { lines, tidy, left: left.collect(), near: self.near(actor, id, text).await? })
    }

    /// The items that are like a text, of those that this person may read.
    async fn near(
        &self,
        actor: &Actor,
        id: Option<ItemId>,
        text: &ItemText,
    ) -> Result<Vec<NearItem>, Refusal> {
        let reader = self.store.reader();
        let found = kept_likeness::measured(reader, (&text.title, &text.body), id).await?;
        let ids: Vec<ItemId> = found.iter().map(|near| near.item).collect();
        let directory = self.directory().await?;
        let items = items::load_many(reader, &ids).await?;
        let mut near = Vec::new();
        for Near { item, likeness } in found {
            let Some(item) = items.iter().find(|other| other.id == item) else { continue };
            if near.len() < MOST_NEAR && is_told(actor, id, item) {
                near.push(near_item(reader, item, likeness.of_shorter / 10, &directory).await?);
            }
        }
        Ok(near)
    }

    /// What was found near each of these items, the likest first and no more than `most`: only what this person may read.
    /// Items without are left out.
    pub(in crate::desk) async fn near_kept(
        &self,
        actor: &Actor,
        ids: &[ItemId],
        most: usize,
    ) -> Result<BTreeMap<ItemId, Vec<NearItem>>, Refusal> {
        let reader = self.store.reader();
        let mut found = kept_likeness::kept_near(reader, ids).await?;
        let mut near: BTreeMap<ItemId, Vec<NearItem>> = BTreeMap::new();
        // Each month's figures in the same words may be like hundreds: the likest are looked at.
        let mut seen: BTreeMap<ItemId, usize> = BTreeMap::new();
        found.retain(|(item, ..)| {
            let seen = seen.entry(*item).or_default();
            *seen += 1;
            *seen <= MOST_LOOKED_AT
        });
        if found.is_empty() {
            return Ok(near);
        }
        let others: Vec<ItemId> = found.iter().map(|(_, other, _)| *other).collect();
        let others = items::load_many(reader, &others).await?;
        let directory = self.directory().await?;
        for (item, other, share) in found {
            let told = near.entry(item).or_default();
            let other = others.iter().find(|one| one.id == other);
            if let Some(other) = other.filter(|other| told.len() < most && is_told(actor, Some(item), other))
            {
                told.push(near_item(reader, other, share / 10, &directory).await?);
            }
        }
        near.retain(|_, told| !told.is_empty());
        Ok(near)
    }
}

/// Whether this person is told of an item that is like theirs. What went into it is itself.
fn is_told(actor: &Actor, of: Option<ItemId>, other: &Item) -> bool {
    let is_part = other.combined_into.is_some() && other.combined_into == of;
    !is_part && permits(actor, ItemAct::Read, other).is_ok()
}

async fn near_item(
    connection: &impl Connection,
    item: &Item,
    share: u16,
    directory: &UnitDirectory,
) -> Result<NearItem, Refusal> {
    let placed = match item.placed_in {
        Some((issue, _)) => Some(items::issue_label(connection, issue).await?),
        None => None,
    };
    let unit = directory.get(item.submitting_unit).map(|unit| unit.list_name().to_owned());
    Ok(NearItem {
        item: item.id,
        title: item.text.list_title(),
        unit: unit.unwrap_or_default(),
        state: item.state,
        placed,
        share,
    })
}

/// Every name of every unit, and what each was called before.
fn unit_names(directory: &UnitDirectory) -> Vec<UnitNames> {
    let names = directory.units().iter().map(|unit| {
        let renamed = directory
            .changes()
            .iter()
            .filter(|change| change.unit == unit.id && change.kind == ChangeKind::Renamed);
        let former = renamed.filter_map(|change| {
            Some(FormerName { name: change.before.as_ref()?.name.clone(), until: change.day })
        });
        let former: Vec<FormerName> = former.collect();
        // A former name goes on as an alias, by which the unit is found; it is not written any more.
        let is_former = |name: &&str| former.iter().any(|former| former.name == **name);
        let short_names = unit.names().skip(1).filter(|name| !is_former(name)).map(str::to_owned).collect();
        UnitNames { name: unit.name.clone(), short_names, former }
    });
    names.collect()
}

/// What there is to look at in a text of this day.
fn lines_of(text: &ItemText, words: &OfficeWords, day: Date, typesetter: &Typesetter) -> Vec<ProofLine> {
    lines_by(&Proofreader::new(words, day), typesetter, text)
}

fn field_of<'a>(fields: &ProofText<'a>, field: TextField) -> &'a str {
    match field {
        TextField::Title => fields.title,
        TextField::Subtitle => fields.subtitle,
        TextField::Body => fields.body,
    }
}

/// What can be put in order without a word changed.
fn tidy_lines(text: &ItemText) -> Vec<ProofLine> {
    let fields = fields_of(text);
    let read = TextField::ALL.map(|field| Read::of(field, field_of(&fields, field)));
    let lines = proof::tidy_marks(&fields).into_iter().map(|change| {
        let proof::Change { kind, field, place, from, to } = change;
        let (before, after) = read[field as usize].around(&place);
        ProofLine {
            key: format!("{TIDY}{before}[{from}]{after}"),
            kind: kind.label().to_owned(),
            field,
            place,
            before,
            words: from,
            after,
            says: String::new(),
            mending: Some(to),
        }
    });
    lines.collect()
}

/// What there is to look at in a text, figures that cannot be true among it.
fn lines_by(reader: &Proofreader<'_>, typesetter: &Typesetter, text: &ItemText) -> Vec<ProofLine> {
    let fields = fields_of(text);
    let read = TextField::ALL.map(|field| Read::of(field, field_of(&fields, field)));
    let mut lines: Vec<ProofLine> = reader
        .look(&fields)
        .into_iter()
        .chain(proof::unprinted(&fields, |character| typesetter.prints(character)))
        .map(|finding| {
            let proof::Finding { kind, field, place, words, explanation, mending, key } = finding;
            let (before, after) = read[field as usize].around(&place);
            let kind = kind.label().to_owned();
            ProofLine { key, kind, field, place, before, words, after, says: explanation, mending }
        })
        .collect();
    for field in TextField::ALL {
        lines.extend(figures::look(field_of(&fields, field)).into_iter().map(|finding| {
            let figures::FigureFinding { fault, range, words, explanation } = finding;
            let (before, after) = read[field as usize].around(&range);
            ProofLine {
                key: format!("figures:{before}[{words}]{after}"),
                kind: fault.label().to_owned(),
                field,
                place: range,
                before,
                words,
                after,
                says: explanation,
                mending: None,
            }
        }));
    }
    lines.sort_by_key(|line| (line.field, line.place.start));
    lines
}

/// A field as it is read, for whoever shows what stands around a finding.
struct Read(Vec<(usize, char)>);

impl Read {
    fn of(field: TextField, text: &str) -> Self {
        Self(match field {
            TextField::Body => markdown::seen(text),
            TextField::Title | TextField::Subtitle => text.chars().enumerate().collect(),
        })
    }

    /// What stands in the line, or in the cell, before a place and after it.
    fn around(&self, place: &Range<usize>) -> (String, String) {
        let is_within = |sign: &char| !matches!(sign, '\n' | '\t');
        let start = self.0.partition_point(|(at, _)| *at < place.start);
        let end = self.0.partition_point(|(at, _)| *at < place.end);
        let before = self.0[..start].iter().rev().map(|(_, sign)| *sign).take_while(is_within);
        let before: Vec<char> = before.take(AROUND).collect();
        let after = self.0[end..].iter().map(|(_, sign)| *sign).take_while(is_within);
        let before: String = before.into_iter().rev().collect();
        (before.trim_start().to_owned(), after.take(AROUND).collect::<String>().trim_end().to_owned())
    }
}

impl Act for MendFindings {
    /// Each finding by its mending, as one new text.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, revision, key } = self;
        let words = office.office_words().await?;
        let writing = office.begin(actor).await?;
        let mut item = load(writing.connection(), actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        if item.revision != revision {
            return Err(Refusal::overtaken(super::quoted(&item), subject(&item)));
        }
        let day = day_concerned(writing.connection(), &item, writing.now.date()).await?;
        let mut lines = lines_of(&item.text, &words, day, office.press.typesetter());
        lines.extend(tidy_lines(&item.text));
        lines.retain(|line| key.contains(&line.key) && line.mending.is_some());
        lines.sort_by_key(|line| (line.field, line.place.start));
        // Of two over each other the first is mended, and the other looked at anew.
        let mut end = (TextField::Title, 0);
        lines.retain(|line| {
            let is_free = (line.field, line.place.start) >= end;
            if is_free {
                end = (line.field, line.place.end);
            }
            is_free
        });
        if lines.is_empty() {
            return Err(Refusal::invalid("key", "这几处已经改过，或不能自动改，请刷新页面再看"));
        }
        let mended = |field: TextField, text: &str| {
            let of_field = lines.iter().filter(|line| line.field == field);
            proof::mended(
                text,
                of_field.filter_map(|line| Some((line.place.clone(), line.mending.as_deref()?))),
            )
        };
        let text = ItemText {
            title: mended(TextField::Title, &item.text.title),
            subtitle: item.text.subtitle.as_deref().map(|subtitle| mended(TextField::Subtitle, subtitle)),
            body: mended(TextField::Body, &item.text.body),
            ..item.text.clone()
        };
        let was_cleared = item.is_cleared();
        let is_tidying = lines.iter().all(|line| line.key.starts_with(TIDY));
        let told = format!("{}{}处", if is_tidying { "整理" } else { "校对改正" }, lines.len());
        save_revision(&writing, &mut item, text, &told).await?;
        writing.commit().await?;
        let again = if was_cleared { "。文字有改动，需要重新作保密审查" } else { "" };
        Ok(Done::new(format!("已{told}{again}")))
    }
}

impl Act for LeaveFinding {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, key } = self;
        let writing = office.begin(actor).await?;
        let item = load(writing.connection(), actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        let words = key.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).map(|(words, _)| words);
        let words = words.unwrap_or_default().to_owned();
        let left = Left { key: key.clone(), words: words.clone(), by: actor.id, at: writing.timestamp() };
        kept_proof::leave(writing.connection(), id, &left).await?;
        writing.commit().await?;
        Ok(Done::new(format!("“{words}”不改，不再指出")).undo(&TakeUpFinding { item: id, key }))
    }
}

impl Act for TakeUpFinding {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, key } = self;
        let writing = office.begin(actor).await?;
        let item = load(writing.connection(), actor, id).await?;
        permits(actor, ItemAct::EditText, &item)?;
        kept_proof::take_up(writing.connection(), id, &key).await?;
        writing.commit().await?;
        Ok(Done::new("又列入校对意见"))
    }
}
