//! Differences of texts as they are looked at: in one text with what went and what came marked, or side by side. What did
//! not change is folded where it is long.

use domain::comparison::{Comparison, LineChange, Step};
use leptos::prelude::*;

use super::difference_parts::{Shown, runs, step};

/// So many steps that are the same stay on each side of a change.
const AROUND: usize = 1;
/// Fewer are not worth folding.
const LEAST_FOLDED: usize = 2;

/// Both texts as one: how much differs, the lines, the body.
#[component]
pub fn Difference(comparison: Comparison) -> impl IntoView {
    if comparison.is_empty() {
        return view! { <p class="soft">"两份文字没有不同。"</p> }.into_any();
    }
    let Comparison { lines, body, tally } = comparison;
    let is_body = !body.is_empty();
    view! {
        <p class="tally">{tally.to_string()}</p>
        {(!lines.is_empty()).then(|| view! {
            <dl class="facts">{lines.into_iter().map(|line| line_view(line, Shown::Both)).collect_view()}</dl>
        })}
        {is_body.then(|| view! { <div class="difference">{in_one(&body)}</div> })}
    }
    .into_any()
}

/// Both texts beside each other, paragraph by paragraph; where there is no room for that, as one.
#[component]
pub fn DifferenceSides(
    comparison: Comparison,
    /// What both are called.
    #[prop(into)]
    from: String,
    #[prop(into)] to: String,
) -> impl IntoView {
    if comparison.is_empty() {
        return view! { <p class="soft">"两份文字没有不同。"</p> }.into_any();
    }
    let lines = comparison.lines.iter().map(|line| {
        let side = |shown| {
            view! { <p><span class="soft">{line.label.clone()}"："</span>{runs(&line.runs, shown)}</p> }
                .into_any()
        };
        row(Some(side(Shown::Before)), Some(side(Shown::After)))
    });
    let lines = lines.collect_view();
    view! {
        <div class="sides">
            <p class="tally">{comparison.tally.to_string()}</p>
            <div class="side-row side-names">
                <p>{from}</p>
                <p>{to}</p>
            </div>
            {lines}
            {(!comparison.body.is_empty()).then(|| in_two(&comparison.body))}
        </div>
        <div class="sides-as-one"><Difference comparison /></div>
    }
    .into_any()
}

fn line_view(LineChange { label, runs: all }: LineChange, shown: Shown) -> AnyView {
    view! { <dt>{label}</dt><dd class="difference">{runs(&all, shown)}</dd> }.into_any()
}

fn in_one(body: &[Step]) -> AnyView {
    let all =
        |steps: &[Step]| steps.iter().filter_map(|one| step(one, Shown::Both)).collect_view().into_any();
    folded(body, all)
}

fn in_two(body: &[Step]) -> AnyView {
    folded(body, |steps| {
        let stands = |one: &Step| matches!(one, Step::Both { .. });
        let groups = steps.chunk_by(|one, next| !stands(one) && !stands(next));
        let rows = groups.flat_map(|group| {
            // What went stands beside what came in its stead.
            let mut befores = group.iter().filter_map(|one| step(one, Shown::Before));
            let mut afters = group.iter().filter_map(|one| step(one, Shown::After));
            let mut rows = Vec::new();
            loop {
                match (befores.next(), afters.next()) {
                    (None, None) => break rows,
                    (before, after) => rows.push(row(before, after)),
                }
            }
        });
        rows.collect_view().into_any()
    })
}

fn row(before: Option<AnyView>, after: Option<AnyView>) -> AnyView {
    view! { <div class="side-row"><div>{before}</div><div>{after}</div></div> }.into_any()
}

/// A body with its long stretches that are the same folded; `draw` draws a stretch.
fn folded(body: &[Step], draw: impl Fn(&[Step]) -> AnyView) -> AnyView {
    let mut drawn = Vec::new();
    let stretches: Vec<&[Step]> = body.chunk_by(|one, next| one.is_same() == next.is_same()).collect();
    let last = stretches.len().saturating_sub(1);
    for (place, stretch) in stretches.into_iter().enumerate() {
        let before = if place == 0 { 0 } else { AROUND };
        let after = if place == last { 0 } else { AROUND };
        if !stretch[0].is_same() || stretch.len() < before + after + LEAST_FOLDED {
            drawn.push(draw(stretch));
            continue;
        }
        let (first, rest) = stretch.split_at(before);
        let (hidden, end) = rest.split_at(rest.len() - after);
        let told = format!("……未改动 {} 段", hidden.len());
        drawn.push(draw(first));
        drawn.push(
            view! { <details class="unchanged"><summary>{told}</summary>{draw(hidden)}</details> }.into_any(),
        );
        drawn.push(draw(end));
    }
    drawn.collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use domain::{comparison::compare, item::ItemText};

    use super::*;
    use crate::request::markup::without_marks;

    const HASH: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    fn compared(old: &str, new: &str) -> Comparison {
        let text = |body: &str| ItemText { body: body.to_owned(), ..ItemText::default() };
        compare(&text(old), &text(new))
    }

    fn html(old: &str, new: &str) -> String {
        let comparison = compared(old, new);
        Owner::new_root(None).with(|| without_marks(view! { <Difference comparison /> }.to_html()))
    }

    #[test]
    fn what_is_told_is_words_and_no_marks() {
        let html = html("# 一、做法\n- 验收250亩", "# 一、做法\n- 验收300亩\n- **新**增一项<b>");
        assert!(html.contains("验收<del>250亩</del><ins>300亩</ins>"), "{html}");
        assert!(html.contains("<ins><strong>新</strong></ins>"), "{html}");
        assert!(!html.contains("**") && !html.contains("# ") && !html.contains("<b>"), "{html}");
        assert!(html.contains("改 2 处"), "{html}");
    }

    #[test]
    fn long_stretches_without_a_change_are_folded() {
        let lines: Vec<String> = (1..=9).map(|number| format!("第{number}段原来的话没有改。")).collect();
        let html = html(&lines.join("\n"), &format!("{}\n最后添一句。", lines.join("\n")));
        assert!(html.contains("<summary>……未改动 8 段</summary>"), "{html}");
    }

    #[test]
    fn tables_and_pictures_are_drawn_as_such() {
        let old = format!("| 单位 | 数 |\n|---|---:|\n| 甲 | 1 |\n![图一]({HASH})");
        let html = html(&old, &old.replace("| 甲 | 1 |", "| 甲 | 2 |\n| 乙 | 3 |").replace("图一", "图二"));
        assert!(html.contains("<del>1</del><ins>2</ins>"), "{html}");
        assert!(html.contains("<tr class=\"came\">"), "{html}");
        assert!(
            html.contains(&format!("/files/{HASH}")) && html.contains("图<del>一</del><ins>二</ins>"),
            "{html}"
        );
    }

    #[test]
    fn side_by_side_each_side_has_its_own_words() {
        let comparison = compared("验收250亩。\n去掉的一段。", "验收300亩。\n别的话，与前无关。");
        let html = Owner::new_root(None).with(|| {
            without_marks(view! { <DifferenceSides comparison from="报送稿" to="印发稿" /> }.to_html())
        });
        let sides = html.split("sides-as-one").next().unwrap_or_default();
        assert!(
            sides
                .contains("<div><p>验收<del>250亩</del>。</p></div><div><p>验收<ins>300亩</ins>。</p></div>"),
            "{html}"
        );
        assert!(
            sides.contains("<p><del>去掉的一段。</del></p></div><div><p><ins>别的话，与前无关。</ins></p>"),
            "{html}"
        );
    }
}
