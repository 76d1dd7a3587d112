//! 核对旧通报: a printed bulletin is handed in, and what does not agree in it is shown beside its text.

use axum::{extract::Multipart, http::StatusCode, response::IntoResponse, routing::get};
use leptos::prelude::*;

use crate::{
    components::drawn::{OrPage, PageResult, found_when_going_back},
    desk::{Refusal, audit::MOST_FILE_BYTES},
    request::{
        handed_in::{FileForm, handed_in},
        page::Page,
        routes::Routes,
    },
};

mod found;
mod text;

const TITLE: &str = "核对旧通报";

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default().route(FileForm::AUDIT.address, get(page).post(audit).layer(FileForm::AUDIT.limit()))
}

/// `GET /audit`
async fn page(page: Page) -> PageResult {
    page.desk().may_audit(&page.actor).or_page(&page)?;
    Ok(page.render(TITLE, || view! { <HandIn /> }).await)
}

/// `POST /audit`: answers the findings themselves, since nothing is kept that could be shown later.
async fn audit(page: Page, form: Multipart) -> PageResult {
    page.desk().may_audit(&page.actor).or_page(&page)?;
    let audited = match handed_in(form, ["bulletin", "previous"]).await {
        Ok([Some(bulletin), previous]) => page.desk().audit(&page.actor, bulletin, previous).await,
        Ok([None, _]) => Err(Refusal::invalid("bulletin", "请先选择要核对的通报")),
        Err(error) => Err(error),
    };
    match audited {
        Ok(audit) => {
            let title = format!("核对“{}”", audit.name);
            Ok(found_when_going_back(page.render(&title, || view! { <found::Findings audit /> }).await))
        }
        Err(Refusal::Invalid(faults)) => {
            let page = page.refusing("/audit", &Refusal::Invalid(faults));
            let body = page.render(TITLE, || view! { <HandIn /> }).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error).or_page(&page),
    }
}

#[component]
fn HandIn() -> impl IntoView {
    view! {
        <div class="page-head"><h1>{TITLE}</h1></div>
        <p class="soft">
            "交来一份印好的通报，程序读出其中的表格、各单位的段落和清单，按计分办法重新计算，指出所有不符之处，也说明哪些没有读出、没有核对。文件只用来核对，不保存。"
        </p>
        <form class="form" method="post" action="/audit" enctype="multipart/form-data">
            <div class="field">
                <label for="bulletin">"要核对的通报"</label>
                <input id="bulletin" name="bulletin" type="file" required=true data-most=MOST_FILE_BYTES.to_string()
                    accept=".docx,.txt" aria-describedby="bulletin-hint" />
                <span class="field-hint" id="bulletin-hint">"Word 文档（.docx）或纯文本（.txt）。旧的 .doc 请先另存为 .docx。"</span>
            </div>
            <div class="field">
                <label for="previous">"上个月的通报（可以不选）"</label>
                <input id="previous" name="previous" type="file" accept=".docx,.txt" data-most=MOST_FILE_BYTES.to_string()
                    aria-describedby="previous-hint" />
                <span class="field-hint" id="previous-hint">"用来核对结转的分数，找出上月留下忘改的文字和数字。"</span>
            </div>
            <button class="primary">"核对"</button>
        </form>
    }
}
