//! Entering an issue from before the program: its text is pasted, read, repaired and saved.
//!
//! The form is long, so it is never lost: whatever is wrong, it comes back as it was typed.

use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use domain::{
    act::Verb,
    id::{NewsletterId, UnitId},
    issue::Series,
    item::Kind,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::head_form::{HeadFields, HeadValues};
use crate::{
    components::{
        drawn::{OrPage, PageResult, found_when_going_back},
        fields::in_textarea,
        verb_form::SheetFields,
    },
    desk::{
        Command, Fault, Refusal, form,
        issues::{IssueProposal, PastItem},
        sheets::{ALREADY_DONE, KeptForm},
        typed::OpenSheet,
    },
    request::{
        doing::{of_its_owner, perform, telling},
        flash::{self, Flash, Mood},
        page::Page,
        posted::Posted,
        state::AppState,
    },
};

/// The address's query.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    newsletter: Option<NewsletterId>,
}

/// What is typed in the form, as it came.
#[derive(Clone, Debug, Default, Deserialize)]
struct Typed {
    /// Which button was pressed: `read`, `check`, `save`.
    #[serde(default)]
    step: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    newsletter: Option<NewsletterId>,
    #[serde(default)]
    year: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    total: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    credit_month: String,
    #[serde(default)]
    series: String,
    #[serde(default)]
    other_year: Option<String>,
    #[serde(default)]
    credited: Option<String>,
    #[serde(default, deserialize_with = "form::blank_or")]
    unit: Option<UnitId>,
    #[serde(default)]
    kind: Vec<String>,
    #[serde(default)]
    title: Vec<String>,
    #[serde(default)]
    subtitle: Vec<String>,
    #[serde(default)]
    body: Vec<String>,
    #[serde(default)]
    attribution: Vec<String>,
    #[serde(default)]
    unresolved: Vec<String>,
}

/// What the page shows.
#[derive(Clone, Debug)]
struct Shown {
    proposal: IssueProposal,
    head: HeadValues,
    credited: bool,
    unit: Option<UnitId>,
    units: Vec<(UnitId, String)>,
    text: String,
    items: Vec<PastItem>,
    problems: Vec<(usize, String)>,
    faults: Vec<Fault>,
    /// What cleaning changed in what was pasted or typed.
    cleaned: Option<String>,
    /// The page's name.
    sheet: OpenSheet,
}

/// What the form asks for in the end.
const VERB: Verb = Verb::EnterPastIssue;

/// `GET /issues/past/new`
pub async fn page(page: Page, Query(asked): Query<Asked>) -> PageResult {
    let kept = page.typed.clone().filter(|typed| typed.verb == VERB.code());
    let Some(kept) = kept else {
        let shown = begin(&page, asked.newsletter).await.or_page(&page)?;
        return Ok(show(&page, shown).await);
    };
    // What was typed on this page before it was left.
    let fields = serde_urlencoded::to_string(&kept.fields).unwrap_or_default();
    let typed: Typed =
        form::read(&fields).map_err(|error| Refusal::invalid("", error.to_string())).or_page(&page)?;
    let mut shown = begin(&page, typed.newsletter).await.or_page(&page)?;
    shown.keep(&typed);
    shown.sheet = kept.sheet.unwrap_or_else(|| new_sheet(&page));
    shown.items = page.desk().check_past_items(&page.actor, items_of(&typed)).await.or_page(&page)?;
    Ok(found_when_going_back(show(&page, shown).await))
}

/// `POST /issues/past/new`: reads the pasted text, checks what was repaired, or saves it.
pub async fn read(
    page: Result<Page, Response>,
    State(state): State<AppState>,
    headers: HeaderMap,
    body: String,
) -> PageResult {
    let posted = Posted::read(VERB.code(), &body, &headers);
    let page = match of_its_owner(page, &state, &posted).await {
        Ok(page) => page,
        Err(answer) => return Ok(answer),
    };
    let typed: Typed = form::read(&body).map_err(Refusal::from).or_page(&page)?;
    let mut shown = begin(&page, typed.newsletter).await.or_page(&page)?;
    shown.keep(&typed);
    let (_, changes) = form::cleaned(&body);
    shown.cleaned = changes.is_seen().then(|| changes.to_string());
    if !posted.sheet.is_empty() {
        shown.sheet = OpenSheet { name: posted.sheet.clone(), stamp: posted.stamp, ..new_sheet(&page) };
    }
    match typed.step.as_str() {
        "save" => match save(&page, &body, &posted).await {
            Ok(response) => return Ok(response),
            Err(error) => {
                if error.to_string().starts_with(ALREADY_DONE) {
                    // Under the name of what was entered nothing can be entered again.
                    shown.sheet = new_sheet(&page);
                }
                keep(&page, &posted, &shown.sheet.name).await;
                shown.faults = faults_of(error);
            }
        },
        "check" => {}
        _ => {
            let reading = page.desk().read_past_issue(&page.actor, &typed.text).await.or_page(&page)?;
            shown.items = reading.items;
            shown.problems = reading.problems;
            return Ok(found_when_going_back(show(&page, shown).await));
        }
    }
    shown.items = page.desk().check_past_items(&page.actor, items_of(&typed)).await.or_page(&page)?;
    Ok(show(&page, shown).await)
}

async fn save(page: &Page, form: &str, posted: &Posted) -> Result<Response, Refusal> {
    let command = Command::from_form(VERB, form).map_err(Refusal::from)?;
    let done = telling(perform(page, command, posted).await?, form);
    let flash = Flash { mood: Mood::Done, words: done.words, undo: done.undo, kept: false };
    Ok(flash::redirect(done.next.as_deref().unwrap_or("/issues"), flash))
}

/// Keeps what could not be saved; it stands on the page that answers, too.
async fn keep(page: &Page, posted: &Posted, sheet: &str) {
    let Some(kept) = &posted.kept else { return };
    let kept = KeptForm { is_posted: true, sheet: sheet.to_owned(), ..kept.clone() };
    if let Err(error) = page.desk().keep(&page.actor, &kept).await {
        tracing::warn!(%error, "an issue that could not be entered could not be kept");
    }
}

fn new_sheet(page: &Page) -> OpenSheet {
    OpenSheet { name: page.new_sheet(), spare: page.new_sheet(), ..OpenSheet::default() }
}

async fn begin(page: &Page, newsletter: Option<NewsletterId>) -> Result<Shown, Refusal> {
    let proposal = page.desk().propose_issue(&page.actor, newsletter, Series::Regular).await?;
    let units = page.desk().past_issue_units(&page.actor).await?;
    let head = HeadValues {
        number: String::new(),
        total: String::new(),
        date: String::new(),
        credit_month: String::new(),
        year: proposal.year.to_string(),
        series: Series::Regular,
        other_year: false,
        gap: None,
    };
    Ok(Shown {
        proposal,
        head,
        credited: true,
        unit: None,
        units,
        text: String::new(),
        items: Vec::new(),
        problems: Vec::new(),
        faults: Vec::new(),
        cleaned: None,
        sheet: new_sheet(page),
    })
}

impl Shown {
    fn keep(&mut self, typed: &Typed) {
        self.head = HeadValues {
            year: typed.year.clone(),
            number: typed.number.clone(),
            total: typed.total.clone(),
            date: typed.date.clone(),
            credit_month: typed.credit_month.clone(),
            series: Series::from_code(&typed.series).unwrap_or_default(),
            other_year: typed.other_year.is_some(),
            gap: None,
        };
        self.credited = typed.credited.is_some();
        self.unit = typed.unit;
        self.text = typed.text.clone();
    }
}

fn items_of(typed: &Typed) -> Vec<PastItem> {
    let at = |column: &[String], index: usize| column.get(index).cloned().unwrap_or_default();
    let items = typed.kind.iter().enumerate().map(|(index, kind)| PastItem {
        kind: Kind::from_code(kind).unwrap_or(Kind::Article),
        title: at(&typed.title, index),
        subtitle: at(&typed.subtitle, index),
        body: at(&typed.body, index),
        attribution: at(&typed.attribution, index),
        left_unresolved: at(&typed.unresolved, index) == "leave",
        known: Vec::new(),
        unknown: Vec::new(),
    });
    items.collect()
}

fn faults_of(error: Refusal) -> Vec<Fault> {
    match error {
        Refusal::Invalid(faults) => faults,
        Refusal::Blocked(lines) => {
            lines.into_iter().map(|words| Fault { field: String::new(), words }).collect()
        }
        error => vec![Fault { field: String::new(), words: error.to_string() }],
    }
}

async fn show(page: &Page, mut shown: Shown) -> Response {
    let faults = std::mem::take(&mut shown.faults);
    if faults.is_empty() {
        return page.render("补录往期", || view! { <Past shown /> }).await;
    }
    let page = page.clone().refusing("/issues/past/new", &Refusal::Invalid(faults));
    page.render("补录往期", || view! { <Past shown /> }).await
}

#[component]
fn Past(shown: Shown) -> AnyView {
    let Shown { proposal, head, credited, unit, units, text, items, problems, cleaned, sheet, .. } = shown;
    let read = !items.is_empty();
    let problem_lines = problems.len();
    view! {
        <header class="page-head"><h1>"补录往期"</h1></header>
        <p class="soft">"本系统启用前印发的一期：粘贴全文，核对读出的稿件，保存后即为已印发，并注明是补录。"</p>
        <form class="form" method="post" action="/issues/past/new" data-keep=VERB.code()>
            <SheetFields sheet />
            <Newsletters proposal />
            <HeadFields values=head />
            <label class="choice"><input type="checkbox" name="credited" value="1" checked=credited />"计入考核（给署名单位记分）"</label>
            <details open=!read>
                <summary>"这一期的全文"</summary>
                <div class="field">
                    <label for="text">"从 Word 或 PDF 里复制，粘贴在这里"</label>
                    <textarea id="text" name="text" rows=if read { "6" } else { "16" }>{in_textarea(&text)}</textarea>
                </div>
                <p class="toolbar"><button name="step" value="read" class=if read { "" } else { "primary" } formnovalidate>{if read { "重新读取（会覆盖下面的修改）" } else { "读取" }}</button></p>
            </details>
            {cleaned.map(|words| view! { <p class="notice">{words}"。"</p> })}
            {(problem_lines > 0).then(|| view! {
                <section class="notice" aria-labelledby="problems">
                    <h2 id="problems">"没有读懂的地方（"{problem_lines}"）"</h2>
                    <ul>{problems.into_iter().map(|(line, text)| view! { <li>"第"{line}"行："{text}</li> }).collect_view()}</ul>
                </section>
            })}
            {read.then(|| view! { <Items items units unit /> })}
        </form>
    }
    .into_any()
}

#[component]
fn Newsletters(proposal: IssueProposal) -> AnyView {
    let chosen = proposal.newsletter;
    view! {
        <div class="field">
            <label for="newsletter">"刊物"</label>
            <select id="newsletter" name="newsletter">
                {proposal.newsletters.into_iter().map(|(id, name)| view! {
                    <option value=id.0 selected={id == chosen}>{name}</option>
                }).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

#[component]
fn Items(items: Vec<PastItem>, units: Vec<(UnitId, String)>, unit: Option<UnitId>) -> AnyView {
    let count = |kind| items.iter().filter(|item| item.kind == kind).count();
    let amounts = crate::words::amounts(count(Kind::Article), count(Kind::Brief));
    let unknown = items.iter().filter(|item| !item.unknown.is_empty() && !item.left_unresolved).count();
    view! {
        <section class="stack" aria-labelledby="items">
            <h2 id="items">"读出"{amounts}</h2>
            {(unknown > 0).then(|| view! { <p class="notice">{unknown}"篇的署名里有不认识的单位，请改正或留作未识别。"</p> })}
            <div class="field">
                <label for="unit">"署名里一个单位都不认识的稿件，归入"</label>
                <select id="unit" name="unit">
                    <option value="">"（没有这样的稿件）"</option>
                    {units.into_iter().map(|(id, name)| view! {
                        <option value=id.0 selected={Some(id) == unit}>{name}</option>
                    }).collect_view()}
                </select>
            </div>
            {items.into_iter().enumerate().map(|(index, item)| view! { <ItemFields index item /> }).collect_view()}
            <div class="toolbar">
                <button class="primary" name="step" value="save">"保存为已印发"</button>
                <button name="step" value="check" formnovalidate>"再核对一次署名"</button>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn ItemFields(index: usize, item: PastItem) -> AnyView {
    let id = |name: &str| format!("{name}-{index}");
    let PastItem { kind, title, subtitle, body, attribution, left_unresolved, known, unknown } = item;
    let troubled = !unknown.is_empty();
    let rows = if kind == Kind::Article { "8" } else { "4" };
    view! {
        <fieldset class="panel past-item" id=id("item")>
            <legend>"第"{index + 1}"篇"</legend>
            <div class="head-fields">
                <div class="field">
                    <label for=id("kind")>"体裁"</label>
                    <select id=id("kind") name="kind">
                        {Kind::ALL.map(|other| view! {
                            <option value=other.code() selected={other == kind}>{other.label()}</option>
                        }).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for=id("title")>"标题"</label>
                    <input id=id("title") name="title" value=title />
                </div>
                <div class="field">
                    <label for=id("subtitle")>"副题"</label>
                    <input id=id("subtitle") name="subtitle" value=subtitle />
                </div>
            </div>
            <div class="field">
                <label for=id("body")>"正文（连同标题清空，就不收这一篇）"</label>
                <textarea id=id("body") name="body" rows=rows>{in_textarea(&body)}</textarea>
            </div>
            <div class="field">
                <label for=id("attribution")>"署名"</label>
                <input id=id("attribution") name="attribution" value=attribution />
                {(!known.is_empty()).then(|| view! { <span class="field-hint">"✓ "{known.join("、")}</span> })}
                {unknown.into_iter().map(|(name, nearest)| view! {
                    <span class="field-fault">
                        "不认识“"{name}"”"
                        {(!nearest.is_empty()).then(|| format!("，是不是：{}", nearest.join("、")))}
                    </span>
                }).collect_view()}
            </div>
            <div class="field" hidden=!troubled && !left_unresolved>
                <label for=id("unresolved")>"不认识的单位"</label>
                <select id=id("unresolved") name="unresolved">
                    <option value="" selected=!left_unresolved>"要改正"</option>
                    <option value="leave" selected=left_unresolved>"留作未识别，不给它记分"</option>
                </select>
            </div>
        </fieldset>
    }
    .into_any()
}
