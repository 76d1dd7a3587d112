//! What importing a file would do, row by row; how far an import is; what it came to.

use domain::act::Verb;
use leptos::prelude::*;

use super::FileField;
use crate::{
    components::crumb::BackTo,
    desk::import::{Addition, Hidden, HowFar, Outcome, Preview, PreviewRow, PreviewSheet, Seen, Stage},
    request::address::door,
};

/// Faults that are shown; who has more mends these first.
const MOST_FAULTS: usize = 200;
/// Rows of a sheet that are shown of each outcome.
const MOST_ROWS: usize = 100;

#[component]
pub(super) fn SeenFile(file: i64, seen: Seen) -> impl IntoView {
    match seen {
        Seen::Preview(preview, why_not) => view! { <Previewed preview why_not /> }.into_any(),
        Seen::UnderWay { name, how_far } => view! { <UnderWay file name how_far /> }.into_any(),
        Seen::Done { name, words } => view! {
            <Head name />
            <p class="notice" role="status">{words}"。"</p>
            <p><a class="button" href="/import">"再导入一个文件"</a></p>
        }
        .into_any(),
    }
}

#[component]
fn Head(name: String) -> impl IntoView {
    view! {
        <BackTo address="/import" to="导入" />
        <div class="page-head"><h1>{format!("导入“{name}”")}</h1></div>
    }
}

#[component]
fn UnderWay(file: i64, name: String, how_far: HowFar) -> impl IntoView {
    let at = Stage::ALL.iter().position(|stage| *stage == how_far.stage).unwrap_or(0);
    let steps = Stage::ALL.iter().enumerate().map(|(place, stage)| {
        let count = format!("{}／{}", how_far.done.min(how_far.all), how_far.all);
        let (current, words) = match place.cmp(&at) {
            std::cmp::Ordering::Less => (None, format!("{}：完成", stage.label())),
            std::cmp::Ordering::Equal if how_far.all > 0 => {
                (Some("step"), format!("{}：{count}", stage.label()))
            }
            std::cmp::Ordering::Equal => (Some("step"), format!("{}……", stage.label())),
            std::cmp::Ordering::Greater => (None, stage.label().to_owned()),
        };
        view! { <li aria-current=current>{words}</li> }
    });
    // Of a stage without steps nobody knows how far it is.
    let value = (how_far.all > 0).then(|| how_far.done.to_string());
    view! {
        <Head name />
        <p class="notice" role="status">"正在导入。全部写完才算数，中途停止什么也不会导入。这一页自己更新，也可以离开，过一会儿再来看。"</p>
        <progress class="import-progress" aria-label="这一步的进度" max=how_far.all.max(1).to_string() value=value></progress>
        <ol class="import-steps">{steps.collect_view()}</ol>
        <form method="post" action=door(Verb::StopImport)>
            <input type="hidden" name="file" value=file.to_string() />
            <button class="quiet">"停止导入"</button>
        </form>
    }
}

#[component]
fn Previewed(preview: Preview, why_not: Option<String>) -> impl IntoView {
    let faults = preview.faults();
    let (changes, known) = (preview.changes(), preview.known());
    let asks = preview.asks();
    let words = match (faults.len(), changes) {
        (0, 0) => format!("{known}行都已在系统里，没有要导入的。"),
        (0, _) if known == 0 => format!("将导入{changes}行。现在还没有导入。"),
        (0, _) => format!("将导入{changes}行，{known}行已有、会跳过。现在还没有导入。"),
        (faults, _) => format!("有{faults}处要改，改好文件再选一次。在那以前什么也不会导入。"),
    };
    let notes = preview.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
    let ready = faults.is_empty() && changes > 0 && !asks;
    let is_faulty = !faults.is_empty();
    let hidden = preview.about_hidden.map_or("", Hidden::code);
    view! {
        <Head name=preview.name.clone() />
        // What is to be mended stands below.
        {why_not.filter(|_| !is_faulty).map(|words| view! { <p class="field-fault" role="alert">{format!("刚才没有导入：{words}")}</p> })}
        <p class="notice" role="status">{words}</p>
        <AboutHidden file=preview.file hidden=preview.hidden.clone() chosen=preview.about_hidden />
        {is_faulty.then(|| view! { <Faults faults /> })}
        <Additions additions=preview.additions.clone() />
        {(!notes.is_empty()).then(|| view! { <ul class="soft">{notes}</ul> })}
        {ready.then(|| view! {
            <form class="form" method="post" action=door(Verb::Import)>
                <input type="hidden" name="file" value=preview.file.to_string() />
                <input type="hidden" name="hidden" value=hidden />
                <div class="toolbar">
                    <button class="primary">{format!("导入{changes}行")}</button>
                    <a class="button quiet" href="/import">"不导入"</a>
                </div>
            </form>
        })}
        {(!ready && (is_faulty || !asks)).then(|| view! {
            <form class="form" method="post" action="/import" enctype="multipart/form-data">
                <FileField />
                <div class="toolbar"><button class="primary">"再预览"</button></div>
            </form>
        })}
        {preview.sheets.into_iter().map(|sheet| view! { <Sheet sheet /> }).collect_view()}
    }
}

/// What people who open the file do not see, with the choice what becomes of it.
#[component]
fn AboutHidden(file: i64, hidden: Vec<String>, chosen: Option<Hidden>) -> impl IntoView {
    if hidden.is_empty() {
        return ().into_any();
    }
    let parts = hidden.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
    let ask = match chosen {
        None => "文件里有打开时看不见的内容，请先选择：".to_owned(),
        Some(chosen) => format!("文件里有打开时看不见的内容，已选择“{}”。要改请另选：", chosen.label()),
    };
    let choices = Hidden::ALL.into_iter().filter(|choice| Some(*choice) != chosen).map(|choice| {
        view! { <a class="button" href=format!("/import/{file}?hidden={}", choice.code())>{choice.label()}</a> }
    });
    view! {
        <section class="panel" aria-labelledby="hidden">
            <h2 id="hidden">"看不见的内容"</h2>
            <ul>{parts}</ul>
            <p>{ask}</p>
            <div class="toolbar">{choices.collect_view()}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Faults(faults: Vec<String>) -> impl IntoView {
    let more = faults.len().saturating_sub(MOST_FAULTS);
    let shown = faults.into_iter().take(MOST_FAULTS).map(|fault| view! { <li>{fault}</li> }).collect_view();
    view! {
        <section aria-labelledby="faults" tabindex="-1" autofocus=true>
            <h2 id="faults">"要改的地方"</h2>
            <ol class="import-faults">{shown}</ol>
            {(more > 0).then(|| view! { <p class="soft">{format!("另有{more}处，先改这些。")}</p> })}
        </section>
    }
}

/// Units and groups that would be new: a slip of the pen would make one, so they are said by themselves.
#[component]
fn Additions(additions: Vec<Addition>) -> impl IntoView {
    if additions.is_empty() {
        return ().into_any();
    }
    let rows = additions.into_iter().map(|Addition { what, name, nearest }| {
        let nearest = (!nearest.is_empty())
            .then(|| view! { <span class="soft">{format!("（现有相近的：{}）", nearest.join("、"))}</span> });
        view! { <li>{format!("新{what} ")}<strong>{name}</strong>{nearest}</li> }
    });
    view! {
        <section class="panel" aria-labelledby="additions">
            <h2 id="additions">"将新增的单位和分组"</h2>
            <p class="soft">"系统里还没有这些名称。如果是写错的，请改好文件再选。"</p>
            <ul>{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Sheet(sheet: PreviewSheet) -> impl IntoView {
    let total = sheet.rows.len();
    let faulty = sheet.rows.iter().filter(|row| matches!(row.outcome, Outcome::Faulty(_))).count();
    let about_faulty = match faulty {
        0 => "",
        1..=MOST_ROWS => "，要改的行都列了",
        _ => "，其中也有要改的行",
    };
    let mut shown = [0_usize; 4];
    let rows: Vec<PreviewRow> = sheet
        .rows
        .into_iter()
        .filter(|row| {
            let place = match row.outcome {
                Outcome::Faulty(_) => 0,
                Outcome::Changed(_) => 1,
                Outcome::New(_) => 2,
                Outcome::Known(_) => 3,
            };
            shown[place] += 1;
            shown[place] <= MOST_ROWS
        })
        .collect();
    let left = total - rows.len();
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <section>
            <h2>{format!("表“{}”", sheet.name)}" "<span class="soft">{format!("{total}行")}</span></h2>
            <ol class="rows">{rows}</ol>
            {(left > 0).then(|| view! { <p class="soft">{format!("另有{left}行没有列在这里{about_faulty}。")}</p> })}
        </section>
    }
}

fn row(row: PreviewRow) -> impl IntoView {
    let (state, class, words) = match row.outcome {
        Outcome::New(words) => ("导入", "state state-adopted", words),
        Outcome::Changed(words) => ("修改", "state state-submitted", words),
        Outcome::Known(words) => ("跳过", "state state-draft", words),
        Outcome::Faulty(faults) => ("要改", "state state-returned", faults.join("；")),
    };
    view! {
        <li class="row">
            <p><span class=class>{state}</span>" "{words}</p>
            <p class="row-meta"><span>{format!("第{}行", row.number)}</span></p>
        </li>
    }
}
