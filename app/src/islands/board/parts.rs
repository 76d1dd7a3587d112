//! The board's parts on the page: finding them, and exchanging them for those of a page that came back, so that
//! whoever works on it keeps the focus, what is unfolded and ticked, and the place to which it was scrolled.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement};

use crate::islands::browser;

/// The board's id.
pub(super) const BOARD: &str = "board";

/// What is exchanged at once. The pages follow when their pictures are at hand.
const PARTS: [&str; 4] = ["board-head", "shortlist", "sections", "warnings"];
const PAGES: &str = "pages";

thread_local! {
    /// How often the board has been exchanged: older pages must not come after newer ones.
    static EXCHANGES: Cell<u32> = const { Cell::new(0) };
}

pub(super) fn board() -> Option<Element> {
    document().get_element_by_id(BOARD)
}

/// The version, as the board shows it.
pub(super) fn version() -> String {
    board().and_then(|board| board.get_attribute("data-version")).unwrap_or_default()
}

/// Path and query of the board, with its filter.
pub(super) fn address() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    format!("{path}{}", location.search().unwrap_or_default())
}

/// The row in which something stands.
pub(super) fn row_of(element: &Element) -> Option<Element> {
    element.closest(".board-item").ok().flatten()
}

/// The list in which a row stands: the shortlist or a section.
pub(super) fn list_of(element: &Element) -> Option<Element> {
    element.closest("#shortlist, .board-section").ok().flatten()
}

/// The rows of a list, in their order.
pub(super) fn rows_of(list: &Element) -> Vec<Element> {
    browser::elements(&format!("#{} .board-item", list.id()))
}

/// A row's item.
pub(super) fn item_of(row: &Element) -> Option<String> {
    row.get_attribute("data-item")
}

/// Puts the focus to a row's first part that can have it.
pub(super) fn focus_row(row: &Element) {
    if let Ok(Some(target)) = row.query_selector("input, a") {
        focus(&target);
    }
}

/// Rows are dragged only where this program listens.
pub(super) fn make_draggable() {
    for row in browser::elements(".board-item") {
        let _ = row.set_attribute("draggable", "true");
    }
}

/// Shows words where the answers to acts are shown.
pub(super) fn say(words: &str) {
    let Some(place) = document().get_element_by_id("board-answer") else { return };
    let Ok(answer) = document().create_element("div") else { return };
    answer.set_class_name("answer answer-not-done");
    answer.set_text_content(Some(words));
    place.replace_children_with_node_1(&answer);
}

/// Exchanges the board's parts for those of the page. Answers what is to be said of it: the answer's words, and
/// where the item stands now.
pub(super) fn exchange(page: &Document, item: Option<&str>) -> String {
    let place = item.and_then(place_on_screen);
    let held = Held::of_the_page();
    for part in PARTS {
        exchange_part(page, part);
    }
    if let (Some(board), Some(next)) = (board(), page.get_element_by_id(BOARD)) {
        let version = next.get_attribute("data-version").unwrap_or_default();
        let _ = board.set_attribute("data-version", &version);
    }
    let words = exchange_answer(page);
    document().set_title(&page.title());
    make_draggable();
    held.give_back();
    // Whoever counts what is ticked counts anew.
    if let Ok(turned) = Event::new("turned") {
        let _ = document().dispatch_event(&turned);
    }
    // Why something was not done is what is to be read next.
    if let Ok(Some(refusal)) = document().query_selector("#board-answer > .answer-not-done") {
        focus(&refusal);
    }
    if let (Some(item), Some(place)) = (item, place) {
        show_the_way(item, place);
    }
    exchange_pages(page);
    match item.and_then(standing) {
        Some(standing) => format!("{words}。{standing}"),
        None => words,
    }
}

fn exchange_part(page: &Document, part: &str) {
    let (Some(old), Some(new)) = (document().get_element_by_id(part), page.get_element_by_id(part)) else {
        return;
    };
    let scrolled = old.scroll_top();
    if old.replace_with_with_node_1(&new).is_ok() {
        new.set_scroll_top(scrolled);
    }
}

/// The answer to the act, with 撤销, goes to the place beside the board; an older one at the page's top goes.
fn exchange_answer(page: &Document) -> String {
    for old in browser::elements("main > .answer") {
        old.remove();
    }
    let Some(place) = document().get_element_by_id("board-answer") else { return String::new() };
    let Ok(Some(answer)) = page.query_selector("main > .answer") else {
        place.replace_children_with_node_0();
        return String::new();
    };
    // It is said by the island's own words.
    let _ = answer.remove_attribute("role");
    place.replace_children_with_node_1(&answer);
    let refusal = answer.class_list().contains("answer-not-done").then_some(&answer);
    let said = answer.query_selector("p").ok().flatten();
    refusal.or(said.as_ref()).and_then(|words| words.text_content()).unwrap_or_default()
}

/// The pages take the old ones' places once all their pictures are there.
fn exchange_pages(page: &Document) {
    let Some(pages) = page.get_element_by_id(PAGES) else { return };
    let exchange = EXCHANGES.get().wrapping_add(1);
    EXCHANGES.set(exchange);
    leptos::task::spawn_local(async move {
        browser::load_pictures(pictures(&pages)).await;
        if EXCHANGES.get() == exchange
            && let Some(old) = document().get_element_by_id(PAGES)
        {
            let _ = old.replace_with_with_node_1(&pages);
        }
    });
}

fn pictures(pages: &Element) -> Vec<String> {
    let Ok(pictures) = pages.query_selector_all("image") else { return Vec::new() };
    let address = |place| pictures.get(place)?.dyn_into::<Element>().ok()?.get_attribute("href");
    (0..pictures.length()).filter_map(address).collect()
}

/// Where an item stands in the issue, in words.
fn standing(item: &str) -> Option<String> {
    let row = document().get_element_by_id(&format!("item-{item}"))?;
    let list = list_of(&row)?;
    let section = list.get_attribute("data-label")?;
    let place = rows_of(&list).iter().position(|other| *other == row)?;
    Some(format!("现在是“{section}”第{}", place + 1))
}

fn place_on_screen(item: &str) -> Option<(f64, f64)> {
    let rect = document().get_element_by_id(&format!("item-{item}"))?.get_bounding_client_rect();
    Some((rect.left(), rect.top()))
}

/// The item comes from where it was; the style sheet knows how fast, and whether at all.
fn show_the_way(item: &str, (left, top): (f64, f64)) {
    let Some(row) = document().get_element_by_id(&format!("item-{item}")) else { return };
    let Ok(row) = row.dyn_into::<HtmlElement>() else { return };
    let rect = row.get_bounding_client_rect();
    let style = row.style();
    let _ = style.set_property("--from-x", &format!("{}px", left - rect.left()));
    let _ = style.set_property("--from-y", &format!("{}px", top - rect.top()));
    let _ = row.class_list().add_1("arriving");
}

fn focus(target: &Element) {
    if let Some(target) = target.dyn_ref::<HtmlElement>() {
        let _ = target.focus();
    }
}

/// What whoever works on the board must not lose when it is exchanged.
struct Held {
    /// The element with the focus, and where its row stood: in which list, at which place.
    focused: Option<(String, Option<(String, usize)>)>,
    unfolded: Vec<String>,
    ticked: Vec<String>,
}

impl Held {
    fn of_the_page() -> Self {
        let focused = document().active_element().filter(|active| {
            PARTS.iter().any(|part| active.closest(&format!("#{part}")).ok().flatten().is_some())
        });
        let focused = focused.map(|active| (active.id(), row_of(&active).as_ref().and_then(place_in_list)));
        let ids = |selector| browser::elements(selector).iter().map(Element::id).collect();
        Self { focused, unfolded: ids(".board details[open]"), ticked: ids(".board input:checked") }
    }

    fn give_back(self) {
        for id in self.unfolded.iter().filter(|id| !id.is_empty()) {
            if let Some(details) = document().get_element_by_id(id) {
                let _ = details.set_attribute("open", "");
            }
        }
        for id in self.ticked.iter().filter(|id| !id.is_empty()) {
            if let Some(tick) = browser::field(id) {
                HtmlInputElement::set_checked(&tick, true);
            }
        }
        let Some((id, place)) = self.focused else { return };
        let same = Some(id).filter(|id| !id.is_empty()).and_then(|id| document().get_element_by_id(&id));
        if let Some(same) = same {
            focus(&same);
            return;
        }
        // The row has gone to another list: the one that took its place is next.
        let Some((list, place)) = place else { return };
        let Some(list) = document().get_element_by_id(&list) else { return };
        let rows = rows_of(&list);
        match rows.get(place.min(rows.len().saturating_sub(1))) {
            Some(row) => focus_row(row),
            None => {
                let _ = list.set_attribute("tabindex", "-1");
                focus(&list);
            }
        }
    }
}

fn place_in_list(row: &Element) -> Option<(String, usize)> {
    let list = list_of(row)?;
    let place = rows_of(&list).iter().position(|other| other == row)?;
    Some((list.id(), place))
}
