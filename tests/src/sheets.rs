//! Writing pages from outside: each is opened under a name of its own, and its form is posted as a browser would.

use domain::id::{ItemId, UnitId};
use reqwest::Method;

use crate::{Answer, Client};

/// A writing page that is open.
#[derive(Clone, Debug)]
pub struct WritingSheet {
    pub sheet: String,
    /// The page's own address.
    pub address: String,
    unit: Option<UnitId>,
    item: Option<(ItemId, String)>,
}

impl WritingSheet {
    /// Opens a page for a new item.
    pub async fn new_item(writer: &Client, unit: UnitId) -> Self {
        Self::at(writer, &format!("/items/new?unit={unit}"), Some(unit), None).await
    }

    /// Opens a page on an item.
    pub async fn of_item(writer: &Client, item: ItemId) -> Self {
        Self::at(writer, &format!("/items/{item}/edit"), None, Some(item)).await
    }

    async fn at(writer: &Client, address: &str, unit: Option<UnitId>, item: Option<ItemId>) -> Self {
        let page = writer.get(address).await;
        assert_eq!(page.status(), 200, "{}", page.text());
        let item = item.map(|item| (item, field(&page, "revision").expect("the revision that is shown")));
        let sheet = name_of(&page).expect("the page's name");
        Self { sheet, address: page.path.clone(), unit, item }
    }

    /// The form with this title and body, changed so often.
    pub fn form(&self, title: &str, body: &str, stamp: u32) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("sheet", self.sheet.clone()),
            ("stamp", stamp.to_string()),
            ("kind", "信息".to_owned()),
            ("title", title.to_owned()),
            ("body", body.to_owned()),
            ("attribution_line", "（地矿科/周鹏）".to_owned()),
            ("back", self.address.clone()),
        ];
        fields.extend(self.unit.map(|unit| ("unit", unit.to_string())));
        if let Some((item, revision)) = &self.item {
            fields.extend([("item", item.to_string()), ("revision", revision.clone())]);
        }
        fields
    }

    /// The verb that saves it.
    pub fn verb(&self) -> &'static str {
        if self.item.is_some() { "/do/save_item" } else { "/do/draft_item" }
    }

    pub async fn save(&self, writer: &Client, title: &str, body: &str, stamp: u32) -> Answer {
        writer.post(self.verb(), &self.form(title, body, stamp)).await
    }

    pub async fn send(&self, writer: &Client, title: &str, body: &str, stamp: u32) -> Answer {
        let mut form = self.form(title, body, stamp);
        form.push(("send", "1".to_owned()));
        writer.post(self.verb(), &form).await
    }

    /// Keeps what is typed as the page's script does; the JSON that answers.
    pub async fn keep(&self, writer: &Client, title: &str, body: &str, stamp: u32) -> Answer {
        let form = self.form(title, body, stamp);
        json_post(writer, "/do/keep_text", &form).await
    }
}

/// Posts a form as a page's script does that wants JSON.
pub async fn json_post(who: &Client, address: &str, form: &[(&str, String)]) -> Answer {
    let request = who
        .request(Method::POST, address)
        .header("origin", who.origin())
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(serde_urlencoded::to_string(form).expect("a form of texts can be written"));
    who.send(request).await
}

/// The name of a page with a long form of its own, whatever other forms stand before it.
pub fn name_of(page: &Answer) -> Option<String> {
    let html = page.html();
    let start = html.find("id=\"writing\"").or_else(|| html.find("data-keep="))?;
    field_after(page, start, "sheet")
}

/// The value of the first field of this name on a page.
pub fn field(page: &Answer, name: &str) -> Option<String> {
    field_after(page, 0, name)
}

/// The value of the field of this name in the form that asks for a verb.
pub fn field_of(page: &Answer, verb: &str, name: &str) -> Option<String> {
    let start = page.html().find(&format!("action=\"/do/{verb}\""))?;
    field_after(page, start, name)
}

fn field_after(page: &Answer, start: usize, name: &str) -> Option<String> {
    let html = &page.html()[start..];
    let at = html.find(&format!("name=\"{name}\" value=\""))?;
    html[at..].split('"').nth(3).map(str::to_owned)
}
