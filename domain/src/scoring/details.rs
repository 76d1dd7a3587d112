//! What rules may ask about a fact beyond its kind.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::points::Points;

/// Optional places of a fact. An empty place asks for nothing and is never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Of a submission told by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// 形式: 综合, 专报, 调研, 图片, A, B, C. Without one, an adoption's kind: 信息, 简讯.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// 刊物、单位 to which the piece went, of a fact whose kind names none: of what was sent up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// 层级: 市级, 省级, 国家级; of an instruction, the leader's. Without one, its channel's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// 职务层次 of the leader who wrote an instruction: 主要领导, 分管领导.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// 报送渠道: how it went its way: 经办公室报送.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// 稿源: what facts about one and the same story have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// 标记: 头版, 编者按.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// The day of the event itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// The day by which a commission was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Date>,
    /// What became of a commission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Points that an outside table gives, or that somebody judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Weights of the units, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Points>,
    /// The judged rule whose value an adjustment gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Who judged or decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// 佐证.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What the year loses beside a month that a decision sets to zero; below zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Points>,
    /// Points taken from the whole year: a month that is set to zero does not take them along.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub from_year: bool,
}

impl Details {
    /// Nothing known.
    pub const NONE: Self = Self {
        title: None,
        form: None,
        channel: None,
        level: None,
        rank: None,
        route: None,
        story: None,
        marks: Vec::new(),
        day: None,
        due: None,
        delivered: None,
        outcome: None,
        points: None,
        shares: Vec::new(),
        rule: None,
        by: None,
        evidence: None,
        beside: None,
        from_year: false,
    };

    /// Whether it was delivered after the day on which it was due. One that was never delivered is missing,
    /// not late.
    pub fn is_late(&self) -> bool {
        matches!((self.due, self.delivered), (Some(due), Some(delivered)) if delivered > due)
    }
}

coded! {
    /// What became of a commission.
    pub enum Outcome {
        /// 已交稿.
        Delivered = ("delivered", "已交稿"),
        /// 已报出: sent up.
        Submitted = ("submitted", "已报出"),
        /// 已采用.
        Adopted = ("adopted", "已采用"),
        /// 未交稿.
        Missing = ("missing", "未交稿"),
    }
}
