//! Ids: a type for each, so that an item's cannot be passed for an issue's.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A contributing unit.
    UnitId;
    /// A change of a unit: 更名, 并入, 分设, 撤销.
    UnitChangeId;
    /// A group of units that are ranked together.
    UnitGroupId;
    /// A person with an account.
    PersonId;
    /// A draft and what becomes of it.
    ItemId;
    /// One saved text of an item.
    RevisionId;
    /// What somebody said of an item.
    CommentId;
    /// A newsletter, of which a bureau may run several.
    NewsletterId;
    /// One numbered issue of a newsletter.
    IssueId;
    /// One frozen version of an issue.
    IssueVersionId;
    /// Another text for a published item, on its way to being in force.
    CorrectionId;
    /// One frozen version of a month's bulletin.
    BulletinVersionId;
    /// One section of an issue.
    SectionId;
    /// A higher office's publication.
    UpperChannelId;
    /// One recorded fact outside the newsletter: an upper adoption, a commission, a forwarding, an adjustment.
    RecordId;
    /// One line of the ledger.
    CreditEntryId;
    /// One line of the event log.
    EventId;
    /// One piece of work that the program does by itself.
    JobId;
}
