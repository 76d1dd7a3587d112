//! The common reasons for returning or rejecting an item. They are counted by unit and month, for the bulletin's
//! remarks; what else there is to say stands beside them in free words.

use serde::{Deserialize, Serialize};

/// A common reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    MerelyReported,
    LacksSubstance,
    OffTopic,
    Repeated,
    OutOfDate,
    SentInABurst,
}

impl ReasonKind {
    pub const ALL: [Self; 6] = [
        Self::MerelyReported,
        Self::LacksSubstance,
        Self::OffTopic,
        Self::Repeated,
        Self::OutOfDate,
        Self::SentInABurst,
    ];

    /// As the office says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::MerelyReported => "就会议写会议、就活动写活动",
            Self::LacksSubstance => "缺少数据或案例",
            Self::OffTopic => "文不对题",
            Self::Repeated => "内容重复",
            Self::OutOfDate => "已过时效",
            Self::SentInABurst => "突击发稿",
        }
    }

    /// The word in a database or a form.
    pub fn code(self) -> &'static str {
        match self {
            Self::MerelyReported => "merely_reported",
            Self::LacksSubstance => "lacks_substance",
            Self::OffTopic => "off_topic",
            Self::Repeated => "repeated",
            Self::OutOfDate => "out_of_date",
            Self::SentInABurst => "sent_in_a_burst",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The kinds and the free words as one reason: `缺少数据或案例；请补充面积`. `None` where nothing is said.
pub fn in_words(kinds: &[ReasonKind], free: Option<&str>) -> Option<String> {
    let chosen = ReasonKind::ALL.into_iter().filter(|kind| kinds.contains(kind));
    let mut parts: Vec<&str> = chosen.map(ReasonKind::label).collect();
    parts.extend(free.map(str::trim).filter(|free| !free.is_empty()));
    (!parts.is_empty()).then(|| parts.join("；"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_come_first_and_in_one_order() {
        let kinds = [ReasonKind::OutOfDate, ReasonKind::LacksSubstance];
        assert_eq!(in_words(&kinds, Some(" 请补充 ")).as_deref(), Some("缺少数据或案例；已过时效；请补充"));
        assert_eq!(in_words(&[], Some(" ")), None);
    }

    #[test]
    fn a_code_is_read_as_it_is_written() {
        for kind in ReasonKind::ALL {
            assert_eq!(ReasonKind::from_code(kind.code()), Some(kind));
        }
    }
}
