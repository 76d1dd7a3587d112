//! Where lines end: as GB/T 15834 wants it, without wide gaps, and without a trace in the PDF's text.

use domain::issue::content::{ItemContent, SectionContent};

use tests::{
    pdf,
    samples::{article, articles, brief, briefs, issue, lay_out, lines},
};

const NOT_AT_START: &str = "，。、；：！？”’》〉）】」』〕…—～·%％℃,.;:!?)]}/";
const NOT_AT_END: &str = "“‘《〈（【「『〔([{/";

/// Sentences in which every sign comes to stand at a line's end sooner or later.
const SENTENCES: [&str; 4] = [
    "自2024—2025年度——即“十四五”末～“十五五”初，由阿·买提、王小明/李大力负责，按元/平方米计，详见《办法》（试行）……",
    "定于2024/3/15。12：30—13：00。在三楼召开，范围为5%～8%、第3—5期，气温－5℃～12℃。",
    "他们说‘好’的‘大家’都说‘好’，利用科/贺孟萌 执法支队/张三，联系电话0635—8888888。",
    "见https://water.example.org/2024/flood-control/summary?page=12与www.example.cn/a/b。",
];

fn sections(before: usize) -> Vec<SectionContent> {
    let text = |number: usize| format!("{}{}", "水".repeat(before), SENTENCES[number % 4].repeat(2));
    let long = (0..4).map(|number| ItemContent { body: text(number), ..article("一篇", 1) }).collect();
    let short = (0..4).map(|number| ItemContent { body: text(number), ..brief(number) }).collect();
    vec![articles(long), SectionContent { items: short, ..briefs(0) }]
}

#[test]
fn no_line_begins_or_ends_with_a_sign_that_may_not_stand_there() {
    for before in 0..28 {
        for line in lines(&lay_out(&issue(sections(before)))) {
            let line = line.trim();
            if line.starts_with("— ") || line.starts_with('—') && line.ends_with('—') {
                continue; // A page number.
            }
            assert!(!line.starts_with(|first| NOT_AT_START.contains(first)), "{before}: {line}");
            assert!(!line.ends_with(|last| NOT_AT_END.contains(last)), "{before}: {line}");
        }
    }
}

#[test]
fn no_line_has_wide_gaps() {
    for before in 0..14 {
        let gap = lay_out(&issue(sections(before))).widest_gap();
        assert!(gap <= 0.3, "{before}: {gap}");
    }
}

#[test]
fn what_is_copied_from_a_pdf_is_what_was_written() {
    let pages = lay_out(&issue(sections(3)));
    let bytes = pages.pdf().expect("a document");
    let Some(words) = pdf::words(&bytes) else { return };
    let text: String = words.iter().map(|word| word.text.as_str()).collect();
    assert!(!text.contains(['\u{200b}', '\u{2060}']), "signs of ours");
    let address = "https://water.example.org/2024/flood-control/summary?page=12";
    assert!(text.contains(address), "{text}");
    assert!(!lines(&pages).concat().contains(['\u{200b}', '\u{2060}']));
}

#[test]
fn an_attribution_is_never_torn_at_its_slash() {
    let mut section = briefs(4);
    section.items[0].attribution = "（市城乡规划设计研究院/唐志远）".to_owned();
    section.items[1].attribution = "（一个名称特别特别长的水利工程建设质量监督中心站/王五 赵六）".to_owned();
    for line in lines(&lay_out(&issue(vec![section]))) {
        assert!(!line.trim().ends_with('/') && !line.trim().starts_with('/'), "{line}");
    }
}
