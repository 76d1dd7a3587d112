//! Units that change: 更名, 并入, 分设, 撤销, each from a day on. Nothing is silent about it, and the past stays as it was.

mod acts;
mod named;
mod sheet;

use app::desk::credits::Bulletins;
use domain::{
    id::UnitId,
    person::{Actor, Role},
    scoring::Bulletin,
};
use tests::{Answer, Client, Office};

/// A month's bulletin as it is composed now.
async fn bulletin(office: &Office, reader: &Actor, month: &str) -> Bulletin {
    let month = month.parse().expect("a month");
    office.desk().bulletin(reader, month).await.expect("an editor may read it")
}

/// Name, the month's points and the cumulative ones of every row.
fn standings(bulletin: &Bulletin) -> Vec<String> {
    let rows = bulletin.rows().map(|row| &row.figures);
    rows.map(|figures| format!("{} {} {}", figures.unit, figures.month, figures.cumulative)).collect()
}

/// Changes a unit as the preview's button does.
async fn change(
    administrator: &Client,
    unit: UnitId,
    version: i64,
    kind: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut form =
        vec![("unit", unit.to_string()), ("version", version.to_string()), ("kind", kind.to_owned())];
    form.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
    administrator.post("/do/change_unit", &form).await
}

/// What the page says that a change would bring about.
async fn preview(administrator: &Client, unit: UnitId, kind: &str, fields: &[(&str, &str)]) -> String {
    let mut query = vec![("unit".to_owned(), unit.to_string()), ("kind".to_owned(), kind.to_owned())];
    query.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let query = serde_urlencoded::to_string(query).expect("fields can be written");
    let page = administrator.get(&format!("/admin/units/{unit}/change?{query}")).await;
    assert_eq!(page.status(), 200, "{}", page.text());
    page.text()
}

async fn administrator(office: &Office) -> Client {
    office.person("马管理", &[Role::Administrator]).await
}

/// An upper adoption of five points, on a day.
async fn record(editor: &Client, title: &str, date: &str, units: &str) -> Answer {
    let form = [("channel", "每日动态"), ("title", title), ("date", date), ("units", units)];
    editor.post("/do/record_upper_adoption", &form).await
}
