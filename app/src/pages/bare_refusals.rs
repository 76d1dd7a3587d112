//! What the framework refuses before a page is asked: an address or a form that cannot be read, a method that an
//! address does not know. It says so in a few words of English; people are told in their own.

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use domain::refusal::TROUBLE;
use leptos::prelude::*;

use crate::{
    components::{
        drawn::ERROR,
        error_page::ErrorPage,
        shell::{self, Head},
    },
    request::state::AppState,
};

/// Puts a page in the place of a bare refusal, or the same words for a script that asked for them. An answer that a page
/// made itself is left alone.
pub async fn in_words(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let accepted = request.headers().get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    let is_script = accepted.is_some_and(|accepted| accepted.starts_with("application/json"));
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_bare = match kind {
        None => true,
        // The framework's own words are a programmer's; the program's own are told with what failed.
        Some(kind) => kind.starts_with("text/plain") && response.status().is_client_error(),
    };
    match words(response.status()).filter(|_| is_bare) {
        None => response,
        Some((_, words)) if is_script => (response.status(), Json(Told { words })).into_response(),
        Some((title, words)) => page(&state, response, title, words),
    }
}

/// What a script is told.
#[derive(serde::Serialize)]
struct Told {
    words: &'static str,
}

fn words(status: StatusCode) -> Option<(&'static str, &'static str)> {
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(("地址或表单有误", "有一处日期、编号或选项读不懂。请回到上一页，检查填写的内容后再试一次。"))
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            Some(("这里不能这样打开", "这个地址是用来提交表单的。请从首页重新进入。"))
        }
        StatusCode::REQUEST_TIMEOUT => {
            Some(("没有收完", "线路太慢，表单没有收完，什么也没有办。请再提交一次。"))
        }
        StatusCode::TOO_MANY_REQUESTS => {
            Some(("太快了", "短时间里提交得太多，请等一分钟再试；没有办的，页面上的内容还在。"))
        }
        StatusCode::INTERNAL_SERVER_ERROR => Some((
            "程序出了问题",
            "刚才若是在保存或办理，请回到上一页看看办成没有，再决定要不要重办；仍不行，请告诉管理员。",
        )),
        StatusCode::SERVICE_UNAVAILABLE => Some(("现在用不了", TROUBLE)),
        StatusCode::PAYLOAD_TOO_LARGE => Some(("内容太大", "一次最多 2 MB、5000 项。请分几次提交。")),
        _ => None,
    }
}

fn page(state: &AppState, refusal: Response, title: &'static str, words: &str) -> Response {
    let status = refusal.status();
    let head = Head { title: format!("{ERROR}{title}"), person: None };
    let words = words.to_owned();
    let html = shell::render(&head, &state.assets, || {
        view! { <main class="main" id="main"><ErrorPage title words /></main> }
    });
    let mut response = (status, Html(html)).into_response();
    let allow: Option<HeaderValue> = refusal.headers().get(header::ALLOW).cloned();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}
