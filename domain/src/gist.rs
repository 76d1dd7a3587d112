//! What tells one brief of a list from the next: its words without the day and the unit with which nearly all begin.

use crate::unit::Unit;

/// Words that stand for a day.
const DAYS: [&str; 9] = ["近日", "日前", "近期", "连日来", "近段时间", "本周", "上周", "今天", "昨天"];
/// What stands behind a day: 3月12日上午.
const HOURS: [&str; 5] = ["上午", "下午", "晚上", "晚", "中午"];
/// A unit's name may have its office's before it: 市局地矿科.
const LONGEST_BEFORE_NAME: usize = 12;
const OF_AN_OFFICE: [char; 6] = ['局', '委', '办', '厅', '院', '府'];
/// What makes another word of a name's last sign: 科普, 科学, 所有.
const GOING_ON: [char; 12] = ['普', '学', '技', '研', '协', '目', '级', '室', '长', '员', '有', '属'];
/// Less tells nothing by itself, in characters.
const SHORTEST: usize = 6;

/// The part of a brief's first sentence that follows the day and the unit's name; all of it where too little would be left.
pub fn gist<'a>(sentence: &'a str, unit: &Unit) -> &'a str {
    let after_day = without_comma(after_day(sentence).unwrap_or(sentence));
    let rest = without_comma(after_name(after_day, unit).unwrap_or(after_day));
    if rest.chars().count() < SHORTEST { sentence } else { rest }
}

fn without_comma(text: &str) -> &str {
    text.trim_start_matches(['，', ',', '、', ' ', '\u{3000}'])
}

fn after_day(text: &str) -> Option<&str> {
    if let Some(rest) = DAYS.iter().find_map(|day| text.strip_prefix(day)) {
        return Some(rest);
    }
    let mut rest = text;
    let mut has_day = false;
    // 2024年3月12日, 3月12日至14日, 3月12-14日, 3月份.
    loop {
        let after = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let digits = rest.len() - after.len();
        let Some(sign) = after.chars().next().filter(|_| (1..=4).contains(&digits)) else { break };
        if !matches!(sign, '年' | '月' | '日' | '号' | '-' | '—' | '至' | '.') {
            break;
        }
        // 3号地块 is no day, and neither is 12日均.
        has_day |= sign == '月';
        rest = after[sign.len_utf8()..].trim_start_matches(['份', '至', '—', '-']);
    }
    let rest = HOURS.iter().find_map(|hour| rest.strip_prefix(hour)).unwrap_or(rest);
    has_day.then_some(rest)
}

fn after_name<'a>(text: &'a str, unit: &Unit) -> Option<&'a str> {
    let ends = unit.names().filter_map(|name| {
        let place = text.find(name)?;
        let (before, behind) = (&text[..place], &text[place + name.len()..]);
        // 市局地矿科, but not 领导到地矿科; 测绘科, but not 测绘科普.
        let is_near = before.is_empty()
            || before.chars().count() <= LONGEST_BEFORE_NAME && before.ends_with(OF_AN_OFFICE);
        let goes_on = behind.starts_with(GOING_ON);
        (is_near && !goes_on).then_some(place + name.len())
    });
    ends.max().map(|end| &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::tests::directory;

    #[test]
    fn what_follows_day_and_unit_tells_briefs_apart() {
        let directory = directory(&[("地质矿产管理科", &["地矿科"])]);
        let unit = &directory.units()[0];
        for (sentence, expected) in [
            ("3月12日，地矿科完成在册矿山第三季度巡查", "完成在册矿山第三季度巡查"),
            ("2024年3月12日上午，市局地质矿产管理科组织学习新规程", "组织学习新规程"),
            ("近日，地矿科联合执法支队开展夜查", "联合执法支队开展夜查"),
            ("3月12日至14日，地矿科、测绘科完成外业核查", "测绘科完成外业核查"),
            ("3月份，地矿科办结采矿权延续12件", "办结采矿权延续12件"),
            ("地矿科完成在册矿山巡查", "完成在册矿山巡查"),
            // Another unit's name, and a name in the midst of a sentence, stay.
            ("3月12日，测绘科完成外业核查工作", "测绘科完成外业核查工作"),
            ("市政府召开会议，地矿科作了典型发言", "市政府召开会议，地矿科作了典型发言"),
            // Figures that are no day.
            ("12处矿山完成修复并通过验收", "12处矿山完成修复并通过验收"),
            ("3.2万亩林地完成更新造林", "3.2万亩林地完成更新造林"),
            ("3号地块完成出让并交付使用", "3号地块完成出让并交付使用"),
            ("市政府领导到地矿科调研矿山工作", "市政府领导到地矿科调研矿山工作"),
            ("开展地矿科普进校园活动", "开展地矿科普进校园活动"),
            ("3月12日，地矿科普活动走进五所校园", "地矿科普活动走进五所校园"),
            // Too little would be left.
            ("3月12日，地矿科开会", "3月12日，地矿科开会"),
            ("", ""),
        ] {
            assert_eq!(gist(sentence, unit), expected, "{sentence}");
        }
    }
}
