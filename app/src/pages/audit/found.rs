//! The findings of an audit, with the bulletin's text beside them.

use domain::audit::{Finding, Place, Value};
use leptos::prelude::*;

use super::text::Text;
use crate::desk::audit::Audit;

#[component]
pub(super) fn Findings(audit: Audit) -> impl IntoView {
    let Audit { name, report, document } = audit;
    let count = report.findings.len();
    let words = match count {
        0 => "没有发现对不上的地方。".to_owned(),
        _ => format!("发现{count}处对不上：{}。", by_place(&report.findings)),
    };
    let lines: Vec<usize> = report.findings.iter().filter_map(|finding| finding.line).collect();
    let rows = (1..).zip(report.findings).map(|(number, finding)| row(number, finding)).collect_view();
    let notes = report.notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    let notes_given = !notes.is_empty();
    view! {
        <div class="page-head">
            <h1>{format!("核对“{name}”")}</h1>
            <div class="toolbar"><a class="button" href="/audit">"核对另一份"</a></div>
        </div>
        <p class="notice" role="status">{words}</p>
        <div class="split audit">
            <div>
                <section aria-labelledby="findings">
                    <h2 id="findings">"对不上的地方"</h2>
                    {(count > 0).then(|| view! { <ol class="rows">{rows}</ol> })}
                </section>
                {notes_given.then(|| view! {
                    <section aria-labelledby="notes">
                        <h2 id="notes">"读法说明"</h2>
                        <ul class="audit-notes">{notes}</ul>
                    </section>
                })}
            </div>
            <section class="panel" aria-labelledby="text" tabindex="0">
                <h2 id="text">"通报原文"</h2>
                <Text document lines />
            </section>
        </div>
    }
}

/// 正文6处、表格3处.
fn by_place(findings: &[Finding]) -> String {
    [Place::Covering, Place::Table, Place::Paragraph, Place::List]
        .into_iter()
        .filter_map(|place| {
            let count = findings.iter().filter(|finding| finding.place == place).count();
            (count > 0).then(|| format!("{}{count}处", place.label()))
        })
        .collect::<Vec<_>>()
        .join("、")
}

fn row(number: usize, finding: Finding) -> impl IntoView {
    let field = finding.field_label();
    let unit = finding.unit.unwrap_or_else(|| "全文".to_owned());
    let place = finding.place.label();
    let link = finding.line.map(|line| {
        let words = format!("看原文第{line}行");
        view! { <a href=format!("#line-{line}")>{words}</a> }
    });
    view! {
        <li class="row" id=format!("finding-{number}")>
            <p class="row-title">{format!("{unit} · {field}")}</p>
            <p class="audit-figures">
                "印作 " <del>{shown(finding.printed)}</del> " 应为 " <ins>{shown(finding.derived)}</ins>
            </p>
            <p>{finding.note}</p>
            <p class="row-meta"><span>{place}</span>{link}</p>
        </li>
    }
}

fn shown(value: Option<Value>) -> String {
    value.map_or_else(|| "（空）".to_owned(), |value| value.to_string())
}
