//! Ranks within a group.

use super::rules::RankMethod;

/// Ranks, the greatest first, in the order given. Dense: 8, 7.5, 7, 7, 6.5 are 1, 2, 3, 3, 4; competition:
/// 1, 2, 3, 3, 5.
pub fn ranks<T: Ord + Clone>(values: &[T], method: RankMethod) -> Vec<u32> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    if method == RankMethod::Dense {
        sorted.dedup();
    }
    values
        .iter()
        .map(|value| {
            let above = sorted.partition_point(|other| other > value);
            // A group of more than four thousand million units does not exist.
            u32::try_from(above).unwrap_or(u32::MAX).saturating_add(1)
        })
        .collect()
}

/// Dense ranks, which are the usual ones.
pub fn dense_ranks<T: Ord + Clone>(values: &[T]) -> Vec<u32> {
    ranks(values, RankMethod::Dense)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::points::Points;

    #[test]
    fn in_a_competition_a_shared_rank_takes_the_places_of_all_who_share_it() {
        assert_eq!(ranks(&[3, 5, 5, 1], RankMethod::Competition), [3, 1, 1, 4]);
    }

    #[test]
    fn equal_points_share_a_rank_and_the_next_rank_follows_at_once() {
        let points =
            ["8", "7.5", "7", "7", "6.5", "0", "-1", "0"].map(|text| text.parse::<Points>().expect("points"));
        assert_eq!(dense_ranks(&points), [1, 2, 3, 3, 4, 5, 6, 5]);
        assert!(dense_ranks::<Points>(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn ranks_agree_with_sorting(scaled in proptest::collection::vec(-20_i64..20, 1..60)) {
            let points: Vec<Points> = scaled.into_iter().map(Points::from_scaled).collect();
            let ranks = dense_ranks(&points);
            for (one, one_rank) in points.iter().zip(&ranks) {
                for (other, other_rank) in points.iter().zip(&ranks) {
                    prop_assert_eq!(one.cmp(other), other_rank.cmp(one_rank));
                }
            }
            let mut distinct = ranks.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), ranks.iter().copied().max().unwrap_or(0) as usize);
        }
    }
}
