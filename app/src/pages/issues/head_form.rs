//! The fields of an issue's number, date and credit month, wherever they are asked for.

use domain::issue::{Edition, NumberRun, Series};
use leptos::prelude::*;

use crate::{
    components::{
        fields::Tick,
        verb_form::{given, given_choice},
    },
    desk::{
        form::most,
        issues::{IssueCard, IssueProposal},
    },
};

/// What stands in the fields.
#[derive(Clone, Debug)]
pub(super) struct HeadValues {
    pub(super) series: Series,
    pub(super) year: String,
    pub(super) number: String,
    pub(super) total: String,
    pub(super) date: String,
    pub(super) credit_month: String,
    pub(super) other_year: bool,
    /// Why numbers before it were left out; `None` where that is not asked.
    pub(super) gap: Option<String>,
}

impl HeadValues {
    /// Of an issue as it stands.
    pub(super) fn of_card(card: &IssueCard) -> Self {
        let Edition { series, last_number, last_total } = card.edition;
        Self {
            series,
            year: card.year.to_string(),
            number: in_a_field(Some(card.number), last_number),
            total: in_a_field(card.total, last_total),
            date: card.date.to_string(),
            credit_month: card.credit_month.to_string(),
            other_year: card.year != card.date.year(),
            gap: Some(String::new()),
        }
    }

    /// Of an issue to be made.
    pub(super) fn of_proposal(proposal: &IssueProposal) -> Self {
        Self {
            series: proposal.series,
            year: proposal.year.to_string(),
            number: in_a_field(Some(proposal.number), None),
            total: in_a_field(proposal.total, None),
            date: proposal.date.to_string(),
            credit_month: proposal.credit_month.to_string(),
            other_year: false,
            gap: Some(String::new()),
        }
    }
}

/// 51—52, as it is typed.
fn in_a_field(first: Option<i32>, last: Option<i32>) -> String {
    let run = first.and_then(|first| NumberRun::new(first, last).ok());
    run.map(|run| run.to_string()).unwrap_or_default()
}

#[component]
pub(super) fn HeadFields(values: HeadValues) -> AnyView {
    let options = Series::ALL.map(|series| (series.code().to_owned(), series.label().to_owned()));
    let series = given_choice("series", &options, values.series.code().to_owned());
    view! {
        <div class="head-fields">
            <div class="field">
                <label for="year">"年份"</label>
                <input id="year" name="year" type="number" min="1949" max="9999" required value=given("year", values.year) />
            </div>
            <div class="field">
                <label for="series">"正刊、增刊或特刊"</label>
                <select id="series" name="series">
                    {options.map(|(code, label)| {
                        let selected = code == series;
                        view! { <option value=code selected=selected>{label}</option> }
                    }).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="number">"期号"</label>
                <input
                    id="number" name="number" inputmode="numeric" maxlength="20" aria-describedby="number-hint"
                    required value=given("number", values.number)
                />
                <span class="field-hint" id="number-hint">"合刊填 51—52"</span>
            </div>
            <div class="field">
                <label for="total">"总期号（可不填）"</label>
                <input id="total" name="total" inputmode="numeric" maxlength="20" value=given("total", values.total) />
            </div>
            <div class="field">
                <label for="date">"日期"</label>
                <input id="date" name="date" type="date" required value=given("date", values.date) />
            </div>
            <div class="field">
                <label for="credit_month">"计入考核的月份"</label>
                <input
                    id="credit_month" name="credit_month" type="month" required pattern="[0-9]{4}-[0-9]{2}"
                    placeholder="2024-05" value=given("credit_month", values.credit_month)
                />
            </div>
        </div>
        <Tick
            name="other_year" label="期号的年份与日期不同（如一月初印发的上一年最后一期）" ticked=values.other_year
        />
        {values.gap.map(|gap| view! {
            <div class="field">
                <label for="gap">"空号的原因（跳过了期号才要填）"</label>
                <input id="gap" name="gap" data-most=most("gap").to_string() value=given("gap", gap) />
            </div>
        })}
    }
    .into_any()
}
