//! Every act that somebody can ask for, in one list: its name, its code, its word on the screen.
//!
//! The list stands here alone. [`Verb`] is made from it, and so are, elsewhere, the commands with their forms (`app::desk`) and
//! what does them (`server::desk`): an act that one of them lacks does not compile. An act without a word leaves no event.

/// Hands the list of acts to another macro, by area in the order of the work: `area { Act "code" "word"; … }`.
#[macro_export]
macro_rules! for_each_act {
    ($($then:tt)*) => {
        $($then)*! {
            imports {
                Import "import" "导入";
                StopImport "stop_import";
            }
            items {
                DraftItem "draft_item" "起草";
                SaveItem "save_item" "修改稿件";
                DraftFromFiles "draft_from_files";
                AttachFiles "attach_files" "添加附件";
                RemoveFile "remove_file" "移去附件";
                MendFindings "mend_findings" "校对改正";
                LeaveFinding "leave_finding";
                TakeUpFinding "take_up_finding";
                DeleteDraft "delete_draft" "删除草稿";
                RestoreRevision "restore_revision" "恢复旧稿";
                NameRevision "name_revision" "给修改稿取名";
                DestroyItem "destroy_item" "销毁稿件";
                Submit "submit" "报送";
                Approve "approve" "单位审核通过";
                ReturnItem "return_item" "退回";
                ReturnItems "return_items" "退回多篇";
                UndoReturn "undo_return" "撤销退回";
                Withdraw "withdraw" "撤回";
                Receive "receive" "签收";
                UndoReceive "undo_receive" "撤销签收";
                Shortlist "shortlist" "拟用";
                UndoShortlist "undo_shortlist" "撤销拟用";
                Reject "reject" "不采用";
                Restore "restore" "恢复稿件";
                Combine "combine" "合稿";
                UndoCombine "undo_combine" "撤销合稿";
                Clear "clear" "保密审查通过";
                RefuseClearance "refuse_clearance" "保密审查不通过";
                StateNamesake "state_namesake" "说明同名作者";
                UnstateNamesake "unstate_namesake" "撤回同名说明";
                DecideCredit "decide_credit" "另定记分单位";
                UndecideCredit "undecide_credit" "恢复按署名记分";
                TellDetails "tell_details" "写明计分情况";
                TakeCharge "take_charge" "主办";
                HandOn "hand_on" "转交主办";
                PutDown "put_down" "不再主办";
                UndoHandling "undo_handling" "撤销主办变动";
                ResolveUnit "resolve_unit" "认出署名单位";
                ResolveName "resolve_name" "记下单位别名";
            }
            comments {
                AddComment "add_comment";
                AnswerComment "answer_comment";
                SettleComment "settle_comment";
                ReopenComment "reopen_comment";
                WithdrawComment "withdraw_comment";
                TakeSuggestions "take_suggestions";
                UndoTakeSuggestions "undo_take_suggestions";
                RefuseSuggestion "refuse_suggestion";
            }
            views {
                SaveView "save_view";
                DropView "drop_view";
                KeepPiece "keep_piece";
                DropPiece "drop_piece";
            }
            issues {
                CreateIssue "create_issue" "新建一期";
                ChangeIssue "change_issue" "改期号或日期";
                RemoveIssue "remove_issue" "删除一期";
                ExplainGap "explain_gap" "注明空号";
                AddSection "add_section" "添加栏目";
                ChangeSection "rename_section" "改栏目";
                MoveSection "move_section" "移动栏目";
                RemoveSection "remove_section" "移除栏目";
                PlaceItems "place" "编入";
                MovePlacement "move_placement" "调整次序";
                RemovePlacement "remove_placement" "移出";
                SendForSignOff "send_for_sign_off" "送审";
                Sign "sign" "签字";
                SendBack "send_back" "退回编排";
                Publish "publish" "印发";
                ReleaseIssue "release_issue" "开放";
                Retract "retract" "撤下";
                CorrectItem "correct_item" "更正";
                ClearCorrection "clear_correction" "更正保密审查通过";
                RefuseCorrection "refuse_correction" "更正保密审查不通过";
                SignCorrection "sign_correction" "更正签字";
                SendBackCorrection "send_back_correction" "退回更正";
                WithdrawCorrection "withdraw_correction" "更正作罢";
                EnterPastIssue "enter_past_issue" "补录往期";
            }
            records {
                RecordUpperAdoption "record_upper_adoption" "登记上级采用";
                RecordCommission "record_commission" "登记约稿";
                CommissionPrinted "commission_printed" "约稿改记上级采用";
                UndoCommissionPrinted "undo_commission_printed" "撤销改记上级采用";
                RecordForwarding "record_forwarding" "登记报送上级";
                RecordAdjustment "record_adjustment" "登记加减分";
                RecordInstruction "record_instruction" "登记批示";
                RecordRuling "record_ruling" "登记作废和处理";
                RecordSubmissions "record_submissions" "补录上报篇数";
                ReverseRecord "reverse_record" "冲销记录";
                RecordAgain "record_again" "恢复记录";
                AddUpperChannel "add_upper_channel" "添加上级刊物";
                RaiseUpperChannel "raise_upper_channel" "上移上级刊物";
                RetireUpperChannel "retire_upper_channel" "停用上级刊物";
                RestoreUpperChannel "restore_upper_channel" "恢复上级刊物";
            }
            months {
                CloseMonth "close_month" "月份结账";
                ReopenMonth "reopen_month" "重开月份";
                ReceiveUpper "receive_upper" "上级采用已收到";
                TakeBackReceipt "take_back_receipt" "撤销已收到";
            }
            bulletins {
                SetBulletinLetter "set_bulletin_letter" "改通报正文和落款";
                SendBulletin "send_bulletin" "通报送签";
                SignBulletin "sign_bulletin" "签发通报";
                SendBackBulletin "send_back_bulletin" "退回通报";
                IssueBulletin "issue_bulletin" "印发通报";
            }
            rules {
                BeginRules "begin_rules" "起草计分办法";
                ImportRules "import_rules" "导入计分办法";
                SaveRule "save_rule" "改计分办法";
                RemoveRule "remove_rule" "删计分办法一条";
                RaiseRule "raise_rule" "调整计分办法次序";
                SaveRuleHeads "save_rule_heads" "改计分办法名称和栏目";
                DropRules "drop_rules" "放弃计分办法草稿";
                PutRulesInForce "put_rules_in_force" "施行计分办法";
            }
            office {
                LinkAuthor "link_author" "注明署名是谁";
                UnlinkAuthor "unlink_author" "删去署名说明";
                StateDifferent "state_different" "注明同名账号是两人";
                UnstateDifferent "unstate_different" "删去同名账号说明";
                AddPerson "add_person" "添加人员";
                AddPeople "add_people";
                EditPerson "edit_person" "修改人员";
                ChangePassword "change_password" "改密码";
                ResetPassword "reset_password" "重设密码";
                DeactivatePerson "deactivate_person" "停用账号";
                ReactivatePerson "reactivate_person" "恢复账号";
                SaveGroup "save_group" "保存分组";
                SaveUnit "save_unit" "保存单位";
                ChangeUnit "change_unit" "更名、并入、分设、撤销";
                UndoUnitChange "undo_unit_change" "撤回单位变动";
                SaveNewsletter "save_newsletter" "保存刊物设置";
                SetOpeningPoints "set_opening_points" "录入结转分";
                SaveSettings "save_settings" "改设置";
                SaveOfficeWords "save_office_words" "改校对词表";
                SaveFrames "save_frames" "改模板和常用语";
                SetDeputy "set_deputy" "指定代办";
                EndDeputy "end_deputy" "结束代办";
                EndSession "end_session" "结束自己的登录";
                EndOtherSessions "end_other_sessions" "结束自己的其他登录";
            }
            jobs {
                RetryJob "retry_job" "重试后台任务";
                DropJob "drop_job" "放弃后台任务";
            }
            sheets {
                DropKeptText "drop_kept_text";
                TakeBackKeptText "take_back_kept_text";
                WriteAnew "write_anew";
            }
        }
    };
}

/// Acts that say who is in charge of an item (主办). They do nothing to the item itself: whoever asks what was done to it last
/// is not told of them, and they are the office's own business.
pub const OF_HANDLING: [Verb; 4] = [Verb::TakeCharge, Verb::HandOn, Verb::PutDown, Verb::UndoHandling];

macro_rules! verbs {
    ($($area:ident { $($act:ident $code:literal $($word:literal)?;)* })*) => {
        /// The name of an act.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb {
            $($($act),*),*
        }

        impl Verb {
            /// All of them, in the order of the work.
            pub const ALL: &[Self] = &[$($(Self::$act),*),*];

            /// As addresses (`/do/{verb}`) and events name it.
            pub const fn code(self) -> &'static str {
                match self {
                    $($(Self::$act => $code),*),*
                }
            }

            /// Its word in the log; `None` where it leaves no event.
            pub const fn word(self) -> Option<&'static str> {
                match self {
                    $($(Self::$act => verbs!(@word $($word)?)),*),*
                }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($($code => Some(Self::$act),)*)*
                    _ => None,
                }
            }

            /// The acts of an area, by its name in the list.
            pub fn of_area(area: &str) -> &'static [Self] {
                match area {
                    $(stringify!($area) => &[$(Self::$act),*],)*
                    _ => &[],
                }
            }
        }
    };
    (@word) => { None };
    (@word $word:literal) => { Some($word) };
}

for_each_act!(verbs);

/// An act is kept by its code.
impl serde::Serialize for Verb {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Verb {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(format!("没有“{code}”这个操作")))
    }
}

impl std::fmt::Display for Verb {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_acts_have_one_code_or_one_word() {
        let codes: HashSet<_> = Verb::ALL.iter().map(|verb| verb.code()).collect();
        assert_eq!(codes.len(), Verb::ALL.len());
        let words: Vec<_> = Verb::ALL.iter().filter_map(|verb| verb.word()).collect();
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
        for verb in Verb::ALL {
            assert_eq!(Verb::from_code(verb.code()), Some(*verb));
        }
        assert_eq!(Verb::of_area("months").len(), 4);
    }
}
