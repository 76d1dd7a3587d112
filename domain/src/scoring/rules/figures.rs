//! What the bulletin makes of points: cumulative, converted marks, ranks, remarks, columns, words.

use serde::{Deserialize, Serialize};

use super::{
    category::{Category, labels},
    described::{GROUPS, Holds, described, held, told},
    measure::{Measure, measured},
    period::Period,
    rule::{Names, Rule, named},
    words::only,
};
use crate::{points::Points, scoring::columns::Field};

described! {
    /// A figure that the rule set defines, for a column of its own.
    pub struct OwnFigure {
        /// Its key in the bulletin's JSON; columns name it.
        must key: String = told("代号", "小写英文字母、数字和下划线；表格各栏也可以用它指明指标。");
        must name: String = told("名称", "");
        /// Of the month: pieces, or points of categories.
        flat measure: Measure;
        /// Points of these rules, beside those of the categories.
        may rules: Vec<String> = told("计得分的标准", "另加这些标准、任务等的得分。").holding(Holds::Rules);
    }
    check |node| {
        if let Some(key) = &key {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if !key.bytes().all(plain) || Field::from_code(key).is_some() {
                node.fault_below("key", "代号用小写英文字母、数字和下划线，且不能与通报已有的指标同名");
            }
        }
        let says = |measure: &Measure| !measure.count.is_empty() || !measure.categories.is_empty();
        if !measure.as_ref().is_some_and(says) && rules.is_empty() {
            node.fault("要写明计什么：`count`（篇数），或 `categories`、`rules`（得分）");
        }
    }
}

impl Rule for OwnFigure {
    named!();

    fn sentence(&self, names: &dyn Names) -> String {
        if !self.measure.count.is_empty() {
            return format!("本月{}。", measured(&self.measure));
        }
        let mut of = Vec::new();
        if !self.measure.categories.is_empty() {
            of.push(labels(&self.measure.categories));
        }
        if !self.rules.is_empty() {
            of.push(names.rules(&self.rules));
        }
        format!("本月{}的得分。", of.join("、"))
    }
}

described! {
    usual:
    /// How the cumulative figure (累计分数) comes about.
    #[derive(Copy)]
    pub struct Cumulative {
        /// When it begins anew.
        may period: Period =
            told("期间", "只能是 `month`、`quarter`、`half_year` 或 `year`，过后重新累计。"), or Period::Year;
        may by: CumulativeBy = told("方法", "各月相加，或取月平均。"), or CumulativeBy::Sum;
    }
}

impl Rule for Cumulative {
    fn sentence(&self, _: &dyn Names) -> String {
        let period = match self.period {
            Period::Year => "当年",
            Period::HalfYear => "本半年",
            Period::Quarter => "本季度",
            _ => "本月",
        };
        let by = if self.by == CumulativeBy::Sum { "之和" } else { "的平均" };
        format!("累计分数为{period}各月得分{by}。")
    }
}

coded! {
    pub enum CumulativeBy {
        Sum = ("sum", "累加"),
        /// The sum divided by the months of the period so far.
        Average = ("average", "月平均"),
    }
}

described! {
    /// A part of the converted mark: the points of some categories, converted and weighted.
    pub struct Part {
        must name: String = told("名称", "");
        /// Empty for all.
        may categories: Vec<Category> = told("类别", "这一部分包含的类别；不写，为累计分数。");
        /// Multiplies the part: 0.6.
        must weight: Points = told("权重", "如 0.6。");
        /// Before it is weighted, brought to a full mark.
        may conversion: Option<Conversion> = told("先折算", "加权之前先折算成一定的满分。");
    }
}

impl Rule for Part {
    named!();

    fn sentence(&self, _: &dyn Names) -> String {
        let what = match self.categories.is_empty() {
            true => "累计分数".to_owned(),
            false => format!("{}的得分", labels(&self.categories)),
        };
        let converted = self.conversion.map(|one| format!("，{}", converted(one)));
        format!("{what}{}，乘以{}。", converted.unwrap_or_default(), self.weight)
    }
}

described! {
    /// Conversion to a full mark: `points ÷ whole × full`.
    #[derive(Copy)]
    pub struct Conversion {
        /// The full mark.
        must full: Points = told("满分", "折算以后的满分。");
        must whole: Mark = told(
            "折算基数",
            "得多少分算满分：一个数，或 `highest_of_group`（本组最高分）、`highest`（全部最高分）。",
        );
        /// Not above the full mark.
        may bounded: bool = told("不超过满分", "折算结果不超过满分。");
        /// Not below this.
        may least: Option<Points> =
            told("不低于", "折算结果的下限，如 0 或 60；不写，没有下限，负分折算出来也是负的。");
    }
}

held!(Conversion as Conversion);

impl Rule for Conversion {
    fn sentence(&self, _: &dyn Names) -> String {
        format!("{}。", converted(*self))
    }
}

fn converted(conversion: Conversion) -> String {
    let whole = match conversion.whole {
        Mark::Points(points) => format!("{points}分"),
        Mark::HighestOfGroup => "本组最高分".to_owned(),
        Mark::Highest => "全部最高分".to_owned(),
    };
    let bounded = if conversion.bounded { "，不超过满分" } else { "" };
    let least = conversion.least.map(|least| format!("，不低于{least}分")).unwrap_or_default();
    format!("以{whole}为满分，折算成{}分{bounded}{least}", conversion.full)
}

/// What earns the full mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// So many points.
    Points(Points),
    /// The most that a unit of the group has.
    HighestOfGroup,
    /// The most that any unit has.
    Highest,
}

impl Serialize for Mark {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Points(points) => points.serialize(serializer),
            Self::HighestOfGroup => serializer.serialize_str("highest_of_group"),
            Self::Highest => serializer.serialize_str("highest"),
        }
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::named(&text).map_err(serde::de::Error::custom)
    }
}

impl Mark {
    /// The words for a mark that is no amount, in a document and on the screen.
    pub(super) const WORDS: [(&'static str, &'static str); 2] =
        [("highest_of_group", "本组最高分"), ("highest", "全部最高分")];

    pub(super) fn named(text: &str) -> Result<Self, crate::points::PointsError> {
        match text {
            "highest_of_group" => Ok(Self::HighestOfGroup),
            "highest" => Ok(Self::Highest),
            points => points.parse().map(Self::Points),
        }
    }
}

described! {
    usual:
    /// How units are ranked.
    pub struct Ranking {
        may method: RankMethod = told("方法", "并列以后的名次怎样接。"), or RankMethod::Dense;
        /// The figure by which they are ranked: cumulative, month, converted.
        may by: Field = told("依据", "`cumulative`、`month`、`converted` 或别的数字指标。"), or Field::Cumulative;
        /// Breaks ties, in order.
        may ties: Vec<RankCriterion> = told(
            "同分时",
            "依次比较：`adoption_rate`（采用率）、`pieces`（采用篇数）、`upper_pieces`（上级采用篇数）、`month`（本月分数），或 `{ points = [\"批示\"] }`（某些类别的得分）。",
        );
        /// Across the groups rather than within each.
        may across_groups: bool = told("不分组排名", "全部单位一起排名。");
        /// Who has less is not ranked.
        may at_least: Option<Points> = told("参加排名的最低分", "低于它的不排名。");
        /// Who is excluded from awards is not ranked.
        may without_excluded: bool = told("取消资格的不排名", "");
        /// In the covering text; who shares a place beyond that is counted.
        may most_named: Option<u32> = told(
            "前三至多点几个名",
            "通报正文里的前三：并列的多于它，写“并列第三的9个单位”；不写，5个。",
        );
    }
    check |node| {
        if matches!(by, Field::Unit | Field::Rank | Field::Remarks) {
            node.fault_below("by", "排名要依据一个数字指标");
        }
    }
}

impl Rule for Ranking {
    fn sentence(&self, names: &dyn Names) -> String {
        let among = if self.across_groups { "全部单位一起" } else { "在分组内" };
        let ties: Vec<String> = self.ties.iter().map(RankCriterion::label).collect();
        let ties =
            if ties.is_empty() { String::new() } else { format!("；同分依次比{}", ties.join("、")) };
        let least = self.at_least.map(|least| format!("；低于{least}的不排名")).unwrap_or_default();
        let excluded = if self.without_excluded { "；取消资格的不排名" } else { "" };
        let named = self.most_named.map(|most| format!("；正文里的前三至多点{most}个名")).unwrap_or_default();
        let (by, method) = (names.figure(self.by), self.method.label());
        format!("{among}按{by}{method}{ties}{least}{excluded}{named}。")
    }
}

coded! {
    /// What comes after a shared rank.
    pub enum RankMethod {
        /// 1, 2, 2, 3.
        Dense = ("dense", "连续排名（1、2、2、3）"),
        /// 1, 2, 2, 4.
        Competition = ("competition", "竞赛排名（1、2、2、4）"),
    }
}

/// What breaks a tie: the more, the better. Over the cumulative figure's period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankCriterion {
    /// Points of these categories.
    Points(Vec<Category>),
    /// Adopted pieces to submitted ones.
    AdoptionRate,
    /// Adopted pieces, here and above.
    Pieces,
    /// Pieces adopted above.
    UpperPieces,
    /// The month's points.
    Month,
}

impl RankCriterion {
    /// Those that a word names.
    pub(super) const BY_WORD: [Self; 4] = [Self::AdoptionRate, Self::Pieces, Self::UpperPieces, Self::Month];
    /// Their words in a document, and on the screen.
    pub(super) const WORDS: [(&'static str, &'static str); 4] = [
        ("adoption_rate", "采用率"),
        ("pieces", "采用篇数"),
        ("upper_pieces", "上级采用篇数"),
        ("month", "本月分数"),
    ];

    /// Its words, where a word names it.
    pub(super) fn words(&self) -> Option<(&'static str, &'static str)> {
        Self::BY_WORD.iter().position(|criterion| criterion == self).map(|place| Self::WORDS[place])
    }

    fn label(&self) -> String {
        if let Self::Points(categories) = self {
            return format!("{}的得分", labels(categories));
        }
        self.words().map(|(_, label)| label.to_owned()).unwrap_or_default()
    }
}

described! {
    /// What is said of a unit whose figure is high or low enough.
    pub struct Remark {
        /// 优秀, 通报批评.
        must name: String = told("评语", "");
        must field: Field =
            told("指标", "`cumulative`、`month`、`converted`、`adoption_rate`、`rank` 等。");
        may at_least: Option<Points> = told("不低于", "");
        may below: Option<Points> = told("低于", "");
        /// Only of units of these groups; empty for all.
        may groups: Vec<String> = GROUPS;
    }
    check |node| {
        if at_least.is_none() && below.is_none() {
            node.fault("要写 `at_least`（不低于）或 `below`（低于）");
        }
    }
}

impl Rule for Remark {
    named!();

    fn sentence(&self, names: &dyn Names) -> String {
        let low = self.at_least.map(|least| format!("不低于{least}")).unwrap_or_default();
        let high = self.below.map(|below| format!("低于{below}")).unwrap_or_default();
        let (only, figure) = (only(&self.groups), names.figure(self.field));
        format!("{only}{figure}{low}{high}的，通报里写“{}”。", self.name)
    }
}

described! {
    usual:
    /// Which points stand in which column. 本月分数 is the sum of all, whatever stands here.
    pub struct PointColumns {
        /// Every category that stands in neither of the others, unless the rule set says otherwise.
        may adoption_points: Option<Vec<Category>> = told("采用信息记分", "");
        may commission_points: Vec<Category> = told("约稿记分", ""), or vec![Category::COMMISSION];
        may base: Vec<Category> = told("本月基础分", ""), or vec![Category::BASE];
    }
}

held!(PointColumns as Heads);

impl PointColumns {
    /// Whether a column shows the points of a category.
    pub fn shows(&self, field: Field, category: &Category) -> bool {
        match field {
            Field::AdoptionPoints => match &self.adoption_points {
                Some(listed) => listed.contains(category),
                None => !self.commission_points.contains(category) && !self.base.contains(category),
            },
            Field::CommissionPoints => self.commission_points.contains(category),
            Field::Base => self.base.contains(category),
            Field::Month | Field::Cumulative | Field::Quarter | Field::HalfYear | Field::Converted => true,
            Field::Unit
            | Field::Submitted
            | Field::UpperCount
            | Field::NewsletterCount
            | Field::CommissionCount
            | Field::ReportedUp
            | Field::AdoptionRate
            | Field::Rank
            | Field::Remarks
            | Field::Own(_) => false,
        }
    }
}

described! {
    usual:
    /// The words that differ from one level of government to another.
    pub struct Words {
        /// Who receives what is sent: 市局办公室.
        may office: String = told("收稿的办公室", ""), or "办公室".to_owned();
        /// Whose newsletter adopts: 市局.
        may bureau: String = told("本级", ""), or "本级".to_owned();
        /// Adopted by a higher office: 上级采用信息.
        may upper: String = told("上级采用的叫法", ""), or "上级采用信息".to_owned();
        /// Commissioned and delivered: 约稿.
        may commission: String = told("约稿的叫法", ""), or "约稿".to_owned();
        /// Sent up: 报市.
        may forwarded: String = told("报送上级的叫法", ""), or "报送上级".to_owned();
    }
}

held!(Words as Heads);
