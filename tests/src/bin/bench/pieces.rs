//! Texts that read like an office's: the demonstration's patterns, filled with days, figures, places and people of their own,
//! so that some words stand nearly everywhere, most in a few of a hundred pieces, and names of villages and people in a
//! handful. The same number gives the same piece.

use domain::{
    attribution::{AttributedUnit, Attribution},
    id::{PersonId, UnitId},
    item::{Cover, ItemText, Kind},
    scoring::Details,
    unit::UnitDirectory,
    workflow::State,
};
use jiff::Timestamp;
use store::{Store, items::NewItem};

use super::Failure;

const BRIEFS: &str = include_str!("../../../../server/src/demo/briefs.txt");
const ARTICLES: &str = include_str!("../../../../server/src/demo/articles.txt");

/// What many offices' pieces say at their ends, whatever they are about.
const ENDS: [&str; 8] = [
    "局办公室把落实情况纳入督查台账，每周通报一次进度。",
    "下一步，{单位}将与{镇}{村}一道，把问题一件一件改到位。",
    "{单位}办公室{人}到{村}现场核实，群众表示满意。",
    "市政府办公室转发了这一做法，{地}等{2-6}个县（市、区）前来学习。",
    "截至目前，已在{镇}{村}、{村}等{3-19}个村推开，惠及群众{120-980}户。",
    "{人}在{镇}主持召开现场会，{村}党支部书记{人}介绍了经验。",
    "全市同类问题由{20-90}起降到{1-9}起，办结率{91-99}.{1-9}%。",
    "会上，{单位}办公室宣读了通报，{人}作表态发言。",
];
const PLACES: [&str; 10] =
    ["东昌府", "临清", "冠县", "莘县", "阳谷", "东阿", "茌平", "高唐", "度假区", "高新区"];
const SURNAMES: &str =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力玲建华国庆志远海燕春梅晓东红波宁浩然思雨子轩梓涵佳琪泽宇欣怡俊博";
const VILLAGE: &str = "前后东西南北大小上下新老石沙柳槐桑枣梨桃杏榆杨松柏竹梅荷金银铜铁玉珠龙虎凤鹤马牛羊鹿鱼雁莺燕云雨风雪霜露阳星月河湖溪泉井桥塘堤渡湾沟坡岭洼店铺庙寺塔楼堂";

/// Writes pieces.
pub(super) struct Writer {
    units: Vec<(UnitId, String)>,
    briefs: Vec<&'static str>,
    articles: Vec<(&'static str, Vec<&'static str>)>,
    drafted_by: PersonId,
}

/// A piece's own chance: the same for the same number.
struct Chance(u64);

impl Chance {
    /// One of so many, from 0.
    fn of(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % many.max(1) as u64).unwrap_or_default()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.of(of.len())]
    }

    fn character(&mut self, of: &str) -> char {
        let place = self.of(of.chars().count());
        of.chars().nth(place).unwrap_or('一')
    }

    fn person(&mut self) -> String {
        let mut name = String::from(self.character(SURNAMES));
        for _ in 0..1 + self.of(3).min(1) {
            name.push(self.character(GIVEN));
        }
        name
    }

    fn village(&mut self) -> String {
        [self.character(SURNAMES), self.character(VILLAGE), self.character(VILLAGE), '村'].iter().collect()
    }
}

impl Writer {
    /// For the units that the demonstration has; all is drafted by this person.
    pub(super) async fn of(store: &Store, drafted_by: PersonId) -> Result<Self, Failure> {
        let directory: UnitDirectory = store::units::directory(store.reader()).await?;
        let units = directory.units().iter().map(|unit| (unit.id, unit.list_name().to_owned())).collect();
        let blocks = |text: &'static str| {
            text.split("\n\n").map(|block| block.trim().lines().skip(1).collect::<Vec<_>>())
        };
        let briefs = blocks(BRIEFS).flatten().collect();
        let articles = blocks(ARTICLES).filter(|lines| lines.len() > 1);
        let articles = articles.map(|lines| (lines[0], lines[1..].to_vec())).collect();
        Ok(Self { units, briefs, articles, drafted_by })
    }

    pub(super) fn units(&self) -> impl Iterator<Item = UnitId> {
        self.units.iter().map(|(unit, _)| *unit)
    }

    /// Names of villages and people that stand in few pieces, each in at least one of the first `count`.
    pub(super) fn rare_words(&self, count: usize, many: usize) -> Vec<String> {
        let numbers = (0..count).map(|number| number * 7_919 % count);
        let found = numbers.filter_map(|number| self.author(number).filter(|name| name.chars().count() == 3));
        found.take(many).collect()
    }

    fn author(&self, number: usize) -> Option<String> {
        let new = self.piece(number, State::Adopted, Timestamp::UNIX_EPOCH);
        new.attribution.authors().next().map(str::to_owned)
    }

    /// The piece of this number, in this state since then.
    pub(super) fn piece(&self, number: usize, state: State, at: Timestamp) -> NewItem {
        let mut chance = Chance(number as u64);
        let (unit, name) = &self.units[number * 7_919 % self.units.len()];
        let chosen: [usize; 6] = std::array::from_fn(|_| chance.of(1 << 20));
        let brief = |place: usize| self.briefs[chosen[place] % self.briefs.len()];
        let end = |place: usize| ENDS[chosen[place] % ENDS.len()];
        let mut fill = |pattern: &str| filled(pattern, name, at, &mut chance);
        let text = match number % 10 {
            0..7 => {
                let body = fill(brief(0)) + &fill(end(1));
                ItemText { kind: Kind::Brief, body, ..ItemText::default() }
            }
            _ => {
                let (title, paragraphs) = &self.articles[chosen[2] % self.articles.len()];
                let (_, others) = &self.articles[chosen[3] % self.articles.len()];
                let patterns = paragraphs.iter().take(2).chain(others.iter().skip(1).take(1));
                let mut lines: Vec<String> = patterns.map(|line| fill(line)).collect();
                lines.push(fill(brief(4)));
                lines.push(fill(end(1)) + &fill(end(5)));
                let title = fill(&format!("{{镇}}{title}"));
                ItemText { kind: Kind::Article, title, body: lines.join("\n"), ..ItemText::default() }
            }
        };
        let author = chance.person();
        let attribution_line = format!("（{name}/{author}）");
        let part = AttributedUnit { text: name.clone(), unit: Some(*unit), authors: vec![author] };
        NewItem {
            submitting_unit: *unit,
            text: ItemText { attribution_line, ..text },
            attribution: Attribution::new(vec![part]),
            cover: Cover::default(),
            state,
            details: Details::NONE,
            drafted_by: self.drafted_by,
            at,
        }
    }
}

/// A pattern with its slots filled.
fn filled(pattern: &str, unit: &str, at: Timestamp, chance: &mut Chance) -> String {
    let mut text = String::with_capacity(pattern.len() * 2);
    let mut parts = pattern.split('{');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (slot, rest) = part.split_once('}').unwrap_or((part, ""));
        let value = match slot {
            "日" => {
                let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
                format!("{}月{}日", day.month(), day.day())
            }
            "单位" => unit.to_owned(),
            "地" => chance.one(&PLACES).to_owned(),
            "镇" => [chance.character(VILLAGE), chance.character(SURNAMES), '镇'].iter().collect(),
            "村" => chance.village(),
            "人" => chance.person(),
            range => {
                let (least, most) = range.split_once('-').unwrap_or((range, range));
                let (least, most): (usize, usize) = (least.parse().unwrap_or(1), most.parse().unwrap_or(9));
                (least + chance.of(most.saturating_sub(least) + 1)).to_string()
            }
        };
        text.push_str(&value);
        text.push_str(rest);
    }
    text
}
