//! Slips: a single item as the pages would show it, while it is written.
//!
//! A slip is at hand for the person for whom it was set, and for nobody else. It must not know whether that person
//! may see the text.

use axum::body::Bytes;
use domain::{id::PersonId, issue::content::ItemContent, item::Kind};
use typeset::Large;

use super::{Press, PressError, digest};
use crate::recent::Recent;

/// How many bytes of pictures are at hand: some hundred slips.
const MOST_PICTURES: usize = 16 << 20;

/// Pixels for each inch of a slip's picture: sharp on screens with twice the usual pixels.
const PIXELS: f64 = 144.0;

/// In points, about eight pages: a picture of a higher slip has fewer pixels, so that none needs much memory.
const HIGH: f64 = 6_000.0;

/// In points: a slip of this height is too long to be looked at, and gets no picture.
const TOO_HIGH: f64 = 4.0 * HIGH;

/// The longest body that is set while it is written, in bytes.
const LONGEST_BODY: usize = 60_000;

/// Slips by the person they were set for and the digest of what they show.
pub(super) struct Slips(Recent<(PersonId, String), Slip>);

/// A slip that has been set.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Of its content.
    pub digest: String,
    /// In points.
    pub width: f64,
    /// In points.
    pub height: f64,
    /// Characters for which no font has a glyph, each once.
    pub missing: Vec<char>,
    /// What finds no room on a page.
    pub no_room: Vec<Large>,
    /// PNG.
    pub picture: Bytes,
}

impl Slips {
    pub(super) fn new() -> Self {
        Self(Recent::new(MOST_PICTURES))
    }
}

impl Press {
    /// Sets an item on a slip of paper for one person; `None` where it is too long for that.
    pub async fn slip(
        &self,
        person: PersonId,
        item: ItemContent,
        kind: Kind,
    ) -> Result<Option<Slip>, PressError> {
        if item.body.len() > LONGEST_BODY {
            return Ok(None);
        }
        let key = (person, digest(&(&item, kind)));
        if let Some(slip) = self.slips.0.get(&key) {
            return Ok(Some(slip));
        }
        let (typesetter, all_there) = self.with_pictures(std::iter::once(item.body.as_str())).await?;
        let (measures, digest) = (self.measures.clone(), key.1.clone());
        let slip = self.at_the_press(move || {
            let laid_out = typesetter.lay_out_item(&item, kind, &measures)?;
            let Some((width, height)) = laid_out.size(0).filter(|(_, height)| *height < TOO_HIGH) else {
                return Ok(None);
            };
            let picture = laid_out.png(0, PIXELS * (HIGH / height).min(1.0)).unwrap_or_default().into();
            let mut missing: Vec<char> =
                laid_out.missing_glyphs().iter().map(|glyph| glyph.character).collect();
            missing.sort_unstable();
            missing.dedup();
            let no_room = laid_out.no_room().iter().map(|lacking| lacking.what.clone()).collect();
            Ok(Some(Slip { digest, width, height, missing, no_room, picture }))
        });
        let slip = slip.await?;
        if let Some(slip) = slip.as_ref().filter(|_| all_there) {
            self.slips.0.keep(key, slip.clone(), slip.picture.len());
        }
        Ok(slip)
    }

    /// The picture of the slip with this digest, if it was set for this person and is still at hand.
    pub fn slip_at_hand(&self, person: PersonId, digest: &str) -> Option<Bytes> {
        self.slips.0.get(&(person, digest.to_owned())).map(|slip| slip.picture)
    }
}
