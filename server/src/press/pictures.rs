//! The pictures that stand in texts, from where files are kept.

use domain::markdown;
use store::{Store, StoreError, files};
use typeset::{Pictures, Typesetter};

use super::{Press, PressError};

/// The pictures that these bodies name, and whether all of them are there. What is named and is no picture is not there.
pub async fn pictures_in<'a>(
    store: &Store,
    bodies: impl Iterator<Item = &'a str> + Send,
) -> Result<(Pictures, bool), StoreError> {
    let (mut pictures, mut all_there) = (Pictures::default(), true);
    let hashes: std::collections::BTreeSet<String> = bodies.flat_map(markdown::pictures).collect();
    for hash in hashes {
        let known = files::picture(store.reader(), &hash).await?;
        let bytes = match known {
            Some(_) => store.file(&hash).await?,
            None => None,
        };
        match bytes {
            Some(bytes) => pictures.insert(hash, bytes),
            None => all_there = false,
        }
    }
    Ok((pictures, all_there))
}

impl Press {
    /// What sets these bodies, with their pictures, and whether all of them are there.
    pub(super) async fn with_pictures<'a>(
        &self,
        bodies: impl Iterator<Item = &'a str> + Send,
    ) -> Result<(Typesetter, bool), PressError> {
        let (pictures, all_there) = pictures_in(&self.store, bodies).await?;
        Ok((self.typesetter.with_pictures(pictures), all_there))
    }
}
