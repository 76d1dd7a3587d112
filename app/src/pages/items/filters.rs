//! The inbox's filters: read from the address, shown as a row of fields, written back into the address.

use domain::{
    act::Verb,
    id::{PersonId, UnitId},
    item::Kind,
    workflow::{State, WITH_EDITORS},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    components::{
        fields::TextField,
        verb_form::{VerbForm, comes_back},
    },
    desk::items::{Count, EditorChoice, HandledBy, InboxFilter, SavedView, StateCount, UnitChoice},
    request::address::door,
};

/// Of whom filters ask: of whoever looks, and of nobody.
const ME: &str = "me";
const NOBODY: &str = "none";

/// The address's query, as typed: what cannot be read is as good as not given, so that an old bookmark still
/// shows a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unread: String,
    /// Who is in charge: `me`, `none`, or an editor by number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub handler: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// The item shown beside the list.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Whether all rows of the page are ticked, for a browser without scripts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub all: String,
}

impl Filters {
    /// What is asked of the port.
    pub fn asked(&self) -> InboxFilter {
        let states = match self.state.as_str() {
            "all" => State::ALL.to_vec(),
            code => State::from_code(code).map_or_else(|| WITH_EDITORS.to_vec(), |state| vec![state]),
        };
        let text = self.q.trim();
        InboxFilter {
            states,
            unit: self.unit.parse().ok(),
            kind: Kind::from_code(&self.kind),
            from: self.from.parse().ok(),
            to: self.to.parse().ok(),
            text: (!text.is_empty()).then(|| text.to_owned()),
            is_unread: !self.unread.is_empty(),
            handled: match self.handler.as_str() {
                ME => Some(HandledBy::Me),
                NOBODY => Some(HandledBy::Nobody),
                editor => editor.parse().ok().map(|editor| HandledBy::Editor(PersonId(editor))),
            },
            before: self.before.parse().ok(),
        }
    }

    /// The list's address, without its place and without the item beside it.
    pub fn address(&self) -> String {
        let (before, item, all) = Default::default();
        Self { before, item, all, ..self.clone() }.whole_address()
    }

    /// The address that shows an item beside the present page.
    pub fn with_item(&self, item: domain::id::ItemId) -> String {
        Self { item: item.to_string(), all: String::new(), ..self.clone() }.whole_address()
    }

    /// The present page without an item beside it.
    pub fn without_item(&self) -> String {
        Self { item: String::new(), all: String::new(), ..self.clone() }.whole_address()
    }

    /// The present page with all its rows ticked.
    pub fn choosing_all(&self) -> String {
        Self { all: "1".to_owned(), ..self.clone() }.whole_address()
    }

    pub fn chooses_all(&self) -> bool {
        !self.all.is_empty()
    }

    /// The whole list of a state, of one kind where that is asked for; of those of one editor, where only those are.
    fn of_state(&self, state: &str, kind: &str) -> String {
        let handler = self.handler.clone();
        Self { state: state.to_owned(), kind: kind.to_owned(), handler, ..Self::default() }.whole_address()
    }

    /// All that waits of which somebody is in charge, or nobody.
    fn of_handler(handler: &str) -> String {
        Self { handler: handler.to_owned(), ..Self::default() }.whole_address()
    }

    fn whole_address(&self) -> String {
        match serde_urlencoded::to_string(self) {
            Ok(query) if !query.is_empty() => format!("/inbox?{query}"),
            _ => "/inbox".to_owned(),
        }
    }
}

/// The lists that are looked at most, with how many items each has; and the person's own.
#[component]
pub fn Shortcuts(
    filters: Filters,
    counts: Vec<StateCount>,
    handled: Option<[Count; 2]>,
    views: Vec<SavedView>,
) -> impl IntoView {
    let here = filters.address();
    let link = move |address: String, name: String, count: Option<Count>| {
        let current = (address == here).then_some("true");
        view! {
            <a href=address aria-current=current>{name}{count.map(|count| view! { <b>" "{count.to_string()}</b> })}</a>
        }
    };
    let states = counts.iter().map(|StateCount { state, by_kind }| {
        let code = state.code();
        let kinds = by_kind.iter().filter(|(_, count)| count.number > 0).map(|(kind, count)| {
            let address = filters.of_state(code, kind.code());
            view! { <li class="of-kind">{link(address, kind.label().to_owned(), Some(*count))}</li> }
        });
        let all = link(filters.of_state(code, ""), state.label().to_owned(), Some(Count::sum(by_kind)));
        view! { <li>{all}</li> {kinds.collect_view()} }
    });
    let states = states.collect_view();
    let open = link("/inbox".to_owned(), "待处理".to_owned(), None);
    let unread = Filters { unread: "1".to_owned(), ..Filters::default() }.whole_address();
    let unread = link(unread, "未读".to_owned(), None);
    let handled = handled.map(|[own, nobody]| {
        view! {
            <li>{link(Filters::of_handler(ME), "我主办的".to_owned(), Some(own))}</li>
            <li>{link(Filters::of_handler(NOBODY), "无人主办".to_owned(), Some(nobody))}</li>
        }
    });
    let own = views
        .iter()
        .map(|view| view! { <li class="own">{link(view.address.clone(), view.name.clone(), None)}</li> });
    view! {
        <nav aria-label="常用的列表">
            <ul>
                <li>{open}</li>
                {states}
                <li>{unread}</li>
                {handled}
                {own.collect_view()}
            </ul>
        </nav>
    }
}

/// Where filters or a search get a name, and lose it.
#[component]
pub fn Keeping(
    /// 筛选, 搜索
    what: &'static str,
    /// The list's own; empty where there is nothing to keep.
    address: String,
    /// What is proposed.
    #[prop(optional)]
    name: String,
    views: Vec<SavedView>,
) -> impl IntoView {
    let dropping = views.into_iter().map(|view| {
        let label = format!("删去常用{what}{}", view.name);
        view! {
            <form method="post" action=door(Verb::DropView)>
                <input type="hidden" name="view" value=view.id />
                <button class="quiet" aria-label=label>{format!("删去“{}”", view.name)}</button>
            </form>
        }
    });
    let dropping = dropping.collect_view();
    let saving = (!address.is_empty()).then(|| {
        view! {
            <VerbForm verb=Verb::SaveView class="toolbar">
                <input type="hidden" name="shown" value=address />
                <TextField name="name" label="名字" value=name id="view-name" hint="把上面的条件存下来，以后一按就是" />
                <button>{format!("存为常用{what}")}</button>
            </VerbForm>
        }
    });
    view! {
        <details class="saved-views" open=comes_back(Verb::SaveView, None)>
            <summary>"存为常用…"</summary>
            {saving}
            <div class="toolbar">{dropping}</div>
        </details>
    }
}

/// The row of fields.
#[component]
pub fn FilterRow(
    filters: Filters,
    units: Vec<UnitChoice>,
    editors: Vec<EditorChoice>,
    /// Whether the person can be in charge of items.
    handles: bool,
) -> impl IntoView {
    let states = [
        State::Submitted,
        State::Editing,
        State::Shortlisted,
        State::Placed,
        State::Returned,
        State::Rejected,
        State::Combined,
        State::Adopted,
        State::Retracted,
    ];
    let state_options =
        states.map(|state| option(state.code(), state.label(), filters.state == state.code())).collect_view();
    let unit: Option<UnitId> = filters.unit.parse().ok();
    let unit_options = units
        .into_iter()
        .map(|choice| option(&choice.id.to_string(), &choice.short_name, unit == Some(choice.id)))
        .collect_view();
    let kind_options =
        Kind::ALL.map(|kind| option(kind.code(), kind.label(), filters.kind == kind.code())).collect_view();
    let is_editor = editors.iter().any(|editor| editor.id.to_string() == filters.handler);
    let handler_options = editors
        .into_iter()
        .map(|editor| {
            let id = editor.id.to_string();
            option(&id, &editor.name, filters.handler == id)
        })
        .collect_view();
    // One who is no editor any more still has a number.
    let former = (!is_editor && filters.handler.parse::<i64>().is_ok())
        .then(|| option(&filters.handler, "原来的编辑", true));
    let is_filtered = filters.address() != "/inbox";
    view! {
        <form class="toolbar filters" action="/inbox" aria-label="筛选">
            <div class="field">
                <label for="filter-state">"状态"</label>
                <select id="filter-state" name="state">
                    <option value="">"待处理"</option>
                    {state_options}
                    {option("all", "全部", filters.state == "all")}
                </select>
            </div>
            <div class="field">
                <label for="filter-unit">"单位"</label>
                <select id="filter-unit" name="unit"><option value="">"全部单位"</option>{unit_options}</select>
            </div>
            <div class="field">
                <label for="filter-kind">"体裁"</label>
                <select id="filter-kind" name="kind"><option value="">"全部"</option>{kind_options}</select>
            </div>
            <div class="field less">
                <label for="filter-handler">"主办"</label>
                <select id="filter-handler" name="handler">
                    <option value="">"全部"</option>
                    {handles.then(|| option(ME, "我主办的", filters.handler == ME))}
                    {option(NOBODY, "无人主办", filters.handler == NOBODY)}
                    {handler_options}
                    {former}
                </select>
            </div>
            <div class="field less">
                <label for="filter-from">"到稿自"</label>
                <input id="filter-from" type="date" name="from" value=filters.from.clone() />
            </div>
            <div class="field less">
                <label for="filter-to">"至"</label>
                <input id="filter-to" type="date" name="to" value=filters.to.clone() />
            </div>
            <div class="field choice-field">
                <label class="choice">
                    <input type="checkbox" name="unread" value="1" checked=!filters.unread.is_empty() />
                    "只看未读"
                </label>
            </div>
            <div class="field two">
                <label for="filter-text">"字词"</label>
                <input id="filter-text" type="search" name="q" data-key="/" value=filters.q.clone() />
            </div>
            <button>"筛选"</button>
            {is_filtered.then(|| view! { <a class="button quiet" href="/inbox">"清除筛选"</a> })}
        </form>
    }
}

fn option(value: &str, label: &str, selected: bool) -> impl IntoView + use<> {
    view! { <option value=value.to_owned() selected=selected>{label.to_owned()}</option> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked_and_nothing_more() {
        let filters = Filters { state: "editing".into(), q: "复垦".into(), ..Filters::default() };
        assert_eq!(filters.address(), "/inbox?state=editing&q=%E5%A4%8D%E5%9E%A6");
        assert_eq!(Filters::default().address(), "/inbox");
        assert_eq!(filters.asked().states, [State::Editing]);
        assert_eq!(filters.asked().text.as_deref(), Some("复垦"));
    }

    #[test]
    fn what_cannot_be_read_is_not_asked_for() {
        let filters = Filters {
            state: "nothing".into(),
            unit: "x".into(),
            kind: "x".into(),
            from: "yesterday".into(),
            before: "x".into(),
            handler: "x".into(),
            ..Filters::default()
        };
        assert_eq!(filters.asked(), InboxFilter { states: WITH_EDITORS.to_vec(), ..InboxFilter::default() });
    }
}
