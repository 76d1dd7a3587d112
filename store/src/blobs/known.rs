//! The place of files as it was known last: it is asked for again only where it turns out to be another.

use std::sync::{Arc, PoisonError, RwLock};

use super::blob::Blobs;

/// The place as it was known last.
#[derive(Debug, Default)]
pub(crate) struct Known(RwLock<Option<Arc<dyn Blobs>>>);

impl Known {
    pub(super) fn get(&self) -> Option<Arc<dyn Blobs>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, blobs: &Arc<dyn Blobs>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(blobs.clone());
    }
}
