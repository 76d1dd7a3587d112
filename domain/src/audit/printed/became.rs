//! What a bulletin says of units that have changed: 甲科自3月份起不再列名，其年内以前的得分计入乙科的累计分数, 更名为, 并入,
//! 分设. The names are taken as they are written; whether there are such units is not known here.

use super::{
    super::{
        characters::{compact, is_mark, leading_month},
        document::{Block, Document},
    },
    list,
};

/// A sentence about a unit that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Became {
    /// Where it stands; `None` where the directory of units says it.
    pub line: Option<usize>,
    /// The unit's name before, or several with marks between them; empty where only new units are told.
    pub from: String,
    pub into: Fate,
    /// Year, where it is named, and month from which it is so.
    pub since: Option<(Option<i16>, i8)>,
}

/// What became of a unit. Names may be several with marks between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Fate {
    /// The same unit under another name.
    Renamed(String),
    /// Its points count there.
    Points(String),
    /// It is a part of another, and nobody says whose its points are.
    Merged(String),
    /// Others have come out of it.
    Split(String),
    /// It stands in no table any more.
    Ended,
}

/// Longer sentences tell of something else.
const LONGEST: usize = 120;

/// Every such sentence of a document, in its lines and in the cells of its tables.
pub(super) fn read(document: &Document) -> Vec<Became> {
    let mut found: Vec<Became> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Line(line) => found.extend(of_line(&line.text, line.number)),
            Block::Table(rows) => {
                for row in rows {
                    let mut cells = row.cells.clone();
                    // A merged cell stands in every place that it covers.
                    cells.dedup();
                    found.extend(cells.iter().flat_map(|text| of_line(text, row.number)));
                }
            }
        }
    }
    found
}

/// Whether a line tells of such a change, as it does anew each month.
pub(in super::super) fn tells(text: &str) -> bool {
    let found = of_line(text, 0);
    found.iter().any(|one| one.since.is_some() || matches!(one.into, Fate::Points(_)))
}

fn of_line(text: &str, line: usize) -> Vec<Became> {
    const WORDS: [&str; 10] =
        ["不再列", "计入", "转入", "更名", "改名", "并入", "合并", "分设", "撤销", "（原"];
    let text = compact(text);
    // A piece may well be about such a change.
    let is_piece =
        list::ends_with_source(&text) && text.rsplit('（').next().is_none_or(|end| !end.starts_with('原'));
    if is_piece || !WORDS.iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut before = String::new();
    for sentence in text.split(['。', '；']).filter(|sentence| sentence.chars().count() <= LONGEST) {
        let (sentence, since) = without_month(without_number(sentence));
        for (from, into) in told(&sentence) {
            // 其得分计入乙科: whoever was told of last.
            let from = if from.is_empty() { before.clone() } else { from };
            before.clone_from(&from);
            found.push(Became { line: Some(line), from, into, since });
        }
    }
    found
}

/// 注：3、: what stands before the sentence.
fn without_number(text: &str) -> &str {
    let text = text.trim_start_matches(is_mark);
    let text = ["备注：", "注：", "说明："].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let text =
        text.strip_prefix('注').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(text);
    let signs =
        |character: char| character.is_ascii_digit() || is_mark(character) || matches!(character, '①'..='⒛');
    let rest = text.trim_start_matches(signs);
    // 3月份: no number of a sentence.
    if rest.starts_with(['月', '年']) { text } else { rest }
}

/// The sentence without the month from which it holds: 自2024年3月15日起, 于3月份, 3月份.
fn without_month(text: &str) -> (String, Option<(Option<i16>, i8)>) {
    for (at, _) in text.char_indices() {
        let Some((since, rest)) = month_at(&text[at..]) else { continue };
        let before = text[..at].trim_end_matches(['自', '从', '于']);
        if before.ends_with(|character: char| character.is_ascii_digit()) {
            continue;
        }
        let rest = rest.trim_start_matches('起').trim_start_matches('，');
        return (format!("{before}{rest}"), Some(since));
    }
    (text.to_owned(), None)
}

type Since = (Option<i16>, i8);

fn month_at(text: &str) -> Option<(Since, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let year =
        text[digits..].strip_prefix('年').filter(|_| digits == 4).map(|rest| (text[..4].parse().ok(), rest));
    let (year, rest) = year.unwrap_or((None, text));
    let (month, rest) = leading_month(rest)?;
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    let days = rest.bytes().take_while(u8::is_ascii_digit).count();
    Some(((year, month), rest[days..].strip_prefix('日').filter(|_| days > 0).unwrap_or(rest)))
}

/// Which units a sentence names, and what became of them.
fn told(text: &str) -> Vec<(String, Fate)> {
    let mut found = Vec::new();
    let points = ["计入", "转入", "记入", "归入", "划入"].iter().find_map(|word| text.split_once(word));
    if let Some((before, after)) = points.filter(|(before, _)| before.contains('分')) {
        found.push((unit_before(before), Fate::Points(unit_after(after))));
    }
    for word in ["更名为", "改名为", "改称", "改名成", "更名成"] {
        if let Some((before, after)) = text.split_once(word) {
            found.push((unit_before(before), Fate::Renamed(unit_after(after))));
        }
    }
    if let Some((before, rest)) = text.split_once('由')
        && let Some((from, rest)) = rest.split_once("更名").or_else(|| rest.split_once("改名"))
        && (rest.starts_with("而") || rest.is_empty())
    {
        found.push((unit_before(from), Fate::Renamed(unit_before(before))));
    }
    found.extend(formerly(text));
    if found.is_empty() {
        let merged = ["并入", "合并到", "合并至", "合并入", "合并为", "合并成立", "合并组建"];
        if let Some((before, after)) = merged.iter().find_map(|word| text.split_once(word)) {
            found.push((unit_before(before), Fate::Merged(unit_after(after))));
        }
    }
    found.extend(split(text));
    let ended = ["不再列", "撤销"].iter().find_map(|word| text.split_once(word));
    if let Some((before, _)) = ended.filter(|_| found.is_empty()) {
        found.push((unit_before(before), Fate::Ended));
    }
    found
}

/// 乙科（原甲科）, 乙科（原名甲科）.
fn formerly(text: &str) -> Option<(String, Fate)> {
    let (before, rest) = text.split_once("（原")?;
    let (inner, _) = rest.split_once('）')?;
    let from = inner.trim_start_matches(['名', '为', '：']);
    let to = before.rsplit(is_mark).next().unwrap_or(before);
    (!from.is_empty() && !to.is_empty()).then(|| (from.to_owned(), Fate::Renamed(to.to_owned())))
}

/// 甲科分设为乙科、丙科; 乙科由甲科分设.
fn split(text: &str) -> Option<(String, Fate)> {
    let (before, after) =
        ["分设为", "拆分为", "分设出", "分设", "析出"].iter().find_map(|word| text.split_once(word))?;
    match before.split_once(['由', '从']) {
        Some((new, from)) if !new.is_empty() => Some((unit_before(from), Fate::Split(unit_before(new)))),
        _ => {
            let after = after.split(['，', '（']).next().unwrap_or(after);
            let new = after.trim_end_matches("两个单位").trim_end_matches("两个科室");
            (!new.is_empty()).then(|| (unit_before(before), Fate::Split(new.to_owned())))
        }
    }
}

/// The name with which a part of a sentence begins.
fn unit_before(text: &str) -> String {
    const ENDS: [&str; 22] = [
        "，",
        "（",
        "：",
        "不再",
        "撤销",
        "并入",
        "合并",
        "分设",
        "拆分",
        "更名",
        "改名",
        "因",
        "其",
        "年内",
        "以前",
        "此前",
        "原有",
        "的得分",
        "的累计",
        "的分数",
        "今年",
        "当年",
    ];
    let end = ENDS.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    let name = text[..end].trim_start_matches(['原', '由']);
    let ends = ["已", "现", "正式", "统一", "决定", "被", "将"];
    let mut name = name;
    while let Some(shorter) = ends.iter().find_map(|word| name.strip_suffix(word)) {
        name = shorter;
    }
    name.trim_matches(is_mark).to_owned()
}

/// The name with which the rest of a sentence begins.
fn unit_after(text: &str) -> String {
    const ENDS: [&str; 9] = ["，", "（", "的累计", "的得分", "的分数", "的年度", "累计", "名下", "并"];
    let end = ENDS.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    text[..end].trim_end_matches('后').trim_matches(is_mark).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(text: &str) -> Vec<(String, Fate, Option<i8>)> {
        of_line(text, 1)
            .into_iter()
            .map(|one| (one.from, one.into, one.since.map(|(_, month)| month)))
            .collect()
    }

    #[test]
    fn what_became_of_a_unit_is_read_however_it_is_worded() {
        let name = |name: &str| name.to_owned();
        let cases = [
            (
                "3．甲林业局自3月份起不再列名，其年内以前的得分计入甲局的累计分数。",
                ("甲林业局", Fate::Points(name("甲局")), Some(3)),
            ),
            (
                "注：甲科、乙科自2024年3月15日起不再列名，其得分计入丙科的累计分数",
                ("甲科、乙科", Fate::Points(name("丙科")), Some(3)),
            ),
            ("2、原甲科的得分转入乙科。", ("甲科", Fate::Points(name("乙科")), None)),
            ("甲科自3月份起并入乙科，不再列名。", ("甲科", Fate::Merged(name("乙科")), Some(3))),
            ("3月份甲科更名为乙科。", ("甲科", Fate::Renamed(name("乙科")), Some(3))),
            ("乙科由甲科更名而来", ("甲科", Fate::Renamed(name("乙科")), None)),
            ("乙科（原甲科）", ("甲科", Fate::Renamed(name("乙科")), None)),
            ("甲科已于3月分设为乙科、丙科", ("甲科", Fate::Split(name("乙科、丙科")), Some(3))),
            ("乙科从甲科分设，自3月份起列名", ("甲科", Fate::Split(name("乙科")), Some(3))),
            ("甲科自3月份起撤销。", ("甲科", Fate::Ended, Some(3))),
        ];
        for (text, (from, into, since)) in cases {
            assert_eq!(read_of(text), [(name(from), into, since)], "{text}");
        }
    }

    #[test]
    fn who_is_told_of_in_one_sentence_is_meant_in_the_next() {
        let found = read_of("甲科自3月份起撤销。其年内以前的得分计入乙科的累计分数。");
        assert_eq!(found[1], ("甲科".to_owned(), Fate::Points("乙科".to_owned()), None));
    }

    #[test]
    fn notes_and_pieces_about_something_else_are_passed_over() {
        for text in [
            "注：1．计分方式：按照《信息宣传工作考核办法》（第1版）规定的标准计分。",
            "2．本次通报范围为计入2024年3月份考核的信息采用情况。",
            "1、甲局更名为乙局挂牌成立（第3期 信息）",
        ] {
            assert_eq!(read_of(text), [], "{text}");
        }
    }
}
