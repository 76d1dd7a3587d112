//! 一键整理.

use proptest::prelude::*;

use super::*;

fn tidied(body: &str) -> String {
    let changes = tidy_marks(&ProofText::of_body(body));
    mended(body, changes.iter().map(|change| (change.place.clone(), change.to.as_str())))
}

#[test]
fn marks_widths_and_blanks_are_put_in_order() {
    let cases = [
        ("近日,冠县局(林业科)组织开展\"回头看\";", "近日，冠县局（林业科）组织开展“回头看”；"),
        ("造林２３８２．５亩,增长３％。", "造林2382.5亩，增长3％。"),
        ("根据国发[2024]3号和鲁政办字(2024)15号。", "根据国发〔2024〕3号和鲁政办字〔2024〕15号。"),
        ("节约用地 1260 亩 ，已上报。", "节约用地1260亩，已上报。"),
        ("1-3月份,造林、抚育...", "1—3月份，造林、抚育……"),
        ("规划先行--宜居县城", "规划先行——宜居县城"),
        (
            "- **一是**做好服务,\n| 甲 | 1-3月 |\n|---|---|\n| 乙,丙 | x |",
            "- **一是**做好服务，\n| 甲 | 1—3月 |\n|---|---|\n| 乙，丙 | x |",
        ),
        ("见http://a.cn/b,c?d和a@b.cn,版本3.5。", "见http://a.cn/b,c?d和a@b.cn,版本3.5。"),
        ("１. 甲", "１. 甲"),
    ];
    for (body, expected) in cases {
        assert_eq!(tidied(body), expected, "{body}");
    }
    let changes = tidy_marks(&ProofText { title: "规划,先行", subtitle: "", body: "甲乙丙 3 亩" });
    let short: Vec<String> = changes
        .iter()
        .map(|change| format!("{} {:?} {}→{}", change.kind.label(), change.place, change.from, change.to))
        .collect();
    assert_eq!(short, ["中文标点改全角 2..3 ,→，", "去掉多余空格 3..4  →", "去掉多余空格 5..6  →"]);
}

/// What must not change: letters and digits of one width.
fn letters(text: &str) -> String {
    crate::text::name_letters(text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn tidied_twice_is_tidied_once_and_no_word_changes(
        text in "([甲乙年月号第一三1２.．,;:?!()（）\\[\\]\"“”《》 　\\-—~…。，、%％*#>|aＡ]|1-3月|国发|20\\d\\d|\n|\n- ){0,30}"
    ) {
        let once = tidied(&text);
        prop_assert_eq!(tidied(&once), once.clone(), "{:?}", text);
        prop_assert_eq!(letters(&once), letters(&text));
    }

    #[test]
    fn findings_stand_in_order_within_the_text_and_none_of_a_kind_over_another(
        text in "([甲的和布署截止目前帐号年月日号第一三1２.．,;:?!()（）\\[\\]\"“”《》 　\\-—~…。，、%％*#>|aＡ约余]|2月30日|20\\d\\d|\n|\n- ){0,40}"
    ) {
        let length = text.chars().count();
        let findings = read(&text);
        for finding in &findings {
            prop_assert!(finding.place.start < finding.place.end && finding.place.end <= length);
        }
        prop_assert!(findings.windows(2).all(|pair| pair[0].place.start <= pair[1].place.start));
        for kind in FindingKind::ALL {
            let of_kind: Vec<_> = findings.iter().filter(|finding| finding.kind == kind).collect();
            prop_assert!(of_kind.windows(2).all(|pair| pair[0].place.end <= pair[1].place.start));
        }
    }
}
