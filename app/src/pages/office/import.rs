//! 导入: a filled-in workbook or CSV file is handed in, seen, and imported.

use axum::{
    extract::{Multipart, Path},
    http::{StatusCode, header},
    response::IntoResponse,
};
use leptos::prelude::*;

use crate::{
    desk::{
        DeskError,
        import::{Outcome, Preview, PreviewRow, PreviewSheet},
    },
    pages::audit::handed_in,
    web::{OrPage, Page, PageResult},
};

const TITLE: &str = "导入";
/// Faults that are shown; who has more mends these first.
const MOST_FAULTS: usize = 200;

/// `GET /import`
pub async fn page(page: Page) -> PageResult {
    let sheets = page.desk().import_sheets(&page.actor).or_page(&page)?;
    Ok(page.render(TITLE, || view! { <HandIn sheets /> }).await)
}

/// `GET /import/template` and `GET /import/template/{sheet}`
pub async fn template(page: Page, sheet: Option<Path<String>>) -> PageResult {
    let sheet = sheet.map(|Path(sheet)| sheet);
    let template = page.desk().import_template(&page.actor, sheet.as_deref()).await.or_page(&page)?;
    let name = serde_urlencoded::to_string([("", &template.name)]).unwrap_or_default();
    let disposition = format!("attachment; filename*=UTF-8''{}", name.trim_start_matches('='));
    let headers =
        [(header::CONTENT_TYPE, template.media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, template.bytes).into_response())
}

/// `POST /import`: shows what the file would do. Nothing is changed yet.
pub async fn preview(page: Page, form: Multipart) -> PageResult {
    let sheets = page.desk().import_sheets(&page.actor).or_page(&page)?;
    let seen = match handed_in(form, ["file", ""]).await {
        Ok([Some(file), _]) => page.desk().preview_import(&page.actor, file).await,
        Ok([None, _]) => Err(DeskError::invalid("file", "请先选择要导入的文件")),
        Err(error) => Err(error),
    };
    match seen {
        Ok(preview) => {
            let title = format!("导入“{}”", preview.name);
            Ok(page.render(&title, || view! { <Seen preview /> }).await)
        }
        Err(DeskError::Invalid(faults)) => {
            let page = page.refusing("/import", &DeskError::Invalid(faults));
            let body = page.render(TITLE, || view! { <HandIn sheets /> }).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error).or_page(&page),
    }
}

#[component]
fn HandIn(sheets: Vec<&'static str>) -> impl IntoView {
    let links = sheets.iter().map(|sheet| {
        view! { <li><a href=format!("/import/template/{sheet}")>{format!("{sheet}.csv")}</a></li> }
    });
    view! {
        <div class="page-head"><h1>{TITLE}</h1></div>
        <p class="soft">
            {format!("从 Excel 工作簿（.xlsx）或 CSV 导入{}。先看预览，全部无误才导入；以前导入过的行会跳过。", sheets.join("、"))}
        </p>
        <section class="panel" aria-labelledby="templates">
            <h2 id="templates">"下载模板"</h2>
            <p><a class="button" href="/import/template">"全部表（.xlsx）"</a></p>
            <ul class="import-templates" aria-label="各表的 CSV 模板">{links.collect_view()}</ul>
        </section>
        <form class="form" method="post" action="/import" enctype="multipart/form-data">
            <h2>"选择填好的文件"</h2>
            <FileField />
            <button class="primary">"预览"</button>
        </form>
    }
}

#[component]
fn FileField() -> impl IntoView {
    view! {
        <div class="field">
            <label for="file">"要导入的文件"</label>
            <input id="file" name="file" type="file" required=true accept=".xlsx,.csv" aria-describedby="file-hint" />
            <span class="field-hint" id="file-hint">"工作簿里的表按表名认，CSV 按第一行的栏目认。"</span>
        </div>
    }
}

#[component]
fn Seen(preview: Preview) -> impl IntoView {
    let faults = preview.faults();
    let (changes, known) = (preview.changes(), preview.known());
    let words = match (faults.len(), changes) {
        (0, 0) => format!("{known}行都已在系统里，没有要导入的。"),
        (0, _) => format!("将导入{changes}行，{known}行已有、会跳过。现在还没有导入。"),
        (faults, _) => format!("有{faults}处要改，改好文件再选一次。在那以前什么也不会导入。"),
    };
    let notes = preview.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
    let ready = faults.is_empty() && changes > 0;
    let (name, cells) = (preview.name.clone(), preview.cells.clone());
    let more = faults.len().saturating_sub(MOST_FAULTS);
    let shown = faults.into_iter().take(MOST_FAULTS).map(|fault| view! { <li>{fault}</li> }).collect_view();
    let is_faulty = !shown.is_empty();
    view! {
        <div class="page-head"><h1>{format!("导入“{name}”")}</h1></div>
        <p class="notice" role="status">{words}</p>
        {is_faulty.then(|| view! {
            <section aria-labelledby="faults">
                <h2 id="faults">"要改的地方"</h2>
                <ol class="import-faults">{shown}</ol>
                {(more > 0).then(|| view! { <p class="soft">{format!("另有{more}处，先改这些。")}</p> })}
            </section>
        })}
        {(!notes.is_empty()).then(|| view! { <ul class="soft">{notes}</ul> })}
        {ready.then(|| view! {
            <form class="form" method="post" action="/do/import">
                <input type="hidden" name="name" value=name />
                <input type="hidden" name="cells" value=cells />
                <div class="toolbar">
                    <button class="primary">{format!("导入{changes}行")}</button>
                    <a class="button quiet" href="/import">"不导入"</a>
                </div>
            </form>
        })}
        {(!ready).then(|| view! {
            <form class="form" method="post" action="/import" enctype="multipart/form-data">
                <FileField />
                <div class="toolbar"><button class="primary">"再预览"</button></div>
            </form>
        })}
        {preview.sheets.into_iter().map(|sheet| view! { <Sheet sheet /> }).collect_view()}
    }
}

#[component]
fn Sheet(sheet: PreviewSheet) -> impl IntoView {
    let rows = sheet.rows.into_iter().map(row).collect_view();
    view! {
        <section>
            <h2>{format!("表“{}”", sheet.name)}</h2>
            <ol class="rows">{rows}</ol>
        </section>
    }
}

fn row(row: PreviewRow) -> impl IntoView {
    let (state, class, words) = match row.outcome {
        Outcome::New(words) => ("导入", "state state-adopted", words),
        Outcome::Changed(words) => ("修改", "state state-submitted", words),
        Outcome::Known(words) => ("跳过", "state state-draft", words),
        Outcome::Faulty(faults) => ("要改", "state state-returned", faults.join("；")),
    };
    view! {
        <li class="row">
            <p><span class=class>{state}</span>" "{words}</p>
            <p class="row-meta"><span>{format!("第{}行", row.number)}</span></p>
        </li>
    }
}
