//! Whatever stands in an issue, nothing is printed over something else or cut: the PDF's words say where they stand.
//! Where that cannot be, it is said, with item and table.

use std::collections::HashMap;

use domain::issue::{
    content::{IssueContent, ItemContent},
    frozen::FrozenIssue,
};
use proptest::{prelude::*, test_runner::TestRunner};
use tests::{
    pdf::{self, Word},
    samples::{TYPESETTER, article, articles, body, brief, briefs, issue, lay_out, lines},
};
use typeset::{GlyphPlace, LaidOut, Large, Measures, TypesetError};

/// The words of the pages, where the machine can read them back.
fn words(pages: &LaidOut) -> Option<Vec<Word>> {
    let words = pdf::words(&pages.pdf().expect("a document"));
    #[expect(clippy::print_stderr, reason = "a test that was skipped has to say so")]
    if words.is_none() {
        eprintln!("skipped: no pdftotext here (scripts/setup-tests brings it)");
    }
    words
}

/// The type area's edges in points, and what poppler's boxes are larger than their glyphs.
const LEFT: f64 = 27.0 * 72.0 / 25.4;
const RIGHT: f64 = (210.0 - 27.0) * 72.0 / 25.4;
const SLACK: f64 = 2.0;

fn is_page_number(text: &str) -> bool {
    text.chars().all(|character| character.is_ascii_digit() || character == '—')
}

/// Says what is wrong with pages that are to be printed.
fn faults(content: &IssueContent, pages: &LaidOut) -> Vec<String> {
    let Some(words) = words(pages) else { return Vec::new() };
    let mut faults = Vec::new();
    for (one, other) in pdf::overlapping(&words) {
        faults.push(format!("page {}: “{}” stands over “{}”", one.page + 1, one.text, other.text));
    }
    for word in words.iter().filter(|word| !is_page_number(&word.text)) {
        if word.left < LEFT - SLACK || word.right > RIGHT + SLACK {
            faults.push(format!("page {}: “{}” stands outside", word.page + 1, word.text));
        }
    }
    let mut printed: HashMap<char, usize> = HashMap::new();
    words.iter().flat_map(|word| word.text.chars()).for_each(|sign| *printed.entry(sign).or_default() += 1);
    for (sign, count) in wanted(content) {
        let found = printed.get(&sign).copied().unwrap_or_default();
        if found < count {
            faults.push(format!("“{sign}” is printed {found} times and was written {count} times"));
        }
    }
    faults
}

/// Every character that was written and is no mark, with how often.
fn wanted(content: &IssueContent) -> HashMap<char, usize> {
    let mut wanted: HashMap<char, usize> = HashMap::new();
    let mut add = |text: &str| {
        for sign in text.chars().filter(|sign| sign.is_alphanumeric()) {
            *wanted.entry(sign).or_default() += 1;
        }
    };
    for text in
        [Some(&content.newsletter), content.mark.as_ref(), Some(&content.publisher)].into_iter().flatten()
    {
        add(text);
    }
    for section in &content.sections {
        section.title.iter().for_each(|title| add(title));
        for item in &section.items {
            add(&item.title);
            item.subtitle.iter().for_each(|subtitle| add(subtitle));
            add(&domain::markdown::plain_text(&domain::markdown::parse(&item.body)));
            add(&item.attribution);
        }
    }
    wanted
}

/// Lays it out and holds that it is as it must be, or that the obstacle is said; whether it can be printed.
fn hold(content: &IssueContent) -> Result<bool, TestCaseError> {
    let pages = lay_out(content);
    let is_set = pages.obstacles().is_empty();
    if is_set {
        let faults = faults(content, &pages);
        prop_assert!(faults.is_empty(), "{faults:?}\n{content:?}");
    }
    Ok(is_set)
}

fn table(columns: usize, rows: usize, cell: &str) -> String {
    let row = |text: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..columns).map(text).collect();
        format!("|{}|\n", cells.join("|"))
    };
    let mut table = row(&|column| format!("指标{}", column + 1));
    table.push_str(&row(&|_| "---".to_owned()));
    (0..rows).for_each(|_| table.push_str(&row(&|_| cell.to_owned())));
    table
}

fn with_body(body: &str) -> ItemContent {
    ItemContent { body: body.to_owned(), ..brief(3) }
}

/// A piece of what people write, short or long, tame or wild.
fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (1_usize..5).prop_map(body),
        2 => (1_usize..14, 1_usize..5, prop_oneof!["[0-9]{1,9}", "[水利工程]{1,12}", "[A-Za-z]{1,14}"])
            .prop_map(|(columns, rows, cell)| table(columns, rows, &cell)),
        1 => (1_u8..5, "[水利工程建设]{1,40}").prop_map(|(level, text)| {
            format!("{} {text}", "#".repeat(usize::from(level)))
        }),
        1 => (1_usize..12, "[甲乙丙丁]{1,3}").prop_map(|(count, text)| format!("- {text}\n").repeat(count)),
        1 => (1_usize..6, "[甲乙丙丁，。]{1,60}").prop_map(|(deep, text)| format!("{}{text}", "> ".repeat(deep))),
        1 => (1_usize..6, "[甲乙丙丁，。]{1,60}").prop_map(|(deep, text)| format!("{}{text}", "- ".repeat(deep))),
        1 => "[a-z]{3,8}://[a-z./?=&-]{10,70}",
        1 => "[0-9/。：—～·]{5,60}",
        1 => "[—…。（“a1]{1,50}",
        1 => Just("---".to_owned()),
        2 => "[水利工程建设管理“”（）《》、，。；：—～·/0-9A-Za-z ]{1,120}",
    ]
}

fn items() -> impl Strategy<Value = ItemContent> {
    let title = prop_oneof![3 => Just(String::new()), 2 => "[水利工程建设管理“”0-9A-Z]{1,120}"];
    let attribution = prop_oneof![
        2 => Just("（工程建设科/周文）".to_owned()),
        1 => proptest::collection::vec("[水利工程管理]{2,20}(科|中心|局)(/[张王李][一二三]{1,2})?", 1..30)
            .prop_map(|units| format!("（{}）", units.join(" "))),
    ];
    (title, proptest::collection::vec(pieces(), 1..4), attribution).prop_map(
        |(title, pieces, attribution)| ItemContent {
            title,
            body: pieces.join("\n"),
            attribution,
            ..ItemContent::default()
        },
    )
}

fn issues() -> impl Strategy<Value = IssueContent> {
    let texts = |most: usize| {
        proptest::string::string_regex(&format!("[内部资料注意保存]{{1,{most}}}")).expect("a pattern")
    };
    (
        proptest::collection::vec(items(), 0..3),
        proptest::collection::vec(items(), 1..6),
        texts(60),
        texts(60),
        texts(40),
        proptest::option::of(texts(60)),
    )
        .prop_map(|(long, short, mark, publisher, newsletter, title)| {
            let titled = |item: ItemContent| ItemContent {
                title: if item.title.is_empty() { "一篇".to_owned() } else { item.title },
                ..item
            };
            let long: Vec<ItemContent> = long.into_iter().map(titled).collect();
            let mut sections = vec![articles(long)];
            sections.push(domain::issue::content::SectionContent { title, items: short, ..briefs(0) });
            let mut content = issue(sections);
            (content.mark, content.publisher, content.newsletter) = (Some(mark), publisher, newsletter);
            content
        })
}

#[test]
fn nothing_is_printed_over_something_else_or_cut_whatever_is_written() {
    const CASES: u32 = 48;
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
    let set = std::cell::Cell::new(0);
    let held = TestRunner::new(config).run(&issues(), |content| {
        set.set(set.get() + u32::from(hold(&content)?));
        Ok(())
    });
    held.expect("every page is as it must be");
    assert!(set.get() > CASES / 3, "of {CASES} only {} were set at all", set.get());
}

#[test]
fn a_table_is_set_smaller_or_over_the_full_width_before_it_is_refused() {
    for columns in 3..=8 {
        let content = issue(vec![
            articles(vec![ItemContent { body: table(columns + 3, 9, "12345.67"), ..article("一篇", 1) }]),
            domain::issue::content::SectionContent {
                items: vec![
                    brief(1),
                    with_body(&format!("如下：\n{}", table(columns, 9, "1234.5"))),
                    brief(2),
                ],
                ..briefs(0)
            },
        ]);
        let pages = lay_out(&content);
        assert_eq!(pages.obstacles(), [], "{columns} columns");
        assert_eq!(faults(&content, &pages), [""; 0], "{columns} columns");
    }
}

#[test]
fn a_table_without_room_is_an_obstacle_that_names_item_and_table() {
    let mut content = issue(vec![articles(vec![article("一篇", 1), article("两张表", 1)])]);
    content.sections[0].items[1].body = format!("先\n{}\n再\n{}", table(3, 2, "1"), table(30, 2, "12345.67"));
    let pages = lay_out(&content);
    let [lacking] = pages.no_room() else { panic!("{:?}", pages.no_room()) };
    assert_eq!(lacking.place, GlyphPlace::Item { index: 1, name: "两张表".to_owned() });
    assert_eq!(lacking.what, Large::Table { number: 2, name: "指标1".to_owned(), columns: 30 });
    let frozen = FrozenIssue::freeze(content).expect("an issue that could be printed but for its table");
    let error = TYPESETTER.print_issue(&frozen, &Measures::default()).expect_err("no room");
    assert!(matches!(&error, TypesetError::Obstacles(obstacles) if obstacles.len() == 1));
    assert!(error.to_string().starts_with("第2篇《两张表》：第2个表格（首栏“指标1”）有30栏"), "{error}");
}

#[test]
fn a_row_is_not_torn_over_two_pages_or_columns() {
    let cell = "全市水利工程建设情况说明".repeat(3);
    for before in 1..12 {
        let rows = (0..8).map(|row| format!("|第{row}行始|{cell}第{row}行末|\n")).collect::<String>();
        let text = format!("{}\n|名称|说明|\n|--|--|\n{rows}", body(before));
        let of_briefs = vec![with_body(&text), brief(1), brief(2)];
        let section = domain::issue::content::SectionContent { items: of_briefs, ..briefs(0) };
        let pages = lay_out(&issue(vec![section]));
        for page in 0..pages.pages() {
            let printed = pages.lines(page).concat();
            for row in 0..8 {
                let (begin, end) = (format!("第{row}行始"), format!("第{row}行末"));
                assert_eq!(
                    printed.contains(&begin),
                    printed.contains(&end),
                    "{before}, row {row}: {printed}"
                );
            }
        }
    }
}

#[test]
fn a_long_masthead_stands_in_lines() {
    let mut content = issue(vec![articles(vec![article("一篇", 6)]), briefs(4)]);
    content.mark = Some("内部资料注意保存严禁外传阅后即焚".repeat(3));
    content.publisher = "某某省某某市自然资源和规划局政策法规与信息宣传工作领导小组办公室秘书处".to_owned();
    for newsletter in ["河湖信息", "河湖保护与水旱灾害防御工作信息摘要与动态反映及经验交流专刊"]
    {
        content.newsletter = newsletter.to_owned();
        let pages = lay_out(&content);
        assert_eq!(pages.obstacles(), []);
        assert_eq!(faults(&content, &pages), [""; 0]);
    }
}

#[test]
fn the_sign_of_a_brief_never_stands_on_a_line_alone() {
    let bodies = [
        "## 一、概况\n一段",
        "- 甲\n- 乙",
        "3. 甲",
        "> 引文",
        "---\n一段",
        "https://water.example.org/2024/flood-control/inspection/summary",
    ];
    let mut items: Vec<ItemContent> = bodies.iter().map(|body| with_body(body)).collect();
    items.push(with_body(&table(3, 2, "12")));
    let section = domain::issue::content::SectionContent { items, ..briefs(0) };
    for line in lines(&lay_out(&issue(vec![section]))) {
        assert_ne!(line.trim(), "▲");
    }
}

#[test]
fn long_titles_sections_and_feet_find_their_room() {
    let long =
        "关于进一步加强全市水利工程建设管理养护一体化试点工作切实保障汛期人民群众生命财产安全的若干做法";
    let mut content = issue(vec![
        articles((0..7).map(|_| article(&format!("{long}{long}"), 4)).collect()),
        domain::issue::content::SectionContent { title: Some(long.to_owned()), ..briefs(3) },
    ]);
    let foot = content.foot.as_mut().expect("a foot");
    foot.report = (0..90).map(|number| format!("第{number}水利工程管理服务中心")).collect();
    foot.editor = Some("陈编".repeat(30));
    let pages = lay_out(&content);
    assert_eq!(pages.obstacles(), []);
    assert_eq!(faults(&content, &pages), [""; 0]);
}
