//! The covering text as the office writes it: its own words, and between 〔 and 〕 the names of figures that fill
//! themselves. So no figure is ever typed, and none can be left over from another month.

use serde::{Deserialize, Serialize};

use crate::{
    bulletin::{
        leaders::{MOST_NAMED, leading},
        remarks::{Remark, RemarkKind},
        sentences,
    },
    points::Points,
    scoring::{Bulletin, BulletinGroup, Row, Tally, dense_ranks},
};

/// The text with which a bulletin begins that nobody has written a text for.
pub const USUAL: &str = "〔月份〕，〔办公室〕共收到信息〔收到总数〕条，其中〔各组收到〕；〔本局〕采用〔各组采用〕。\n累计〔各组累计前三〕。";

/// A covering text that has been read. A line is a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveringText {
    paragraphs: Vec<Vec<Part>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Field(Field, String),
}

/// A figure that can stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Month,
    LastMonth,
    Year,
    Office,
    Bureau,
    Received,
    Adopted,
    ReceivedByGroup,
    AdoptedByGroup,
    LeadersOfYearByGroup,
    LeadersOfMonthByGroup,
    Remark(RemarkKind),
    /// Of one group, which stands after a colon.
    ReceivedOf,
    AdoptedOf,
    LeadersOfYearOf,
    LeadersOfMonthOf,
}

/// The fields by their names, in the order in which they are offered.
const NAMES: [(&str, Field); 15] = [
    ("月份", Field::Month),
    ("上月份", Field::LastMonth),
    ("年份", Field::Year),
    ("办公室", Field::Office),
    ("本局", Field::Bureau),
    ("收到总数", Field::Received),
    ("采用总数", Field::Adopted),
    ("各组收到", Field::ReceivedByGroup),
    ("各组采用", Field::AdoptedByGroup),
    ("各组累计前三", Field::LeadersOfYearByGroup),
    ("各组本月前三", Field::LeadersOfMonthByGroup),
    ("退稿情况", Field::Remark(RemarkKind::Returns)),
    ("会议类稿件", Field::Remark(RemarkKind::Meetings)),
    ("月末报送", Field::Remark(RemarkKind::LastDays)),
    ("与上月比较", Field::Remark(RemarkKind::Change)),
];

/// The fields that need a group.
const NAMES_OF_A_GROUP: [(&str, Field); 4] = [
    ("收到", Field::ReceivedOf),
    ("采用", Field::AdoptedOf),
    ("累计前三", Field::LeadersOfYearOf),
    ("本月前三", Field::LeadersOfMonthOf),
];

/// What is wrong with a covering text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoveringFault {
    #[error("第{paragraph}段：没有〔{name}〕这一项，可用的项目列在下面")]
    UnknownField { paragraph: usize, name: String },
    #[error("第{paragraph}段：〔{name}〕中的分组“{group}”不在本月通报中")]
    UnknownGroup { paragraph: usize, name: String, group: String },
    #[error("第{paragraph}段：有一处“〔”没有配上“〕”")]
    Unclosed { paragraph: usize },
}

/// A piece of a filled paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub text: String,
    /// The field that it came from; `None` of the office's own words.
    pub field: Option<String>,
}

/// A field that can be used, with what it says this month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedField {
    /// As it is typed: 〔收到总数〕.
    pub name: String,
    pub value: String,
}

impl CoveringText {
    /// Reads a text, or names every field that there is not.
    pub fn read(text: &str) -> Result<Self, Vec<CoveringFault>> {
        let mut faults = Vec::new();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let paragraphs =
            lines.enumerate().map(|(place, line)| paragraph(line, place + 1, &mut faults)).collect();
        if faults.is_empty() { Ok(Self { paragraphs }) } else { Err(faults) }
    }

    /// The paragraphs with their figures. A paragraph in which a list by groups has nothing to name is left out.
    pub fn fill(
        &self,
        bulletin: &Bulletin,
        remarks: &[Remark],
    ) -> Result<Vec<Vec<Filled>>, Vec<CoveringFault>> {
        let mut faults = Vec::new();
        let mut filled = Vec::new();
        for (place, parts) in self.paragraphs.iter().enumerate() {
            let mut pieces = Vec::new();
            let mut names_nobody = false;
            for part in parts {
                match part {
                    Part::Words(words) => pieces.push(Filled { text: words.clone(), field: None }),
                    Part::Field(field, name) => match value(*field, name, bulletin, remarks) {
                        Ok(text) => {
                            names_nobody |= text.is_empty() && !matches!(field, Field::Remark(_));
                            pieces.push(Filled { text, field: Some(name.clone()) });
                        }
                        Err(group) => faults.push(CoveringFault::UnknownGroup {
                            paragraph: place + 1,
                            name: name.clone(),
                            group,
                        }),
                    },
                }
            }
            let is_blank = pieces.iter().all(|piece| piece.text.trim().is_empty());
            if !names_nobody && !is_blank {
                filled.push(pieces);
            }
        }
        if faults.is_empty() { Ok(filled) } else { Err(faults) }
    }

    /// As [`CoveringText::fill`], as plain text for print.
    pub fn paragraphs(
        &self,
        bulletin: &Bulletin,
        remarks: &[Remark],
    ) -> Result<Vec<String>, Vec<CoveringFault>> {
        let filled = self.fill(bulletin, remarks)?;
        Ok(filled.iter().map(|pieces| pieces.iter().map(|piece| piece.text.as_str()).collect()).collect())
    }
}

/// The paragraphs of the usual text.
pub fn usual_paragraphs(bulletin: &Bulletin) -> Vec<String> {
    // The usual text names no group, and a test reads it: it always fills.
    let text = CoveringText::read(USUAL).and_then(|text| text.paragraphs(bulletin, &[]));
    text.unwrap_or_default()
}

/// What a later month's text begins with: the sentences that say figures. The office's remarks belong to their month.
pub fn without_remarks(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| sentences(line).filter(|sentence| sentence.contains('〔')).collect::<String>());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// All fields with what they say in this bulletin, those of groups for each of its groups.
pub fn offered(bulletin: &Bulletin, remarks: &[Remark]) -> Vec<OfferedField> {
    let mut offered = Vec::new();
    for (name, field) in NAMES {
        let value = value(field, name, bulletin, remarks).unwrap_or_default();
        offered.push(OfferedField { name: format!("〔{name}〕"), value });
    }
    for group in &bulletin.groups {
        for (name, field) in NAMES_OF_A_GROUP {
            let name = format!("{name}：{}", group.group);
            let value = value(field, &name, bulletin, remarks).unwrap_or_default();
            offered.push(OfferedField { name: format!("〔{name}〕"), value });
        }
    }
    offered
}

fn paragraph(line: &str, place: usize, faults: &mut Vec<CoveringFault>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some((words, after)) = rest.split_once('〔') {
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        let Some((name, after)) = after.split_once('〕') else {
            faults.push(CoveringFault::Unclosed { paragraph: place });
            return parts;
        };
        match field(name) {
            Some(field) => parts.push(Part::Field(field, name.trim().to_owned())),
            None => faults.push(CoveringFault::UnknownField { paragraph: place, name: name.to_owned() }),
        }
        rest = after;
    }
    if rest.contains('〕') {
        faults.push(CoveringFault::Unclosed { paragraph: place });
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    parts
}

fn field(name: &str) -> Option<Field> {
    let (table, name) = match name.split_once(['：', ':']) {
        Some((name, _)) => (&NAMES_OF_A_GROUP[..], name.trim()),
        None => (&NAMES[..], name.trim()),
    };
    table.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// What a field says, or the group that the bulletin does not have.
fn value(field: Field, name: &str, bulletin: &Bulletin, remarks: &[Remark]) -> Result<String, String> {
    let groups = &bulletin.groups;
    let by_group = |count: &dyn Fn(&BulletinGroup) -> String| -> String {
        let parts: Vec<_> =
            groups.iter().map(|group| format!("{}信息{}条", group.group, count(group))).collect();
        parts.join("、")
    };
    let most = bulletin.rules.ranking.most_named.map_or(MOST_NAMED, |most| most as usize);
    let leaders_by_group = |leaders: fn(&BulletinGroup, usize) -> String| -> String {
        let parts: Vec<_> = groups
            .iter()
            .map(|group| (group, leaders(group, most)))
            .filter(|(_, names)| !names.is_empty())
            .map(|(group, names)| format!("得分前三的{}为{names}", group.group))
            .collect();
        parts.join("；")
    };
    let group = || {
        let wanted = name.split_once(['：', ':']).map_or("", |(_, group)| group.trim());
        groups.iter().find(|group| group.group == wanted).ok_or_else(|| wanted.to_owned())
    };
    Ok(match field {
        Field::Month => bulletin.month.in_words(),
        Field::LastMonth => bulletin.month.previous().in_words(),
        Field::Year => format!("{}年", bulletin.month.year()),
        Field::Office => bulletin.rules.words.office.clone(),
        Field::Bureau => bulletin.rules.words.bureau.clone(),
        Field::Received => bulletin.totals.submitted.to_string(),
        Field::Adopted => {
            let adopted: Tally = groups.iter().map(|group| group.totals.newsletter_count).sum();
            adopted.to_string()
        }
        Field::ReceivedByGroup => by_group(&|group| group.totals.submitted.to_string()),
        Field::AdoptedByGroup => by_group(&|group| group.totals.newsletter_count.to_string()),
        Field::LeadersOfYearByGroup => leaders_by_group(leaders_of_year),
        Field::LeadersOfMonthByGroup => leaders_by_group(leaders_of_month),
        Field::Remark(kind) => {
            let remark = remarks.iter().find(|remark| remark.kind == kind);
            remark.map(|remark| remark.sentence.clone()).unwrap_or_default()
        }
        Field::ReceivedOf => group()?.totals.submitted.to_string(),
        Field::AdoptedOf => group()?.totals.newsletter_count.to_string(),
        Field::LeadersOfYearOf => leaders_of_year(group()?, most),
        Field::LeadersOfMonthOf => leaders_of_month(group()?, most),
    })
}

/// The units of the first three places, of which `most` are named. A unit without points leads nothing, nor does one that
/// takes no part in awards.
fn leaders_of_year(group: &BulletinGroup, most: usize) -> String {
    let ranked = |row: &&Row| row.figures.cumulative > Points::ZERO && !row.figures.excluded;
    let rows = group.rows.iter().filter(ranked);
    leading(rows.filter_map(|row| Some((row.figures.rank?, row.list_name.as_str()))), most)
}

/// The same by the month's own points, which have no column of ranks.
fn leaders_of_month(group: &BulletinGroup, most: usize) -> String {
    let mut rows: Vec<&Row> =
        group.rows.iter().filter(|row| row.figures.month > Points::ZERO && !row.figures.excluded).collect();
    // A stable sort: those with as many points keep the printed order.
    rows.sort_by_key(|row| std::cmp::Reverse(row.figures.month));
    let points: Vec<Points> = rows.iter().map(|row| row.figures.month).collect();
    leading(dense_ranks(&points).into_iter().zip(rows.iter().map(|row| row.list_name.as_str())), most)
}

#[cfg(test)]
mod tests;
