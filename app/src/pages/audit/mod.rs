//! 核对旧通报: a printed bulletin is handed in, and what does not agree in it is shown beside its text.

use axum::{
    extract::{
        DefaultBodyLimit, Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
    response::IntoResponse,
    routing::get,
};
use leptos::prelude::*;

use crate::{
    desk::{
        Refusal,
        audit::{HandedIn, MOST_FILE_BYTES},
    },
    routes::Routes,
    web::{OrPage, Page, PageResult, found_when_going_back},
};

mod found;
mod text;

const TITLE: &str = "核对旧通报";
/// The bulletin and the one before it.
const MOST_FILES: usize = 2;

/// The area's addresses.
pub fn router() -> Routes {
    let most = MOST_FILES * MOST_FILE_BYTES + (64 << 10);
    Routes::default().route("/audit", get(page).post(audit).layer(DefaultBodyLimit::max(most)))
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

/// The files of a form, by the names of their fields, as far as they were chosen.
pub(super) async fn handed_in(
    mut form: Multipart,
    fields: [&str; 2],
) -> Result<[Option<HandedIn>; 2], Refusal> {
    let mut files = [None, None];
    while let Some(field) = form.next_field().await.map_err(|error| unread(fields[0], &error))? {
        let place = fields.iter().position(|name| field.name() == Some(name));
        let named = fields[place.unwrap_or_default()];
        let file = file(field).await.map_err(|error| unread(named, &error))?;
        if file.as_ref().is_some_and(|file| file.bytes.len() > MOST_FILE_BYTES) {
            return Err(Refusal::invalid(named, too_large()));
        }
        if let Some(place) = place {
            files[place] = file;
        }
    }
    Ok(files)
}

/// `None` where no file was chosen, which a browser sends as one without a name.
async fn file(field: Field<'_>) -> Result<Option<HandedIn>, MultipartError> {
    let name = file_name(field.file_name().unwrap_or_default());
    let bytes = field.bytes().await?.to_vec();
    Ok((!name.is_empty()).then_some(HandedIn { name, bytes }))
}

/// The longest name of a file that is shown, in characters: file systems have none that is longer.
const LONGEST_NAME: usize = 255;

/// A file's name as it is shown: a longer one is nobody's file, and only its end says of which kind it is.
fn file_name(name: &str) -> String {
    let name = domain::text::cleaned(name);
    match name.char_indices().rev().nth(LONGEST_NAME) {
        Some((at, _)) => format!("…{}", name[at..].chars().skip(2).collect::<String>()),
        None => name,
    }
}

fn unread(field: &str, error: &MultipartError) -> Refusal {
    let words = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => "文件没有传完，请再试一次".to_owned(),
    };
    Refusal::invalid(field, words)
}

/// For people whose file is too large.
fn too_large() -> String {
    format!(
        "文件太大，最多 {} MB。请删去其中的图片和不用的内容，或另存为纯文本（CSV、TXT）再选",
        MOST_FILE_BYTES >> 20
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_longer_than_names_are() {
        assert_eq!(file_name("通报.docx"), "通报.docx");
        let long = file_name(&("甲".repeat(1000) + ".docx"));
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.starts_with("…甲") && long.ends_with("甲.docx"));
    }
}
