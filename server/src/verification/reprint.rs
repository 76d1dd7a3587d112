//! Printing what was frozen once more: where the same typesetting sets it, content and PDF prove each other.

use app::desk::verification::{Finding, Verification};
use domain::{bulletin::version::BulletinVersion, issue::FrozenIssue};
use store::{Store, StoreError};
use typeset::{Measures, TypesetError, Typesetter};

use crate::{desk::letter_of, press::pictures_in};

/// With what is printed anew, and how long.
pub(crate) struct Reprinting<'a> {
    pub(crate) typesetter: &'a Typesetter,
    /// Whether there is no more time for it.
    pub(crate) is_over: &'a dyn Fn() -> bool,
}

/// A version that was printed once more.
type Printed = Option<Result<Vec<u8>, TypesetError>>;

/// What printing it once more has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Same,
    /// It comes out otherwise, and the same typesetting made it.
    Unlike,
    /// It comes out otherwise, and another typesetting made it, or nobody knows which.
    SetOtherwise,
    NoTime,
}

impl Reprinting<'_> {
    /// With the pictures that stand in it.
    pub(super) async fn issue(&self, store: &Store, content: &FrozenIssue) -> Result<Printed, StoreError> {
        if (self.is_over)() {
            return Ok(None);
        }
        let bodies = content.content().items().map(|item| item.body.as_str());
        let (pictures, _) = pictures_in(store, bodies).await?;
        Ok(Some(self.typesetter.with_pictures(pictures).print_issue(content, &Measures::default())))
    }

    /// With how many corrections were issued before it.
    pub(super) fn bulletin(&self, version: &BulletinVersion, correction: u32) -> Printed {
        let print = || {
            let letter = letter_of(&version.letter, correction);
            self.typesetter.print_bulletin(&version.bulletin, &letter)
        };
        (!(self.is_over)()).then(print)
    }

    pub(super) fn outcome(&self, printed: Printed, kept: &[u8], typesetting: Option<&str>) -> Outcome {
        match printed {
            None => Outcome::NoTime,
            Some(Ok(pdf)) if pdf == kept => Outcome::Same,
            Some(_) if typesetting == Some(self.typesetter.mark()) => Outcome::Unlike,
            Some(_) => Outcome::SetOtherwise,
        }
    }
}

impl Outcome {
    pub(super) fn count(self, verification: &mut Verification, what: &str, name: &str) {
        let proof = &mut verification.proof;
        match self {
            Self::Same => proof.reprinted += 1,
            Self::SetOtherwise => proof.set_otherwise += 1,
            Self::NoTime => proof.not_reprinted += 1,
            Self::Unlike => verification.findings.push(Finding {
                what: what.to_owned(),
                words: format!("{name}的定稿内容和 PDF 不是一份：用同一版程序重新排版，与 PDF 不一致"),
            }),
        }
    }
}
