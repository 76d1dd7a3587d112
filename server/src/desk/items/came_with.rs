//! What came with an item beside its text: its original, attachments, and what was written beside passages.

use std::collections::BTreeSet;

use app::desk::{
    Done, Refusal,
    items::{
        CameWith, FileNote, ItemFile, MOST_ATTACHED,
        acts::{AttachFiles, RemoveFile},
    },
};
use domain::{
    act::Verb,
    file_role::FileRole,
    id::ItemId,
    item::Item,
    permission::{ItemAct, permits},
    person::Actor,
};
use store::{
    Connection,
    files::{self, PutFile},
    handed_in,
    items::came_with::{self, Note},
};

use super::{OfficeDesk, Writing, load, subject};
use crate::desk::Act;

/// Of what is only kept and handed out as it came.
pub(super) const ANY_TYPE: &str = "application/octet-stream";

/// What is said of a file that is not kept any more.
pub(super) fn gone() -> Refusal {
    Refusal::not_found("交来的文件（只保存一天，请重新选择）")
}

/// What came with an item beside its text.
pub(super) async fn came_with(connection: &impl Connection, item: ItemId) -> Result<CameWith, Refusal> {
    let file = |file: came_with::ItemFile| {
        let came_with::ItemFile { id, role, name, size, .. } = file;
        ItemFile { id, role, name, size }
    };
    let note = |note: Note| {
        let Note { author, written_on, passage, words } = note;
        FileNote { author, written_on, passage, words }
    };
    Ok(CameWith {
        files: came_with::files_of(connection, item).await?.into_iter().map(file).collect(),
        notes: came_with::notes_of(connection, item).await?.into_iter().map(note).collect(),
    })
}

/// Files that were handed in, on their way to an item.
pub(super) struct Attachments {
    put: Vec<(String, PutFile)>,
    /// How many are not kept any more.
    gone: usize,
    /// Those that hold just what another one holds, by name.
    twice: Vec<String>,
}

impl Attachments {
    /// What is said where they cannot be added any more.
    pub(super) fn left_out(self) -> Option<String> {
        let names: String = self.put.iter().map(|(name, _)| format!("“{name}”")).collect();
        (!names.is_empty()).then(|| format!("附件{names}没有附上：稿件已经报送，不能再加"))
    }

    /// They are this item's from now on, but for those that it has: a page is saved again and again. Says what was added and
    /// what was not; `None` where there is nothing to say.
    pub(super) async fn belong_to(self, writing: &Writing, item: &Item) -> Result<Option<String>, Refusal> {
        let (connection, now) = (writing.connection(), writing.timestamp());
        let Self { mut put, gone, twice } = self;
        let known = came_with::files_of(connection, item.id).await?;
        let has = |put: &PutFile| {
            known.iter().any(|file| file.role == FileRole::Attachment && file.hash == put.hash())
        };
        put.retain(|(_, put)| !has(put));
        if known.len() + put.len() > MOST_ATTACHED {
            let words = format!("一篇稿件最多{MOST_ATTACHED}个文件，请合并或打包后再加");
            return Err(Refusal::invalid("file", words));
        }
        let mut said = Vec::new();
        if !put.is_empty() {
            let names: String = put.iter().map(|(name, _)| format!("“{name}”")).collect();
            for (name, put) in put {
                let hash = files::name(connection, &put, ANY_TYPE, now).await?;
                let role = FileRole::Attachment;
                came_with::add_file(connection, item.id, (&hash, &name), role, writing.actor.id, now).await?;
            }
            let words = format!("添加附件{names}");
            writing.event(Verb::AttachFiles, subject(item), words.clone(), None).await?;
            said.push(words);
        }
        if !twice.is_empty() {
            let names: String = twice.iter().map(|name| format!("“{name}”")).collect();
            said.push(format!("{names}和另一个附件内容完全相同，只附一份"));
        }
        if gone > 0 {
            said.push(format!("有{gone}个附件过了一天没有存，已经不在，请重新添加"));
        }
        Ok((!said.is_empty()).then(|| said.join("；")))
    }
}

impl OfficeDesk {
    /// Files that this person handed in, by their numbers, put where files are kept.
    pub(super) async fn attachments(&self, actor: &Actor, files: &[i64]) -> Result<Attachments, Refusal> {
        let reader = self.store.reader();
        let mut attachments = Attachments { put: Vec::new(), gone: 0, twice: Vec::new() };
        let mut hashes = BTreeSet::new();
        // One more than there may be is enough to be refused.
        for number in files.iter().take(MOST_ATTACHED + 1) {
            let handed_in = handed_in::find(reader, *number, actor.id).await?;
            let bytes = match &handed_in {
                Some(handed_in) => handed_in::bytes(reader, &handed_in.hash).await?,
                None => None,
            };
            match handed_in.zip(bytes) {
                None => attachments.gone += 1,
                Some((handed_in, bytes)) if hashes.insert(handed_in.hash.clone()) => {
                    attachments.put.push((handed_in.name, self.put_file(bytes).await?));
                }
                Some((handed_in, _)) => attachments.twice.push(handed_in.name),
            }
        }
        Ok(attachments)
    }
}

impl Act for AttachFiles {
    /// 添加附件: they go along with the item and are not printed.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, file } = self;
        if file.is_empty() {
            return Err(Refusal::invalid("file", "请先选择文件"));
        }
        permits(actor, ItemAct::EditText, &load(office.store.reader(), actor, item).await?)?;
        let attachments = office.attachments(actor, &file).await?;
        if attachments.gone > 0 {
            return Err(gone());
        }
        let writing = office.begin(actor).await?;
        let item = load(writing.connection(), actor, item).await?;
        permits(actor, ItemAct::EditText, &item)?;
        let words = attachments.belong_to(&writing, &item).await?;
        writing.commit().await?;
        Ok(Done::new(match words {
            Some(words) => format!("已{words}"),
            None => "这些附件已经在了，没有再添加".to_owned(),
        }))
    }
}

impl Act for RemoveFile {
    /// 移去附件: that it was there, and what it was called, stays in the item's history.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, file } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let item = load(connection, actor, item).await?;
        permits(actor, ItemAct::EditText, &item)?;
        let known = came_with::files_of(connection, item.id).await?;
        let file = known.into_iter().find(|known| known.id == file);
        let file = file.ok_or_else(|| Refusal::not_found("这个文件"))?;
        came_with::remove_file(connection, item.id, &file).await?;
        let words = format!("移去{}“{}”", file.role.label(), file.name);
        writing.event(Verb::RemoveFile, subject(&item), words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}")))
    }
}
