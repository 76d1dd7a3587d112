//! Shares of a joint piece. Whatever is divided is given out to the last ten-thousandth: what does not divide
//! goes, one smallest step each, to the units named first, or by weights to those whose part lost most. Halves of
//! more than two units, and places that come to more or less than the whole, share out nothing: each is a part by itself.

use ecow::{EcoString, eco_format};

use super::{
    super::{
        rules::{FactType, Filter, PieceSplit, RuleSet, Share, Split},
        tally::Tally,
    },
    piece::{Credited, Piece},
};
use crate::points::Points;

/// The rule by which a piece is shared; `None` where it has one unit or no rule covers it.
pub(super) fn share_rule<'r>(
    piece: &Piece<'_>,
    rules: &'r RuleSet,
    credited: Credited<'_>,
) -> Option<&'r Share> {
    if piece.fact.units().len() < 2 {
        return None;
    }
    let covers = |fact: &[FactType], when: &Filter, unless: &Filter| {
        (fact.is_empty() || piece.fact_type.is_some_and(|one| fact.contains(&one)))
            && piece.is_meant(when, unless, credited)
    };
    rules.shares.iter().find(|share| covers(&share.fact, &share.when, &share.unless))
}

/// A unit's part of points, with the working in words: ` ÷ 2`.
pub(super) fn part(
    whole: Points,
    piece: &Piece<'_>,
    rules: &RuleSet,
    credited: Credited<'_>,
) -> (Points, EcoString) {
    let Some(share) = share_rule(piece, rules, credited) else { return (whole, EcoString::new()) };
    let (place, units) = piece.place_of(credited.id);
    let rounding = rules.rounding;
    let scaled = i128::from(whole.scaled());
    match share.points {
        Split::Whole => (whole, EcoString::new()),
        Split::Half if units == 2 => (equal_part(whole, rounding.step(), place, units), " ÷ 2".into()),
        Split::Half => (rounding.divide(scaled, 2), " ÷ 2".into()),
        Split::Equal => (equal_part(whole, rounding.step(), place, units), eco_format!(" ÷ {units}")),
        Split::Fixed => (share.amount.unwrap_or_default(), EcoString::new()),
        Split::Ratio => {
            let weights = weights(piece, units);
            let sum: i128 = weights.iter().sum();
            let words = eco_format!(" × {} ÷ {}", weight_words(weights[place]), weight_words(sum));
            (weighted_part(whole, rounding.step(), place, &weights), words)
        }
        Split::Places => {
            let factor = |place: usize| share.places.get(place).or(share.places.last()).copied();
            let factors: Vec<Points> = (0..units).map(|place| factor(place).unwrap_or_default()).collect();
            let words = eco_format!(" × {}", factors[place]);
            let weights: Vec<i128> = factors.iter().map(|factor| i128::from(factor.scaled())).collect();
            if comes_to_the_whole(&weights) {
                return (weighted_part(whole, rounding.step(), place, &weights), words);
            }
            let product = scaled.saturating_mul(weights[place]);
            (rounding.divide(product, i128::from(Points::whole(1).scaled())), words)
        }
    }
}

/// How many pieces a fact is for a unit.
pub fn piece_share(piece: &Piece<'_>, rules: &RuleSet, credited: Credited<'_>) -> Tally {
    let pieces = Tally::whole(u64::from(piece.fact.pieces()));
    let Some(share) = share_rule(piece, rules, credited) else { return pieces };
    let (place, units) = piece.place_of(credited.id);
    let step = rules.rounding.step();
    match share.pieces {
        PieceSplit::Whole => pieces,
        PieceSplit::Half if units == 2 => Tally::part(equal_part(pieces.amount(), step, place, units)),
        PieceSplit::Half => Tally::part(rules.rounding.divide(i128::from(pieces.amount().scaled()), 2)),
        PieceSplit::Equal => Tally::part(equal_part(pieces.amount(), step, place, units)),
        PieceSplit::Ratio => Tally::part(weighted_part(pieces.amount(), step, place, &weights(piece, units))),
        PieceSplit::First => {
            if place == 0 {
                pieces
            } else {
                Tally::ZERO
            }
        }
    }
}

/// The weights given with the fact, in ten-thousandths; equal ones where they are missing or nothing.
fn weights(piece: &Piece<'_>, units: usize) -> Vec<i128> {
    let given: Vec<i128> =
        piece.fact.details().shares.iter().map(|weight| i128::from(weight.scaled()).max(0)).collect();
    if given.len() == units && given.iter().sum::<i128>() > 0 { given } else { vec![10_000; units] }
}

/// Whether fractions share the whole out. A third is written as 0.3333, so that they may miss it by as little.
fn comes_to_the_whole(fractions: &[i128]) -> bool {
    let missed = fractions.iter().sum::<i128>() - i128::from(Points::whole(1).scaled());
    fractions.iter().all(|fraction| *fraction >= 0) && missed.unsigned_abs() <= fractions.len() as u128
}

fn weight_words(weight: i128) -> String {
    Points::from_scaled(i64::try_from(weight).unwrap_or(i64::MAX)).to_string()
}

fn equal_part(whole: Points, step: i128, place: usize, units: usize) -> Points {
    let (steps, finer) = steps(whole, step, place);
    let (each, left) = (steps / units as i128, steps % units as i128);
    let part = each + i128::from((place as i128) < left);
    signed(whole, part * step + finer)
}

/// Whole steps are shared; what is finer than a step goes to the first unit. Both without the sign.
fn steps(whole: Points, step: i128, place: usize) -> (i128, i128) {
    let total = i128::from(whole.scaled()).abs();
    (total / step, if place == 0 { total % step } else { 0 })
}

fn signed(whole: Points, part: i128) -> Points {
    let sign = if whole < Points::ZERO { -1 } else { 1 };
    Points::from_scaled(i64::try_from(sign * part).unwrap_or_default())
}

/// By weights, in parts whose sum is the whole.
fn weighted_part(whole: Points, step: i128, place: usize, weights: &[i128]) -> Points {
    let (steps, finer) = steps(whole, step, place);
    let sum: i128 = weights.iter().sum::<i128>().max(1);
    let mut parts: Vec<i128> = weights.iter().map(|weight| steps * weight / sum).collect();
    let left = steps - parts.iter().sum::<i128>();
    let mut lost: Vec<(i128, usize)> =
        weights.iter().enumerate().map(|(place, weight)| (-(steps * weight % sum), place)).collect();
    lost.sort_unstable();
    for (_, place) in lost.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        parts[place] += 1;
    }
    signed(whole, parts.get(place).copied().unwrap_or_default() * step + finer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(whole: i64, places: u32, weights: &[i128]) -> Vec<i64> {
        let step = 10_i128.pow(4 - places);
        (0..weights.len())
            .map(|place| weighted_part(Points::from_scaled(whole), step, place, weights).scaled())
            .collect()
    }

    #[test]
    fn what_does_not_divide_goes_to_the_units_named_first() {
        assert_eq!(parts(10_000, 4, &[1, 1, 1]), [3_334, 3_333, 3_333]);
        assert_eq!(parts(20_000, 2, &[1, 1, 1]), [6_700, 6_700, 6_600]);
        assert_eq!(parts(-10_000, 0, &[1, 1, 1]), [-10_000, 0, 0]);
        assert_eq!(parts(10_000, 4, &[2, 1]), [6_667, 3_333]);
        assert_eq!(parts(10_001, 2, &[1, 1]), [5_001, 5_000]);
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(
            whole in -10_000_000_i64..10_000_000,
            places in 0_u32..=4,
            weights in proptest::collection::vec(1_i128..1000, 1..20),
        ) {
            prop_assert_eq!(parts(whole, places, &weights).iter().sum::<i64>(), whole);
        }

        #[test]
        fn equal_shares_are_those_of_equal_weights(
            whole in -10_000_000_i64..10_000_000,
            places in 0_u32..=4,
            units in 1_usize..20,
        ) {
            let step = 10_i128.pow(4 - places);
            let equal = |place| equal_part(Points::from_scaled(whole), step, place, units).scaled();
            prop_assert_eq!((0..units).map(equal).collect::<Vec<_>>(), parts(whole, places, &vec![1; units]));
        }

        #[test]
        fn equal_shares_differ_by_one_step_at_most(whole in 0_i64..10_000_000, units in 1_usize..20) {
            let parts = parts(whole, 4, &vec![1; units]);
            let (least, most) = (parts.iter().min().copied(), parts.iter().max().copied());
            prop_assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1));
        }
    }
}
