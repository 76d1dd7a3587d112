//! 核对: whether facts, the ledger and issued bulletins agree, and where they do not; whether all that is kept is as it was
//! written.

use domain::calendar::Month;
use serde::{Deserialize, Serialize};

mod proof;

pub use self::proof::{ChainHead, Finding, NoChainHead, Proof};

/// What was compared, and every difference that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The months that were looked at, the earliest first.
    pub months: Vec<Month>,
    /// How many facts were scored afresh.
    pub facts: usize,
    /// How many of the ledger's lines were read.
    pub lines: usize,
    /// How many issued bulletins were read.
    pub bulletins: usize,
    pub differences: Vec<Difference>,
    /// What was proven beside figures, and what is not as it was written.
    pub proof: Proof,
    pub findings: Vec<Finding>,
}

/// One figure that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub month: Month,
    /// The unit's name; nothing where the difference is of no unit.
    pub unit: Option<String>,
    /// What it is a figure of: a category of the ledger, a column of the bulletin, 冲销, 结账.
    pub figure: String,
    /// As it stands in the ledger or in the bulletin.
    pub held: String,
    /// As it should be.
    pub expected: String,
    /// What differs, in words.
    pub words: String,
}

impl Difference {
    /// 2024年1月 高唐局 上级采用：第3笔…
    pub fn in_words(&self) -> String {
        let unit = self.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        format!("{}{unit} {}：{}", domain::closing::in_words(self.month), self.figure, self.words)
    }
}

impl Verification {
    /// How much is not as it should be.
    pub fn faults(&self) -> usize {
        self.differences.len() + self.findings.len()
    }

    /// What was compared, in one line.
    pub fn in_words(&self) -> String {
        let span = match (self.months.first(), self.months.last()) {
            (Some(first), Some(last)) if first != last => {
                format!("{}至{}", domain::closing::in_words(*first), domain::closing::in_words(*last))
            }
            (Some(month), _) => domain::closing::in_words(*month),
            (None, _) if self.findings.is_empty() => return "还没有可以核对的月份".to_owned(),
            (None, _) => return format!("有{}处不一致", self.findings.len()),
        };
        let issued = if self.bulletins > 0 {
            format!("、印发的通报{}份", self.bulletins)
        } else {
            String::new()
        };
        let outcome = match self.faults() {
            0 => "完全一致".to_owned(),
            count => format!("有{count}处不一致"),
        };
        format!("核对{span}：事实{}件、台账{}笔{issued}，{outcome}", self.facts, self.lines)
    }
}
