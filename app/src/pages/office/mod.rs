//! The office itself: people, units, newsletters, events, the own account.

use axum::routing::get;
use leptos::prelude::*;

use crate::{
    pages::PASSWORD,
    routes::Routes,
    web::{OrPage, Page, PageResult},
};

mod changes;
mod destroy;
mod events;
mod import;
mod me;
mod newsletters;
mod openings;
mod people;
mod sessions;
mod settings;
mod units;

/// The area's addresses.
pub fn router() -> Routes {
    Routes::default()
        .route("/me", get(me::page))
        .route(PASSWORD, get(me::password))
        .route("/me/sessions", get(sessions::page))
        .route("/events", get(events::page))
        .route("/events.csv", get(events::csv))
        .route("/events.jsonl", get(events::json_lines))
        .route("/admin", get(index))
        .route("/admin/people", get(people::list))
        .route("/admin/people/new", get(people::new))
        .route("/admin/people/{id}", get(people::one))
        .route("/admin/units", get(units::list))
        .route("/admin/units/new", get(units::new))
        .route("/admin/units/{id}", get(units::one))
        .route("/admin/units/{id}/change", get(changes::page))
        .route("/admin/openings", get(openings::page))
        .route("/admin/destroy", get(destroy::page))
        .route("/admin/settings", get(settings::page))
        .route("/admin/newsletters", get(newsletters::list))
        .route("/admin/newsletters/new", get(newsletters::new))
        .route("/admin/newsletters/{id}", get(newsletters::one))
        .merge(import::router())
}

/// `GET /admin`
async fn index(page: Page) -> PageResult {
    let people = page.desk().people(&page.actor).await.or_page(&page)?;
    let today = page.today();
    let units = page.desk().unit_list(&page.actor, today.year()).await.or_page(&page)?.units;
    let newsletters = page.desk().newsletters(&page.actor).await.or_page(&page)?;
    let present = units.iter().filter(|listed| listed.unit.exists_on(today)).count();
    let active = people.iter().filter(|person| person.active).count();
    let places = [
        ("/admin/people", "人员", format!("{active}人在用：账号、角色、重设密码")),
        ("/admin/units", "单位和分组", format!("{present}个单位：名称、别名、分组、顺序、是否记分")),
        (
            "/admin/newsletters",
            "刊物设置",
            format!("{}种刊物：报头、报尾、栏目、签发步骤", newsletters.len()),
        ),
        ("/admin/openings", "结转分", "年中开始使用的：以前各月的分数".to_owned()),
        ("/admin/settings", "设置", "登录多久到期、密码多久要换、一人可否签几步".to_owned()),
        ("/import", "导入", "从工作簿或 CSV 导入单位名册和往期的事实".to_owned()),
        (
            "/admin/destroy",
            "销毁误录的涉密稿件",
            "不该在这里的文字，全部销毁，只留下谁、何时、为什么".to_owned(),
        ),
        ("/events", "日志", "谁在什么时候做了什么、为什么".to_owned()),
    ];
    let body = view! {
        <div class="page-head"><h1>"管理"</h1></div>
        <ul class="rows">
            {places.into_iter().map(|(address, name, words)| view! {
                <li class="row">
                    <a class="row-title" href=address>{name}</a>
                    <p class="row-meta">{words}</p>
                </li>
            }).collect_view()}
        </ul>
    };
    Ok(page.render("管理", || body).await)
}
