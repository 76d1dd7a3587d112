//! Shares of a whole: 完成45件，占总数60件的75%; 共交办60件，已办结45件，办结率75%; and what no share can be.

use super::{
    Fault, FigureFinding, finding,
    read::{Line, Quantity},
    reckon::{Between, written},
};

/// Rates, with the word that what they are of bears.
const RATES: [(&str, &[&str]); 18] = [
    ("查实率", &["查实"]),
    ("参训率", &["参加", "参训"]),
    ("参会率", &["参加", "参会"]),
    ("出勤率", &["到", "出勤"]),
    ("完成率", &["完成"]),
    ("办结率", &["办结"]),
    ("整改率", &["整改"]),
    ("销号率", &["销号"]),
    ("合格率", &["合格"]),
    ("达标率", &["达标"]),
    ("通过率", &["通过"]),
    ("采用率", &["采用"]),
    ("化解率", &["化解"]),
    ("修复率", &["修复"]),
    ("到位率", &["到位"]),
    ("退件率", &["退件", "退回"]),
    ("开工率", &["开工"]),
    ("处置率", &["处置"]),
];
/// What a share may be said to be of, by the word that its figure bears.
const WHOLES: [&str; 4] = ["计划", "任务", "目标", "指标"];
/// Rates that are of all at most.
const UP_TO_ALL: [&str; 14] = [
    "满意率",
    "合格率",
    "准确率",
    "覆盖率",
    "好评率",
    "出勤率",
    "通过率",
    "办结率",
    "整改率",
    "销号率",
    "参与率",
    "知晓率",
    "成活率",
    "入库率",
];
const FALLS: [&str; 8] = ["下降", "减少", "降低", "压缩", "缩短", "压减", "缩减", "回落"];
/// What may fall by more than all, below nothing.
const BELOW_NOTHING: [&str; 5] = ["利润", "净利", "亏损", "盈", "收益"];
const TOTALS: [&str; 19] = [
    "抽检", "抽查", "送检", "报名", "核查", "下达", "共", "总", "应", "任务", "计划", "交办", "受理", "排查",
    "发现", "收到", "目标", "下发", "接收",
];

pub(super) fn look(line: &Line, found: &mut Vec<FigureFinding>) {
    for index in 0..line.quantities.len() {
        bounds(line, index, found);
        if index >= 2 && line.quantities[index].is_percent() {
            of_whole(line, index, found);
            rate(line, index, found);
        }
        if line.quantities[index].is_percent() {
            each(line, index, found);
        }
    }
}

/// 45件，占总数60件的75%.
fn of_whole(line: &Line, index: usize, found: &mut Vec<FigureFinding>) {
    let [part, whole, share] = [index - 2, index - 1, index].map(|index| &line.quantities[index]);
    let [before, behind] = [line.between(index - 1), line.between(index)];
    let is_share = ["的", "的比重为", "的比例为", "的比例达", "的比重达", "，占比", "，占比为", "，比例为"];
    let is_of = before.contains('占')
        && !before.contains(['。', ';', '、', '('])
        && before.chars().count() <= 16
        && is_share.contains(&behind.trim_end_matches('约'));
    if is_of && part.class() == whole.class() && !part.unit.is_empty() && !part.is_percent() {
        judge(line, (part, whole, share), found);
    }
}

/// 共交办60件，已办结45件，办结率75%; 计划3000亩，完成2400亩，占计划的80%.
fn rate(line: &Line, index: usize, found: &mut Vec<FigureFinding>) {
    let [whole, part, share] = [index - 2, index - 1, index].map(|index| &line.quantities[index]);
    let between = line.between(index);
    let words = between.trim_start_matches('，').trim_end_matches(['为', '达', '到', '约']);
    let (of_whole, of_part) = (line.label(index - 2), line.between(index - 1));
    if let Some(all) = words.strip_prefix('占').and_then(|words| words.strip_suffix('的')) {
        let is_of = WHOLES.iter().any(|word| all.ends_with(word) && of_whole.contains(word));
        let is_next = of_part.chars().count() <= 12 && !of_part.contains(['。', ';', '(', '、', '比']);
        if is_of && is_next && part.class() == whole.class() && !part.unit.is_empty() && !part.is_percent() {
            judge(line, (part, whole, share), found);
        }
        return;
    }
    let Some((_, bearers)) = RATES.iter().find(|(rate, _)| words == *rate) else { return };
    let is_rate = bearers.iter().any(|word| of_part.contains(word))
        && TOTALS.iter().any(|word| of_whole.contains(word))
        && (!bearers.iter().any(|word| of_whole.contains(word))
            || of_whole.contains("计划")
            || of_whole.contains('应'))
        && !of_part.contains(['。', ';', '(', '、'])
        && of_part.chars().count() <= 12
        && !["比", "同比", "另", "去年", "上年"].iter().any(|word| of_part.contains(word));
    if is_rate && part.class() == whole.class() && !part.unit.is_empty() && !part.is_percent() {
        judge(line, (part, whole, share), found);
    }
}

fn judge(
    line: &Line,
    (part, whole, share): (&Quantity, &Quantity, &Quantity),
    found: &mut Vec<FigureFinding>,
) {
    if part.is_about || whole.is_about || share.is_about {
        return;
    }
    let Some(ratio) = Between::ratio(part, whole, 100) else { return };
    if ratio.fits(share) {
        return;
    }
    let [of, all] = [part, whole].map(|quantity| written(i128::from(quantity.amount)) + quantity.unit);
    let explanation = format!("{of}÷{all}＝{}%，与{}不符", ratio.told(share), line.printed(share));
    let start = part.start.min(whole.start);
    found.push(finding(line, Fault::Share, start..share.end, explanation));
}

/// 甲、乙、丙分别占45%、35%、30%: more than all.
fn each(line: &Line, index: usize, found: &mut Vec<FigureFinding>) {
    let between = line.between(index);
    let begins = ["分别占", "分别占比", "占比分别为", "分别占总数的", "分别占总量的"];
    if !begins.iter().any(|word| between.ends_with(word)) {
        return;
    }
    let mut shares = vec![&line.quantities[index]];
    for next in index + 1..line.quantities.len() {
        let is_next = matches!(line.between(next).as_str(), "、" | "和" | "，" | "及");
        if !is_next || !line.quantities[next].is_percent() {
            break;
        }
        shares.push(&line.quantities[next]);
    }
    more_than_all(line, &shares, found);
}

fn more_than_all(line: &Line, shares: &[&Quantity], found: &mut Vec<FigureFinding>) {
    let [first, .., last] = shares else { return };
    let sum: i128 = shares.iter().map(|share| i128::from(share.amount)).sum();
    // Each may have been rounded up.
    let rounding: i128 = shares.iter().map(|share| i128::from(share.step.max(1_000))).sum();
    if sum <= 1_000_000 + rounding || shares.iter().any(|share| share.is_about || share.amount < 0) {
        return;
    }
    let terms: Vec<String> = shares.iter().map(|share| written(i128::from(share.amount))).collect();
    let explanation = format!("各项占比相加为{}%（{}），超过100%", written(sum), terms.join("＋"));
    found.push(finding(line, Fault::Bound, first.start..last.end, explanation));
}

/// What cannot be by itself: 满意率102%, 下降130%, 减少2倍, 下降-5%.
fn bounds(line: &Line, index: usize, found: &mut Vec<FigureFinding>) {
    let quantity = &line.quantities[index];
    let between = line.between(index);
    let words = between.trim_end_matches(['了', '达', '为', '约', '到', '至']);
    let sentence = line.sentence(quantity.start);
    let printed = line.printed(quantity);
    let falls = FALLS.iter().find(|word| words.ends_with(**word) && !between.ends_with(['到', '至']));
    let explanation = match quantity.unit {
        "%" if quantity.amount > 1_000_000 && UP_TO_ALL.iter().any(|rate| words.ends_with(rate)) => {
            format!("{printed}超过100%，这一比率最多为100%")
        }
        "%" if falls.is_some() && quantity.amount > 1_000_000 => {
            let words = line.words(sentence.clone());
            if BELOW_NOTHING.iter().any(|word| words.contains(word)) {
                return;
            }
            format!("“{}{printed}”超过100%，减少的不能多于原有的", falls.copied().unwrap_or_default())
        }
        "%" if falls.is_some() && quantity.amount < 0 => {
            format!("“{}{printed}”是负的下降，升降方向不明", falls.copied().unwrap_or_default())
        }
        "倍" if falls.is_some() && quantity.amount >= 10_000 => {
            format!("“{}{printed}”：减少的不能多于原有的，下降不宜用倍数", falls.copied().unwrap_or_default())
        }
        _ => return,
    };
    let start = quantity.start.saturating_sub(4).max(sentence.start);
    found.push(finding(line, Fault::Bound, start..quantity.end, explanation));
}
