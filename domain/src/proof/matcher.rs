//! Many words looked for in one pass.

use std::ops::Range;

/// Words in order, so that those which begin alike stand together: what may still match is a range that narrows sign by
/// sign. Looking for all takes, for each place of a text, as many steps as its longest word is long.
#[derive(Clone, Debug, Default)]
pub(super) struct Matcher {
    words: Vec<(Vec<char>, usize)>,
}

impl Matcher {
    /// Of words with what each stands for; empty ones are left out.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        let words = words.into_iter().map(|(word, meaning)| (word.chars().collect(), meaning));
        let mut words: Vec<(Vec<char>, usize)> =
            words.filter(|(word, _): &(Vec<char>, _)| !word.is_empty()).collect();
        words.sort();
        Self { words }
    }

    /// The longest word at a place, with what it stands for.
    pub(super) fn longest_at(&self, signs: &[char], place: usize) -> Option<(Range<usize>, usize)> {
        self.all_at(signs, place).last()
    }

    /// The words at a place, from the shortest on.
    pub(super) fn all_at<'a>(
        &'a self,
        signs: &'a [char],
        place: usize,
    ) -> impl Iterator<Item = (Range<usize>, usize)> + 'a {
        let mut left = self.words.as_slice();
        let mut length = 0;
        std::iter::from_fn(move || {
            loop {
                let sign = *signs.get(place + length)?;
                let start = left.partition_point(|(word, _)| word.get(length).is_none_or(|own| *own < sign));
                let end = start + left[start..].partition_point(|(word, _)| word.get(length) == Some(&sign));
                left = &left[start..end];
                length += 1;
                let (word, meaning) = left.first()?;
                if word.len() == length {
                    return Some((place..place + length, *meaning));
                }
            }
        })
    }

    /// The longest words, from left to right, none within another.
    pub(super) fn find(&self, signs: &[char]) -> Vec<(Range<usize>, usize)> {
        let (mut found, mut place) = (Vec::new(), 0);
        while place < signs.len() {
            place = match self.longest_at(signs, place) {
                Some((range, meaning)) => {
                    let end = range.end;
                    found.push((range, meaning));
                    end
                }
                None => place + 1,
            };
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_found_wherever_others_begin_like_it() {
        let matcher = Matcher::new([("部署", 1), ("部署名", 2), ("署名", 3), ("部", 4), ("", 5)]);
        let signs: Vec<char> = "部署名，部队署名部署".chars().collect();
        assert_eq!(matcher.find(&signs), [(0..3, 2), (4..5, 4), (6..8, 3), (8..10, 1)]);
        let all: Vec<usize> = matcher.all_at(&signs, 0).map(|(_, meaning)| meaning).collect();
        assert_eq!(all, [4, 1, 2]);
        assert!(Matcher::default().find(&signs).is_empty());
    }
}
