//! Arranging, on an issue with two 信息 sections around one of 简讯, written as a line of text.

use proptest::prelude::*;

use super::*;

/// `1 2 | 7 8 | 3`: the items of the sections 1 (信息), 2 (简讯) and 3 (信息).
fn arrangement(line: &str) -> Arrangement {
    let kinds = [Kind::Article, Kind::Brief, Kind::Article];
    let sections = line.split('|').zip(kinds).zip(1..).map(|((items, kind), id)| Section {
        id: SectionId(id),
        kind,
        title: None,
        in_columns: false,
        items: items.split_whitespace().map(|item| item.parse().expect("a number")).collect(),
    });
    Arrangement { sections: sections.collect() }
}

fn line(arrangement: &Arrangement) -> String {
    let sections = arrangement
        .sections
        .iter()
        .map(|section| section.items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    sections.collect::<Vec<_>>().join("|")
}

#[test]
fn an_item_is_placed_in_the_first_section_of_its_kind_unless_told_otherwise() {
    let mut issue = arrangement("1|7|3");
    issue.place(ItemId(2), Kind::Article, None, None).expect("a section of its kind");
    issue.place(ItemId(8), Kind::Brief, None, Some(0)).expect("a section of its kind");
    issue.place(ItemId(4), Kind::Article, Some(SectionId(3)), Some(99)).expect("a section of its kind");
    assert_eq!(line(&issue), "1 2|8 7|3 4");
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut issue = arrangement("1|7|3");
    let wrong = ArrangementError::WrongKind { item: Kind::Brief, section: Kind::Article };
    assert_eq!(issue.place(ItemId(8), Kind::Brief, Some(SectionId(1)), None), Err(wrong));
    assert_eq!(issue.move_to(ItemId(7), SectionId(1), None), Err(wrong));
    assert_eq!(issue.move_to(ItemId(9), SectionId(1), None), Err(ArrangementError::NotPlaced));
    assert_eq!(issue.remove(ItemId(9)), Err(ArrangementError::NotPlaced));
    assert_eq!(issue.remove_section(SectionId(1)), Err(ArrangementError::SectionNotEmpty));
    assert_eq!(issue.remove_section(SectionId(9)), Err(ArrangementError::UnknownSection));
    assert_eq!(line(&issue), "1|7|3");
    let mut briefs = Arrangement { sections: issue.sections[1..2].to_vec() };
    let missing = Err(ArrangementError::NoSectionFor(Kind::Article));
    assert_eq!(briefs.place(ItemId(2), Kind::Article, None, None), missing);
}

#[test]
fn arrows_move_within_a_section_and_on_into_the_next_of_the_kind() {
    let cases = [
        ("1 2|7|3", 2, Direction::Up, "2 1|7|3"),
        ("1 2|7|3", 1, Direction::Down, "2 1|7|3"),
        ("1 2|7|3", 2, Direction::Down, "1|7|2 3"),
        ("1 2|7|3", 3, Direction::Up, "1 2 3|7|"),
        ("1 2|7|3", 1, Direction::Up, "1 2|7|3"),
        ("1 2|7|3", 3, Direction::Down, "1 2|7|3"),
        ("1 2|7|3", 7, Direction::Up, "1 2|7|3"),
    ];
    for (before, item, direction, after) in cases {
        let mut issue = arrangement(before);
        issue.move_by_one(ItemId(item), direction).expect("the item is placed");
        assert_eq!(line(&issue), after, "{item} {direction:?}");
    }
}

#[test]
fn sections_change_places_with_their_items() {
    let mut issue = arrangement("1|7|");
    issue.move_section(SectionId(2), Direction::Up).expect("a section");
    assert_eq!(line(&issue), "7|1|");
    issue.move_section(SectionId(2), Direction::Up).expect("a section");
    issue.remove_section(SectionId(3)).expect("an empty section");
    assert_eq!(line(&issue), "7|1");
}

proptest! {
    #[test]
    fn no_item_is_ever_lost_or_doubled(
        moves in proptest::collection::vec((1_i64..8, any::<bool>(), 1_i64..4, 0_usize..9), 0..40)
    ) {
        let mut issue = arrangement("1 2 4|7 5|3 6");
        let kinds: Vec<_> = (1..8).map(|item| issue.section_of(ItemId(item)).map(|section| section.kind)).collect();
        for (item, step, section, position) in moves {
            let item = ItemId(item);
            // Moves that do not fit are refused; the issue must be whole all the same.
            if step {
                let direction = if position % 2 == 0 { Direction::Up } else { Direction::Down };
                prop_assert!(issue.move_by_one(item, direction).is_ok());
            } else {
                let _ = issue.move_to(item, SectionId(section), Some(position));
            }
        }
        let mut items: Vec<_> = issue.items().map(|item| item.0).collect();
        items.sort_unstable();
        prop_assert_eq!(items, (1..8).collect::<Vec<_>>());
        for (item, kind) in (1..8).zip(kinds) {
            prop_assert_eq!(issue.section_of(ItemId(item)).map(|section| section.kind), kind);
        }
    }
}
