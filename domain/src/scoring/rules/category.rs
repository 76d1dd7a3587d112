//! Categories: what an entry's points are for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::item::Kind;

/// What an entry's points are for. Six are usual and known by codes; a rule set may name others, which are
/// their own words: 批示, 扣分.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Category(Cow<'static, str>);

impl Category {
    /// 信息 in the newsletter.
    pub const NEWSLETTER_ARTICLE: Self = Self(Cow::Borrowed("newsletter_article"));
    /// 简讯 in the newsletter.
    pub const NEWSLETTER_BRIEF: Self = Self(Cow::Borrowed("newsletter_brief"));
    /// 上级采用.
    pub const UPPER: Self = Self(Cow::Borrowed("upper"));
    /// 约稿.
    pub const COMMISSION: Self = Self(Cow::Borrowed("commission"));
    /// 本月基础分.
    pub const BASE: Self = Self(Cow::Borrowed("base"));
    /// 加减分.
    pub const ADJUSTMENT: Self = Self(Cow::Borrowed("adjustment"));
    /// 报送: points for what was sent in.
    pub const SUBMISSION: Self = Self(Cow::Borrowed("submission"));
    /// 报送上级: points for what was sent up.
    pub const FORWARDING: Self = Self(Cow::Borrowed("forwarding"));
    /// 批示.
    pub const INSTRUCTION: Self = Self(Cow::Borrowed("instruction"));

    /// The categories that need no rule set to say so, in the order in which sums name them.
    pub const USUAL: [Self; 9] = [
        Self::NEWSLETTER_ARTICLE,
        Self::NEWSLETTER_BRIEF,
        Self::UPPER,
        Self::COMMISSION,
        Self::INSTRUCTION,
        Self::SUBMISSION,
        Self::FORWARDING,
        Self::BASE,
        Self::ADJUSTMENT,
    ];

    pub fn newsletter(kind: Kind) -> Self {
        match kind {
            Kind::Article => Self::NEWSLETTER_ARTICLE,
            Kind::Brief => Self::NEWSLETTER_BRIEF,
        }
    }

    /// The word on the screen.
    pub fn label(&self) -> &str {
        match self.code() {
            "newsletter_article" => "信息",
            "newsletter_brief" => "简讯",
            "upper" => "上级采用",
            "commission" => "约稿",
            "base" => "基础分",
            "adjustment" => "加减分",
            "submission" => "报送",
            "forwarding" => "报送上级",
            "instruction" => "批示",
            own => own,
        }
    }

    /// The word in a database, an address or a document.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// A usual category by its code or its label, else one of the rule set's own. `None` for blank text.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let usual = Self::USUAL.into_iter().find(|usual| usual.code() == text || usual.label() == text);
        usual.or_else(|| (!text.is_empty()).then(|| Self(Cow::Owned(text.to_owned()))))
    }

    /// Its place among the usual ones; a rule set's own come before the base.
    pub fn order(&self) -> usize {
        const OWN: usize = 7;
        let place = Self::USUAL.iter().position(|usual| usual == self);
        place.map_or(OWN, |place| if place >= OWN { place + 1 } else { place })
    }
}

/// 上级采用、批示.
pub(super) fn labels(categories: &[Category]) -> String {
    categories.iter().map(Category::label).collect::<Vec<_>>().join("、")
}
