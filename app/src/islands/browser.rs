//! What islands need of the browser: fields by their ids, requests that answer JSON, and waiting.

use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, EventInit, HtmlFormElement, HtmlImageElement, HtmlInputElement, RequestInit, Response,
    UrlSearchParams,
};

/// The form with this id.
pub(super) fn form(id: &str) -> Option<HtmlFormElement> {
    leptos::prelude::document().get_element_by_id(id)?.dyn_into().ok()
}

/// The single-line field with this id.
pub(super) fn field(id: &str) -> Option<HtmlInputElement> {
    leptos::prelude::document().get_element_by_id(id)?.dyn_into().ok()
}

/// All elements of the page that fit the selector.
pub(super) fn elements(selector: &str) -> Vec<Element> {
    let Ok(found) = leptos::prelude::document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect()
}

/// The element to which something happened.
pub(super) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Whether it happened to the element with this id itself.
pub(super) fn is(event: &Event, id: &str) -> bool {
    target(event).is_some_and(|target| target.id() == id)
}

/// Whether it happened within the element with this id.
pub(super) fn is_within(event: &Event, id: &str) -> bool {
    target(event).is_some_and(|target| target.closest(&format!("#{id}")).ok().flatten().is_some())
}

/// Tells everybody who listens that a field was changed, as if somebody had typed.
pub(super) fn announce(target: &web_sys::EventTarget) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
        let _ = target.dispatch_event(&event);
    }
}

/// The server could not be reached, or answered nothing that can be read.
pub(super) struct Unanswered;

/// Posts a form's fields and reads the JSON that answers.
pub(super) async fn post<T: DeserializeOwned>(
    address: &str,
    form: &HtmlFormElement,
) -> Result<T, Unanswered> {
    ask(address, &posting(form)?).await
}

/// Reads JSON.
pub(super) async fn get<T: DeserializeOwned>(address: &str) -> Result<T, Unanswered> {
    ask(address, &RequestInit::new()).await
}

/// Waits until pictures are at hand, so that they can be shown at once. One that cannot be had is not waited for.
pub(super) async fn load_pictures(addresses: impl IntoIterator<Item = String>) {
    let begin = |address: String| {
        let picture = HtmlImageElement::new().ok()?;
        picture.set_src(&address);
        Some(picture.decode())
    };
    // All are asked for before the first is waited for.
    let pictures: Vec<_> = addresses.into_iter().filter_map(begin).collect();
    for picture in pictures {
        let _ = JsFuture::from(picture).await;
    }
}

fn posting(form: &HtmlFormElement) -> Result<RequestInit, Unanswered> {
    let init = RequestInit::new();
    init.set_method("POST");
    let fields = web_sys::FormData::new_with_form(form).map_err(unanswered)?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields).map_err(unanswered)?;
    init.set_body(&fields);
    Ok(init)
}

fn accepting_json(init: &RequestInit) -> Result<(), Unanswered> {
    let headers = web_sys::Headers::new().map_err(unanswered)?;
    headers.set("Accept", "application/json").map_err(unanswered)?;
    init.set_headers(&headers);
    Ok(())
}

async fn ask<T: DeserializeOwned>(address: &str, init: &RequestInit) -> Result<T, Unanswered> {
    accepting_json(init)?;
    let promise = leptos::prelude::window().fetch_with_str_and_init(address, init);
    let response: Response = JsFuture::from(promise).await.map_err(unanswered)?.unchecked_into();
    if response.redirected() || !response.ok() {
        return Err(Unanswered);
    }
    let text = JsFuture::from(response.text().map_err(unanswered)?).await.map_err(unanswered)?;
    serde_json::from_str(&text.as_string().unwrap_or_default()).map_err(|_| Unanswered)
}

fn unanswered(_: JsValue) -> Unanswered {
    Unanswered
}
