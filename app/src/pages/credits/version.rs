//! One version of a month's bulletin as it was frozen, and what its reader does with it: sign, send back, issue.

use axum::extract::{Path, Query};
use domain::{
    act::Verb,
    id::BulletinVersionId,
    scoring::{Bulletin, Row},
};
use leptos::prelude::*;

use super::{
    figure::{Asked, Beside, unit_in},
    files::{form_in, sent},
    parts::month_in,
    table::GroupTable,
    version_parts::{VersionBadge, VersionFiles},
};
use crate::{
    components::{
        difference::Difference,
        drawn::{OrPage, PageResult},
        fields::TextArea,
        verb_form::VerbForm,
    },
    desk::bulletins::{NamedDeed, VersionDiffers, VersionLine, VersionSheet},
    request::{address::door, page::Page},
    words,
};

/// `GET /bulletins/{month}/versions/{version}`
pub async fn page(page: Page, Path((month, version)): Path<(String, BulletinVersionId)>) -> PageResult {
    let month = month_in(&month).or_page(&page)?;
    let sheet = page.desk().bulletin_version(&page.actor, version).await.or_page(&page)?;
    let title = format!("{}通报（{}）", words::month(month), sheet.line.label());
    let now = page.now.clone();
    Ok(page.render(&title, || view! { <Sheet title=title.clone() sheet now /> }).await)
}

/// `GET /bulletins/{month}/versions/{version}/units/{unit}?of=COLUMN`
pub async fn figure(
    page: Page,
    Path((_, version, unit)): Path<(String, BulletinVersionId, String)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let (unit, field) = (unit_in(&unit).or_page(&page)?, asked.field().or_page(&page)?);
    let (line, figure) =
        page.desk().bulletin_version_figure(&page.actor, version, unit, field).await.or_page(&page)?;
    let name = format!("{}通报（{}）", words::month(line.month), line.label());
    let title = format!("{name} {} {}", figure.row.figures.unit, figure.heading);
    let actor = page.actor.clone();
    let opened = || {
        let address = address_of(&line);
        view! {
            <div class="page-head">
                <h1>{name}</h1>
                <VersionBadge standing=line.standing />
            </div>
            <p class="soft">"这是送签时定下的数字和它当时的来历；所列稿件的标题和状态是现在的。以后的变动见"<a href=format!("/bulletins/{}", line.month)>"本月通报"</a>"。"</p>
            <Beside actor=&actor figure=&figure address=&address />
        }
    };
    Ok(page.render(&title, opened).await)
}

/// Where a version is read.
fn address_of(line: &VersionLine) -> String {
    format!("/bulletins/{}/versions/{}", line.month, line.id)
}

/// `GET /bulletins/{month}/versions/{version}/{form}`
pub async fn file(
    page: Page,
    Path((_, version, form)): Path<(String, BulletinVersionId, String)>,
) -> PageResult {
    let form = form_in(&form).or_page(&page)?;
    let (month, bytes) =
        page.desk().bulletin_version_file(&page.actor, version, form).await.or_page(&page)?;
    Ok(sent(bytes, month, form))
}

#[component]
fn Sheet(title: String, sheet: VersionSheet, now: jiff::Zoned) -> AnyView {
    let line = sheet.line.clone();
    let month = line.month;
    let address = address_of(&line);
    view! {
        <div class="page-head">
            <h1>{title}</h1>
            <VersionBadge standing=line.standing />
            <div class="toolbar">
                <VersionFiles line=&line />
                <a class="button plain" href=format!("/bulletins/{month}")>"本月通报"</a>
            </div>
        </div>
        <p class="soft">"这是送签时定下的内容，以后记录怎样变动，它都不变。"</p>
        {sheet.differs.clone().map(|differs| view! { <Differs differs /> })}
        <Acts sheet=&sheet />
        <section class="panel">
            <h2>"来历"</h2>
            <Origin line=&line now=&now />
        </section>
        <Content bulletin=&sheet.bulletin address=&address />
    }
    .into_any()
}

/// What differs from the version before.
#[component]
fn Differs(differs: VersionDiffers) -> impl IntoView {
    let VersionDiffers { from, words, figures } = differs;
    let is_same = words.is_empty() && figures.is_empty();
    let or_none = |figure: String| if figure.is_empty() { "—".to_owned() } else { figure };
    let rows = figures.into_iter().map(|figure| {
        view! {
            <tr>
                <th scope="row">{figure.unit}</th>
                <td>{figure.heading}</td>
                <td class="figure">{or_none(figure.before)}</td>
                <td class="figure">{or_none(figure.now)}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let figures = (!rows.is_empty()).then(|| {
        view! {
            <div class="table-frame" role="region" aria-label="有变动的数字" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"单位"</th>
                            <th scope="col">"项目"</th>
                            <th scope="col" class="figure">"原来"</th>
                            <th scope="col" class="figure">"现在"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let words = (!words.is_empty()).then(|| view! { <Difference comparison=words /> });
    view! {
        <section class="panel" aria-labelledby="differs">
            <h2 id="differs">{format!("与上一份（{from}）相比")}</h2>
            {is_same.then(|| view! { <p class="soft">"数字和文字都没有变动。"</p> })}
            {figures}
            {words}
        </section>
    }
}

#[component]
fn Content<'a>(bulletin: &'a Bulletin, address: &'a str) -> AnyView {
    let covering = bulletin.covering.iter().map(|text| view! { <p>{text.clone()}</p> }).collect_view();
    let notes = bulletin.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
    let tables = bulletin.groups.iter().map(|group| {
        view! {
            <section class="tight">
                <h3>{group.table_title.clone()}</h3>
                <GroupTable bulletin group address opened=None />
            </section>
        }
    });
    let tables = tables.collect_view();
    let lists = bulletin.groups.iter().map(|group| {
        let rows = group.rows.iter().map(|row| view! { <UnitMonth row /> }).collect_view();
        view! { <h3>{group.list_title.clone()}</h3>{rows} }
    });
    let lists = lists.collect_view();
    view! {
        <div class="stack">
            <section class="prose">
                <h2>{bulletin.title.concat()}</h2>
                {covering}
                <ol>{notes}</ol>
            </section>
            <section class="stack">
                <h2>"采用情况"</h2>
                {tables}
            </section>
            <section class="prose bulletin-lists">
                <h2>"各单位情况"</h2>
                {lists}
            </section>
        </div>
    }
    .into_any()
}

/// What is said of a unit, and the list of its pieces, as they were frozen.
#[component]
fn UnitMonth<'a>(row: &'a Row) -> AnyView {
    let items = row.items.iter().map(|item| {
        view! {
            <li><span class="adopted-piece">{item.title.clone()}<span class="adopted-source">{item.source.clone()}</span></span></li>
        }
    });
    let items = items.collect_view();
    view! {
        <p>{row.paragraph.clone()}</p>
        {(!row.items.is_empty()).then(|| view! { <ol class="adopted">{items}</ol> })}
    }
    .into_any()
}

/// Who did what, by which rules, and the PDF's hash.
#[component]
fn Origin<'a>(line: &'a VersionLine, now: &'a jiff::Zoned) -> AnyView {
    let deed = |deed: &NamedDeed| format!("{} {}", deed.name, words::moment(deed.at, now));
    let optional =
        |name: &'static str, text: Option<String>| text.map(|text| view! { <dt>{name}</dt><dd>{text}</dd> });
    view! {
        <dl class="facts">
            <dt>"送签"</dt><dd>{deed(&line.prepared)}</dd>
            {optional("签发", line.signed.as_ref().map(deed))}
            {optional("印发", line.issued.as_ref().map(deed))}
            {optional("更正原因", line.reason.clone())}
            {optional("退回原因", line.sent_back_reason.clone())}
            <dt>"计分办法"</dt><dd>{format!("第{}版", line.rule_set_version)}</dd>
        </dl>
        <details>
            <summary>"版面的来历"</summary>
            <dl class="facts">
                <dt>"PDF 摘要"</dt><dd class="sign-hash">{line.pdf_hash.clone()}</dd>
            </dl>
        </details>
    }
    .into_any()
}

#[component]
fn Acts<'a>(sheet: &'a VersionSheet) -> AnyView {
    let id = sheet.line.id.to_string();
    let hash = sheet.line.pdf_hash.clone();
    let name = format!("{}通报", words::month(sheet.line.month));
    let named = name.clone();
    let version = |id: &str| view! { <input type="hidden" name="version" value=id.to_owned() /> };
    let (sign, issue, back) = (version(&id), version(&id), id.clone());
    view! {
        {sheet.sign_as.clone().map(|sign_as| view! {
            <form class="panel" method="post" action=door(Verb::SignBulletin)>
                <h2>"签发"</h2>
                {sign}
                <input type="hidden" name="pdf_hash" value=hash />
                <p>"签发即确认这份通报可以印发。"{sign_as.in_words()}</p>
                <p><button class="primary">{format!("{}{name}", sign_as.does("签发"))}</button></p>
            </form>
        })}
        {sheet.why_not_sign.clone().map(|words| view! { <p class="notice">{format!("不能由您签发：{words}。")}</p> })}
        {sheet.may_issue.then(|| view! {
            <form class="panel" method="post" action=door(Verb::IssueBulletin)>
                <h2>"印发"</h2>
                {issue}
                <p>"印发后各单位都能看到。印发不能撤销，以后只能更正。"</p>
                <p><button class="primary">{format!("印发{named}")}</button></p>
            </form>
        })}
        {sheet.may_send_back.then(|| view! {
            <VerbForm verb=Verb::SendBackBulletin class="panel" about=("version", back)>
                <h2>"退回"</h2>
                <TextArea name="reason" label="原因" value="" hint="退回后已有的签发作废，改好再送签。" />
                <p><button class="danger">"退回"</button></p>
            </VerbForm>
        })}
    }
    .into_any()
}
