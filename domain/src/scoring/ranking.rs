//! Ranks within a group.

use crate::points::Points;

/// Dense ranks by points, the most first: 8, 7.5, 7, 7, 6.5 are 1, 2, 3, 3, 4. In the order given.
pub fn dense_ranks(points: &[Points]) -> Vec<u32> {
    let mut amounts = points.to_vec();
    amounts.sort_unstable_by(|one, other| other.cmp(one));
    amounts.dedup();
    points
        .iter()
        .map(|amount| {
            let above = amounts.partition_point(|other| other > amount);
            // A group of more than four thousand million units does not exist.
            u32::try_from(above).unwrap_or(u32::MAX).saturating_add(1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_points_share_a_rank_and_the_next_rank_follows_at_once() {
        let points = ["8", "7.5", "7", "7", "6.5", "0", "-1", "0"].map(|text| text.parse().expect("points"));
        assert_eq!(dense_ranks(&points), [1, 2, 3, 3, 4, 5, 6, 5]);
        assert!(dense_ranks(&[]).is_empty());
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
