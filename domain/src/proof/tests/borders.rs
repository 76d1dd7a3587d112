//! Sentences that look wrong only because words are not parted, or because a rule looks at too little around them.

use super::*;

/// Two right words meet in a form that is wrong elsewhere.
const MEETING: &str = include_str!("borders.txt");

/// Right as they stand; each was once told.
const QUIET: &[&str] = &[
    // A point in a name, and behind a number in brackets.
    "村党支部书记买买提.吐尔逊带队检查。",
    "学习卡尔.马克思的著作。",
    "（一）.目标任务",
    // Approximations that are none.
    "带动近50家上下游企业发展。",
    "近3年上下联动成效明显。",
    "依法处置违约30余户，续约20多户，解约10余户，毁约5余户。",
    // Words that stand twice by right.
    "综合执法大队大队长王强带队检查。",
    "森林公安支队支队长、中队中队长参加。",
    "村党支部支部书记作了发言。",
    "登记中心中心主任介绍情况。",
    "会议纪要要明确责任。",
    "相关数据整合并并入系统，两村合并并公示。",
    "推进碳中和和碳汇交易。",
    "为造就就业新形态。",
    "把窗口建成为为民服务的阵地，作为为企服务的抓手。",
    "对存在在建工程的，对在在职干部中的问题，逐一登记。",
    "实行一对一对口帮扶，针对对象逐户核查。",
    "服从从严管理要求，自从从事这项工作以来。",
    "即将将项目交付使用。",
    "经比对对疑似图斑逐一核实，通过结对对困难户开展帮扶，对对标对表中发现的问题逐一整改。",
    "此举意在在全社会营造氛围，在在产矿山、在在采矿山安装监控，其宗旨为为社会提供优质服务。",
    "即日起报名，截止5月20日17时。",
    // 截止 behind its time, or of what ends.
    "报名于10月底截止，截止日期不变，报名截止6月30日。",
    // A head's number at a line's beginning.
    "三、四个专班抓落实",
    "二、三个方面的成效\n1、2个乡镇完成整改",
    // Blanks that are meant.
    "联系人：李四 0635-8211234",
    "张三 13800000000",
    "电话8211234 李四",
    "表1 各县耕地面积",
    "附件 1 报名表\n附件1 报名表",
    "图1-2 修复前",
    "| 1 总则 | 表2 面积 |\n|---|---|\n| 2 附则 | 李四 |",
    // Figures of pictures and tables are no ranges.
    "如图2-3所示，表2-3显示，式1-2中，附件1-3项，附图1-2中。",
    "图 2-3所示，修复成效明显。",
    // Lawful signs.
    "面积为120m²，流域面积35km²。",
    // Brackets that are no place of a frame.
    "国发〔二〇二四〕5号",
    "〔宋〕苏轼《题西林壁》",
    "考核办法〔试行〕",
    "鲁政办字〔2024 〕15号",
];

#[test]
fn right_words_that_meet_in_a_wrong_form_are_left_alone() {
    let told: Vec<String> = MEETING
        .lines()
        .chain(QUIET.iter().copied())
        .filter_map(|text| Some((text, in_short(&read(text)))).filter(|(_, found)| !found.is_empty()))
        .map(|(text, found)| format!("{text}\n  {}", found.join("|")))
        .collect();
    assert!(MEETING.lines().count() >= 220, "{}", MEETING.lines().count());
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn what_is_wrong_is_still_found_beside_them() {
    for (text, expected) in [
        ("既使群众不理解，也要耐心解释。", "错别字 既使→即使"),
        ("既便困难再多，也要完成。同时又有新任务。", "错别字 既便→即便"),
        ("依法注消登记，关注消防安全。", "错别字 注消→注销"),
        ("月底前报消差旅费。", "错别字 报消→报销"),
        ("干部要刻守职责。", "错别字 刻守→恪守"),
        ("认真筹化展会，统筹化解矛盾。", "错别字 筹化→筹划"),
        ("项目位予城区。", "错别字 位予→位于"),
        ("岗位从末脱岗。", "错别字 从末→从未"),
        ("聚集问题短板。", "错别字 聚集问题→聚焦问题"),
        ("宣传《矿产资源管理法》和矿产资源管理法律法规。", "错别字 矿产资源管理法→矿产资源法"),
        ("请填写〔单位〕和〔日〕。", "模板未填 〔单位〕→？|模板未填 〔日〕→？"),
    ] {
        let found = in_short(&read(text)).join("|").replace(FindingKind::Unfilled.label(), "模板未填");
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn tidying_leaves_names_telephones_labels_and_numbers_alone() {
    for body in [
        "买买提.吐尔逊带队",
        "（一）.目标任务",
        "联系人：李四 0635-8211234",
        "附件1 报名表",
        "如图2-3所示",
        "| 1 总则 | x |\n|---|---|\n| 2 附则 | y |",
    ] {
        assert_eq!(tidy_marks(&ProofText::of_body(body)), [], "{body}");
    }
    let changes = tidy_marks(&ProofText::of_body("一.总体要求"));
    assert_eq!(changes.iter().map(|change| change.to.as_str()).collect::<Vec<_>>(), ["、"]);
}
