//! In whose right an act is done: an act is tried in the person's own right, and where that is refused for who asks, in that of
//! each whom the person acts for (代办).

use app::desk::{Refusal, sign_as::SignAs};
use domain::{permission::Forbidden, person::Actor};

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

/// In whose right somebody signs, as [`Refused`] lets acts be tried: in the own one first.
pub(super) fn signs_as(actor: &Actor, may: impl Fn(&Actor) -> bool) -> Option<SignAs> {
    let able = actor.ways().into_iter().filter(may);
    let principals = able.map(|way| way.acts_for.map(|principal| principal.name));
    let mut principals = principals.collect::<Vec<_>>().into_iter();
    Some(match principals.next()? {
        Some(principal) => SignAs::For(principal),
        None => SignAs::Oneself { also_for: principals.flatten().collect() },
    })
}
