//! 催报: what every unit lacks this month, to be printed or sent on.

use axum::extract::Query;
use domain::calendar::Month;
use leptos::prelude::*;
use serde::Deserialize;

use super::{month_links::MonthLinks, parts::month_in};
use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::in_textarea,
    },
    desk::months::{UrgedUnit, Urging},
    request::page::Page,
    words,
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The present month where it is missing.
    month: Option<String>,
}

/// `GET /urging?month=`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let month = match asked.month.as_deref().filter(|month| !month.is_empty()) {
        Some(month) => month_in(month).or_page(&page)?,
        None => Month::of(page.today()),
    };
    let urging = page.desk().urging(&page.actor, month).await.or_page(&page)?;
    Ok(page.render("催报", || view! { <UrgingPage urging /> }).await)
}

#[component]
fn UrgingPage(urging: Urging) -> impl IntoView {
    let month = urging.month;
    let lead = if urging.closed {
        format!("{}已结账，催报已经晚了。", words::month(month))
    } else if Month::of(urging.today) != month {
        format!("{}个单位还缺，{}个单位不缺。", urging.units.len(), urging.content)
    } else {
        format!(
            "截至{}，{}个单位还缺，{}个单位不缺。",
            words::full_day(urging.today),
            urging.units.len(),
            urging.content
        )
    };
    let lacking = !urging.units.is_empty();
    view! {
        <div class="page-head">
            <h1>{format!("{}催报", words::month(month))}</h1>
            <div class="toolbar">
                <a class="button plain" href=format!("/months/{month}")>"月份"</a>
                <a class="button plain" href=format!("/bulletins/{month}")>"本月通报"</a>
            </div>
        </div>
        <MonthLinks month today=urging.today to=|month| format!("/urging?month={month}") />
        <p class="soft">{lead}</p>
        {if lacking {
            view! { <Lacking urging=&urging /><Texts urging=&urging /> }.into_any()
        } else {
            view! { <p class="empty">"没有单位缺什么。"</p> }.into_any()
        }}
    }
}

#[component]
fn Lacking<'a>(urging: &'a Urging) -> impl IntoView + use<> {
    let month = urging.month;
    let rows = urging.units.iter().map(|unit| {
        let lacking = unit.lacking.iter().map(|lacking| view! { <li>{lacking.clone()}</li> }).collect_view();
        view! {
            <tr>
                <th scope="row"><a href=format!("/units/{}?month={month}", unit.unit)>{unit.name.clone()}</a></th>
                <td><ul>{lacking}</ul></td>
                <td>{unit.so_far.join("，")}</td>
                <td>{unit.group.clone()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-frame" role="region" aria-label="各单位所缺" tabindex="0">
            <table class="table ruled urging-table">
                <thead>
                    <tr>
                        <th scope="col">"单位"</th>
                        <th scope="col">"还缺"</th>
                        <th scope="col">"目前"</th>
                        <th scope="col">"分组"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The same in sentences, to be copied into a message: all at once, or for one unit.
#[component]
fn Texts<'a>(urging: &'a Urging) -> impl IntoView + use<> {
    let each: Vec<(&UrgedUnit, String)> =
        urging.units.iter().map(|unit| (unit, sentence(urging, unit))).collect();
    let all = each.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
    let rows = each.len().min(12).to_string();
    let each = each.iter().map(|(unit, text)| {
        let id = format!("text-{}", unit.unit);
        view! {
            <div class="field">
                <label for=id.clone()>{unit.name.clone()}</label>
                <textarea id=id rows="2" readonly>{in_textarea(text)}</textarea>
            </div>
        }
    });
    let each = each.collect_view();
    view! {
        <section class="stack no-print">
            <h2>"发给各单位"</h2>
            <div class="field">
                <label for="text-all">"全部，一行一个单位"</label>
                <textarea id="text-all" rows=rows readonly>{in_textarea(&all)}</textarea>
                <span class="field-hint">"点进去全选、复制即可。"</span>
            </div>
            <details>
                <summary>"分单位的文字"</summary>
                <div class="stack">{each}</div>
            </details>
        </section>
    }
}

/// 高唐局：1月份截至1月15日，上报3篇，报市0篇。再报市1篇，可得本月基础分5分。
fn sentence(urging: &Urging, unit: &UrgedUnit) -> String {
    let day = format!("{}月{}日", urging.today.month(), urging.today.day());
    let until = if Month::of(urging.today) == urging.month { format!("截至{day}") } else { String::new() };
    format!(
        "{}：{}{until}，{}。{}。",
        unit.name,
        urging.month.in_words(),
        unit.so_far.join("，"),
        unit.lacking.join("；")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_told_in_one_line_where_it_stands_and_what_would_help() {
        let unit = UrgedUnit {
            unit: domain::id::UnitId(1),
            name: "高唐局".to_owned(),
            group: "县局".to_owned(),
            so_far: vec!["上报3篇".to_owned(), "报市0篇".to_owned()],
            lacking: vec!["再报市1篇，可得本月基础分5分".to_owned()],
        };
        let urging = Urging {
            month: "2024-01".parse().expect("a month"),
            closed: false,
            today: jiff::civil::date(2024, 1, 15),
            units: vec![unit.clone()],
            content: 0,
        };
        let expected = "高唐局：1月份截至1月15日，上报3篇，报市0篇。再报市1篇，可得本月基础分5分。";
        assert_eq!(sentence(&urging, &unit), expected);
    }
}
