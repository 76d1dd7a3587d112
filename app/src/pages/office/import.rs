//! 导入: a filled-in workbook or CSV file is handed in, seen under an address of its own, and imported.

mod seen;

use axum::{
    extract::{Multipart, Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect},
    routing::get,
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::drawn::{OrPage, PageResult},
    desk::{
        Refusal,
        audit::MOST_FILE_BYTES,
        import::{Hidden, Seen},
    },
    request::{
        handed_in::{FileForm, handed_in},
        page::Page,
        routes::Routes,
    },
};

const TITLE: &str = "导入";
/// How often a page about an import that is under way is looked at anew, in seconds.
const LOOK_AGAIN: HeaderValue = HeaderValue::from_static("2");

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route(FileForm::IMPORT.address, get(page).post(hand_in).layer(FileForm::IMPORT.limit()))
        .route("/import/template", get(template))
        .route("/import/template/{sheet}", get(template))
        .route("/import/{file}", get(seen))
}

/// `GET /import`
async fn page(page: Page) -> PageResult {
    let sheets = page.desk().import_sheets(&page.actor).or_page(&page)?;
    Ok(page.render(TITLE, || view! { <HandIn sheets /> }).await)
}

/// `GET /import/template` and `GET /import/template/{sheet}`
async fn template(page: Page, sheet: Option<Path<String>>) -> PageResult {
    let sheet = sheet.map(|Path(sheet)| sheet);
    let template = page.desk().import_template(&page.actor, sheet.as_deref()).await.or_page(&page)?;
    let name = serde_urlencoded::to_string([("", &template.name)]).unwrap_or_default();
    let disposition = format!("attachment; filename*=UTF-8''{}", name.trim_start_matches('='));
    let headers =
        [(header::CONTENT_TYPE, template.media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, template.bytes).into_response())
}

/// `POST /import`: keeps the file for a while, and goes on to what it would do.
async fn hand_in(page: Page, form: Multipart) -> PageResult {
    let sheets = page.desk().import_sheets(&page.actor).or_page(&page)?;
    let kept = match handed_in(form, ["file", ""]).await {
        Ok([Some(file), _]) => page.desk().hand_in_import(&page.actor, file).await,
        Ok([None, _]) => Err(Refusal::invalid("file", "请先选择要导入的文件")),
        Err(error) => Err(error),
    };
    match kept {
        Ok(file) => Ok(Redirect::to(&format!("/import/{file}")).into_response()),
        Err(Refusal::Invalid(faults)) => {
            let page = page.refusing("/import", &Refusal::Invalid(faults));
            let body = page.render(TITLE, || view! { <HandIn sheets /> }).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error).or_page(&page),
    }
}

/// What was chosen about what is hidden.
#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    hidden: String,
}

/// `GET /import/{file}`: what a file would do, how far its import is, or what it came to.
async fn seen(page: Page, Path(file): Path<i64>, Query(chosen): Query<Chosen>) -> PageResult {
    let hidden = Hidden::from_code(&chosen.hidden);
    let seen = page.desk().seen_import(&page.actor, file, hidden).await.or_page(&page)?;
    let name = match &seen {
        Seen::Preview(preview, _) => &preview.name,
        Seen::UnderWay { name, .. } | Seen::Done { name, .. } => name,
    };
    let refused = matches!(&seen, Seen::Preview(preview, _) if !preview.faults().is_empty());
    let title = format!("{}导入“{name}”", if refused { "错误：" } else { "" });
    let is_under_way = matches!(seen, Seen::UnderWay { .. });
    let mut response = page.render(&title, || view! { <seen::SeenFile file seen /> }).await;
    if is_under_way {
        // Works without JavaScript as well.
        response.headers_mut().insert(header::REFRESH, LOOK_AGAIN);
    }
    Ok(response)
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
    let hint = format!(
        "最大 {} MB。工作簿里的表按表名认，CSV 按第一行的栏目认，UTF-8、GB18030（GBK）、UTF-16 编码都可以。文件只为预览和导入保存一天。",
        MOST_FILE_BYTES >> 20
    );
    view! {
        <div class="field">
            <label for="file">"要导入的文件"</label>
            <input id="file" name="file" type="file" required=true accept=".xlsx,.xlsm,.csv,.txt"
                data-most=MOST_FILE_BYTES.to_string() aria-describedby="file-hint" />
            <span class="field-hint" id="file-hint">{hint}</span>
        </div>
    }
}
