//! January's bulletin as an official document.

use std::sync::LazyLock;

use domain::scoring::{Bulletin, facts_file, version_1};
use tests::samples::{TYPESETTER, lines};
use typeset::{BulletinLetter, LaidOut};

const FACTS: &str = include_str!("../../../data/facts-2024-01.json");

static BULLETIN: LazyLock<Bulletin> = LazyLock::new(|| {
    let facts = facts_file::read(FACTS).expect("the facts of January");
    facts.bulletin("2024-01".parse().expect("a month"), &version_1()).expect("the bulletin of January")
});

fn lay_out(letter: &BulletinLetter) -> LaidOut {
    TYPESETTER.lay_out_bulletin(&BULLETIN, letter).expect("a bulletin that can be set")
}

fn letter() -> BulletinLetter {
    BulletinLetter {
        addressees: Some("各县（市、区）局，机关各科室、局属各单位".to_owned()),
        signature: Some("市自然资源和规划局".to_owned()),
        date: Some(jiff::civil::date(2024, 3, 20)),
        ..BulletinLetter::default()
    }
}

#[test]
fn the_letter_stands_on_the_first_page_and_each_table_begins_a_page() {
    let pages = lay_out(&letter());
    assert_eq!(pages.missing_glyphs(), []);
    let first = pages.lines(0);
    for part in [
        "关于1月份政务信息采用情况的",
        "通　　报",
        "各县（市、区）局，机关各科室、局属各单位：",
        "附件：1月份政务信息采用情况",
        "市自然资源和规划局",
        "2024年3月20日",
    ] {
        assert!(first.iter().any(|line| line.trim() == part), "{part} in {first:?}");
    }
    for group in &BULLETIN.groups {
        let begins = |page: &usize| pages.lines(*page).first() == Some(&group.table_title);
        assert!((1..pages.pages()).any(|page| begins(&page)), "{}", group.table_title);
    }
}

#[test]
fn every_row_and_every_listed_piece_is_printed() {
    let printed: String = lines(&lay_out(&letter())).concat().split_whitespace().collect();
    for row in BULLETIN.rows() {
        let paragraph: String = row.paragraph.split_whitespace().collect();
        assert!(printed.contains(&row.figures.unit), "{}", row.figures.unit);
        let end: String = paragraph.chars().skip(paragraph.chars().count() - 6).collect();
        assert!(printed.contains(&end), "{paragraph}");
        for item in &row.items {
            let source: String = item.source.split_whitespace().collect();
            assert!(printed.contains(&source), "{source}");
        }
    }
}

#[test]
fn a_table_that_runs_over_pages_repeats_its_head() {
    let mut bulletin = BULLETIN.clone();
    let rows = bulletin.groups[1].rows.clone();
    bulletin.groups[1].rows.extend(rows);
    let pages = TYPESETTER.lay_out_bulletin(&bulletin, &letter()).expect("a bulletin that can be set");
    let with_head =
        (0..pages.pages()).filter(|page| pages.lines(*page).iter().any(|line| line.contains("采用信息约稿")));
    assert_eq!(with_head.count(), 4, "three tables, one of them on two pages");
}

#[test]
fn an_open_month_is_marked_on_every_page() {
    let open = BulletinLetter {
        mark: Some("未结账"), note: Some("数字以印发的为准".to_owned()), ..letter()
    };
    let pages = lay_out(&open);
    for page in 0..pages.pages() {
        assert!(pages.lines(page).iter().any(|line| line.contains("未结账")), "page {}", page + 1);
    }
    assert!(pages.lines(0).iter().any(|line| line.contains("（数字以印发的为准）")));
    assert!(!lines(&lay_out(&letter())).concat().contains("未结账"));
}

#[test]
fn what_a_facts_file_does_not_say_is_left_out() {
    let pages = lay_out(&BulletinLetter::default());
    let first = pages.lines(0).concat();
    assert!(first.contains("各县（市、区）局，机关科室，局属事业单位："), "{first}");
    assert!(!first.contains("2024年3月"), "no day was given");
}

/// January's with so many further columns, and with units of long names and many points.
fn wide_bulletin(further: usize) -> Bulletin {
    let mut bulletin = BULLETIN.clone();
    let last = bulletin.rules.columns.last().expect("a column").clone();
    bulletin.rules.columns.extend(std::iter::repeat_n(last, further));
    for row in bulletin.groups.iter_mut().flat_map(|group| &mut group.rows) {
        row.figures.unit.push_str("（市自然资源与生态环境保护综合行政执法支队）");
        row.figures.month = "1234.75".parse().expect("points");
        row.figures.cumulative = "12345.75".parse().expect("points");
    }
    bulletin
}

#[test]
fn wide_figures_long_names_and_many_columns_find_their_room() {
    for further in [0, 2, 5] {
        let pages = TYPESETTER
            .lay_out_bulletin(&wide_bulletin(further), &letter())
            .expect("a bulletin that can be set");
        assert_eq!(pages.obstacles(), [], "{further} more columns");
        let Some(words) = tests::pdf::words(&pages.pdf().expect("a document")) else { return };
        assert_eq!(tests::pdf::overlapping(&words), [], "{further} more columns");
        let printed: String = words.iter().map(|word| word.text.as_str()).collect();
        assert!(printed.contains("12345.75"), "{printed}");
    }
}

#[test]
fn a_bulletin_with_more_columns_than_the_page_holds_is_refused_in_words() {
    let error = TYPESETTER.print_bulletin(&wide_bulletin(30), &letter()).expect_err("no room");
    assert!(error.to_string().starts_with("通报：第1个表格（首栏“单位”）有42栏"), "{error}");
}

#[test]
fn a_long_source_stands_in_lines_of_its_own() {
    let mut bulletin = BULLETIN.clone();
    let item =
        bulletin.groups.iter_mut().flat_map(|group| &mut group.rows).flat_map(|row| &mut row.items).next();
    item.expect("an item").source =
        "（省自然资源厅办公室《自然资源工作动态与经验交流》增刊、市委办公室《每日动态》专报）".to_owned();
    let pages = TYPESETTER.lay_out_bulletin(&bulletin, &letter()).expect("a bulletin that can be set");
    assert_eq!(pages.obstacles(), []);
}
