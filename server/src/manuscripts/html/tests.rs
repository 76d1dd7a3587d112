//! Pieces of HTML as programs put them on the clipboard, and what is read of them.

use domain::{manuscript::tidy, markdown::write, unit::UnitDirectory};

use super::*;

fn body(html: &str) -> String {
    write(&tidy(read(html), &UnitDirectory::default()).blocks)
}

#[test]
fn paragraphs_of_every_program_are_lines() {
    for (html, expected) in [
        ("甲", "甲"),
        ("<p>甲</p><p>&nbsp;</p><div>乙<br>丙</div>", "甲\n乙\n丙"),
        ("<div><div>甲</div>乙<p>丙</p></div>", "甲\n乙\n丙"),
        ("<p>自然资源\r\n  保护</p>", "自然资源保护"),
        ("<p>自然 资源</p>", "自然 资源"),
        ("<p>the\nfirst</p>", "the first"),
        ("<p>甲<b>乙</b>丙</p>", "甲**乙**丙"),
        ("<p>甲<span style='font-weight:700'>乙</span><i>丙</i></p>", "甲**乙**丙"),
        ("<b style='font-weight:normal'><p>甲乙</p></b>", "甲乙"),
        ("<p style='display:none'>藏</p><p>甲<span style='mso-hide:all'>藏</span></p>", "甲"),
        ("<style>p{}</style><script>1</script><p>甲</p><!-- 注 -->", "甲"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
        ("<section style='white-space: pre-wrap'>甲\n乙</section>", "甲\n乙"),
        ("<p>&lt;b&gt;甲</p>", "<b>甲"),
        (
            "<p>完成<s>十</s>十二项，<span style=\"TEXT-DECORATION: line-through\">增长</span>同比持平</p>",
            "完成十二项，同比持平",
        ),
        ("<nav>首页 新闻</nav><p>甲</p><hr class=\"msocomoff\"><footer>版权所有</footer>", "甲"),
        ("<p>10<sup>4</sup>亩，H<sub>2</sub>O<del>删</del></p>", "10⁴亩，H₂O"),
        ("<p><span style='mso-list:Ignore'>一、</span>题</p>", "# 一、题"),
        ("<html><body>\n<!--StartFragment--><p>甲</p><!--EndFragment-->\n</body>来自别处</html>", "甲"),
    ] {
        assert_eq!(body(html), expected, "{html}");
    }
}

#[test]
fn lists_number_themselves_or_are_numbered_by_word() {
    for (html, expected) in [
        ("<ul><li>甲</li><li><p>乙</p></li></ul>", "- 甲\n- 乙"),
        ("<ol start=3><li>甲<li>乙</ol>", "3. 甲\n4. 乙"),
        ("<ul>前言。<li>甲</ul>", "前言。\n- 甲"),
        (
            "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>\
             <span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span></span><![endif]>甲</p>",
            "1. 甲",
        ),
        (
            "<p style='mso-list:l0 level1 lfo1'><span style='font-family:Wingdings'>\
             <span style='mso-list:Ignore'>Ø<span>&nbsp; </span></span></span>甲</p>",
            "- 甲",
        ),
        (
            "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>一、</span>主要做法</p><p>文。</p>",
            "# 一、主要做法\n文。",
        ),
    ] {
        assert_eq!(body(html), expected, "{html}");
    }
}

#[test]
fn tables_keep_their_rows_and_columns() {
    for (html, expected) in [
        (
            "<table><thead><tr><th>项目<th>数量</thead><tr><td>耕<br>地</td><td align=right>3</td></tr></table>",
            "| 项目 | 数量 |\n| --- | --- |\n| 耕 地 | 3 |",
        ),
        (
            "<table><tr><td colspan=2>甲</td><td rowspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>",
            "| 甲 | 甲 | 乙 |\n| --- | --- | --- |\n| 丙 | 丁 | 乙 |",
        ),
        ("<table><tr><td><p>甲。</p><p>乙</p></td></tr></table>", "甲。\n乙"),
        ("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", "甲\n乙"),
        (
            "<p>情况如下：</p><table><caption>表1</caption><tr><td><ol><li>甲<li>乙</ol></td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>",
            "情况如下：\n表1\n| 1. 甲 2. 乙 | 1 2 |\n| --- | --- |",
        ),
        (
            "<html><body><table border=0><!--StartFragment--><col width=72><tr><td>甲</td><td>乙</td></tr><!--EndFragment--></table></body></html>",
            "| 甲 | 乙 |\n| --- | --- |",
        ),
    ] {
        assert_eq!(body(html), expected, "{html}");
    }
}

#[test]
fn pictures_that_were_handed_in_stand_where_they_stood_and_once() {
    let hash = "ab".repeat(32);
    let picture = format!("![]({hash})");
    for (html, expected) in [
        (format!("<p>甲</p><p><img src='/files/{hash}'></p><p>乙</p>"), format!("甲\n{picture}\n乙")),
        (format!("<p>甲<img src='/files/{hash}'>乙</p>"), format!("甲\n{picture}\n乙")),
        (
            format!("<table><tr><td><img src='/files/{hash}'></td></tr></table><p>乙</p>"),
            format!("{picture}\n乙"),
        ),
        ("<p>甲<img src='/files/ab'></p>".to_owned(), "甲".to_owned()),
    ] {
        assert_eq!(body(&html), expected, "{html}");
    }
    let lost = |html: &str| tidy(read(html), &UnitDirectory::default()).left;
    assert_eq!(
        lost("<table><tr><td><img src='file:///a.png'></td></tr></table>"),
        ["1 张图片没有带进来，请另行添加"]
    );
    assert_eq!(
        lost("<table><tr><td colspan=2>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>").len(),
        1,
        "that cells were merged is said"
    );
}

#[test]
fn remarks_beside_a_text_are_no_part_of_it_and_are_told() {
    let html = "<p>甲<span class=MsoCommentReference><a class=msocomanchor href='#c'>[w1]</a></span>乙</p>\
                <div style='mso-element:comment-list'><div style='mso-element:comment'><p>请核对</p></div></div>";
    assert_eq!(body(html), "甲乙");
    assert_eq!(tidy(read(html), &UnitDirectory::default()).left, ["1 条批注没有带进来"]);
}

#[test]
fn a_title_is_known_by_its_letters_as_in_a_file() {
    let html = "<p align=center style='font-size:16pt'>信息专报</p>\
        <p align=center><span style='font-size:22.0pt'>关于开展矿山生态修复专项行动</span></p>\
        <p align=center><span style='font-size:22.0pt'>情况的报告</span></p>\
        <p><span style='font-size:16.0pt'>近日，地矿科开展矿山生态修复专项行动，成效明显。</span></p>\
        <p><span style='font-size:16.0pt'>全市在册矿山全部完成整改。</span></p>";
    let manuscript = tidy(read(html), &UnitDirectory::default());
    assert_eq!(manuscript.title.as_deref(), Some("关于开展矿山生态修复专项行动情况的报告"));
}

#[test]
fn what_is_endless_is_still_read() {
    let deep = format!("{}甲{}", "<div>".repeat(5_000), "</div>".repeat(5_000));
    assert_eq!(body(&deep), "甲");
    let wide = format!(
        "<table><tr>{}</tr><tr><td rowspan=99999999 colspan=99999999>乙</td></tr></table>",
        "<td>甲</td>".repeat(300)
    );
    assert_eq!(body(&wide).matches('甲').count(), 300);
}
