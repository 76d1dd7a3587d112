//! What a bulletin makes of entries and facts.

use super::*;

#[test]
fn the_head_of_the_table_merges_its_cells() {
    let head: Vec<Vec<_>> = bulletin("2024-01", &[])
        .header()
        .into_iter()
        .map(|row| row.into_iter().map(|cell| (cell.text, cell.columns, cell.rows)).collect())
        .collect();
    let cell = |text: &str, columns, rows| (text.to_owned(), columns, rows);
    assert_eq!(
        head,
        [
            vec![
                cell("单位", 1, 2),
                cell("上报篇数", 1, 2),
                cell("采用信息", 3, 1),
                cell("约稿", 2, 1),
                cell("报省市", 1, 2),
                cell("本月基础分", 1, 2),
                cell("本月分数", 1, 2),
                cell("累计分数", 1, 2),
                cell("总排名", 1, 2),
            ],
            vec![
                cell("市级以上采用篇数", 1, 1),
                cell("市局简报采用篇数", 1, 1),
                cell("记分", 1, 1),
                cell("篇数", 1, 1),
                cell("记分", 1, 1),
            ],
        ]
    );
    assert_eq!(flat_headings(&version_1().columns)[4], "采用信息·记分");
}

#[test]
fn a_zero_is_an_empty_cell_except_in_the_totals() {
    let bulletin = bulletin("2024-01", &[]);
    let cells: Vec<_> =
        bulletin.columns().iter().map(|column| row(&bulletin, NORTH).figures.cell(column)).collect();
    assert_eq!(cells, ["北科", "", "", "", "", "", "", "", "", "0", "0", ""]);
}

#[test]
fn ties_share_a_rank_and_keep_the_printed_order() {
    let facts = [
        fact("2024-01", newsletter(1, Kind::Brief, "题", &[EAST, NORTH])),
        fact("2024-01", newsletter(1, Kind::Article, "题", &[SOUTH])),
    ];
    assert_eq!(
        standings(&bulletin("2024-01", &facts)),
        [
            ("南科", "1".into(), "1".into(), 1),
            ("北科", "0.5".into(), "0.5".into(), 2),
            ("东科", "0.5".into(), "0.5".into(), 2),
            ("展览馆", "0".into(), "0".into(), 0),
        ]
    );
}

#[test]
fn cumulative_points_run_through_the_year_and_begin_anew_in_january() {
    let facts = [
        fact("2024-11", upper("每日动态", false, &[NORTH])),
        fact("2024-12", upper("每日动态", true, &[SOUTH])),
        fact("2025-01", newsletter(1, Kind::Article, "题", &[NORTH])),
    ];
    let opening = [Opening { unit: EAST, month: month("2024-11"), points: points("12.5") }];
    let cumulative = |text: &str| -> Vec<String> {
        let bulletin = bulletin_with(text, &facts, &opening);
        [NORTH, SOUTH, EAST].map(|unit| row(&bulletin, unit).figures.cumulative.to_string()).to_vec()
    };
    assert_eq!(cumulative("2024-11"), ["5", "0", "12.5"]);
    assert_eq!(cumulative("2024-12"), ["5", "15", "12.5"]);
    assert_eq!(cumulative("2025-01"), ["1", "0", "0"]);
    let december = bulletin_with("2024-12", &facts, &opening);
    assert_eq!(standings(&december)[0], ("南科", "15".into(), "15".into(), 1));
    assert_eq!(standings(&december)[1], ("东科", "0".into(), "12.5".into(), 2));
}

#[test]
fn a_sum_out_of_range_names_the_unit() {
    let (rules, roster) = (version_1(), roster());
    let most = Points::from_scaled(i64::MAX);
    let opening = [NORTH, NORTH].map(|unit| Opening { unit, month: month("2024-01"), points: most });
    let sources = Sources {
        month: month("2024-01"),
        roster: &roster,
        rules: &rules,
        facts: &[],
        entries: &[],
        opening: &opening,
    };
    let error = Bulletin::compose(sources).expect_err("two sums that do not fit");
    assert!(error.to_string().starts_with("“北科”2024-01"), "{error}");
}

#[test]
fn a_units_paragraph_says_every_part_in_its_order() {
    let facts = [
        fact("2024-01", adjustment(NORTH, "5", "参加新闻发布会")),
        fact("2024-01", adjustment(NORTH, "-1", "约稿迟交")),
        fact("2024-01", forwarding(NORTH, 2)),
        fact("2024-01", commission("旧城怎么改", &[NORTH])),
        fact("2024-01", upper("昨日市情", true, &[NORTH])),
        fact("2024-01", newsletter(2, Kind::Brief, "", &[NORTH])),
        fact("2024-01", newsletter(1, Kind::Brief, "种树", &[NORTH])),
        fact("2024-01", newsletter(1, Kind::Article, "测量", &[NORTH, SOUTH])),
        fact("2024-01", submissions(NORTH, 8)),
        fact("2024-01", submissions(SOUTH, 2)),
        fact("2024-01", forwarding(MUSEUM, 1)),
        fact("2024-01", newsletter(1, Kind::Brief, "开馆", &[MUSEUM])),
    ];
    let bulletin = bulletin("2024-01", &facts);
    for (unit, expected) in [
        (
            NORTH,
            "北科（1月份报送稿件8篇，其中市局采用信息1篇、简讯2则，合计2分；上级采用信息1篇，合计15分；\
             约稿1篇，合计5分；报市2篇，本月基础分5分；参加新闻发布会加5分；约稿迟交减1分；累计31分）",
        ),
        (SOUTH, "南科（1月份报送稿件2篇，其中市局采用信息1篇，合计1分；累计1分）"),
        (EAST, "东科（1月份报送稿件0篇，累计0分）"),
        (MUSEUM, "展览馆（1月份报送稿件0篇，市局采用简讯1则，合计0.5分；报市1篇，本月基础分5分；累计5.5分）"),
    ] {
        assert_eq!(row(&bulletin, unit).paragraph, expected);
    }
    let items: Vec<_> = row(&bulletin, NORTH)
        .items
        .iter()
        .map(|item| (item.number, item.title.as_str(), item.source.as_str()))
        .collect();
    assert_eq!(
        items,
        [
            (1, "种树", "（第1期 简讯）"),
            (2, "测量", "（第1期 信息）"),
            (3, "（无题）", "（第2期 简讯）"),
            (4, "昨日市情的稿件", "（昨日市情★）"),
            (5, "旧城怎么改", "（市政府约稿）"),
        ]
    );
}

#[test]
fn the_covering_text_takes_its_figures_from_the_tables() {
    let facts = [
        fact("2024-02", submissions(NORTH, 8)),
        fact("2024-02", submissions(OFFICE, 100)),
        fact("2024-02", submissions(MUSEUM, 3)),
        fact("2024-02", newsletter(1, Kind::Brief, "题", &[NORTH, SOUTH, OFFICE])),
        fact("2024-02", newsletter(1, Kind::Article, "题", &[NORTH])),
    ];
    let bulletin = bulletin("2024-02", &facts);
    assert_eq!(bulletin.title, ["关于2月份政务信息采用情况的", "通报"]);
    assert_eq!(
        bulletin.covering,
        [
            "2月份，市局办公室共收到信息11条，其中机关科室信息8条、事业单位信息3条；\
             市局采用机关科室信息3条、事业单位信息0条。",
            "累计得分前三的机关科室为北科、南科。",
        ]
    );
    assert_eq!(bulletin.totals.submitted, 11);
    let captions: Vec<_> = bulletin.groups.iter().map(|group| group.table_title.as_str()).collect();
    assert_eq!(captions, ["（一）2月份机关科室政务信息统计", "（二）2月份事业单位政务信息统计"]);
}

#[test]
fn a_figure_opens_the_entries_and_facts_behind_it() {
    let facts = [
        fact("2024-01", upper("普刊", false, &[NORTH])),
        fact("2024-02", upper("每日动态", false, &[NORTH])),
        fact("2024-02", submissions(NORTH, 2)),
        fact("2024-02", forwarding(NORTH, 1)),
    ];
    let bulletin = bulletin("2024-02", &facts);
    let row = row(&bulletin, NORTH);
    for (field, entries, facts) in [
        (Field::Unit, vec![], 0),
        (Field::Submitted, vec![], 1),
        (Field::UpperCount, vec!["每日动态 5"], 1),
        (Field::AdoptionPoints, vec!["每日动态 5"], 1),
        (Field::CommissionPoints, vec![], 0),
        (Field::ReportedUp, vec!["报市1篇，得基础分5分"], 1),
        (Field::Base, vec!["报市1篇，得基础分5分"], 1),
        (Field::Month, vec!["每日动态 5", "报市1篇，得基础分5分"], 2),
        (Field::Cumulative, vec!["普刊 5", "每日动态 5", "报市1篇，得基础分5分"], 2),
    ] {
        let words: Vec<_> =
            bulletin.entries_behind(row, field).iter().map(|entry| entry.words.as_str()).collect();
        assert_eq!(words, entries, "{field:?}");
        assert_eq!(bulletin.facts_behind(row, field).len(), facts, "{field:?}");
    }
}
