//! A printed bulletin's text, with the lines marked in which something was found.

use std::collections::HashMap;

use domain::audit::{Block, Document, TableRow};
use leptos::prelude::*;

/// The findings of each line, by their numbers.
type Marks = HashMap<usize, Vec<usize>>;

/// `lines` are those of the findings, in the findings' order.
#[component]
pub(super) fn Text(document: Document, lines: Vec<usize>) -> impl IntoView {
    let mut marks = Marks::new();
    for (number, line) in (1..).zip(lines) {
        marks.entry(line).or_default().push(number);
    }
    let blocks: Vec<AnyView> = document
        .blocks
        .into_iter()
        .filter_map(|block| match block {
            Block::Line(line) if line.text.trim().is_empty() => None,
            Block::Line(line) => {
                let found = marks.contains_key(&line.number).then_some("audit-found");
                let back = back(&marks, line.number);
                let text = line.text.trim().to_owned();
                Some(view! { <p id=format!("line-{}", line.number) class=found>{text}{back}</p> }.into_any())
            }
            Block::Table(rows) => Some(table(rows, &marks)),
        })
        .collect();
    view! { <div class="audit-text">{blocks}</div> }
}

fn table(rows: Vec<TableRow>, marks: &Marks) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let found = marks.contains_key(&row.number).then_some("audit-found");
            let back = back(marks, row.number);
            let mut cells = row.cells.into_iter();
            // The way back stands beside the name, which is always in view.
            let first = cells.next().unwrap_or_default();
            let rest = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
            view! { <tr id=format!("line-{}", row.number) class=found><td>{first}{back}</td>{rest}</tr> }
        })
        .collect_view();
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="通报中的表格">
            <table class="table">{rows}</table>
        </div>
    }
    .into_any()
}

/// The way back to the findings of a line.
fn back(marks: &Marks, line: usize) -> Option<AnyView> {
    let links = marks.get(&line)?.iter().map(|number| {
        view! { <a href=format!("#finding-{number}")>{format!("第{number}处")}</a> }
    });
    Some(view! { <span class="audit-back">{links.collect_view()}</span> }.into_any())
}
