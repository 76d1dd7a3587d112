//! Pages as an office wants them: full, even, and broken in the right places.

use domain::{
    issue::content::{IssueContent, ItemContent},
    item::Kind,
    markdown,
};
use tests::samples::{
    TYPESETTER, article, articles, body, brief, briefs, issue, lay_out, lines, whole_issue,
};
use typeset::{LaidOut, Measures};

/// The lowest line of the left and of the right column on the page where 简讯 end, in fractions of its height.
fn column_ends(pages: &LaidOut, first_brief: usize) -> (f64, f64) {
    let of_briefs =
        |page| pages.spots(page).into_iter().filter(|spot| spot.item >= first_brief).collect::<Vec<_>>();
    let spots =
        (0..pages.pages()).rev().map(of_briefs).find(|spots| !spots.is_empty()).expect("a page with 简讯");
    // A column without a line ends where it begins.
    let top = spots.iter().map(|spot| spot.top).fold(1.0, f64::min);
    let lowest = |is_left: bool| {
        let column = spots.iter().filter(|spot| (spot.left < 0.5) == is_left);
        column.map(|spot| spot.top + spot.height).fold(top, f64::max)
    };
    (lowest(true), lowest(false))
}

#[test]
fn the_columns_of_briefs_end_evenly_on_their_last_page() {
    let line = 26.0 / (297.0 * 72.0 / 25.4);
    for count in 2..=24 {
        for with_articles in [true, false] {
            let before =
                if with_articles { vec![articles(vec![article("汛前检查", 5 + count)])] } else { vec![] };
            let content = issue(before.into_iter().chain([briefs(count)]).collect());
            let (left, right) = column_ends(&lay_out(&content), usize::from(with_articles));
            assert!((left - right).abs() < line + 0.001, "{count} 简讯: {left} and {right}");
        }
    }
}

#[test]
fn columns_with_heads_tables_and_titles_end_evenly_too() {
    let mut section = briefs(9);
    section.items[2].body =
        "## 一、概况\n一段\n\n| 河名 | 长度 |\n|---|---|\n| 清水河 | 12 |\n| 白沙河 | 30 |".to_owned();
    section.items[7].title = "节水宣传进校园".to_owned();
    let (left, right) = column_ends(&lay_out(&issue(vec![section])), 0);
    assert!((left - right).abs() < 0.09, "{left} and {right}");
}

#[test]
fn no_line_begins_with_forbidden_punctuation_and_none_ends_with_an_opening_bracket() {
    let content =
        issue(vec![articles((1..8).map(|number| article("汛前检查", number)).collect()), briefs(20)]);
    for line in lines(&lay_out(&content)) {
        assert!(
            !line.starts_with(['，', '。', '、', '；', '：', '！', '？', '”', '’', '）', '》', '%']),
            "{line}"
        );
        assert!(!line.ends_with(['“', '‘', '（', '《']), "{line}");
    }
}

#[test]
fn no_headline_stands_alone_at_the_foot_of_a_page() {
    let title = "全市水利工作会议召开";
    for length in 1..26 {
        let mut items: Vec<_> = (0..6).map(|number| article(title, length + number)).collect();
        items[3].subtitle = Some("一鼓作气 善作善成".to_owned());
        let pages = lay_out(&issue(vec![articles(items)]));
        for page in 0..pages.pages() {
            let lines = pages.lines(page);
            let last_title = lines.iter().rposition(|line| line == title || line.contains("一鼓作气"));
            if let Some(place) = last_title {
                // Two lines of the text and the page number follow at least.
                assert!(place + 3 < lines.len(), "page {} of {length}: {lines:?}", page + 1);
            }
        }
    }
}

#[test]
fn nothing_that_was_typed_is_lost() {
    let content = whole_issue();
    let printed: String = lines(&lay_out(&content)).concat().split_whitespace().collect();
    for item in content.items() {
        for paragraph in item.body.lines() {
            // Lines that a page ends stand apart from their paragraph's rest; single sentences are enough.
            for clause in paragraph.split(['，', '。', '；']).filter(|clause| !clause.is_empty()) {
                let clause: String = clause.split_whitespace().collect();
                assert!(printed.contains(&clause) || is_split_by_page(&printed, &clause), "{clause}");
            }
        }
        let attribution: String = item.attribution.split_whitespace().collect();
        assert!(printed.contains(&attribution), "{attribution}");
    }
}

/// A clause that a page or a section's mark parts: both halves are there.
fn is_split_by_page(printed: &str, clause: &str) -> bool {
    clause
        .char_indices()
        .skip(1)
        .any(|(at, _)| printed.contains(&clause[..at]) && printed.contains(&clause[at..]))
}

#[test]
fn pages_are_numbered_outside() {
    let pages = lay_out(&whole_issue());
    assert!(pages.pages() >= 4, "{}", pages.pages());
    for page in 0..pages.pages() {
        let number: String = pages.lines(page).last().expect("a number").split_whitespace().collect();
        assert_eq!(number, format!("—{}—", page + 1));
    }
}

#[test]
fn the_foot_stands_on_the_last_page_and_says_what_there_is() {
    let mut content = whole_issue();
    let last = lay_out(&content).lines(lay_out(&content).pages() - 1).concat();
    for part in ["报：省水利厅办公室，市委办公室。", "送：各县", "编辑：陈编", "签发：赵签", "（共印120份）"]
    {
        assert!(last.contains(part), "{part} in {last}");
    }
    content.foot = None;
    let all = lines(&lay_out(&content)).concat();
    assert!(!all.contains("报：") && !all.contains("编辑"), "no foot was given");
}

/// Whether a page bears anything but the foot and its number.
fn has_text(pages: &LaidOut, page: usize) -> bool {
    !pages.spots(page).is_empty()
}

#[test]
fn the_foot_never_stands_on_a_page_of_its_own() {
    let mut issues: Vec<_> =
        (1..=24).map(|length| issue(vec![articles(vec![article("汛前检查", length)])])).collect();
    issues.extend((1..=24).map(|count| issue(vec![briefs(count)])));
    issues.extend((1..=8).map(|count| issue(vec![articles(vec![article("汛前检查", 9)]), briefs(count)])));
    for content in issues {
        let pages = lay_out(&content);
        let last = pages.pages() - 1;
        assert!(has_text(&pages, last), "{} 篇, {} pages", content.items().count(), pages.pages());
        let printed: String = lines(&pages).concat();
        assert_eq!(
            printed.matches('▲').count(),
            content.items().filter(|item| item.title.is_empty()).count()
        );
    }
}

#[test]
fn a_single_brief_is_not_torn_into_columns() {
    let pages = lay_out(&issue(vec![articles(vec![article("汛前检查", 3)]), briefs(1)]));
    let spots: Vec<_> = pages.spots(0).into_iter().filter(|spot| spot.item == 1).collect();
    assert_eq!(spots.len(), 1, "{spots:?}");
    assert!(spots[0].width > 0.7, "{spots:?}");
}

#[test]
fn a_number_and_its_unit_stay_on_one_line() {
    for length in 0..30 {
        let body = format!("{}面积为1234㎡，湿度达85%，水温为21℃，误差5‰，流量6㎥。", "水".repeat(length));
        let item = ItemContent { body, ..article("一篇", 1) };
        for line in lines(&lay_out(&issue(vec![articles(vec![item])]))) {
            assert!(!line.starts_with(['㎡', '㎥', '%', '℃', '‰']), "{length}: {line}");
        }
    }
}

#[test]
fn an_issue_may_be_small_and_bare() {
    let mut content = issue(vec![articles(vec![article("一篇", 1)])]);
    (content.mark, content.total, content.foot) = (None, None, None);
    let pages = lay_out(&content);
    assert_eq!(pages.pages(), 1);
    let text = pages.lines(0).concat();
    assert!(text.contains("第8期") && !text.contains("总第") && text.contains("2024年4月15日"), "{text}");
    assert!((0.3..0.8).contains(&pages.last_page_fill()), "{}", pages.last_page_fill());
}

#[test]
fn an_issue_of_many_articles_lists_them_with_their_pages() {
    let titles = ["甲事", "乙事", "丙事", "丁事", "戊事", "己事"];
    let pages = lay_out(&issue(vec![articles(titles.iter().map(|title| article(title, 9)).collect())]));
    let first = pages.lines(0);
    for title in titles {
        let page = (0..pages.pages()).find(|page| pages.lines(*page).iter().any(|line| line == title));
        let page = page.expect("the article's page") + 1;
        let entry =
            first.iter().find(|line| line.starts_with(title) && line.contains('·')).expect("an entry");
        assert!(entry.ends_with(&page.to_string()), "{entry} is on page {page}");
    }
}

#[test]
fn a_click_on_a_page_finds_the_item_under_it() {
    let content = whole_issue();
    let pages = lay_out(&content);
    let mut seen: Vec<usize> =
        (0..pages.pages()).flat_map(|page| pages.spots(page)).map(|spot| spot.item).collect();
    seen.dedup();
    assert_eq!(
        seen,
        (0..content.items().count()).flat_map(|item| vec![item; runs(&seen, item)]).collect::<Vec<_>>()
    );
    for page in 0..pages.pages() {
        for spot in pages.spots(page) {
            let fits = |from: f64, length: f64| from > 0.05 && length > 0.0 && from + length < 0.95;
            assert!(fits(spot.left, spot.width) && fits(spot.top, spot.height), "{spot:?}");
        }
    }
}

/// How often an item's spots begin anew: once for each page and column over which it runs.
fn runs(seen: &[usize], item: usize) -> usize {
    seen.iter().filter(|other| **other == item).count()
}

#[test]
fn every_kind_of_block_is_set() {
    let text = "# 一、概况\n## （一）水情\n### 1.雨量\n#### (1)数据\n- 城区\n- 乡镇\n\n3. 其三\n4. 其四\n\n> 引文\n\n---\n\n\
        **要点**与*说明*\n\n| 河名 | 长度 |\n|:--|--:|\n| 清水河 | 12 |\n| 白沙河 | 30 |";
    let item = ItemContent { body: text.to_owned(), ..article("各种段落", 1) };
    let pages = lay_out(&issue(vec![articles(vec![item.clone()])]));
    let printed = lines(&pages).concat();
    for part in markdown::plain_text(&markdown::parse(text)).split(['\n', '\t']) {
        assert!(printed.contains(part), "{part} in {printed}");
    }
    assert!(printed.contains("3．其三") && printed.contains("4．其四"), "{printed}");
    let fonts: Vec<_> = pages.fonts_used().collect();
    assert_eq!(fonts, ["FandolFang R", "FandolHei", "FandolKai", "FandolSong"]);
}

#[test]
fn an_attribution_that_does_not_fit_takes_a_line_of_its_own_flush_right() {
    let attribution = "（农村水利科/周文 李平）";
    for length in 20..60 {
        let item = ItemContent {
            body: "水".repeat(length),
            attribution: attribution.to_owned(),
            ..article("一篇", 1)
        };
        let pages = lay_out(&issue(vec![articles(vec![item])]));
        let spot = pages.spots(0)[0];
        let right = spot.left + spot.width;
        assert!((right - (1.0 - 27.0 / 210.0)).abs() < 0.004, "{length}: {right}");
        assert!(pages.lines(0).concat().contains(attribution));
    }
}

#[test]
fn long_headlines_attributions_names_and_addresses_stay_on_the_paper() {
    let mut content = whole_issue();
    content.newsletter = "河湖保护与水旱灾害防御工作信息摘要".to_owned();
    let item = &mut content.sections[0].items[0];
    item.title = "关于进一步加强全市水利工程建设管理养护一体化试点工作切实保障汛期人民群众生命财产安全的若干做法与体会".to_owned();
    item.attribution =
        "（农村水利科/周文 李平 河湖管理科/王和 赵安 水旱灾害防御中心/钱江 孙河 监察支队）".to_owned();
    content.sections[1].items[0].attribution =
        "（一个名称特别特别长的水利工程建设质量监督中心站）".to_owned();
    let address = "详见https://water.example.org/2024/flood-control/inspection/summary?page=12&language=zh";
    content.sections[1].items[1].body.push_str(address);
    let pages = lay_out(&content);
    for page in 0..pages.pages() {
        for spot in pages.spots(page) {
            assert!(spot.left > 0.12 && spot.left + spot.width < 0.88, "{spot:?}");
        }
    }
    assert!(lines(&pages).iter().any(|line| line.contains("信息摘要")));
}

#[test]
fn an_item_on_a_slip_is_set_as_in_the_issue() {
    let set = |item: &ItemContent, kind| {
        TYPESETTER.lay_out_item(item, kind, &Measures::default()).expect("an item that can be set")
    };
    let pages = set(&brief(1), Kind::Brief);
    assert_eq!(pages.pages(), 1);
    let of_issue = lay_out(&issue(vec![briefs(1)]));
    // Only the width differs, since a single 简讯 has no columns in an issue: lines end elsewhere.
    let text = |printed: String| printed.split_whitespace().collect::<String>();
    assert_eq!(text(pages.lines(0).concat()), text(without_surroundings(&of_issue)));
    let empty = ItemContent { ..ItemContent::default() };
    for kind in Kind::ALL {
        assert_eq!(set(&empty, kind).pages(), 1, "an item may be empty while it is written");
    }
    let long = ItemContent { body: body(60), ..article("长文", 1) };
    assert_eq!(set(&long, Kind::Article).pages(), 1);
}

fn without_surroundings(pages: &LaidOut) -> String {
    let lines = pages.lines(0);
    let begin = lines.iter().position(|line| line.starts_with('▲')).expect("a 简讯");
    let end = lines.iter().position(|line| line.starts_with("报")).expect("a foot");
    lines[begin..end].concat()
}

#[test]
fn sections_of_any_kind_may_follow_each_other() {
    let mut content: IssueContent = issue(vec![briefs(5), articles(vec![article("其后一篇", 6)]), briefs(4)]);
    content.sections[0].title = Some("要闻速览".to_owned());
    content.sections[2].title = Some("基层动态".to_owned());
    let pages = lay_out(&content);
    let text = lines(&pages);
    let place = |wanted: &str| text.iter().position(|line| line.contains(wanted)).expect("a line");
    assert!(place("要闻速览") < place("其后一篇") && place("其后一篇") < place("基层动态"));
    let (left, right) = column_ends(&pages, 6);
    assert!((left - right).abs() < 0.04, "{left} and {right}");
}
