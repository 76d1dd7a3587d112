//! The fields of an issue's number, date and credit month, wherever they are asked for.

use domain::calendar::Month;
use jiff::civil::Date;
use leptos::prelude::*;

use crate::components::verb_form::given;

/// What stands in the fields.
#[derive(Clone, Debug)]
pub(super) struct HeadValues {
    pub(super) year: String,
    pub(super) number: String,
    pub(super) total: String,
    pub(super) date: String,
    pub(super) credit_month: String,
}

impl HeadValues {
    pub(super) fn of(year: i16, number: i32, total: Option<i32>, date: Date, credit_month: Month) -> Self {
        Self {
            year: year.to_string(),
            number: number.to_string(),
            total: total.map(|total| total.to_string()).unwrap_or_default(),
            date: date.to_string(),
            credit_month: credit_month.to_string(),
        }
    }
}

#[component]
pub(super) fn HeadFields(values: HeadValues) -> AnyView {
    view! {
        <div class="head-fields">
            <div class="field">
                <label for="year">"年份"</label>
                <input id="year" name="year" type="number" min="1949" max="9999" required value=given("year", values.year) />
            </div>
            <div class="field">
                <label for="number">"期号"</label>
                <input id="number" name="number" type="number" min="1" max="99999" required value=given("number", values.number) />
            </div>
            <div class="field">
                <label for="total">"总期号（可不填）"</label>
                <input id="total" name="total" type="number" min="1" max="999999" value=given("total", values.total) />
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
    }
    .into_any()
}
