//! The roster's sheet: 撤销日期 and 并入.

use domain::person::Role;
use tests::{both, hand_in, import};

use super::{administrator, bulletin, record, standings};

#[test]
fn a_roster_says_when_units_end_and_into_which_they_go() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        office.unit("甲科", &[]).await;
        office.unit("丙科", &[]).await;
        let administrator = administrator(office).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        record(&editor, "一", "2024-01-10", "甲科").await;
        record(&editor, "二", "2024-02-10", "丙科").await;
        // The successor stands further down, and is new by this file.
        let file = "全称,分组,设立日期,撤销日期,并入,得分去向\n\
                    甲科,机关科室,,2024-03-01,乙科,转入\n\
                    丙科,机关科室,,2024年3月15日,乙科,\n\
                    乙科,机关科室,2024-02-15,,,\n";
        let seen = hand_in(&administrator, "名册.csv", file.as_bytes()).await;
        for words in [
            "甲科自2024年3月1日起并入乙科，今年已有的得分转入乙科",
            "丙科自2024年3月15日起并入乙科，今年已有的得分留在原单位",
        ] {
            assert!(seen.text().contains(words), "{words}: {}", seen.text());
        }
        import(&administrator, "名册.csv", file.as_bytes()).await;
        assert_eq!(
            standings(&bulletin(office, editor.actor(), "2024-03").await),
            ["丙科 0 5", "乙科 0 5"],
            "in the month in which it ends a unit still stands in the table"
        );
        assert_eq!(standings(&bulletin(office, editor.actor(), "2024-04").await), ["乙科 0 5"]);
        let refused = record(&editor, "三", "2024-04-01", "甲科").await;
        assert!(refused.flash().contains("请改写为乙科"), "{}", refused.flash());
        let again = hand_in(&administrator, "名册.csv", file.as_bytes()).await;
        assert!(again.text().contains("已在册"), "{}", again.text());
        assert!(again.text().contains("将导入0行") || again.text().contains("都已"), "{}", again.text());
    });
}

#[test]
fn what_a_roster_says_of_an_end_is_looked_at_cell_by_cell() {
    both(async |office| {
        office.set_now("2024-04-10T09:00");
        office.unit("甲科", &[]).await;
        office.unit("乙科", &[]).await;
        let administrator = administrator(office).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
        record(&editor, "一", "2024-03-10", "甲科").await;
        for (row, words) in [
            ("甲科,机关科室,,,乙科,", "写了并入哪个单位，也要写撤销日期"),
            ("甲科,机关科室,,去年,,", "“去年”不是日期"),
            ("甲科,机关科室,2024-03-01,2024-02-01,,", "撤销日期要在设立日期之后"),
            ("甲科,机关科室,,2024-04-01,没有科,", "没有名为“没有科”的单位"),
            ("甲科,机关科室,,2024-04-01,乙科,一半", "“一半”应写转入或留下"),
            ("甲科,机关科室,,2024-04-01,甲科,", "甲科不能并入或分设为它自己"),
            ("甲科,机关科室,,2024-03-01,,", "记在它名下的还有：2024年3月上级采用1件"),
        ] {
            let file = format!("全称,分组,设立日期,撤销日期,并入,得分去向\n{row}\n");
            let seen = hand_in(&administrator, "名册.csv", file.as_bytes()).await;
            assert!(seen.text().contains(words), "{row}: {}", seen.text());
            assert!(!seen.html().contains("name=\"cells\""), "{row}");
        }
    });
}
