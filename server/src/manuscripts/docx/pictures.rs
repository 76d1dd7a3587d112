//! The pictures of a document: each file once, by its hash.

use domain::{
    hexadecimal::hexadecimal,
    manuscript::{Loss, Part},
};
use sha2::{Digest, Sha256};

use super::Reading;
use crate::office_files::OfficeFileError;

/// What became of a picture of the file.
#[derive(Clone, Debug)]
pub(super) enum Picture {
    Taken(String),
    Lost(Loss),
}

impl Reading<'_> {
    /// A picture as a part, by the relation under which the text names it.
    pub(super) fn picture(&mut self, relation: &str) -> Result<Part, OfficeFileError> {
        let picture = match self.known.get(relation) {
            Some(known) => known.clone(),
            None => {
                let read = self.read_picture(relation)?;
                self.known.insert(relation.to_owned(), read.clone());
                read
            }
        };
        Ok(match picture {
            Picture::Taken(hash) => Part::Picture { hash, caption: String::new(), source: None },
            Picture::Lost(loss) => Part::Lost(loss),
        })
    }

    fn read_picture(&mut self, relation: &str) -> Result<Picture, OfficeFileError> {
        let Some(bytes) = self.opened.picture(relation)? else {
            return Ok(Picture::Lost(Loss::BrokenPicture));
        };
        if let Some(loss) = not_taken(&bytes) {
            return Ok(Picture::Lost(loss));
        }
        let hash = hexadecimal(Sha256::digest(&bytes));
        self.pictures.entry(hash.clone()).or_insert(bytes);
        Ok(Picture::Taken(hash))
    }
}

/// Why a picture is not taken along, by its first bytes; `None` where it is.
fn not_taken(bytes: &[u8]) -> Option<Loss> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => None,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => None,
        [] => Some(Loss::BrokenPicture),
        [0xd7, 0xcd, 0xc6, 0x9a, ..] | [1 | 2, 0, 9, 0, ..] => Some(Loss::Metafile),
        [1, 0, 0, 0, ..] if bytes.get(40..44) == Some(b" EMF") => Some(Loss::Metafile),
        // They may be packed once more.
        [0x1f, 0x8b, ..] => Some(Loss::Metafile),
        _ => Some(Loss::OtherPicture),
    }
}
