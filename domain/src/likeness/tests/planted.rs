//! Texts as an office gets them, and the same texts as they come again: for tests and for measuring. The same number
//! gives the same text.

/// What became of a text that came again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Again {
    /// Other dates and figures.
    Dated,
    /// Its sentences in another order.
    Turned,
    /// The parts of its sentences in another order, as are they.
    Parts,
    /// As a paragraph of a longer text.
    Within,
    /// One to four of a hundred characters are others.
    Reworded,
    /// Other dates, turned, and some words more at its end.
    Mixed,
    /// Two to three of five sentences are others: another text, though much is the same.
    Other,
    /// Nothing but its opening is the same.
    Opening,
}

/// Kinds that are the same text, by nineteen of twenty characters at least.
pub const SAME: [Again; 6] =
    [Again::Dated, Again::Turned, Again::Parts, Again::Within, Again::Reworded, Again::Mixed];
/// Kinds that are another text.
pub const OTHER: [Again; 2] = [Again::Other, Again::Opening];

/// Chance that begins at a number (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed % bound.max(1) as u64) as usize
    }

    fn of<'list>(&mut self, list: &'list str) -> &'list str {
        let count = list.split_whitespace().count();
        let at = self.below(count);
        list.split_whitespace().nth(at).unwrap_or_default()
    }
}

/// The n-th text, of three to eight sentences. Two thirds open as a hundred others do.
pub fn text(number: u64) -> String {
    sentences(number).concat()
}

fn sentences(number: u64) -> Vec<String> {
    let mut chance = Chance::new(number);
    let count = 3 + chance.below(6);
    let mut sentences = vec![opening(&mut chance)];
    while sentences.len() < count {
        sentences.push(sentence(&mut chance));
    }
    sentences
}

fn opening(chance: &mut Chance) -> String {
    let unit = chance.of(UNITS).to_owned();
    let topic = chance.of(TOPICS).to_owned();
    match chance.below(3) {
        0 => format!("近日，{unit}召开{topic}工作会议。{}", sentence(chance)),
        1 => format!("{}，{unit}组织开展{topic}专项行动。{}", day(chance), sentence(chance)),
        _ => format!("今年以来，{unit}扎实推进{topic}工作，{}。", filled(chance, RESULTS)),
    }
}

fn sentence(chance: &mut Chance) -> String {
    let parts = [filled(chance, WORKS), filled(chance, MEANS), filled(chance, RESULTS)];
    format!("{}。", parts.join("，"))
}

fn filled(chance: &mut Chance, list: &str) -> String {
    let pattern = chance.of(list).to_owned();
    let number = (2 + chance.below(900)).to_string();
    let topic = chance.of(TOPICS).to_owned();
    pattern.replace('#', &number).replace('@', &topic)
}

fn day(chance: &mut Chance) -> String {
    format!("{}月{}日", 1 + chance.below(12), 1 + chance.below(28))
}

/// The n-th text as it came again.
pub fn again(number: u64, how: Again) -> String {
    let mut chance = Chance::new(number ^ 0xa9a1_0000 ^ (how as u64) << 40);
    let mut sentences = sentences(number);
    match how {
        Again::Dated => dated(&sentences.concat(), &mut chance),
        Again::Turned => {
            turn(&mut sentences, &mut chance);
            sentences.concat()
        }
        Again::Parts => {
            for sentence in &mut sentences {
                let mut parts: Vec<String> =
                    sentence.trim_end_matches('。').split('，').map(str::to_owned).collect();
                parts.reverse();
                *sentence = parts.join("，") + "。";
            }
            turn(&mut sentences, &mut chance);
            sentences.concat()
        }
        Again::Within => {
            let (before, behind) = (text(number + 1_000_003), text(number + 2_000_003));
            format!("{before}\n{}\n{behind}", sentences.concat())
        }
        Again::Reworded => {
            let share = 1 + chance.below(4);
            reworded(&sentences.concat(), share, &mut chance)
        }
        Again::Mixed => {
            turn(&mut sentences, &mut chance);
            let more = sentence(&mut chance);
            format!("{}{more}", dated(&sentences.concat(), &mut chance))
        }
        Again::Other => {
            let count = sentences.len();
            let others = (count * 2).div_ceil(5).max(1) + chance.below(1 + count / 5);
            for at in 0..others.min(count) {
                sentences[count - 1 - at] = sentence(&mut chance);
            }
            sentences.concat()
        }
        Again::Opening => {
            let first = sentences[0].split_inclusive(['，', '。']).take(2).collect::<String>();
            let mut text = first;
            for _ in 0..3 + chance.below(4) {
                text.push_str(&sentence(&mut chance));
            }
            text
        }
    }
}

/// In another order, and surely not the same.
fn turn(sentences: &mut [String], chance: &mut Chance) {
    let count = sentences.len();
    sentences.rotate_left(1 + chance.below(count - 1));
    for at in (1..count).rev() {
        let with = chance.below(at + 1);
        sentences.swap(at, with);
    }
}

/// Every run of digits is another.
fn dated(text: &str, chance: &mut Chance) -> String {
    let mut dated = String::new();
    let mut is_figure = false;
    for character in text.chars() {
        if !character.is_ascii_digit() {
            dated.push(character);
        } else if !is_figure {
            dated.push_str(&(1 + chance.below(999)).to_string());
        }
        is_figure = character.is_ascii_digit();
    }
    dated
}

/// So many of a hundred characters are others, one or two at a time.
fn reworded(text: &str, share: usize, chance: &mut Chance) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let is_word = |character: &char| character.is_alphanumeric() && !character.is_ascii_digit();
    let words = characters.iter().filter(|character| is_word(character)).count();
    let mut left = words * share / 100;
    let others: Vec<char> = OTHERS.chars().collect();
    while left > 0 {
        let at = chance.below(characters.len());
        let length = (1 + chance.below(2)).min(left);
        for place in at..(at + length).min(characters.len()) {
            if is_word(&characters[place]) {
                characters[place] = others[chance.below(others.len())];
                left -= 1;
            }
        }
    }
    characters.into_iter().collect()
}

const OTHERS: &str = "持续稳步强劲精准细致务实高效全面深入认真切实有力妥善";

const UNITS: &str = "市自然资源和规划局 高新区分局 阳谷局 临清局 莘县局 冠县局 高唐局 东阿局 茌平局 冠县林业局 \
    防灾减灾科 用途管制科 调查监测科 景观风貌科 生态修复科 市林业发展中心 市不动产登记中心 市规划展览馆";

const TOPICS: &str = "耕地保护 林长制 不动产登记 森林防火 湿地保护 地质灾害防治 卫片执法 国土变更调查 增减挂钩 \
    批而未供土地处置 城市更新 村庄规划 地热资源管理 矿山修复 古树名木保护 信访积案化解 档案移交 测绘成果保密 \
    安全生产 营商环境 土地供应 防沙治沙 野生动物保护 设施农用地 集体土地确权 控规编制 节约集约用地 国土绿化";

const WORKS: &str = "全面梳理@台账 集中力量攻坚@难题 组织专班逐项核实@图斑 深入乡镇一线调研@进展情况 \
    对照年度任务分解@指标 邀请专家授课讲解@业务知识 与公安水利等部门联合开展@巡查 围绕群众关切公开@办事流程 \
    在全系统开展@业务练兵 细化出台@实施意见 分片区召开@现场推进会 利用卫星影像比对@变化地块 \
    对重点企业开展@上门服务 把@纳入年度绩效考核 建立@问题清单和责任清单 抽调骨干成立@工作组 \
    以案释法宣传@法律法规 督促施工单位加快@工程进度 认真答复人大代表关于@的建议 主动公开@政策解读材料 \
    聘请社会监督员评议@成效 编印发放@操作手册 搭建@信息共享平台 开设@咨询热线 试点推行@承诺制改革";

const MEANS: &str = "坚持问题导向与目标导向相统一 明确牵头单位和完成时限 采取内业比对与外业核查相结合的方式 \
    每周调度每月通报 做到底数清情况明 实行销号管理闭环整改 严格落实网格化巡查责任 通过发放明白纸等形式宣传引导 \
    一宗一策分类提出处置意见 逐村逐户上门走访 运用无人机开展航拍取证 将结果与干部评先树优挂钩 \
    打通部门之间的数据壁垒 压缩办理环节和申报材料 引入第三方机构参与评估 把好审核验收关口 \
    常态化开展回头看 充分听取群众意见建议 从源头上防止问题反弹回潮 强化资金保障和技术支撑 \
    让数据多跑路群众少跑腿 组织业务能手结对帮带 严明工作纪律和保密要求 因地制宜打造示范样板 \
    对进展缓慢的乡镇进行约谈 统筹兼顾生态效益与经济效益";

const RESULTS: &str = "累计排查点位#处 完成整改销号#宗 为企业节约成本#万元 惠及群众#余户 新增耕地面积#亩 \
    培训业务骨干#人次 发放宣传资料#余份 平均办理时限压缩#个工作日 化解历史遗留问题#件 盘活存量土地#亩 \
    栽植各类苗木#余株 修复受损林地#公顷 群众满意率稳步提升 有效提升了精细化管理水平 得到上级部门充分肯定 \
    为高质量发展提供了坚实要素保障 立案查处违法行为#起 归集共享数据#万条 办结登记业务#笔 \
    建成口袋公园#个 完成勘界立标#公里 督促补办手续#项 收回闲置用地#宗 打造特色品牌#个 \
    形成可复制可推广的经验做法#条 下一步将持续巩固扩大成果";
