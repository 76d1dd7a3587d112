//! Characters: rare ones are printed, impossible ones are named, and none is taken for markup.

use domain::issue::frozen::FrozenIssue;
use tests::samples::{TYPESETTER, article, articles, issue, lay_out, lines, whole_issue};
use typeset::{GlyphPlace, Measures, MissingGlyph, TypesetError, Typesetter};

#[test]
fn rare_characters_of_names_and_figures_are_printed() {
    let mut rare = article("喆堃璟玥珺镕等六人当选", 1);
    rare.body = "面积约250㎡，喆、堃、璟、玥、珺、镕参加；★▲●①〇℃—“”‘’·，䶮𬭚。".to_owned();
    rare.subtitle = Some("记镕与喆".to_owned());
    let pages = lay_out(&issue(vec![articles(vec![rare.clone()])]));
    assert_eq!(pages.missing_glyphs(), []);
    let text = lines(&pages).concat();
    assert!(text.contains(&rare.title) && text.contains("约250㎡，喆、堃、璟、玥、珺、镕参加"), "{text}");
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_item() {
    let mut content = whole_issue();
    content.sections[0].items[1].body.push_str("😀甲😀");
    content.sections[1].items[2].body.insert(0, '\u{10ffff}');
    let draft = lay_out(&content);
    let place = |index, name: String| GlyphPlace::Item { index, name };
    let brief = content.sections[1].items[2].name();
    assert_eq!(
        draft.missing_glyphs(),
        [
            MissingGlyph {
                character: '😀', place: place(1, "我市推行“一河一策”成效明显".to_owned())
            },
            MissingGlyph { character: '\u{10ffff}', place: place(5, brief) },
        ]
    );
    let frozen = FrozenIssue::freeze(content).expect("an issue that could be printed but for its glyphs");
    let error = TYPESETTER.print_issue(&frozen, &Measures::default()).expect_err("no glyph");
    assert!(matches!(&error, TypesetError::MissingGlyphs(missing) if missing.len() == 2));
    assert!(
        error.to_string().starts_with("第2篇《我市推行“一河一策”成效明显》：字符“😀”（U+1F600）没有字形"),
        "{error}"
    );
}

#[test]
fn a_missing_glyph_in_masthead_and_foot_is_named_too() {
    let mut content = whole_issue();
    content.publisher.push('😀');
    content.foot.as_mut().expect("a foot").editor = Some("🖋".to_owned());
    let places: Vec<_> = lay_out(&content).missing_glyphs().iter().map(|glyph| glyph.place.clone()).collect();
    assert_eq!(places, [GlyphPlace::Masthead, GlyphPlace::Foot]);
}

#[test]
fn what_looks_like_markup_is_printed_as_it_is_typed() {
    let typed = "#pagebreak() $x^2$ @甲 <乙> #read(\"/etc/passwd\") `丙` ＊ ~ _丁_ = 戊";
    let mut item = article("题#set text(red)", 1);
    item.body = typed.to_owned();
    item.attribution = "（#panic() 科）".to_owned();
    let pages = lay_out(&issue(vec![articles(vec![item])]));
    let text = lines(&pages).concat().replace(' ', "");
    for part in ["#pagebreak()$x^2$@甲<乙>", "#read(\"/etc/passwd\")", "题#settext(red)", "（#panic()科）"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(pages.pages(), 1);
}

#[test]
fn a_font_of_the_office_comes_before_the_built_in_one_of_its_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let kai = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/fonts/FandolKai-Regular.otf");
    let font = renamed(&std::fs::read(kai).expect("a font"), "FandolKai", "FangSongX");
    std::fs::write(folder.path().join("own.otf"), font).expect("the folder can be written");
    let typesetter = Typesetter::new(Some(folder.path())).expect("a font that can be read");
    let pages =
        typesetter.lay_out_issue(&whole_issue(), &Measures::default()).expect("an issue that can be set");
    let fonts: Vec<_> = pages.fonts_used().collect();
    assert!(fonts.contains(&"FangSongX") && !fonts.contains(&"FandolFang R"), "{fonts:?}");
}

/// The font under another name of the same length, wherever it says its name.
fn renamed(font: &[u8], name: &str, other: &str) -> Vec<u8> {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let mut font = font.to_vec();
    for (from, to) in [(name.as_bytes().to_vec(), other.as_bytes().to_vec()), (wide(name), wide(other))] {
        let mut at = 0;
        while let Some(found) = font[at..].windows(from.len()).position(|window| window == from) {
            at += found;
            font[at..at + to.len()].copy_from_slice(&to);
        }
    }
    font
}
