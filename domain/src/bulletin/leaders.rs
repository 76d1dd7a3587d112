//! Who comes first, in words: 前三 means places, and where very many share one they are counted, not named.

use std::fmt::Display;

use crate::scoring::chinese_number;

/// 前三.
pub const LEADING_PLACES: usize = 3;

/// How many are named before those who share a place are only counted, where the rules say nothing of it.
pub const MOST_NAMED: usize = 5;

/// The units of the first places, the first first: `甲局、乙局、并列第三的9个单位`. Each is given with its rank as the
/// table prints it; equal ranks share a place, and all who share one stand in it. `most` are named at most.
pub fn leading<'a>(ranked: impl IntoIterator<Item = (u32, &'a str)>, most: usize) -> String {
    let ranked: Vec<(u32, &str)> = ranked.into_iter().collect();
    let mut words: Vec<String> = Vec::new();
    let mut places = 0;
    for sharing in ranked.chunk_by(|one, other| one.0 == other.0) {
        if places >= LEADING_PLACES {
            break;
        }
        places += sharing.len();
        if places <= most || sharing.len() == 1 {
            words.extend(sharing.iter().map(|(_, name)| (*name).to_owned()));
        } else {
            words.push(sharing_in_words(sharing[0].0, sharing.len()));
        }
    }
    words.join("、")
}

/// 并列第三的9个单位.
pub fn sharing_in_words(rank: u32, units: usize) -> String {
    let rank = usize::try_from(rank).unwrap_or(usize::MAX);
    format!("并列第{}的{units}个单位", chinese_number(rank))
}

/// Who has the most of something, the most first: `甲科（3篇）、乙科（2篇），另有9个单位各1篇`. Of those who have as
/// many none is left out in favour of another.
pub fn having_most<N: Display>(counts: &[(N, u64)], counter: &str) -> String {
    let mut words = String::new();
    let mut named = 0;
    for equals in counts.chunk_by(|one, other| one.1 == other.1) {
        if named >= MOST_NAMED {
            break;
        }
        let (units, count) = (equals.len(), equals[0].1);
        if named + units > MOST_NAMED {
            words.push_str(&match named {
                0 => format!("{units}个单位（各{count}{counter}）"),
                _ => format!("，另有{units}个单位各{count}{counter}"),
            });
            break;
        }
        for (name, _) in equals {
            let mark = if named == 0 { "" } else { "、" };
            words.push_str(&format!("{mark}{name}（{count}{counter}）"));
            named += 1;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(ranks: &[u32]) -> String {
        said_of(ranks, MOST_NAMED)
    }

    fn said_of(ranks: &[u32], most: usize) -> String {
        let names: Vec<String> = (0..ranks.len()).map(|place| format!("单位{place}")).collect();
        leading(ranks.iter().copied().zip(names.iter().map(String::as_str)), most)
    }

    #[test]
    fn three_means_places_and_who_shares_one_stands_in_it() {
        for (ranks, words) in [
            (&[1, 2, 3, 4][..], "单位0、单位1、单位2"),
            (&[1, 2, 3, 3, 4], "单位0、单位1、单位2、单位3"),
            (&[1, 2, 2, 3], "单位0、单位1、单位2"),
            (&[1, 1, 1, 2], "单位0、单位1、单位2"),
            (&[1, 1, 1, 1, 1, 2], "单位0、单位1、单位2、单位3、单位4"),
            (&[1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3], "单位0、单位1、并列第三的9个单位"),
            (&[1, 2, 2, 2, 2, 2, 2, 3], "单位0、并列第二的6个单位"),
            (&[1; 12], "并列第一的12个单位"),
            (&[1], "单位0"),
            (&[], ""),
        ] {
            assert_eq!(said(ranks), words, "{ranks:?}");
        }
    }

    #[test]
    fn an_office_may_name_more_or_fewer() {
        let ranks = [1, 2, 3, 3, 3, 3, 3, 4];
        assert_eq!(said_of(&ranks, 3), "单位0、单位1、并列第三的5个单位");
        assert_eq!(said_of(&ranks, 7), "单位0、单位1、单位2、单位3、单位4、单位5、单位6");
        assert_eq!(said_of(&[1, 1, 2], 1), "并列第一的2个单位、单位2");
    }

    #[test]
    fn of_those_who_have_as_many_none_is_named_alone() {
        let counts = |counts: &[u64]| {
            let counts: Vec<(String, u64)> =
                counts.iter().enumerate().map(|(place, count)| (format!("单位{place}"), *count)).collect();
            having_most(&counts, "篇")
        };
        assert_eq!(counts(&[3, 2]), "单位0（3篇）、单位1（2篇）");
        assert_eq!(counts(&[3, 1, 1, 1, 1, 1]), "单位0（3篇），另有5个单位各1篇");
        assert_eq!(counts(&[1; 9]), "9个单位（各1篇）");
        assert_eq!(
            counts(&[5, 4, 3, 2, 1]),
            "单位0（5篇）、单位1（4篇）、单位2（3篇）、单位3（2篇）、单位4（1篇）"
        );
        assert_eq!(
            counts(&[6, 5, 4, 3, 2, 1]),
            "单位0（6篇）、单位1（5篇）、单位2（4篇）、单位3（3篇）、单位4（2篇）"
        );
        assert_eq!(counts(&[]), "");
    }

    proptest! {
        #[test]
        fn however_many_share_a_place_few_are_named(mut ranks in prop::collection::vec(1_u32..5, 0..60)) {
            ranks.sort_unstable();
            let words = said(&ranks);
            let parts = if words.is_empty() { 0 } else { words.split('、').count() };
            prop_assert!(parts <= MOST_NAMED, "{words}");
            prop_assert_eq!(ranks.is_empty(), words.is_empty());
        }
    }
}
