//! What earns points, and what is said of it.

use super::*;

#[test]
fn every_kind_of_fact_earns_what_version_1_says_and_says_so_in_words() {
    type Line = (UnitId, Category, &'static str, &'static str);
    let cases: &[(FactKind, &[Line])] = &[
        (
            newsletter(1, Kind::Article, "题", &[NORTH]),
            &[(NORTH, Category::NEWSLETTER_ARTICLE, "1", "第1期 信息 1")],
        ),
        (
            newsletter(2, Kind::Brief, "题", &[NORTH, SOUTH]),
            &[
                (NORTH, Category::NEWSLETTER_BRIEF, "0.5", "第2期 简讯 0.5"),
                (SOUTH, Category::NEWSLETTER_BRIEF, "0.5", "第2期 简讯 0.5"),
            ],
        ),
        (upper("每日动态", false, &[EAST]), &[(EAST, Category::UPPER, "5", "每日动态 5")]),
        (upper("昨日市情", true, &[EAST]), &[(EAST, Category::UPPER, "15", "昨日市情★ 15")]),
        (commission("题", &[EAST]), &[(EAST, Category::COMMISSION, "5", "市政府约稿 5")]),
        (forwarding(EAST, 2), &[(EAST, Category::BASE, "5", "报市2篇，得基础分5分")]),
        (
            adjustment(EAST, "5", "参加新闻发布会"),
            &[(EAST, Category::ADJUSTMENT, "5", "参加新闻发布会加5分")],
        ),
        (adjustment(EAST, "-2.5", "约稿迟交"), &[(EAST, Category::ADJUSTMENT, "-2.5", "约稿迟交减2.5分")]),
        (submissions(EAST, 17), &[]),
        (forwarding(EAST, 0), &[]),
        (adjustment(EAST, "0", "说明"), &[]),
        (newsletter(1, Kind::Article, "题", &[OFFICE]), &[]),
        (forwarding(OFFICE, 3), &[]),
        (adjustment(UnitId(99), "5", "不在册"), &[]),
    ];
    for (kind, expected) in cases {
        let fact = fact("2024-01", kind.clone());
        let entries = score(std::slice::from_ref(&fact), &version_1(), &roster());
        let found: Vec<_> = entries
            .iter()
            .map(|entry| (entry.unit, entry.category.clone(), entry.points.to_string(), entry.words.as_str()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(unit, category, points, words)| (*unit, category.clone(), (*points).to_owned(), *words))
            .collect();
        assert_eq!(found, expected, "{kind:?}");
        for entry in &entries {
            assert_eq!((entry.month, entry.rule.version), (fact.month, 1));
            assert_eq!(&*entry.facts, std::slice::from_ref(&fact.reference));
        }
    }
}

#[test]
fn the_base_is_given_once_however_many_pieces_were_sent_up() {
    let facts = [
        fact("2024-01", forwarding(NORTH, 1)),
        fact("2024-01", forwarding(NORTH, 3)),
        fact("2024-02", forwarding(NORTH, 1)),
    ];
    let entries = score(&facts, &version_1(), &roster());
    let words: Vec<_> = entries.iter().map(|entry| entry.words.as_str()).collect();
    assert_eq!(words, ["报市4篇，得基础分5分", "报市1篇，得基础分5分"]);
    assert_eq!(entries[0].facts.len(), 2);
}

#[test]
fn a_base_may_ask_for_submissions_too() {
    let mut rules = version_1();
    let four = Condition {
        measure: Measure { count: vec![FactType::Submissions], ..Measure::default() },
        at_least: Some(Points::whole(4)),
        ..Condition::default()
    };
    rules.quotas[0].conditions.insert(0, four);
    let enough = [fact("2024-01", forwarding(NORTH, 1)), fact("2024-01", submissions(NORTH, 4))];
    let entries = score(&enough, &rules, &roster());
    assert_eq!(entries[0].words, "报送4篇、报市1篇，得基础分5分");
    assert_eq!(entries[0].facts.len(), 2);
    let too_few = [fact("2024-01", forwarding(NORTH, 1)), fact("2024-01", submissions(NORTH, 3))];
    assert_eq!(score(&too_few, &rules, &roster()), []);
}

#[test]
fn the_version_in_force_is_the_last_that_has_begun() {
    let mut later = version_1();
    later.version = 2;
    later.since = month("2024-03");
    let rule_sets = [version_1(), later];
    let version = |text| RuleSet::in_force(&rule_sets, month(text)).map(|rules| rules.version);
    assert_eq!((version("2024-02"), version("2024-03"), version("2025-01")), (Some(1), Some(2), Some(2)));
    assert!(RuleSet::in_force(&rule_sets[1..], month("2024-02")).is_none());
}

#[test]
fn in_version_1_every_category_stands_in_one_column() {
    let rules = version_1();
    for category in Category::usual() {
        let columns = [Field::AdoptionPoints, Field::CommissionPoints, Field::Base];
        let shown = columns.into_iter().filter(|field| rules.point_columns.shows(*field, &category));
        assert_eq!(shown.count(), 1, "{category:?}");
    }
}

#[test]
fn a_rule_set_is_the_same_after_it_was_written_down_and_read_back() {
    let json = serde_json::to_string(&version_1()).expect("plain data");
    assert_eq!(serde_json::from_str::<RuleSet>(&json).expect("what was written"), version_1());
}
