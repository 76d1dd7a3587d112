//! Files as people have them: each is read as it shows, or refused with what to do; the small files that came out wrong
//! once lie beside the repository.

#![expect(clippy::print_stderr, reason = "a file that is not here is skipped plainly")]

use std::path::PathBuf;

use app::desk::{issues::IssuesToRelease, records::Records};
use domain::person::Role;
use rust_xlsxwriter::{Format, FormatAlign, Formula, Workbook};
use tests::{Client, Newsroom, Office, both, hand_in, import, import_seen};

/// An office in April with two units of the demonstration, its channel, and an editor.
async fn editor_of(office: &Office) -> Client {
    office.set_now("2024-04-20T09:00");
    office.unit("综合科", &[]).await;
    office.unit("地质矿产管理科", &["地矿科"]).await;
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
    editor
}

/// A file that came out wrong once; `None`, said plainly, where the folder is not here.
fn trial(name: &str) -> Option<Vec<u8>> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let shared = std::env::var_os("JIANBAO_SHARED").map_or(beside, PathBuf::from);
    let file = shared.join("trials").join(name);
    let read = std::fs::read(&file).ok();
    if read.is_none() {
        eprintln!("skipped: {} is not here", file.display());
    }
    read
}

#[test]
fn the_files_that_came_out_wrong_once_come_out_right() {
    both(async |office| {
        let editor = editor_of(office).await;
        // Each with its status and what the answer says.
        let cases: [(&str, u16, &[&str]); 8] = [
            ("t17-gb18030.csv", 200, &["将导入2行", "GB18030"]),
            ("t17-utf16le-bom.csv", 200, &["将导入2行", "UTF-16"]),
            (
                "t19-formula-no-value.xlsx",
                200,
                &["有2处要改", "第2行B列：公式没有保存结果", "第2行E列：公式没有保存结果"],
            ),
            ("t23-password.xlsx", 422, &["设了打开密码", "去掉密码"]),
            ("t23-password.docx", 422, &["设了打开密码", "去掉密码"]),
            ("t24-html-named.xls", 422, &["这是网页", ".xlsx"]),
            ("x-strict-iso-date.xlsx", 200, &["将导入1行", "计入2024年3月份"]),
            ("x-cell-ref-overflow.xlsx", 200, &["没有“A99999999999”这样的单元格"]),
        ];
        for (name, status, words) in cases {
            let Some(content) = trial(name) else { continue };
            let answer = hand_in(&editor, name, &content).await;
            assert_eq!(answer.status(), status, "{name}: {}", answer.text());
            for words in words {
                assert!(answer.text().contains(words), "{name}: {words}: {}", answer.text());
            }
        }
    });
}

/// A workbook of one sheet of texts, to which more is done.
fn book(sheet: &str, rows: &[&[&str]], more: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let made = book.add_worksheet().set_name(sheet).expect("a name");
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            made.write_string(row, column, *cell).expect("a cell");
        }
    }
    more(made);
    book.save_to_buffer().expect("a workbook")
}

const SUBMISSIONS: &[&str] = &["单位", "月份", "篇数"];

#[test]
fn months_are_read_as_they_show_and_not_guessed() {
    both(async |office| {
        let editor = editor_of(office).await;
        let seen = async |value: f64, format: &str| {
            let file = book("报送", &[SUBMISSIONS, &["综合科", "", "4"]], |sheet| {
                let format = Format::new().set_num_format(format);
                sheet.write_number_with_format(1, 1, value, &format).expect("a cell");
            });
            hand_in(&editor, "月份.xlsx", &file).await.text()
        };
        assert!(seen(45_323.0, "yyyy\"年\"m\"月\"").await.contains("计入2024年2月份"));
        assert!(seen(45_323.0, "yyyy-mm").await.contains("计入2024年2月份"));
        assert!(seen(202_402.0, "0").await.contains("计入2024年2月份"));
        let faulty = seen(2024.1, "0.00").await;
        assert!(!faulty.contains("计入2024年1月份"), "it shows 2024.10: {faulty}");
        let faulty = seen(2024.1, "General").await;
        assert!(faulty.contains("第2行B列：数字2024.1分不清是1月还是10月"), "{faulty}");
        let faulty = seen(45_323.0, "0").await;
        assert!(faulty.contains("像是丢了日期格式的 2024-02-01"), "{faulty}");
        for month in
            ["2024-02", "2024年2月", "2024.2", "2024/2", "２０２４年０２月份", "202402", "二〇二四年二月"]
        {
            let file = format!("单位,月份,篇数\n综合科,{month},4\n");
            let seen = hand_in(&editor, "月份.csv", file.as_bytes()).await.text();
            assert!(seen.contains("计入2024年2月份"), "{month}: {seen}");
        }
        for (month, why) in [("2月", "请写明年份"), ("2024年1-2月", "应写作"), ("2024-13", "没有这个月份")]
        {
            let file = format!("单位,月份,篇数\n综合科,{month},4\n");
            let seen = hand_in(&editor, "月份.csv", file.as_bytes()).await.text();
            assert!(seen.contains(why), "{month}: {seen}");
        }
    });
}

#[test]
fn what_shows_and_what_is_meant_must_agree() {
    both(async |office| {
        let editor = editor_of(office).await;
        let head: &[&str] = &["日期", "分值", "事由", "单位"];
        let row: &[&str] = &["2024-01-09", "", "宣讲", "综合科"];
        let seen = async |value: f64, format: &str| {
            let file = book("加减分", &[head, row], |sheet| {
                let format = Format::new().set_num_format(format);
                sheet.write_number_with_format(1, 1, value, &format).expect("a cell");
            });
            hand_in(&editor, "分.xlsx", &file).await.text()
        };
        assert!(seen(0.1 * 3.0, "General").await.contains("记0.3分"));
        assert!(seen(1.5, "0.00").await.contains("记1.5分"));
        assert!(seen(1.25, "0.0").await.contains("显示的是“1.3”，单元格里存的却是1.25"));
        assert!(seen(0.5, "0%").await.contains("显示的是“50%”，单元格里存的却是0.5"));
        assert!(seen(45_296.0, "m/d").await.contains("单元格是日期"));
        assert!(seen(5.0, ";;;").await.contains("不显示"));
        assert!(seen(1e18, "0").await.contains("数字超过15位"));
    });
}

#[test]
fn what_is_hidden_is_asked_about_before_it_is_imported() {
    both(async |office| {
        let editor = editor_of(office).await;
        let rows: &[&[&str]] = &[SUBMISSIONS, &["综合科", "2024-01", "4"], &["地矿科", "2024-01", "5"]];
        let file = book("报送", rows, |sheet| {
            sheet.set_row_hidden(2).expect("a row");
        });
        let asked = hand_in(&editor, "藏.xlsx", &file).await;
        assert!(asked.text().contains("表“报送”有1行被隐藏（第3行）"), "{}", asked.text());
        assert!(
            !asked.text().contains("导入2行 不导入"),
            "nothing is imported before it is said: {}",
            asked.text()
        );
        let choices: Vec<&str> = asked.html().split("href=\"/import/").skip(1).collect();
        let address = |code: &str| {
            let address = choices.iter().find(|choice| choice.contains(code)).expect("a choice");
            format!("/import/{}", address.split('"').next().expect("an address ends"))
        };
        let (with, without) = (address("hidden=with\""), address("hidden=without\""));
        let number = with.trim_start_matches("/import/").split('?').next().expect("a number").to_owned();
        let unasked = editor.post("/do/import", &[("file", number.as_str())]).await;
        assert!(unasked.flash().contains("请先选择要不要导入"), "{}", unasked.flash());
        assert!(editor.get(&with).await.text().contains("将导入2行"));
        let seen = editor.get(&without).await;
        assert!(seen.text().contains("将导入1行") && seen.text().contains("没有导入"), "{}", seen.text());
        let done = import_seen(&editor, &seen).await;
        assert!(done.text().contains("导入1行，0行已有"), "{}", done.text());
    });
}

#[test]
fn names_are_matched_as_attributions_are_and_what_is_new_is_said_by_itself() {
    both(async |office| {
        office.set_now("2024-04-20T09:00");
        let administrator = office.person("江川", &[Role::Administrator]).await;
        let roster = "全称,分组\n财审科,机关科室\n高唐局,\"县（市、区）局\"\n";
        let seen = hand_in(&administrator, "名册.csv", roster.as_bytes()).await.text();
        for words in ["将新增的单位和分组", "新分组 机关科室", "新单位 财审科", "新单位 高唐局"]
        {
            assert!(seen.contains(words), "{words}: {seen}");
        }
        import(&administrator, "名册.csv", roster.as_bytes()).await;
        let spaced = "全称,分组\n财　审　科,机关 科室\n\"高唐\n局\",县(市、区)局\n";
        let seen = hand_in(&administrator, "名册.csv", spaced.as_bytes()).await.text();
        assert!(seen.contains("2行都已在系统里"), "{seen}");
        assert!(!seen.contains("将新增"), "{seen}");
        let misspelt = "全称,分组\n财审科室,机关科室\n";
        let seen = hand_in(&administrator, "名册.csv", misspelt.as_bytes()).await.text();
        assert!(seen.contains("新单位 财审科室 （现有相近的：财审科"), "{seen}");
        let twice = "全称,分组\n丁科,机关科室\n丁　科,机关科室\n";
        let seen = hand_in(&administrator, "名册.csv", twice.as_bytes()).await.text();
        assert!(seen.contains("第3行A列：与表“单位”第2行是同一个单位，请合并成一行"), "{seen}");

        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let facts =
            "日期,分值,事由,单位\n2024-01-09,1,甲,财　审　科、高唐局\n2024-01-09,1,乙,\"财审\n科 高唐局\"\n";
        let done = import(&editor, "分.csv", facts.as_bytes()).await.text();
        assert!(done.contains("导入2行"), "{done}");
    });
}

#[test]
fn what_is_wrong_once_is_told_once() {
    both(async |office| {
        let editor = editor_of(office).await;
        let file = "单位,月份,篇数\n综合科,2024-13,4\n";
        let seen = hand_in(&editor, "报送.csv", file.as_bytes()).await.text();
        assert!(seen.contains("有1处要改") && seen.contains("“2024-13”不是月份"), "{seen}");
    });
}

#[test]
fn the_own_template_serves_whoever_may_import_what_it_holds() {
    both(async |office| {
        let editor = editor_of(office).await;
        let template = editor.get("/import/template").await;
        let empty = hand_in(&editor, "导入模板.xlsx", &template.body).await;
        assert_eq!(empty.status(), 422);
        assert!(empty.text().contains("没有可以导入的行"), "{}", empty.text());

        // Two sheets, of which one has no rows and is the administrator's.
        let mut book = Workbook::new();
        book.add_worksheet()
            .set_name("单位")
            .expect("a name")
            .write_row(0, 0, ["全称*", "分组*"])
            .expect("cells");
        let sheet = book.add_worksheet().set_name("报送").expect("a name");
        sheet
            .write_row_matrix(0, 0, [["单位*", "月份*", "篇数*"], ["综合科", "2024-01", "4"]])
            .expect("cells");
        let done = import(&editor, "一月.xlsx", &book.save_to_buffer().expect("a workbook")).await.text();
        assert!(done.contains("导入1行"), "{done}");

        let roster = "全称,分组\n甲科,机关科室\n";
        let refused = hand_in(&editor, "名册.csv", roster.as_bytes()).await;
        assert!(refused.text().contains("表“单位”有1行，您不能导入"), "{}", refused.text());
        let page = office.person("江川", &[Role::Administrator]).await.get("/admin/units").await.text();
        assert!(!page.contains("甲科"), "{page}");
    });
}

#[test]
fn a_long_body_comes_whole_and_into_print() {
    both(async |office| {
        let editor = editor_of(office).await;
        tests::newsroom::newsletter(office, "河湖信息", false).await;
        let body = format!("开头。{}结尾在此。", "一二三四五六七八九十".repeat(250));
        let file = format!(
            "期号,日期,类型,标题,正文,单位\n1,2024-01-31,信息,长文,{body},综合科\n2,2024-01-31,简讯,短文,,综合科\n"
        );
        let done = import(&editor, "采用.csv", file.as_bytes()).await.text();
        assert!(done.contains("导入2行"), "{done}");
        let issue = editor.get("/issues/1").await.text();
        assert!(issue.contains(&body), "the whole body is in the issue: {issue}");
    });
}

#[test]
fn an_import_that_is_asked_for_twice_is_one() {
    both(async |office| {
        let editor = editor_of(office).await;
        let file = "日期,分值,事由,单位\n2024-01-09,5,参加新闻发布会,综合科\n";
        let seen = hand_in(&editor, "分.csv", file.as_bytes()).await;
        let (first, second) = tokio::join!(import_seen(&editor, &seen), import_seen(&editor, &seen));
        for answer in [first, second] {
            assert!(answer.text().contains("导入1行，0行已有"), "{}", answer.text());
        }
        let january = "2024-01".parse().expect("a month");
        let records = office.desk().records(editor.actor(), january).await.expect("an editor may read them");
        assert_eq!(records.len(), 1);
        // The preview's address says what became of it, and is nobody else's.
        let number = seen.path.trim_start_matches("/import/").to_owned();
        assert!(editor.get(&format!("/import/{number}")).await.text().contains("已从“分.csv”导入1行"));
        let other = office.person("钱编辑", &[Role::Editor]).await;
        assert_eq!(other.get(&format!("/import/{number}")).await.status(), 404);
    });
}

#[test]
fn an_import_that_is_stopped_imports_nothing_and_can_be_begun_again() {
    both(async |office| {
        let room = Newsroom::open(office).await;
        let rows =
            (1..=120).map(|number| format!("{number},2024,2024-01-09,信息,第{number}篇,地质矿产管理科\n"));
        let file: String =
            std::iter::once("期号,年度,日期,类型,标题,单位\n".to_owned()).chain(rows).collect();
        let seen = hand_in(&room.editor, "采用.csv", file.as_bytes()).await;
        let number = seen.path.trim_start_matches("/import/").to_owned();
        // Somebody else writes meanwhile, so that it cannot end before it is stopped.
        let writing = office.store().begin().await.expect("a transaction that writes");
        let began = room.editor.post("/do/import", &[("file", number.as_str()), ("hidden", "")]).await;
        assert!(began.text().contains("正在导入"), "{}", began.text());
        let far = room.editor.get(&seen.path).await.text();
        assert!(far.contains("正在导入") && far.contains("停止导入"), "{far}");
        let stopped = room.editor.post("/do/stop_import", &[("file", &number)]).await;
        assert!(stopped.flash().contains("停止导入"), "{}", stopped.flash());
        drop(writing);
        while room.editor.get(&seen.path).await.text().contains("正在导入") {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let list = office.desk().withheld_issues(room.editor.actor()).await.expect("an editor may read it");
        assert_eq!(list.all, 0);
        let again = room.editor.get(&seen.path).await.text();
        assert!(again.contains("将导入120行") && again.contains("已停止导入"), "{again}");
        let again = room.editor.post("/do/stop_import", &[("file", &number)]).await;
        assert!(again.flash().contains("已停止导入，什么也没有导入"), "it is as it was: {}", again.flash());
    });
}

#[test]
fn a_preview_waits_for_nobody_who_writes() {
    both(async |office| {
        let editor = editor_of(office).await;
        let administrator = office.person("江川", &[Role::Administrator]).await;
        let facts = "日期,分值,事由,单位\n2024-01-09,5,宣讲,综合科\n";
        let roster = "全称,分组,撤销日期,并入,得分去向\n甲科,机关科室,,,\n乙科,新组,2024-03-01,甲科,转入\n";
        for (client, name, file, words) in
            [(&editor, "分.csv", facts, "将导入1行"), (&administrator, "名册.csv", roster, "将导入2行")]
        {
            let seen = hand_in(client, name, file.as_bytes()).await;
            let writing = office.store().begin().await.expect("a transaction that writes");
            let look = client.get(&seen.path);
            let seen = tokio::time::timeout(std::time::Duration::from_secs(5), look).await;
            let seen = seen.expect("a preview holds and awaits no lock").text();
            assert!(seen.contains(words), "{name}: {seen}");
            drop(writing);
        }
    });
}

#[test]
fn files_are_forgotten_after_a_day() {
    both(async |office| {
        let editor = editor_of(office).await;
        let seen =
            hand_in(&editor, "分.csv", "日期,分值,事由,单位\n2024-01-09,5,宣讲,综合科\n".as_bytes()).await;
        office.set_now("2024-04-21T09:01");
        editor.sign_in(tests::office::PASSWORD).await;
        hand_in(&editor, "另.csv", "日期,分值,事由,单位\n2024-01-09,5,宣讲二,综合科\n".as_bytes()).await;
        let gone = editor.get(&seen.path).await;
        assert_eq!(gone.status(), 404, "{}", gone.text());
    });
}

#[test]
fn too_large_a_file_is_refused_in_words_that_stood_on_the_page() {
    both(async |office| {
        let editor = editor_of(office).await;
        assert!(editor.get("/import").await.text().contains("最大 20 MB"));
        let large = hand_in(&editor, "大.csv", &vec![b'a'; 21 << 20]).await;
        assert!(large.text().contains("文件太大，最多 20 MB"), "{}", large.text());
        // What is larger than a form may be a file.
        let file = format!("单位,月份,篇数\n综合科,2024-01,4\n{}", " , , \n".repeat(600_000));
        let seen = hand_in(&editor, "宽.csv", file.as_bytes()).await;
        assert!(seen.text().contains("将导入1行"), "{}", seen.text());
    });
}

#[test]
fn merged_cells_formulas_and_odd_sheets_are_read_as_they_show() {
    both(async |office| {
        let editor = editor_of(office).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("报送").expect("a name");
        let title = Format::new().set_align(FormatAlign::Center);
        sheet.merge_range(0, 0, 0, 2, "2024年报送统计", &title).expect("a title");
        sheet.write_row(1, 0, SUBMISSIONS.iter().copied()).expect("headings");
        sheet.write_row(2, 0, ["综合科", "2024-01"]).expect("cells");
        sheet.write_formula(2, 2, Formula::new("1+3").set_result("4")).expect("a formula");
        sheet.write_row(3, 0, ["地矿科", "", "5"]).expect("cells");
        sheet.merge_range(2, 1, 3, 1, "2024-01", &title).expect("a merged cell");
        // A wide sheet of something else, which is nobody's business.
        let other = book.add_worksheet().set_name("台账").expect("a name");
        for row in 0..200 {
            other.write_number(row, 300, f64::from(row)).expect("a cell");
        }
        let seen = hand_in(&editor, "一月.xlsx", &book.save_to_buffer().expect("a workbook")).await;
        assert!(seen.text().contains("将导入2行"), "{}", seen.text());
        assert!(seen.text().contains("表“台账”不是模板中的表，没有导入"), "{}", seen.text());
        let done = import_seen(&editor, &seen).await.text();
        assert!(done.contains("导入2行"), "{done}");
    });
}
