//! What holds whatever happened.

use proptest::prelude::*;

use super::*;

fn any_fact() -> impl Strategy<Value = Fact> {
    let units = || proptest::sample::subsequence(vec![NORTH, SOUTH, EAST, OFFICE, MUSEUM], 1..=5);
    let one = || proptest::sample::select(vec![NORTH, SOUTH, EAST, OFFICE, MUSEUM]);
    let item_kind = proptest::sample::select(Kind::ALL.to_vec());
    let kind = prop_oneof![
        (one(), 0_u32..9).prop_map(|(unit, count)| submissions(unit, count)),
        (1_u32..4, item_kind, units())
            .prop_map(|(number, kind, units)| newsletter(number, kind, "题", &units)),
        (any::<bool>(), units()).prop_map(|(starred, units)| upper("普刊", starred, &units)),
        units().prop_map(|units| commission("题", &units)),
        (one(), 0_u32..3).prop_map(|(unit, count)| forwarding(unit, count)),
        (one(), -3_i64..4).prop_map(|(unit, amount)| adjustment(unit, &amount.to_string(), "其他")),
    ];
    (proptest::sample::select(vec!["2023-12", "2024-01", "2024-02"]), kind)
        .prop_map(|(month, kind)| fact(month, kind))
}

proptest! {
    #[test]
    fn the_ledgers_sum_is_the_tables_figure(facts in proptest::collection::vec(any_fact(), 0..40)) {
        let bulletin = bulletin("2024-02", &facts);
        let entries = score(&facts, &version_1(), &roster());
        for row in bulletin.rows() {
            let figures = &row.figures;
            let sum = |holds: &dyn Fn(&CreditEntry) -> bool| {
                let lines = entries.iter().filter(|entry| entry.unit == row.unit_id && holds(entry));
                Points::checked_sum(lines.map(|entry| entry.points)).expect("a small sum")
            };
            prop_assert_eq!(figures.month, sum(&|entry| entry.month == month("2024-02")));
            prop_assert_eq!(figures.cumulative, sum(&|entry| entry.month.year() == 2024));
            let parts = [figures.adoption_points, figures.commission_points, figures.base];
            prop_assert_eq!(Points::checked_sum(parts), Ok(figures.month));
            for field in Field::ALL {
                if let Figure::Points(points) = figures.get(field) {
                    let behind = bulletin.entries_behind(row, field);
                    let behind = Points::checked_sum(behind.iter().map(|entry| entry.points));
                    prop_assert_eq!(behind, Ok(points), "{:?}", field);
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_facts_does_not_matter(
        (facts, shuffled) in proptest::collection::vec(any_fact(), 0..30)
            .prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
    ) {
        let figures = |facts: &[Fact]| -> Vec<Figures> {
            bulletin("2024-02", facts).rows().map(|row| row.figures.clone()).collect()
        };
        prop_assert_eq!(figures(&facts), figures(&shuffled));
        let lines = |facts: &[Fact]| {
            let mut lines: Vec<_> =
                score(facts, &version_1(), &roster()).iter().map(|line| format!("{line:?}")).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(lines(&facts), lines(&shuffled));
    }

    #[test]
    fn an_unscored_unit_earns_nothing_and_stands_nowhere(
        facts in proptest::collection::vec(any_fact(), 0..30)
    ) {
        prop_assert!(score(&facts, &version_1(), &roster()).iter().all(|entry| entry.unit != OFFICE));
        prop_assert!(bulletin("2024-02", &facts).rows().all(|row| row.unit_id != OFFICE));
    }
}
