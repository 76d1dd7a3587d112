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

/// A photograph of so many pixels.
fn photograph(width: u16, height: u16) -> Vec<u8> {
    let pixel = |x: u16, y: u16| {
        let (x, y) = (u32::from(x) * 255 / u32::from(width), u32::from(y) * 255 / u32::from(height));
        [(90 + y / 3) as u8, (120 + (x * y) / 700) as u8, (200 - y / 2) as u8]
    };
    let pixels: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 85);
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).expect("it is written");
    bytes
}

/// A photograph's line in a text.
fn taken(pictures: &mut Pictures, (width, height): (u16, u16), caption: &str, source: &str) -> String {
    let bytes = photograph(width, height);
    let hash = hash(&bytes);
    pictures.insert(hash.clone(), bytes);
    format!("\n![{caption}]({hash} \"{source}\" \"堤坝\")\n")
}

/// 图片信息: pictures alone, five of them and four, of all shapes. With JIANBAO_PAGES naming a folder the PDF is kept there.
#[test]
fn a_page_of_pictures_stands_in_pairs_on_one_page() {
    let mut pictures = Pictures::default();
    let lying = (1843, 1229);
    let upright = (1229, 1843);
    let mut five = article("春耕时节 田间地头话丰年", 1);
    five.body = [
        "3月以来，全市各地抓住墒情较好的有利时机，组织群众开展春耕春管。".to_owned(),
        taken(&mut pictures, lying, "农机手驾驶旋耕机在麦田间作业", "周鹏"),
        taken(&mut pictures, (1840, 1228), "农技人员查看墒情", "陈瑶"),
        taken(&mut pictures, upright, "种粮大户检修机具", "吴敏"),
        taken(&mut pictures, (1228, 1842), "", ""),
        taken(
            &mut pictures,
            (1842, 1230),
            "图为3月12日，市自然资源局工作人员在耕地上核对补充耕地的地块边界、面积和现状地类。",
            "郑楠",
        ),
    ]
    .concat();
    let mut four = article("登记窗口的一天", 1);
    four.body = [
        taken(&mut pictures, (1844, 1229), "早八点", "局办公室供图"),
        taken(&mut pictures, (600, 400), "旧照", "市档案馆供图"),
        taken(&mut pictures, (1843, 421), "", "吴敏"),
        taken(&mut pictures, (1229, 1844), "晚六点", "周鹏"),
    ]
    .concat();
    let typesetter = TYPESETTER.with_pictures(pictures);
    let content = issue(vec![articles(vec![article("全市汛前检查全面完成", 6), five, four])]);
    let laid_out = typesetter.lay_out_issue(&content, &Measures::default()).expect("it can be set");
    assert_eq!(laid_out.obstacles(), []);
    let pages: Vec<String> = (0..laid_out.pages()).map(|page| laid_out.lines(page).join("\n")).collect();
    for (title, last) in [("春耕时节", "核对补充耕地"), ("登记窗口的一天", "晚六点")] {
        let page = pages.iter().find(|page| page.contains(title)).expect("the headline stands somewhere");
        assert!(page.contains(last), "{title}: {pages:?}");
    }
    // Side by side: what is said of the first two of four stands on one line.
    assert!(
        pages.iter().any(|page| page.lines().any(|line| line.contains("早八点") && line.contains("旧照"))),
        "{pages:?}"
    );
    let frozen = FrozenIssue::freeze(content).expect("it may be frozen");
    let printed = typesetter.print_issue(&frozen, &Measures::default()).expect("it can be printed");
    if let Some(folder) = std::env::var_os("JIANBAO_PAGES") {
        std::fs::write(std::path::Path::new(&folder).join("gallery.pdf"), &printed).expect("it can be kept");
    }
}

#[test]
fn pictures_that_begin_an_issue_stand_below_its_masthead_and_those_that_end_it_are_not_torn() {
    let mut pictures = Pictures::default();
    let mut of = |title: &str, more: u16| {
        let mut item = article(title, 1);
        item.body = [
            taken(&mut pictures, (1600 + more, 1067), "早八点", "周鹏"),
            // Too narrow beside the panorama for what is said of it: each stands alone.
            taken(&mut pictures, (1843, 307 + more), "", ""),
            taken(
                &mut pictures,
                (900, 1950 + more),
                "图为3月12日，工作人员在堤防上查看水位标尺，逐段检查险工险段。",
                "陈瑶",
            ),
        ]
        .concat();
        item
    };
    let (first, last) = (of("春耕时节", 0), of("登记窗口的一天", 10));
    let typesetter = TYPESETTER.with_pictures(pictures);
    for paragraphs in 1..9 {
        let between = article("全市汛前检查全面完成", paragraphs);
        let content = issue(vec![articles(vec![first.clone(), between, last.clone()])]);
        let laid_out = typesetter.lay_out_issue(&content, &Measures::default()).expect("it can be set");
        assert_eq!(laid_out.obstacles(), [], "{paragraphs}");
        let pages: Vec<String> = (0..laid_out.pages()).map(|page| laid_out.lines(page).join("\n")).collect();
        assert!(pages[0].contains("早八点"), "{paragraphs}: {pages:?}");
        let page = pages.iter().find(|page| page.contains("登记窗口的一天")).expect("the headline");
        assert!(page.contains("逐段检查"), "{paragraphs}: {pages:?}");
        assert!(pages.iter().all(|page| page.lines().all(|line| line != "段" && line != "图")), "{pages:?}");
    }
}

#[test]
fn many_features_in_columns_all_end_evenly() {
    let mut pictures = Pictures::default();
    let features = (1..=6).map(|number| {
        let mut feature = article(&format!("第{number}个河长"), 3 + number);
        let drawn = taken(&mut pictures, (1200 + 10 * number as u16, 900), "检查组在堤防查看水位", "周鹏");
        feature.body = format!("{}{drawn}# 一、一张图管一条河\n{}", feature.body, feature.body);
        feature
    });
    let mut features = articles(features.collect());
    features.in_columns = true;
    let typesetter = TYPESETTER.with_pictures(pictures);
    let content = issue(vec![features, tests::samples::briefs(7)]);
    let laid_out = typesetter.lay_out_issue(&content, &Measures::default()).expect("it can be set");
    assert_eq!(laid_out.obstacles(), []);
    let frozen = FrozenIssue::freeze(content).expect("it may be frozen");
    let printed = typesetter.print_issue(&frozen, &Measures::default()).expect("it can be printed");
    if let Some(folder) = std::env::var_os("JIANBAO_PAGES") {
        std::fs::write(std::path::Path::new(&folder).join("features.pdf"), &printed).expect("it can be kept");
    }
}

/// A long feature as newspapers print it: a second headline, two by-lines, heads, photographs with what is said of them, in two
/// columns below its headline. With JIANBAO_PAGES naming a folder the PDF is kept there.
#[test]
fn a_long_feature_stands_in_two_columns_below_its_headline() {
    let mut pictures = Pictures::default();
    let mut feature = article("“河长”上岗记", 5);
    feature.subtitle = Some("——一条河的三十年与三百个守护它的人".to_owned());
    feature.attribution = "（市河湖保护中心/周鹏 陈瑶　市水利局/吴敏）".to_owned();
    let text = article("", 4).body;
    feature.body = [
        text.clone(),
        taken(&mut pictures, (1843, 1229), "检查组在堤防查看水位", "周鹏"),
        format!("# 一、一张图管一条河\n{text}\n# 二、三百个人\n{text}"),
        taken(
            &mut pictures,
            (1382, 1843),
            "图为3月12日，市河湖保护中心联合沿线乡镇开展汛前拉网式检查。",
            "周鹏　陈瑶",
        ),
        format!("{text}\n# 三、三十年\n{text}\n{text}"),
    ]
    .concat();
    let typesetter = TYPESETTER.with_pictures(pictures);
    let mut features = articles(vec![feature, article("全市汛前检查全面完成", 5)]);
    features.in_columns = true;
    let content = issue(vec![features, tests::samples::briefs(6)]);
    let laid_out = typesetter.lay_out_issue(&content, &Measures::default()).expect("it can be set");
    assert_eq!(laid_out.obstacles(), []);
    let lines = lines(&laid_out);
    let is_whole = |words: &str| lines.iter().any(|line| line.contains(words));
    assert!(
        is_whole("——一条河的三十年与三百个守护它的人"),
        "the headlines stand over both columns: {lines:?}"
    );
    for words in ["一、一张图管一条河", "三、三十年"] {
        assert!(lines.iter().any(|line| line == words), "{words}: {lines:?}");
    }
    // The same text over the whole width takes other pages.
    let mut whole = content.clone();
    whole.sections[0].in_columns = false;
    let whole = typesetter.lay_out_issue(&whole, &Measures::default()).expect("it can be set");
    assert_ne!(tests::samples::lines(&whole), lines);
    let frozen = FrozenIssue::freeze(content).expect("it may be frozen");
    let printed = typesetter.print_issue(&frozen, &Measures::default()).expect("it can be printed");
    if let Some(folder) = std::env::var_os("JIANBAO_PAGES") {
        std::fs::write(std::path::Path::new(&folder).join("feature.pdf"), &printed).expect("it can be kept");
    }
}

/// Photographs lying and upright, wide and small, in 信息 and in 简讯. With JIANBAO_PAGES naming a folder the PDF is kept there.
#[test]
fn photographs_of_all_shapes_find_their_room() {
    let mut pictures = Pictures::default();
    let mut line =
        |width, height, caption: &str, source: &str| taken(&mut pictures, (width, height), caption, source);
    let mut feature = article("“河长”上岗记——一条河的三十年与三百个守护它的人", 5);
    let long = "图为3月12日，市河湖保护中心联合沿线乡镇在卫运河左岸堤防开展汛前拉网式检查，逐段查看险工险段、穿堤涵闸和防汛物料。";
    let text = feature.body.clone();
    feature.body = [
        text.clone(),
        line(1843, 1229, "检查组在堤防查看水位", "周鹏"),
        text.clone(),
        line(1382, 1843, long, "周鹏　陈瑶"),
        text.clone(),
        line(600, 400, "旧照", "市档案馆供图"),
        text.clone(),
        line(1843, 420, "", "吴敏"),
        text,
    ]
    .concat();
    let mut briefs = tests::samples::briefs(8);
    for (place, (width, height, caption)) in
        [(0, (1843, 1229, "清淤现场")), (3, (1382, 1843, long)), (5, (500, 300, ""))]
    {
        let drawn = line(width, height, caption, "郑楠");
        briefs.items[place].body = format!("{}{drawn}", briefs.items[place].body.trim_end());
    }
    // One that begins with its picture: the sign stands on its first line.
    briefs.items[7].body = format!("{}{}", line(1843, 1382, "先有图", ""), briefs.items[7].body);
    let typesetter = TYPESETTER.with_pictures(pictures);
    let content = issue(vec![articles(vec![feature]), briefs]);
    let laid_out = typesetter.lay_out_issue(&content, &Measures::default()).expect("it can be set");
    assert_eq!(laid_out.obstacles(), []);
    let lines = lines(&laid_out);
    for words in ["检查组在堤防查看水位", "周鹏　摄", "市档案馆供图", "郑楠　摄"] {
        assert!(lines.iter().any(|line| line.contains(words)), "{words}: {lines:?}");
    }
    let frozen = FrozenIssue::freeze(content).expect("it may be frozen");
    let printed = typesetter.print_issue(&frozen, &Measures::default()).expect("it can be printed");
    if let Some(folder) = std::env::var_os("JIANBAO_PAGES") {
        std::fs::write(std::path::Path::new(&folder).join("pictures.pdf"), &printed).expect("it can be kept");
    }
}
