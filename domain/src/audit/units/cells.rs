//! Names that were torn over two cells. It must not move a piece where either neighbour is plain.

use std::collections::HashSet;

use super::{Group, Known, Left};
use crate::audit::names::likeness;

/// Likeness from which on a name that was put together is one.
const SURE: u32 = 800;

/// A cell may hold the end of the name above it, or the beginning of the one below: the piece is moved where
/// two neighbours then bear names as paragraphs or the directory have them, and did not before.
pub(super) fn mend(groups: &mut [Group<'_>], left: &[Left<'_>], known: Known<'_>, notes: &mut Vec<String>) {
    let plain: HashSet<&str> = left.iter().map(|left| left.told.name.as_str()).collect();
    let is_known = |name: &str| plain.contains(name) || known.full(name).is_some();
    let likely = |name: &str| {
        if is_known(name) {
            return 1000;
        }
        left.iter().map(|left| likeness(name, &left.told.name)).max().unwrap_or(0)
    };
    for group in groups {
        for at in 1..group.units.len() {
            let (upper, lower) = (group.units[at - 1].name.clone(), group.units[at].name.clone());
            // Both wrong: a piece that moved leaves two names wrong.
            if is_known(&upper) || is_known(&lower) {
                continue;
            }
            let whole: Vec<char> = upper.chars().chain(lower.chars()).take(60).collect();
            let parts = (2..whole.len().saturating_sub(1)).map(|length| -> (String, String) {
                (whole[..length].iter().collect(), whole[length..].iter().collect())
            });
            let best = parts
                .filter(|(one, other)| is_known(one) || is_known(other))
                .max_by_key(|(one, other)| likely(one) + likely(other));
            if let Some((one, other)) = best
                && likely(&one).min(likely(&other)) >= SURE
                && likely(&one) + likely(&other) > likely(&upper) + likely(&lower)
            {
                notes.push(format!("表格中相邻的“{upper}”“{lower}”读作“{one}”“{other}”"));
                group.units[at - 1].name = one;
                group.units[at].name = other;
            }
        }
    }
}
