//! Heads as offices number them: 一、 （一） 1. （1）.

/// A longer line is a sentence.
const LONGEST: usize = 40;

/// Of which level a line is a head (1 to 4), by the number that it begins with; `None` for any other line, and for one
/// that goes on as a sentence.
pub fn head_level(line: &str) -> Option<u8> {
    let line = line.trim();
    let (level, rest) = numbered(line)?;
    let rest = rest.trim();
    let is_sentence = rest.contains(['。', '！', '？', '；', '!', '?', ';'])
        || rest.ends_with(['：', ':', '，', ',', '、', '.']);
    (!rest.is_empty() && !is_sentence && rest.chars().count() <= LONGEST).then_some(level)
}

fn numbered(line: &str) -> Option<(u8, &str)> {
    let is_chinese =
        |text: &str| !text.is_empty() && text.chars().all(|sign| "〇零一二三四五六七八九十百".contains(sign));
    let is_digit = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign);
    let is_arabic = |text: &str| (1..=2).contains(&text.chars().count()) && text.chars().all(is_digit);
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let (number, rest) = rest.split_once(['）', ')'])?;
        return match number {
            number if is_chinese(number) => Some((2, rest)),
            number if is_arabic(number) => Some((4, rest)),
            _ => None,
        };
    }
    if let Some((number, rest)) = line.split_once('、')
        && is_chinese(number)
    {
        return Some((1, rest));
    }
    let (number, rest) = line.split_once(['.', '．', '、'])?;
    // 1.5倍 is no head.
    let goes_on = rest.starts_with(is_digit);
    (is_arabic(number) && !goes_on).then_some((3, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_head_by_its_number_unless_it_is_a_sentence() {
        for (line, level) in [
            ("一、提高站位，压实责任", Some(1)),
            ("　　十二、下一步打算", Some(1)),
            ("（一）加强领导", Some(2)),
            ("(三) 压实责任", Some(2)),
            ("1.加强领导", Some(3)),
            ("2．完善机制", Some(3)),
            ("3、强化督查", Some(3)),
            ("１２．强化督查", Some(3)),
            ("（１）日常巡查", Some(4)),
            ("１．５倍以上", None),
            ("（1）日常巡查", Some(4)),
            ("一、加强领导。成立专班，明确分工。", None),
            ("一、主要做法：", None),
            ("一、", None),
            ("1.5倍以上", None),
            ("2024.01起施行", None),
            ("一个季度以来", None),
            ("（地矿科/周鹏）", None),
            ("（2024年第3期）", None),
            (&format!("一、{}", "长".repeat(41)), None),
        ] {
            assert_eq!(head_level(line), level, "{line}");
        }
    }
}
