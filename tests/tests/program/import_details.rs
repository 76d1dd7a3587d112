//! What rules may ask about a fact comes by a sheet as it comes by a form.

use app::desk::records::Records;
use domain::{person::Role, record::Record};
use tests::{Client, Office, both, hand_in, import};

/// A kind of record: its verb and sheet, and beside them what both are told, by field and by heading.
struct Told {
    verb: &'static str,
    sheet: &'static str,
    told: &'static [(&'static str, &'static str, &'static str)],
}

/// What is told of every kind.
const ALWAYS: [(&str, &str, &str); 2] = [("date", "日期", "2024-01-10"), ("units", "单位", "高唐局、阳谷局")];
const PIECE: [(&str, &str, &str); 6] = [
    ("form", "形式", "专报"),
    ("route", "报送渠道", "经办公室报送"),
    ("story", "稿源", "复绿"),
    ("marks", "标记", "头版、编者按"),
    ("shares", "各单位比例", "6、4"),
    ("evidence", "依据", "办公室通知"),
];

const KINDS: [Told; 6] = [
    Told {
        verb: "record_upper_adoption",
        sheet: "上级采用",
        told: &[
            ("channel", "上级刊物", "每日动态"),
            ("level", "层级", "省级"),
            ("due", "要求的日期", "2024年1月9日"),
            ("delivered", "交稿的日期", "2024-01-10"),
            ("outside_points", "上级给的分", "2.5"),
        ],
    },
    Told {
        verb: "record_commission",
        sheet: "约稿",
        told: &[
            ("office", "约稿单位", "市政府"),
            ("outcome", "结果", "未交稿"),
            ("due", "要求的日期", "2024/1/9"),
        ],
    },
    Told {
        verb: "record_forwarding",
        sheet: "报送上级",
        told: &[
            ("office", "报送到", "省厅"),
            ("level", "层级", "省级"),
            ("cleared_by", "保密审查人", "孙主任"),
        ],
    },
    Told {
        verb: "record_instruction",
        sheet: "领导批示",
        told: &[
            ("level", "领导的层级", "市级"),
            ("rank", "职务层次", "主要领导"),
            ("channel", "批在哪份刊物上", "每日动态"),
        ],
    },
    Told {
        verb: "record_adjustment",
        sheet: "加减分",
        told: &[
            ("points", "分值", "2"),
            ("evidence", "依据", "会议纪要"),
            ("rule", "评定分的代号", "年终评定"),
            ("by", "评定人", "孙主任"),
        ],
    },
    Told {
        verb: "record_ruling",
        sheet: "作废和处理",
        told: &[
            ("ruling", "怎样处理", "稿件作废"),
            ("story", "稿源", "复绿"),
            ("evidence", "依据", "核查报告"),
            ("by", "评定人", "孙主任"),
        ],
    },
];

impl Told {
    fn all(&self, title: &'static str) -> Vec<(&'static str, &'static str, &'static str)> {
        let is_piece = !matches!(self.sheet, "加减分" | "作废和处理");
        let named = if is_piece { ("title", "标题", title) } else { ("reason", "事由", title) };
        let piece = PIECE.iter().filter(|_| is_piece);
        ALWAYS.iter().chain(piece).chain(self.told).copied().chain([named]).collect()
    }

    fn form(&self, title: &'static str) -> Vec<(&'static str, &'static str)> {
        self.all(title).into_iter().map(|(field, _, text)| (field, text)).collect()
    }

    fn csv(&self, title: &'static str) -> String {
        let (headings, cells): (Vec<&str>, Vec<&str>) =
            self.all(title).into_iter().map(|(_, heading, text)| (heading, text)).unzip();
        format!("{}\n{}\n", headings.join(","), cells.join(","))
    }
}

async fn january(office: &Office, editor: &Client) -> Vec<Record> {
    let month = "2024-01".parse().expect("a month");
    let rows = office.desk().records(editor.actor(), month).await.expect("an editor may read them");
    rows.into_iter().map(|row| row.record).collect()
}

/// An office in February with two units, a channel and an editor.
async fn editor_of(office: &Office) -> Client {
    office.set_now("2024-02-20T09:00");
    office.unit("高唐局", &[]).await;
    office.unit("阳谷局", &[]).await;
    let editor = office.person("赵编辑", &[Role::Editor]).await;
    editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
    editor
}

#[test]
fn a_sheet_says_of_a_fact_all_that_a_form_says() {
    both(async |office| {
        let editor = editor_of(office).await;
        for kind in KINDS {
            let answer = editor.post(&format!("/do/{}", kind.verb), &kind.form("按表单")).await;
            assert!(answer.flash().contains("已登记"), "{}: {}", kind.sheet, answer.flash());
            let done = import(&editor, &format!("{}.csv", kind.sheet), kind.csv("按文件").as_bytes()).await;
            assert!(done.text().contains("导入1行"), "{}: {}", kind.sheet, done.text());
            let records = january(office, &editor).await;
            let of = |title: &str| {
                let found = records.iter().rfind(|record| record.recorded.title().contains(title));
                let mut record = found.expect("it was recorded").clone();
                record.units.sort_unstable();
                record
            };
            let (by_form, by_sheet) = (of("按表单"), of("按文件"));
            assert_eq!(by_form.details, by_sheet.details, "{}", kind.sheet);
            assert_eq!(by_form.units, by_sheet.units);
            assert_eq!((by_form.date, by_form.month), (by_sheet.date, by_sheet.month));
            let words = |record: &Record| format!("{:?}", record.recorded).replace("按表单", "按文件");
            assert_eq!(words(&by_form), words(&by_sheet));
            assert_ne!(by_sheet.details, domain::scoring::Details::NONE, "{}", kind.sheet);
            // What was recorded by hand is not entered once more.
            let again = hand_in(&editor, "再来.csv", kind.csv("按表单").as_bytes()).await.text();
            assert!(again.contains("1行都已在系统里"), "{}: {again}", kind.sheet);
        }
        let page = editor.get("/records?month=2024-01").await.text();
        for told in ["形式：专报", "标记：头版、编者按", "结果：未交稿", "职务层次：主要领导"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
    });
}

#[test]
fn what_is_wrong_in_them_is_told_by_its_cell() {
    both(async |office| {
        let editor = editor_of(office).await;
        let file = "日期,约稿单位,标题,单位,结果,要求的日期,各单位比例,上级给的分,报送途径\n\
                    2024-01-10,市政府,甲,高唐局、阳谷局,写完了,月底,5,很多,邮箱\n";
        let faulty = hand_in(&editor, "约稿.csv", file.as_bytes()).await.text();
        for fault in [
            "第2行E列：“写完了”不是约稿的结果，应是：已交稿、已报出、已采用、未交稿",
            "第2行F列：“月底”不是日期",
            "第2行G列：2个记分单位，写了1个比例",
            "第2行H列：“很多”不是",
            "表“约稿”I列“报送途径”不是模板中的栏目",
        ] {
            assert!(faulty.contains(fault), "{fault}: {faulty}");
        }
        assert!(january(office, &editor).await.is_empty());
    });
}

#[test]
fn a_fact_that_is_told_more_of_later_is_not_a_second_one() {
    both(async |office| {
        let editor = editor_of(office).await;
        let first = "日期,上级刊物,标题,单位\n2024-01-10,每日动态,甲,高唐局\n";
        import(&editor, "一月.csv", first.as_bytes()).await;
        let more = "日期,上级刊物,标题,单位,形式\n2024-01-10,每日动态,甲,高唐局,专报\n";
        let faulty = hand_in(&editor, "一月.csv", more.as_bytes()).await.text();
        assert!(faulty.contains("与已登记的“甲”是同一件事而内容不同"), "{faulty}");
        assert!(
            faulty.contains("请把这一行改得与它一致或删去") && faulty.contains("请先冲销那一条"),
            "{faulty}"
        );
        let record = january(office, &editor).await[0].id.to_string();
        editor.post("/do/reverse_record", &[("record", record.as_str()), ("reason", "登记错了")]).await;
        import(&editor, "一月.csv", more.as_bytes()).await;
        let standing = january(office, &editor).await;
        let standing: Vec<_> = standing.iter().filter(|record| record.reversal.is_none()).collect();
        let [record] = standing.as_slice() else { panic!("one record stands: {standing:?}") };
        assert_eq!(record.details.form.as_deref(), Some("专报"));
    });
}

#[test]
fn what_one_sheet_makes_void_may_stand_in_another() {
    both(async |office| {
        let editor = editor_of(office).await;
        let book = |story: &str| {
            let mut book = rust_xlsxwriter::Workbook::new();
            let mut sheet = |name: &str, rows: &[&[&str]]| {
                let sheet = book.add_worksheet().set_name(name).expect("a name");
                for (row, cells) in (0..).zip(rows) {
                    for (column, cell) in (0..).zip(*cells) {
                        sheet.write_string(row, column, *cell).expect("a cell");
                    }
                }
            };
            sheet(
                "上级采用",
                &[
                    &["上级刊物", "标题", "日期", "稿源", "单位"],
                    &["每日动态", "复绿见效", "2024-01-10", "复绿", "高唐局"],
                ],
            );
            sheet(
                "作废和处理",
                &[
                    &["日期", "怎样处理", "稿源", "事由", "单位"],
                    &["2024-01-12", "稿件作废", story, "失实", "高唐局"],
                ],
            );
            book.save_to_buffer().expect("a workbook")
        };
        let wrong = hand_in(&editor, "一月.xlsx", &book("复垦")).await.text();
        assert!(wrong.contains("2024年没有一件登记或采用的稿源是“复垦”"), "{wrong}");
        let done = import(&editor, "一月.xlsx", &book("复绿")).await.text();
        assert!(done.contains("导入2行"), "{done}");
    });
}
