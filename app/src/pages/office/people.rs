//! People: the list, adding one, changing one.

use axum::extract::Path;
use domain::{
    act::Verb,
    id::PersonId,
    permission::{OfficeAct, permits_office},
    person::Role,
};
use leptos::prelude::*;

use crate::{
    components::{
        crumb::BackTo,
        drawn::{OrPage, PageResult},
        fields::{Choice, TextField, Tick},
        verb_form::VerbForm,
    },
    desk::{
        Refusal,
        items::{NameStatement, UnitChoice},
        office::people::{Namesake, Person, PersonNames},
    },
    request::{address::door, page::Page},
};

/// The roles that are bound to no unit, in the order of the work.
const FREE_ROLES: [Role; 5] = [Role::Editor, Role::Clearer, Role::Signer, Role::Reader, Role::Administrator];

/// `GET /admin/people`
pub async fn list(page: Page) -> PageResult {
    let people = page.desk().people(&page.actor).await.or_page(&page)?;
    Ok(page.render("人员", || view! { <People people /> }).await)
}

/// `GET /admin/people/new`
pub async fn new(page: Page) -> PageResult {
    permits_office(&page.actor, OfficeAct::Administer).map_err(Refusal::from).or_page(&page)?;
    let units = page.desk().units(&page.actor).await.or_page(&page)?;
    Ok(page.render("添加人员", || view! { <NewPerson units /> }).await)
}

/// `GET /admin/people/{id}`
pub async fn one(page: Page, Path(id): Path<PersonId>) -> PageResult {
    let person = page.desk().person(&page.actor, id).await.or_page(&page)?;
    let units = page.desk().units(&page.actor).await.or_page(&page)?;
    let names = page.desk().names_of_person(&page.actor, id).await.or_page(&page)?;
    let title = person.name.clone();
    Ok(page.render(&title, || view! { <OnePerson person units names /> }).await)
}

#[component]
fn People(people: Vec<Person>) -> impl IntoView {
    let unset = |person: &&Person| person.active && person.must_change_password;
    let (waiting, invited): (Vec<&Person>, Vec<&Person>) =
        people.iter().filter(unset).partition(|person| !person.is_invited);
    let invited_ids: Vec<String> = invited.iter().map(|person| person.id.to_string()).collect();
    let (waiting, invited) = (waiting.len(), invited.len());
    view! {
        <BackTo address="/admin" to="管理" />
        <div class="page-head">
            <h1>"人员"</h1>
            <div class="toolbar">
                <a class="button" href="/admin/people/sheet">"按表添加"</a>
                <a class="button primary" href="/admin/people/new">"添加人员"</a>
            </div>
        </div>
        {(invited > 0).then(|| view! {
            <details>
                <summary>{format!("有{invited}人的一次性链接还在等本人用")}</summary>
                <form class="form" method="post" action="/admin/people/links">
                    {invited_ids.iter().map(|id| view! { <input type="hidden" name="person" value=id.clone() /> }).collect_view()}
                    <p>"链接丢了才重新生成：先前发出去的都作废。只换一个人的，打开那个人再生成。"</p>
                    <div><button>{format!("给这{invited}人重新生成，先前的作废")}</button></div>
                </form>
            </details>
        })}
        {(waiting > 0).then(|| view! {
            <form id="invite" class="notice toolbar" method="post" action="/admin/people/links">
                <p>{format!("{waiting}人还没有设自己的密码。可以给他们各生成一个一次性链接，不必传密码。")}</p>
                <button>{format!("给{waiting}人生成链接")}</button>
            </form>
        })}
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"姓名"</th>
                    <th scope="col">"账号"</th>
                    <th scope="col">"角色"</th>
                    <th scope="col">"状况"</th>
                </tr>
            </thead>
            <tbody>{people.into_iter().map(person_row).collect_view()}</tbody>
        </table>
    }
}

fn person_row(person: Person) -> impl IntoView {
    let roles = person.roles.iter().map(|role| role.words()).collect::<Vec<_>>().join("、");
    let standing = match (person.active, person.must_change_password) {
        (false, _) => "已停用",
        (true, true) if person.is_invited => "等本人用链接设密码",
        (true, true) => "还没设自己的密码",
        (true, false) => "在用",
    };
    view! {
        <tr>
            <th scope="row" class="nowrap"><a id=format!("row-{}", person.id) href=format!("/admin/people/{}", person.id)>{person.name}</a></th>
            <td>{person.login}</td>
            <td class="wide">{roles}</td>
            <td>{standing}</td>
        </tr>
    }
}

#[component]
fn NewPerson(units: Vec<UnitChoice>) -> impl IntoView {
    view! {
        <BackTo address="/admin/people" to="人员" />
        <div class="page-head"><h1>"添加人员"</h1></div>
        <VerbForm verb=Verb::AddPerson>
            <TextField name="name" label="姓名" value="" required=true
                hint="与署名里的写法一致，自己写的稿件才认得出来。" />
            <TextField name="login" label="账号" value="" required=true autocomplete="off"
                hint="登录时输入，不分大小写；定下后不再改。" />
            <TextField name="password" label="首次密码" value="" kind="password" required=true
                autocomplete="new-password" hint="至少 10 个字符，或一句至少 8 个字的话。本人第一次登录时必须改掉。" />
            <RoleFields held=Vec::new() units />
            <div><button class="primary">"添加"</button></div>
        </VerbForm>
    }
}

#[component]
fn OnePerson(person: Person, units: Vec<UnitChoice>, names: PersonNames) -> impl IntoView {
    let id = person.id;
    let version = person.version;
    let of_names = units.clone();
    let held = person.roles.iter().map(|held| (held.role, held.words())).collect();
    view! {
        <BackTo address=format!("/admin/people#row-{id}") to="人员" />
        <div class="page-head">
            <h1>{person.name.clone()}</h1>
            <p class="soft">{person.login}{(!person.active).then_some("（已停用）")}</p>
        </div>
        <VerbForm verb=Verb::EditPerson>
            <Which id version />
            <TextField name="name" label="姓名" value=person.name required=true />
            <RoleFields held units />
            <p class="soft">"角色有变动时，此人的登录全部退出，重新登录后按新角色办事。"</p>
            <div><button class="primary">"保存"</button></div>
        </VerbForm>
        <Names id names units=of_names />
        <section class="panel">
            <h2>"重设密码"</h2>
            {(person.active && person.must_change_password).then(|| view! {
                <form class="form" method="post" action="/admin/people/links">
                    <input type="hidden" name="person" value=id.to_string() />
                    <p class="soft">"此人还没有设自己的密码。"</p>
                    <div><button>"生成一次性链接"</button></div>
                </form>
            })}
            <form class="form" method="post" action=door(Verb::ResetPassword)>
                <Which id version />
                <TextField name="password" label="临时密码" value="" kind="password" required=true
                    autocomplete="new-password" hint="至少 10 个字符，或一句至少 8 个字的话。请当面告诉本人，登录后必须改掉。" />
                <div><button class="button">"重设密码"</button></div>
            </form>
        </section>
        <section class="panel">
            <h2>{if person.active { "停用账号" } else { "恢复账号" }}</h2>
            <p>{if person.active {
                "停用后不能登录，做过的事、写过的稿件都还在，随时可以恢复。"
            } else {
                "恢复后可以用原来的密码登录。"
            }}</p>
            <form method="post" action=door(if person.active { Verb::DeactivatePerson } else { Verb::ReactivatePerson })>
                <Which id version />
                <button class=if person.active { "danger" } else { "button" }>
                    {if person.active { "停用" } else { "恢复" }}
                </button>
            </form>
        </section>
        <p><a href=format!("/events?subject=person&id={id}")>"此人账号的变动记录"</a></p>
    }
}

/// Which names in attributions are the person's, and which other accounts bear the name.
#[component]
fn Names(id: PersonId, names: PersonNames, units: Vec<UnitChoice>) -> impl IntoView {
    let PersonNames { statements, namesakes } = names;
    let mut options = vec![(String::new(), "请选择".to_owned())];
    options.extend(units.iter().map(|unit| (unit.id.to_string(), unit.short_name.clone())));
    let namesakes = (!namesakes.is_empty()).then(|| {
        view! {
            <h2>"同名的账号"</h2>
            <p class="soft">"要两个人办的事（审核、保密审查、签发），同名的账号只算一个人，除非在这里注明是两个人。"</p>
            <ul>{namesakes.into_iter().map(|other| namesake(id, other)).collect_view()}</ul>
        }
    });
    view! {
        <section class="panel">
            {namesakes}
            <h2>"署名"</h2>
            <p class="soft">"与姓名相同的署名不必写，自己就认得。署了别的名字（曾用名、笔名），在这里写明；同名的另一个人说明过的，也列在这里。"</p>
            <ul>{statements.into_iter().map(|stated| name_line(id, stated)).collect_view()}</ul>
            <VerbForm verb=Verb::LinkAuthor>
                <input type="hidden" name="person" value=id.to_string() />
                <Choice name="unit" id="author-unit" label="署名里的单位" options />
                <TextField name="name" id="author-name" label="署名" value="" required=true />
                <div><button class="button">"注明是此人"</button></div>
            </VerbForm>
        </section>
    }
}

fn name_line(id: PersonId, stated: NameStatement) -> impl IntoView {
    let unit = stated.unit_id.map(|unit| unit.to_string()).unwrap_or_default();
    let label = format!("删去关于“{}”的说明", stated.author);
    view! {
        <li class="row-meta">
            <span>{format!("{}（{}说明）", stated.words(), stated.by)}</span>
            <form method="post" action=door(Verb::UnlinkAuthor)>
                <input type="hidden" name="person" value=id.to_string() />
                <input type="hidden" name="unit" value=unit />
                <input type="hidden" name="name" value=stated.author.clone() />
                <button class="quiet" aria-label=label>"删去"</button>
            </form>
        </li>
    }
}

fn namesake(id: PersonId, other: Namesake) -> impl IntoView {
    let (verb, words) = match other.is_different {
        true => (Verb::UnstateDifferent, "删去"),
        false => (Verb::StateDifferent, "是两个人"),
    };
    let standing = match (other.active, other.is_different) {
        (_, true) => "，已注明是另一个人",
        (true, false) => "",
        (false, false) => "，已停用",
    };
    let address = format!("/admin/people/{}", other.id);
    view! {
        <li class="row-meta">
            <a href=address>{other.name}</a>
            <span>{format!("账号 {}{standing}", other.login)}</span>
            <form method="post" action=door(verb)>
                <input type="hidden" name="person" value=id.to_string() />
                <input type="hidden" name="other" value=other.id.to_string() />
                <button class="quiet" aria-label=format!("账号 {}：{words}", other.login)>{words}</button>
            </form>
        </li>
    }
}

/// Whom a form is about, and which version of the account it was made from.
#[component]
fn Which(id: PersonId, version: i64) -> impl IntoView {
    view! {
        <input type="hidden" name="person" value=id.to_string() />
        <input type="hidden" name="version" value=version.to_string() />
    }
}

/// The roles held, to be kept or dropped, and two more to be added; all in fields named `role`.
#[component]
fn RoleFields(held: Vec<(Role, String)>, units: Vec<UnitChoice>) -> impl IntoView {
    let free = FREE_ROLES.into_iter().map(|role| {
        let ticked = held.iter().any(|(held, _)| *held == role);
        view! { <Tick name="role" label=role.label() value=role.field() ticked /> }
    });
    let bound: Vec<_> = held.iter().filter(|(role, _)| role.unit().is_some()).cloned().collect();
    let bound = bound
        .into_iter()
        .map(|(role, words)| view! { <Tick name="role" label=words value=role.field() ticked=true /> });
    let options = |bind: fn(domain::id::UnitId) -> Role| {
        let mut options = vec![(String::new(), "不添加".to_owned())];
        options.extend(units.iter().map(|unit| (bind(unit.id).field(), unit.short_name.clone())));
        options
    };
    view! {
        <fieldset class="field">
            <legend>"角色"</legend>
            <div class="choices">{free.collect_view()}{bound.collect_view()}</div>
        </fieldset>
        <Choice name="role" id="contributor" label="添加为信息员，单位" options=options(Role::Contributor) />
        <Choice name="role" id="reviewer" label="添加为单位审核人，单位" options=options(Role::UnitReviewer) />
    }
}
