//! The columns of a bulletin's table: a tree of heads, whose leaves name the figure that stands below.
//!
//! PDF, web page and spreadsheet all draw their table from this, and so cannot differ.

use serde::{Deserialize, Serialize};

/// A head of the table: over one figure, or over further heads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Column {
    Figure(FigureColumn),
    Group { heading: String, columns: Vec<Column> },
}

/// A head with figures below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureColumn {
    pub heading: String,
    pub field: Field,
    /// Whether a zero is printed; else its cell is empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shows_zero: bool,
}

/// What can stand in a column. The names are those of the bulletin's JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 单位.
    Unit,
    /// 上报篇数.
    Submitted,
    /// 上级采用篇数.
    UpperCount,
    /// 简报采用篇数.
    NewsletterCount,
    /// 采用信息记分.
    AdoptionPoints,
    /// 约稿篇数.
    CommissionCount,
    /// 约稿记分.
    CommissionPoints,
    /// 报省市.
    ReportedUp,
    /// 本月基础分.
    Base,
    /// 本月分数.
    Month,
    /// 本季分数: the sum of the quarter's months so far.
    Quarter,
    /// 半年分数.
    HalfYear,
    /// 累计分数.
    Cumulative,
    /// 折算分: the cumulative brought to a full mark, or weighted parts.
    Converted,
    /// 采用率: adopted to submitted pieces of the cumulative figure's period, in percent.
    AdoptionRate,
    /// 总排名.
    Rank,
    /// 评语.
    Remarks,
    /// A figure that the rule set defines, by its place among those, from 0.
    Own(u8),
}

impl Field {
    /// The columns of the bureau's printed tables.
    pub const USUAL: [Self; 12] = [
        Self::Unit,
        Self::Submitted,
        Self::UpperCount,
        Self::NewsletterCount,
        Self::AdoptionPoints,
        Self::CommissionCount,
        Self::CommissionPoints,
        Self::ReportedUp,
        Self::Base,
        Self::Month,
        Self::Cumulative,
        Self::Rank,
    ];

    /// Every figure that needs no rule set to define it.
    pub const ALL: [Self; 17] = [
        Self::Unit,
        Self::Submitted,
        Self::UpperCount,
        Self::NewsletterCount,
        Self::AdoptionPoints,
        Self::CommissionCount,
        Self::CommissionPoints,
        Self::ReportedUp,
        Self::Base,
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
        Self::Cumulative,
        Self::Converted,
        Self::AdoptionRate,
        Self::Rank,
        Self::Remarks,
    ];

    /// The key in the bulletin's JSON, and the word in an address; of a rule set's own, `figure_1` and so on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Submitted => "submitted",
            Self::UpperCount => "upper_count",
            Self::NewsletterCount => "newsletter_count",
            Self::AdoptionPoints => "adoption_points",
            Self::CommissionCount => "commission_count",
            Self::CommissionPoints => "commission_points",
            Self::ReportedUp => "reported_up",
            Self::Base => "base",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Cumulative => "cumulative",
            Self::Converted => "converted",
            Self::AdoptionRate => "adoption_rate",
            Self::Rank => "rank",
            Self::Remarks => "remarks",
            // A rule set with more figures is refused when it is read.
            Self::Own(place) => OWN.get(usize::from(place)).copied().unwrap_or("figure"),
        }
    }

    /// The word on the screen, where a rule set gives none.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unit => "单位",
            Self::Submitted => "上报篇数",
            Self::UpperCount => "上级采用篇数",
            Self::NewsletterCount => "简报采用篇数",
            Self::AdoptionPoints => "采用信息记分",
            Self::CommissionCount => "约稿篇数",
            Self::CommissionPoints => "约稿记分",
            Self::ReportedUp => "报省市",
            Self::Base => "本月基础分",
            Self::Month => "本月分数",
            Self::Quarter => "本季分数",
            Self::HalfYear => "半年分数",
            Self::Cumulative => "累计分数",
            Self::Converted => "折算分",
            Self::AdoptionRate => "采用率",
            Self::Rank => "总排名",
            Self::Remarks => "评语",
            Self::Own(_) => "自定义指标",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let own = || {
            let place = OWN.iter().position(|own| *own == code)?;
            u8::try_from(place).ok().map(Self::Own)
        };
        Self::ALL.into_iter().find(|field| field.code() == code).or_else(own)
    }
}

/// The codes of the figures that a rule set defines, of which there are at most so many.
pub(super) const OWN: [&str; 32] = [
    "figure_1",
    "figure_2",
    "figure_3",
    "figure_4",
    "figure_5",
    "figure_6",
    "figure_7",
    "figure_8",
    "figure_9",
    "figure_10",
    "figure_11",
    "figure_12",
    "figure_13",
    "figure_14",
    "figure_15",
    "figure_16",
    "figure_17",
    "figure_18",
    "figure_19",
    "figure_20",
    "figure_21",
    "figure_22",
    "figure_23",
    "figure_24",
    "figure_25",
    "figure_26",
    "figure_27",
    "figure_28",
    "figure_29",
    "figure_30",
    "figure_31",
    "figure_32",
];

impl Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(format!("no figure {code}")))
    }
}

/// One cell of the table's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderCell {
    pub text: String,
    /// Columns that the cell spans, from 1.
    pub columns: usize,
    /// Rows of the head that the cell spans, from 1.
    pub rows: usize,
    /// The figure below; `None` over further heads.
    pub field: Option<Field>,
}

/// The rows of the head, from above, with merged cells as an HTML table or Typst wants them: a cell stands
/// in its first row alone.
pub fn header(columns: &[Column]) -> Vec<Vec<HeaderCell>> {
    let depth = depth(columns);
    let mut rows = vec![Vec::new(); depth];
    place(columns, 0, depth, &mut rows);
    rows
}

/// The columns with figures, from the left.
pub fn figure_columns(columns: &[Column]) -> Vec<&FigureColumn> {
    columns
        .iter()
        .flat_map(|column| match column {
            Column::Figure(figure) => vec![figure],
            Column::Group { columns, .. } => figure_columns(columns),
        })
        .collect()
}

/// The heads in one line each, for files without merged cells: 采用信息·记分.
pub fn flat_headings(columns: &[Column]) -> Vec<String> {
    columns
        .iter()
        .flat_map(|column| match column {
            Column::Figure(figure) => vec![figure.heading.clone()],
            Column::Group { heading, columns } => {
                flat_headings(columns).into_iter().map(|below| format!("{heading}·{below}")).collect()
            }
        })
        .collect()
}

fn depth(columns: &[Column]) -> usize {
    columns
        .iter()
        .map(|column| match column {
            Column::Figure(_) => 1,
            Column::Group { columns, .. } => 1 + depth(columns),
        })
        .max()
        .unwrap_or(0)
}

fn place(columns: &[Column], row: usize, depth: usize, rows: &mut [Vec<HeaderCell>]) {
    for column in columns {
        match column {
            Column::Figure(figure) => rows[row].push(HeaderCell {
                text: figure.heading.clone(),
                columns: 1,
                rows: depth - row,
                field: Some(figure.field),
            }),
            Column::Group { heading, columns } => {
                rows[row].push(HeaderCell {
                    text: heading.clone(),
                    columns: figure_columns(columns).len(),
                    rows: 1,
                    field: None,
                });
                place(columns, row + 1, depth, rows);
            }
        }
    }
}

/// The usual columns: those of the bureau's printed tables.
pub(super) fn usual_columns() -> Vec<Column> {
    vec![
        figure("单位", Field::Unit),
        figure("上报篇数", Field::Submitted),
        group(
            "采用信息",
            vec![
                figure("市级以上采用篇数", Field::UpperCount),
                figure("市局简报采用篇数", Field::NewsletterCount),
                figure("记分", Field::AdoptionPoints),
            ],
        ),
        group("约稿", vec![figure("篇数", Field::CommissionCount), figure("记分", Field::CommissionPoints)]),
        figure("报省市", Field::ReportedUp),
        figure("本月基础分", Field::Base),
        figure_with_zero("本月分数", Field::Month),
        figure_with_zero("累计分数", Field::Cumulative),
        figure("总排名", Field::Rank),
    ]
}

fn group(heading: &str, columns: Vec<Column>) -> Column {
    Column::Group { heading: heading.to_owned(), columns }
}

fn figure(heading: &str, field: Field) -> Column {
    Column::Figure(FigureColumn { heading: heading.to_owned(), field, shows_zero: false })
}

fn figure_with_zero(heading: &str, field: Field) -> Column {
    Column::Figure(FigureColumn { heading: heading.to_owned(), field, shows_zero: true })
}
