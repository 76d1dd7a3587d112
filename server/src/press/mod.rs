//! The press: typesetting away from the threads that answer requests, a few pages at a time, with what was
//! typeset last at hand.
//!
//! It must not know who asks, nor what is done with the pages.

use std::{fmt, sync::Arc};

use axum::body::Bytes;
use domain::{
    hexadecimal::hexadecimal,
    id::IssueId,
    issue::{FrozenIssue, content::IssueContent},
    refusal::Refusal,
    scoring::Bulletin,
};
use sha2::{Digest, Sha256};
use store::{Store, StoreError, failure};
use typeset::{BulletinLetter, ItemSpot, LaidOut, Measures, Obstacle, TypesetError, Typesetter};

use self::slips::Slips;
use crate::{
    recent::Recent,
    work::{Pool, WorkError},
};

mod pictures;
mod slips;

pub use self::{pictures::pictures_in, slips::Slip};

/// How many pages are set at the same time. More would only make everybody wait.
pub const PRESSES: usize = 2;

/// How many laid-out issues are at hand: each takes some megabytes.
const MOST_LAID_OUT: usize = 4;

/// How many bytes of pictures are at hand.
const MOST_PICTURES: usize = 24 << 20;

/// Pixels for each inch of a page's picture: as large as on paper, on a plain screen.
pub const PIXELS: f64 = 96.0;

/// The press.
pub struct Press {
    typesetter: Typesetter,
    /// For the pictures that stand in texts.
    store: Store,
    measures: Measures,
    presses: Pool,
    /// By the digest of the content.
    laid_out: Recent<String, Arc<LaidOut>>,
    /// By the digest of the content and the page, from 0.
    pictures: Recent<(String, usize), Bytes>,
    /// The digest of each issue's draft as it was laid out last.
    drafts: Recent<IssueId, String>,
    slips: Slips,
}

impl fmt::Debug for Press {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Press").finish_non_exhaustive()
    }
}

/// Why nothing came off the press.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    #[error(transparent)]
    Typeset(#[from] TypesetError),
    #[error(transparent)]
    Work(#[from] WorkError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PressError> for Refusal {
    fn from(error: PressError) -> Self {
        match error {
            PressError::Work(error) => error.into(),
            PressError::Store(error) => error.into(),
            error @ PressError::Typeset(_) => failure(error),
        }
    }
}

/// A frozen issue in print.
#[derive(Clone, Debug)]
pub struct Printed {
    pub pdf: Vec<u8>,
    pub pages: i32,
    /// The names of the fonts that it was set with.
    pub fonts: Vec<String>,
    /// By which typesetting.
    pub typesetting: String,
}

/// How a draft came out.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Of its content.
    pub digest: String,
    pub pages: usize,
    /// From 0 to 1, without the foot.
    pub last_page_fill: f64,
    /// What keeps it from being printed.
    pub obstacles: Vec<Obstacle>,
    /// For each page, where items stand on it.
    pub spots: Vec<Vec<ItemSpot>>,
}

impl Press {
    pub fn new(typesetter: Typesetter, store: Store) -> Self {
        Self {
            typesetter,
            store,
            measures: Measures::default(),
            presses: Pool::new(PRESSES),
            laid_out: Recent::new(MOST_LAID_OUT),
            pictures: Recent::new(MOST_PICTURES),
            drafts: Recent::new(64),
            slips: Slips::new(),
        }
    }

    /// By which measures issues are set.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// What sets the pages.
    pub fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    /// Prints a frozen issue. A character without a glyph is an error, and so is what finds no room.
    pub async fn print(&self, issue: &FrozenIssue) -> Result<Printed, PressError> {
        let laid_out = self.lay_out(issue.content()).await?;
        let typesetting = self.typesetter.mark().to_owned();
        self.at_the_press(move || {
            laid_out.printable()?;
            Ok(Printed {
                pdf: laid_out.pdf()?,
                pages: i32::try_from(laid_out.pages()).unwrap_or(i32::MAX),
                fonts: laid_out.fonts_used().map(str::to_owned).collect(),
                typesetting,
            })
        })
        .await
    }

    /// Prints a month's bulletin. A character without a glyph is an error, and so is what finds no room.
    pub async fn print_bulletin(
        &self,
        bulletin: Bulletin,
        letter: BulletinLetter,
    ) -> Result<Vec<u8>, PressError> {
        let typesetter = self.typesetter.clone();
        self.at_the_press(move || Ok(typesetter.print_bulletin(&bulletin, &letter)?)).await
    }

    /// Lays out an issue as it is arranged now.
    pub async fn draft(&self, issue: IssueId, content: &IssueContent) -> Result<Draft, PressError> {
        let laid_out = self.lay_out(content).await?;
        let digest = digest(content);
        self.drafts.keep(issue, digest.clone(), 1);
        Ok(Draft {
            digest,
            pages: laid_out.pages(),
            last_page_fill: laid_out.last_page_fill(),
            obstacles: laid_out.obstacles(),
            spots: (0..laid_out.pages()).map(|page| laid_out.spots(page)).collect(),
        })
    }

    /// The pages of an issue as it is arranged now, as a file to look at. What keeps it from being printed does not keep it
    /// from being looked at.
    pub async fn draft_pdf(&self, content: &IssueContent) -> Result<Vec<u8>, PressError> {
        let laid_out = self.lay_out(content).await?;
        self.at_the_press(move || Ok(laid_out.pdf()?)).await
    }

    /// A page's picture of the issue's draft with this digest, page counted from 0. `None` where that draft is not
    /// at hand any more: it must be laid out anew.
    pub async fn draft_picture(
        &self,
        issue: IssueId,
        digest: &str,
        page: usize,
    ) -> Result<Option<Bytes>, PressError> {
        if self.drafts.get(&issue).as_deref() != Some(digest) {
            return Ok(None);
        }
        let key = (digest.to_owned(), page);
        match (self.pictures.get(&key), self.laid_out.get(&key.0)) {
            (Some(picture), _) => Ok(Some(picture)),
            (None, Some(laid_out)) => self.picture_of(key, laid_out).await,
            (None, None) => Ok(None),
        }
    }

    /// A page's picture, page counted from 0; `None` where there is no such page.
    pub async fn picture(&self, content: &IssueContent, page: usize) -> Result<Option<Bytes>, PressError> {
        let key = (digest(content), page);
        if let Some(picture) = self.pictures.get(&key) {
            return Ok(Some(picture));
        }
        let laid_out = self.lay_out(content).await?;
        self.picture_of(key, laid_out).await
    }

    async fn picture_of(
        &self,
        key: (String, usize),
        laid_out: Arc<LaidOut>,
    ) -> Result<Option<Bytes>, PressError> {
        let page = key.1;
        let picture = self.at_the_press(move || Ok(laid_out.png(page, PIXELS))).await?.map(Bytes::from);
        // What was laid out without all of its pictures is not at hand, either.
        let is_whole = self.laid_out.get(&key.0).is_some();
        if let Some(picture) = picture.as_ref().filter(|_| is_whole) {
            self.pictures.keep(key, picture.clone(), picture.len());
        }
        Ok(picture)
    }

    async fn lay_out(&self, content: &IssueContent) -> Result<Arc<LaidOut>, PressError> {
        let digest = digest(content);
        if let Some(laid_out) = self.laid_out.get(&digest) {
            return Ok(laid_out);
        }
        let bodies = content.items().map(|item| item.body.as_str());
        let (typesetter, all_there) = self.with_pictures(bodies).await?;
        let (measures, content) = (self.measures.clone(), content.clone());
        let laid_out =
            self.at_the_press(move || Ok(Arc::new(typesetter.lay_out_issue(&content, &measures)?))).await?;
        // A picture that is not there may come yet.
        if all_there {
            self.laid_out.keep(digest, laid_out.clone(), 1);
        }
        Ok(laid_out)
    }

    /// Works on a thread of its own, when there is a press free.
    async fn at_the_press<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PressError> + Send + 'static,
    ) -> Result<T, PressError> {
        self.presses.run(move |_| work()).await?
    }
}

/// A name for a content: contents that differ in anything that is printed have different ones.
fn digest(content: &impl serde::Serialize) -> String {
    // Plain data without maps whose keys are no strings: it always has a JSON form.
    let json = serde_json::to_vec(content).unwrap_or_default();
    hexadecimal(&Sha256::digest(json)[..16])
}
