//! PDFs and pictures of pages, for whoever may see them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use app::desk::{Refusal, issues::IssueFiles};
use async_trait::async_trait;
use axum::body::Bytes;
use domain::{
    file_role::FileRole,
    id::IssueId,
    issue::{IssueState, content::IssueContent},
    markdown,
    permission::{IssueAct, Reader, permits_issue, permits_reading_other_versions},
    person::Actor,
    subject::Subject,
};
use store::{
    changes::Changes,
    files::{self, FileUse},
    issues::{self, PdfOf},
};

use super::{OfficeDesk, content::Arranged, visible};
use crate::export::docx::{self, Picture};

/// A PDF that the reader may have.
#[derive(Clone, Debug)]
pub(crate) struct Pdf {
    pub(crate) bytes: Bytes,
    /// Whether anybody at all may have it, so that caches between us and the reader may keep it.
    pub(crate) open: bool,
    /// 自然资源信息2024年第3期.pdf.
    pub(crate) name: String,
}

#[async_trait]
impl IssueFiles for OfficeDesk {
    async fn issue_pdf(
        &self,
        reader: Reader<'_>,
        id: IssueId,
        number: Option<i32>,
    ) -> Result<String, Refusal> {
        let issue = self.readable_issue(reader, id).await?;
        let versions = issues::published_versions(self.store.reader(), issue.id).await?;
        let found = versions.iter().find(|version| number.is_none_or(|number| version.number == number));
        let found = found.ok_or_else(no_such_file)?;
        if versions.first() != Some(found) {
            permits_reading_other_versions(reader)?;
        }
        Ok(found.pdf_hash.clone())
    }

    async fn issue_docx(&self, reader: Reader<'_>, id: IssueId) -> Result<(String, Vec<u8>), Refusal> {
        let issue = self.readable_issue(reader, id).await?;
        if issue.state != IssueState::Published {
            return Err(no_such_file());
        }
        let version = issues::in_force(self.store.reader(), issue.id).await?.ok_or_else(no_such_file)?;
        self.as_word(version.content.content(), None).await
    }

    async fn draft_docx(&self, actor: &Actor, id: IssueId) -> Result<(String, Vec<u8>), Refusal> {
        permits_reading_other_versions(Reader::Person(actor))?;
        let issue = self.issue(id).await?;
        visible(permits_issue(actor, IssueAct::Read, &issue))?;
        self.note_reading_of_issue(actor, &issue).await;
        let arranged = Arranged::load(self.store.reader(), &issue).await?;
        self.as_word(&arranged.content, Some("草稿")).await
    }
}

impl OfficeDesk {
    /// An issue's content as a Word document, with what marks it as no final one; what the file is called.
    async fn as_word(
        &self,
        content: &IssueContent,
        mark: Option<&'static str>,
    ) -> Result<(String, Vec<u8>), Refusal> {
        let mut pictures = BTreeMap::new();
        let hashes: BTreeSet<String> =
            content.items().flat_map(|item| markdown::pictures(&item.body)).collect();
        for hash in hashes {
            // What is no picture is none here, either.
            if files::picture(self.store.reader(), &hash).await?.is_none() {
                continue;
            }
            let bytes = self.store.file(&hash).await?;
            pictures.extend(bytes.and_then(Picture::of).map(|picture| (hash, picture)));
        }
        let number = content.edition.label(content.number);
        let name =
            format!("{}{}年{number}{}.docx", content.newsletter, content.year, mark.unwrap_or_default());
        let content = content.clone();
        Ok((name, self.worked(move |_| docx::issue(&content, &pictures, mark)).await??))
    }
}

impl OfficeDesk {
    /// The PDF with this hash.
    pub(crate) async fn pdf(&self, changes: Changes, reader: Reader<'_>, hash: &str) -> Result<Pdf, Refusal> {
        self.note_pdf(reader, self.readable_pdf(changes, reader, hash).await?).await;
        let open = self.readable_pdf(changes, Reader::Anybody, hash).await.is_ok();
        let name = self.pdf_name(changes, reader, hash).await?;
        Ok(Pdf { bytes: self.file_at_hand(hash.to_owned()).await?, open, name })
    }

    /// A file's bytes, at hand where somebody had them a moment ago.
    async fn file_at_hand(&self, hash: String) -> Result<Bytes, Refusal> {
        if let Some(bytes) = self.pdfs.get(&hash) {
            return Ok(bytes);
        }
        let bytes = Bytes::from(self.store.file(&hash).await?.ok_or_else(no_such_file)?);
        self.pdfs.keep(hash, bytes.clone(), bytes.len());
        Ok(bytes)
    }

    /// How the PDF is called: by its newsletter, its number and what is special about the version.
    async fn pdf_name(&self, changes: Changes, reader: Reader<'_>, hash: &str) -> Result<String, Refusal> {
        let owners = self.pdf_owners(changes, hash).await?;
        let of = owners.iter().find(|of| of.in_force).or(owners.first()).ok_or_else(no_such_file)?;
        let (issue, newsletter) = self.named_issue(changes, reader, of.issue).await?;
        let version = match of.number {
            None if issue.state == IssueState::Published => "（更正送审稿）".to_owned(),
            None => "（送审稿）".to_owned(),
            Some(..=1) => String::new(),
            Some(number) => format!("（更正第{number}版）"),
        };
        Ok(format!("{newsletter}{}年{}{version}.pdf", issue.year, issue.label()))
    }

    /// The versions of issues that use the file: whoever may read one of them may read it.
    async fn pdf_owners(&self, changes: Changes, hash: &str) -> Result<Arc<[PdfOf]>, Refusal> {
        let load = async {
            let mut owners = Vec::new();
            for FileUse { subject, role } in files::uses(self.store.reader(), hash).await? {
                // A bulletin's pages are asked for at its own address, which asks for its own rights.
                if let (Subject::Issue(issue), FileRole::IssuePages) = (subject, role) {
                    owners.extend(issues::pdf_of(self.store.reader(), issue, hash).await?);
                }
            }
            Ok(Arc::from(owners))
        };
        self.known.pdf_owners.get(changes, hash.to_owned(), load).await
    }

    /// Whether somebody may see the PDF with this hash.
    pub(crate) async fn may_see_pdf(&self, reader: Reader<'_>, hash: &str) -> Result<(), Refusal> {
        let unpublished = self.readable_pdf(self.changes().await?, reader, hash).await?;
        self.note_pdf(reader, unpublished).await;
        Ok(())
    }

    /// Records who sees a PDF that is not published.
    async fn note_pdf(&self, reader: Reader<'_>, unpublished: Option<IssueId>) {
        if let (Reader::Person(actor), Some(issue)) = (reader, unpublished) {
            self.note_reading_of_pages(actor, issue).await;
        }
    }

    /// A page's picture of the PDF with this hash, page counted from 0.
    pub(crate) async fn pdf_picture(
        &self,
        reader: Reader<'_>,
        hash: &str,
        page: usize,
    ) -> Result<Bytes, Refusal> {
        self.may_see_pdf(reader, hash).await?;
        if let Some(picture) = issues::page_picture(self.store.reader(), hash, page).await? {
            return self.file_at_hand(picture).await;
        }
        // It will be drawn, or was printed before pictures were kept.
        let content = issues::content_of_pdf(self.store.reader(), hash).await?;
        let content = content.ok_or_else(no_such_file)?;
        let picture = self.press.picture(content.content(), page).await?;
        picture.ok_or_else(|| Refusal::not_found("这一页"))
    }

    /// A page's picture of the issue as it is arranged now, page counted from 0. `digest` is the one that the board
    /// showed: where the pages are still at hand nothing is set anew.
    pub(crate) async fn draft_picture(
        &self,
        actor: &Actor,
        id: IssueId,
        digest: &str,
        page: usize,
    ) -> Result<Bytes, Refusal> {
        permits_reading_other_versions(Reader::Person(actor))?;
        let at_hand = self.press.draft_picture(id, digest, page).await?;
        let issue = self.issue(id).await?;
        visible(permits_issue(actor, IssueAct::Read, &issue))?;
        self.note_reading_of_issue(actor, &issue).await;
        if let Some(picture) = at_hand {
            return Ok(picture);
        }
        let arranged = Arranged::load(self.store.reader(), &issue).await?;
        let picture = match self.draft_of(&issue, &arranged).await? {
            Some(_) => self.press.picture(&arranged.content, page).await?,
            None => None,
        };
        picture.ok_or_else(|| Refusal::not_found("这一页"))
    }

    /// The issue's pages as it is arranged now, as a PDF, and what the file is called.
    pub(crate) async fn draft_pdf(&self, actor: &Actor, id: IssueId) -> Result<(String, Vec<u8>), Refusal> {
        permits_reading_other_versions(Reader::Person(actor))?;
        let issue = self.issue(id).await?;
        visible(permits_issue(actor, IssueAct::Read, &issue))?;
        self.note_reading_of_issue(actor, &issue).await;
        let arranged = Arranged::load(self.store.reader(), &issue).await?;
        if arranged.items.is_empty() {
            return Err(Refusal::blocked("这一期还没有编入稿件，没有版面可看"));
        }
        let name = format!(
            "{}{}年{}草稿.pdf",
            arranged.newsletter.name,
            issue.year,
            issue.edition.label(issue.number)
        );
        Ok((name, self.press.draft_pdf(&arranged.content).await?))
    }

    /// Refuses whoever may not have the PDF with this hash; answers the issue of which it is not published, where that is so.
    async fn readable_pdf(
        &self,
        changes: Changes,
        reader: Reader<'_>,
        hash: &str,
    ) -> Result<Option<IssueId>, Refusal> {
        let of = self.pdf_owners(changes, hash).await?;
        if of.is_empty() {
            return Err(no_such_file());
        }
        let (mut refusal, mut unpublished) = (None, None);
        for PdfOf { issue, number, in_force } in of.iter() {
            let is_unpublished = match in_force {
                true => self.readable_issue_as_of(changes, reader, *issue).await.map(|issue| issue.withheld),
                false => {
                    permits_reading_other_versions(reader).map(|()| number.is_none()).map_err(Refusal::from)
                }
            };
            match is_unpublished {
                Ok(false) => return Ok(None),
                Ok(true) => unpublished = Some(*issue),
                Err(error) => refusal = Some(error),
            }
        }
        match unpublished {
            Some(issue) => Ok(Some(issue)),
            None => Err(refusal.unwrap_or_else(no_such_file)),
        }
    }
}

pub(super) fn no_such_file() -> Refusal {
    Refusal::not_found("这个文件")
}
