//! What people who work on the same items may know of one another, and who can be in charge of them.

use super::{is_own, may_write_at, permits_reading_item, reads_for_the_office};
use crate::{item::Whereabouts, person::Actor};

/// How somebody who has an item open is told of to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownAs {
    ByName,
    /// 编辑部: that the office has it in hand, and not who.
    TheOffice,
}

/// As what one person who has an item open is shown to another; `None` where nothing is told, also where either may not
/// read it. The office sees everybody; a unit's people see their own, and of the office that it has the item in hand.
pub fn shows_presence(reader: &Actor, present: &Actor, item: Whereabouts) -> Option<ShownAs> {
    let may_read = |actor| permits_reading_item(actor, item).is_ok();
    if reader.id == present.id || !may_read(reader) || !may_read(present) {
        return None;
    }
    let by_name = reads_for_the_office(reader) || is_own(present, item);
    Some(if by_name { ShownAs::ByName } else { ShownAs::TheOffice })
}

/// Whether somebody who had the item's writing page open can still be writing it: whoever has sent it in is not.
pub fn can_be_writing(present: &Actor, item: Whereabouts) -> bool {
    may_write_at(present, item).is_ok()
}

/// Whether somebody is told who in the office has an item in hand: who is in charge of it, and what editors say to one
/// another about that.
pub fn sees_handling(actor: &Actor) -> bool {
    reads_for_the_office(actor)
}

/// Whether somebody can be in charge of items at all.
pub fn can_handle(actor: &Actor) -> bool {
    actor.is_editor()
}
