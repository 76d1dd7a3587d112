//! Words and phrases that stand twice side by side, and what says the same twice.

use std::ops::Range;

use super::{
    finding::{Finding, FindingKind},
    passage::{Passage, figures_end, is_ideograph},
};

/// Longer phrases that stand twice are not looked for.
const LONGEST: usize = 24;

pub(super) fn look(passage: &Passage, findings: &mut Vec<Finding>) {
    let mut found: Vec<Range<usize>> = Vec::new();
    for line in passage.lines() {
        repeated(passage, line, &mut found);
    }
    found.sort_by_key(|range| (range.start, range.end));
    let mut end = 0;
    for range in found {
        if range.start >= end {
            end = range.end;
            let words = passage.text(range.start..range.start + range.len() / 2);
            let explanation = format!("“{words}”重复");
            findings.push(passage.finding(FindingKind::Doubled, range, explanation, Some(words)));
        }
    }
    (0..passage.signs.len()).for_each(|place| about(passage, place, findings));
}

/// The phrases of a line that stand twice.
fn repeated(passage: &Passage, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    let signs = &passage.signs[line.clone()];
    for place in 1..signs.len() {
        if signs[place] == signs[place - 1] && is_slip(signs, place) {
            found.push(line.start + place - 1..line.start + place + 1);
        }
    }
    for length in 2..=LONGEST.min(signs.len() / 2) {
        let mut equal = 0;
        for place in length..signs.len() {
            equal = if signs[place] == signs[place - length] { equal + 1 } else { 0 };
            if equal == length {
                equal = 0;
                let start = place + 1 - 2 * length;
                if is_phrase(signs, start, length) {
                    found.push(line.start + start..line.start + place + 1);
                }
            }
        }
    }
}

/// Particles that are never meant twice, with what makes them right: signs before, and words from the second one on.
const PARTICLES: [(char, &str, &[&str]); 21] = [
    ('的', "目标有的", &["的的", "的确", "的士", "的哥", "的卢", "的黎波里"]),
    (
        '了',
        "不",
        &["了解", "了之", "了结", "了却", "了断", "了了", "了望", "了如指掌", "了若指掌", "了然", "了事"],
    ),
    (
        '和',
        "中总饱温缓谦随平共调柔附",
        &[
            "和谐",
            "和平",
            "和睦",
            "和美",
            "和气",
            "和田",
            "和县",
            "和好",
            "和解",
            "和缓",
            "和风",
            "和面",
            "和平共处",
            "和顺",
        ],
    ),
    ('是', "于但", &["是是", "是非", "是否"]),
    ('也', "", &["也许", "也门", "也罢"]),
    (
        '就',
        "成造",
        &[
            "就业", "就是", "就地", "就近", "就读", "就诊", "就餐", "就医", "就任", "就职", "就绪", "就要",
            "就此", "就义",
        ],
    ),
    (
        '并',
        "合兼吞归",
        &[
            "并购", "并且", "并轨", "并列", "并入", "并行", "并存", "并重", "并联", "并网", "并发", "并非",
            "并举", "并肩",
        ],
    ),
    ('被', "棉", &["被告", "被子", "被害", "被动", "被褥", "被单", "被执行", "被征", "被套"]),
    ('与', "参赋给付", &["与会", "与众", "与其", "与否", "与时俱进", "与日俱增", "与此"]),
    ('或', "", &["或许", "或者"]),
    ('但', "", &["但是", "但愿"]),
    ('这', "", &["这这"]),
    ('该', "应", &[]),
    ('很', "", &["很很"]),
    (
        '要',
        "需重必主纪摘提概简纲扼机只",
        &[
            "要求", "要素", "要件", "要点", "要领", "要害", "要事", "要闻", "要么", "要务", "要紧", "要道",
            "要塞", "要不", "要是", "要旨", "要义", "要职", "要地", "要价", "要冲", "要目", "要案", "要账",
            "要挟",
        ],
    ),
    ('于', "关由对至", &["于洪", "于都", "于是", "于田"]),
    (
        '为',
        "认以成作行因称定列变设改评视化转分人大有较颇尤更最极旨务的即责点标之",
        &[
            "为民",
            "为企",
            "为农",
            "为人",
            "为何",
            "为主",
            "为首",
            "为期",
            "为国",
            "为政",
            "为官",
            "为群众",
            "为基层",
            "为老",
            "为侨",
            "为军",
            "为师",
            "为学",
            "为什么",
        ],
    ),
    (
        '在',
        "存现正所实自内潜好旨重贵健意志难胜",
        &[
            "在建", "在职", "在校", "在线", "在编", "在岗", "在册", "在场", "在内", "在于", "在家", "在外",
            "在途", "在逃", "在押", "在读", "在任", "在矿", "在库", "在田", "在理", "在产", "在采", "在施",
            "在售", "在营", "在研", "在用", "在租", "在养", "在修", "在审", "在办", "在籍", "在保", "在耕",
        ],
    ),
    (
        '对',
        "针面应相绝核校反答查一派成配比结敌",
        &[
            "对口", "对象", "对比", "对外", "对接", "对应", "对策", "对手", "对方", "对立", "对待", "对照",
            "对账", "对子", "对联", "对公", "对内", "对话", "对抗", "对标", "对表", "对焦", "对虾", "对症",
            "对调", "对等", "对岸", "对冲",
        ],
    ),
    (
        '从',
        "服听遵自盲随师跟顺屈",
        &["从事", "从业", "从严", "从重", "从众", "从前", "从快", "从容", "从军", "从政", "从教"],
    ),
    ('将', "即必大老上中少武干健小女", &["将军", "将领", "将士", "将近", "将要", "将来", "将就", "将官"]),
];

fn is_slip(signs: &[char], place: usize) -> bool {
    let Some((_, before, rest)) = PARTICLES.iter().find(|(particle, ..)| *particle == signs[place]) else {
        return false;
    };
    let follows = |word: &&str| {
        word.chars().zip(&signs[place..]).filter(|(own, sign)| own == *sign).count() == word.chars().count()
    };
    let is_third = place > 1 && signs[place - 2] == signs[place];
    let precedes = place > 1 && before.contains(signs[place - 2]);
    // 是是非非, 的的确确: the third or the pair behind makes a word of it.
    let next_pair = signs.get(place + 1).is_some_and(|next| signs.get(place + 2) == Some(next));
    !is_third && !precedes && !next_pair && !rest.iter().any(follows)
}

/// Verbs that are said twice to say "a little", and words that are made of two equal halves or meet by chance.
const MEANT_TWICE: [&str; 72] = [
    "研究", "讨论", "学习", "商量", "打扫", "了解", "考虑", "休息", "锻炼", "收拾", "整理", "琢磨", "参谋",
    "交流", "教育", "照顾", "打听", "打量", "比较", "合计", "调查", "检查", "宣传", "活动", "热闹", "高兴",
    "放松", "体验", "感受", "关心", "帮助", "认识", "介绍", "指导", "参观", "参考", "评论", "议论", "分析",
    "总结", "反思", "享受", "轻松", "凉快", "暖和", "舒服", "痛快", "溜达", "走动", "意思", "面对", "不断",
    "来回", "反复", "加油", "点滴", "哈哈", "嘻嘻", "哗啦", "叮咚", "谢谢", "欢迎", "好好", "常常", "慢慢",
    "刚刚", "渐渐", "往往", "时时", "处处", "稳稳", "大大",
];

/// What follows a part of an office as the name of a post in it.
const POSTS: [&str; 11] =
    ["长", "所长", "书记", "副书记", "主任", "副主任", "政委", "委员", "指导员", "教导员", "负责人"];

fn is_phrase(signs: &[char], start: usize, length: usize) -> bool {
    let unit = &signs[start..start + length];
    if unit.iter().all(|sign| *sign == unit[0]) {
        return false;
    }
    let with_marks = unit.iter().any(|sign| !is_ideograph(*sign));
    // A clause with its mark, or a phrase of words alone.
    if with_marks && (length < 6 || unit.iter().filter(|sign| is_ideograph(**sign)).count() < 5) {
        return false;
    }
    let is_numeral = |sign: char| "一二三四五六七八九十百千两几每某半".contains(sign);
    if is_numeral(unit[0]) || unit.len() < 4 && unit.iter().any(|sign| is_numeral(*sign)) {
        return false;
    }
    // 大队大队长, 党支部支部书记: a part of an office, and the post in it.
    let behind: String = signs[start + 2 * length..].iter().take(3).collect();
    let is_post = length <= 3
        && "队部心组所室区科院局站厂社班".contains(unit[length - 1])
        && POSTS.iter().any(|post| behind.starts_with(post));
    if is_post {
        return false;
    }
    let words: String = unit.iter().collect();
    let before = start.checked_sub(1).map(|place| signs[place]);
    // 聊城市城市更新: a place's name, and a word that begins with its last character.
    let is_place = "市县区镇乡村".contains(unit[length - 1]) && before.is_some_and(is_ideograph);
    length > 2 || !is_place && !MEANT_TWICE.contains(&words.as_str()) && !before.is_some_and(is_numeral)
}

/// 约30余亩, 近30多亩, 约30亩左右: what is about so much twice.
fn about(passage: &Passage, place: usize, findings: &mut Vec<Finding>) {
    let Some(word @ ('约' | '近')) = passage.get(place) else { return };
    // 节约30余亩, 违约30余户 and 最近30多年 say it once.
    let others = "节集预签合公条制履契相违续邀解毁爽失赴守特婉最附邻远简就亲新临";
    if passage.before(place).is_some_and(|sign| others.contains(sign)) {
        return;
    }
    let start = place + 1;
    let mut end = figures_end(&passage.signs, start);
    if end == start {
        return;
    }
    end += passage.signs[end..].iter().take_while(|sign| "万亿千百".contains(**sign)).count();
    // 近5多 is none.
    if let Some(more @ ('余' | '多')) = passage.get(end) {
        let range = place..end + 1;
        let mending = passage.text(place..end);
        let explanation = format!("“{word}”与“{more}”意思重复，应删去一个");
        findings.push(passage.finding(FindingKind::Doubled, range, explanation, Some(mending)));
        return;
    }
    let measure = passage.signs[end..].iter().take(5).take_while(|sign| is_ideograph(**sign)).count();
    for length in 0..=measure.saturating_sub(2) {
        if let Some(about) = ["左右", "上下"].into_iter().find(|about| passage.has(end + length, about)) {
            // 近50家上下游企业, 近3年上下联动: what goes on is another word.
            if passage.get(end + length + 2).is_some_and(|next| is_ideograph(next) && next != '的') {
                return;
            }
            let range = place..end + length + 2;
            let mending = passage.text(place..end + length);
            let explanation = format!("“{word}”与“{about}”意思重复，应删去一个");
            findings.push(passage.finding(FindingKind::Doubled, range, explanation, Some(mending)));
            return;
        }
    }
}
