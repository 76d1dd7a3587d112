//! The findings of an audit, with the bulletin's text beside them.

use domain::audit::{Finding, Value};
use leptos::prelude::*;

use super::text::Text;
use crate::desk::audit::Audit;

#[component]
pub(super) fn Findings(audit: Audit) -> impl IntoView {
    let Audit { name, report, document } = audit;
    let count = report.findings.len();
    // What could not be read is no small print.
    let notice = if report.compared.left_out.is_empty() { "notice" } else { "notice audit-left-out" };
    let words = report.headline;
    let lines: Vec<usize> = report.findings.iter().filter_map(|finding| finding.line).collect();
    let rows = (1..).zip(report.findings).map(|(number, finding)| row(number, finding)).collect_view();
    let notes = report.notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    let notes_given = !notes.is_empty();
    view! {
        <div class="page-head">
            <h1>{format!("核对“{name}”")}</h1>
            <div class="toolbar"><a class="button" href="/audit">"核对另一份"</a></div>
        </div>
        <p class=notice role="status">{words}</p>
        <div class="split audit">
            <div>
                {(count > 0).then(|| view! {
                    <section aria-labelledby="findings">
                        <h2 id="findings">"不符之处"</h2>
                        <ol class="rows">{rows}</ol>
                    </section>
                })}
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
