//! Parts and their whole: 共24篇，其中信息10篇、简讯8篇、约稿7篇; 信息10篇、简讯8篇，合计17篇.
//!
//! Parts that are more than the whole are always told. Parts that are less are told where the wording says that they are all
//! (分别为), or where so little is missing that nobody would have left it out.

use std::ops::Range;

use super::{
    Fault, FigureFinding, finding,
    read::{Line, Quantity},
    reckon::{tolerance, written},
};

/// What parts follow, and whether they are all.
const OPENINGS: [(&str, bool); 6] =
    [("其中", false), ("分别为", true), ("分别是", true), ("分别有", true), ("分为", false), ("包括", false)];
const TOTALS: [&str; 5] = ["合计", "共计", "总计", "总共", "共"];
/// Words with which a clause is no part any more.
const NO_PART: [&str; 29] = [
    "同比", "环比", "比上", "比去", "较上", "较去", "增长", "增加", "下降", "减少", "提高", "占", "合计",
    "共计", "累计", "总计", "平均", "人均", "亩均", "每", "超过", "缩短", "压缩", "不足", "由", "从", "达到",
    "率", "相当",
];
/// With these, behind a comma, another thing begins, or what became of some parts.
const BEYOND: [&str; 22] = [
    "已", "完成", "办结", "结案", "到位", "带动", "惠及", "涉及", "撬动", "吸引", "抢救", "移送", "追缴",
    "追回", "挽回", "服务", "覆盖", "新增", "处罚", "收回", "退回", "通过",
];
/// Who is one may be the other as well.
const CROSSING: [&str; 14] = [
    "女",
    "党员",
    "少数民族",
    "研究生",
    "本科",
    "以上",
    "高级",
    "职称",
    "干部",
    "党派",
    "代表",
    "委员",
    "首次",
    "重点",
];
/// Where these stand, the parts are not all.
const NOT_ALL: [&str; 11] =
    ["等", "主要", "重点", "仅", "其余", "其他", "其它", "特别", "尤其", "另", "部分"];
/// So many quantities before an opening may be its whole.
const MOST_BACK: usize = 5;
const MOST_PARTS: usize = 60;
/// The longest words of a part behind a comma, where the sum follows.
const LONGEST_LOOSE: usize = 12;
/// The longest words before a part.
const LONGEST_LABEL: usize = 30;

pub(super) fn look(line: &Line, found: &mut Vec<FigureFinding>) {
    let mut after = 0;
    for at in 0..line.characters.len() {
        let opening = OPENINGS.iter().find(|(word, _)| starts_with(line, at, word));
        if let Some((word, is_all)) = opening.filter(|_| at >= after) {
            after = at + word.chars().count();
            opened(line, at..after, *is_all, found);
        }
    }
    for (index, total) in line.quantities.iter().enumerate() {
        if index >= 2 {
            closed(line, index, total, found);
        }
    }
}

fn starts_with(line: &Line, at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(step, character)| line.characters.get(at + step) == Some(&character))
}

/// Parts behind an opening.
fn opened(line: &Line, opening: Range<usize>, is_all: bool, found: &mut Vec<FigureFinding>) {
    let first = line.quantities.partition_point(|quantity| quantity.start < opening.end);
    let (parts, ends_at) = list(line, opening.end, first);
    let mut classes: Vec<&str> = Vec::new();
    for part in &parts {
        let class = line.quantities[*part].class();
        if class != "%" && !classes.contains(&class) {
            classes.push(class);
        }
    }
    for class in classes {
        let Some(whole) = whole(line, &opening, first, class) else { continue };
        let parts: Vec<usize> =
            parts.iter().copied().filter(|part| line.quantities[*part].class() == class).collect();
        let parts = if parts.len() == 1 { listed(line, parts[0], ends_at) } else { parts };
        let parts = &parts[..up_to_the_whole(line, whole, &parts)];
        // One part that is more than a figure further away is rather a part of something else.
        let is_far = parts.len() == 1 && whole + 1 != first;
        if !is_far && !is_of_another(line, (whole, first), parts) {
            judge(line, whole, parts, is_all, found);
        }
    }
}

/// How many of the parts make the whole: what stands behind a comma after them is something else.
fn up_to_the_whole(line: &Line, whole: usize, parts: &[usize]) -> usize {
    let mut sum: i128 = 0;
    for (count, part) in parts.iter().enumerate() {
        if count > 0 && sum == i128::from(line.quantities[whole].amount) && line.between(*part).contains('，')
        {
            return count;
        }
        sum += i128::from(line.quantities[*part].amount);
    }
    parts.len()
}

/// Whether the sentence has another quantity of which those may be parts: 56处，新增8处，其中高风险12处.
fn is_of_another(line: &Line, (whole, first): (usize, usize), parts: &[usize]) -> bool {
    let sentence = line.sentence(line.quantities[whole].start);
    let sum: i64 = parts.iter().fold(0, |sum, part| line.quantities[*part].amount.saturating_add(sum));
    let class = line.quantities[whole].class();
    (first.saturating_sub(MOST_BACK)..first).filter(|index| *index != whole).any(|index| {
        let other = &line.quantities[index];
        other.start >= sentence.start && other.class() == class && other.amount >= sum
    })
}

/// The parts right behind an opening, and where their list ends.
fn list(line: &Line, opening: usize, first: usize) -> (Vec<usize>, usize) {
    let depth = line.depth(opening.saturating_sub(1));
    let (mut parts, mut end) = (Vec::<usize>::new(), opening);
    for index in first..line.quantities.len().min(first + MOST_PARTS) {
        let quantity = &line.quantities[index];
        let between = line.words(end..quantity.start);
        let is_deeper = line.depth(quantity.start) > depth;
        let is_beyond =
            !parts.is_empty() && between.contains('，') && BEYOND.iter().any(|word| between.contains(word));
        let ends = is_beyond
            || between.contains(['。', '!', '?', ';'])
            || line.depth(quantity.start) < depth
            || !is_deeper
                && (NO_PART.iter().any(|word| between.contains(word))
                    || between.contains("其中")
                    || between.chars().count() > LONGEST_LABEL);
        if ends {
            break;
        }
        if !is_deeper {
            parts.push(index);
        }
        end = quantity.end;
    }
    (parts, end)
}

/// As a list, each part in a clause of its own between ；, with words that end alike: 东区计划储备120亩；西区计划储备80亩.
fn listed(line: &Line, first: usize, ends_at: usize) -> Vec<usize> {
    let mut parts = vec![first];
    let sentence = line.sentence(ends_at);
    if line.characters.get(ends_at) != Some(&';') {
        return parts;
    }
    let ending = |index: usize| -> String { line.label(index).chars().rev().take(2).collect() };
    let (class, own) = (line.quantities[first].class(), ending(first));
    let mut others: Vec<usize> = Vec::new();
    let mut clause = line.quantities[first].end;
    for index in first + 1..line.quantities.len().min(first + MOST_PARTS) {
        let quantity = &line.quantities[index];
        if quantity.start >= sentence.end {
            break;
        }
        if quantity.class() != class {
            continue;
        }
        let is_next = line.words(clause..quantity.start).matches(';').count() == 1;
        if !is_next || ending(index) != own {
            return parts;
        }
        clause = quantity.end;
        others.push(index);
    }
    if others.len() >= 2 {
        parts.extend(others);
    }
    parts
}

/// The quantity that parts of a class are parts of: in the same sentence, or in the one before where the opening begins one.
fn whole(line: &Line, opening: &Range<usize>, first: usize, class: &str) -> Option<usize> {
    let sentence = line.sentence(opening.start);
    let begins = opening.start - sentence.start <= 1;
    let from =
        if begins && sentence.start > 0 { line.sentence(sentence.start - 1).start } else { sentence.start };
    // 共72条（其中…）: the whole stands right before the bracket.
    let bracket = opening.start.checked_sub(1).filter(|at| line.characters[*at] == '(');
    let before_bracket = first.checked_sub(1).filter(|index| Some(line.quantities[*index].end) == bracket);
    let depth = line.depth(opening.start) - u8::from(before_bracket.is_some());
    let candidates = (first.saturating_sub(MOST_BACK)..first).rev();
    let mut candidates = candidates.filter(|index| {
        let quantity = &line.quantities[*index];
        quantity.start >= from && line.depth(quantity.start) == depth && !quantity.is_percent()
    });
    let index = candidates.find(|index| class.is_empty() || line.quantities[*index].class() == class)?;
    let quantity = &line.quantities[index];
    let between = line.words(quantity.end..opening.start);
    let label = line.label(index);
    // 增加50件，其中…: of what was added. Another list in between has parts of its own.
    let is_other = OPENINGS.iter().any(|(word, _)| between.contains(word)) || between.contains(';');
    let is_change =
        ["比", "同比", "每", "平均", "人均", "缩短", "压缩"].iter().any(|word| label.contains(word));
    // A number that was not read as a quantity may be what the parts are of.
    let is_unread = (quantity.end..opening.start).any(|at| {
        line.characters[at].is_ascii_digit()
            && !line.quantities[index..first].iter().any(|known| (known.start..known.end).contains(&at))
    });
    (!quantity.unit.is_empty() && !is_other && !is_change && !is_unread).then_some(index)
}

fn judge(line: &Line, whole: usize, parts: &[usize], is_all: bool, found: &mut Vec<FigureFinding>) {
    let Some(last) = parts.last() else { return };
    let total = &line.quantities[whole];
    let quantities: Vec<&Quantity> = parts.iter().map(|part| &line.quantities[*part]).collect();
    if total.is_about || quantities.iter().any(|part| part.is_about) {
        return;
    }
    let sum: i128 = quantities.iter().map(|part| i128::from(part.amount)).sum();
    let amount = i128::from(total.amount);
    let off = tolerance(quantities.iter().copied().chain([total]));
    let words = line.words(total.end..line.quantities[*last].end);
    let crosses = CROSSING.iter().any(|word| words.contains(word));
    let is_more = sum > amount + off && (parts.len() == 1 || !crosses);
    let is_less = sum + off < amount
        && parts.len() >= 2
        && is_whole_list(line, whole, *last)
        && (is_all && says_total(line, whole)
            || says_total(line, whole) && is_nearly(sum, amount, parts.len()));
    if !(is_more || is_less) {
        return;
    }
    let terms: Vec<String> = quantities.iter().map(|part| written(i128::from(part.amount))).collect();
    let unit = total.unit;
    let printed = line.printed(total);
    let explanation = if terms.len() == 1 {
        format!("其中一项{}{unit}大于总数{printed}", terms[0])
    } else {
        format!("各项相加为{}{unit}（{}），与总数{printed}不符", written(sum), terms.join("＋"))
    };
    let end = line.quantities[*last].end;
    found.push(finding(line, Fault::Sum, total.start..end, explanation));
}

/// Whether nothing says that there are more parts than those.
fn is_whole_list(line: &Line, whole: usize, last: usize) -> bool {
    let end = line.quantities[last].end;
    let behind = line.words(end..(end + 1).min(line.characters.len()));
    let words = line.words(line.quantities[whole].end..end);
    let sentence = line.sentence(end);
    let class = line.quantities[whole].class();
    let goes_on = line.quantities[last + 1..]
        .iter()
        .take_while(|next| next.start < sentence.end)
        .take(MOST_PARTS)
        .any(|next| next.class() == class);
    behind != "等" && !goes_on && !NOT_ALL.iter().any(|word| words.contains(word))
}

/// 共, 合计 and the like before the whole.
fn says_total(line: &Line, whole: usize) -> bool {
    let label = line.label(whole);
    ["共", "总", "合计", "累计", "全部"].iter().any(|word| label.contains(word))
}

/// Whether so little is missing that it is rather a slip than something left out.
fn is_nearly(sum: i128, amount: i128, parts: usize) -> bool {
    let missing = amount - sum;
    let few = if parts >= 3 { 20_000 } else { 10_000 };
    amount >= 100_000 && missing <= few.max(amount / 100) && missing * 10 <= amount
}

/// Parts before their sum: 信息10篇、简讯8篇，合计17篇.
fn closed(line: &Line, index: usize, total: &Quantity, found: &mut Vec<FigureFinding>) {
    let before = line.between(index);
    let word = before.trim_start_matches(['，', '、', ',']).trim_end_matches(['为', '是', '达']);
    if !TOTALS.contains(&word) || !before.starts_with('，') || total.is_about || total.unit.is_empty() {
        return;
    }
    let sentence = line.sentence(total.start);
    let depth = line.depth(total.start);
    let mut parts = Vec::new();
    let mut is_loose = false;
    // How many stand together without a comma.
    let mut together = None;
    for part in (0..index).rev().take(MOST_PARTS) {
        let quantity = &line.quantities[part];
        if quantity.start < sentence.start {
            break;
        }
        let is_same = quantity.class() == total.class()
            && line.depth(quantity.start) == depth
            && !quantity.is_about
            && !quantity.is_percent();
        if !is_same && is_loose {
            break;
        }
        if !is_same {
            return;
        }
        parts.push(quantity);
        let between = line.between(part);
        if NO_PART.iter().any(|word| between.contains(word)) {
            return;
        }
        if between.starts_with('，') {
            together = together.or(Some(parts.len()).filter(|count| *count >= 2 && !is_loose));
            is_loose = true;
        } else if !between.starts_with(['、', '和', '及']) {
            break;
        }
        // Behind a comma another thing may begin: what adds to the sum is the list, and no part has many words.
        let sum: i64 = parts.iter().fold(0, |sum, part: &&Quantity| part.amount.saturating_add(sum));
        if is_loose && (sum == total.amount || between.chars().count() > LONGEST_LOOSE) {
            return;
        }
    }
    let amount = i128::from(total.amount);
    let sum_of = |parts: &[&Quantity]| parts.iter().map(|part| i128::from(part.amount)).sum::<i128>();
    if is_loose && (sum_of(&parts) - amount).abs() * 10 > amount {
        let Some(together) = together else { return };
        parts.truncate(together);
    }
    let sum = sum_of(&parts);
    let off = tolerance(parts.iter().copied().chain([total]));
    if parts.len() < 2 || (sum - amount).abs() <= off {
        return;
    }
    parts.reverse();
    let terms: Vec<String> = parts.iter().map(|part| written(i128::from(part.amount))).collect();
    let explanation = format!(
        "前面各项相加为{}{}（{}），与{word}{}不符",
        written(sum),
        total.unit,
        terms.join("＋"),
        line.printed(total)
    );
    found.push(finding(line, Fault::Sum, parts[0].start..total.end, explanation));
}
