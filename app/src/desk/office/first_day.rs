//! What an office sets up before its first issue: 单位, 刊物, 计分办法, 人员, 第一期.

use async_trait::async_trait;
use domain::person::Actor;

use crate::desk::Refusal;

/// A step, done or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStep {
    pub name: &'static str,
    pub is_done: bool,
    /// What there is, or what is to be done.
    pub told: String,
    /// Where it is done; `None` for whoever may not.
    pub address: Option<&'static str>,
    /// The sheet that fills it: its words and its address.
    pub sheet: Option<(&'static str, &'static str)>,
}

#[async_trait]
pub trait FirstDay {
    /// The steps in their order, for whoever takes them; nothing once all are done.
    async fn first_steps(&self, actor: &Actor) -> Result<Vec<FirstStep>, Refusal>;
}
