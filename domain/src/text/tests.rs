//! Text as it is typed, pasted and imported.

use proptest::prelude::*;

use super::*;

#[test]
fn what_nobody_sees_goes() {
    let cases = [
        ("自然\u{200b}资源", "自然资源"),
        ("soft\u{ad}ware", "software"),
        ("\u{feff}题目", "题目"),
        ("甲\u{0}乙\u{7}丙\u{1b}[0m", "甲乙丙[0m"),
        ("一\u{202e}二\u{202c}三", "一二三"),
        ("一\u{2066}二\u{2069}三\u{2061}", "一二三"),
        ("葛\u{e0100}城\u{fe0f}", "葛城"),
        ("甲\u{2060}乙\u{206f}丙\u{fffc}", "甲乙丙"),
        ("一行\r\n二行\r三行\n四行\u{b}五行\u{2028}六行", "一行\n二行\n三行\n四行\n五行\n六行"),
        ("列\t列", "列\t列"),
        ("甲\u{a0}乙\u{2003}丙", "甲 乙\u{3000}丙"),
        ("⾃然资源⻓⾦", "自然资源长金"),
        ("\u{f9d1}\u{2f80c}", "六㒞"),
        ("ＡＢ１２（〇）“”——…", "ＡＢ１２（〇）“”——…"),
    ];
    for (typed, clean) in cases {
        assert_eq!(cleaned(typed), clean, "{typed:?}");
    }
}

#[test]
fn it_says_what_changed_that_one_sees_and_nothing_else() {
    assert_eq!(clean("自然\u{200b}资源\r\n").changes.to_string(), "");
    assert!(!clean("自然\u{200b}资源\r\n").changes.is_seen());
    assert_eq!(clean("自然\u{200b}资源").changes.invisible, 1);
    assert_eq!(clean("甲\u{202e}乙").changes.to_string(), "已去掉 1 个使文字倒排的控制字符，请再看一遍字序");
    assert_eq!(
        clean("⾃⾃⼀").changes.to_string(),
        "已把形似汉字的部首或兼容字换成汉字：⼀（U+2F00）→一、⾃（U+2F83）→自"
    );
    assert_eq!(
        clean("第一行\n第\u{e123}行").changes.to_string(),
        "有各台电脑显示不同的造字，请换成标准字：U+E123（第2行第2字）"
    );
    assert_eq!(clean("第\u{e123}行").text, "第\u{e123}行", "nobody knows what it means, so it stays");
}

#[test]
fn a_text_is_looked_for_whatever_its_width() {
    assert_eq!(fold("ＧＰＳ　２０２４年"), "gps 2024年");
    assert_eq!(fold("⾃然\u{200b}资源"), "自然资源");
}

#[test]
fn a_name_is_the_same_whatever_dot_or_blank_stands_in_it() {
    for dot in ["·", "•", "・", "．", "‧", "∙", "･", ".", " ", "\u{3000}", ""] {
        assert!(is_same_name(&format!("阿依古丽{dot}买买提"), "阿依古丽·买买提"), "{dot:?}");
    }
    assert!(is_same_name("王　刚", "王刚"));
    assert!(is_same_name("财　审\n科", "财审科"));
    assert!(is_same_name("县（市、区）局", "县(市、区)局"));
    assert!(!is_same_name("王刚", "王钢"));
    assert!(!is_same_name("", " "));
}

#[test]
fn what_nobody_sees_goes_from_every_plane() {
    for invisible in
        ['\u{1bca0}', '\u{1bca3}', '\u{2800}', '\u{1d159}', '\u{13430}', '\u{70f}', '\u{110bd}', '\u{8e2}']
    {
        let cleaned = clean(&format!("隐{invisible}藏"));
        assert_eq!((cleaned.text.as_str(), cleaned.changes.invisible), ("隐藏", 1), "{invisible:?}");
    }
}

proptest! {
    #[test]
    fn what_was_cleaned_stays_as_it_is(text in any::<String>()) {
        let once = clean(&text);
        let twice = clean(&once.text);
        prop_assert_eq!(&twice.text, &once.text);
        prop_assert!(twice.text.chars().all(|character| !is_invisible(character)));
        prop_assert_eq!(twice.changes.turning + twice.changes.invisible, 0);
    }

    #[test]
    fn ordinary_text_is_left_alone(text in "[一-龥a-zA-Z0-9，。！？；：“”（）—…、《》\n 　]{0,80}") {
        prop_assert_eq!(clean(&text), Cleaned { text: text.clone(), changes: Changes::default() });
    }
}

#[test]
fn a_list_is_parted_as_people_part_it() {
    let parts = |text, between| listed(text, between).collect::<Vec<_>>();
    let text = " 甲 乙、丙，丁,戊；己;庚：6:4\n辛\t壬 、 ";
    assert_eq!(parts(text, Between::Lines), ["甲 乙", "丙", "丁", "戊", "己", "庚：6:4", "辛\t壬"]);
    assert_eq!(parts(text, Between::Colons), ["甲 乙", "丙", "丁", "戊", "己", "庚", "6", "4\n辛\t壬"]);
    assert_eq!(parts(text, Between::Blanks), ["甲", "乙", "丙", "丁", "戊", "己", "庚：6:4", "辛", "壬"]);
    for between in [Between::Lines, Between::Colons, Between::Blanks] {
        assert_eq!(parts(" 、\n；", between), [""; 0]);
    }
}
