//! In whose right an act is done: an act is tried in the person's own right, and where that is refused for who asks, in that of
//! each whom the person acts for (代办).

use app::desk::Refusal;
use domain::permission::Forbidden;

/// What was refused so far.
#[derive(Debug, Default)]
pub(super) struct Refused(Option<Refusal>);

impl Refused {
    /// Takes down a refusal that another right may change; any other is given back.
    pub(super) fn take(&mut self, why: Refusal) -> Result<(), Refusal> {
        let is_for_who_asks = matches!(why, Refusal::Forbidden(_) | Refusal::NotFound(_));
        if !is_for_who_asks {
            return Err(why);
        }
        if self.0.as_ref().is_none_or(says_little) {
            self.0 = Some(why);
        }
        Ok(())
    }

    /// The refusal that says most.
    pub(super) fn told(self) -> Refusal {
        self.0.unwrap_or(Refusal::Forbidden(Forbidden::NotAReader))
    }
}

fn says_little(why: &Refusal) -> bool {
    match why {
        Refusal::Forbidden(why) => why.is_for_want_of_the_role(),
        _ => true,
    }
}
