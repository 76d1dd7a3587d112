//! The two kinds of items: 信息 and 简讯.

coded! {
    by label:
    /// The two kinds of items.
    pub enum Kind {
        /// 信息: a headline, perhaps a second one, and a body. Counted in 篇.
        Article = ("article", "信息"),
        /// 简讯: a paragraph or two, printed with ▲, its title optional. Counted in 则.
        Brief = ("brief", "简讯"),
    }
}

impl Kind {
    /// 篇 or 则.
    pub fn counter(self) -> &'static str {
        match self {
            Self::Article => "篇",
            Self::Brief => "则",
        }
    }

    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == label)
    }
}
