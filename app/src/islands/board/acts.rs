//! Sending what was asked for, one act after the other, and showing the board that comes back.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use domain::act::Verb;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, Element, FormData, HtmlFormElement, RequestInit, Response, SubmitEvent,
    SupportedType, UrlSearchParams,
};

use super::parts::{self, BOARD};
use crate::islands::browser;

/// One act that was asked for.
struct Act {
    address: String,
    is_post: bool,
    fields: UrlSearchParams,
    /// The item that goes somewhere.
    item: Option<String>,
}

/// The acts asked for and not done yet.
#[derive(Clone)]
pub(super) struct Acts {
    waiting: Rc<RefCell<VecDeque<Act>>>,
    is_under_way: Rc<RefCell<bool>>,
    said: RwSignal<String>,
}

impl Acts {
    pub(super) fn new(said: RwSignal<String>) -> Self {
        Self { waiting: Rc::default(), is_under_way: Rc::default(), said }
    }

    /// Does a verb to an item.
    pub(super) fn ask(&self, verb: Verb, item: &str, more: &[(&str, String)]) {
        let Ok(fields) = UrlSearchParams::new() else { return };
        let issue = parts::board().and_then(|board| board.get_attribute("data-issue")).unwrap_or_default();
        fields.append("issue", &issue);
        fields.append("version", "");
        fields.append("item", item);
        for (name, value) in more {
            fields.append(name, value);
        }
        let address = format!("/do/{verb}");
        self.enqueue(Act { address, is_post: true, fields, item: Some(item.to_owned()) });
    }

    /// Sends a form of the board as its browser would. Answers whether the form was one.
    pub(super) fn send_form(&self, event: &SubmitEvent) -> bool {
        let form = browser::target(event).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form.filter(is_of_the_board) else { return false };
        let button = event.submitter();
        let act = form_act(&form, button.as_deref());
        act.map(|act| self.enqueue(act)).is_ok()
    }

    fn enqueue(&self, act: Act) {
        self.waiting.borrow_mut().push_back(act);
        if !self.is_under_way.replace(true) {
            let acts = self.clone();
            leptos::task::spawn_local(async move { acts.work().await });
        }
    }

    async fn work(&self) {
        loop {
            let act = self.waiting.borrow_mut().pop_front();
            let Some(act) = act else { break };
            match perform(&act).await {
                Ok(page) => self.said.set(parts::exchange(&page, act.item.as_deref())),
                Err(Obstacle::Elsewhere(address)) => {
                    let _ = window().location().assign(&address);
                    break;
                }
                Err(Obstacle::Unanswered) => {
                    let words = "连不上服务器，什么也没有改。请稍后再试。";
                    parts::say(words);
                    self.said.set(words.to_owned());
                    self.waiting.borrow_mut().clear();
                }
            }
        }
        self.is_under_way.replace(false);
    }
}

/// Why no board came back.
enum Obstacle {
    Unanswered,
    /// Another page answered: the sign-in page, or what became of the issue.
    Elsewhere(String),
}

impl From<JsValue> for Obstacle {
    fn from(_: JsValue) -> Self {
        Self::Unanswered
    }
}

/// Does it, and reads the board's page that answers.
async fn perform(act: &Act) -> Result<Document, Obstacle> {
    let address = parts::address();
    let init = RequestInit::new();
    let asked = if act.is_post {
        // The board as it is shown now: what was done since the key was pressed was done here.
        if act.fields.has("version") {
            act.fields.set("version", &parts::version());
        }
        act.fields.set("next", &address);
        act.fields.set("back", &address);
        init.set_method("POST");
        init.set_body(&act.fields);
        act.address.clone()
    } else {
        format!("{}?{}", act.address, String::from(act.fields.to_string()))
    };
    let response = JsFuture::from(window().fetch_with_str_and_init(&asked, &init)).await?;
    let response: Response = response.unchecked_into();
    let page = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let page = DomParser::new()?.parse_from_string(&page, SupportedType::TextHtml)?;
    if page.get_element_by_id(BOARD).is_none() {
        return Err(Obstacle::Elsewhere(if response.status() == 200 { response.url() } else { address }));
    }
    if !act.is_post {
        // The view can be kept as a bookmark, and every act comes back to it.
        window().history()?.replace_state_with_url(&JsValue::NULL, "", Some(&response.url()))?;
    }
    Ok(page)
}

fn is_of_the_board(form: &HtmlFormElement) -> bool {
    form.closest("#board, #board-answer").ok().flatten().is_some()
}

fn form_act(form: &HtmlFormElement, button: Option<&Element>) -> Result<Act, JsValue> {
    let data = FormData::new_with_form(form)?;
    if let Some((name, value)) =
        button.and_then(|button| Some((button.get_attribute("name")?, button.get_attribute("value")?)))
    {
        data.append_with_str(&name, &value)?;
    }
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data)?;
    let action = button.and_then(|button| button.get_attribute("formaction"));
    let items = fields.get_all("item");
    Ok(Act {
        address: action.or_else(|| form.get_attribute("action")).unwrap_or_default(),
        is_post: form.method() == "post",
        item: (items.length() == 1).then(|| items.get(0).as_string()).flatten(),
        fields,
    })
}
