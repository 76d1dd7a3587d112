//! Typesetting: content to pages, pages to PDF and pictures, the same bytes always.
//!
//! Typst as a library in a world of our own: our templates, our fonts, content as data. It must not know where
//! content comes from, and never the time of day. Only a frozen issue is set for print.

use std::{path::Path, sync::Arc};

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
    check::Area,
    fonts::Fonts,
    foot::Fit,
    laid_out::About,
    means::Means,
    pages::Reading,
    sheet::{IssueSheet, SlipSheet},
    world::{Template, Workshop},
};

mod balance;
mod breaks;
mod bulletin_page;
mod bulletin_sheet;
mod bulletin_table;
mod check;
mod clean;
mod drawn;
mod error;
mod fonts;
mod foot;
mod laid_out;
mod lines;
mod masthead;
mod means;
mod measures;
mod obstacles;
mod pages;
mod picture;
mod pictures;
mod prepared;
mod screen;
mod sections;
mod sheet;
mod tables;
mod world;

pub use self::{bulletin_sheet::spread, bulletin_table::TableMeasures, lines::width as text_width};
pub use self::{
    bulletin_sheet::{BulletinLetter, usual_addressees},
    error::TypesetError,
    laid_out::{ItemSpot, LaidOut},
    measures::Measures,
    obstacles::{GlyphPlace, Large, MissingGlyph, NoRoom, Obstacle},
    pictures::Pictures,
    screen::slice as screen_font,
};

/// How often pages are laid out anew until columns are even, lines filled and page numbers right. Twice nearly always does;
/// after this many times, and two for each run of columns, the pages are good but for such a detail.
const MOST_PASSES: usize = 9;

/// How often an issue is laid out at most: where one run of columns ends is known only once those before it are even.
fn most_passes(sheet: &IssueSheet) -> usize {
    MOST_PASSES + 2 * sheet.sections.iter().filter(|section| section.stands_in_columns()).count()
}

/// After so many further layouts, what Typst remembers of a page that was not needed again is dropped.
const MEMORY: usize = 12;

/// Sets pages. Cheap to clone and to share; made once, since it reads an office's own fonts.
#[derive(Clone)]
pub struct Typesetter {
    workshop: Arc<Workshop>,
    pictures: Arc<Pictures>,
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Typesetter")
    }
}

impl Typesetter {
    /// A typesetter with the built-in fonts, and before them those of a folder where there is one.
    pub fn new(extra_fonts: Option<&Path>) -> Result<Self, TypesetError> {
        let workshop = Arc::new(Workshop::new(Fonts::load(extra_fonts)?)?);
        Ok(Self { workshop, pictures: Arc::default() })
    }

    /// The same typesetter with the pictures that stand in what it is to set. What names another one is set with an empty frame,
    /// and is not printed.
    pub fn with_pictures(&self, pictures: Pictures) -> Self {
        Self { workshop: self.workshop.clone(), pictures: Arc::new(pictures) }
    }

    /// Of everything that decides how pages come out. Under the same mark the same content gives the same bytes.
    pub fn mark(&self) -> &str {
        &self.workshop.fonts.mark
    }

    /// Whether a character leaves its trace on paper, or needs none: blanks, and signs that only join others.
    pub fn prints(&self, character: char) -> bool {
        character.is_whitespace() || pages::is_joiner(character) || self.workshop.fonts.has(character)
    }

    /// Lays out an issue that is still arranged. Missing glyphs are for the caller to show.
    pub fn lay_out_issue(
        &self,
        content: &IssueContent,
        measures: &Measures,
    ) -> Result<LaidOut, TypesetError> {
        let means = self.means(measures);
        let mut laid_out = self.settled(content, means, Fit::Plain)?;
        for fit in foot::remedies(&laid_out.reading, measures) {
            let other = self.settled(content, means, *fit)?;
            if foot::lacking(&other.reading, measures).is_none()
                && other.document.pages().len() <= laid_out.document.pages().len()
            {
                laid_out = other;
                break;
            }
        }
        comemo::evict(MEMORY);
        let about = About {
            identity: identity(content),
            names: content.items().map(ItemContent::name).collect(),
            surroundings: Some(surroundings(content)),
            area: Area {
                left: measures.area_left(),
                right: measures.area_right(),
                top: measures.area_top(),
                bottom: measures.area_top() + measures.area_height(),
            },
            no_room: laid_out.no_room,
        };
        Ok(finished(laid_out.document, laid_out.reading, about))
    }

    /// What Typst is given for an issue at last, beside the templates: for whoever compares with Typst itself.
    pub fn given(&self, content: &IssueContent, measures: &Measures) -> Result<String, TypesetError> {
        let settled = self.settled(content, self.means(measures), Fit::Plain)?;
        in_json(&settled.sheet)
    }

    /// Lays an issue out until its columns are even, its lines filled and its page numbers right.
    fn settled<'a>(
        &'a self,
        content: &'a IssueContent,
        means: Means<'a>,
        fit: Fit,
    ) -> Result<Settled<'a>, TypesetError> {
        let measures = means.measures;
        let mut sheet = IssueSheet::new(content, means, fit);
        let mut passes = 0;
        loop {
            passes += 1;
            let document = self.compile(Template::Issue, &sheet)?;
            let reading = pages::read(&document, measures.area_top() + measures.area_height());
            if passes >= most_passes(&sheet) || !settle(&mut sheet, &reading, content, measures) {
                let no_room = sheet.large();
                return Ok(Settled { document, reading, no_room, sheet });
            }
        }
    }

    fn means<'a>(&'a self, measures: &'a Measures) -> Means<'a> {
        Means { measures, fonts: &self.workshop.fonts, pictures: &self.pictures }
    }

    /// Lays out a single item on a slip of paper, as wide as it will stand in the issue where its section is not set in columns
    /// by wish.
    pub fn lay_out_item(
        &self,
        item: &ItemContent,
        kind: Kind,
        measures: &Measures,
    ) -> Result<LaidOut, TypesetError> {
        let sheet = SlipSheet::new(item, kind, self.means(measures));
        let document = self.compile(Template::Slip, &sheet)?;
        comemo::evict(MEMORY);
        let size = document.pages().first().map(|page| page.frame.size());
        let (width, height) = size.map_or((0.0, 0.0), |size| (size.x.to_pt(), size.y.to_pt()));
        let place = GlyphPlace::Item { index: 0, name: item.name() };
        let no_room = |what: &Large| NoRoom { place: place.clone(), what: what.clone() };
        let about = About {
            identity: "jianbao/slip".to_owned(),
            names: vec![item.name()],
            surroundings: None,
            area: Area { left: 0.0, right: width, top: 0.0, bottom: height },
            no_room: sheet.large().iter().map(no_room).collect(),
        };
        let reading = pages::read(&document, height);
        Ok(finished(document, reading, about))
    }

    /// Lays out a month's bulletin.
    pub fn lay_out_bulletin(
        &self,
        bulletin: &Bulletin,
        letter: &BulletinLetter,
    ) -> Result<LaidOut, TypesetError> {
        let sheet = BulletinSheet::new(bulletin, letter, &self.workshop.fonts);
        let document = self.compile(Template::Bulletin, &sheet)?;
        comemo::evict(MEMORY);
        let area = bulletin_page::area();
        let about = About {
            identity: format!("jianbao/bulletin/{}", bulletin.month),
            names: Vec::new(),
            surroundings: None,
            area,
            no_room: sheet.large(),
        };
        let reading = pages::read(&document, area.bottom);
        Ok(finished(document, reading, about))
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
        let world = self.workshop.world(template, in_json(sheet)?, &self.pictures)?;
        typst::compile::<PagedDocument>(&world).output.map_err(|faults| {
            let messages: Vec<_> = faults.iter().map(|fault| fault.message.to_string()).collect();
            TypesetError::Broken(messages.join("；"))
        })
    }
}

fn in_json(sheet: &impl serde::Serialize) -> Result<String, TypesetError> {
    serde_json::to_string(sheet).map_err(|error| TypesetError::Broken(error.to_string()))
}

/// An issue's pages when nothing more is to be done about them.
struct Settled<'a> {
    document: PagedDocument,
    reading: Reading,
    no_room: Vec<NoRoom>,
    sheet: IssueSheet<'a>,
}

/// Pages to which nothing is done any more but that lines with wide gaps are closed up.
fn finished(document: PagedDocument, reading: Reading, about: About) -> LaidOut {
    match drawn::closed_up(&document) {
        Some(document) => {
            let reading = pages::read(&document, about.area.bottom);
            LaidOut::new(document, reading, about)
        }
        None => LaidOut::new(document, reading, about),
    }
}

fn printed(pages: &LaidOut) -> Result<Vec<u8>, TypesetError> {
    pages.printable()?;
    pages.pdf()
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
fn settle(sheet: &mut IssueSheet, reading: &Reading, content: &IssueContent, measures: &Measures) -> bool {
    let mut changed = sheet.loosen(&pages::drawn_apart(reading), content);
    for uneven in balance::uneven(reading, measures) {
        changed |= sheet.sections[uneven.section].even_out(&uneven, measures.pitch);
    }
    for entry in &mut sheet.contents {
        let page = reading.first_pages.get(entry.index).copied().flatten().map(|page| page + 1);
        changed |= std::mem::replace(&mut entry.page, page) != page;
    }
    changed
}
