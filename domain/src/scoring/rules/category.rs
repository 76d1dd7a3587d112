//! Categories: what an entry's points are for.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::item::Kind;

coded! {
    /// The usual categories, in the order in which sums name them.
    enum Usual {
        NewsletterArticle = ("newsletter_article", "信息"),
        NewsletterBrief = ("newsletter_brief", "简讯"),
        Upper = ("upper", "上级采用"),
        Commission = ("commission", "约稿"),
        Instruction = ("instruction", "批示"),
        Submission = ("submission", "报送"),
        Forwarding = ("forwarding", "报送上级"),
        Base = ("base", "基础分"),
        Adjustment = ("adjustment", "加减分"),
    }
}

/// What an entry's points are for. Nine are usual and known by codes; a rule set may name others, which are
/// their own words: 会议, 扣分.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Category(Word);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Word {
    Usual(Usual),
    /// Never the code of a usual one.
    Own(Arc<str>),
}

impl Category {
    /// 信息 in the newsletter.
    pub const NEWSLETTER_ARTICLE: Self = Self(Word::Usual(Usual::NewsletterArticle));
    /// 简讯 in the newsletter.
    pub const NEWSLETTER_BRIEF: Self = Self(Word::Usual(Usual::NewsletterBrief));
    /// 上级采用.
    pub const UPPER: Self = Self(Word::Usual(Usual::Upper));
    /// 约稿.
    pub const COMMISSION: Self = Self(Word::Usual(Usual::Commission));
    /// 本月基础分.
    pub const BASE: Self = Self(Word::Usual(Usual::Base));
    /// 加减分.
    pub const ADJUSTMENT: Self = Self(Word::Usual(Usual::Adjustment));
    /// 报送: points for what was sent in.
    pub const SUBMISSION: Self = Self(Word::Usual(Usual::Submission));
    /// 报送上级: points for what was sent up.
    pub const FORWARDING: Self = Self(Word::Usual(Usual::Forwarding));
    /// 批示.
    pub const INSTRUCTION: Self = Self(Word::Usual(Usual::Instruction));

    /// The categories that need no rule set to say so, in the order in which sums name them.
    pub fn usual() -> impl Iterator<Item = Self> {
        Usual::ALL.into_iter().map(|usual| Self(Word::Usual(usual)))
    }

    pub fn newsletter(kind: Kind) -> Self {
        match kind {
            Kind::Article => Self::NEWSLETTER_ARTICLE,
            Kind::Brief => Self::NEWSLETTER_BRIEF,
        }
    }

    /// The word on the screen.
    pub fn label(&self) -> &str {
        match &self.0 {
            Word::Usual(usual) => usual.label(),
            Word::Own(own) => own,
        }
    }

    /// The word in a database, an address or a document.
    pub fn code(&self) -> &str {
        match &self.0 {
            Word::Usual(usual) => usual.code(),
            Word::Own(own) => own,
        }
    }

    /// A usual category by its code or its label, else one of the rule set's own. `None` for blank text.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let usual = Usual::ALL.into_iter().find(|usual| usual.label() == text);
        let word = || usual.map_or_else(|| text.into(), |usual| Self(Word::Usual(usual)));
        (!text.is_empty()).then(word)
    }

    /// Its place among the usual ones; a rule set's own come before the base.
    pub fn order(&self) -> usize {
        match &self.0 {
            Word::Usual(usual) if *usual < Usual::Base => *usual as usize,
            Word::Usual(usual) => *usual as usize + 1,
            Word::Own(_) => Usual::Base as usize,
        }
    }
}

/// By its code.
impl From<&str> for Category {
    fn from(code: &str) -> Self {
        Self(Usual::from_code(code).map_or_else(|| Word::Own(code.into()), Word::Usual))
    }
}

impl From<String> for Category {
    fn from(code: String) -> Self {
        code.as_str().into()
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.code().to_owned()
    }
}

impl Ord for Category {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Category {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// 上级采用、批示.
pub(super) fn labels(categories: &[Category]) -> String {
    categories.iter().map(Category::label).collect::<Vec<_>>().join("、")
}
