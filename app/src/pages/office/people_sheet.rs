//! `/admin/people/sheet`: people from a sheet, after a look at it; and the links by which they set their passwords.

use axum::{
    extract::Multipart,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    act::Verb,
    id::PersonId,
    permission::{OfficeAct, permits_office},
};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageError, PageResult, found_when_going_back},
        fields::in_textarea,
    },
    desk::{
        Refusal,
        office::people::{Invited, LINK_DAYS, SeenPerson},
    },
    request::{
        address::door,
        handed_in::{FileForm, file_and_text},
        page::Page,
    },
};

const TITLE: &str = "按表添加人员";

/// `GET /admin/people/sheet`
pub async fn page(page: Page) -> PageResult {
    permits_office(&page.actor, OfficeAct::Administer).map_err(Refusal::from).or_page(&page)?;
    Ok(page.render(TITLE, || view! { <Sheet sheet=String::new() /> }).await)
}

/// `POST /admin/people/sheet`: what the sheet says, before anybody is added.
pub async fn preview(page: Page, form: Multipart) -> Result<Response, PageError> {
    let sheet = match file_and_text(form, "file", "table").await {
        Ok((Some(file), _)) => page.desk().sheet_of_file(&page.actor, file).await,
        Ok((None, text)) if text.trim().is_empty() => {
            Err(Refusal::invalid("table", "请选一个表格文件，或把表格贴进来"))
        }
        Ok((None, text)) => Ok(text),
        Err(error) => Err(error),
    };
    let seen = match sheet {
        Ok(sheet) => page.desk().seen_people(&page.actor, &sheet).await.map(|people| (sheet, people)),
        Err(error) => Err(error),
    };
    match seen {
        Ok((sheet, people)) => {
            let body = page.render(TITLE, || view! { <Seen sheet people /> }).await;
            Ok(found_when_going_back(body))
        }
        Err(error @ Refusal::Invalid(_)) => {
            let page = page.refusing(FileForm::PEOPLE.address, &error);
            let body = page.render(TITLE, || view! { <Sheet sheet=String::new() /> }).await;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error).or_page(&page),
    }
}

/// `POST /admin/people/links`: new links, which are told here and nowhere else.
pub async fn links(page: Page, headers: HeaderMap, form: String) -> PageResult {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&form).unwrap_or_default();
    let people: Option<Vec<PersonId>> = fields
        .iter()
        .filter(|(name, _)| name == "person")
        .map(|(_, id)| id.parse().ok().map(PersonId))
        .collect();
    // Nobody named is everybody who has none; somebody whom nobody knows is nobody.
    let people = people.ok_or_else(|| Refusal::not_found("这个人")).or_page(&page)?;
    let invited = page.desk().invite(&page.actor, &people).await.or_page(&page)?;
    // A browser says where a form came from: the address which people use.
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let origin = origin.filter(|origin| *origin != "null").unwrap_or_default().to_owned();
    Ok(page.render("一次性链接", || view! { <Links invited origin /> }).await)
}

#[component]
fn Sheet(sheet: String) -> impl IntoView {
    view! {
        <BackTo address="/admin/people" to="人员" />
        <div class="page-head"><h1>{TITLE}</h1></div>
        <p class="soft">
            "表里每人一行，要有“姓名”一栏，可以有“单位”“角色”“账号”。角色不写就是信息员；账号不写就用姓名。先预览，看过再添加。"
        </p>
        <form class="form" method="post" action=FileForm::PEOPLE.address enctype="multipart/form-data">
            <div class="field">
                <label for="file">"表格文件"</label>
                <input id="file" name="file" type="file" accept=".xlsx,.csv,.txt" />
                <span class="field-hint">"Excel（.xlsx）或 CSV，取第一张表。"</span>
            </div>
            <div class="field">
                <label for="table">"或者从 Excel 里复制，贴在这里"</label>
                <textarea id="table" name="table" rows="8" placeholder="姓名	单位	角色	账号">{in_textarea(&sheet)}</textarea>
            </div>
            <div><button class="primary">"预览"</button></div>
        </form>
    }
}

#[component]
fn Seen(sheet: String, people: Vec<SeenPerson>) -> impl IntoView {
    let faulty = people.iter().filter(|person| !person.faults.is_empty()).count();
    let count = people.len();
    let words = match (count, faulty) {
        (0, _) => "表里没有人。".to_owned(),
        (count, 0) => format!("{count}人都可以添加，还没有添加。"),
        (count, faulty) => format!("{count}人里有{faulty}人要改；改好以前一个也不添加。"),
    };
    let may = count > 0 && faulty == 0;
    let row = |person: SeenPerson| {
        let SeenPerson { row, name, login, roles, faults } = person;
        let faults =
            (!faults.is_empty()).then(|| view! { <span class="field-fault">{faults.join("；")}</span> });
        view! {
            <tr>
                <td class="figure">{row}</td>
                <th scope="row" class="nowrap">{name}</th>
                <td>{login}</td>
                <td class="wide">{roles}</td>
                <td class="wide">{faults}</td>
            </tr>
        }
    };
    let adding = may.then(|| {
        view! {
            <form method="post" action=door(Verb::AddPeople)>
                <input type="hidden" name="table" value=sheet.clone() />
                <div class="toolbar">
                    <button class="primary">{format!("添加{count}人")}</button>
                    <a class="button quiet" href="/admin/people/sheet">"另选"</a>
                </div>
            </form>
        }
    });
    let again = (!may).then(|| {
        view! {
            <form class="form" method="post" action=FileForm::PEOPLE.address enctype="multipart/form-data">
                <div class="field">
                    <label for="table">"在这里改好，再预览"</label>
                    <textarea id="table" name="table" rows="10">{in_textarea(&sheet)}</textarea>
                </div>
                <div><button class="primary">"再预览"</button></div>
            </form>
        }
    });
    view! {
        <BackTo address="/admin/people" to="人员" />
        <div class="page-head"><h1>{TITLE}</h1></div>
        <p role="status">{words}</p>
        {adding}
        <table class="table">
            <thead>
                <tr>
                    <th scope="col" class="figure">"行"</th>
                    <th scope="col">"姓名"</th>
                    <th scope="col">"账号"</th>
                    <th scope="col">"角色"</th>
                    <th scope="col">"要改的"</th>
                </tr>
            </thead>
            <tbody>{people.into_iter().map(row).collect_view()}</tbody>
        </table>
        {again}
    }
}

#[component]
fn Links(invited: Vec<Invited>, origin: String) -> impl IntoView {
    let nobody = invited.is_empty();
    let row = |one: Invited| {
        let Invited { name, login, roles, path } = one;
        view! {
            <tr>
                <th scope="row" class="nowrap">{name}</th>
                <td>{login}</td>
                <td>{roles}</td>
                <td class="link-once"><code>{format!("{origin}{path}")}</code></td>
            </tr>
        }
    };
    view! {
        <BackTo address="/admin/people" to="人员" />
        <div class="page-head"><h1>"一次性链接"</h1></div>
        {nobody.then(|| view! { <p class="empty">"没有人等着设密码：都设过了，或者已停用。"</p> })}
        {(!nobody).then(|| view! {
            <p class="notice">
                {format!("这些链接只在这一页上看得到，请现在打印或复制，分别交给本人。每个链接用一次，{LINK_DAYS}天内有效；给同一个人再生成一次，先前的就没用了。")}
            </p>
        })}
        <table class="table" hidden=nobody>
            <thead>
                <tr>
                    <th scope="col">"姓名"</th>
                    <th scope="col">"账号"</th>
                    <th scope="col">"角色"</th>
                    <th scope="col">"链接"</th>
                </tr>
            </thead>
            <tbody>{invited.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
