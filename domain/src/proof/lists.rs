//! The lists that proofreading goes by: our own of words that are written wrong again and again, and the office's.

use std::{collections::BTreeSet, sync::LazyLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An entry of our own list, `confusions.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    pub wrong: &'static str,
    pub right: &'static str,
    /// A sentence in which the wrong form is wrong.
    pub example: &'static str,
    /// Longer strings in which the wrong form stands by right; … within one stands for any words of the sentence.
    pub except: Vec<&'static str>,
    /// Why, with 〔〕 for the right form.
    reason: &'static str,
}

impl Confusion {
    /// Why it is wrong, in words.
    pub fn explanation(&self) -> String {
        self.reason.replace("〔〕", self.right)
    }
}

/// Our own list, for whoever shows it to be switched off in parts.
pub fn confusions() -> &'static [Confusion] {
    static CONFUSIONS: LazyLock<Vec<Confusion>> = LazyLock::new(|| {
        let mut reason = "";
        let mut confusions = Vec::new();
        for line in include_str!("confusions.txt").lines() {
            if let Some(words) = line.strip_prefix("@ ") {
                reason = words;
            } else if !line.starts_with('#')
                && let [wrong, right, example, except @ ..] = line.split(' ').collect::<Vec<_>>().as_slice()
            {
                let except = except.to_vec();
                confusions.push(Confusion { wrong, right, example, except, reason });
            }
        }
        confusions
    });
    &CONFUSIONS
}

/// What an office adds to proofreading, and what it takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeWords {
    pub confusions: Vec<OfficeConfusion>,
    /// The wrong forms of our own list that the office does not want to hear of.
    pub switched_off: BTreeSet<String>,
    /// Words that a person has to look at (敏感词).
    pub sensitive: Vec<WatchedWord>,
    /// Words that must not be printed (禁用词).
    pub forbidden: Vec<WatchedWord>,
    pub leaders: Vec<Leader>,
    pub units: Vec<UnitNames>,
}

/// A pair of the office's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeConfusion {
    pub wrong: String,
    pub right: String,
    /// Longer strings in which the wrong form stands by right.
    pub except: Vec<String>,
}

/// A word that is found through blanks and signs between its characters, in any width and in traditional forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WatchedWord {
    pub word: String,
    /// What may stand instead.
    pub instead: Option<String>,
    /// What is to be minded, in words.
    pub reason: Option<String>,
    /// Longer strings in which it stands by right.
    pub except: Vec<String>,
}

/// A leader in one term of office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    pub name: String,
    /// The posts, parted by 、, as they stand before the name: 市自然资源和规划局党组书记、局长.
    pub post: String,
    /// The place in a list of leaders, from 1.
    pub order: u32,
    /// First day in this post; `None` for always.
    #[serde(default)]
    pub from: Option<Date>,
    /// First day on which it is no longer held; `None` for still.
    #[serde(default)]
    pub until: Option<Date>,
}

impl Leader {
    /// Whether the post is held on that day.
    pub fn is_in_office(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Each post by itself: 党组书记 and 局长 with what stands before the first, and without.
    pub(super) fn posts(&self) -> impl Iterator<Item = &str> {
        self.post.split(['、', '，', ' ', '\u{3000}']).map(str::trim).filter(|post| !post.is_empty())
    }
}

/// Every name a unit has and had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnitNames {
    /// The full name of today.
    pub name: String,
    /// Short names and aliases, any of which may be written.
    pub short_names: Vec<String>,
    pub former: Vec<FormerName>,
}

/// A name of a unit before it was renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerName {
    pub name: String,
    /// First day on which the unit had another name.
    pub until: Date,
}
