//! Differences of texts, with what went and what came marked.

use leptos::prelude::*;

use crate::desk::items::{Run, TextDifference};

/// The differing fields, each with its paragraphs.
#[component]
pub fn Difference(fields: Vec<TextDifference>) -> impl IntoView {
    if fields.is_empty() {
        return view! { <p class="soft">"两份文字没有不同。"</p> }.into_any();
    }
    let field = |field: TextDifference| {
        view! {
            <dt>{field.field}</dt>
            <dd class="difference">{field.lines.into_iter().map(line).collect_view()}</dd>
        }
    };
    view! { <dl class="facts">{fields.into_iter().map(field).collect_view()}</dl> }.into_any()
}

fn line(runs: Vec<Run>) -> AnyView {
    let run = |run: Run| match run {
        Run::Same(text) => text.into_any(),
        Run::Removed(text) => view! { <del>{text}</del> }.into_any(),
        Run::Added(text) => view! { <ins>{text}</ins> }.into_any(),
    };
    view! { <p>{runs.into_iter().map(run).collect_view()}</p> }.into_any()
}
