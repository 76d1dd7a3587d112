//! Items out of files: what a file holds is read anew by whoever looks at it and by the act that drafts it, so that no
//! page carries texts about.

use std::collections::{BTreeMap, HashMap};

use app::desk::{
    Done, Refusal,
    audit::HandedIn,
    items::{
        ChosenFor, DroppedFile, DroppedPiece, FileContent, FoundInFile, FoundInFiles, FoundPiece, ItemLists,
        ItemsFromFiles, KeptPicture, MOST_FILES, PicturesToTake, PieceKey, UnitChoice, acts::DraftFromFiles,
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    attribution,
    file_role::FileRole,
    id::{ItemId, UnitId},
    item::{Item, ItemText, Kind},
    manuscript::{Manuscript, cover_of, split, tidy},
    markdown::{self, Block},
    permission::{Forbidden, OfficeAct, permits_office},
    person::Actor,
    scoring::Details,
    unit::UnitDirectory,
    workflow::State,
};
use store::{
    files::{self, PutFile},
    handed_in,
    items::{
        self, NewItem,
        came_with::{self, Note},
    },
};

use super::{
    super::handing_in::{FILES_ARE_KEPT, MOST_FILES_KEPT},
    OfficeDesk, Writing,
    came_with::{ANY_TYPE, gone},
    draft::{Whose, Written},
    load, quoted,
    send::Submitted,
    subject,
    write_page::{characters, reading},
};
use crate::{
    desk::Act,
    manuscripts::{FileComment, FileManuscript},
    work::Stop,
};

/// A file with what it holds.
struct KnownFile {
    name: String,
    bytes: Vec<u8>,
    pieces: Vec<Manuscript>,
    /// The pictures of its pieces as they stand in it, by the hash by which the pieces name them.
    pictures: BTreeMap<String, Vec<u8>>,
    notes: Vec<Note>,
    said: Vec<String>,
}

#[async_trait]
impl ItemsFromFiles for OfficeDesk {
    async fn hand_in_manuscripts(&self, actor: &Actor, files: Vec<HandedIn>) -> Result<Vec<i64>, Refusal> {
        // Whoever mends a text may have a file for it, whether or not he drafts others.
        permits_office(actor, OfficeAct::TakeInPictures)?;
        let mut numbers = Vec::new();
        let writing = self.begin(actor).await?;
        let (connection, now) = (writing.connection(), writing.timestamp());
        for HandedIn { name, bytes } in files {
            numbers.push(handed_in::keep(connection, &name, bytes, actor.id, now).await?);
        }
        handed_in::sweep(connection, now - FILES_ARE_KEPT, actor.id, MOST_FILES_KEPT).await?;
        writing.commit_unseen().await?;
        Ok(numbers)
    }

    async fn found_in_files(&self, actor: &Actor, files: &[i64]) -> Result<FoundInFiles, Refusal> {
        let units = self.may_draft(actor).await?;
        let directory = self.directory().await?;
        let mut found = Vec::new();
        for number in files.iter().take(MOST_FILES) {
            found.push(match self.known_manuscript(actor, *number).await {
                Ok(known) => found_in(*number, known, &units, &directory, self.now().date()),
                Err((name, Refusal::Invalid(faults))) => FoundInFile {
                    name,
                    pieces: Vec::new(),
                    fault: faults.into_iter().map(|fault| fault.words).next(),
                    notes: 0,
                    said: Vec::new(),
                },
                Err((_, error)) => return Err(error),
            });
        }
        Ok(FoundInFiles { files: found, units })
    }

    async fn dropped_file(&self, actor: &Actor, file: HandedIn) -> Result<DroppedFile, Refusal> {
        let numbers = self.hand_in_manuscripts(actor, vec![file]).await?;
        let file = numbers.first().copied().ok_or_else(gone)?;
        let mut known = self.known_manuscript(actor, file).await.map_err(|(_, error)| error)?;
        // Several are looked at on a page of their own, and taken in from there.
        if known.pieces.len() == 1 {
            self.take_in_pictures(actor, &mut known).await?;
        }
        let piece = |manuscript: Manuscript| DroppedPiece {
            cover: cover_of(&manuscript.contacts),
            manuscript,
            pieces: 1,
        };
        Ok(DroppedFile { file, pieces: known.pieces.into_iter().map(piece).collect() })
    }

    async fn item_file(&self, actor: &Actor, item: ItemId, file: i64) -> Result<FileContent, Refusal> {
        let reader = self.store.reader();
        let item = load(reader, actor, item).await?;
        let no_file = || Refusal::not_found("这个文件");
        let files = came_with::files_of(reader, item.id).await?;
        let file = files.into_iter().find(|known| known.id == file).ok_or_else(no_file)?;
        self.note_reading(actor, &item).await;
        let bytes = self.store.file(&file.hash).await?.ok_or_else(no_file)?;
        Ok(FileContent { name: file.name, bytes })
    }
}

impl OfficeDesk {
    /// The units for which somebody may draft, who may draft at all.
    async fn may_draft(&self, actor: &Actor) -> Result<Vec<UnitChoice>, Refusal> {
        let units = self.units_to_draft_for(actor).await?;
        if units.is_empty() { Err(Forbidden::NotYourUnit.into()) } else { Ok(units) }
    }

    /// A file that this person handed in, read; else its name, and why it could not be.
    async fn known_manuscript(&self, actor: &Actor, number: i64) -> Result<KnownFile, (String, Refusal)> {
        let reader = self.store.reader();
        let unnamed = |error: Refusal| (String::new(), error);
        let handed_in =
            handed_in::find(reader, number, actor.id).await.map_err(|error| unnamed(error.into()))?;
        let handed_in = handed_in.ok_or_else(|| unnamed(gone()))?;
        let name = handed_in.name.clone();
        let bytes = handed_in::bytes(reader, &handed_in.hash).await.map_err(|error| unnamed(error.into()))?;
        let bytes = bytes.ok_or_else(|| unnamed(gone()))?;
        let directory = self.directory().await.map_err(unnamed)?;
        let named = |error: Refusal| (name.clone(), error);
        let read = self.file_manuscript(name.clone(), bytes.clone()).await.map_err(named)?;
        let FileManuscript { parts, pictures, comments, taken_as } = read;
        let work = move |_: &Stop| -> Vec<Manuscript> {
            split(parts, &directory).into_iter().map(|parts| tidy(parts, &directory)).collect()
        };
        let pieces = self.worked(work).await.map_err(named)?;
        let notes = comments.into_iter().map(|comment| {
            let FileComment { author, day, words, passage } = comment;
            Note { author, written_on: day, passage, words }
        });
        let said = taken_as.into_iter().collect();
        Ok(KnownFile { bytes, pieces, pictures, notes: notes.collect(), said, name })
    }
}

impl OfficeDesk {
    /// Takes the pictures of a file's pieces in, each as it is kept; one that cannot be is left out, and that is told.
    async fn take_in_pictures(&self, actor: &Actor, known: &mut KnownFile) -> Result<(), Refusal> {
        let mut kept: HashMap<String, Result<KeptPicture, String>> = HashMap::new();
        for (hash, bytes) in std::mem::take(&mut known.pictures) {
            let taken = match self.take_in_picture(actor, bytes).await {
                Ok(picture) => Ok(picture),
                Err(Refusal::Invalid(faults)) => {
                    Err(faults.into_iter().map(|fault| fault.words).collect::<Vec<_>>().join("；"))
                }
                Err(error) => return Err(error),
            };
            kept.insert(hash, taken);
        }
        for piece in &mut known.pieces {
            let left = &mut piece.left;
            piece.blocks.retain_mut(|block| {
                let Block::Picture { hash, .. } = block else { return true };
                match kept.get(hash) {
                    Some(Ok(now)) => {
                        hash.clone_from(&now.hash);
                        left.extend(now.remark.as_ref().map(|remark| format!("一张图片{remark}")));
                    }
                    Some(Err(words)) => {
                        left.push(format!("一张图片没有取入：{words}"));
                        return false;
                    }
                    None => {}
                }
                true
            });
        }
        Ok(())
    }
}

/// A file out of which an item's text came, put where files are kept.
pub(super) struct OriginalFile {
    name: String,
    put: PutFile,
    notes: Vec<Note>,
}

impl OriginalFile {
    /// It is this item's from now on, with what was written beside its passages.
    pub(super) async fn belongs_to(self, writing: &Writing, item: ItemId) -> Result<(), Refusal> {
        let (connection, now) = (writing.connection(), writing.timestamp());
        // A page is saved again and again.
        let known = came_with::files_of(connection, item).await?;
        if known.iter().any(|file| file.role == FileRole::Original && file.hash == self.put.hash()) {
            return Ok(());
        }
        let hash = files::name(connection, &self.put, ANY_TYPE, now).await?;
        let role = FileRole::Original;
        came_with::add_file(connection, item, (&hash, &self.name), role, writing.actor.id, now).await?;
        Ok(came_with::add_notes(connection, item, self.notes).await?)
    }
}

impl OfficeDesk {
    /// The file that a text names as its original; nothing where it is the item's already, or not kept any more.
    pub(super) async fn original(
        &self,
        actor: &Actor,
        written: &Written,
    ) -> Result<Option<OriginalFile>, Refusal> {
        let Some(number) = written.original else { return Ok(None) };
        let reader = self.store.reader();
        let Some(handed_in) = handed_in::find(reader, number, actor.id).await? else { return Ok(None) };
        if let Whose::Item(item, _) = written.whose {
            let known = came_with::files_of(reader, item).await?;
            if known.iter().any(|file| file.hash == handed_in.hash) {
                return Ok(None);
            }
        }
        let known = self.known_manuscript(actor, number).await.map_err(|(_, error)| error)?;
        let mut notes = known.notes;
        notes.extend(known.pieces.iter().filter_map(|piece| contact_note(&piece.contacts)));
        let put = self.put_file(known.bytes).await?;
        Ok(Some(OriginalFile { name: known.name, put, notes }))
    }
}

fn found_in(
    file: i64,
    known: KnownFile,
    units: &[UnitChoice],
    directory: &UnitDirectory,
    today: jiff::civil::Date,
) -> FoundInFile {
    let piece = |(number, manuscript): (usize, Manuscript)| {
        let (done, left) = (manuscript.done.clone(), manuscript.left.clone());
        let contacts = manuscript.contacts.clone();
        let text = text_of(manuscript);
        let attribution = attribution::parse(&text.attribution_line, directory);
        let named = attribution.units();
        let unit = units.iter().find(|choice| named.contains(&choice.id)).or(units.first());
        FoundPiece {
            key: PieceKey { file, number },
            unit: unit.map_or(UnitId(0), |choice| choice.id),
            reading: reading(&attribution, directory, today),
            missing: text.missing(&attribution),
            characters: characters(&text),
            text,
            contacts,
            done,
            left,
        }
    };
    FoundInFile {
        name: known.name,
        pieces: known.pieces.into_iter().enumerate().map(|(number, one)| piece((number, one))).collect(),
        fault: None,
        notes: known.notes.len(),
        said: known.said,
    }
}

/// A manuscript as the text of an item. What has no title is a brief.
fn text_of(manuscript: Manuscript) -> ItemText {
    let Manuscript { title, subtitle, blocks, attribution, .. } = manuscript;
    ItemText {
        kind: if title.is_none() { Kind::Brief } else { Kind::Article },
        title: title.unwrap_or_default(),
        subtitle,
        content_type: None,
        body: markdown::write(&blocks),
        attribution_line: attribution.unwrap_or_default(),
    }
    .tidied()
}

/// The notes that belong to a text: those whose passages stand in it.
fn notes_of(notes: &mut Vec<Note>, text: &ItemText) -> Vec<Note> {
    let words = format!("{}\n{}", text.title, markdown::plain_text(&markdown::parse(&text.body)));
    let is_of_it = |note: &mut Note| !note.passage.is_empty() && words.contains(note.passage.trim());
    notes.extract_if(.., is_of_it).collect()
}

/// The lines at a text's end that are not printed, as they stood there.
fn contact_note(contacts: &[String]) -> Option<Note> {
    let words = contacts.join("\n");
    (!words.is_empty()).then(|| Note { words, ..Note::default() })
}

impl Act for DraftFromFiles {
    /// Each chosen piece becomes an item with the file as its original. All of them are drafted or none.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { mut piece, piece_kind, piece_unit, send } = self;
        if piece.is_empty() {
            return Err(Refusal::invalid("piece", "请先勾选要起草的稿件"));
        }
        piece.sort_unstable();
        piece.dedup();
        let mut by_file: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for key in &piece {
            by_file.entry(key.file).or_default().push(key.number);
        }
        if by_file.len() > MOST_FILES {
            return Err(Refusal::invalid("piece", format!("一次最多从{MOST_FILES}个文件起草")));
        }
        let units = office.may_draft(actor).await?;
        let directory = office.directory().await?;
        let today = office.now().date();
        let mut pieces = Vec::new();
        for (number, chosen) in by_file {
            let mut known = office.known_manuscript(actor, number).await.map_err(|(_, error)| error)?;
            office.take_in_pictures(actor, &mut known).await?;
            let (name, mut notes) = (known.name.clone(), known.notes.clone());
            let put = office.put_file(known.bytes.clone()).await?;
            let mut found = found_in(number, known, &units, &directory, today).pieces;
            found.retain(|piece| chosen.contains(&piece.key.number));
            if found.len() < chosen.len() {
                return Err(Refusal::invalid("piece", format!("“{name}”里没有这一篇，请重新选择文件")));
            }
            let count = found.len();
            for (place, mut piece) in found.into_iter().enumerate() {
                if let Some(kind) = chosen_for(&piece_kind, piece.key) {
                    piece.text.kind = kind.0;
                }
                if let Some(unit) = chosen_for(&piece_unit, piece.key) {
                    piece.unit = unit;
                }
                if let Some((_, words)) = piece.text.too_large() {
                    return Err(Refusal::invalid("piece", format!("“{name}”：{words}")));
                }
                // What stands beside no passage of any goes with the last.
                let is_last = place + 1 == count;
                let mut own =
                    if is_last { std::mem::take(&mut notes) } else { notes_of(&mut notes, &piece.text) };
                own.extend(contact_note(&piece.contacts));
                pieces.push(ToDraft { piece, name: name.clone(), put: put.clone(), notes: own });
            }
        }
        let writing = office.begin(actor).await?;
        let (mut drafted, mut sent, mut unsent) = (Vec::new(), 0, Vec::new());
        for piece in pieces {
            let mut item = draft(&writing, &directory, piece).await?;
            if send {
                match office.submit_in(&writing, &mut item).await? {
                    Submitted::Sent(_) => sent += 1,
                    Submitted::Not(error) => unsent.push(format!("{}：{error}", quoted(&item))),
                }
            }
            drafted.push(item.id);
        }
        writing.commit().await?;
        let words = match (send, unsent.as_slice()) {
            (false, _) => format!("已存{}篇草稿", drafted.len()),
            (true, []) => format!("已报送{sent}篇"),
            (true, unsent) => {
                format!("已报送{sent}篇；{}篇存为草稿，还不能报送：{}", unsent.len(), unsent.join("；"))
            }
        };
        let next = match drafted.as_slice() {
            [one] if !send => format!("/items/{one}/edit"),
            [one] => format!("/items/{one}"),
            _ => "/items".to_owned(),
        };
        Ok(Done::new(words).next(next))
    }
}

/// A piece with the file from which it comes.
struct ToDraft {
    piece: FoundPiece,
    name: String,
    put: PutFile,
    notes: Vec<Note>,
}

fn chosen_for<T: Copy>(chosen: &[ChosenFor<T>], piece: PieceKey) -> Option<T> {
    chosen.iter().find(|chosen| chosen.piece == piece).map(|chosen| chosen.value)
}

async fn draft(writing: &Writing, directory: &UnitDirectory, new: ToDraft) -> Result<Item, Refusal> {
    let ToDraft { piece, name, put, notes } = new;
    let (connection, actor, now) = (writing.connection(), &writing.actor, writing.timestamp());
    permits_office(actor, OfficeAct::Draft(piece.unit))?;
    let unit = directory.get(piece.unit).ok_or_else(|| Refusal::not_found("这个单位"))?;
    if let Some(absence) = directory.absence_on(unit.id, writing.now.date()) {
        return Err(Refusal::invalid("piece_unit", format!("{}，不能再以它的名义起草", absence.words)));
    }
    let new = NewItem {
        cover: cover_of(&piece.contacts),
        submitting_unit: unit.id,
        attribution: attribution::parse(&piece.text.attribution_line, directory),
        text: piece.text,
        state: State::Draft,
        details: Details::NONE,
        drafted_by: actor.id,
        at: now,
    };
    let item = items::insert(connection, new).await?;
    OriginalFile { name: name.clone(), put, notes }.belongs_to(writing, item.id).await?;
    let words = match actor.contributes_for(unit.id) {
        true => format!("从“{name}”起草"),
        false => format!("从“{name}”代{}录入", unit.list_name()),
    };
    writing.event(Verb::DraftItem, subject(&item), words, None).await?;
    Ok(item)
}
