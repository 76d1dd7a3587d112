//! The fields of all verbs' forms as people know them: what each is called on the screen, and how it is filled in.

/// What a field is called, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldName {
    pub label: &'static str,
    pub takes: Takes,
}

/// What a field takes, for words about what does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Text,
    Number,
    Day,
    Month,
    /// One of the choices that the page offers.
    Choice,
    /// What the page itself carries: an id, a version. Nobody types it, so that it is wrong only where a page is old.
    Page,
}

impl Takes {
    /// What to do about a value that does not fit.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Text => "请改正后再提交",
            Self::Number => "请填整数，如 3",
            Self::Day => "请填日期，如 2024-04-15",
            Self::Month => "请填月份，如 2024-05",
            Self::Choice => "请从页面给出的选项里选",
            Self::Page => "这一页可能已经过时，请刷新页面后再做",
        }
    }
}

const fn field(label: &'static str, takes: Takes) -> FieldName {
    FieldName { label, takes }
}

/// The field of this name; `None` where no form has one.
pub fn named(name: &str) -> Option<FieldName> {
    FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// Every field that some form has, by its name.
pub const FIELDS: &[(&str, FieldName)] = &[
    // What a page carries.
    ("item", field("稿件", Takes::Page)),
    ("version", field("版本", Takes::Page)),
    ("item_version", field("稿件的版本", Takes::Page)),
    ("revision", field("修改稿", Takes::Page)),
    ("sheet", field("写稿页", Takes::Page)),
    ("issue", field("刊期", Takes::Page)),
    ("section", field("栏目", Takes::Page)),
    ("position", field("次序", Takes::Page)),
    ("direction", field("方向", Takes::Page)),
    ("correction", field("更正", Takes::Page)),
    ("record", field("记录", Takes::Page)),
    ("person", field("人员", Takes::Page)),
    ("survivor", field("留下的稿件", Takes::Page)),
    ("pdf_hash", field("版面", Takes::Page)),
    ("file", field("交来的文件", Takes::Page)),
    ("hidden", field("看不见的内容", Takes::Choice)),
    ("at", field("第几条", Takes::Page)),
    ("place", field("第几条", Takes::Page)),
    ("send", field("报送", Takes::Page)),
    ("choose", field("选定的单位", Takes::Page)),
    ("append", field("插入", Takes::Page)),
    // Days, months, numbers.
    ("date", field("日期", Takes::Day)),
    ("since", field("起始的日期或月份", Takes::Text)),
    ("until", field("截止的日期", Takes::Day)),
    ("parent_since", field("何月起属于", Takes::Month)),
    ("month", field("月份", Takes::Month)),
    ("credit_month", field("计入考核的月份", Takes::Month)),
    ("year", field("年份", Takes::Number)),
    ("number", field("期号", Takes::Number)),
    ("total", field("总期号", Takes::Number)),
    ("count", field("篇数", Takes::Number)),
    ("copies", field("印数", Takes::Number)),
    ("order", field("次序", Takes::Number)),
    ("points", field("分值", Takes::Text)),
    ("opening", field("结转分", Takes::Text)),
    // Choices.
    ("kind", field("体裁", Takes::Choice)),
    ("kinds", field("原因", Takes::Choice)),
    ("content_type", field("内容类型", Takes::Choice)),
    ("series", field("正刊、增刊或特刊", Takes::Choice)),
    ("newsletter", field("刊物", Takes::Choice)),
    ("unit", field("单位", Takes::Choice)),
    ("group", field("分组", Takes::Choice)),
    ("parent", field("上级单位", Takes::Choice)),
    ("role", field("角色", Takes::Choice)),
    ("channel", field("上级刊物", Takes::Choice)),
    ("ruling", field("怎样处理", Takes::Choice)),
    ("section_kind", field("栏目的体裁", Takes::Choice)),
    ("unresolved", field("不认识的单位", Takes::Choice)),
    // Boxes.
    ("starred", field("加星", Takes::Choice)),
    ("commissioned", field("约稿", Takes::Choice)),
    ("credited", field("计入考核", Takes::Choice)),
    ("other_year", field("期号的年份与日期不同", Takes::Choice)),
    ("early", field("没有过完也要结账", Takes::Choice)),
    ("nothing", field("本月没有", Takes::Choice)),
    ("keep_alias", field("记为别名", Takes::Choice)),
    ("reviews", field("单位审核", Takes::Choice)),
    ("scored", field("参加计分", Takes::Choice)),
    ("separate_duties", field("编排与签发分开", Takes::Choice)),
    ("open_to_all", field("公开阅读", Takes::Choice)),
    // Texts.
    ("title", field("标题", Takes::Text)),
    ("subtitle", field("副题", Takes::Text)),
    ("body", field("正文", Takes::Text)),
    ("attribution", field("署名", Takes::Text)),
    ("attribution_line", field("署名", Takes::Text)),
    ("reason", field("原因", Takes::Text)),
    ("notice", field("给读者看的说明", Takes::Text)),
    ("gap", field("空号的原因", Takes::Text)),
    ("name", field("名称", Takes::Text)),
    ("short_name", field("简称", Takes::Text)),
    ("aliases", field("别名", Takes::Text)),
    ("login", field("登录名", Takes::Text)),
    ("password", field("密码", Takes::Text)),
    ("current", field("现在的密码", Takes::Text)),
    ("new", field("新密码", Takes::Text)),
    ("again", field("再输一次新密码", Takes::Text)),
    ("units", field("记分单位", Takes::Text)),
    ("office", field("报送到或约稿的单位", Takes::Text)),
    ("cleared_by", field("保密审查人", Takes::Text)),
    ("addressees", field("主送单位", Takes::Text)),
    ("covering", field("正文", Takes::Text)),
    ("notes", field("附注", Takes::Text)),
    ("signature", field("落款", Takes::Text)),
    ("document", field("计分办法", Takes::Text)),
    ("places", field("保留几位小数", Takes::Number)),
    ("bureau", field("本级简报怎样称呼", Takes::Text)),
    ("upper", field("上级采用怎样称呼", Takes::Text)),
    ("commission", field("约稿怎样称呼", Takes::Text)),
    ("forwarded", field("报送上级怎样称呼", Takes::Text)),
    ("columns", field("通报表的栏目", Takes::Text)),
    ("mark", field("报头标记", Takes::Text)),
    ("publisher", field("主办单位", Takes::Text)),
    ("report", field("报", Takes::Text)),
    ("editor", field("编辑", Takes::Text)),
    ("reviewer", field("审核", Takes::Text)),
    ("signer", field("签发", Takes::Text)),
    ("phone", field("电话", Takes::Text)),
    ("step", field("签发步骤", Takes::Text)),
    ("form", field("体裁", Takes::Text)),
    ("level", field("级别", Takes::Text)),
    ("rank", field("名次", Takes::Text)),
    ("route", field("渠道", Takes::Text)),
    ("story", field("同一篇的标记", Takes::Text)),
    ("marks", field("标记", Takes::Text)),
    ("due", field("约定交稿日", Takes::Text)),
    ("delivered", field("交稿日", Takes::Text)),
    ("outcome", field("结果", Takes::Text)),
    ("outside_points", field("外部分值", Takes::Text)),
    ("shares", field("分摊", Takes::Text)),
    ("evidence", field("依据", Takes::Text)),
    ("rule", field("规则", Takes::Text)),
    ("by", field("评定人", Takes::Text)),
];
