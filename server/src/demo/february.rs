//! February: one issue published, one waiting for its second signature, one being arranged, and pieces in every
//! state, as on any day at the office.

use app::desk::{
    Command,
    asked::DetailsForm,
    items::acts::{RefuseClearance, SaveItem},
    records::{RecordCommission, RecordForwarding, RecordUpperAdoption},
};
use domain::{
    calendar::Month,
    id::UnitId,
    item::{ItemText, Kind},
};
use jiff::civil::{Date, date};

use super::{
    DemoError,
    days::Play,
    office::Office,
    pieces::{Fate, Piece, Writers},
};

/// The 信息 of the third and the fourth issue.
const ARTICLES: [(&str, i32, i8); 6] = [
    ("耕地保护监督科", 3, 5),
    ("用途管制科", 3, 6),
    ("市不动产登记中心", 3, 7),
    ("市城乡规划设计研究院", 3, 8),
    ("东阿局", 4, 22),
    ("高唐局", 4, 23),
];

/// How many 简讯 come so far, in which days they are sent in: until the Spring Festival, and after it.
const BRIEFS: [(usize, Stage, (i8, i8)); 12] = [
    (14, Stage::Issue(3), (5, 9)),
    (10, Stage::Issue(4), (19, 26)),
    (6, Stage::Issue(5), (26, 28)),
    (3, Stage::Plain(Fate::Shortlisted { cleared: true }), (27, 29)),
    (3, Stage::Plain(Fate::Shortlisted { cleared: false }), (28, 29)),
    (5, Stage::Plain(Fate::Editing), (28, 29)),
    (4, Stage::Plain(Fate::Submitted), (29, 29)),
    (3, Stage::Plain(Fate::Returned), (27, 28)),
    (9, Stage::Plain(Fate::Rejected), (7, 27)),
    (4, Stage::Plain(Fate::Draft), (29, 29)),
    (2, Stage::Joint, (20, 23)),
    (12, Stage::Plain(Fate::Rejected), (19, 28)),
];

/// On these days everybody is busy with an issue.
const ISSUE_DAYS: [i8; 2] = [21, 27];

/// Where a 简讯 ends up.
#[derive(Clone, Copy)]
enum Stage {
    Plain(Fate),
    Issue(i32),
    /// Shortlisted, after another unit's piece went into it.
    Joint,
}

/// February's pieces. `already` is how many are in the plan before them.
pub(super) fn pieces(
    office: &Office,
    writers: &mut Writers,
    already: usize,
) -> Result<Vec<Piece>, DemoError> {
    let mut pieces = Vec::new();
    let mut articles = [0; 2];
    for (name, issue, day) in ARTICLES {
        let place = &mut articles[usize::from(issue == 4)];
        let fate = Fate::Placed { issue, place: *place };
        *place += 1;
        pieces.push(writers.write(&[office.unit(name)?], Kind::Article, date(2024, 2, day), fate)?);
    }
    let mut turn = 0;
    for (count, stage, (first, last)) in BRIEFS {
        for number in 0..count {
            let day = workday_between(first, last, number);
            let unit = next_unit(office, &mut turn);
            let fate = match stage {
                Stage::Plain(fate) => fate,
                Stage::Issue(issue) => Fate::Placed { issue, place: number },
                Stage::Joint => Fate::Shortlisted { cleared: false },
            };
            pieces.push(writers.write(&[unit], Kind::Brief, day, fate)?);
            if matches!(stage, Stage::Joint) {
                let into = already + pieces.len() - 1;
                let other = next_unit(office, &mut turn);
                pieces.push(writers.write(&[other], Kind::Brief, day, Fate::Combined { into })?);
            }
        }
    }
    for name in ["临清局", "阳谷局", "市林业发展中心"] {
        let unit = office.unit(name)?;
        pieces.push(writers.write(&[unit], Kind::Brief, date(2024, 2, 29), Fate::UnitReview)?);
    }
    // A name that no unit goes by, for an editor to resolve.
    if let Some(piece) = pieces.iter_mut().find(|piece| piece.fate == Fate::Editing) {
        let known = piece.attribution_line.trim_end_matches('）').split('/').next().unwrap_or("（综合科");
        piece.attribution_line = format!("{known} 卫河湿地保护站）");
    }
    Ok(pieces)
}

/// The units take turns, so that neighbours in a list are of different groups.
fn next_unit(office: &Office, turn: &mut usize) -> UnitId {
    let units = office.units.units();
    *turn += 1;
    // Seven and the number of units that are scored have no divisor in common: everybody's turn comes.
    let scored: Vec<UnitId> = units.iter().filter(|unit| unit.scored).map(|unit| unit.id).collect();
    scored.get(*turn * 7 % scored.len().max(1)).copied().unwrap_or(UnitId(1))
}

/// The days from the first to the last, one after the other and again: no Saturday, no Sunday, no issue's day.
fn workday_between(first: i8, last: i8, number: usize) -> Date {
    let days: Vec<Date> = (first..=last)
        .map(|day| date(2024, 2, day))
        .filter(|day| day.weekday().to_monday_one_offset() <= 5 && !ISSUE_DAYS.contains(&day.day()))
        .collect();
    days.get(number % days.len().max(1)).copied().unwrap_or(date(2024, 2, last))
}

/// What the editor records in February.
pub(super) fn records(office: &Office) -> Vec<(Date, Command)> {
    let mut records: Vec<(Date, Command)> = [
        (6, "每日动态", "耕地质量提升的“三改三增”做法", "耕地保护监督科", false, false),
        (8, "昨日市情", "春节前农民工工资与项目用地“双清零”", "开发利用科", true, false),
        (20, "每日动态", "节后首周不动产登记“零积压”", "市不动产登记中心", false, false),
        (22, "昨日市情", "春季国土绿化的问题与建议", "市林业发展中心 冠县林业局", false, true),
        (26, "普刊", "湿地候鸟监测的新发现", "林草资源和湿地保护监督科", false, false),
    ]
    .into_iter()
    .map(|(day, channel, title, units, starred, commissioned)| {
        let day = date(2024, 2, day);
        let command = RecordUpperAdoption {
            details: DetailsForm::default(),
            channel: channel.to_owned(),
            title: title.to_owned(),
            date: day.to_string(),
            month: "2024-02".to_owned(),
            starred,
            commissioned,
            units: units.to_owned(),
            item: None,
        };
        (day, command.into())
    })
    .collect();
    let commissioned = RecordCommission {
        details: DetailsForm::default(),
        office: "市政府约稿".to_owned(),
        title: "全市闲置低效用地处置情况".to_owned(),
        date: "2024-02-26".to_owned(),
        month: "2024-02".to_owned(),
        units: "市土地储备整治中心".to_owned(),
        item: None,
    };
    records.push((date(2024, 2, 26), commissioned.into()));
    for (number, unit) in office.units.units().iter().filter(|unit| unit.scored).step_by(4).enumerate() {
        let day = workday_between(19, 28, number);
        let command = RecordForwarding {
            details: DetailsForm::default(),
            office: "市政府办公室".to_owned(),
            title: format!("{}节后重点工作开局情况", unit.name),
            count: "1".to_owned(),
            date: day.to_string(),
            month: "2024-02".to_owned(),
            units: unit.name.clone(),
            cleared_by: Some(office.people.clearer.name.clone()),
            item: None,
        };
        records.push((day, command.into()));
    }
    records
}

/// Plays the month.
pub(super) async fn play(play: &mut Play<'_>) -> Result<(), DemoError> {
    let february = Month::of(date(2024, 2, 1));
    play.days(date(2024, 2, 5), date(2024, 2, 20)).await?;
    play.publish(3, date(2024, 2, 21), february).await?;
    play.days(date(2024, 2, 22), date(2024, 2, 26)).await?;
    if let Some(item) = play.placed_in(3, Kind::Brief).get(5) {
        let reason = "文中数据与统计口径不一致，核实后另行刊发";
        play.retract(*item, date(2024, 2, 26), reason).await?;
    }
    let fourth = play.arrange(4, date(2024, 2, 27), february).await?;
    play.send_for_sign_off(fourth, date(2024, 2, 27)).await?;
    let signer = play.office.people.signers[0].clone();
    play.sign(fourth, &signer, date(2024, 2, 27), 11).await?;
    play.days(date(2024, 2, 28), date(2024, 2, 29)).await?;
    play.arrange(5, date(2024, 3, 1), february).await?;
    second_thoughts(play).await
}

/// An edit voids a clearance, and another piece is refused one.
async fn second_thoughts(play: &Play<'_>) -> Result<(), DemoError> {
    let of_fate = |fate: Fate| {
        let place = play.pieces.iter().position(|piece| piece.fate == fate)?;
        Some((&play.pieces[place], play.items[place]?))
    };
    let day = date(2024, 3, 1);
    if let Some((piece, id)) = of_fate(Fate::Shortlisted { cleared: true }) {
        let item = play.item(id).await?;
        let command = SaveItem {
            sheet: String::new(),
            item: id,
            revision: item.revision,
            text: ItemText {
                kind: piece.kind,
                title: piece.title.clone(),
                content_type: Some(piece.content_type()),
                body: format!("{}有关经验正在全市交流。", piece.body),
                attribution_line: piece.attribution_line.clone(),
                ..ItemText::default()
            },
            send: false,
            original: None,
            attachment: Vec::new(),
            cover: None,
        };
        play.office.does(&play.office.people.editors[1], day.at(9, 40, 0, 0), command).await?;
    }
    if let Some((_, id)) = of_fate(Fate::Shortlisted { cleared: false }) {
        let revision = play.item(id).await?.revision;
        let reason = Some("涉及未公开的点位坐标，请删去后再报审".to_owned());
        let command = RefuseClearance { item: id, revision, reason };
        play.office.does(&play.office.people.clearer, day.at(10, 5, 0, 0), command).await?;
    }
    Ok(())
}
