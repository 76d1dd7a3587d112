//! Whether texts are where they belong: a cleared item shows the text that was decided on, and a version prints the texts
//! of the revisions that it says it prints.

use std::collections::HashMap;

use domain::{
    id::RevisionId,
    issue::content::{IssueContent, ItemContent},
    item::{Item, ItemText, Part},
};
use store::{
    Connection, StoreError,
    issues::VersionLine,
    items,
    revisions::{self, Revision},
};

/// So many items are read together.
const AT_ONCE: usize = 500;

/// Items that show another text than the one that 保密审查 decided on, under the same revision.
pub(super) async fn unlike_cleared(connection: &impl Connection) -> Result<Vec<String>, StoreError> {
    let mut unlike = Vec::new();
    for ids in items::ids_of_cleared(connection).await?.chunks(AT_ONCE) {
        let items = items::load_many(connection, ids).await?;
        let texts = texts(connection, items.iter().map(|item| item.revision)).await?;
        let is_other =
            |item: &&Item| texts.get(&item.revision).is_some_and(|revision| revision.text != item.text);
        for item in items.iter().filter(is_other) {
            let (title, number) = (item.text.list_title(), texts[&item.revision].number);
            let id = item.id;
            unlike.push(format!("《{title}》（编号 {id}）现在的文字不是它的第{number}稿，审查的是那一稿"));
        }
    }
    Ok(unlike)
}

/// Pieces of a published version that are not what their revisions say.
pub(super) async fn unlike_printed(
    connection: &impl Connection,
    line: &VersionLine,
    content: &IssueContent,
    name: &str,
) -> Result<Vec<String>, StoreError> {
    if line.number.is_none() {
        return Ok(Vec::new());
    }
    let printed: Vec<&ItemContent> = content.sections.iter().flat_map(|section| &section.items).collect();
    if printed.len() != line.items.len() {
        let words = format!("{name}印了{}篇，登记的却是{}篇", printed.len(), line.items.len());
        return Ok(vec![words]);
    }
    let texts = texts(connection, line.items.iter().map(|item| item.revision)).await?;
    let unlike = line.items.iter().zip(printed).filter_map(|(item, printed)| {
        let why = match texts.get(&item.revision) {
            None => "的文字不见了".to_owned(),
            Some(revision) if revision.item != item.item => "登记成了另一篇稿件的文字".to_owned(),
            Some(revision) if is_printed(&revision.text, printed) => return None,
            Some(revision) => format!("与那篇稿件的第{}稿不同，有一处被改动过", revision.number),
        };
        Some(format!("{name}印出的《{}》{why}", printed.name()))
    });
    Ok(unlike.collect())
}

/// Attributions are printed as the units were called on that day, so that only the words are compared.
fn is_printed(text: &ItemText, printed: &ItemContent) -> bool {
    let ItemContent { title, subtitle, body, attribution: _ } = printed;
    text.parts().into_iter().all(|(part, words)| match part {
        Part::TITLE => words.trim() == title,
        Part::SUBTITLE => words == subtitle.as_deref().unwrap_or_default(),
        Part::BODY => words == body,
        _ => true,
    })
}

async fn texts(
    connection: &impl Connection,
    ids: impl Iterator<Item = RevisionId>,
) -> Result<HashMap<RevisionId, Revision>, StoreError> {
    let revisions = revisions::find_many(connection, &ids.collect::<Vec<_>>()).await?;
    Ok(revisions.into_iter().map(|revision| (revision.id, revision)).collect())
}
