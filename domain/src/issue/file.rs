//! The issue file of `jianbao typeset` (`jianbao.issue/1`): JSON to an issue's content, every fault named.
//!
//! It knows the contract's keys and nothing of pages.

use jiff::civil::Date;

use super::{
    content::{Foot, IssueContent, ItemContent, SectionContent},
    number::Edition,
};
use crate::{
    item::Kind,
    json::{self, Fault, Node, Object},
};

const FORMAT: &str = "jianbao.issue/1";

/// Reads an issue file.
pub fn parse(text: &str) -> Result<IssueContent, Vec<Fault>> {
    json::read(text, issue)
}

fn issue(node: &Node) -> Option<IssueContent> {
    let object = node.object(&[
        "format",
        "newsletter",
        "mark",
        "publisher",
        "year",
        "number",
        "total",
        "date",
        "sections",
        "foot",
    ])?;
    let format = object.required("format");
    if let Some((node, found)) = format.as_ref().and_then(|node| Some((node, node.text()?)))
        && found != FORMAT
    {
        node.fault(format!("应为 {FORMAT}，现在是 {found}"));
    }
    // Every part is read before any is missed, so that all faults are told.
    let newsletter = object.required("newsletter").and_then(|node| node.filled_text());
    let mark = text(&object, "mark");
    let publisher = object.required("publisher").and_then(|node| node.text());
    let year = object.required("year").and_then(|node| year(&node));
    let number = object.required("number").and_then(|node| node.number(1));
    let total = object.optional("total").and_then(|node| node.number(1));
    let date = object.required("date").and_then(|node| date(&node));
    let sections = object.required("sections").and_then(|node| sections(&node));
    let foot = object.optional("foot").and_then(|node| foot(&node));
    Some(IssueContent {
        newsletter: newsletter?.to_owned(),
        mark,
        publisher: publisher?.to_owned(),
        year: year?,
        number: number?,
        total,
        edition: Edition::default(),
        correction: None,
        date: date?,
        sections: sections?,
        foot,
    })
}

fn year(node: &Node) -> Option<i16> {
    let year = node.number(1)?;
    if year > 9999 {
        node.fault(format!("不能大于 9999，现在是 {year}"));
        return None;
    }
    Some(year)
}

fn date(node: &Node) -> Option<Date> {
    let text = node.text()?;
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = shaped.then(|| text.parse().ok()).flatten();
    if date.is_none() {
        node.fault(format!("“{text}”不是存在的日期，应写作 2024-04-15 的形式"));
    }
    date
}

fn sections(node: &Node) -> Option<Vec<SectionContent>> {
    let nodes = node.list()?;
    let sections: Vec<_> = nodes.iter().filter_map(section).collect();
    if sections.len() == nodes.len() && sections.iter().all(|section| section.items.is_empty()) {
        node.fault("这一期没有任何稿件");
    }
    Some(sections)
}

fn section(node: &Node) -> Option<SectionContent> {
    let object = node.object(&["kind", "title", "items"])?;
    let kind = object.required("kind").and_then(|node| kind(&node));
    let title = text(&object, "title");
    let items = object.required("items").and_then(|node| node.list());
    let items = items.map(|nodes| nodes.iter().filter_map(item).collect());
    Some(SectionContent { kind: kind?, title, in_columns: false, items: items? })
}

fn kind(node: &Node) -> Option<Kind> {
    let label = node.text()?;
    let kind = Kind::from_label(label);
    if kind.is_none() {
        node.fault(format!("应为“信息”或“简讯”，现在是“{label}”"));
    }
    kind
}

fn item(node: &Node) -> Option<ItemContent> {
    let object = node.object(&["title", "subtitle", "body", "attribution"])?;
    let title = object.required("title").and_then(|node| node.text());
    let subtitle = text(&object, "subtitle");
    let body = object.required("body").and_then(|node| node.text());
    let attribution = object.required("attribution").and_then(|node| node.text());
    let (title, body) = (title?, body?);
    if title.trim().is_empty() && body.trim().is_empty() {
        node.fault("这一篇既没有标题也没有正文");
    }
    Some(ItemContent {
        title: title.to_owned(),
        subtitle,
        body: body.to_owned(),
        attribution: attribution?.trim().to_owned(),
    })
}

fn foot(node: &Node) -> Option<Foot> {
    let object =
        node.object(&["report", "send", "issue", "editor", "reviewer", "signer", "phone", "copies"])?;
    Some(Foot {
        report: texts(&object, "report"),
        send: texts(&object, "send"),
        issue: texts(&object, "issue"),
        editor: text(&object, "editor"),
        reviewer: text(&object, "reviewer"),
        signer: text(&object, "signer"),
        phone: text(&object, "phone"),
        copies: object.optional("copies").and_then(|node| node.number(1)),
    })
}

/// A text that may be missing; one that says nothing is missing too.
fn text(object: &Object, key: &str) -> Option<String> {
    let text = object.optional(key)?.text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn texts(object: &Object, key: &str) -> Vec<String> {
    let nodes = object.optional(key).and_then(|node| node.list()).unwrap_or_default();
    let texts = nodes.iter().filter_map(|node| node.text()).map(str::trim);
    texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
