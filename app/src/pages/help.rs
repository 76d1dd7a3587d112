//! `/help`: the manual, and what the page is for from which somebody asks.

use std::sync::Arc;

use axum::{extract::Query, response::Response};
use domain::markdown;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    components::{crumb::BackTo, prose::Prose},
    request::{address::is_own_address, state::Assets, visitor::Visitor},
};

/// A part of the manual, for whoever does that work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    code: &'static str,
    name: &'static str,
    text: &'static str,
}

const PARTS: [Part; 7] = [
    Part { code: "contributor", name: "信息员", text: include_str!("../../manual/contributor.md") },
    Part { code: "editor", name: "编辑", text: include_str!("../../manual/editor.md") },
    Part { code: "clearer", name: "审查和审核", text: include_str!("../../manual/clearer.md") },
    Part { code: "signer", name: "签发人", text: include_str!("../../manual/signer.md") },
    Part { code: "reader", name: "读者", text: include_str!("../../manual/reader.md") },
    Part { code: "administrator", name: "管理员", text: include_str!("../../manual/administrator.md") },
    Part { code: "deployment", name: "安装和维护", text: include_str!("../../manual/deployment.md") },
];

/// What pages are for, by how their addresses begin; the longest that fits counts. With the part that tells more.
const PAGES: [(&str, &str, &str); 28] = [
    ("/", "首页：等您办的事都在这里，写了没有保存的文字也在这里。", "contributor"),
    ("/items", "您和本单位的稿件，每一篇到了哪一步、等谁办。", "contributor"),
    ("/items/new", "写一篇新的。打的字自动留存；写好了按“报送”。", "contributor"),
    ("/manuscripts", "从 Word 文件起草：一次可以好几个，看过再存。", "contributor"),
    ("/inbox", "各单位报来的稿件：签收、拟用、退回，一次可以办很多篇。", "editor"),
    ("/kept", "您收藏的各篇，点开就到那一期的那一篇。", "reader"),
    ("/me/deputies", "出差、请假时请人代办；代办的每一件都记明代谁办。", "signer"),
    ("/inbox/load", "每位编辑手上各有多少篇、等得最久的是哪天到的；点数字就是那些稿件。", "editor"),
    ("/combine", "几篇合成一篇：留一篇的文字，别篇里要用的段落勾“取用”放进来。", "editor"),
    ("/review", "本单位报送的稿件先在这里审核，审过才到办公室。", "clearer"),
    ("/clearance", "要印发的稿件逐篇作保密审查。", "clearer"),
    ("/issues/desk", "正在编排、审签的各期。", "editor"),
    ("/issues", "已印发的各期，可以看、下载、打印。", "reader"),
    ("/search", "按字词找稿件：刊出的人人能找，没刊出的只找得到您能看的。", "reader"),
    ("/bulletins", "每月的通报：数字自己算出，点开看来由。", "editor"),
    ("/units/mine", "本单位的记分：每一分从哪篇稿件、哪条办法来。", "contributor"),
    ("/records", "上级采用、约稿、批示等登记在这里，记分随之算出。", "editor"),
    ("/ledger", "台账：每一笔记分和它的原因，只增不改。", "editor"),
    ("/months", "各月结账和重开。", "editor"),
    ("/urging", "催报：谁还缺多少、还剩几天。", "editor"),
    ("/rules", "计分办法：起草新版、试算、施行。", "editor"),
    ("/verify", "核对：台账和事实重算一遍，看是否完全一致。", "administrator"),
    ("/events", "日志：谁在什么时候做了什么。", "administrator"),
    ("/admin", "单位、人员、刊物、设置和后台任务。", "administrator"),
    ("/admin/people", "谁能登录、做什么；可以按表添加，用一次性链接设密码。", "administrator"),
    ("/import", "从表格导入单位、上级采用和往期。", "administrator"),
    ("/names", "署名里不认得的单位名，认一次，以后都认得。", "editor"),
    ("/me", "您自己的账号、密码和登录。", "contributor"),
];

/// The address's query.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The page from which somebody asks.
    of: String,
    /// The part that is open.
    part: String,
}

/// `GET /help`
pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let of = if is_own_address(&asked.of) { asked.of } else { String::new() };
    let about = about(&of);
    let open = PARTS
        .into_iter()
        .find(|part| part.code == asked.part)
        .or_else(|| about.and_then(|(_, code)| PARTS.into_iter().find(|part| part.code == code)))
        .unwrap_or(PARTS[0]);
    let assets = visitor.state().assets.clone();
    visitor.render("帮助", || view! { <Help of about=about.map(|(words, _)| words) open assets /> }).await
}

/// What a part of the manual is made of: text, and lines `![caption](name "what it shows")` for pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(String),
    Picture { name: &'a str, caption: &'a str, shows: &'a str },
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for line in text.lines() {
        if let Some(picture) = picture(line) {
            pieces.push(picture);
        } else if let Some(Piece::Text(before)) = pieces.last_mut() {
            before.push('\n');
            before.push_str(line);
        } else {
            pieces.push(Piece::Text(line.to_owned()));
        }
    }
    pieces
}

fn picture(line: &str) -> Option<Piece<'_>> {
    let (caption, rest) = line.strip_prefix("![")?.strip_suffix("\")")?.split_once("](")?;
    let (name, shows) = rest.split_once(" \"")?;
    Some(Piece::Picture { name, caption, shows })
}

/// What is told of a page, and which part of the manual tells more.
fn about(address: &str) -> Option<(&'static str, &'static str)> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_within = |place: &str| {
        path == place || place != "/" && path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'))
    };
    let fitting = PAGES.into_iter().filter(|(place, ..)| is_within(place));
    fitting.max_by_key(|(place, ..)| place.len()).map(|(_, words, part)| (words, part))
}

#[component]
fn Help(of: String, about: Option<&'static str>, open: Part, assets: Arc<Assets>) -> impl IntoView {
    let back = (!of.is_empty()).then(|| view! { <BackTo address=of.clone() to="原来的页面" /> });
    let tabs = PARTS.map(|part| {
        let query = [("part", part.code), ("of", of.as_str())];
        let address = format!("/help?{}", serde_urlencoded::to_string(query).unwrap_or_default());
        view! { <a href=address aria-current=(part == open).then_some("true")>{part.name}</a> }
    });
    let text = pieces(open.text).into_iter().map(|piece| match piece {
        Piece::Text(text) => view! { <Prose blocks=markdown::parse(&text) level=1 /> }.into_any(),
        Piece::Picture { name, caption, shows } => {
            // Where nobody took it, the text stands without.
            let taken = assets.manual.iter().find(|(taken, _)| taken == name);
            let figure = taken.map(|(_, address)| {
                view! {
                    <figure class="picture">
                        <img src=address.clone() alt=shows loading="lazy" />
                        <figcaption>{caption}</figcaption>
                    </figure>
                }
            });
            figure.into_any()
        }
    });
    let text = text.collect_view();
    view! {
        {back}
        <div class="page-head"><h1>"帮助"</h1></div>
        {about.map(|about| view! { <p class="notice"><strong>"这一页："</strong>{about}</p> })}
        <nav class="tabs" aria-label="手册">{tabs.collect_view()}</nav>
        <article class="prose manual">
            {text}
        </article>
    }
}

#[cfg(test)]
mod tests {
    use domain::markdown::Block;

    use super::*;

    #[test]
    fn a_page_is_told_by_the_longest_address_that_fits() {
        assert!(about("/items/new?kind=brief").is_some_and(|(words, _)| words.starts_with("写一篇新的")));
        assert!(about("/items/7").is_some_and(|(words, _)| words.starts_with("您和本单位")));
        assert!(about("/admin/people/3#row").is_some_and(|(words, _)| words.starts_with("谁能登录")));
        assert_eq!(about("/nowhere"), None);
        assert!(about("/").is_some());
    }

    #[test]
    fn text_and_pictures_stand_in_their_order() {
        let picture = Piece::Picture { name: "inbox", caption: "来稿", shows: "来稿的页面" };
        let text = |words: &str| Piece::Text(words.to_owned());
        let expected = vec![text("# 一\n甲"), picture, text("乙")];
        assert_eq!(pieces("# 一\n甲\n![来稿](inbox \"来稿的页面\")\n乙"), expected);
        assert_eq!(pieces("![来稿](inbox)"), vec![text("![来稿](inbox)")]);
    }

    #[test]
    fn every_picture_of_the_manual_is_named_once_and_told_in_words() {
        let mut names = Vec::new();
        for part in PARTS {
            for piece in pieces(part.text) {
                match piece {
                    Piece::Text(text) => assert!(!text.contains("!["), "{}: {text}", part.name),
                    Piece::Picture { name, caption, shows } => {
                        assert!(
                            !caption.is_empty() && shows.chars().count() > caption.chars().count(),
                            "{name}"
                        );
                        assert!(!names.contains(&name), "{name}");
                        names.push(name);
                    }
                }
            }
        }
        assert_eq!(names.len(), 8, "{names:?}");
    }

    #[test]
    fn every_part_has_heads_and_every_page_leads_to_a_part() {
        for part in PARTS {
            let heads = markdown::parse(part.text)
                .into_iter()
                .filter(|block| matches!(block, Block::Heading { .. }))
                .count();
            assert!(heads >= 2, "{}", part.name);
        }
        for (place, words, code) in PAGES {
            assert!(PARTS.iter().any(|part| part.code == code) && words.ends_with('。'), "{place}");
        }
    }
}
