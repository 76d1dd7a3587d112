//! 代办: who acts for whom, of the own account (`/me/deputies`) and of somebody else's (`/admin/people/{id}/deputies`).

use axum::extract::Path;
use domain::{act::Verb, id::PersonId};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{Choice, TextField, Tick},
        verb_form::VerbForm,
    },
    desk::office::deputies::{DeputyLine, DeputyPage},
    request::{address::door, page::Page},
    words,
};

/// `GET /me/deputies`
pub async fn own(page: Page) -> PageResult {
    let told = page.desk().deputies(&page.actor, page.actor.id).await.or_page(&page)?;
    Ok(page.render("代办", || view! { <Told told back="/me".to_owned() to="我的账号" /> }).await)
}

/// `GET /admin/people/{id}/deputies`
pub async fn of(page: Page, Path(id): Path<i64>) -> PageResult {
    let told = page.desk().deputies(&page.actor, PersonId(id)).await.or_page(&page)?;
    let title = format!("{}的代办", told.name);
    let back = format!("/admin/people/{id}");
    Ok(page.render(&title, || view! { <Told told back to="人员" /> }).await)
}

#[component]
fn Told(told: DeputyPage, back: String, to: &'static str) -> impl IntoView {
    let DeputyPage { person, name, is_own, roles, people, given, taken, today } = told;
    let heading = if is_own { "代办".to_owned() } else { format!("{name}的代办") };
    let may_ask = !roles.is_empty() && !people.is_empty();
    let nobody = [(String::new(), "请选一人".to_owned())].into_iter();
    let people = people.into_iter().map(|(id, name)| (id.to_string(), name));
    let options = nobody.chain(people).collect::<Vec<_>>();
    let is_only = roles.len() == 1;
    let roles = roles
        .into_iter()
        .map(|held| {
            let label = held.words();
            view! { <Tick name="role" label=label value=held.role.field() ticked=is_only /> }
        })
        .collect_view();
    let ask = may_ask.then(move || {
        view! {
            <section class="panel">
                <h2>"请人代办"</h2>
                <p class="soft">
                    "代办的人在这些天里能办所勾选的事，每一件都记明“代谁办”。本人经办过的，代办的人不能代本人再办下一步；替本人签过的，本人也不能再签下一步。"
                </p>
                <VerbForm verb=Verb::SetDeputy about=("person", person.to_string())>
                    <Choice name="deputy" label="请谁代" options=options />
                    <TextField name="since" label="从" value=today.to_string() kind="date" required=true />
                    <TextField name="until" label="到（含当天）" value="" kind="date" required=true />
                    <fieldset class="field"><legend>"代办什么"</legend>{roles}</fieldset>
                    <div class="toolbar"><button class="primary">"请他代办"</button></div>
                </VerbForm>
            </section>
        }
    });
    let has_none = given.is_empty() && taken.is_empty();
    view! {
        <BackTo address=back to=to />
        <div class="page-head"><h1>{heading}</h1></div>
        {ask}
        {(!may_ask).then(|| view! { <p class="soft">"没有可以请人代办的角色。"</p> })}
        {(!given.is_empty()).then(|| table(if is_own { "请人代我办的" } else { "请人代办的" }, given, today))}
        {(!taken.is_empty()).then(|| table(if is_own { "我代别人办的" } else { "代别人办的" }, taken, today))}
        {has_none.then(|| view! { <p class="soft">"还没有代办过。"</p> })}
    }
}

fn table(heading: &'static str, lines: Vec<DeputyLine>, today: jiff::civil::Date) -> AnyView {
    let row = |line: DeputyLine| {
        let days = format!("{} 至 {}", words::full_day(line.since), words::full_day(line.until));
        let standing = line.standing(today);
        let end = line.may_end(today).then(|| {
            view! {
                <form method="post" action=door(Verb::EndDeputy)>
                    <input type="hidden" name="deputising" value=line.id />
                    <button class="quiet">"结束"</button>
                </form>
            }
        });
        view! {
            <tr>
                <th scope="row">{line.deputy.clone()}"代"{line.person.clone()}</th>
                <td>{line.roles.join("、")}</td>
                <td>{days}</td>
                <td>{standing}</td>
                <td class="soft">{line.set_by.clone()}"定"</td>
                <td>{end}</td>
            </tr>
        }
    };
    view! {
        <section>
            <h2>{heading}</h2>
            <div class="table-frame" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"谁代谁"</th>
                            <th scope="col">"办什么"</th>
                            <th scope="col">"时间"</th>
                            <th scope="col">"状况"</th>
                            <th scope="col">"谁定的"</th>
                            <th scope="col"><span class="visually-hidden">"办理"</span></th>
                        </tr>
                    </thead>
                    <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
