//! Importing rosters and facts from files: seen first, all or nothing, and never twice.

use app::desk::credits::Bulletins;
use domain::{person::Role, scoring::Field};
use rust_xlsxwriter::{Format, Formula, Workbook};
use server::office_files::{NEVER, sheets};
use tests::{Client, Office, both, hand_in, import};

async fn january(office: &Office, client: &Client, unit: &str, field: Field) -> String {
    let month = "2024-01".parse().expect("a month");
    let bulletin = office.desk().bulletin(client.actor(), month).await.expect("an editor may read it");
    let row = bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit stands in the tables");
    let column =
        bulletin.columns().into_iter().find(|column| column.field == field).expect("a column").clone();
    row.figures.cell(&column)
}

const ROSTER: &str = "全称,简称,别名,分组,顺序,单位审核,记分\r\n\
地质矿产管理科,地矿科,矿管科、矿产科,机关科室,1,是,是\r\n\
高唐局,,,\"县（市、区）局\",2,,\r\n";

#[test]
fn a_roster_is_imported_once_however_often_it_is_handed_in() {
    both(async |office| {
        let administrator = office.person("江川", &[Role::Administrator]).await;
        let done = import(&administrator, "名册.csv", ROSTER.as_bytes()).await;
        assert!(done.text().contains("从“名册.csv”导入2行，0行已有"), "{}", done.text());
        let page = administrator.get("/admin/units").await.text();
        assert!(page.contains("地质矿产管理科") && page.contains("县（市、区）局"), "{page}");

        let again = hand_in(&administrator, "名册.csv", ROSTER.as_bytes()).await;
        assert!(again.text().contains("2行都已在系统里，没有要导入的"), "{}", again.text());
        let changed = ROSTER.replace("矿产科", "矿产科、矿业科");
        let seen = hand_in(&administrator, "名册.csv", changed.as_bytes()).await;
        assert!(seen.text().contains("将导入1行，1行已有"), "{}", seen.text());
        let log = administrator.get("/events?verb=import").await.text();
        assert!(log.contains("从“名册.csv”导入2行"), "{log}");
    });
}

/// A month's facts in a workbook, with a date as a number, a formula, a merged cell.
fn facts(unit: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("上级采用").expect("a name");
    let heads = ["日期*", "计入月份", "上级刊物*", "标题*", "加星", "约稿", "单位*"];
    for (column, head) in (0..).zip(heads) {
        sheet.write_string(0, column, head).expect("a cell");
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    // 2024-02-03, credited to January.
    sheet.write_number_with_format(1, 0, 45325.0, &day).expect("a cell");
    sheet.write_string(1, 1, "2024-01").expect("a cell");
    sheet.write_formula(1, 2, Formula::new("\"每日\"&\"动态\"").set_result("每日动态")).expect("a cell");
    sheet.write_string(1, 3, "矿山复绿").expect("a cell");
    sheet.write_string(1, 4, "是").expect("a cell");
    sheet.write_string(2, 0, "2024-01-05").expect("a cell");
    sheet.write_string(2, 2, "每日动态").expect("a cell");
    sheet.write_string(2, 3, "节约用地").expect("a cell");
    sheet.merge_range(1, 6, 2, 6, unit, &Format::new()).expect("merged cells");
    let sheet = book.add_worksheet().set_name("报送").expect("a name");
    for (row, cells) in (0..).zip([["单位", "月份", "篇数"], ["高唐局", "2024-01", "4"]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn faults_are_told_by_cell_and_nothing_is_imported_until_they_are_mended() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        office.unit("高唐局", &["高唐县局"]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;

        let faulty = hand_in(&editor, "一月.xlsx", &facts("高塘局")).await.text();
        assert!(faulty.contains("有2处要改"), "{faulty}");
        for row in [2, 3] {
            let fault = format!("表“上级采用”第{row}行G列：没有名为“高塘局”的单位，最接近的是：高唐局");
            assert!(faulty.contains(&fault), "{faulty}");
        }
        assert!(!faulty.contains("导入3行"), "{faulty}");

        let done = import(&editor, "一月.xlsx", &facts("高唐县局")).await.text();
        assert!(done.contains("导入3行，0行已有，记分已重算"), "{done}");
        assert_eq!(january(office, &editor, "高唐局", Field::UpperCount).await, "2");
        assert_eq!(january(office, &editor, "高唐局", Field::AdoptionPoints).await, "20");
        assert_eq!(january(office, &editor, "高唐局", Field::Submitted).await, "4");

        let again = hand_in(&editor, "一月.xlsx", &facts("高唐县局")).await.text();
        assert!(again.contains("3行都已在系统里，没有要导入的"), "{again}");
    });
}

#[test]
fn a_row_whose_record_was_taken_back_does_not_come_again() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let file = "日期,分值,事由,单位\n2024-01-09,5,参加新闻发布会,高唐局\n".as_bytes();
        import(&editor, "加减分.csv", file).await;
        let page = editor.get("/records?month=2024-01").await;
        let record = page.html().split("id=\"record-").nth(1).expect("it is listed");
        let record = record.split('"').next().expect("an id ends");
        editor.post("/do/reverse_record", &[("record", record), ("reason", "没有参加")]).await;
        assert_eq!(january(office, &editor, "高唐局", Field::Month).await, "0");
        let again = hand_in(&editor, "加减分.csv", file).await.text();
        assert!(again.contains("1行都已在系统里"), "{again}");

        let twice = "日期,分值,事由,单位\n2024-01-10,1,宣讲,高唐局\n2024-01-10,1,宣讲,高唐局\n";
        let twice = hand_in(&editor, "加减分.csv", twice.as_bytes()).await.text();
        assert!(twice.contains("第3行：与第2行完全相同"), "{twice}");
    });
}

#[test]
fn adoptions_become_issues_that_are_credited() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        office.unit("高唐局", &[]).await;
        office.unit("阳谷局", &[]).await;
        let newsletter = "河湖信息";
        tests::newsroom::newsletter(office, newsletter, false).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let file = format!(
            "刊物,期号,日期,计入月份,类型,标题,单位\n\
             {newsletter},1,2024-02-02,2024-01,简讯,冬季巡查,高唐局、阳谷局\n\
             {newsletter},1,2024-02-02,2024-01,信息,矿山复绿,高唐局\n"
        );
        let done = import(&editor, "采用.csv", file.as_bytes()).await.text();
        assert!(done.contains("导入2行"), "{done}");
        assert_eq!(january(office, &editor, "高唐局", Field::AdoptionPoints).await, "1.5");
        assert_eq!(january(office, &editor, "阳谷局", Field::AdoptionPoints).await, "0.5");
        let again = hand_in(&editor, "采用.csv", file.as_bytes()).await.text();
        assert!(again.contains("2行都已在系统里"), "{again}");
        let more = "期号,日期,类型,标题,单位\n1,2024-02-02,信息,又一篇,高唐局\n";
        let more = hand_in(&editor, "采用.csv", more.as_bytes()).await.text();
        assert!(more.contains("表“采用”第2行A列：2024年第1期已经在系统里"), "{more}");
    });
}

#[test]
fn an_issue_of_last_year_that_came_out_in_january_names_its_year() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        tests::newsroom::newsletter(office, "自然资源信息", false).await;
        let file = "期号,日期,类型,标题,单位\n第52期,2024-01-03,信息,甲,高唐局\n";
        let asked = hand_in(&editor, "采用.csv", file.as_bytes()).await.text();
        assert!(asked.contains("日期是2024年1月3日，期号却到了第52期：请在“年度”一栏写明"), "{asked}");
        let file = "期号,年度,日期,类型,标题,单位\n第51—52期,2023,2024-01-03,信息,甲,高唐局\n增刊1,,2024-01-09,简讯,乙,高唐局\n";
        let done = import(&editor, "采用.csv", file.as_bytes()).await.text();
        assert!(done.contains("导入2行"), "{done}");
        let lists =
            editor.get("/issues?year=2023").await.text() + &editor.get("/issues?year=2024").await.text();
        assert!(lists.contains("第51—52期") && lists.contains("增刊第1期"), "{lists}");
        let wrong = "期号,年度,日期,类型,标题,单位\nabc,二三,2024-01-03,信息,甲,高唐局\n";
        let wrong = hand_in(&editor, "采用.csv", wrong.as_bytes()).await.text();
        assert!(wrong.contains("“abc”不是期号") && wrong.contains("“二三”不是年度"), "{wrong}");
    });
}

#[test]
fn one_number_twice_in_a_sheet_is_told_by_its_row() {
    both(async |office| {
        office.set_now("2024-02-20T09:00");
        office.unit("高唐局", &[]).await;
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        tests::newsroom::newsletter(office, "自然资源信息", false).await;
        let file = "期号,年度,日期,类型,标题,单位\n1—2,2024,2024-01-10,信息,甲,高唐局\n\
                    2,2024,2024-01-17,信息,乙,高唐局\n2—3,2024,2024-01-24,信息,丙,高唐局\n增刊2,2024,2024-01-25,信息,丁,高唐局\n";
        let seen = hand_in(&editor, "采用.csv", file.as_bytes()).await.text();
        assert!(seen.contains("第3行A列：第2期与前面各行的第1—2期有重号"), "{seen}");
        assert!(seen.contains("第4行A列：第2—3期与前面各行的第1—2期有重号"), "{seen}");
        assert!(seen.contains("有2处要改"), "{seen}");
    });
}

#[test]
fn templates_are_read_back_and_only_by_those_who_may_import() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let reader = office.person("钱读者", &[Role::Reader]).await;
        assert_eq!(reader.get("/import").await.status(), 403);
        assert_eq!(reader.get("/import/template").await.status(), 403);
        assert_eq!(hand_in(&reader, "一月.csv", b"x").await.status(), 403);
        let roster = hand_in(&editor, "名册.csv", ROSTER.as_bytes()).await.text();
        assert!(roster.contains("表“单位”有2行，您不能导入"), "units are the administrator's: {roster}");

        let template = editor.get("/import/template").await;
        let read = sheets("导入模板.xlsx", &template.body, |_| true, NEVER).expect("a workbook");
        let names: Vec<String> = read.sheets.into_iter().map(|sheet| sheet.name).collect();
        assert_eq!(
            names,
            [
                "单位",
                "报送",
                "采用",
                "上级采用",
                "约稿",
                "报送上级",
                "领导批示",
                "加减分",
                "作废和处理",
                "说明"
            ]
        );
        let csv = editor.get("/import/template/%E6%8A%A5%E9%80%81").await;
        let read = sheets("报送.csv", &csv.body, |_| true, NEVER).expect("a CSV file");
        let headings: Vec<&str> =
            read.sheets[0].rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(headings, ["单位", "月份", "篇数"]);
        assert_eq!(editor.get("/import/template/nothing").await.status(), 404);

        for (name, content, words) in [
            ("空.csv", &b""[..], "文件是空的"),
            ("别的.csv", "姓名,年龄\n甲,1\n".as_bytes(), "请用下载的模板"),
            ("旧.xls", &[0xd0, 0xcf, 0x11, 0xe0][..], "另存为"),
            ("坏.xlsx", b"PK\x03\x04", "损坏"),
        ] {
            let answer = hand_in(&editor, name, content).await;
            assert_eq!(answer.status(), 422, "{name}");
            assert!(answer.text().contains(words), "{name}: {}", answer.text());
        }
    });
}
