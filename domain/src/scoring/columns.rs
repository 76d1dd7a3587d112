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
    pub shows_zero: bool,
}

/// What can stand in a column. The names are those of the bulletin's JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// 累计分数.
    Cumulative,
    /// 总排名.
    Rank,
}

impl Field {
    pub const ALL: [Self; 12] = [
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

    /// The key in the bulletin's JSON, and the word in an address.
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
            Self::Cumulative => "cumulative",
            Self::Rank => "rank",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
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
