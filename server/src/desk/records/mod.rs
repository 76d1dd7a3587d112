//! Records: see `app::desk::records`. Each verb checks what was typed, keeps the record, and settles the ledger.

use app::desk::{Done, Refusal, records::RecordCommand as Command};
use domain::person::Actor;

use super::OfficeDesk;

mod channels;
pub(in crate::desk) mod details;
pub(in crate::desk) mod entry;
mod read;
mod record;
mod reverse;

pub(in crate::desk) use record::{in_words as record_in_words, is_repeated, read as read_record};

impl OfficeDesk {
    pub(super) async fn perform_record(&self, actor: &Actor, command: Command) -> Result<Done, Refusal> {
        match command {
            Command::Reverse { record, reason, month } => {
                self.reverse_record(actor, record, &reason, &month).await
            }
            Command::CommissionPrinted { record, channel, date, month, starred } => {
                let printed = reverse::Printed { channel, date, month, starred };
                self.commission_printed(actor, record, printed).await
            }
            Command::Again { record } => self.record_again(actor, record).await,
            Command::NotPrinted { record, commission } => {
                self.undo_commission_printed(actor, record, commission).await
            }
            Command::AddChannel { name } => self.add_channel(actor, &name).await,
            Command::RaiseChannel { channel } => self.raise_channel(actor, channel).await,
            Command::RetireChannel { channel } => self.offer_channel(actor, channel, false).await,
            Command::RestoreChannel { channel } => self.offer_channel(actor, channel, true).await,
            command => self.record(actor, command).await,
        }
    }
}
