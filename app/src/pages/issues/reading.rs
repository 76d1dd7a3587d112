//! An issue on the screen, as it was printed.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    act::Verb,
    id::{IssueId, ItemId},
    issue::content::Foot,
    item::Kind,
    permission::Reader,
};
use leptos::prelude::*;

use crate::{
    components::{
        piece::{Headline, Piece},
        verb_form::{VerbForm, comes_back, given},
    },
    desk::{
        bulletins::BulletinForm,
        form::most,
        issues::{IssueReading, ReadItem, ReadSection, ReadVersion, RetractedItem},
    },
    request::{
        address::door,
        file_name::{Shown, disposition},
        visitor::Visitor,
    },
    words,
};

/// `GET /issues/{id}`
pub async fn page(visitor: Visitor, Path(id): Path<IssueId>) -> Response {
    match visitor.desk().read_issue(visitor.reader(), id).await {
        Err(error) => visitor.error(&error),
        Ok(issue) => {
            let title =
                format!("《{}》{}年{}", issue.card.newsletter_name, issue.card.year, issue.card.label());
            let now = visitor.now();
            let show = || view! { <Reading issue=IssueReading::clone(&issue) now=now.clone() /> };
            // What is drawn is everybody's; what somebody keeps stands above it.
            let body = visitor.state().issues.get(&issue, now.date(), show);
            let kept = match visitor.reader() {
                Reader::Person(actor) if issue.may_keep => visitor.desk().kept_in(actor, id).await,
                _ => Ok(Vec::new()),
            };
            match kept {
                Err(error) => visitor.error(&error),
                Ok(kept) => visitor.render(&title, || view! { <KeptHere kept /> {body} }).await,
            }
        }
    }
}

/// `GET /issues/{id}/pdf`: of the version in force.
pub async fn pdf(visitor: Visitor, Path(id): Path<IssueId>) -> Response {
    to_file(&visitor, id, None).await
}

/// `GET /issues/{id}/docx`: the same to be edited.
pub async fn docx(visitor: Visitor, Path(id): Path<IssueId>) -> Response {
    match visitor.desk().issue_docx(visitor.reader(), id).await {
        Err(error) => visitor.error(&error),
        Ok((name, bytes)) => word(&format!("issue-{id}.docx"), &name, bytes),
    }
}

/// A Word document to be saved.
pub(super) fn word(plain: &str, name: &str, bytes: Vec<u8>) -> Response {
    let kind = BulletinForm::Docx.media_type();
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    if let Some(disposition) = disposition(Shown::Attachment, plain, name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// `GET /issues/{id}/versions/{number}/pdf`
pub async fn version_pdf(visitor: Visitor, Path((id, number)): Path<(IssueId, i32)>) -> Response {
    to_file(&visitor, id, Some(number)).await
}

async fn to_file(visitor: &Visitor, id: IssueId, number: Option<i32>) -> Response {
    match visitor.desk().issue_pdf(visitor.reader(), id, number).await {
        Err(error) => visitor.error(&error),
        Ok(hash) => Redirect::to(&format!("/files/{hash}.pdf")).into_response(),
    }
}

/// What the person keeps of the issue.
#[component]
fn KeptHere(kept: Vec<(ItemId, String)>) -> impl IntoView {
    (!kept.is_empty()).then(|| {
        let links = kept.into_iter().map(|(item, title)| {
            view! { " " <a href=format!("#item-{item}")>"《"{title}"》"</a> }
        });
        let links = links.collect_view();
        view! { <p class="soft small no-print">"您收藏了本期的"{links}"，"<a href="/kept">"全部收藏"</a></p> }
    })
}

#[component]
fn Reading(issue: IssueReading, now: jiff::Zoned) -> AnyView {
    let IssueReading {
        card,
        mark,
        publisher,
        foot,
        sections,
        pages,
        versions,
        retracted,
        previous,
        next,
        may_keep,
        may_correct,
        may_retract,
        withheld,
    } = issue;
    let address = format!("/issues/{}", card.id);
    let mend = Mending { correct: may_correct, retract: may_retract };
    let around = Around { issue: card.id, keeps: may_keep };
    let names = names_of(&sections);
    let changed = versions.len() > 1 || !retracted.is_empty();
    let neighbours = move || {
        view! {
            <nav class="issue-neighbours no-print" aria-label="前后各期">
                {previous.clone().map(|(id, label)| view! { <a rel="prev" href=format!("/issues/{id}")>"← 上一期 "{label}</a> })}
                <a href="/issues">"全部各期"</a>
                {next.clone().map(|(id, label)| view! { <a rel="next" href=format!("/issues/{id}")>"下一期 "{label}" →"</a> })}
            </nav>
        }
    };
    let office = card.past.then_some(if card.credited {
        "补录的往期"
    } else {
        "补录的往期，不计入考核"
    });
    let id = card.id;
    view! {
        {withheld.map(|why_not| view! { <Withheld id why_not /> })}
        <div class="toolbar issue-acts">
            <a class="button primary" href=format!("{address}/pdf") download="">"下载 PDF（"{pages}"页）"</a>
            <a class="button" href=format!("{address}/pdf") target="_blank">"打印"</a>
            <a class="button" href=format!("{address}/docx") download="">"Word 版"</a>
            {office.map(|words| view! { <span class="soft small">{words}</span> })}
        </div>
        <article class="issue">
            <header class="issue-head">
                {mark.map(|mark| view! { <p class="issue-mark">{mark}</p> })}
                <h1 class="issue-name">{card.newsletter_name.clone()}</h1>
                <p class="issue-number">{card.number_in_words()}</p>
                <p class="issue-line"><span>{publisher}</span><span>{words::full_day(card.date)}</span></p>
            </header>
            {changed.then(|| view! { <Changes versions retracted now address=address.clone() /> })}
            <Contents sections=sections.clone() />
            {sections.into_iter().enumerate().map(|(index, section)| view! { <Section index section mend around names=names.clone() /> }).collect_view()}
            {foot.map(|foot| view! { <FootLines foot /> })}
        </article>
        {neighbours()}
    }
    .into_any()
}

/// What was entered or imported as past is shown to readers once a signer has looked through it.
#[component]
fn Withheld(id: IssueId, why_not: Option<String>) -> AnyView {
    view! {
        <section class="notice issue-withheld no-print" aria-labelledby="withheld">
            <h2 id="withheld">"读者还看不到这一期"</h2>
            <p>"这一期是补录或导入的，文字没有在这里经过保密审查、签发。请签发人对照印本核对，无误后开放。"</p>
            {match why_not {
                Some(why) => view! { <p class="soft">"您不能开放："{why}"。"</p> }.into_any(),
                None => view! {
                    <VerbForm verb=Verb::ReleaseIssue about=("issue", id.to_string())>
                        <p><button class="primary">"核对无误，开放给读者"</button></p>
                    </VerbForm>
                }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// What was corrected and retracted since it was published.
#[component]
fn Changes(
    versions: Vec<ReadVersion>,
    retracted: Vec<RetractedItem>,
    now: jiff::Zoned,
    address: String,
) -> AnyView {
    view! {
        <section class="notice" aria-labelledby="changes">
            <h2 id="changes">"本期有更正"</h2>
            {(!retracted.is_empty()).then(|| view! {
                <p>{format!("已撤下{}篇{}。", retracted.len(), titles(&retracted))}</p>
            })}
            <ol class="issue-versions" reversed>
                {versions.into_iter().map(|version| {
                    let label = format!("第{}版", version.number);
                    let made = format!("{} {}", words::moment(version.made_at, &now), version.made_by);
                    view! {
                        <li>
                            {if version.readable {
                                view! { <a href=format!("{address}/versions/{}/pdf", version.number)>{label}</a> }.into_any()
                            } else {
                                label.into_any()
                            }}
                            "　"<span class="soft">{made}</span>
                            {version.notice.map(|notice| view! { "　"{notice} })}
                            {version.reason.map(|reason| view! { <span class="soft no-print">"　（内部："{reason}"）"</span> })}
                        </li>
                    }
                }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

fn titles(retracted: &[RetractedItem]) -> String {
    let titles: Vec<_> =
        retracted.iter().filter_map(|item| item.title.as_ref()).map(|title| format!("《{title}》")).collect();
    if titles.is_empty() { String::new() } else { format!("：{}", titles.join("、")) }
}

/// An issue of fewer entries needs no list of contents.
const CONTENTS_FROM: usize = 3;

/// The list of contents: all 信息, and where the 简讯 begin.
#[component]
fn Contents(sections: Vec<ReadSection>) -> impl IntoView {
    let mut lines = Vec::new();
    for (section_index, section) in sections.iter().enumerate() {
        match section.kind {
            Kind::Article => {
                for (index, item) in section.items.iter().enumerate() {
                    lines.push((anchor(section_index, index, item.id), item.text.name()));
                }
            }
            Kind::Brief => {
                let label = section.title.clone().unwrap_or_else(|| section.kind.label().to_owned());
                let label = format!("{label}（{}{}）", section.items.len(), section.kind.counter());
                let first = section.items.first().and_then(|item| item.id);
                lines.push((anchor(section_index, 0, first), label));
            }
        }
    }
    let shown = lines.len() >= CONTENTS_FROM;
    shown.then(|| {
        view! {
            <nav class="issue-contents" aria-labelledby="contents">
                <h2 id="contents">"目录"</h2>
                <ol>
                    {lines.into_iter().map(|(anchor, name)| view! { <li><a href=format!("#{anchor}")>{name}</a></li> }).collect_view()}
                </ol>
            </nav>
        }
    })
}

/// An item's own anchor, by which the ledger's lines lead to it; by its place where it has no item.
fn anchor(section: usize, place: usize, item: Option<ItemId>) -> String {
    match item {
        Some(item) => format!("item-{item}"),
        None => format!("piece-{}-{}", section + 1, place + 1),
    }
}

#[component]
fn Section(
    index: usize,
    section: ReadSection,
    mend: Mending,
    around: Around,
    names: Vec<(String, String)>,
) -> AnyView {
    let ReadSection { kind, title, items } = section;
    // On paper 简讯 are told by their signs, and only a title of the section's own is printed.
    let heading_class = if title.is_some() { "issue-section-title" } else { "issue-section-title no-print" };
    let heading = title.or_else(|| (kind == Kind::Brief).then(|| kind.label().to_owned()));
    let class = format!("issue-section issue-section-{}", kind.code());
    let pieces = items.into_iter().enumerate().map(|(place, item)| {
        let anchor = anchor(index, place, item.id);
        match kind {
            Kind::Article => {
                let beside = beside(&names, &anchor);
                view! { <Article anchor item mend around beside /> }.into_any()
            }
            Kind::Brief => view! { <Brief anchor item mend around /> }.into_any(),
        }
    });
    let pieces = pieces.collect_view();
    view! {
        <section class=class>
            {heading.map(|heading| view! { <h2 class=heading_class>{heading}</h2> })}
            {pieces}
        </section>
    }
    .into_any()
}

#[component]
fn Article(anchor: String, item: ReadItem, mend: Mending, around: Around, beside: Beside) -> AnyView {
    let name = item.text.name();
    let anchor_of_foot = anchor.clone();
    let foot = piece_foot(around, &anchor_of_foot, item.id, &name, beside);
    view! {
        <article id=anchor class="piece prose">
            {Piece::from(&item.text).view(Headline::Level(2), 2)}
            {item.id.filter(|_| mend.correct || mend.retract).map(|id| view! { <Mend id name mend /> })}
        </article>
        {foot}
    }
    .into_any()
}

#[component]
fn Brief(anchor: String, item: ReadItem, mend: Mending, around: Around) -> AnyView {
    let name = item.text.name();
    let anchor_of_foot = anchor.clone();
    let foot = piece_foot(around, &anchor_of_foot, item.id, &name, Beside::default());
    view! {
        <article id=anchor class="piece piece-brief prose">
            {Piece::from(&item.text).view(Headline::Brief, 3)}
            {item.id.filter(|_| mend.correct || mend.retract).map(|id| view! { <Mend id name mend /> })}
        </article>
        {foot}
    }
    .into_any()
}

/// In which issue pieces stand, and whether whoever reads can keep them.
#[derive(Clone, Copy, Debug)]
struct Around {
    issue: IssueId,
    keeps: bool,
}

/// The articles in the order in which they stand, each with its anchor, and at the end where the briefs begin.
fn names_of(sections: &[ReadSection]) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        let items = section.items.iter().enumerate();
        let items = items.map(|(place, item)| (anchor(index, place, item.id), item.text.name()));
        match section.kind {
            Kind::Article => names.extend(items),
            Kind::Brief => names.extend(items.take(1).map(|(anchor, _)| (anchor, "简讯".to_owned()))),
        }
    }
    names
}

/// What stands before and behind a piece, each with its anchor; and whether the issue has a list of contents.
#[derive(Clone, Debug, Default)]
struct Beside {
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    has_contents: bool,
}

fn beside(names: &[(String, String)], anchor: &str) -> Beside {
    let Some(place) = names.iter().position(|(other, _)| other == anchor) else { return Beside::default() };
    Beside {
        before: place.checked_sub(1).and_then(|before| names.get(before)).cloned(),
        after: names.get(place + 1).cloned(),
        has_contents: names.len() >= CONTENTS_FROM,
    }
}

/// Below a piece: keep it, go on to the next, back to the contents.
fn piece_foot(around: Around, anchor: &str, item: Option<ItemId>, name: &str, beside: Beside) -> AnyView {
    let Beside { before, after, has_contents } = beside;
    let keep = item.filter(|_| around.keeps).map(|item| {
        let back = format!("/issues/{}#{anchor}", around.issue);
        view! {
            <form method="post" action=door(Verb::KeepPiece)>
                <input type="hidden" name="item" value=item.0 />
                <input type="hidden" name="back" value=back />
                <button class="quiet">"收藏"<span class="visually-hidden">"《"{name.to_owned()}"》"</span></button>
            </form>
        }
    });
    let before = before.map(|(anchor, name)| view! { <a href=format!("#{anchor}")>"上一篇："{name}</a> });
    let after = after.map(|(anchor, name)| view! { <a href=format!("#{anchor}")>"下一篇："{name}</a> });
    let contents = has_contents.then(|| view! { <a href="#contents">"目录"</a> });
    (keep.is_some() || before.is_some() || after.is_some())
        .then(|| view! { <div class="piece-foot no-print">{keep}{before}{after}{contents}</div> })
        .into_any()
}

/// What the reader may do to published pieces.
#[derive(Clone, Copy, Debug)]
struct Mending {
    correct: bool,
    retract: bool,
}

/// Correcting a published piece, and taking it back.
#[component]
fn Mend(id: ItemId, name: String, mend: Mending) -> AnyView {
    let retract = mend.retract.then(|| view! { <Retract id name=name.clone() /> });
    view! {
        <details class="piece-mend no-print" open=comes_back(Verb::Retract, Some(("item", &id.to_string())))>
            <summary>{if mend.retract { "更正或撤下" } else { "更正" }}<span class="visually-hidden">"《"{name}"》"</span></summary>
            <p><a class="button" href=format!("/items/{id}/correct")>"更正文字"</a></p>
            {retract}
        </details>
    }
    .into_any()
}

#[component]
fn Retract(id: ItemId, name: String) -> AnyView {
    let field = format!("retract-{id}");
    let notice = format!("retract-notice-{id}");
    let month = format!("retract-month-{id}");
    view! {
            <VerbForm verb=Verb::Retract about=("item", id.to_string())>
                <div class="field">
                    <label for=field.clone()>"撤下的原因"</label>
                    <input id=field.clone() name="reason" required data-most=most("reason").to_string() value=given("reason", String::new()) />
                    <span class="field-hint">"只在办公室和报送单位内部看。撤下后，这一期会有不含这篇的更正版，记分随之冲销。撤下不能撤销。"</span>
                </div>
                <div class="field">
                    <label for=notice.clone()>"给读者看的说明（可不填）"</label>
                    <input id=notice.clone() name="notice" data-most=most("notice").to_string() value=given("notice", String::new()) />
                    <span class="field-hint">"不填，读者只看到撤下了几篇。"</span>
                </div>
                <div class="field">
                    <label for=month.clone()>"记分冲减计入哪个月（可不填）"</label>
                    <input id=month.clone() name="month" type="month" placeholder="2024-02" value=given("month", String::new()) />
                    <span class="field-hint">"考核月份已结账时才用得着：不填，就计入最早的未结账月份。"</span>
                </div>
                <p><button class="danger">"撤下《"{name}"》"</button></p>
            </VerbForm>
    }
    .into_any()
}

#[component]
fn FootLines(foot: Foot) -> AnyView {
    let lists = [("报", foot.report), ("送", foot.send), ("发", foot.issue)];
    let lists = lists.into_iter().filter(|(_, names)| !names.is_empty()).map(|(label, names)| {
        view! { <p><strong>{label}"："</strong>{names.join("，")}</p> }
    });
    let people =
        [("编辑", foot.editor), ("审核", foot.reviewer), ("签发", foot.signer), ("电话", foot.phone)];
    let people =
        people.into_iter().filter_map(|(label, name)| Some(view! { <span>{label}"："{name?}</span> }));
    let lists = lists.collect_view();
    let people = people.collect_view();
    view! {
        <footer class="issue-foot">
            {lists}
            <p class="issue-foot-people">
                {people}
                {foot.copies.map(|copies| view! { <span>"印"{copies}"份"</span> })}
            </p>
        </footer>
    }
    .into_any()
}
