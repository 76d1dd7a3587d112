//! What every rule of a rule set can say of itself, whatever its kind.

use serde::Serialize;
use serde_json::Value;

use super::described::{Described, Seen};
use crate::scoring::columns::Field;

/// What a rule names beside itself, as the screen calls it.
pub(super) trait Names {
    /// Rules by their references: “甲”、“乙”.
    fn rules(&self, references: &[String]) -> String;

    /// A figure: the rule set's own by its name.
    fn figure(&self, field: Field) -> String;
}

/// A rule of some section, or the one table that a section is.
pub(super) trait Rule: Documented {
    /// What it says, as the screen and whoever checks it read it.
    fn sentence(&self, names: &dyn Names) -> String;

    /// What the screen calls it; a table has its section's name.
    fn name(&self) -> Option<&str> {
        None
    }

    /// The name by which entries refer to it.
    fn reference(&self) -> Option<&str> {
        None
    }

    /// Whether it can give points or say something of a unit's work, without another rule.
    fn stands_alone(&self) -> bool {
        self.reference().is_some()
    }
}

/// A rule that can be written into a document and looked through, whatever its kind.
pub(super) trait Documented {
    fn document(&self) -> Value;

    /// Shows what is in it, with the place where it stands.
    fn look_through<'r>(&'r self, place: &str, see: &mut dyn FnMut(&str, Seen<'r>));
}

impl<T: Described + Serialize> Documented for T {
    fn document(&self) -> Value {
        // Plain data with texts for keys: it can always be written as JSON.
        serde_json::to_value(self).unwrap_or_default()
    }

    fn look_through<'r>(&'r self, place: &str, see: &mut dyn FnMut(&str, Seen<'r>)) {
        self.look(place, see);
    }
}

/// Of a rule with a name for the screen.
macro_rules! named {
    () => {
        fn name(&self) -> Option<&str> {
            Some(&self.name)
        }
    };
}

/// Of a rule that entries name.
macro_rules! ruled {
    () => {
        $crate::scoring::rules::rule::named!();

        fn reference(&self) -> Option<&str> {
            Some(&self.rule)
        }
    };
}

/// Of a rule that only shapes what other rules give.
macro_rules! shapes_others {
    () => {
        fn stands_alone(&self) -> bool {
            false
        }
    };
}

pub(super) use {named, ruled, shapes_others};
