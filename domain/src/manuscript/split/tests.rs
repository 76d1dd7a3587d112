//! Files of one item and of several.

use super::*;
use crate::{manuscript::tidy, markdown::write, unit::tests::directory};

fn line(words: &str) -> Part {
    Part::Line(Line { content: vec![Inline::Text { text: words.to_owned() }], ..Line::default() })
}

fn titled(words: &str) -> Part {
    let content = vec![Inline::Text { text: words.to_owned() }];
    Part::Line(Line { content, meant: Some(Meant::Title), ..Line::default() })
}

/// Title, body and attribution of each item, and what was left.
fn items(parts: Vec<Part>) -> Vec<String> {
    let units = directory(&[("地质矿产管理科", &["地矿科"]), ("高唐分局", &[])]);
    let told = split(parts, &units).into_iter().map(|group| {
        let item = tidy(group, &units);
        let over = item.left.join("；");
        let (title, attribution) = (item.title.unwrap_or_default(), item.attribution.unwrap_or_default());
        [title, write(&item.blocks).replace('\n', "｜"), attribution, over].join("#")
    });
    told.collect()
}

const FIRST: &str = "4月1日，举办矿产资源管理培训班，120人参加培训。";
const SECOND: &str = "近日，开展巡查，发现并处置违法用地线索12条。";

#[test]
fn a_list_of_briefs_is_several_items() {
    let lines = vec![
        line("自然资源简讯两则"),
        line(&format!("▲{FIRST}（地矿科）")),
        line(&format!("▲ {SECOND}")),
        line("（高唐分局/张三）"),
    ];
    assert_eq!(
        items(lines),
        [
            format!("#{FIRST}#（地矿科）#标题上面的“自然资源简讯两则”没有放进正文"),
            format!("#{SECOND}#（高唐分局/张三）#"),
        ]
    );
}

#[test]
fn items_end_with_their_attributions_and_may_be_numbered() {
    let lines = vec![
        line("一周信息"),
        line("1.地矿科举办培训班"),
        line(FIRST),
        line("会后座谈。（地矿科/周鹏）"),
        line("联系人：周鹏　电话：0635-8000000"),
        line("2.高唐分局开展巡查"),
        line(SECOND),
        line("（高唐分局）"),
    ];
    assert_eq!(
        items(lines),
        [
            format!("地矿科举办培训班#{FIRST}｜会后座谈。#（地矿科/周鹏）#标题上面的“一周信息”没有放进正文"),
            format!("高唐分局开展巡查#{SECOND}#（高唐分局）#"),
        ]
    );
}

#[test]
fn several_titles_are_several_items() {
    let lines = vec![titled("举办培训班"), line(FIRST), titled("开展"), titled("巡查"), line(SECOND)];
    assert_eq!(items(lines), [format!("举办培训班#{FIRST}##"), format!("开展巡查#{SECOND}##")]);
}

#[test]
fn one_article_stays_one() {
    let picture = || Part::Picture { hash: "a".repeat(64), caption: String::new(), source: None };
    for parts in [
        // Signs within an article.
        vec![
            line("开展巡查"),
            line(SECOND),
            line("●加强领导。成立专班。"),
            line("●压实责任。明确分工。（高唐分局）"),
        ],
        // Captions that begin as briefs do.
        vec![line("开展巡查"), line(SECOND), picture(), line("▲巡查现场"), picture(), line("▲座谈现场")],
        // Numbered heads, one attribution.
        vec![
            line("开展巡查"),
            line("一、做法"),
            line(FIRST),
            line("二、成效"),
            line(SECOND),
            line("（高唐分局）"),
        ],
        // A remark in brackets that is no attribution.
        vec![
            line("巡查"),
            line("近日，印发《办法》（以下简称《办法》）"),
            line(&format!("{SECOND}（地矿科）")),
        ],
        // Names in two lines.
        vec![line("巡查"), line(&format!("{SECOND}（地矿科）")), line("（高唐分局）")],
        vec![titled("巡查"), line(SECOND)],
        vec![line(FIRST)],
        vec![],
    ] {
        let told = format!("{parts:?}");
        assert_eq!(split(parts, &directory(&[("地质矿产管理科", &["地矿科"])])).len(), 1, "{told}");
    }
}
