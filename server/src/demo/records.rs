//! January's facts outside the newsletter: higher channels, pieces sent up, adjustments.

use app::desk::{
    Command,
    asked::DetailsForm,
    records::{RecordAdjustment, RecordForwarding, RecordUpperAdoption},
};
use domain::printed_in::commissioned_by;
use jiff::civil::{Date, date};

use super::{facts::January, office::Office};

/// What the higher channels printed, in the order of the facts.
const PRINTED: [&str; 15] = [
    "耕地占补平衡实行县域自求平衡的做法",
    "高标准农田与耕地保护“田长”联动巡查",
    "全市重点项目用地用林要素“一张图”会商保障",
    "耕地“非粮化”图斑分类整改的进展",
    "建设用地审批压缩到十五个工作日",
    "国土空间用途管制中的堵点与建议",
    "年度国土变更调查外业举证全部完成",
    "不动产登记与地籍调查数据同库共享",
    "“交房即交证”惠及新建小区住户",
    "自然资源调查监测月度快报制度",
    "冬季地质灾害隐患点巡查的情况与建议",
    "土地综合整治项目新增耕地验收入库",
    "盐碱地综合利用试点的经验",
    "平原防护林更新改造的探索",
    "存量土地收储“三张清单”管理",
];

/// Matters about which pieces were sent up.
const SENT_UP: [&str; 12] = [
    "节约集约用地的做法",
    "矛盾纠纷化解的情况",
    "重点工作推进情况",
    "惠企便民措施",
    "年度任务完成情况",
    "存在的困难和建议",
    "改革试点进展",
    "巡查整治情况",
    "数据共享的做法",
    "队伍建设的经验",
    "安全生产检查情况",
    "群众来访办理情况",
];

/// What the editor records, each on the day on which it happened.
pub(super) fn january(office: &Office, facts: &January) -> Vec<(Date, Command)> {
    let mut records = upper_adoptions(facts);
    records.extend(forwardings(office, facts));
    records.extend(facts.adjustments.iter().map(|adjustment| {
        let day = date(2024, 1, 18);
        let command = RecordAdjustment {
            details: DetailsForm {
                evidence: "市政府新闻办新闻发布会通知".to_owned(),
                ..DetailsForm::default()
            },
            points: adjustment.points.clone(),
            reason: adjustment.reason.clone(),
            date: day.to_string(),
            month: "2024-01".to_owned(),
            units: adjustment.unit.clone(),
        };
        (day, command.into())
    }));
    records
}

fn upper_adoptions(facts: &January) -> Vec<(Date, Command)> {
    let printed = facts.upper_adoptions.iter().zip(PRINTED).enumerate();
    printed
        .map(|(place, (adoption, title))| {
            let day = workday(5 + place);
            let (channel, commissioned) = match commissioned_by(&adoption.channel) {
                Some(channel) => (channel, true),
                None => (adoption.channel.as_str(), false),
            };
            let command = RecordUpperAdoption {
                details: DetailsForm::default(),
                channel: channel.to_owned(),
                title: title.to_owned(),
                date: day.to_string(),
                month: "2024-01".to_owned(),
                starred: adoption.starred,
                commissioned,
                units: adoption.units.join("、"),
                item: None,
            };
            (day, command.into())
        })
        .collect()
}

fn forwardings(office: &Office, facts: &January) -> Vec<(Date, Command)> {
    let lines = facts.reported_up.iter().enumerate();
    lines
        .map(|(place, line)| {
            let day = workday(3 + place % 18);
            let matter = SENT_UP[place % SENT_UP.len()];
            let command = RecordForwarding {
                details: DetailsForm::default(),
                office: if place % 3 == 0 { "市委办公室" } else { "市政府办公室" }.to_owned(),
                title: format!("{}{matter}", line.unit),
                count: line.count.to_string(),
                date: day.to_string(),
                month: "2024-01".to_owned(),
                units: line.unit.clone(),
                cleared_by: Some(office.people.clearer.name.clone()),
                item: None,
            };
            (day, command.into())
        })
        .collect()
}

/// The n-th workday of January 2024, from 0, the first issue's day left out; the last one where there are not so
/// many.
pub(super) fn workday(number: usize) -> Date {
    let is_workday = |day: &Date| day.weekday().to_monday_one_offset() <= 5 && day.day() != 16;
    let days: Vec<Date> =
        date(2024, 1, 2).series(jiff::Span::new().days(1)).take(30).filter(is_workday).collect();
    days.get(number).or(days.last()).copied().unwrap_or(date(2024, 1, 31))
}
