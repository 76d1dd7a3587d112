//! What acts, events and refusals are about: a kind and a number, as the log keeps them.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Month,
    id::{
        CorrectionId, IssueId, ItemId, JobId, NewsletterId, PersonId, RecordId, UnitGroupId, UnitId,
        UpperChannelId,
    },
};

/// What is kept as a number.
trait Numbered: Sized {
    fn number(self) -> i64;
    fn from_number(number: i64) -> Option<Self>;
}

macro_rules! numbered {
    ($($id:ident),*) => {$(
        impl Numbered for $id {
            fn number(self) -> i64 {
                self.0
            }
            fn from_number(number: i64) -> Option<Self> {
                Some(Self(number))
            }
        }
    )*};
    (as $($integer:ty),*) => {$(
        impl Numbered for $integer {
            fn number(self) -> i64 {
                self.into()
            }
            fn from_number(number: i64) -> Option<Self> {
                number.try_into().ok()
            }
        }
    )*};
}

numbered! { CorrectionId, IssueId, ItemId, JobId, NewsletterId, PersonId, RecordId, UnitGroupId, UnitId, UpperChannelId }
numbered! { as i16, u32, i64 }

/// A month's number is written as in 202401.
impl Numbered for Month {
    fn number(self) -> i64 {
        i64::from(self.year()) * 100 + i64::from(self.month())
    }
    fn from_number(number: i64) -> Option<Self> {
        format!("{:04}-{:02}", number / 100, number % 100).parse().ok()
    }
}

macro_rules! subjects {
    ($($(#[$doc:meta])* $name:ident $(($of:ty))? $($number:literal)? = $code:literal $label:literal;)*) => {
        /// What an act, an event or a refusal is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "number", rename_all = "snake_case")]
        pub enum Subject {
            $($(#[$doc])* $name $(($of))?),*
        }

        impl Subject {
            /// Each kind's code with its word on the screen, in the order of the work.
            pub const KINDS: &[(&str, &str)] = &[$(($code, $label)),*];

            /// The kind's code.
            pub fn kind(self) -> &'static str {
                match self {
                    $(subjects!(@pattern $name $(of $of)?) => $code),*
                }
            }

            /// The number among those of its kind.
            pub fn number(self) -> i64 {
                match self {
                    $(subjects!(@bound $name about $(of $of)?) => subjects!(@number about $($number)?)),*
                }
            }

            /// What this kind and number mean; `None` where this program knows nothing of the kind.
            pub fn from_parts(kind: &str, number: i64) -> Option<Self> {
                match kind {
                    $($code => subjects!(@from $name number $(of $of)?),)*
                    _ => None,
                }
            }
        }
    };
    (@pattern $name:ident) => { Self::$name };
    (@pattern $name:ident of $of:ty) => { Self::$name(_) };
    (@bound $name:ident $about:ident) => { Self::$name };
    (@bound $name:ident $about:ident of $of:ty) => { Self::$name($about) };
    (@number $about:ident) => { Numbered::number($about) };
    (@number $about:ident $number:literal) => { $number };
    (@from $name:ident $given:ident) => { Some(Self::$name) };
    (@from $name:ident $given:ident of $of:ty) => { <$of as Numbered>::from_number($given).map(Self::$name) };
}

subjects! {
    Item(ItemId) = "item" "稿件";
    Issue(IssueId) = "issue" "刊期";
    Record(RecordId) = "record" "记录";
    UpperChannel(UpperChannelId) = "upper_channel" "上级刊物";
    Month(Month) = "month" "月份";
    /// The bulletin of a month.
    Bulletin(Month) = "bulletin" "通报";
    /// A version of the rules.
    RuleSet(u32) = "rule_set" "计分办法";
    /// What units brought into a year.
    Year(i16) = "year" "年度";
    /// A file that was imported.
    Import(i64) = "import" "导入";
    Person(PersonId) = "person" "人员";
    Unit(UnitId) = "unit" "单位";
    UnitGroup(UnitGroupId) = "unit_group" "分组";
    Newsletter(NewsletterId) = "newsletter" "刊物";
    /// There is one row of them.
    Settings 1 = "settings" "设置";
    /// Somebody looked at an item.
    Reading(ItemId) = "reading" "查看稿件";
    /// Somebody looked at an issue's pages.
    IssueReading(IssueId) = "issue_reading" "查看版面";
    /// Somebody looked at a correction.
    CorrectionReading(CorrectionId) = "correction_reading" "查看更正";
    /// Work that the program does by itself.
    Job(JobId) = "job" "后台任务";
    /// Something was taken along as a file.
    Export 0 = "export" "导出";
}

/// The kind's word on the screen; the code itself where this program knows nothing of it.
pub fn kind_label(kind: &str) -> &str {
    Subject::KINDS.iter().find(|(code, _)| *code == kind).map_or(kind, |(_, label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_as_it_was_kept() {
        for (kind, label) in Subject::KINDS {
            let number = match *kind {
                "settings" => 1,
                "export" => 0,
                "month" | "bulletin" => 202_401,
                _ => 24,
            };
            let subject = Subject::from_parts(kind, number).expect("a kind of ours");
            assert_eq!((subject.kind(), subject.number()), (*kind, number));
            assert_eq!(kind_label(kind), *label);
        }
        assert_eq!(Subject::from_parts("month", 202_413), None);
        assert_eq!(Subject::from_parts("group", 1), None);
        assert_eq!(kind_label("group"), "group");
    }
}
