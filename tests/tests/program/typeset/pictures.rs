//! Pictures in a text: given with it, in the middle, with caption and source below.

use domain::{
    issue::{FrozenIssue, content::IssueContent},
    item::Kind,
};
use store::files::hash;
use tests::samples::{TYPESETTER, article, articles, brief, issue, lines};
use typeset::{Measures, Pictures};

const DRAWN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"180\">\
                     <rect width=\"320\" height=\"180\" fill=\"#06c\"/></svg>";

fn with_picture() -> IssueContent {
    let mut item = article("全市汛前检查全面完成", 6);
    let line = format!("\n![汛前检查现场]({} \"局办公室摄\")\n", hash(DRAWN.as_bytes()));
    item.body = format!("{}{line}{}", item.body, item.body);
    let mut small = brief(1);
    small.body.push_str(&line);
    let mut briefs = tests::samples::briefs(4);
    briefs.items.push(small);
    assert_eq!(briefs.kind, Kind::Brief);
    issue(vec![articles(vec![item]), briefs])
}

fn pictures() -> Pictures {
    let mut pictures = Pictures::default();
    pictures.insert(hash(DRAWN.as_bytes()), DRAWN.as_bytes().to_vec());
    pictures
}

#[test]
fn a_picture_stands_with_its_caption_and_source_in_pages_that_are_printed() {
    let typesetter = TYPESETTER.with_pictures(pictures());
    let content = with_picture();
    let laid_out = typesetter.lay_out_issue(&content, &Measures::default()).expect("it can be set");
    assert_eq!(laid_out.obstacles(), []);
    let lines = lines(&laid_out);
    for words in ["汛前检查现场", "局办公室摄"] {
        assert_eq!(lines.iter().filter(|line| line.contains(words)).count(), 2, "{words}: {lines:?}");
    }
    let frozen = FrozenIssue::freeze(content).expect("it may be frozen");
    let printed = || typesetter.print_issue(&frozen, &Measures::default()).expect("it can be printed");
    assert_eq!(printed(), printed(), "the same bytes always");
}

#[test]
fn what_has_no_picture_comes_out_the_same_with_pictures_at_hand() {
    let frozen = FrozenIssue::freeze(tests::samples::whole_issue()).expect("it may be frozen");
    let plain = TYPESETTER.print_issue(&frozen, &Measures::default()).expect("it can be printed");
    let other = TYPESETTER.with_pictures(pictures()).print_issue(&frozen, &Measures::default());
    assert_eq!(other.expect("it can be printed"), plain);
}

#[test]
fn a_picture_whose_file_is_missing_is_told_and_not_printed() {
    let content = with_picture();
    let laid_out = TYPESETTER.lay_out_issue(&content, &Measures::default()).expect("it can be set");
    let words: Vec<String> = laid_out.obstacles().iter().map(ToString::to_string).collect();
    let told = "第1张图片（汛前检查现场）的文件找不到";
    assert_eq!(words.iter().filter(|words| words.contains(told)).count(), 2, "{words:?}");
    assert!(lines(&laid_out).iter().any(|line| line.contains("图片缺失")));
    let frozen = FrozenIssue::freeze(content).expect("it may be frozen");
    TYPESETTER.print_issue(&frozen, &Measures::default()).expect_err("a picture is missing");
}
