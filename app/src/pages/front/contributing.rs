//! What the front page tells a contributor: the units' month, and what became of the pieces.

use jiff::Zoned;
use leptos::prelude::*;

use crate::{
    components::state::StateBadge,
    desk::office::contributing::{Contributions, MonthSoFar, MovedPiece, Step},
    words,
};

/// Nothing where there is nothing to tell. `is_only_unit`: the person has no other unit than the one that is told of.
#[component]
pub fn Contributed(contributions: Contributions, is_only_unit: bool, now: Zoned) -> AnyView {
    let Contributions { pieces, is_of_units, months } = contributions;
    let (heading, list) = match is_of_units {
        true => ("本单位稿件近况", "/items?of=unit"),
        false => ("我的稿件近况", "/items"),
    };
    view! {
        {(!months.is_empty()).then(|| view! {
            <section class="tight" aria-labelledby="this-month">
                <h2 id="this-month">"本月"</h2>
                {months.into_iter().map(|month| so_far(month, is_only_unit)).collect_view()}
            </section>
        })}
        {(!pieces.is_empty()).then(|| view! {
            <section class="tight" aria-labelledby="moved-pieces">
                <h2 id="moved-pieces">{heading}</h2>
                <ul class="rows">{pieces.into_iter().map(|piece| row(piece, &now)).collect_view()}</ul>
                <p><a href=list>"全部稿件"</a></p>
            </section>
        })}
    }
    .into_any()
}

fn so_far(month: MonthSoFar, is_only_unit: bool) -> impl IntoView {
    let MonthSoFar { unit, name, month, points, lacking, days_left } = month;
    let address = if is_only_unit { "/units/mine".to_owned() } else { format!("/units/{unit}") };
    let left = match days_left {
        0 => "今天是最后一天".to_owned(),
        days => format!("还剩{days}天"),
    };
    let lacking = lacking.into_iter().map(|one| view! { <li>{format!("还缺：{one}")}</li> });
    let lacking: Vec<_> = lacking.collect();
    view! {
        <p><a href=address>{name}</a>{format!("：{}月已得 {points} 分，{left}。", month.month())}</p>
        {(!lacking.is_empty()).then(|| view! { <ul class="lacking">{lacking}</ul> })}
    }
}

fn row(piece: MovedPiece, now: &Zoned) -> impl IntoView + use<> {
    let address = format!("/items/{}", piece.item);
    let title = words::item_title(piece.kind, &piece.title);
    let steps = piece.steps.iter().map(Step::in_words).collect::<Vec<_>>().join(" → ");
    view! {
        <li class="row">
            <p class="row-title"><a href=address>{title}</a></p>
            <p class="row-meta">
                <StateBadge state=piece.state />
                {(!steps.is_empty()).then(|| view! { <span>{steps}</span> })}
                <time>{words::moment(piece.moved_at, now)}</time>
            </p>
        </li>
    }
}
