//! Issues of our own to be typeset.

use std::sync::LazyLock;

use domain::{
    issue::{
        Edition,
        content::{Foot, IssueContent, ItemContent, SectionContent},
    },
    item::Kind,
};
use typeset::{LaidOut, Measures, Typesetter};

/// One typesetter for all tests: it is made to be shared.
pub static TYPESETTER: LazyLock<Typesetter> =
    LazyLock::new(|| Typesetter::new(None).expect("the built-in fonts"));

/// A sentence with the punctuation that must not begin a line, and that must not end one.
const SENTENCE: &str = "3月12日，市水务局组织检查组（含专家5名）深入“两河一湖”开展汛前检查，实地察看了堤防、涵闸、泵站等设施，\
    共排查隐患26处，已整改18处，整改率达69.2%；对尚未整改到位的，逐一明确了责任人和完成时限。";

/// A body of that many sentences, a paragraph for every three.
pub fn body(sentences: usize) -> String {
    let sentences: Vec<_> =
        (0..sentences).map(|number| format!("{}{SENTENCE}", "再".repeat(number % 7))).collect();
    sentences.chunks(3).map(|paragraph| paragraph.concat()).collect::<Vec<_>>().join("\n")
}

pub fn article(title: &str, sentences: usize) -> ItemContent {
    ItemContent {
        title: title.to_owned(),
        body: body(sentences),
        attribution: "（工程建设科/周文）".to_owned(),
        ..ItemContent::default()
    }
}

pub fn brief(number: usize) -> ItemContent {
    let attribution = match number % 4 {
        0 => "（河湖管理科）",
        1 => "（水旱灾害防御中心/李平 王和）",
        2 => "（监察支队 农村水利科 节约用水中心）",
        _ => "",
    };
    ItemContent {
        body: format!("第{number}条，{}", body(1 + number % 3)),
        attribution: attribution.to_owned(),
        ..ItemContent::default()
    }
}

pub fn articles(items: Vec<ItemContent>) -> SectionContent {
    SectionContent { kind: Kind::Article, title: None, in_columns: false, items }
}

pub fn briefs(count: usize) -> SectionContent {
    SectionContent {
        kind: Kind::Brief,
        title: None,
        in_columns: false,
        items: (1..=count).map(brief).collect(),
    }
}

pub fn issue(sections: Vec<SectionContent>) -> IssueContent {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    IssueContent {
        newsletter: "河湖信息".to_owned(),
        mark: Some("内部资料 注意保存".to_owned()),
        publisher: "市水务局办公室".to_owned(),
        year: 2024,
        number: 8,
        total: Some(112),
        edition: Edition::default(),
        correction: None,
        date: jiff::civil::date(2024, 4, 15),
        sections,
        foot: Some(Foot {
            report: names(&["省水利厅办公室", "市委办公室"]),
            send: names(&["各县（市、区）人民政府"]),
            issue: names(&["局属各单位", "机关各科室"]),
            editor: Some("陈编".to_owned()),
            reviewer: Some("林审".to_owned()),
            signer: Some("赵签".to_owned()),
            phone: Some("0635-0000000".to_owned()),
            copies: Some(120),
        }),
    }
}

/// An issue with some of everything.
pub fn whole_issue() -> IssueContent {
    let titles = ["全市汛前检查全面完成", "我市推行“一河一策”成效明显", "农村饮水安全工程提前通水"];
    let items = titles.iter().enumerate().map(|(number, title)| article(title, 8 + 3 * number)).collect();
    issue(vec![articles(items), briefs(11)])
}

pub fn lay_out(issue: &IssueContent) -> LaidOut {
    TYPESETTER.lay_out_issue(issue, &Measures::default()).expect("an issue that can be set")
}

/// All lines of all pages.
pub fn lines(pages: &LaidOut) -> Vec<String> {
    (0..pages.pages()).flat_map(|page| pages.lines(page)).collect()
}
