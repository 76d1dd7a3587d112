//! Texts as they come from elsewhere, and what an item takes of them.

use super::*;
use crate::{markdown::write, unit::tests::directory};

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.to_owned() }]
}

fn line(words: &str) -> Part {
    Part::Line(Line { content: text(words), ..Line::default() })
}

fn tidied(parts: Vec<Part>) -> Manuscript {
    tidy(parts, &directory(&[("地质矿产管理科", &["地矿科"])]))
}

#[test]
fn title_heads_tables_and_attribution_are_found_and_what_nobody_sees_goes() {
    let manuscript = tidied(vec![
        line("　\u{a0}"),
        Part::Line(Line {
            content: text("矿山\u{200b}生态修复见成效"), is_centred: true, ..Line::default()
        }),
        line("——地矿科开展专项行动"),
        line("　　近日，地矿科召开会议。"),
        line("一、主要做法"),
        Part::Line(Line { content: text("加强领导"), level: Some(2), ..Line::default() }),
        Part::Line(Line {
            content: text("这是用了标题样式的一段话。"), level: Some(1), ..Line::default()
        }),
        Part::Item { number: Some(3), content: text("甲") },
        Part::Item { number: Some(4), content: text("乙") },
        Part::Item { number: None, content: text("丙") },
        Part::Table(vec![
            vec![text("项目"), text("数量")],
            vec![vec![], vec![]],
            vec![text("耕\u{ad}地"), text("3"), text("万亩")],
        ]),
        Part::MissingPicture,
        line("下一步将持续推进。（地矿科/周鹏 陈瑶）"),
    ]);
    assert_eq!(manuscript.title.as_deref(), Some("矿山生态修复见成效"));
    assert_eq!(manuscript.subtitle.as_deref(), Some("——地矿科开展专项行动"));
    assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/周鹏 陈瑶）"));
    assert_eq!(
        write(&manuscript.blocks),
        "近日，地矿科召开会议。\n# 一、主要做法\n## 加强领导\n这是用了标题样式的一段话。\n3. 甲\n4. 乙\n- 丙\n\
         | 项目 | 数量 |  |\n| --- | --- | --- |\n| 耕地 | 3 | 万亩 |\n\n下一步将持续推进。"
    );
    assert_eq!(
        manuscript.done,
        ["标题", "副题", "2 个小标题", "2 个列表", "1 个表格", "署名", "去掉 2 个隐藏字符"]
    );
    assert_eq!(manuscript.left, ["1 张图片没有带进来，请另行添加"]);
}

#[test]
fn what_stands_about_a_page_is_none_of_its_text() {
    let head = |words: &str| Part::Line(Line { content: text(words), level: Some(1), ..Line::default() });
    let manuscript = tidied(vec![
        line("原创 张三 临清自然资源 2024-11-20 山东"),
        line("点击蓝字 关注我们"),
        line("当前位置：首页 > 工作动态"),
        head("矿山巡查改用无人机"),
        line("来源丨地矿科"),
        line("近日，地矿科用无人机巡查在册矿山12处。"),
        line("文/周鹏"),
        line("编辑：张三　审核：李四"),
        line("投稿邮箱：news@example.com"),
        line("- END -"),
        line("点击阅读原文"),
    ]);
    assert_eq!(manuscript.title.as_deref(), Some("矿山巡查改用无人机"));
    assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科）"));
    assert_eq!(write(&manuscript.blocks), "近日，地矿科用无人机巡查在册矿山12处。");
    assert_eq!(manuscript.contacts.len(), 7, "{:?}", manuscript.contacts);
    assert_eq!(manuscript.left, ["标题上面的“当前位置：首页 > 工作动态”没有放进正文"]);
    let manuscript = tidied(vec![line("原创话剧在冠县上演"), line("近日，召开会议。"), line("会后座谈。")]);
    assert_eq!(manuscript.title.as_deref(), Some("原创话剧在冠县上演"));
    // Whose paper it is stands above its day.
    let manuscript = tidied(vec![
        line("工作小结"),
        line("近日，召开会议。"),
        line("临清市自然资源局"),
        line("2024年3月5日"),
    ]);
    assert_eq!(manuscript.attribution.as_deref(), Some("（临清市自然资源局）"));
    assert_eq!(write(&manuscript.blocks), "近日，召开会议。");
}

#[test]
fn sentences_that_begin_as_lines_about_the_text_stay_in_it() {
    let sentences = [
        "联系人：每个镇街确定1名联系人，负责上传下达。",
        "电话：开通24小时咨询热线，共接听咨询电话1200次",
        "审核：对申报材料逐一核对，做到不漏一户。",
        "统筹：市县两级矿山生态修复项目资金1.2亿元",
        "策划：开展主题活动12场。",
        "手机/电脑两端同步办理",
    ];
    let parts = [&["近日，召开会议。"][..], &sentences].concat().into_iter().map(line).collect();
    let manuscript = tidied(parts);
    assert_eq!(write(&manuscript.blocks), format!("近日，召开会议。\n{}", sentences.join("\n")));
    assert!(manuscript.contacts.is_empty());
    let manuscript = tidied(vec![
        line("近日，召开会议。"),
        line("联系人：张三，电话：0635-8000000。"),
        line("拟稿：周鹏　审核：李四　签发：王五。"),
        line("统筹：李四、王五"),
    ]);
    assert_eq!(manuscript.contacts.len(), 3);
    // Titles that begin as lines of a public account, or as a letterhead ends.
    for title in
        ["关注我们身边的耕地保护", "扫描二维码办理不动产登记 冠县打通最后一米", "局党组传达学习中央一号文件"]
    {
        let manuscript = tidied(vec![line(title), line("近日，召开会议。"), line("会后座谈。")]);
        assert_eq!(manuscript.title.as_deref(), Some(title));
    }
}

#[test]
fn a_title_in_two_lines_is_one() {
    let centred =
        |words: &str| Part::Line(Line { content: text(words), is_centred: true, ..Line::default() });
    let manuscript = tidied(vec![
        centred("关于进一步加强全区矿山地质环境"),
        centred("保护与治理恢复工作的情况"),
        line("近日，召开会议。"),
    ]);
    assert_eq!(manuscript.title.as_deref(), Some("关于进一步加强全区矿山地质环境保护与治理恢复工作的情况"));
    let manuscript = tidied(vec![
        centred("关于加强巡查的报告"),
        centred("地矿科专项行动见成效"),
        line("近日，召开会议。"),
    ]);
    assert_eq!(manuscript.title.as_deref(), Some("关于加强巡查的报告"));
}

#[test]
fn a_part_of_a_text_is_taken_as_it_is() {
    let parts =
        vec![line("矿山巡查"), line("近日，召开会议。"), line("联系人：张三"), line("（地矿科/周鹏）")];
    let manuscript = tidy_part(parts);
    assert_eq!(write(&manuscript.blocks), "矿山巡查\n近日，召开会议。\n联系人：张三\n（地矿科/周鹏）");
    assert_eq!((manuscript.title, manuscript.attribution, manuscript.done.len()), (None, None, 0));
}

#[test]
fn what_is_no_title_and_no_attribution_stays_in_the_body() {
    for lines in [
        &["▲4月1日，举办培训。", "会后座谈。"][..],
        &["近日，召开会议。", "会议要求（以下简称《规划》）"],
        &["一、主要做法", "成立专班。"],
        &["只有一行没有句号"],
        &["短句一", "短句二"],
    ] {
        let manuscript = tidied(lines.iter().map(|words| line(words)).collect());
        assert_eq!((manuscript.title, manuscript.attribution), (None, None), "{lines:?}");
        assert_eq!(manuscript.blocks.len(), lines.len());
    }
}

#[test]
fn a_number_without_a_next_one_ends_nothing() {
    let item = |number| Part::Item { number: Some(number), content: text("甲。") };
    let manuscript = tidied(vec![item(u64::MAX), item(u64::MAX)]);
    assert_eq!(write(&manuscript.blocks).matches('甲').count(), 2);
}

#[test]
fn strength_of_a_part_stays_and_of_a_whole_line_goes() {
    let strong = |words: &str| Inline::Strong { content: text(words) };
    let part = [vec![strong("一是保护。")], text("以林场为主。（地矿科/周鹏）")].concat();
    let manuscript = tidied(vec![
        Part::Line(Line { content: vec![strong("全是粗体的一句。")], ..Line::default() }),
        Part::Line(Line { content: part, ..Line::default() }),
    ]);
    assert_eq!(write(&manuscript.blocks), "全是粗体的一句。\n**一是保护。**以林场为主。");
    assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/周鹏）"));
}

fn shown(words: &str, size: u16, is_centred: bool) -> Part {
    Part::Line(Line { content: text(words), size, is_centred, ..Line::default() })
}

const BODY: &str = "近日，地矿科召开会议，部署矿山生态修复工作，各分局参加。";

#[test]
fn a_large_title_in_the_middle_may_have_several_lines_and_others_above_it() {
    let manuscript = tidied(vec![
        shown("信息专报", 32, true),
        shown("关于开展矿山生态修复专项行动", 44, true),
        shown("情况的报告", 44, true),
        shown("地矿科聚焦突出问题抓整改", 32, true),
        shown("地矿科　张三", 32, true),
        shown("（2024年3月5日）", 32, true),
        shown(BODY, 32, false),
        shown("审核：李四　　签发：王五", 32, false),
    ]);
    assert_eq!(manuscript.title.as_deref(), Some("关于开展矿山生态修复专项行动情况的报告"));
    assert_eq!(manuscript.subtitle.as_deref(), Some("地矿科聚焦突出问题抓整改"));
    assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/张三）"));
    assert_eq!(manuscript.contacts, ["（2024年3月5日）", "审核：李四　　签发：王五"]);
    assert_eq!(write(&manuscript.blocks), BODY);
    assert_eq!(manuscript.left, ["标题上面的“信息专报”没有放进正文"]);
}

#[test]
fn a_title_drawn_out_by_blanks_is_closed_up() {
    let manuscript = tidied(vec![line("通　　　报"), line(BODY)]);
    assert_eq!(manuscript.title.as_deref(), Some("通报"));
    let manuscript = tidied(vec![line("把握主动　靠前服务"), line(BODY)]);
    assert_eq!(manuscript.title.as_deref(), Some("把握主动　靠前服务"));
}

#[test]
fn what_is_about_the_text_is_given_apart_and_nothing_of_the_text() {
    for (last, attribution, contacts) in [
        (&["（地矿科 张三 李四）"][..], Some("（地矿科/张三 李四）"), &[][..]),
        (&["（地矿科 高唐分局）"], Some("（地矿科 高唐分局）"), &[]),
        (&["地矿科　张三"], Some("（地矿科/张三）"), &[]),
        (&["供稿：地矿科 张三"], Some("（地矿科/张三）"), &[]),
        (
            &["（地矿科/张三）", "联系人：张三　电话：0635-8000000", "审 核：李四", "2024年3月5日"],
            Some("（地矿科/张三）"),
            &["联系人：张三　电话：0635-8000000", "审 核：李四", "2024年3月5日"],
        ),
        (
            &["（撰稿人：张三，电话：0635-8000000）", "（地矿科）"],
            Some("（地矿科）"),
            &["（撰稿人：张三，电话：0635-8000000）"],
        ),
        (&["报送单位：地矿科　报送时间：2024年3月5日"], None, &["报送单位：地矿科　报送时间：2024年3月5日"]),
        (&["联系电话：8000000。会议要求，抓好落实。"], None, &[]),
        (&["会议要求：抓好落实"], None, &[]),
        (&["张三"], None, &[]),
    ] {
        let mut parts = vec![line("标题"), line(BODY)];
        parts.extend(last.iter().map(|words| line(words)));
        let manuscript = tidied(parts);
        assert_eq!(manuscript.attribution.as_deref(), attribution, "{last:?}");
        assert_eq!(manuscript.contacts, contacts, "{last:?}");
        let kept = manuscript.blocks.len() - 1 + contacts.len() + usize::from(attribution.is_some());
        assert_eq!(kept, last.len(), "nothing is lost: {last:?}");
    }
}

#[test]
fn pictures_stand_in_the_text_with_their_captions_and_below_the_attribution() {
    let hash = "a".repeat(64);
    let picture = || Part::Picture { hash: hash.clone(), caption: String::new(), source: None };
    let manuscript = tidied(vec![
        line("标题"),
        line(BODY),
        line("（地矿科/张三）"),
        picture(),
        line("图为会议现场。张三摄"),
        picture(),
    ]);
    assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科/张三）"));
    assert_eq!(
        write(&manuscript.blocks),
        format!("{BODY}\n![图为会议现场。]({hash} \"张三 摄\")\n![]({hash})")
    );
    assert!(manuscript.done.contains(&"2 张图片".to_owned()));
}

#[test]
fn notes_stand_at_the_end_and_losses_are_counted() {
    let manuscript = tidied(vec![
        line("标题"),
        line("近日①，召开会议。（地矿科）"),
        Part::Note { sign: "①".to_owned(), content: text(" 指3月5日。") },
        Part::Lost(Loss::Chart),
        Part::Lost(Loss::Metafile),
        Part::Lost(Loss::Chart),
        Part::Over(text("一周信息")),
    ]);
    assert_eq!(write(&manuscript.blocks), "近日①，召开会议。\n①指3月5日。");
    assert_eq!(manuscript.attribution.as_deref(), Some("（地矿科）"));
    assert_eq!(
        manuscript.left,
        [
            "标题上面的“一周信息”没有放进正文",
            "1 张 EMF、WMF 图没有带进来，请截图后另行添加",
            "2 个图表没有带进来，请截图后另行添加",
        ]
    );
}

#[test]
fn a_numbered_line_alone_above_a_paragraph_is_a_head_and_below_a_title_that_is_one_levels_rise() {
    let item = |number, words: &str| Part::Item { number: Some(number), content: text(words) };
    let head =
        |level, words: &str| Part::Line(Line { content: text(words), level: Some(level), ..Line::default() });
    let manuscript = tidied(vec![
        head(1, "标题"),
        head(2, "主要做法"),
        item(1, "加强领导"),
        line(BODY),
        item(2, "完善机制"),
        line(BODY),
        item(1, "甲"),
        item(2, "乙"),
        line(BODY),
    ]);
    assert_eq!(manuscript.title.as_deref(), Some("标题"));
    assert_eq!(
        write(&manuscript.blocks),
        format!("# 主要做法\n### 1.加强领导\n{BODY}\n### 2.完善机制\n{BODY}\n1. 甲\n2. 乙\n{BODY}")
    );
}
