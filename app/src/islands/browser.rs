//! What islands need of the browser: fields by their ids, requests that answer JSON, and waiting.

use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, EventInit, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, RequestInit, Response,
};

/// The form with this id.
pub(super) fn form(id: &str) -> Option<HtmlFormElement> {
    leptos::prelude::document().get_element_by_id(id)?.dyn_into().ok()
}

/// The single-line field with this id.
pub(super) fn field(id: &str) -> Option<HtmlInputElement> {
    leptos::prelude::document().get_element_by_id(id)?.dyn_into().ok()
}

/// The text area with this id.
pub(super) fn area(id: &str) -> Option<HtmlTextAreaElement> {
    leptos::prelude::document().get_element_by_id(id)?.dyn_into().ok()
}

/// Tells everybody who listens that a field was changed, as if somebody had typed.
pub(super) fn announce(target: &web_sys::EventTarget) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
        let _ = target.dispatch_event(&event);
    }
}

/// Why a request brought nothing: what the server said, or nothing where it could not be reached.
pub(super) struct Failure(pub(super) Option<String>);

/// Posts a form's fields and reads the JSON that answers.
pub(super) async fn post<T: DeserializeOwned>(address: &str, form: &HtmlFormElement) -> Result<T, Failure> {
    let init = RequestInit::new();
    init.set_method("POST");
    let fields = web_sys::FormData::new_with_form(form).map_err(unreachable)?;
    let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&fields).map_err(unreachable)?;
    init.set_body(&fields);
    ask(address, &init).await
}

/// Reads JSON.
pub(super) async fn get<T: DeserializeOwned>(address: &str) -> Result<T, Failure> {
    ask(address, &RequestInit::new()).await
}

async fn ask<T: DeserializeOwned>(address: &str, init: &RequestInit) -> Result<T, Failure> {
    let headers = web_sys::Headers::new().map_err(unreachable)?;
    headers.set("Accept", "application/json").map_err(unreachable)?;
    init.set_headers(&headers);
    let promise = leptos::prelude::window().fetch_with_str_and_init(address, init);
    let response: Response = JsFuture::from(promise).await.map_err(unreachable)?.unchecked_into();
    let text = JsFuture::from(response.text().map_err(unreachable)?).await.map_err(unreachable)?;
    let text = text.as_string().unwrap_or_default();
    if response.ok() {
        serde_json::from_str(&text).map_err(|_| Failure(None))
    } else {
        let answer: Option<Refusal> = serde_json::from_str(&text).ok();
        Err(Failure(answer.map(|answer| answer.words)))
    }
}

#[derive(serde::Deserialize)]
struct Refusal {
    words: String,
}

fn unreachable(_: JsValue) -> Failure {
    Failure(None)
}
