//! What the office's own lists find.

use super::*;

fn look_with(body: &str, office: &OfficeWords) -> Vec<String> {
    in_short(&look(&ProofText::of_body(body), office, DAY))
}

fn watched(word: &str) -> WatchedWord {
    WatchedWord { word: word.to_owned(), ..WatchedWord::default() }
}

fn leader(name: &str, post: &str, order: u32) -> Leader {
    Leader { name: name.to_owned(), post: post.to_owned(), order, from: None, until: None }
}

#[test]
fn the_office_adds_pairs_and_switches_ours_off() {
    let pair = |wrong: &str, right: &str, except: &[&str]| OfficeConfusion {
        wrong: wrong.to_owned(),
        right: right.to_owned(),
        except: except.iter().map(|one| (*one).to_owned()).collect(),
    };
    let office = OfficeWords {
        confusions: vec![pair("清泉办事处", "清泉街道", &["清泉办事处志"]), pair("布署", "安排部署", &[])],
        switched_off: ["坐阵".to_owned()].into(),
        ..OfficeWords::default()
    };
    assert_eq!(
        look_with("清泉办事处坐阵指挥。《清泉办事处志》出版。", &office),
        ["错别字 清泉办事处→清泉街道"]
    );
    assert_eq!(look_with("会议布署工作。", &office), ["错别字 布署→安排部署"]);
}

#[test]
fn watched_words_are_found_through_blanks_signs_widths_and_traditional_forms() {
    let office = OfficeWords {
        forbidden: vec![WatchedWord { instead: Some("残疾人".to_owned()), ..watched("残废人") }],
        sensitive: vec![watched("涉密地图"), watched("GPS坐标"), watched("ai")],
        ..OfficeWords::default()
    };
    assert_eq!(look_with("走访残废人家庭。", &office), ["禁用词 残废人→残疾人"]);
    for hidden in ["涉 密 地 图", "涉·密·地·图", "涉+密-地_图", "涉密地圖", "涉　密地图", "涉\u{b7}密 地图"]
    {
        assert_eq!(
            look_with(&format!("使用{hidden}一份。"), &office),
            [format!("敏感词 {hidden}→？")],
            "{hidden}"
        );
    }
    assert_eq!(look_with("记录ｇｐｓ坐標。", &office)[0], "敏感词 ｇｐｓ坐標→？");
    assert_eq!(look_with("干涉，密地图。", &office), [""; 0]);
    assert_eq!(look_with("使用AI技术，RAID存储。", &office), ["敏感词 AI→？"]);
}

#[test]
fn a_leaders_post_and_name_are_held_against_the_list_of_the_day() {
    let mut former = leader("赵某某", "副市长", 9);
    former.until = Some(date(2024, 2, 1));
    let office = OfficeWords {
        leaders: vec![
            leader("李长萍", "市委书记", 1),
            leader("王刚", "副市长", 3),
            leader("李其超", "市自然资源和规划局党组书记、局长", 5),
            leader("潘胜军", "党组成员、市国土空间开发保护中心主任", 6),
            former,
        ],
        ..OfficeWords::default()
    };
    assert_eq!(look_with("市委书记李长萍调研。副市长王刚参加。局长李其超汇报。", &office), [""; 0]);
    assert_eq!(look_with("副市长李长萍调研。", &office), ["领导姓名职务 副市长→市委书记"]);
    assert_eq!(look_with("市委书记李长平强调。", &office), ["领导姓名职务 李长平→李长萍"]);
    assert_eq!(look_with("副市长王钢出席会议。", &office), ["领导姓名职务 王钢→王刚"]);
    assert_eq!(look_with("副市长赵某某出席会议。", &office), ["领导姓名职务 副市长→？"]);
    assert_eq!(look_with("原副市长赵某某出席会议。", &office), [""; 0]);
    assert_eq!(look_with("副市长张三出席会议。", &office), [""; 0]);
    let before = look(&ProofText::of_body("副市长赵某某出席会议。"), &office, date(2024, 1, 5));
    assert!(before.is_empty(), "{before:?}");
}

#[test]
fn leaders_in_one_list_stand_in_their_order() {
    let office = OfficeWords {
        leaders: vec![
            leader("李长萍", "市委书记", 1),
            leader("刘昌松", "秘书长", 2),
            leader("王刚", "副市长", 3),
        ],
        ..OfficeWords::default()
    };
    assert_eq!(look_with("刘昌松、王刚参加调研。", &office), [""; 0]);
    assert_eq!(look_with("王刚、刘昌松参加调研。", &office), ["领导排序 王刚、刘昌松→刘昌松、王刚"]);
    assert_eq!(look_with("副市长王刚、市委书记李长萍出席。", &office), ["领导排序 王刚、市委书记李长萍→？"]);
    assert_eq!(look_with("王刚主持会议。李长萍讲话。", &office), [""; 0]);
    assert_eq!(look_with("王刚主持会议，李长萍讲话。", &office), [""; 0]);
}

#[test]
fn units_are_written_by_a_name_they_have() {
    let office = OfficeWords {
        units: vec![
            UnitNames {
                name: "市国土空间开发保护中心".to_owned(),
                short_names: vec!["保护中心".to_owned()],
                former: vec![FormerName {
                    name: "市规划编制中心".to_owned(), until: date(2022, 1, 1)
                }],
            },
            UnitNames {
                name: "市林业发展中心".to_owned(),
                former: vec![FormerName { name: "市林业局".to_owned(), until: date(2030, 1, 1) }],
                ..UnitNames::default()
            },
            UnitNames { name: "市第一中学校区".to_owned(), ..UnitNames::default() },
        ],
        ..OfficeWords::default()
    };
    let right = "市国土空间开发保护中心、保护中心、市林业发展中心和市林业局参加，县林业发展中心、市第二中学校区列席。";
    assert_eq!(look_with(right, &office), [""; 0]);
    for wrong in ["市国土空间开发与保护中心", "市国土空间开发护中心", "市国土空间开放保护中心"]
    {
        assert_eq!(
            look_with(&format!("{wrong}完成测量。"), &office),
            [format!("单位名称 {wrong}→市国土空间开发保护中心")],
            "{wrong}"
        );
    }
    assert_eq!(look_with("市林业发中心开展巡查。", &office), ["单位名称 市林业发中心→市林业发展中心"]);
    assert_eq!(
        look_with("市规划编制中心参加。", &office),
        ["单位名称 市规划编制中心→市国土空间开发保护中心"]
    );
    assert_eq!(look_with("原市规划编制中心参加。", &office), [""; 0]);
}

#[test]
fn lists_are_kept_as_data_and_what_is_left_out_is_empty() {
    let office: OfficeWords = serde_json::from_str(
        r#"{"sensitive":[{"word":"内部"}],"leaders":[{"name":"王刚","post":"副市长","order":3}]}"#,
    )
    .expect("lists");
    assert_eq!((office.sensitive.len(), office.leaders[0].until, office.units.len()), (1, None, 0));
    let written = serde_json::to_string(&office).expect("plain data");
    assert_eq!(serde_json::from_str::<OfficeWords>(&written).expect("lists"), office);
}
