//! What came with an item beside its text: its original, attachments, and what was written beside passages.

use app::desk::{
    Done, Refusal,
    items::{
        CameWith, FileNote, ItemFile,
        acts::{AttachFiles, RemoveFile},
    },
};
use domain::{
    act::Verb,
    file_role::FileRole,
    id::ItemId,
    permission::{ItemAct, permits},
    person::Actor,
};
use store::{
    Connection, files, handed_in,
    items::came_with::{self, Note},
};

use super::{OfficeDesk, load, subject};
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

/// Attachments of an item, at most.
const MOST_ATTACHED: usize = 20;

impl Act for AttachFiles {
    /// 添加附件: they go along with the item and are not printed.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item, file } = self;
        let reader = office.store.reader();
        permits(actor, ItemAct::EditText, &load(reader, actor, item).await?)?;
        let (mut put, mut names) = (Vec::new(), Vec::new());
        for number in file.iter().take(MOST_ATTACHED) {
            let handed_in = handed_in::find(reader, *number, actor.id).await?.ok_or_else(gone)?;
            let bytes = handed_in::bytes(reader, &handed_in.hash).await?.ok_or_else(gone)?;
            put.push((handed_in.name.clone(), office.put_file(bytes).await?));
            names.push(format!("“{}”", handed_in.name));
        }
        if put.is_empty() {
            return Err(Refusal::invalid("file", "请先选择文件"));
        }
        let writing = office.begin(actor).await?;
        let (connection, now) = (writing.connection(), writing.timestamp());
        let item = load(connection, actor, item).await?;
        permits(actor, ItemAct::EditText, &item)?;
        let known = came_with::files_of(connection, item.id).await?;
        if known.len() + put.len() > MOST_ATTACHED {
            return Err(Refusal::invalid(
                "file",
                format!("一篇稿件最多{MOST_ATTACHED}个文件，请合并或打包后再加"),
            ));
        }
        for (name, put) in put {
            let hash = files::name(connection, &put, ANY_TYPE, now).await?;
            came_with::add_file(connection, item.id, (&hash, &name), FileRole::Attachment, actor.id, now)
                .await?;
        }
        let words = format!("添加附件{}", names.concat());
        writing.event(Verb::AttachFiles, subject(&item), words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已{words}")))
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
