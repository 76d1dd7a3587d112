//! `/inbox/load`: what each editor has in hand, each number leading to the inbox filtered so.

use domain::workflow::State;
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
    },
    desk::items::{Lapsed, Load, Loads},
    request::page::Page,
    words,
};

/// The columns, in the order of the work.
const STATES: [State; 4] = [State::Submitted, State::Editing, State::Shortlisted, State::Placed];

/// `GET /inbox/load`
pub async fn page(page: Page) -> PageResult {
    let loads = page.desk().loads(&page.actor).await.or_page(&page)?;
    Ok(page
        .render("各编辑手上的稿件", || {
            let Loads { editors, nobody, lapsed } = loads;
            let heads = STATES.map(|state| {
                view! { <th scope="col" class="figure">{state.label()}</th> }
            });
            let rows = editors.into_iter().chain([nobody]).map(|load| row(load, &page)).collect_view();
            let lapsed = lapsed.into_iter().map(|Lapsed { name, why, count }| {
                view! { <li>{format!("{name}{why}，原来主办的{count}篇算在“无人主办”里")}</li> }
            });
            let lapsed = lapsed.collect_view();
            view! {
                <BackTo address="/inbox" to="来稿" />
                <div class="page-head"><h1>"各编辑手上的稿件"</h1></div>
                <table class="table load">
                    <thead>
                        <tr>
                            <th scope="col">"主办"</th>
                            {heads.collect_view()}
                            <th scope="col">"等得最久"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <ul class="soft">{lapsed}</ul>
            }
        })
        .await)
}

fn row(load: Load, page: &Page) -> impl IntoView + use<> {
    let (name, handler) = match &load.editor {
        Some(editor) => (editor.name.clone(), editor.id.to_string()),
        None => ("无人主办".to_owned(), "none".to_owned()),
    };
    let cells = STATES.map(|state| {
        // An empty cell says that there is none, and takes no room where there is little.
        let Some(count) = load.count(state) else { return view! { <td class="figure"></td> }.into_any() };
        let address = format!("/inbox?state={}&handler={handler}", state.code());
        let label = format!("{name}{}{count}篇", state.label());
        view! {
            <td class="figure">
                <span class="narrow-label" aria-hidden="true">{state.label()}" "</span>
                <a href=address aria-label=label>{count.to_string()}</a>
            </td>
        }
        .into_any()
    });
    let longest = load.since.map(|since| {
        let today = page.today();
        let day = since.to_zoned(page.now.time_zone().clone()).date();
        let days = (today - day).get_days();
        let days = if days > 0 { format!("（{days}天）") } else { String::new() };
        format!("{}到稿{days}", words::day(day, today))
    });
    view! {
        <tr>
            <th scope="row"><a href=format!("/inbox?handler={handler}")>{name}</a></th>
            {cells.collect_view()}
            <td>{longest}</td>
        </tr>
    }
}
