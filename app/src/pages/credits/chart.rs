//! A year's points as bars, drawn on the server. The figures themselves stand in the table beside it.

use domain::{calendar::Month, points::Points};
use leptos::prelude::*;

/// Measures in the drawing's own units.
const STEP: i64 = 40;
const BAR: i64 = 24;
const HEIGHT: i64 = 96;
const ABOVE: i64 = 20;
const BELOW: i64 = 24;

/// One bar for each month that is given, the year's twelve places always there; words where there is nothing to draw.
#[component]
pub fn YearChart(points: Vec<(Month, Points)>) -> AnyView {
    if points.iter().all(|(_, points)| points.is_zero()) {
        return view! { <p class="soft">"这一年还没有得分；有稿件采用后，这里会画出各月的得分。"</p> }
            .into_any();
    }
    let most = points.iter().map(|(_, points)| points.scaled()).max().unwrap_or(0).max(0);
    let least = points.iter().map(|(_, points)| points.scaled()).min().unwrap_or(0).min(0);
    let range = most.saturating_sub(least).max(1);
    // Whole units are fine enough for a bar, and no figure is read off it.
    let height =
        |scaled: i64| i64::try_from(i128::from(scaled) * i128::from(HEIGHT) / i128::from(range)).unwrap_or(0);
    let zero = ABOVE + height(most);
    let bars = points.iter().map(|(month, points)| {
        let x = i64::from(month.month() - 1) * STEP + (STEP - BAR) / 2;
        let length = height(points.scaled()).abs();
        let (y, label) = if points.scaled() < 0 { (zero, zero + length + 14) } else { (zero - length, zero - length - 6) };
        view! {
            <rect class="chart-bar" x=x.to_string() y=y.to_string() width=BAR.to_string() height=length.to_string() />
            <text class="chart-figure" x=(x + BAR / 2).to_string() y=label.to_string()>{points.to_string()}</text>
        }
    });
    let bars = bars.collect_view();
    let total = ABOVE + HEIGHT + BELOW;
    let months = (0..12).map(|place| {
        let x = place * STEP + STEP / 2;
        view! { <text class="chart-month" x=x.to_string() y=(total - 6).to_string()>{format!("{}月", place + 1)}</text> }
    });
    let months = months.collect_view();
    view! {
        <svg class="chart" viewBox=format!("0 0 {} {total}", 12 * STEP) role="img" aria-label="各月得分图，数字见下表">
            <line class="chart-axis" x1="0" x2=(12 * STEP).to_string() y1=zero.to_string() y2=zero.to_string() />
            {bars}
            {months}
        </svg>
    }
    .into_any()
}
