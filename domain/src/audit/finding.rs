//! What an audit answers: findings and notes. It must not know how a finding was come by.

use serde::{Serialize, Serializer};

use crate::{points::Points, scoring::Field};

/// Everything that was found in one printed bulletin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What came of it in a sentence or two, which never says more than was compared.
    pub headline: String,
    pub compared: Compared,
    /// The disagreements: the covering text's first, then the units' in printed order.
    pub findings: Vec<Finding>,
    /// How the bulletin was read, where that was not plain: names that were matched, what could not be read.
    pub notes: Vec<String>,
}

/// What was compared, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Groups with a table that was read.
    pub tables: usize,
    pub rows: usize,
    pub paragraphs: usize,
    /// Listed pieces.
    pub pieces: usize,
    /// The covering text's totals.
    pub totals: usize,
    /// Its sentences about leading units.
    pub leaders: usize,
    /// Whether points carried in were compared with the earlier bulletin, or the year begins.
    pub carried: bool,
    /// What could not be read or compared, in words.
    pub left_out: Vec<String>,
}

impl Compared {
    /// 2张表格共31行、31个段落、清单71篇、正文合计6处.
    fn in_words(&self) -> String {
        let parts = [
            (self.tables, format!("{}张表格共{}行", self.tables, self.rows)),
            (self.paragraphs, format!("{}个单位的段落", self.paragraphs)),
            (self.pieces, format!("清单{}篇", self.pieces)),
            (self.totals, format!("正文合计{}处", self.totals)),
            (self.leaders, format!("前几名{}处", self.leaders)),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        parts.join("、")
    }
}

impl Report {
    /// Says what came of it.
    pub(super) fn conclude(&mut self) {
        let compared = self.compared.in_words();
        let left_out = match self.compared.left_out.as_slice() {
            [] => String::new(),
            left_out => format!("{}。", left_out.join("；")),
        };
        let found = match (self.findings.len(), left_out.is_empty()) {
            (0, true) => format!("没有发现不符之处。核对了{compared}。"),
            (0, false) => format!("已核对的{compared}中，没有发现不符之处。"),
            (count, _) => format!("发现{count}处不符：{}。核对了{compared}。", self.by_place()),
        };
        self.headline = format!("{left_out}{found}");
    }

    /// 正文6处、表格3处.
    fn by_place(&self) -> String {
        [Place::Covering, Place::Table, Place::Paragraph, Place::List]
            .into_iter()
            .filter_map(|place| {
                let count = self.findings.iter().filter(|finding| finding.place == place).count();
                (count > 0).then(|| format!("{}{count}处", place.label()))
            })
            .collect::<Vec<_>>()
            .join("、")
    }
}

/// The field of an entry's number in a list.
pub(super) const NUMBER: &str = "number";

/// One place where the bulletin does not say what follows from the rest of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The unit's full name; a group's name for its totals; `None` for the whole bulletin.
    pub unit: Option<String>,
    pub place: Place,
    /// Named as in the bulletin's JSON; `text` for words that were left over.
    pub field: &'static str,
    /// As printed; `None` where nothing is.
    pub printed: Option<Value>,
    /// As it follows; `None` where nothing should stand.
    pub derived: Option<Value>,
    /// What it means and what it moves.
    pub note: String,
    /// The number of the line, or of the table's row, in the document ([`super::Document`]).
    #[serde(skip)]
    pub line: Option<usize>,
}

impl Finding {
    /// Whether it is about the place of a row among others.
    fn is_order(&self) -> bool {
        matches!(&self.derived, Some(Value::Text(text)) if text.ends_with("之前"))
    }

    /// The field in words.
    pub fn field_label(&self) -> &'static str {
        match Field::from_code(self.field) {
            Some(Field::Unit) if matches!(self.printed, Some(Value::Count(_))) => "重复",
            Some(Field::Unit) if self.printed.is_none() => "缺漏",
            Some(Field::Unit) if self.is_order() => "次序",
            Some(Field::Unit) => "单位名称",
            Some(Field::Submitted) => "上报篇数",
            Some(Field::UpperCount) => "上级采用篇数",
            Some(Field::NewsletterCount) => "简报采用篇数",
            Some(Field::AdoptionPoints) => "采用记分",
            Some(Field::CommissionCount) => "约稿篇数",
            Some(Field::CommissionPoints) => "约稿记分",
            Some(Field::ReportedUp) => "报省市篇数",
            Some(Field::Base) => "基础分",
            Some(Field::Month) if matches!(self.printed, Some(Value::Text(_))) => "月份",
            Some(Field::Month) => "本月分数",
            Some(Field::Cumulative) => "累计分数",
            Some(Field::Rank) => "名次",
            Some(other) => other.label(),
            None if self.field == NUMBER => "序号",
            None => "文字",
        }
    }
}

coded! {
    /// The part of the bulletin in which something stands.
    pub enum Place {
        Covering = ("covering", "正文"),
        Table = ("table", "表格"),
        Paragraph = ("paragraph", "段落"),
        List = ("list", "清单"),
    }
}

/// A figure or words: a count is a number, points are a decimal text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Count(u64),
    Points(Points),
    Text(String),
}

impl Value {
    /// An amount as its field shows it.
    pub(super) fn of(field: Field, amount: Points) -> Self {
        const ONE: i64 = Points::whole(1).scaled();
        match u64::try_from(amount.scaled()) {
            Ok(scaled) if is_count(field) && amount.scaled() % ONE == 0 => {
                Self::Count(scaled / ONE.unsigned_abs())
            }
            _ => Self::Points(amount),
        }
    }
}

/// Whether a field counts pieces (or places), and not points.
pub(super) fn is_count(field: Field) -> bool {
    matches!(
        field,
        Field::Submitted
            | Field::UpperCount
            | Field::NewsletterCount
            | Field::CommissionCount
            | Field::ReportedUp
            | Field::Rank
    )
}

impl std::fmt::Display for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(count) => count.fmt(formatter),
            Self::Points(points) => points.fmt(formatter),
            Self::Text(text) => text.fmt(formatter),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Points(points) => points.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}
