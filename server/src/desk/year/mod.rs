//! A year, loaded once: rules, closings, units, what was carried into it and what was decided in it, and on that what its
//! facts earn and what its bulletins say.

mod closed;
mod due;
mod loaded;
mod read;
mod rules;

pub(crate) use self::due::due_afresh;
pub(super) use self::{closed::ClosedYears, loaded::Years, read::Year, rules::RuleSets};
