//! Numbers of every kind, and what stands in their place and is none: it is found or said, and never passed over.

use super::{
    trust::{BASE, of},
    *,
};

fn with(part: &str, by: &str) -> Report {
    assert!(BASE.contains(part), "{part}");
    of(&BASE.replacen(part, by, 1))
}

#[test]
fn a_total_of_any_length_and_kind_is_compared() {
    let right = ["16条", "１６条", "十六条", "16份", "16"];
    for total in right {
        let report = with("共收到信息16条", &format!("共收到信息{total}"));
        assert_eq!(found(&report), BTreeSet::new(), "{total}");
        assert_eq!(report.compared.totals, 3, "{total}");
        assert!(report.headline.starts_with("没有发现"), "{total} {}", report.headline);
    }
    for (total, printed) in [
        ("1600条", "1600"),
        ("16000条", "16000"),
        ("1016条", "1016"),
        ("10016条", "10016"),
        ("123456789012条", "123456789012"),
        ("一百条", "100"),
        ("一百二十三条", "123"),
        ("二百条", "200"),
        ("1,016条", "1016"),
        ("１,２３４条", "1234"),
        ("1.6万条", "16000"),
    ] {
        let report = with("共收到信息16条", &format!("共收到信息{total}"));
        let wrong = expected("", Place::Covering, "submitted", printed, "16");
        assert_eq!(found(&report), BTreeSet::from([wrong]), "{total}");
    }
    let report = with("市局采用机关科室信息4条", "市局采用机关科室信息40000条");
    let wrong = expected("机关科室", Place::Covering, "newsletter_count", "40000", "4");
    assert_eq!(found(&report), BTreeSet::from([wrong]));
}

#[test]
fn what_stands_in_a_totals_place_and_is_no_whole_number_is_named() {
    for total in [
        "信息约16条",
        "信息16.5条",
        "信息-16条",
        "信息16余条",
        "信息16条左右",
        "信息若干条",
        "信息几十条",
        "信息1X条",
        "信息1,6条",
        "信息条",
        "信息99999999999999999999条",
    ] {
        for (part, before) in [("共收到信息16条", "共收到"), ("其中机关科室信息16条", "其中机关科室")]
        {
            let report = with(part, &format!("{before}{total}"));
            assert_eq!(found(&report), BTreeSet::new(), "{total}");
            assert_eq!(report.compared.totals, 2, "{total}");
            let named = format!("{total}”没有读成整数，没有核对").replace(',', "，");
            assert!(report.headline.starts_with("第3行“"), "{total} {}", report.headline);
            assert!(report.headline.contains(&named), "{total} {}", report.headline);
        }
    }
    let report = with("；市局采用机关科室信息4条", "；机关科室信息4条");
    assert_eq!(found(&report), BTreeSet::new());
    assert!(
        report.headline.starts_with("第3行“机关科室信息4条”没有写明是报送还是采用"),
        "{}",
        report.headline
    );
    // Words that only look like it are no totals.
    for words in
        ["各科室报送的稿件要写有价值的信息，文件、条件具备的多报送。", "得分排名前列的科室为大家作了表率。"]
    {
        let report = with("（一）5月份", &format!("{words}\n（一）5月份"));
        assert!(report.compared.left_out.is_empty(), "{words} {}", report.headline);
    }
}

#[test]
fn what_is_no_figure_in_a_paragraph_is_named() {
    for (part, by, named) in [
        ("报送稿件5篇", "报送稿件约5篇", "稿件约5篇"),
        ("报送稿件5篇", "报送稿件若干篇", "稿件若干篇"),
        ("报送稿件5篇", "报送稿件5.5篇", "稿件5.5篇"),
        ("上级采用信息2篇", "上级采用信息约2篇", "上级采用信息约2篇"),
        ("市局采用信息1篇", "市局采用信息若干篇", "其中市局采用信息若干篇"),
        ("报市1篇", "报市1.5篇", "报市1.5篇"),
        ("合计20分", "合计2X分", "合计2X分"),
        ("合计20分", "合计20.00001分", "合计20.00001分"),
        ("累计26分", "累计若干分", "累计若干分"),
    ] {
        let report = with(part, by);
        assert_eq!(found(&report), BTreeSet::new(), "{by}");
        assert!(report.headline.contains("“松涛科”的段落里“"), "{by} {}", report.headline);
        assert!(
            report.headline.contains(&format!("{named}”没有读成数，没有核对")),
            "{by} {}",
            report.headline
        );
    }
}

#[test]
fn counts_that_are_none_in_a_paragraph_without_a_list_leave_the_table_to_itself() {
    let without_lists: String = BASE
        .lines()
        .filter(|line| {
            !line.contains("（第9期") && !line.ends_with("市情★）") && !line.ends_with("每日动态）")
        })
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(found(&of(&without_lists)), BTreeSet::new());
    let report = of(&without_lists.replacen("上级采用信息2篇", "上级采用信息若干篇", 1));
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.headline.contains("上级采用信息若干篇”没有读成数"), "{}", report.headline);
    let report = of(&without_lists.replacen("上级采用信息2篇", "上级采用信息22222222篇", 1));
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.headline.contains("“松涛科”没有清单，段落里的篇数太大"), "{}", report.headline);
}

#[test]
fn figures_of_a_paragraph_may_be_of_any_kind() {
    for (part, by) in [
        ("报送稿件5篇", "报送稿件五篇"),
        ("上级采用信息2篇，合计20分", "上级采用信息两篇，合计二十分"),
        ("累计26分", "累计二十六分"),
        ("上级采用信息1篇，合计5分", "上级采用信息1，合计5分"),
    ] {
        let report = with(part, by);
        assert_eq!(found(&report), BTreeSet::new(), "{by}");
        assert!(report.headline.starts_with("没有发现"), "{by} {}", report.headline);
    }
    for (part, by, field, printed, derived) in [
        ("合计20分", "合计2,000分", "adoption_points", "2000", "20"),
        ("累计26分", "累计二百六十分", "cumulative", "260", "26"),
        ("上级采用信息2篇", "上级采用信息十二篇", "upper_count", "12", "2"),
        ("上级采用信息2篇", "上级采用信息2222222篇", "upper_count", "2222222", "2"),
    ] {
        let wrong = expected("松涛科", Place::Paragraph, field, printed, derived);
        assert_eq!(found(&with(part, by)), BTreeSet::from([wrong]), "{by}");
    }
    // The paragraph says how many were sent in.
    let report = with("报送稿件5篇", "报送稿件50000篇");
    assert!(found(&report).contains(&expected("松涛科", Place::Table, "submitted", "5", "50000")));
}

#[test]
fn cells_and_ranks_may_be_of_any_kind() {
    for (part, by) in [
        ("|26|26|1\n", "|26|二十六|一\n"),
        ("松涛科|5|", "松涛科|五|"),
        ("|11.5|11.5|2\n", "|１１.５|11.5|第二名\n"),
        ("得分前三的", "得分前3名的"),
        ("得分前三的", "得分前十二的"),
    ] {
        let report = with(part, by);
        let wrong: BTreeSet<Told> = found(&report).into_iter().filter(|told| told.1 == "表格").collect();
        assert_eq!(wrong, BTreeSet::new(), "{by}");
    }
    let report = with("|26|26|1\n", "|26|1,026|1\n");
    assert_eq!(
        found(&report),
        BTreeSet::from([expected("松涛科", Place::Table, "cumulative", "1026", "26")])
    );
    let twelve =
        with("得分前三的机关科室为松涛科、竹溪科、梅岭科", "得分前十二的机关科室为松涛科、竹溪科、梅岭科");
    assert_eq!(found(&twelve), BTreeSet::new());
    let several = with("得分前三的", "得分前几名的");
    assert_eq!(found(&several), BTreeSet::new());
    assert!(several.headline.contains("得分前几名的机关科室为"), "{}", several.headline);
}

#[test]
fn numbers_of_lists_and_issues_may_be_of_any_kind() {
    let report = with("1、竹海防火有了“千里眼”（第9期 信息）", "1、竹海防火有了“千里眼”（第九期 信息）");
    assert_eq!(found(&report), BTreeSet::new());
    let report = with("3、老茶园", "3000、老茶园");
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.notes.iter().any(|note| note.contains("序号为3000")), "{:?}", report.notes);
}
