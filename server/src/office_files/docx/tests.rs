//! Documents as people have them, and documents made to do harm.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its file has failed")]

use std::io::{Cursor, Write};

use domain::audit::Block;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{super::NEVER, *};

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(content: &str) -> String {
    format!(r#"<w:document xmlns:w="w" xmlns:mc="mc" xmlns:wp="wp"><w:body>{content}</w:body></w:document>"#)
}

/// Lines as they are, rows with their cells between bars.
fn seen(read: Document) -> Vec<String> {
    read.blocks
        .into_iter()
        .flat_map(|block| match block {
            Block::Line(line) => vec![line.text],
            Block::Table(rows) => rows.into_iter().map(|row| row.cells.join("|")).collect(),
        })
        .collect()
}

fn of_body(content: &str) -> Vec<String> {
    seen(read(&packed(&[("word/document.xml", &document(content))]), NEVER).unwrap())
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run("", text))
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

fn cell(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

fn row(properties: &str, cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| cell("", &paragraph(text))).collect();
    format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat())
}

#[test]
fn what_is_hidden_or_deleted_is_not_read() {
    let text = format!(
        "<w:p>{}{}{}<w:del><w:r><w:t>删</w:t></w:r></w:del><w:ins>{}</w:ins><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>",
        run("", "前"),
        run("<w:vanish/>", "隐"),
        run(r#"<w:vanish w:val="0"/>"#, "显"),
        run("", "增"),
    );
    assert_eq!(of_body(&text), ["前显增"]);
    // How it was before a change is no property of how it is.
    let changed = run("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>", "今");
    assert_eq!(of_body(&format!("<w:p>{changed}</w:p>")), ["今"]);
    // A paragraph whose end was deleted goes on with the next.
    let torn =
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", run("", "一"), paragraph("二"));
    assert_eq!(of_body(&torn), ["一二"]);
    let rows = [row("", &["甲", "1"]), row("<w:del/>", &["乙", "2"]), row("<w:hidden/>", &["丙", "3"])];
    assert_eq!(of_body(&table(&rows)), ["甲|1"]);
}

#[test]
fn text_may_be_hidden_by_its_style() {
    let styles = r#"<w:styles xmlns:w="w">
        <w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="c"/></w:style>
        <w:style w:type="paragraph" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;
    let body = format!(
        r#"<w:p>{}{}</w:p><w:p><w:pPr><w:pStyle w:val="b"/></w:pPr>{}</w:p>"#,
        run("", "前"),
        run(r#"<w:rStyle w:val="a"/>"#, "隐"),
        run("", "藏"),
    );
    assert_eq!(of_parts(&body, &[("styles", styles)]), ["前", ""]);
}

/// A document whose main part has another name, with parts beside it.
fn of_parts(body: &str, parts: &[(&str, &str)]) -> Vec<String> {
    let relation = |kind: &str, target: &str| {
        format!(r#"<Relationship Id="r{kind}" Type="http://schemas/{kind}" Target="{target}"/>"#)
    };
    let root = format!("<Relationships>{}</Relationships>", relation("officeDocument", "word/document2.xml"));
    let own: String = parts.iter().map(|(kind, _)| relation(kind, &format!("{kind}.xml"))).collect();
    let own = format!("<Relationships>{own}</Relationships>");
    let document = document(body);
    let mut files = vec![
        ("_rels/.rels".to_owned(), root.as_str()),
        ("word/document2.xml".to_owned(), document.as_str()),
        ("word/_rels/document2.xml.rels".to_owned(), own.as_str()),
    ];
    files.extend(parts.iter().map(|(kind, content)| (format!("word/{kind}.xml"), *content)));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    seen(read(&packed(&files), NEVER).unwrap())
}

#[test]
fn symbols_are_characters() {
    let symbol = |font: &str, code: &str| format!(r#"<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>"#);
    let cases = [
        (symbol("Wingdings", "F0AB"), "★"),
        (symbol("Wingdings", "00AB"), "★"),
        (symbol("Wingdings 2", "F0E9"), "★"),
        (symbol("Wingdings 3", "F070"), "▲"),
        (symbol("Webdings", "F035"), "▲"),
        (symbol("宋体", "2605"), "★"),
        (run(r#"<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>"#, "\u{f0ab}"), "★"),
        (run(r#"<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>"#, "«"), "★"),
        (symbol("Wingdings", "F03A"), "\u{f03a}"),
    ];
    for (xml, expected) in cases {
        assert_eq!(of_body(&format!("<w:p>{xml}</w:p>")), [expected], "{xml}");
    }
}

#[test]
fn numbers_that_word_makes_stand_before_their_lines() {
    let numbering = r#"<w:numbering xmlns:w="w">
        <w:abstractNum w:abstractNumId="1">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2、"/></w:lvl>
        </w:abstractNum>
        <w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
        <w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
        <w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
        <w:num w:numId="8"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#;
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="x"><w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let numbered = |list: u8, level: u8, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#,
            run("", text)
        )
    };
    let body = [
        numbered(5, 0, "甲组"),
        numbered(5, 1, "一篇"),
        numbered(5, 1, "二篇"),
        numbered(5, 0, "乙组"),
        numbered(5, 1, "又一篇"),
        numbered(6, 0, "丙组"),
        format!(r#"<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr>{}</w:p>"#, run("", "点")),
        numbered(0, 0, "没有"),
    ]
    .concat();
    assert_eq!(
        of_parts(&body, &[("numbering", numbering), ("styles", styles)]),
        ["（一） 甲组", "1、 一篇", "2、 二篇", "（二） 乙组", "1、 又一篇", "（七） 丙组", "点", "没有"]
    );
    // A cell that holds nothing but its number says that.
    let ranks = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", &paragraph("甲")),
        cell("", &numbered(5, 1, "")),
        cell("", &paragraph("乙")),
        cell("", &numbered(5, 1, "")),
    );
    assert_eq!(of_parts(&ranks, &[("numbering", numbering)]), ["甲|1、", "乙|2、"]);
}

#[test]
fn a_text_box_does_not_tear_the_sentence_that_holds_it() {
    let boxed = |placing: &str, text: &str| {
        format!(
            "<w:r><w:drawing><wp:{placing}><w:txbxContent>{}</w:txbxContent></wp:{placing}></w:drawing></w:r>",
            paragraph(text)
        )
    };
    let around = |inner: &str| of_body(&format!("<w:p>{}{inner}{}</w:p>", run("", "共收到"), run("", "条")));
    assert_eq!(around(&boxed("anchor", "旁注")), ["共收到条", "旁注"]);
    assert_eq!(around(&boxed("inline", "14")), ["共收到14条"]);
    // The same for programs of different ages.
    let twice = format!(
        "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>",
        boxed("anchor", "旁注")
    );
    assert_eq!(around(&twice), ["共收到条", "旁注"]);
    let only_fallback = format!(
        "<mc:AlternateContent><mc:Choice/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        boxed("anchor", "旁注")
    );
    assert_eq!(around(&only_fallback), ["共收到条", "旁注"]);
}

#[test]
fn rows_may_begin_further_right_and_end_further_left() {
    let rows = [
        row("", &["单位", "甲", "乙", "丙"]),
        row(r#"<w:gridBefore w:val="1"/>"#, &["1", "2", "3"]),
        row(r#"<w:gridAfter w:val="2"/>"#, &["局", "1"]),
    ];
    assert_eq!(of_body(&table(&rows)), ["单位|甲|乙|丙", "|1|2|3", "局|1||"]);
}

#[test]
fn paragraphs_and_lines_in_a_cell_are_parted() {
    let two = cell("", &format!("{}{}", paragraph("4"), paragraph("7")));
    let broken = cell("", "<w:p><w:r><w:t>5</w:t><w:br/><w:t>6</w:t></w:r></w:p>");
    assert_eq!(of_body(&format!("<w:tbl><w:tr>{two}{broken}</w:tr></w:tbl>")), ["4 7|5 6"]);
}

#[test]
fn a_table_that_only_arranges_others_is_taken_apart() {
    let inner = table(&[row("", &["单位", "篇数"]), row("", &["甲局", "4"])]);
    let outer = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", &paragraph("表题")),
        cell("", &format!("{inner}<w:p/>")),
        cell("", &paragraph("旁注")),
    );
    assert_eq!(of_body(&outer), ["表题", "单位|篇数", "甲局|4", "", "旁注"]);
    // A frame around a sentence.
    assert_eq!(of_body(&table(&[row("", &["一句话"])])), ["一句话"]);
}

#[test]
fn controls_that_nobody_filled_in_say_nothing() {
    let control = |properties: &str| {
        format!(
            "<w:p><w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt></w:p>",
            run("", "点此输入")
        )
    };
    assert_eq!(of_body(&control("<w:showingPlcHdr/>")), [""]);
    assert_eq!(of_body(&control("")), ["点此输入"]);
}

#[test]
fn numbers_that_word_adds_are_read_out_and_bounded() {
    let level = format!(
        r#"<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{}"/></w:lvl>"#,
        "%1".repeat(100_000)
    );
    let lists = format!(
        r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#
    );
    let relations = r#"<Relationships><Relationship Id="n" Type="http://x/numbering" Target="numbering.xml"/></Relationships>"#;
    let paragraph = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>字</w:t></w:r></w:p>"#;
    let read_of = |count: usize| {
        let document = document(&paragraph.repeat(count));
        read(
            &packed(&[
                ("word/document.xml", document.as_str()),
                ("word/_rels/document.xml.rels", relations),
                ("word/numbering.xml", lists.as_str()),
            ]),
            NEVER,
        )
    };
    let lines = seen(read_of(2).unwrap());
    assert!(lines.iter().all(|line| line.len() < 200), "{lines:?}");
    assert!(matches!(read_of(90_000), Err(OfficeFileError::Bomb(_))), "a number before each is text as well");
}

#[test]
fn a_notes_mark_behind_a_figure_is_no_figure() {
    let raised = r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>"#;
    let line =
        |before: &str| format!("<w:p><w:r><w:t>{before}</w:t></w:r>{raised}<w:r><w:t>。</w:t></w:r></w:p>");
    assert_eq!(of_body(&line("计5")), ["计5。"]);
    assert_eq!(of_body(&line("每m")), ["每m1。"], "as in m²");
}

#[test]
fn what_is_read_is_bounded_by_what_comes_out() {
    let is_bomb = |content: &str| {
        let file = packed(&[("word/document.xml", &document(content))]);
        assert!(file.len() < 200 << 10, "{} bytes", file.len());
        matches!(read(&file, NEVER), Err(OfficeFileError::Bomb(_)))
    };
    let wide = cell(r#"<w:gridSpan w:val="99999999"/>"#, "<w:p/>");
    assert!(is_bomb(&format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{wide}{wide}</w:tr>").repeat(40_000))));
    let before = row(r#"<w:gridBefore w:val="99999999"/><w:gridAfter w:val="4000000000"/>"#, &["1", "2"]);
    assert!(is_bomb(&format!("<w:tbl>{}</w:tbl>", before.repeat(20_000))));
    assert!(is_bomb(&"<w:p/>".repeat(2_000_000)));
    assert!(is_bomb(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "字".repeat(1 << 20))));
    assert!(is_bomb(&"<w:tbl><w:tr><w:tc>".repeat(200)));
    assert!(is_bomb(&format!("<w:p {}/>", "w:a=\"1\" ".repeat(1 << 18))));
}
