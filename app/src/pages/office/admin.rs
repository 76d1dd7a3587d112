//! `/admin`: what administrators look after.

use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        first_day::FirstDayList,
    },
    request::page::Page,
};

/// `GET /admin`
pub async fn page(page: Page) -> PageResult {
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
        ("/admin/openings", "结转分", "年中开始使用的：以前各月的得分".to_owned()),
        ("/admin/settings", "设置", "登录多久到期、密码多久要换、一人可否签几步".to_owned()),
        ("/admin/words", "校对词表", "易错词、敏感词、禁用词、领导姓名和职务".to_owned()),
        ("/admin/frames", "模板和常用语", "新稿的模板，退回、不采用时的常用语".to_owned()),
        ("/import", "导入", "从工作簿或 CSV 导入单位名册和往期的事实".to_owned()),
        (
            "/admin/destroy",
            "销毁误录的涉密稿件",
            "不该在这里的文字，全部销毁，只留下谁、何时、为什么".to_owned(),
        ),
        ("/admin/jobs", "后台任务", "每夜的核对、备份：上次结果怎样，有没有没办成的".to_owned()),
        ("/events", "日志", "谁在什么时候做了什么、为什么".to_owned()),
    ];
    let first_steps = page.desk().first_steps(&page.actor).await.or_page(&page)?;
    let body = view! {
        <div class="page-head"><h1>"管理"</h1></div>
        <FirstDayList steps=first_steps />
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
