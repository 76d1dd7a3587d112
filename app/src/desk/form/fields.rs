//! The fields of all verbs' forms as people know them: what each is called on the screen, and how it is filled in.

use domain::{comment, item::Part};

use crate::desk::asked;

/// What a field is called, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldName {
    pub label: &'static str,
    pub takes: Takes,
    /// The longest value, in characters. What is longer is refused in words and not cut.
    pub most: usize,
}

/// The longest value of a field that is not a text, in characters: a digest has 64.
const MOST: usize = 100;

/// The longest list of words, in characters: some twenty thousand of them.
const WORDS: usize = 400_000;

/// The longest value of a field that is not named here, in characters.
pub const MOST_UNNAMED: usize = 20_000;

/// What a field takes, for words about what does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Text,
    Number,
    Day,
    Month,
    /// A year by itself.
    Year,
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
            Self::Year => "请填年份，如 2024",
            Self::Choice => "请从页面给出的选项里选",
            Self::Page => "这一页可能已经过时，请刷新页面后再做",
        }
    }
}

const fn field(label: &'static str, takes: Takes) -> FieldName {
    FieldName { label, takes, most: MOST }
}

const fn text(label: &'static str, most: usize) -> FieldName {
    FieldName { label, takes: Takes::Text, most }
}

const fn part(part: Part) -> (&'static str, FieldName) {
    (part.field, text(part.label, part.most))
}

/// The longest value of a field, in characters.
pub fn most(name: &str) -> usize {
    named(name).map_or(MOST_UNNAMED, |field| field.most)
}

/// The field of this name; `None` where no form has one.
pub fn named(name: &str) -> Option<FieldName> {
    let known = FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
    // What rules may ask is described where it is asked.
    known.or_else(|| asked::named(name).map(|place| text(place.label, place.most)))
}

/// Every field that some form has, by its name.
pub const FIELDS: &[(&str, FieldName)] = &[
    // What a page carries.
    ("item", field("稿件", Takes::Page)),
    ("version", field("版本", Takes::Page)),
    ("item_version", field("稿件的版本", Takes::Page)),
    ("revision", field("修改稿", Takes::Page)),
    ("sheet", field("写稿页", Takes::Page)),
    ("issue", FieldName { label: "刊期", takes: Takes::Page, most: 1_000 }),
    ("section", field("栏目", Takes::Page)),
    ("position", field("次序", Takes::Page)),
    ("direction", field("方向", Takes::Page)),
    ("correction", field("更正", Takes::Page)),
    ("record", field("记录", Takes::Page)),
    ("person", field("人员", Takes::Page)),
    ("survivor", field("留下的稿件", Takes::Page)),
    ("passage", field("段落", Takes::Page)),
    ("taken", field("取用的段落", Takes::Page)),
    ("after", field("放在第几段后面", Takes::Number)),
    ("pdf_hash", field("版面", Takes::Page)),
    ("file", field("交来的文件", Takes::Page)),
    ("former", field("原主办", Takes::Page)),
    ("received", field("签收的稿件", Takes::Page)),
    ("deputy", field("代办人", Takes::Choice)),
    ("deputising", field("代办", Takes::Page)),
    ("comment", field("批注", Takes::Page)),
    ("passage_at", field("批注的位置", Takes::Page)),
    ("passage_field", field("批在哪里", Takes::Choice)),
    ("quote", text("批注的原文", 2 * comment::LONGEST_PASSAGE)),
    ("remark", text("批注", comment::LONGEST_WORDS)),
    ("wording", text("改为", comment::LONGEST_WORDS)),
    ("restored", field("不再收回", Takes::Choice)),
    ("cut", field("建议删去", Takes::Choice)),
    ("audience", field("给谁看", Takes::Choice)),
    ("mention", field("请谁看", Takes::Choice)),
    ("table", text("人员表", 100_000)),
    ("view", field("常用筛选", Takes::Page)),
    ("shown", FieldName { label: "筛选", takes: Takes::Page, most: 2_000 }),
    ("hidden", field("看不见的内容", Takes::Choice)),
    ("at", field("第几条", Takes::Page)),
    ("place", field("第几条", Takes::Page)),
    ("send", FieldName { label: "送", takes: Takes::Page, most: 1_000 }),
    ("choose", field("选定的单位", Takes::Page)),
    ("session", field("登录", Takes::Page)),
    ("append", field("插入", Takes::Page)),
    // Days, months, numbers.
    ("date", field("日期", Takes::Day)),
    ("since", field("起始的日期或月份", Takes::Day)),
    ("until", field("截止的日期", Takes::Day)),
    ("day", field("起始的日期", Takes::Day)),
    ("renamed_on", field("更名的日期", Takes::Day)),
    ("from", field("起始的日期或月份", Takes::Day)),
    ("to", field("截止的日期", Takes::Day)),
    ("parent_since", field("何月起属于", Takes::Month)),
    ("month", field("月份", Takes::Month)),
    ("credit_month", field("计入考核的月份", Takes::Month)),
    ("year", field("年份", Takes::Year)),
    ("number", field("期号", Takes::Number)),
    ("total", field("总期号", Takes::Number)),
    ("count", field("篇数", Takes::Number)),
    ("copies", field("印数", Takes::Number)),
    ("order", field("次序", Takes::Number)),
    ("points", field("分值", Takes::Text)),
    ("opening", field("结转分", Takes::Text)),
    ("idle_minutes", field("多久没有动静就退出", Takes::Number)),
    ("session_hours", field("登录最长多久", Takes::Number)),
    ("password_days", field("密码多久要换", Takes::Number)),
    // Choices.
    ("kind", field("体裁", Takes::Choice)),
    ("drafter", field("拟稿人", Takes::Text)),
    ("telephone", field("电话", Takes::Text)),
    ("approver", field("审批人", Takes::Text)),
    ("approved_on", field("审批日期", Takes::Day)),
    ("urgent_until", field("急件，最迟", Takes::Day)),
    ("key", FieldName { label: "校对意见", takes: Takes::Page, most: 400 }),
    ("confusions", text("易错词", WORDS)),
    ("switched_off", text("不用的自带词条", WORDS)),
    ("sensitive", text("敏感词", WORDS)),
    ("forbidden", text("禁用词", WORDS)),
    ("leaders", text("领导姓名和职务", WORDS)),
    ("phrases", text("常用语", 4_000)),
    ("phrase", field("常用语", Takes::Choice)),
    ("original", field("原件", Takes::Page)),
    ("attachment", field("附件", Takes::Page)),
    ("piece", field("稿件", Takes::Page)),
    ("piece_kind", field("体裁", Takes::Choice)),
    ("piece_unit", field("报送单位", Takes::Choice)),
    ("handler", field("主办", Takes::Choice)),
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
    ("one_signer", field("一人可签几步", Takes::Choice)),
    // Texts.
    part(Part::TITLE),
    part(Part::SUBTITLE),
    part(Part::BODY),
    part(Part::ATTRIBUTION),
    // Of a past issue, for each of its items.
    ("attribution", part(Part::ATTRIBUTION).1),
    ("text", text("整期文本", 200_000)),
    ("reason", text("原因", 2_000)),
    ("notice", text("给读者看的说明", 2_000)),
    ("word", text("交代的话", 200)),
    ("gap", text("空号的原因", 500)),
    ("name", text("名称", 200)),
    ("short_name", text("简称", 40)),
    ("aliases", text("别名", 400)),
    ("login", text("登录名", 40)),
    ("password", text("密码", 200)),
    ("current", text("现在的密码", 200)),
    ("new", text("新密码", 200)),
    ("again", text("再输一次新密码", 200)),
    ("units", text("记分单位", 1_000)),
    ("office", text("报送到或约稿的单位", 100)),
    ("cleared_by", text("保密审查人", 40)),
    ("addressees", text("主送单位", 200)),
    ("covering", text("正文", 5_000)),
    ("notes", text("附注", 5_000)),
    ("signature", text("落款", 200)),
    ("document", text("计分办法", 300_000)),
    ("places", field("保留几位小数", Takes::Number)),
    ("bureau", text("本级简报怎样称呼", 40)),
    ("upper", text("上级采用怎样称呼", 40)),
    ("commission", text("约稿怎样称呼", 40)),
    ("forwarded", text("报送上级怎样称呼", 40)),
    ("columns", text("通报表的栏目", 2_000)),
    ("mark", text("报头标记", 40)),
    ("publisher", text("主办单位", 60)),
    ("report", text("报", 1_000)),
    ("editor", text("编辑", 40)),
    ("reviewer", text("审核", 40)),
    ("signer", text("签发", 40)),
    ("phone", text("电话", 40)),
    ("step", text("签发步骤", 40)),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_name_stands_twice_with_two_meanings() {
        let names: HashSet<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), FIELDS.len());
    }
}
