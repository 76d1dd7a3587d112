//! What is markup and what is not, as cases; and for any text: nothing is lost, nothing overflows.

use proptest::prelude::*;

use super::*;

/// Blocks in short: `段落`, `#标题`, `*强*`, `_调_`, `•` for lists or their first number, `>` quotes, `│` cells.
fn sketch(blocks: &[Block]) -> String {
    let sketches: Vec<String> = blocks.iter().map(sketch_block).collect();
    sketches.join(" ¶ ")
}

fn sketch_block(block: &Block) -> String {
    match block {
        Block::Paragraph { content } => sketch_inlines(content),
        Block::Heading { level, content } => format!("h{level}[{}]", sketch_inlines(content)),
        Block::List { start, items } => {
            let items: Vec<String> = items.iter().map(|item| sketch(item)).collect();
            let start = start.map_or("•".to_owned(), |start| start.to_string());
            format!("{start}[{}]", items.join("; "))
        }
        Block::Quote { content } => format!(">[{}]", sketch(content)),
        Block::Table { alignments, head, rows } => {
            let mut lines =
                vec![alignments.iter().map(|alignment| format!("{alignment:?}")).collect::<Vec<_>>()];
            for row in std::iter::once(head).chain(rows) {
                assert_eq!(row.len(), head.len(), "every row has as many cells as the head");
                lines.push(row.iter().map(|cell| sketch_inlines(cell)).collect());
            }
            lines.iter().map(|line| line.join("│")).collect::<Vec<_>>().join(" ‖ ")
        }
        Block::Rule => "――".to_owned(),
        Block::Picture { hash, caption, .. } => format!("![{caption}]({hash})"),
    }
}

fn sketch_inlines(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text { text } => text.clone(),
            Inline::Strong { content } => format!("【{}】", sketch_inlines(content)),
            Inline::Emphasis { content } => format!("〖{}〗", sketch_inlines(content)),
        })
        .collect()
}

#[test]
fn every_line_is_a_paragraph_and_indentation_means_nothing() {
    for (typed, meaning) in [
        ("甲\n乙", "甲 ¶ 乙"),
        ("甲\r\n\r\n\r\n乙\r丙", "甲 ¶ 乙 ¶ 丙"),
        ("　　甲\n    乙\n\t丙\n        丁", "甲 ¶ 乙 ¶ 丙 ¶ 丁"),
        ("甲\n---", "甲 ¶ ――"),
        ("甲\n===", "甲 ¶ ==="),
        ("甲\u{b}乙\u{2028}丙", "甲 ¶ 乙 ¶ 丙"),
        ("甲  \n乙\\\n丙", "甲 ¶ 乙\\ ¶ 丙"),
        ("", ""),
        (" \n　\n", ""),
    ] {
        assert_eq!(sketch(&parse(typed)), meaning, "{typed:?}");
    }
}

#[test]
fn our_marks_are_understood() {
    for (typed, meaning) in [
        ("# 题", "h1[题]"),
        ("##　题 #", "h2[题 #]"),
        ("###### 题", "h4[题]"),
        ("  ## **题**", "h2[【题】]"),
        ("> 甲\n> 乙", ">[甲 ¶ 乙]"),
        ("> 甲\n\n> 乙", ">[甲] ¶ >[乙]"),
        ("> 甲\n乙", ">[甲] ¶ 乙"),
        ("> - 甲\n> - 乙", ">[•[甲; 乙]]"),
        ("> > 甲\n> 乙", ">[>[甲] ¶ 乙]"),
        ("- 甲\n- 乙\n丙", "•[甲; 乙] ¶ 丙"),
        ("- 甲\n\n* 乙", "•[甲; 乙]"),
        ("- > 甲", "•[>[甲]]"),
        ("- - 甲", "•[•[甲]]"),
        ("1. 甲\n2. 乙", "1[甲; 乙]"),
        ("甲\n2. 乙", "甲 ¶ 2[乙]"),
        ("1. 甲\n乙\n2. 丙", "1[甲] ¶ 乙 ¶ 2[丙]"),
        ("1. 甲\n1. 乙", "1[甲] ¶ 1[乙]"),
        ("1. 甲\n3. 乙\n4. 丙", "1[甲] ¶ 3[乙; 丙]"),
        ("1. 甲\n3. 乙\n5. 丙", "1[甲] ¶ 3[乙] ¶ 5[丙]"),
        ("---", "――"),
        ("****", "――"),
        ("**甲**乙", "【甲】乙"),
        ("*甲*", "〖甲〗"),
        ("甲*乙丙*丁", "甲〖乙丙〗丁"),
        ("***甲***", "〖【甲】〗"),
        ("**甲*乙丙*丁**", "【甲〖乙丙〗丁】"),
        ("**一是保护。**以林场为主", "【一是保护。】以林场为主"),
        ("坚持**“三个一”**方法", "坚持【“三个一”】方法"),
        ("完成**1260**亩", "完成【1260】亩"),
        ("**甲\n乙**", "**甲 ¶ 乙**"),
    ] {
        assert_eq!(sketch(&parse(typed)), meaning, "{typed:?}");
    }
}

#[test]
fn ordinary_characters_stay_what_they_are() {
    for text in [
        "1、加强领导",
        "1.加强领导",
        "1) 加强领导",
        "1．加强领导",
        "（1）加强领导",
        "007. 加强领导",
        "1.",
        "-",
        "#话题",
        "#",
        "＃ 话题",
        "-5℃",
        "—— 副题",
        ">50亩",
        ">",
        "+ 加",
        "~约~ ~~删~~",
        "＊注",
        "*注",
        "* ",
        "2*3*4",
        "2**3**4",
        "长*宽*高",
        "长*宽*高*重",
        "60cm*40cm",
        "5*层*2",
        "单价 * 数量 * 系数",
        "张**、李**，王**",
        "138****1234",
        "a_b_c __d__ _e_",
        "\\*甲\\*",
        "C:\\目录\\文件",
        "\\",
        "<b>粗</b>",
        "<script>alert(1)</script>",
        "<!-- 注 -->",
        "a<b && c>d",
        "&amp; &lt; &#65; &nbsp;",
        "[2024]5号",
        "[文字](http://例.cn/a_b)",
        "[文字]: http://例.cn",
        "![图](a.png)",
        "<http://例.cn>",
        "http://例.cn/a*b",
        "`代码`",
        "```",
        "$x^2$",
        "甲|乙",
        "|",
        "| - |",
        "%@!\"'(),./:;=?^{}",
        "甲  乙",
        "： 甲",
        "[^1]",
        "[ ] 待办",
        "term\u{a0}: definition",
        "\u{1d538}😀",
    ] {
        let trimmed = text.trim();
        assert_eq!(sketch(&parse(text)), trimmed, "{text:?}");
        assert_eq!(
            plain_text(&parse(&format!("甲**{text}**"))).replace('*', ""),
            format!("甲{text}").replace('*', "")
        );
    }
}

#[test]
fn tables_have_as_many_cells_in_every_row() {
    for (typed, meaning) in [
        ("|甲|乙|\n|---|---|\n|丙|丁|", "Unset│Unset ‖ 甲│乙 ‖ 丙│丁"),
        ("甲|乙\n:-|-:\n丙|**丁**\n戊", "Left│Right ‖ 甲│乙 ‖ 丙│【丁】 ¶ 戊"),
        ("|甲|\n|:-:|\n|丙|丁|戊|", "Center│Unset│Unset ‖ 甲││ ‖ 丙│丁│戊"),
        ("前\n|甲|乙|\n|-|-|\n|丙|", "前 ¶ Unset│Unset ‖ 甲│乙 ‖ 丙│"),
        ("|甲|乙|\n|-|-|\n||`a\\|", "Unset│Unset ‖ 甲│乙 ‖ │`a\\"),
        ("甲|乙\n---\n丙", "甲|乙 ¶ ―― ¶ 丙"),
    ] {
        assert_eq!(sketch(&parse(typed)), meaning, "{typed:?}");
    }
}

#[test]
fn what_no_page_can_hold_is_still_kept_and_overflows_nothing() {
    let wide = format!("{}\n|-|\n", "|甲".repeat(500));
    assert_eq!(plain_text(&parse(&wide)).matches('甲').count(), 500);
    let deep = format!("{}甲\n{}乙", "> ".repeat(50_000), "- ".repeat(50_000));
    assert_eq!(plain_text(&parse(&deep)).matches(['甲', '乙']).count(), 2);
    let stars = format!("{}甲{}", "（*".repeat(30_000), "*）".repeat(30_000));
    assert_eq!(plain_text(&parse(&stars)).matches('（').count(), 30_000);
}

#[test]
fn a_brief_without_a_title_is_listed_by_its_first_sentence() {
    let long = "为贯彻落实会议精神".repeat(3);
    for (body, sentence) in [
        ("▲4月1日，举办培训。会议指出，要学习。", "4月1日，举办培训"),
        ("　　▲ **近日**，召开会议！\n其他。", "近日，召开会议！"),
        ("他说“要减负。”大家鼓掌。", "他说“要减负。”"),
        ("增长1.5倍，完成\n第二段。", "增长1.5倍，完成"),
        ("", ""),
        (&format!("{long}，{long}，{long}。"), &format!("{long}，{long}……")),
        (&"无".repeat(61), &format!("{}……", "无".repeat(60))),
    ] {
        assert_eq!(first_sentence(body), sentence, "{body}");
    }
}

#[test]
fn characters_are_counted_as_word_counts_them() {
    for (text, count) in [
        ("", 0),
        (" 　\n", 0),
        ("自然资源。", 5),
        ("“双碳”——", 6),
        ("2024年", 2),
        ("占地1260.5亩，增长34%。", 9),
        ("hello world", 2),
        ("用Rust写jianbao系统", 6),
        ("▲1-3月份", 4),
        ("a\u{200b}b", 2),
        ("㎡😀", 2),
    ] {
        assert_eq!(count_characters(text), count, "{text:?}");
    }
}

/// Characters that are never part of a mark, in order.
fn words(text: &str) -> String {
    let is_mark = |character: char| "#>-*|:.0123456789".contains(character) || character == quote::SENTINEL;
    let is_unseen =
        |character: char| character.is_whitespace() || character.is_control() || character == '\u{feff}';
    text.chars().filter(|character| !is_mark(*character) && !is_unseen(*character)).collect()
}

fn depth(blocks: &[Block]) -> usize {
    let deepest = blocks.iter().map(|block| match block {
        Block::Quote { content } => 1 + depth(content),
        Block::List { items, .. } => 1 + items.iter().map(|item| depth(item)).max().unwrap_or(0),
        _ => 0,
    });
    deepest.max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_word_of_any_text_is_lost(text in any::<String>()) {
        prop_assert_eq!(words(&plain_text(&parse(&text))), words(&text));
        let _ = (first_sentence(&text), count_characters(&text));
    }

    #[test]
    fn no_word_of_a_marked_text_is_lost(text in "([#>\\-*1. 　甲乙。“”|\\\\`_<&\\[\\](:\t]|\n){0,60}") {
        let blocks = parse(&text);
        prop_assert_eq!(words(&plain_text(&blocks)), words(&text));
        prop_assert!(depth(&blocks) <= DEEPEST_BLOCK);
    }

    #[test]
    fn a_text_without_marks_is_itself(lines in prop::collection::vec("[甲乙丙丁，。（）“”]{1,20}", 0..6)) {
        let text = lines.join("\n");
        prop_assert_eq!(plain_text(&parse(&text)), text);
    }
}

#[test]
fn a_paragraph_that_looks_like_a_mark_stays_the_paragraph_that_it_is() {
    let paragraph = |text: &str| Block::Paragraph { content: vec![Inline::Text { text: text.to_owned() }] };
    for (typed, written) in [
        ("- 1 -", "－ 1 -"),
        ("# 井号", "＃ 井号"),
        ("#井号", "#井号"),
        ("> 大于", "＞ 大于"),
        ("* 星号", "＊ 星号"),
        ("+ 加号", "+ 加号"),
        ("---", "－--"),
        ("-5度", "-5度"),
    ] {
        let body = write(&[paragraph("前文。"), paragraph(typed)]);
        assert_eq!(body, format!("前文。\n{written}"));
        assert!(parse(&body).iter().all(|block| matches!(block, Block::Paragraph { .. })), "{body}");
    }
}
