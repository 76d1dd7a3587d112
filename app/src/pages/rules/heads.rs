//! The draft's name, rounding, words and columns.

use domain::{
    act::Verb,
    scoring::{columns_as_text, figures_for_columns},
};
use leptos::prelude::*;

use crate::{
    components::{
        drawn::{OrPage, PageResult},
        fields::{Choice, TextArea, TextField},
        verb_form::VerbForm,
    },
    desk::rules::DraftRules,
    request::page::Page,
};

/// `GET /rules/draft/heads`
pub async fn page(page: Page) -> PageResult {
    let draft = page.desk().draft_rules(&page.actor).await.or_page(&page)?;
    Ok(page.render("名称、用语和表格各栏", || view! { <Heads draft /> }).await)
}

#[component]
fn Heads(draft: DraftRules) -> impl IntoView {
    let columns = columns_as_text(&draft.rules);
    let rules = draft.rules;
    let figures = figures_for_columns(&rules);
    let places = ["0", "1", "2", "3", "4"].map(|places| (places.to_owned(), format!("{places}位"))).to_vec();
    view! {
        <nav class="crumbs" aria-label="位置"><a href="/rules/draft">{format!("起草第{}版", rules.version)}</a></nav>
        <div class="page-head"><h1>"名称、用语和表格各栏"</h1></div>
        <VerbForm verb=Verb::SaveRuleHeads>
            <input type="hidden" name="version" value=draft.version.to_string() />
            <TextField name="name" label="办法的名称" value=rules.name required=true hint="通报的注释里用它。" />
            <Choice name="places" label="保留小数" options=places chosen=rules.rounding.places.to_string()
                hint="分配、倍数、比例、平均得出的分，四舍五入到几位。" />
            <TextField name="office" label="收稿的办公室" value=rules.words.office hint="如“市局办公室”。" />
            <TextField name="bureau" label="本级" value=rules.words.bureau hint="谁的简报采用，如“市局”。" />
            <TextField name="upper" label="上级采用的叫法" value=rules.words.upper />
            <TextField name="commission" label="约稿的叫法" value=rules.words.commission />
            <TextField name="forwarded" label="报送上级的叫法" value=rules.words.forwarded hint="如“报市”。" />
            <TextArea name="columns" label="通报表格各栏" value=columns rows=14
                hint="每行一栏，写作“表头：指标”；上下两层的表头用 / 隔开；末尾写“（零也印）”，零也印出来。" />
            <p class="field-hint">{format!("指标：{}", figures.join("、"))}</p>
            <div class="toolbar">
                <button class="button primary">"保存到草稿"</button>
                <a class="button quiet" href="/rules/draft">"不改了"</a>
            </div>
        </VerbForm>
    }
}
