//! Files that are kept under the SHA-256 of their content, and what each is used for.
//!
//! Bytes are put first, wherever they are kept ([`blobs`](crate::blobs)); the act that needs them names them in its
//! transaction, with the use. So what is named is there, and what was put for nothing is pruned another day. Who may read a
//! file is asked of the subjects that use it.

mod in_hand;
mod kept;
mod moving;
mod pruning;
mod puts;

pub use self::{
    in_hand::take_in,
    kept::{
        FileUse, KeptFile, PICTURES, PutFile, all, end_use, find, hash, name, picture, sizes, unused,
        use_file, use_pictures, used, uses,
    },
    moving::{Moved, Moving},
    pruning::Pruned,
};
pub(crate) use self::{
    in_hand::{hand_over, take_from_everybody},
    kept::{end_pictures, forget_here},
};
