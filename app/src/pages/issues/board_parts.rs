//! The parts of the board: the shortlist, the sections with their items, the warnings, the pages.

use std::collections::BTreeSet;

use domain::{act::Verb, id::IssueId, item::Kind};
use leptos::prelude::*;

use crate::{
    components::rows::next_row,
    desk::issues::{BoardItem, BoardPages, BoardSection, PageSpot, Warning},
    request::address::door,
};

/// What every form of the board carries along.
#[derive(Clone, Debug)]
pub(super) struct BoardForm {
    pub(super) issue: IssueId,
    pub(super) version: i64,
    /// The board's own address, with its filter.
    pub(super) back: String,
}

impl BoardForm {
    /// The hidden fields: the issue, its version, and the way back to the board, where `anchor` gets the focus.
    pub(super) fn hidden(&self, anchor: &str) -> impl IntoView + use<> {
        view! {
            <input type="hidden" name="issue" value=self.issue.0 />
            <input type="hidden" name="version" value=self.version />
            <input type="hidden" name="next" value=self.back.clone() />
            <input type="hidden" name="focus" value=anchor.to_owned() />
            <input type="hidden" name="back" value=self.back.clone() />
        }
    }
}

/// The issue's sections, and what stands in them.
#[component]
pub(super) fn SectionForms(form: BoardForm, sections: Vec<BoardSection>) -> AnyView {
    let all = sections.clone();
    let count = sections.len();
    view! {
        <section id="sections" class="board-sections" aria-labelledby="sections-title">
            <h2 id="sections-title" tabindex="-1">"本期"</h2>
            {sections.into_iter().enumerate().map(|(index, section)| {
                let place = SectionPlace { first: index == 0, last: index + 1 == count };
                view! { <Section form=form.clone() section place all=all.clone() /> }
            }).collect_view()}
            <details class="board-add" id="add-section">
                <summary>"添加栏目"</summary>
                <form class="toolbar" method="post" action=door(Verb::AddSection)>
                    {form.hidden("sections-title")}
                    <div class="field">
                        <label for="section-kind">"体裁"</label>
                        <select id="section-kind" name="kind">
                            {Kind::ALL.map(|kind| view! { <option value=kind.code()>{kind.label()}</option> }).collect_view()}
                        </select>
                    </div>
                    <div class="field">
                        <label for="section-title">"栏目名（可不填）"</label>
                        <input id="section-title" name="title" maxlength="30" />
                    </div>
                    <button>"添加"</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// Where a section stands among the others.
#[derive(Clone, Copy, Debug)]
struct SectionPlace {
    first: bool,
    last: bool,
}

#[component]
fn Section(form: BoardForm, section: BoardSection, place: SectionPlace, all: Vec<BoardSection>) -> AnyView {
    let anchor = format!("section-{}", section.id);
    let label = section.label().to_owned();
    let empty = section.items.is_empty();
    let siblings: Vec<(i64, String)> = all
        .iter()
        .filter(|other| other.kind == section.kind && other.id != section.id)
        .map(|other| (other.id.0, other.label().to_owned()))
        .collect();
    let count = section.items.len();
    let heading = format!("{label}（{count}{}）", section.kind.counter());
    let field = format!("title-{}", section.id);
    let hidden = format!("“{label}”栏目");
    let ids: Vec<String> = section.items.iter().map(|item| format!("open-{}", item.id)).collect();
    let items = section.items.iter().cloned().enumerate().map(|(index, item)| {
        // Once the only one is gone, the section itself is what is left.
        let after = if count == 1 { anchor.clone() } else { next_row(&ids, index) };
        view! { <Placed form=form.clone() item number=index + 1 after siblings=siblings.clone() /> }
    });
    let items = items.collect_view();
    view! {
        <section
            class="board-section"
            id=anchor.clone()
            tabindex="-1"
            aria-label=heading.clone()
            data-section=section.id.0
            data-kind=section.kind.code()
            data-label=label.clone()
        >
            <h3>{heading.clone()}</h3>
            {if empty {
                view! { <p class="soft">"还是空的，不会印出。从拟用里选稿件编入。"</p> }.into_any()
            } else {
                view! { <ol class="rows board-list">{items}</ol> }.into_any()
            }}
            <details id=format!("set-{}", section.id)>
                <summary>"栏目设置"<span class="visually-hidden">"："{label.clone()}</span></summary>
                <form class="toolbar" method="post" action=door(Verb::MoveSection)>
                    {form.hidden(&anchor)}
                    <input type="hidden" name="section" value=section.id.0 />
                    {(!place.first).then(|| view! { <button name="direction" value="up">"↑ 上移"<span class="visually-hidden">{hidden.clone()}</span></button> })}
                    {(!place.last).then(|| view! { <button name="direction" value="down">"↓ 下移"<span class="visually-hidden">{hidden.clone()}</span></button> })}
                    {empty.then(|| view! { <button class="danger" formaction=door(Verb::RemoveSection)>"删去"<span class="visually-hidden">{hidden.clone()}</span></button> })}
                </form>
                <form class="toolbar" method="post" action=door(Verb::ChangeSection)>
                    {form.hidden(&anchor)}
                    <input type="hidden" name="section" value=section.id.0 />
                    <div class="field">
                        <label for=field.clone()>"栏目名（空着就不印）"</label>
                        <input id=field name="title" maxlength="30" value=section.title.clone().unwrap_or_default() />
                    </div>
                    {(section.kind == Kind::Article).then(|| view! {
                        <label class="choice">
                            <input type="checkbox" name="in_columns" value="on" checked=section.in_columns />
                            "正文分栏排（长篇通讯；整版图片和太宽的表格仍排通栏）"
                        </label>
                    })}
                    <button>"保存栏目"</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn Placed(
    form: BoardForm,
    item: BoardItem,
    number: usize,
    /// What gets the focus once the item is removed.
    after: String,
    siblings: Vec<(i64, String)>,
) -> AnyView {
    let anchor = format!("item-{}", item.id);
    let title = item.title.clone();
    let named = |verb: &str| format!("{verb}《{title}》");
    let id = |verb: &str| format!("{verb}-{}", item.id);
    let field = format!("move-{}", item.id);
    view! {
        <li class="row board-item" id=anchor.clone() data-item=item.id.0 data-kind=item.kind.code()>
            <p class="row-title">
                <span class="figure soft">{number}</span>" "
                <a id=format!("open-{}", item.id) href=format!("/items/{}", item.id)><ItemTitle kind=item.kind title=item.title.clone() /></a>
            </p>
            <p class="row-meta"><ItemFacts item=item.clone() /></p>
            <form class="board-moves" method="post" action=door(Verb::MovePlacement)>
                {form.hidden(&format!("open-{}", item.id))}
                <input type="hidden" name="item" value=item.id.0 />
                <button id=id("up") class="quiet" name="direction" value="up" title="上移" aria-label=named("上移")>"↑"</button>
                <button id=id("down") class="quiet" name="direction" value="down" title="下移" aria-label=named("下移")>"↓"</button>
                <button id=id("remove") class="quiet" formaction=door(Verb::RemovePlacement) name="focus" value=after title="移出" aria-label=named("移出")>"✕"</button>
                {(!siblings.is_empty()).then(|| view! {
                    <label class="visually-hidden" for=field.clone()>{named("移到栏目")}</label>
                    <select id=field.clone() name="section">
                        {siblings.into_iter().map(|(id, label)| view! { <option value=id>{label}</option> }).collect_view()}
                    </select>
                    <button class="quiet" aria-label=named("移到所选栏目")>"移到"</button>
                })}
            </form>
        </li>
    }
    .into_any()
}

/// A title with the mark of its kind.
#[component]
pub(super) fn ItemTitle(kind: Kind, title: String) -> AnyView {
    view! {
        <span>
            {(kind == Kind::Brief).then_some(view! { <span aria-hidden="true">"▲"</span><span class="visually-hidden">"简讯："</span> })}
            {title}
        </span>
    }
    .into_any()
}

/// Unit and length, and what is still missing.
#[component]
pub(super) fn ItemFacts(item: BoardItem) -> AnyView {
    view! {
        <span>{item.units}</span>
        <span>{item.characters}"字，约"{item.lines}"行"</span>
        {(!item.cleared).then_some(view! { <span class="board-lack">"未审查"</span> })}
        {(!item.resolved).then_some(view! { <span class="board-lack">"署名未识别"</span> })}
    }
    .into_any()
}

/// What is to be looked at before sign-off; each is a link to what mends it.
#[component]
pub(super) fn Warnings(
    warnings: Vec<Warning>,
    /// Who can clear what is not cleared; `None` where everything is.
    clearing: Option<String>,
) -> AnyView {
    let (obstacles, hints): (Vec<_>, Vec<_>) = warnings.into_iter().partition(|warning| warning.obstructs);
    let nothing = obstacles.is_empty() && hints.is_empty();
    let list = |warnings: Vec<Warning>| view! { <ul class="board-warnings">{folded(warnings)}</ul> };
    view! {
        <section id="warnings" aria-labelledby="warnings-title">
            <h2 id="warnings-title">"提醒"</h2>
            {nothing.then_some(view! { <p class="soft">"没有问题，可以送审。"</p> })}
            {(!obstacles.is_empty()).then(|| view! {
                <h3>"送审前要办好（"{obstacles.len()}"）"</h3>
                {list(obstacles)}
                {clearing.map(|who| view! { <p class="small"><a href="/clearance">"待保密审查的"</a>" "{who}</p> })}
            })}
            {(!hints.is_empty()).then(|| view! { <h3>"留意"</h3> {list(hints)} })}
        </section>
    }
    .into_any()
}

/// So many alike are one line, until it is unfolded.
const FOLDED: usize = 3;

/// Each warning; those that many items share under one line that counts them.
fn folded(warnings: Vec<Warning>) -> AnyView {
    let line = |warning: Warning| view! { <li><a href=warning.address>{warning.words}</a></li> };
    let mut groups: Vec<(String, Vec<Warning>)> = Vec::new();
    for warning in warnings {
        match groups.iter_mut().find(|(alike, _)| !alike.is_empty() && *alike == warning.alike) {
            Some((_, group)) => group.push(warning),
            None => groups.push((warning.alike.clone(), vec![warning])),
        }
    }
    let group = |(alike, group): (String, Vec<Warning>)| {
        if group.len() < FOLDED {
            return group.into_iter().map(line).collect_view().into_any();
        }
        // One item may lack it more than once.
        let count = group.iter().map(|warning| &warning.address).collect::<BTreeSet<_>>().len();
        let id = group.first().map(|warning| warning.address.replace(['/', '#'], "-")).unwrap_or_default();
        let id = format!("{id}-{}", alike.chars().count());
        view! {
            <li>
                <details id=format!("alike{id}")>
                    <summary>{format!("{count}{alike}")}</summary>
                    <ul>{group.into_iter().map(line).collect_view()}</ul>
                </details>
            </li>
        }
        .into_any()
    };
    groups.into_iter().map(group).collect_view().into_any()
}

/// The pages as they would be printed now.
#[component]
pub(super) fn Pages(issue: IssueId, pages: Option<BoardPages>) -> AnyView {
    view! {
        <section id="pages" aria-labelledby="pages-title">
            <h2 id="pages-title">"版面"</h2>
            {match pages {
                None => view! { <p class="soft">"编入稿件后，这里就是排好的版面。"</p> }.into_any(),
                Some(pages) => view! { <PageList issue pages /> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

#[component]
fn PageList(issue: IssueId, pages: BoardPages) -> AnyView {
    let BoardPages { count, last_page_fill, digest, spots } = pages;
    // What fills the last page is measured above the foot.
    let last_page = match last_page_fill {
        0 => "末页只有报尾".to_owned(),
        fill => format!("末页 {fill}%"),
    };
    view! {
        <p class="soft">
            {format!("{count} 页，{last_page} ")}
            <a href=format!("/issues/{issue}/draft/pdf") target="_blank" rel="noopener">"看草稿 PDF"</a>
        </p>
        <ol class="board-pages">
            {spots.into_iter().enumerate().map(|(index, spots)| {
                let number = index + 1;
                let source = format!("/issues/{issue}/draft/{number}.png?v={digest}");
                view! { <PagePicture number source spots /> }
            }).collect_view()}
        </ol>
    }
    .into_any()
}

/// A page; a click on an item's text goes to it on the board.
#[component]
fn PagePicture(number: usize, source: String, spots: Vec<PageSpot>) -> AnyView {
    view! {
        <li>
            <svg class="sheet" viewBox="0 0 1000 1414">
                <image href=source.clone() width="1000" height="1414" role="img" aria-label=format!("第{number}页") />
                {spots.into_iter().map(|spot| {
                    let scale = |thousandths: u16| u32::from(thousandths) * 1414 / 1000;
                    view! {
                        <a href=format!("#item-{}", spot.item) tabindex="-1" aria-hidden="true">
                            <rect
                                class="board-spot"
                                x=spot.left y=scale(spot.top) width=spot.width height=scale(spot.height)
                            />
                        </a>
                    }
                }).collect_view()}
            </svg>
            <a class="small" href=source target="_blank" rel="noopener">{format!("放大看第{number}页")}</a>
        </li>
    }
    .into_any()
}
