//! What a clearer looks at first in a text: words of secrecy, where something lies exactly, numbers that name a person.
//!
//! It only points; who clears decides. Nothing it finds is a fault, and nothing it does not find is cleared.

use std::ops::Range;

use serde::{Deserialize, Serialize};

coded! {
    /// Why it is looked at.
    pub enum Delicacy {
        Secrecy = ("secrecy", "涉密字样"),
        Coordinates = ("coordinates", "坐标"),
        PersonNumber = ("person_number", "个人号码"),
    }
}

/// A place in a text, in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delicate {
    pub place: Range<usize>,
    pub words: String,
    pub why: Delicacy,
}

const SECRECY: [&str; 28] = [
    "绝密",
    "机密",
    "秘密",
    "密级",
    "涉密",
    "保密期限",
    "解密",
    "内部资料",
    "内部文件",
    "内部掌握",
    "不宜公开",
    "不得公开",
    "不予公开",
    "尚未公开",
    "未公开",
    "不得外传",
    "注意保存",
    "国家安全",
    "军事设施",
    "军事禁区",
    "军事管理区",
    "军用",
    "国防",
    "部队驻地",
    "武警",
    "雷达站",
    "重力数据",
    "等高线",
];

/// Words that hold one of those and say something else.
const HARMLESS: [&str; 9] = [
    "国防教育",
    "全国防",
    "保密审查",
    "国家安全教育日",
    "机密码",
    "机密集",
    "机密封",
    "机密布",
    "武警部队官兵植树",
];

/// Before a coordinate.
const AXES: [&str; 14] = [
    "东经", "西经", "北纬", "南纬", "经度", "纬度", "X=", "Y=", "X＝", "Y＝", "Ｘ＝", "Ｙ＝", "X坐标",
    "Y坐标",
];

/// All that is in a text, in its order; no two lie over each other.
pub fn look(text: &str) -> Vec<Delicate> {
    let signs: Vec<char> = text.chars().collect();
    let mut found = secrecy(&signs);
    found.extend(axes(&signs));
    found.extend(numbers(&signs));
    found.sort_by_key(|one| (one.place.start, std::cmp::Reverse(one.place.end)));
    let mut end = 0;
    found.retain(|one| {
        let is_free = one.place.start >= end;
        if is_free {
            end = one.place.end;
        }
        is_free
    });
    found
}

fn one(signs: &[char], place: Range<usize>, why: Delicacy) -> Delicate {
    Delicate { words: signs[place.clone()].iter().collect(), place, why }
}

fn begins(signs: &[char], at: usize, word: &str) -> bool {
    let mut rest = signs[at..].iter();
    word.chars().all(|sign| rest.next() == Some(&sign))
}

fn secrecy(signs: &[char]) -> Vec<Delicate> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        if let Some(word) = HARMLESS.iter().find(|word| begins(signs, at, word)) {
            at += word.chars().count();
            continue;
        }
        match SECRECY.iter().find(|word| begins(signs, at, word)) {
            Some(word) => {
                let end = at + word.chars().count();
                found.push(one(signs, at..end, Delicacy::Secrecy));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// 东经115°58′, 北纬36.45度.
fn axes(signs: &[char]) -> Vec<Delicate> {
    let mut found = Vec::new();
    for at in 0..signs.len() {
        let Some(axis) = AXES.iter().find(|axis| begins(signs, at, axis)) else { continue };
        let start = at + axis.chars().count();
        let is_part = |sign: &&char| {
            sign.is_ascii_digit()
                || matches!(sign, '.' | '°' | '′' | '″' | '\'' | '"' | '度' | '分' | '秒' | ' ')
        };
        let length = signs[start..].iter().take_while(is_part).count();
        if signs[start..start + length].iter().any(char::is_ascii_digit) {
            found.push(one(signs, at..start + length, Delicacy::Coordinates));
        }
    }
    found
}

/// Figures that are one, whatever stands before them.
fn numbers(signs: &[char]) -> Vec<Delicate> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let length = signs[at..].iter().take_while(|sign| sign.is_ascii_digit()).count();
        if length == 0 {
            at += 1;
            continue;
        }
        // 115°58′30″, whatever stands before it.
        if signs.get(at + length) == Some(&'°') {
            let is_part = |sign: &&char| {
                sign.is_ascii_digit() || matches!(sign, '.' | '°' | '′' | '″' | '\'' | '"' | '’' | '”')
            };
            let end = at + signs[at..].iter().take_while(is_part).count();
            // Of a temperature there is no minute.
            if signs[at..end].iter().any(|sign| matches!(sign, '′' | '\'' | '’')) {
                found.push(one(signs, at..end, Delicacy::Coordinates));
            }
            at = end;
            continue;
        }
        let (digits, mut end) = (&signs[at..at + length], at + length);
        let next = signs.get(end).copied();
        let fraction = match next {
            Some('.') => signs[end + 1..].iter().take_while(|sign| sign.is_ascii_digit()).count(),
            _ => 0,
        };
        let is_identity = length == 17 && matches!(next, Some('X' | 'x')) || length == 18;
        let is_mobile = length == 11 && digits[0] == '1' && ('3'..='9').contains(&digits[1]);
        // Degrees to some ten metres and less, within the country.
        let is_degrees = fraction >= 4
            && digits
                .iter()
                .collect::<String>()
                .parse::<u32>()
                .is_ok_and(|degrees| (3..=136).contains(&degrees));
        let why = match (is_identity || is_mobile, is_degrees) {
            (true, _) => Some(Delicacy::PersonNumber),
            (_, true) => Some(Delicacy::Coordinates),
            _ => None,
        };
        end += match why {
            Some(Delicacy::Coordinates) => fraction + 1,
            Some(_) if length == 17 => 1,
            _ => 0,
        };
        if let Some(why) = why {
            found.push(one(signs, at..end, why));
        }
        // What follows a point belongs to the same number.
        at = end.max(at + length + if fraction > 0 { fraction + 1 } else { 0 });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Delicacy)> {
        look(text).into_iter().map(|one| (one.words, one.why)).collect()
    }

    #[test]
    fn what_a_clearer_looks_at_first_is_found() {
        let cases = [
            (
                "该成果密级为秘密，不得外传。",
                vec![
                    ("密级", Delicacy::Secrecy),
                    ("秘密", Delicacy::Secrecy),
                    ("不得外传", Delicacy::Secrecy),
                ],
            ),
            (
                "矿区位于东经115°58′30″，北纬36.45度。",
                vec![("东经115°58′30″", Delicacy::Coordinates), ("北纬36.45度", Delicacy::Coordinates)],
            ),
            (
                "拐点为115.98765,36.45678。",
                vec![("115.98765", Delicacy::Coordinates), ("36.45678", Delicacy::Coordinates)],
            ),
            (
                "联系人身份证371502199001011234，电话13812345678。",
                vec![("371502199001011234", Delicacy::PersonNumber), ("13812345678", Delicacy::PersonNumber)],
            ),
            (
                "E115°58′30″，N36°27′。",
                vec![("115°58′30″", Delicacy::Coordinates), ("36°27′", Delicacy::Coordinates)],
            ),
            ("证号37150219900101123X。", vec![("37150219900101123X", Delicacy::PersonNumber)]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.into_iter().map(|(words, why)| (words.to_owned(), why)).collect();
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_every_text_has_is_left_alone() {
        for text in [
            "全市完成造林3.2万亩，同比增长12.75%，投资1234.5678万元。",
            "2024年3月12日，办理采矿权延续12件，文号临自然资发〔2024〕15号。",
            "举办国防教育讲座，开展保密审查培训。",
            "全国防灾减灾日宣传，全国防汛会议。",
            "修改手机密码，计算机密集部署，今天最高36°C。",
            "热线0635-8378000，编号20240312001。",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
