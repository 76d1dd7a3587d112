//! 批注 and 修改建议: what is said of a passage, and where the passage stands once the text has moved on.
//!
//! A passage is known by its letters: what is read of a field without blanks and bars. So it is the same whatever paragraphs
//! are parted or joined, and the page, which draws blocks, counts as the text does. Who may read what is not known here.

mod letters;
mod passage;
mod suggestion;

pub use letters::{Letters, is_letter};
pub use passage::{Carried, Carrier};
pub use suggestion::{Unfit, fits, is_followed};

coded! {
    /// Who a comment is for.
    pub enum Audience {
        /// The unit's own people alone.
        Unit = ("unit", "只给本单位"),
        /// The unit's people and the office's.
        Shared = ("shared", "单位和编辑部"),
        /// The office's people alone.
        Office = ("office", "只在编辑部"),
    }
}

coded! {
    /// What became of a suggestion.
    pub enum Outcome {
        Taken = ("taken", "已采纳"),
        Refused = ("refused", "未采纳"),
    }
}

/// The longest passage, in letters: a long paragraph.
pub const LONGEST_PASSAGE: usize = 1_000;
/// The longest remark, and the longest other wording, in characters.
pub const LONGEST_WORDS: usize = 1_000;
/// So many comments an item may have that are not settled.
pub const MOST_OPEN: usize = 200;

/// The people that are spoken to in words (`@张三`), among those whose names are given: their places in the list. Of two
/// names of which one begins the other, the longer is meant; of two people of one name, both.
pub fn spoken_to(words: &str, names: &[&str]) -> Vec<usize> {
    let mut places: Vec<usize> = words
        .match_indices(['@', '＠'])
        .flat_map(|(at, sign)| {
            let rest = &words[at + sign.len()..];
            let begins = |name: &str| !name.is_empty() && rest.starts_with(name);
            let longest = names.iter().filter(|name| begins(name)).map(|name| name.len()).max();
            let is_meant = move |name: &str| begins(name) && Some(name.len()) == longest;
            let places = names.iter().enumerate().filter(move |(_, name)| is_meant(name));
            places.map(|(place, _)| place).collect::<Vec<_>>()
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_named_after_the_sign_is_spoken_to() {
        let names = ["王刚", "王刚强", "李明"];
        assert_eq!(spoken_to("@王刚强 请看，＠李明也看", &names), [1, 2]);
        assert_eq!(spoken_to("王刚、a@b.cn、@王", &names), Vec::<usize>::new());
        assert_eq!(spoken_to("@王刚@王刚", &names), [0]);
        assert_eq!(spoken_to("@李明", &["李明", "李明"]), [0, 1]);
    }
}
