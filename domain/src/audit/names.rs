//! Which names mean the same: of units that a table, a paragraph and a covering text each call differently.
//! It must not decide in silence: every match says whether it was exact.

/// Likeness from which on two names may be one unit's, in thousandths.
pub(super) const LIKELY: u32 = 550;

/// How alike two names are, in thousandths: twice the characters that they share in order, over all.
pub(super) fn likeness(one: &str, other: &str) -> u32 {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let all = one.len() + other.len();
    if all == 0 {
        return 0;
    }
    u32::try_from(common(&one, &other) * 2000 / all).unwrap_or(0)
}

/// Whether two names differ as a slip of the pen makes them differ: one character is another, or two neighbours
/// have changed places. What is shorter may well be short for the longer.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len() != other.len() || one.len() < 3 {
        return false;
    }
    let differing: Vec<usize> = (0..one.len()).filter(|at| one[*at] != other[*at]).collect();
    match differing.as_slice() {
        [_] => true,
        [first, second] => {
            *second == first + 1 && one[*first] == other[*second] && one[*second] == other[*first]
        }
        _ => false,
    }
}

/// Whether one name is the other with one character more, which is no abbreviation.
pub(super) fn is_one_longer(long: &str, short: &str) -> bool {
    let (long, short): (Vec<char>, Vec<char>) = (long.chars().collect(), short.chars().collect());
    short.len() >= 2 && long.len() == short.len() + 1 && common(&long, &short) == short.len()
}

/// How well a short name fits a full one, in thousandths: the share of its characters that stand in the full
/// name in order. A short name that skips more of the full one fits a little less.
pub(super) fn fits(short: &str, full: &str) -> u32 {
    let short_characters: Vec<char> = short.chars().collect();
    let full_characters: Vec<char> = full.chars().collect();
    if short_characters.is_empty() {
        return 0;
    }
    let share = common(&short_characters, &full_characters) * 1000 / short_characters.len();
    u32::try_from(share).unwrap_or(0)
}

/// Pairs two lists of names one to one: the most alike first, none below `least`. Gives for each name on the
/// left its partner's place on the right.
pub(super) fn pair(
    left: &[&str],
    right: &[&str],
    least: u32,
    alike: impl Fn(&str, &str) -> u32,
) -> Vec<Option<usize>> {
    let mut candidates: Vec<(u32, usize, usize)> = Vec::new();
    for (at, name) in left.iter().enumerate() {
        for (to, other) in right.iter().enumerate() {
            let alike = alike(name, other);
            if alike >= least {
                candidates.push((alike, at, to));
            }
        }
    }
    // Among equals the printed order decides.
    candidates.sort_by_key(|(alike, at, to)| (std::cmp::Reverse(*alike), *at, *to));
    let mut partners = vec![None; left.len()];
    let mut taken = vec![false; right.len()];
    for (_, at, to) in candidates {
        if partners[at].is_none() && !taken[to] {
            partners[at] = Some(to);
            taken[to] = true;
        }
    }
    partners
}

/// The name that a short one means, where one fits better than all others.
pub(super) fn best<'a>(short: &str, names: impl Iterator<Item = &'a str>) -> Option<usize> {
    if short.chars().count() < 2 {
        return None;
    }
    let mut ranked: Vec<(u32, u32, usize)> = names
        .enumerate()
        .map(|(at, name)| (fits(short, name), likeness(short, name), at))
        .filter(|(fit, ..)| *fit >= 750)
        .collect();
    ranked.sort_by_key(|(fit, likeness, at)| (std::cmp::Reverse(*fit), std::cmp::Reverse(*likeness), *at));
    match ranked.as_slice() {
        [] => None,
        [(fit, alike, _), (second_fit, second_alike, _), ..]
            if fit == second_fit && alike == second_alike =>
        {
            None
        }
        [(_, _, at), ..] => Some(*at),
    }
}

/// The length of the longest common subsequence.
fn common(one: &[char], other: &[char]) -> usize {
    // Names are short; a text that is taken for one must not cost the square of its length.
    let one = &one[..one.len().min(60)];
    let other = &other[..other.len().min(60)];
    let mut row = vec![0; other.len() + 1];
    for character in one {
        let mut diagonal = 0;
        for (at, candidate) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if character == candidate { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_means_the_full_name_that_holds_it() {
        let names = ["耕地保护监督科", "用途管制科", "调查监测科", "综合科"];
        for (short, at) in [("耕保科", 0), ("用途科", 1), ("调查科", 2), ("综合科", 3)] {
            assert_eq!(best(short, names.into_iter()), Some(at), "{short}");
        }
        assert_eq!(best("法规科", names.into_iter()), None);
        assert_eq!(best("科", names.into_iter()), None);
    }

    #[test]
    fn a_slip_of_the_pen_is_no_short_name() {
        for (one, other, slip) in [
            ("松涛科", "松滔科", true),
            ("市测绘院", "市绘测院", true),
            ("用途管制科", "用途科", false),
            ("开发区分局", "经开区分局", false),
            ("甲科", "乙科", false),
        ] {
            assert_eq!(is_slip(one, other), slip, "{one} {other}");
        }
    }

    #[test]
    fn names_are_paired_one_to_one() {
        let left = ["用途管制科", "市城乡规划设计研究院", "冠县局", "冠县林业局"];
        let right = ["冠县林业局", "冠县局", "自然用途管制科", "市城乡规划设计院"];
        assert_eq!(pair(&left, &right, LIKELY, likeness), [Some(2), Some(3), Some(1), Some(0)]);
        assert_eq!(pair(&["人事科"], &["综合科"], LIKELY, likeness), [None]);
    }
}
