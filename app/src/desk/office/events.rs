//! The event log: who did what to what, when and why.

use domain::id::EventId;
use serde::{Deserialize, Serialize};

use super::super::form;

/// Which events are asked for: the address's query. What is empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFilter {
    /// Part of the person's name.
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub person: Option<String>,
    /// The verb's code.
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub verb: Option<String>,
    /// A kind of [`domain::subject::Subject`].
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub subject: Option<String>,
    /// The subject's id.
    #[serde(default, deserialize_with = "form::blank_or")]
    pub id: Option<i64>,
    /// The first and the last day.
    #[serde(default, deserialize_with = "form::blank_or")]
    pub from: Option<jiff::civil::Date>,
    #[serde(default, deserialize_with = "form::blank_or")]
    pub until: Option<jiff::civil::Date>,
    /// Part of the words or of the reason.
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub text: Option<String>,
    /// Only events before this one: the next page.
    #[serde(default, deserialize_with = "form::blank_or")]
    pub before: Option<EventId>,
}

/// One page of the log, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPage {
    pub events: Vec<LoggedEvent>,
    /// What [`EventFilter::before`] must be for the next page; `None` on the last.
    pub next: Option<EventId>,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedEvent {
    pub id: EventId,
    /// In the office's zone.
    pub happened_at: jiff::civil::DateTime,
    pub person: String,
    pub verb: String,
    pub subject: String,
    pub subject_id: i64,
    pub words: String,
    pub reason: Option<String>,
}

/// As what file the log is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogForm {
    Csv,
    /// A JSON object a line.
    JsonLines,
}

impl LogForm {
    /// The file's ending.
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/x-ndjson",
        }
    }
}

/// The kinds of acts that the log knows, in the order of the work: each verb's code with its word on the screen.
pub const VERBS: &[(&str, &str)] = &[
    ("import", "导入"),
    ("draft_item", "起草"),
    ("save_item", "修改稿件"),
    ("delete_draft", "删除草稿"),
    ("restore_revision", "恢复旧稿"),
    ("destroy_item", "销毁稿件"),
    ("submit", "报送"),
    ("approve", "单位审核通过"),
    ("return_item", "退回"),
    ("withdraw", "撤回"),
    ("receive", "签收"),
    ("undo_receive", "撤销签收"),
    ("shortlist", "拟用"),
    ("undo_shortlist", "撤销拟用"),
    ("reject", "不采用"),
    ("restore", "恢复稿件"),
    ("combine", "合稿"),
    ("undo_combine", "撤销合稿"),
    ("clear", "保密审查通过"),
    ("refuse_clearance", "保密审查不通过"),
    ("link_author", "注明署名是谁"),
    ("unlink_author", "删去署名说明"),
    ("state_different", "注明同名账号是两人"),
    ("unstate_different", "删去同名账号说明"),
    ("state_namesake", "说明同名作者"),
    ("unstate_namesake", "撤回同名说明"),
    ("decide_credit", "另定记分单位"),
    ("undecide_credit", "恢复按署名记分"),
    ("tell_details", "写明计分情况"),
    ("resolve_unit", "认出署名单位"),
    ("resolve_name", "记下单位别名"),
    ("create_issue", "新建一期"),
    ("change_issue", "改期号或日期"),
    ("remove_issue", "删除一期"),
    ("explain_gap", "注明空号"),
    ("add_section", "添加栏目"),
    ("rename_section", "改栏目名"),
    ("move_section", "移动栏目"),
    ("remove_section", "移除栏目"),
    ("place", "编入"),
    ("move_placement", "调整次序"),
    ("remove_placement", "移出"),
    ("send_for_sign_off", "送审"),
    ("sign", "签字"),
    ("send_back", "退回编排"),
    ("publish", "印发"),
    ("release_issue", "开放"),
    ("retract", "撤下"),
    ("correct_item", "更正"),
    ("clear_correction", "更正保密审查通过"),
    ("refuse_correction", "更正保密审查不通过"),
    ("sign_correction", "更正签字"),
    ("send_back_correction", "退回更正"),
    ("withdraw_correction", "更正作罢"),
    ("enter_past_issue", "补录往期"),
    ("record_upper_adoption", "登记上级采用"),
    ("record_commission", "登记约稿"),
    ("commission_printed", "约稿改记上级采用"),
    ("undo_commission_printed", "撤销改记上级采用"),
    ("record_forwarding", "登记报送上级"),
    ("record_adjustment", "登记加减分"),
    ("record_instruction", "登记批示"),
    ("record_ruling", "登记作废和处理"),
    ("record_submissions", "补录上报篇数"),
    ("reverse_record", "冲销记录"),
    ("record_again", "恢复记录"),
    ("add_upper_channel", "添加上级刊物"),
    ("raise_upper_channel", "上移上级刊物"),
    ("retire_upper_channel", "停用上级刊物"),
    ("restore_upper_channel", "恢复上级刊物"),
    ("close_month", "月份结账"),
    ("reopen_month", "重开月份"),
    ("receive_upper", "上级采用已收到"),
    ("take_back_receipt", "撤销已收到"),
    ("set_bulletin_letter", "改通报正文和落款"),
    ("send_bulletin", "通报送签"),
    ("sign_bulletin", "签发通报"),
    ("send_back_bulletin", "退回通报"),
    ("issue_bulletin", "印发通报"),
    ("begin_rules", "起草计分办法"),
    ("import_rules", "导入计分办法"),
    ("save_rule", "改计分办法"),
    ("remove_rule", "删计分办法一条"),
    ("raise_rule", "调整计分办法次序"),
    ("save_rule_heads", "改计分办法名称和栏目"),
    ("drop_rules", "放弃计分办法草稿"),
    ("put_rules_in_force", "施行计分办法"),
    ("add_person", "添加人员"),
    ("edit_person", "修改人员"),
    ("change_password", "改密码"),
    ("reset_password", "重设密码"),
    ("deactivate_person", "停用账号"),
    ("reactivate_person", "恢复账号"),
    ("save_group", "保存分组"),
    ("save_unit", "保存单位"),
    ("change_unit", "更名、并入、分设、撤销"),
    ("undo_unit_change", "撤回单位变动"),
    ("save_newsletter", "保存刊物设置"),
    ("set_opening_points", "录入结转分"),
    ("save_settings", "改设置"),
    ("end_session", "结束自己的登录"),
    ("end_other_sessions", "结束自己的其他登录"),
];

/// What the log knows besides: nobody asks for it with a form of a verb.
pub const HAPPENINGS: &[(&str, &str)] = &[
    ("sign_in", "登录"),
    ("sign_in_failed", "登录失败"),
    ("sign_in_locked", "登录锁定"),
    ("sign_out", "退出登录"),
    ("export", "导出"),
    ("read_unpublished", "查看未发的内容"),
];

/// The verb's word on the screen.
pub fn verb_label(verb: &str) -> &str {
    VERBS.iter().chain(HAPPENINGS).find(|(code, _)| *code == verb).map_or(verb, |(_, label)| label)
}

/// The page of what an event is about, where it has one.
pub fn subject_address(kind: &str, id: i64) -> Option<String> {
    match kind {
        "item" => Some(format!("/items/{id}")),
        "issue" => Some(format!("/issues/{id}")),
        "person" => Some(format!("/admin/people/{id}")),
        "unit" => Some(format!("/admin/units/{id}")),
        "newsletter" => Some(format!("/admin/newsletters/{id}")),
        "unit_group" => Some("/admin/units".to_owned()),
        "settings" => Some("/admin/settings".to_owned()),
        "upper_channel" => Some("/records/channels".to_owned()),
        // A draft that was given up, or gone on with under the same number, has no page of its own.
        "rule_set" => Some("/rules".to_owned()),
        "reading" => Some(format!("/items/{id}")),
        "issue_reading" => Some(format!("/issues/{id}")),
        "correction_reading" => Some(format!("/corrections/{id}")),
        // A month's number, as in 202401.
        "year" => Some(format!("/admin/openings?year={id}")),
        "bulletin" => Some(format!("/bulletins/{:04}-{:02}", id / 100, id % 100)),
        "month" => Some(format!("/months/{:04}-{:02}", id / 100, id % 100)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{
        bulletins::BulletinCommand, issues::IssueCommand, items::ItemCommand, months::MonthCommand,
        office::OfficeCommand, records::RecordCommand,
    };

    #[test]
    fn every_verb_has_its_word_in_the_log_and_every_word_its_verb() {
        let areas = [
            ItemCommand::VERBS,
            IssueCommand::VERBS,
            RecordCommand::VERBS,
            MonthCommand::VERBS,
            BulletinCommand::VERBS,
            OfficeCommand::VERBS,
            crate::desk::import::ImportCommand::VERBS,
            crate::desk::rules::RuleCommand::VERBS,
        ];
        // What is typed is kept, given up and taken back without an event: `desk::sheets` is not among them. An import
        // that was stopped has done nothing.
        let mut all: Vec<&str> = areas.concat();
        all.retain(|verb| *verb != "stop_import");
        let mut named: Vec<&str> = VERBS.iter().map(|(verb, _)| *verb).collect();
        all.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, all);
    }
}
