//! The month's records by kind, each with what can be done about it.

use domain::{
    act::Verb,
    points::Points,
    record::{RecordKind, Recorded},
};
use leptos::prelude::*;

use super::{
    Shown,
    fields::{TextField, TickBox, WhenFields},
    forms::{ChannelField, NoChannels},
};
use crate::{
    components::rows::{FocusAfter, next_row},
    desk::{asked::told, records::RecordRow},
    request::address::door,
    words,
};

/// A list for each kind of which there is any.
#[component]
pub fn RecordList<'a>(now: &'a jiff::Zoned, shown: &'a Shown) -> impl IntoView + use<> {
    if shown.rows.is_empty() {
        return view! { <p class="empty">"这个月还没有记录。上级刊用、约稿、报送上级和加减分，都在上面登记。"</p> }
            .into_any();
    }
    let lists = RecordKind::ALL.into_iter().filter_map(|kind| {
        let rows: Vec<&RecordRow> =
            shown.rows.iter().filter(|row| row.record.recorded.kind() == kind).collect();
        if rows.is_empty() {
            return None;
        }
        let sum = sum_of(kind, &rows);
        let heading = format!("{}（{}）", kind.label(), rows.len());
        let ids: Vec<String> = rows.iter().map(|row| format!("record-{}", row.record.id)).collect();
        let rows = rows
            .into_iter()
            .enumerate()
            .map(|(place, row)| view! { <Line now shown row after=next_row(&ids, place) /> });
        let rows = rows.collect_view();
        Some(view! {
            <section class="tight">
                <h3>{heading}</h3>
                {sum.map(|sum| view! { <p class="soft">{sum}</p> })}
                <ol class="rows">{rows}</ol>
            </section>
        })
    });
    lists.collect_view().into_any()
}

/// What the records that hold come to: pieces, or points where they bear them themselves.
fn sum_of(kind: RecordKind, rows: &[&RecordRow]) -> Option<String> {
    let holds = || rows.iter().filter(|row| row.record.reversal.is_none());
    let sum = match kind {
        RecordKind::UpperAdoption | RecordKind::Commission | RecordKind::Instruction => {
            format!("共{}篇", holds().count())
        }
        RecordKind::Forwarding | RecordKind::Submission => {
            let pieces = holds().map(|row| match row.record.recorded {
                Recorded::Forwarding { count, .. } => u64::from(count),
                // Each of the units sent so many.
                Recorded::Submission { count } => u64::from(count) * row.record.units.len() as u64,
                _ => 0,
            });
            format!("共{}篇", pieces.sum::<u64>())
        }
        RecordKind::Adjustment => {
            let points = holds().flat_map(|row| match row.record.recorded {
                Recorded::Adjustment { points, .. } => vec![points; row.record.units.len()],
                _ => Vec::new(),
            });
            format!("合计{}分", words::signed(Points::checked_sum(points).ok()?))
        }
        RecordKind::Ruling => return None,
    };
    let reversed = rows.len() - holds().count();
    Some(if reversed == 0 { sum } else { format!("{sum}（已冲销的{reversed}条不算）") })
}

#[component]
fn Line<'a>(
    now: &'a jiff::Zoned,
    shown: &'a Shown,
    row: &'a RecordRow,
    /// The row that gets the focus after an act on this one.
    after: String,
) -> impl IntoView + use<> {
    let record = &row.record;
    let title = match record.item {
        Some(item) => view! { <a href=format!("/items/{item}")>{record.recorded.title()}</a> }.into_any(),
        None => view! { <span>{record.recorded.title()}</span> }.into_any(),
    };
    let about = about(row).into_iter().map(|words| view! { <span>{words}</span> }).collect_view();
    let reversal = record.reversal.as_ref().map(|reversal| {
        let by = row.reversed_by.clone().unwrap_or_default();
        view! {
            <span class="row-meta">
                <span class="state state-retracted">"已冲销"</span>
                <span>{format!("{} {by}：{}", words::moment(reversal.at, now), reversal.reason)}</span>
                {reversal.month.map(|month| view! { <span>{format!("在{}冲减", words::month(month))}</span> })}
            </span>
        }
    });
    let acts = record.reversal.is_none().then(|| view! { <Acts shown row after /> });
    view! {
        <li class="row record" id=format!("record-{}", record.id) tabindex="-1">
            <span class="row-title">{title}</span>
            <span class="row-meta">
                {about}
                <span>{format!("{} {}登记", words::moment(record.recorded_at, now), row.recorded_by)}</span>
            </span>
            {reversal}
            {acts}
        </li>
    }
}

/// Where it appeared or went, what it earns by itself, when, for whom.
fn about(row: &RecordRow) -> Vec<String> {
    let record = &row.record;
    let mut about = Vec::new();
    match &record.recorded {
        Recorded::UpperAdoption { .. } | Recorded::Commission { .. } | Recorded::Instruction { .. } => {
            about.push(row.place());
        }
        Recorded::Ruling { evidence, .. } => {
            about.extend(evidence.as_ref().map(|evidence| format!("依据：{evidence}")));
        }
        Recorded::Forwarding { cleared_by, .. } => {
            about.push(row.place());
            about.extend(cleared_by.as_ref().map(|clearer| format!("保密审查：{clearer}")));
        }
        Recorded::Adjustment { points, evidence, .. } => {
            about.push(format!("{points}分"));
            about.extend(evidence.as_ref().map(|evidence| format!("依据：{evidence}")));
        }
        Recorded::Submission { .. } => {}
    }
    if record.recorded.kind() != RecordKind::Submission {
        let late = domain::calendar::Month::of(record.date) != record.month;
        let note = if late { "（日期不在本月）" } else { "" };
        about.push(format!("{}{note}", words::full_day(record.date)));
    }
    about.push(row.units.join("、"));
    about.extend(told(&record.details));
    about
}

/// Reversal, and for a commission its printing. A form that came back is open.
#[component]
fn Acts<'a>(shown: &'a Shown, row: &'a RecordRow, after: String) -> impl IntoView + use<> {
    let id = row.record.id;
    let form = format!("record-{id}");
    let back = format!("/records?month={}&form={}", shown.month, shown.kind.code());
    let came_back = shown.record == Some(id);
    let printed = matches!(row.record.recorded, Recorded::Commission { .. }).then(|| {
        let chosen = shown.fields.field("channel");
        let open = came_back && !chosen.is_empty();
        let fields = if shown.choices.channels.is_empty() {
            view! { <NoChannels /> }.into_any()
        } else {
            view! {
                <form class="entry-form" method="post" action=door(Verb::CommissionPrinted)>
                    <input type="hidden" name="back" value=back.clone() />
                    <FocusAfter element=after.clone() />
                    <input type="hidden" name="record" value=id.to_string() />
                    <ChannelField form=form.clone() channels=shown.choices.channels.clone() chosen />
                    <WhenFields form=form.clone() shown />
                    <TickBox name="starred" label="加星（★）" ticked=false />
                    <button class="plain">"改记上级采用"</button>
                </form>
            }
            .into_any()
        };
        (open, view! { <h4>"上级已刊用"</h4>{fields} })
    });
    let (is_printed_open, printed) = printed.unzip();
    let is_printed_open = is_printed_open.unwrap_or(false);
    let late = shown.closed.contains(shown.month);
    let open_month = shown.closed.first_open(shown.month).to_string();
    let hint = if late {
        "这个月已结账：这条记录照旧，记分在以后的月份冲减"
    } else {
        "冲销后这条记录和原因都留着，分数随即重算"
    };
    let reason = if came_back { shown.fields.field("reason") } else { String::new() };
    let open = is_printed_open || !reason.is_empty();
    let late_form = form.clone();
    let (summary, heading) = match printed {
        Some(_) => ("已刊用、冲销", Some(view! { <h4>"冲销"</h4> })),
        None => ("冲销", None),
    };
    view! {
            <details class="record-acts" open=open>
                <summary>{summary}</summary>
                {printed}
                {heading}
                <form class="entry-form" method="post" action=door(Verb::ReverseRecord)>
                    <input type="hidden" name="back" value=back />
                    <FocusAfter element=after />
                    <input type="hidden" name="record" value=id.to_string() />
                    <div class="wide">
                        <TextField form=form.clone() name="reason" label="冲销的原因" value=reason hint required=true />
                    </div>
                    {late.then(|| view! {
                        <TextField form=late_form name="month" label="计入哪个月" value=open_month kind="month" placeholder="2024-02" required=true />
                    })}
                    <button class="danger">"冲销这条记录"</button>
                </form>
            </details>
    }
}
