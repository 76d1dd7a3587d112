//! 署名: the units, each with its authors, at an item's end.

use serde::{Deserialize, Serialize};

use crate::id::UnitId;

/// Who is named at an item's end, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    pub parts: Vec<AttributedUnit>,
}

/// One unit of an attribution with its authors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributedUnit {
    /// The unit's name as typed.
    pub text: String,
    /// `None` where the name matches no unit or alias.
    pub unit: Option<UnitId>,
    pub authors: Vec<String>,
}
