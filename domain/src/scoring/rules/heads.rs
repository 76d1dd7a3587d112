//! What stands beside the rules: the rule set's name and version, the bulletin's words and its columns.

use super::described::{Held, Holds, Key, Table, told};
use crate::{
    json::Node,
    scoring::columns::{Column, Field, FigureColumn, usual_columns},
};

const fn head(key: &'static str, label: &'static str, required: bool) -> Key {
    told(label, "").place(key, Holds::Heads, required)
}

/// The heads, as the form for them calls each.
pub(super) const HEADS: &[Key] = &[
    head("name", "办法的名称", true),
    head("version", "第几版", true),
    head("since", "从哪个月起", true),
    head("rounding", "保留小数", false),
    head("words", "用语", false),
    head("point_columns", "各栏的类别", false),
    head("columns", "通报表格各栏", false),
];

/// A column of the bulletin.
pub(super) const COLUMN: &[Key] = &[
    told("表头", "").place("heading", Holds::Text, true),
    told("指标", "").place("field", Holds::Field, false),
    told("零也印", "").place("shows_zero", Holds::Truth, false),
    head("columns", "下一层的各栏", false),
];

/// The built-in columns, with the bureau by its name.
pub(super) fn columns_for(bureau: &str) -> Vec<Column> {
    let mut columns = usual_columns();
    for column in &mut columns {
        let Column::Group { columns, .. } = column else { continue };
        for column in columns {
            match column {
                Column::Figure(figure) if figure.field == Field::NewsletterCount => {
                    figure.heading = format!("{bureau}采用篇数");
                }
                Column::Figure(figure) if figure.field == Field::UpperCount => {
                    figure.heading = "上级采用篇数".to_owned();
                }
                _ => {}
            }
        }
    }
    columns
}

/// Heads within heads, at most.
const DEEPEST_HEAD: usize = 4;

/// The columns of a document in which these figures are defined.
pub(super) fn columns(node: &Node<'_>, figures: &[String]) -> Option<Vec<Column>> {
    columns_below(node, figures, 0)
}

fn columns_below(node: &Node<'_>, figures: &[String], depth: usize) -> Option<Vec<Column>> {
    let nodes = node.list()?;
    if nodes.is_empty() {
        node.fault("至少要有一栏");
    }
    if depth >= DEEPEST_HEAD {
        node.fault("表头至多四层");
        return None;
    }
    Some(nodes.iter().filter_map(|node| column(node, figures, depth)).collect())
}

fn column(node: &Node<'_>, figures: &[String], depth: usize) -> Option<Column> {
    let keys: Vec<&str> = COLUMN.iter().map(|place| place.key).collect();
    let table = Table { object: node.object(&keys)?, figures };
    let heading = table.must("heading");
    match (table.object.optional("field"), table.object.optional("columns")) {
        (Some(own), None) => {
            let field = Field::read(&own, figures);
            let shows_zero = table.may("shows_zero").unwrap_or_default();
            Some(Column::Figure(FigureColumn { heading: heading?, field: field?, shows_zero }))
        }
        (None, Some(below)) => {
            let columns = columns_below(&below, figures, depth + 1);
            Some(Column::Group { heading: heading?, columns: columns? })
        }
        _ => {
            node.fault("一栏要写 `field`（指标），或者 `columns`（下一层的各栏），写其中一个");
            None
        }
    }
}
