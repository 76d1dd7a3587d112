//! 主办 on an item's page, in rows, and as acts: who is in charge, taking it over, handing it on.

use domain::{act::Verb, permission::ItemAct};
use jiff::Zoned;
use leptos::prelude::*;

use super::way::{Way, act};
use crate::{
    components::{
        fields::TextField,
        verb_form::{comes_back, verb_form},
    },
    desk::items::{EditorChoice, Handling, ItemView},
    request::address::door,
    words,
};

/// 王编辑，5月3日起; 无人主办（原主办王编辑已停用）.
pub(super) fn in_words(handling: &Handling, now: &Zoned) -> String {
    match &handling.lapsed {
        Some(why) => format!("无人主办（原主办{}{why}）", handling.name),
        None => {
            let since = handling.since.to_zoned(now.time_zone().clone()).date();
            format!("{}，{}起", handling.name, words::day(since, now.date()))
        }
    }
}

/// Who is in charge, as one of the facts.
pub(super) fn fact(view: &ItemView, now: &Zoned) -> AnyView {
    let Some(handling) = &view.handling else {
        // That nobody is, is said where somebody could be.
        return view.may(ItemAct::Handle).then(|| view! { <dt>"主办"</dt><dd>"无人主办"</dd> }).into_any();
    };
    let handed = handling.handed.as_ref().map(|handed| {
        let word = handed.word.clone().map(|word| format!("：{word}")).unwrap_or_default();
        view! { <p class="soft">{format!("{}转交{word}", handed.by)}</p> }
    });
    let class = if handling.lapsed.is_some() { "lapsed" } else { "" };
    view! { <dt>"主办"</dt><dd class=class>{in_words(handling, now)}{handed}</dd> }.into_any()
}

/// That it was just handed on to whoever looks: on top, until it was opened.
pub(super) fn handed_notice(view: &ItemView, now: &Zoned) -> AnyView {
    let handling = view.handling.as_ref().filter(|handling| handling.is_own);
    let handed = handling.and_then(|handling| Some((handling.since, handling.handed.as_ref()?)));
    let Some((since, handed)) = handed.filter(|(_, handed)| handed.is_new) else { return ().into_any() };
    let when = words::moment(since, now);
    let word = handed.word.clone().map(|word| format!("：{word}")).unwrap_or_default();
    view! { <p class="notice">{format!("{} {when} 转给您主办{word}", handed.by)}</p> }.into_any()
}

/// In a row: who is in charge, or was.
pub(super) fn in_row(handling: Option<&Handling>) -> AnyView {
    let Some(handling) = handling else { return ().into_any() };
    match &handling.lapsed {
        Some(why) => {
            let whole = format!("无人主办（原主办{}{why}）", handling.name);
            view! { <span class="handler lapsed" title=whole>"无人主办"</span> }.into_any()
        }
        None => {
            let whole = format!("{}主办", handling.name);
            let name = if handling.is_own { "我".to_owned() } else { handling.name.clone() };
            view! { <span class="handler" title=whole>{format!("{name}主办")}</span> }.into_any()
        }
    }
}

/// What may be done with it: take charge, hand it on, put it down.
pub(super) fn acts(view: &ItemView, way: Way<'_>) -> AnyView {
    if !view.may(ItemAct::Handle) {
        return ().into_any();
    }
    // Whoever takes charge goes on with it.
    let way = way.staying();
    let present = view.handling.as_ref().filter(|handling| handling.lapsed.is_none());
    let taking = match present {
        None => act(view, way, Verb::TakeCharge, "由我主办", "quiet"),
        Some(handling) if handling.is_own => act(view, way, Verb::PutDown, "不再主办", "quiet"),
        Some(handling) => view! {
            <form method="post" action=door(Verb::TakeCharge)>
                <input type="hidden" name="item" value=view.item.id.0 />
                <input type="hidden" name="former" value=handling.handler.0 />
                {way.fields()}
                <button class="quiet">"改由我主办"</button>
            </form>
        }
        .into_any(),
    };
    let others: Vec<&EditorChoice> = view
        .editors
        .iter()
        .filter(|editor| present.is_none_or(|handling| handling.handler != editor.id))
        .collect();
    let item = view.item.id.to_string();
    let is_back = comes_back(Verb::HandOn, Some(("item", &item)));
    let handing = (!others.is_empty()).then(|| {
        let options = options(others.into_iter());
        view! {
            <details open=is_back>
                <summary>"转给…"</summary>
                {verb_form(Verb::HandOn, Some(("item", item)), "form", || view! {
                    {way.fields()}
                    <div class="field">
                        <label for="handler">"转给哪位编辑"</label>
                        <select id="handler" name="handler" required>
                            <option value="">"请选"</option>
                            {options}
                        </select>
                    </div>
                    <TextField name="word" label="交代一句（可以不写）" id="handing-word" value="" />
                    <button>"转给这位编辑主办"</button>
                })}
            </details>
        }
    });
    view! { {taking}{handing} }.into_any()
}

/// The same for the chosen rows of a list, within its form.
pub(super) fn acts_on_many(editors: &[EditorChoice]) -> AnyView {
    let options = options(editors.iter());
    view! {
        <button formaction=door(Verb::TakeCharge)>"由我主办"</button>
        <details class="handing">
            <summary>"转给…"</summary>
            <div class="toolbar">
                <select name="handler" aria-label="转给哪位编辑">
                    <option value="">"转给哪位编辑"</option>
                    {options}
                </select>
                <input type="text" name="word" maxlength="200" aria-label="交代一句（可以不写）" placeholder="交代一句（可以不写）" />
                <button formaction=door(Verb::HandOn)>"转给这位编辑"</button>
                <button class="quiet" formaction=door(Verb::PutDown)>"不再主办"</button>
            </div>
        </details>
    }
    .into_any()
}

fn options<'a>(editors: impl Iterator<Item = &'a EditorChoice>) -> AnyView {
    editors
        .map(|editor| view! { <option value=editor.id.0>{editor.name.clone()}</option> })
        .collect_view()
        .into_any()
}
