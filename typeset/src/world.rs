//! The world as Typst sees it: our templates, our fonts, one file of content, the pictures in it. No packages, no disk, no clock.

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::{TypesetError, fonts::Fonts, pictures::Pictures};

/// A document to be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Template {
    Issue,
    Slip,
    Bulletin,
}

impl Template {
    fn path(self) -> &'static str {
        match self {
            Self::Issue => "issue.typ",
            Self::Slip => "slip.typ",
            Self::Bulletin => "bulletin.typ",
        }
    }
}

const CONTENT: &str = "content.json";
const SOURCES: [(&str, &str); 5] = [
    ("parts.typ", include_str!("../../templates/parts.typ")),
    ("items.typ", include_str!("../../templates/items.typ")),
    ("issue.typ", include_str!("../../templates/issue.typ")),
    ("bulletin.typ", include_str!("../../templates/bulletin.typ")),
    ("slip.typ", include_str!("../../templates/slip.typ")),
];

/// What every document shares, made once.
pub(super) struct Workshop {
    standard: LazyHash<Library>,
    sources: Vec<Source>,
    content: FileId,
    pub(super) fonts: Fonts,
}

impl Workshop {
    pub(super) fn new(fonts: Fonts) -> Result<Self, TypesetError> {
        let sources = SOURCES.iter().map(|(path, text)| Ok(Source::new(file_id(path)?, (*text).to_owned())));
        Ok(Self {
            standard: LazyHash::new(Library::builder().build()),
            sources: sources.collect::<Result<_, TypesetError>>()?,
            content: file_id(CONTENT)?,
            fonts,
        })
    }

    /// The world of one document, whose content is a JSON text.
    pub(super) fn world(
        &self,
        template: Template,
        content: String,
        pictures: &Pictures,
    ) -> Result<DocumentWorld<'_>, TypesetError> {
        let pictures = pictures.by_path().map(|(path, bytes)| Ok((file_id(&path)?, bytes.clone())));
        Ok(DocumentWorld {
            workshop: self,
            main: file_id(template.path())?,
            content: Bytes::from_string(content),
            pictures: pictures.collect::<Result<_, TypesetError>>()?,
        })
    }
}

fn file_id(path: &str) -> Result<FileId, TypesetError> {
    let path = VirtualPath::new(path).map_err(|error| TypesetError::Broken(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One document's view of the workshop.
pub(super) struct DocumentWorld<'a> {
    workshop: &'a Workshop,
    main: FileId,
    content: Bytes,
    pictures: Vec<(FileId, Bytes)>,
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.workshop.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.workshop.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.workshop.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.workshop.content {
            return Ok(self.content.clone());
        }
        let picture = self.pictures.iter().find(|(known, _)| *known == id);
        picture.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.workshop.fonts.get(index)
    }

    /// A page says the date of its issue, never today's.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
