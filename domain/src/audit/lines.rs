//! What a document is made of: its lines, and the rows of its tables.

/// A line of text, or a paragraph of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1, in the whole document; lines and table rows are numbered together.
    pub number: usize,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    pub number: usize,
    /// From the left. A merged cell either stands in every place that it covers, or leaves out all but one.
    pub cells: Vec<String>,
}

/// Cells from which on a line alone is taken for a row of a table.
pub(super) const ROW: usize = 5;
