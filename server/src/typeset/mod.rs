//! Typesetting: content to pages, pages to PDF and pictures, the same bytes always.
//!
//! Typst as a library in a world of our own: our templates, our fonts, content as data. It must not know where
//! content comes from, and never the time of day. Only a frozen issue is set for print.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{
    issue::{
        Series,
        content::{IssueContent, ItemContent},
        frozen::FrozenIssue,
    },
    item::Kind,
    scoring::Bulletin,
};
use typst_layout::PagedDocument;

use self::{
    bulletin_sheet::BulletinSheet,
    fonts::Fonts,
    foot::Fit,
    laid_out::About,
    sheet::{IssueSheet, SlipSheet},
    world::{Template, Workshop},
};

mod balance;
mod bulletin_sheet;
mod fonts;
mod foot;
mod laid_out;
mod lines;
mod measures;
mod pages;
mod picture;
mod prepared;
mod sections;
mod sheet;
mod world;

pub(crate) use self::{bulletin_sheet::spread, lines::width as text_width};
pub use self::{
    bulletin_sheet::{BulletinLetter, usual_addressees},
    laid_out::{ItemSpot, LaidOut},
    measures::Measures,
};

/// How often pages are laid out anew until columns are even and page numbers are right. Twice nearly always does;
/// after this many times the pages are good but for such a detail.
const MOST_PASSES: usize = 5;

/// After so many further layouts, what Typst remembers of a page that was not needed again is dropped.
const MEMORY: usize = 12;

/// Why something could not be typeset.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    #[error("{}：无法读取字体文件夹（{error}）", .folder.display())]
    FontFolder { folder: PathBuf, error: std::io::Error },
    #[error("{}：不是可用的字体文件", .0.display())]
    UnreadableFont(PathBuf),
    /// Every character that cannot be printed, in printed order.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    MissingGlyphs(Vec<MissingGlyph>),
    /// A fault of the program or its templates, in Typst's words.
    #[error("排版失败：{0}")]
    Broken(String),
}

/// A character for which no font has a glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    pub character: char,
    pub place: GlyphPlace,
}

/// Where a character without a glyph stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlyphPlace {
    Masthead,
    Foot,
    /// A bulletin, which has no items.
    Bulletin,
    /// `index` from 0 through the issue; `name` is the title or the first sentence.
    Item {
        index: usize,
        name: String,
    },
}

impl std::fmt::Display for MissingGlyph {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = u32::from(self.character);
        match &self.place {
            GlyphPlace::Masthead => write!(formatter, "报头")?,
            GlyphPlace::Foot => write!(formatter, "报尾")?,
            GlyphPlace::Bulletin => write!(formatter, "通报")?,
            GlyphPlace::Item { index, name } => write!(formatter, "第{}篇《{name}》", index + 1)?,
        }
        write!(formatter, "：字符“{}”（U+{code:04X}）没有字形，无法印出", self.character)
    }
}

/// Sets pages. Cheap to clone and to share; made once, since it reads an office's own fonts.
#[derive(Clone)]
pub struct Typesetter(Arc<Workshop>);

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Typesetter")
    }
}

impl Typesetter {
    /// A typesetter with the built-in fonts, and before them those of a folder where there is one.
    pub fn new(extra_fonts: Option<&Path>) -> Result<Self, TypesetError> {
        Ok(Self(Arc::new(Workshop::new(Fonts::load(extra_fonts)?)?)))
    }

    /// Lays out an issue that is still arranged. Missing glyphs are for the caller to show.
    pub fn lay_out_issue(
        &self,
        content: &IssueContent,
        measures: &Measures,
    ) -> Result<LaidOut, TypesetError> {
        let (mut document, mut reading) = self.settled(content, measures, Fit::Plain)?;
        for fit in foot::remedies(&reading, measures) {
            let other = self.settled(content, measures, *fit)?;
            if foot::lacking(&other.1, measures).is_none() && other.0.pages().len() <= document.pages().len()
            {
                (document, reading) = other;
                break;
            }
        }
        comemo::evict(MEMORY);
        let about = About {
            identity: identity(content),
            names: content.items().map(ItemContent::name).collect(),
            surroundings: Some(surroundings(content)),
            area: (measures.area_top(), measures.area_top() + measures.area_height()),
        };
        Ok(LaidOut::new(document, reading, &about))
    }

    /// Lays an issue out until its columns are even and its page numbers right.
    fn settled(
        &self,
        content: &IssueContent,
        measures: &Measures,
        fit: Fit,
    ) -> Result<(PagedDocument, pages::Reading), TypesetError> {
        let mut sheet = IssueSheet::new(content, measures, &self.0.fonts.families, fit);
        let mut passes = 0;
        loop {
            passes += 1;
            let document = self.compile(Template::Issue, &sheet)?;
            let reading = pages::read(&document, measures.area_top() + measures.area_height());
            if passes == MOST_PASSES || !settle(&mut sheet, &reading, measures) {
                return Ok((document, reading));
            }
        }
    }

    /// Lays out a single item on a slip of paper, as wide as it will stand in the issue.
    pub fn lay_out_item(
        &self,
        item: &ItemContent,
        kind: Kind,
        measures: &Measures,
    ) -> Result<LaidOut, TypesetError> {
        let document =
            self.compile(Template::Slip, &SlipSheet::new(item, kind, measures, &self.0.fonts.families))?;
        comemo::evict(MEMORY);
        let height = document.pages().first().map_or(0.0, |page| page.frame.height().to_pt());
        let about = About {
            identity: "jianbao/slip".to_owned(),
            names: vec![item.name()],
            surroundings: None,
            area: (0.0, height),
        };
        Ok(LaidOut::new(document.clone(), pages::read(&document, height), &about))
    }

    /// Lays out a month's bulletin.
    pub fn lay_out_bulletin(
        &self,
        bulletin: &Bulletin,
        letter: &BulletinLetter,
    ) -> Result<LaidOut, TypesetError> {
        let sheet = BulletinSheet::new(bulletin, letter, &self.0.fonts.families);
        let document = self.compile(Template::Bulletin, &sheet)?;
        comemo::evict(MEMORY);
        let area = bulletin_sheet::area();
        let about = About {
            identity: format!("jianbao/bulletin/{}", bulletin.month),
            names: Vec::new(),
            surroundings: None,
            area,
        };
        Ok(LaidOut::new(document.clone(), pages::read(&document, area.1), &about))
    }

    /// Lays out a frozen issue for print, its PDF with it. Every character must have its glyph.
    pub fn print_issue(&self, issue: &FrozenIssue, measures: &Measures) -> Result<Vec<u8>, TypesetError> {
        printed(&self.lay_out_issue(issue.content(), measures)?)
    }

    /// Lays out a bulletin for print, its PDF with it. Every character must have its glyph.
    pub fn print_bulletin(
        &self,
        bulletin: &Bulletin,
        letter: &BulletinLetter,
    ) -> Result<Vec<u8>, TypesetError> {
        printed(&self.lay_out_bulletin(bulletin, letter)?)
    }

    fn compile(
        &self,
        template: Template,
        sheet: &impl serde::Serialize,
    ) -> Result<PagedDocument, TypesetError> {
        let content =
            serde_json::to_string(sheet).map_err(|error| TypesetError::Broken(error.to_string()))?;
        let world = self.0.world(template, content)?;
        typst::compile::<PagedDocument>(&world).output.map_err(|faults| {
            let messages: Vec<_> = faults.iter().map(|fault| fault.message.to_string()).collect();
            TypesetError::Broken(messages.join("；"))
        })
    }
}

fn printed(pages: &LaidOut) -> Result<Vec<u8>, TypesetError> {
    match pages.missing_glyphs() {
        [] => pages.pdf(),
        missing => Err(TypesetError::MissingGlyphs(missing.to_vec())),
    }
}

/// What tells the document from every other: two versions of an issue are two documents.
fn identity(content: &IssueContent) -> String {
    let issue = format!("jianbao/{}/{}/{}", content.newsletter, content.year, content.number);
    let series = match content.edition.series {
        Series::Regular => String::new(),
        other => format!("/{}", other.code()),
    };
    let version = content.correction.map(|number| format!("/{number}")).unwrap_or_default();
    format!("{issue}{series}{version}")
}

/// What the masthead says.
fn surroundings(content: &IssueContent) -> String {
    let correction = content.correction_in_words().unwrap_or_default();
    let mark = content.mark.as_deref().unwrap_or_default();
    format!("{}{}{mark}{correction}", content.newsletter, content.publisher)
}

/// Fills in what the pages have shown. Answers whether they must be laid out anew for it.
fn settle(sheet: &mut IssueSheet, reading: &pages::Reading, measures: &Measures) -> bool {
    let mut changed = false;
    for uneven in balance::uneven(reading, measures) {
        changed |= sheet.sections[uneven.section].even_out(uneven.height, uneven.parting);
    }
    for entry in &mut sheet.contents {
        let page = reading.first_pages.get(entry.index).copied().flatten().map(|page| page + 1);
        changed |= std::mem::replace(&mut entry.page, page) != page;
    }
    changed
}
