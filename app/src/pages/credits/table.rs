//! A group's table, as in the printed bulletin: merged heads, the units by rank, every figure a link that
//! opens what is behind it.

use domain::{
    calendar::Month,
    id::UnitId,
    scoring::{Bulletin, BulletinGroup, Field, FigureColumn, Row},
};
use leptos::prelude::*;

/// The table in a frame of its own, in which alone it scrolls. `address` is the bulletin's, `opened` the figure that is
/// open now.
#[component]
pub fn GroupTable<'a>(
    bulletin: &'a Bulletin,
    group: &'a BulletinGroup,
    address: &'a str,
    opened: Option<(UnitId, Field)>,
) -> impl IntoView + use<> {
    let columns = bulletin.columns();
    let rows = group
        .rows
        .iter()
        .map(|row| view! { <TableRow bulletin=address row columns=&columns opened /> })
        .collect_view();
    view! {
        <div class="table-frame" role="region" aria-label=group.table_title.clone() tabindex="0">
            <table class="table ruled bulletin-table">
                <caption class="visually-hidden">{group.table_title.clone()}</caption>
                <Head bulletin />
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Head<'a>(bulletin: &'a Bulletin) -> impl IntoView + use<> {
    let rows = bulletin.header();
    let depth = rows.len();
    let rows = rows.into_iter().enumerate().map(|(place, cells)| {
        let cells = cells.into_iter().map(|cell| {
            let scope = if cell.field.is_some() { "col" } else { "colgroup" };
            view! { <th scope=scope colspan=cell.columns.to_string() rowspan=cell.rows.to_string()>{cell.text}</th> }
        });
        let class = if place + 1 == depth && depth > 1 { "second-head" } else { "first-head" };
        view! { <tr class=class>{cells.collect_view()}</tr> }
    });
    view! { <thead>{rows.collect_view()}</thead> }
}

#[component]
fn TableRow<'a>(
    bulletin: &'a str,
    row: &'a Row,
    columns: &'a [&'a FigureColumn],
    opened: Option<(UnitId, Field)>,
) -> impl IntoView + use<> {
    let cells = columns.iter().map(|column| {
        let text = row.figures.cell(column);
        let field = column.field;
        let address = figure_address(bulletin, row.unit_id, field);
        if field == Field::Unit {
            let address = figure_address(bulletin, row.unit_id, Field::Month);
            return view! { <th scope="row"><a href=address>{text}</a></th> }.into_any();
        }
        let is_open = opened == Some((row.unit_id, field));
        let label = format!("{} {} {text}", row.figures.unit, column.heading);
        let link = (!text.is_empty()).then(|| {
            view! { <a href=address aria-label=label aria-current=is_open.then_some("true")>{text}</a> }
        });
        view! { <td class="figure">{link}</td> }.into_any()
    });
    view! { <tr>{cells.collect_view()}</tr> }
}

/// A month's bulletin, as it is now.
pub fn bulletin_address(month: Month) -> String {
    format!("/bulletins/{month}")
}

/// Where a figure of the bulletin at an address is opened.
pub fn figure_address(bulletin: &str, unit: UnitId, field: Field) -> String {
    format!("{bulletin}/units/{unit}?of={}#figure", field.code())
}
