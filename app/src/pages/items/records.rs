//! An item's records: which higher offices printed it, where it was sent up, and the ways to record more.

use leptos::prelude::*;

use crate::{
    desk::{items::ItemView, records::RecordRow},
    words,
};

/// The kinds of records that are about an item, with their words on a button.
const KINDS: [(&str, &str); 3] =
    [("upper_adoption", "登记上级采用"), ("forwarding", "登记报送上级"), ("commission", "登记约稿")];

/// Nothing where there is neither a record nor anything to be done.
pub(super) fn records(view: &ItemView) -> AnyView {
    if view.records.is_empty() && !view.may_record {
        return ().into_any();
    }
    let none = view.records.is_empty().then(|| view! { <p class="soft">"还没有登记。"</p> });
    let rows = (!view.records.is_empty()).then(|| {
        let rows = view.records.iter().map(|row| line(row, view.may_record)).collect_view();
        view! { <ul class="rows">{rows}</ul> }
    });
    let forms = view.may_record.then(|| {
        let form = |(form, words): (&str, &'static str)| {
            let address = format!("/records?form={form}&item={}", view.item.id);
            view! { <a class="button quiet" href=address>{words}</a> }
        };
        view! { <div class="toolbar">{KINDS.map(form).collect_view()}</div> }
    });
    view! {
        <h3>"上级采用和报送"</h3>
        {none}
        {rows}
        {forms}
    }
    .into_any()
}

fn line(row: &RecordRow, may_record: bool) -> impl IntoView + use<> {
    let record = &row.record;
    let address = format!("/records?month={}#record-{}", record.month, record.id);
    let place = row.place();
    let place = if may_record {
        view! { <a href=address>{place}</a> }.into_any()
    } else {
        view! { <span>{place}</span> }.into_any()
    };
    let reversed = record.reversal.as_ref().map(|reversal| {
        let reason = reversal.reason.clone();
        view! { <span class="state state-retracted">"已冲销"</span><span>{reason}</span> }
    });
    view! {
        <li class="row">
            <p class="row-title">{place}</p>
            <p class="row-meta">
                <span>{words::full_day(record.date)}</span>
                <span>{row.units.join("、")}</span>
                <span>{format!("计入{}", words::month(record.month))}</span>
                {reversed}
            </p>
        </li>
    }
}
