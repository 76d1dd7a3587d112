//! People, and the roles they hold.

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, UnitId};

/// What a person may be in the office. 信息员 and 单位审核人 are bound to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "role", content = "unit", rename_all = "snake_case")]
pub enum Role {
    /// 信息员: drafts and sends the items of a unit.
    Contributor(UnitId),
    /// 单位审核人: approves or returns what the unit's contributors send.
    UnitReviewer(UnitId),
    /// 编辑: receives, edits, arranges.
    Editor,
    /// 保密审查员: decides whether a text may be published.
    Clearer,
    /// 签发人: signs issues, publishes and retracts.
    Signer,
    /// 读者: reads published issues.
    Reader,
    /// 管理员: people, units, newsletters.
    Administrator,
}

impl Role {
    /// Every role; those that are bound to a unit, to this one.
    pub fn all(place: UnitId) -> [Self; 7] {
        [
            Self::Contributor(place),
            Self::UnitReviewer(place),
            Self::Editor,
            Self::Clearer,
            Self::Signer,
            Self::Reader,
            Self::Administrator,
        ]
    }

    /// The role that goes by a word, on the screen or in a database; one that is bound to a unit, to this one.
    pub fn named(word: &str, place: UnitId) -> Option<Self> {
        Self::all(place).into_iter().find(|role| role.label() == word || role.code() == word)
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Contributor(_) => "信息员",
            Self::UnitReviewer(_) => "单位审核人",
            Self::Editor => "编辑",
            Self::Clearer => "保密审查员",
            Self::Signer => "签发人",
            Self::Reader => "读者",
            Self::Administrator => "管理员",
        }
    }

    /// The word in a database or an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Contributor(_) => "contributor",
            Self::UnitReviewer(_) => "unit_reviewer",
            Self::Editor => "editor",
            Self::Clearer => "clearer",
            Self::Signer => "signer",
            Self::Reader => "reader",
            Self::Administrator => "administrator",
        }
    }

    /// Whether content passes through the hands of whoever holds it: is written, decided on, arranged or signed.
    pub fn acts_on_content(self) -> bool {
        !matches!(self, Self::Reader | Self::Administrator)
    }

    /// The unit to which the role is bound.
    pub fn unit(self) -> Option<UnitId> {
        match self {
            Self::Contributor(unit) | Self::UnitReviewer(unit) => Some(unit),
            _ => None,
        }
    }

    /// As a form's field and a row hold it: `editor`, or `contributor:12` with the unit's id.
    pub fn field(self) -> String {
        match self.unit() {
            Some(unit) => format!("{}:{unit}", self.code()),
            None => self.code().to_owned(),
        }
    }

    /// From what [`Role::field`] gives.
    pub fn from_field(field: &str) -> Option<Self> {
        match field.split_once(':') {
            Some((code, unit)) => Self::from_code(code, Some(UnitId(unit.parse().ok()?))),
            None => Self::from_code(field, None),
        }
    }

    /// From its code and, for a bound role, its unit. `None` where the two do not fit.
    pub fn from_code(code: &str, unit: Option<UnitId>) -> Option<Self> {
        match (code, unit) {
            ("contributor", Some(unit)) => Some(Self::Contributor(unit)),
            ("unit_reviewer", Some(unit)) => Some(Self::UnitReviewer(unit)),
            ("editor", None) => Some(Self::Editor),
            ("clearer", None) => Some(Self::Clearer),
            ("signer", None) => Some(Self::Signer),
            ("reader", None) => Some(Self::Reader),
            ("administrator", None) => Some(Self::Administrator),
            _ => None,
        }
    }
}

/// Whoever does something: always a person, with the roles held at that moment.
///
/// There is no "no user, no check": code that acts without a person does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: PersonId,
    /// The name as it stands in the log and in attributions.
    pub name: String,
    pub roles: Vec<Role>,
    /// Other accounts that bear the same name, and of which nobody has stated that they are somebody else's: where two
    /// people are asked for, they are no second one.
    #[serde(default)]
    pub others: Vec<PersonId>,
    /// What the person was called before, as attributions may still say.
    #[serde(default)]
    pub former_names: Vec<String>,
    /// For whom the person may act today (代办), and in which roles.
    #[serde(default)]
    pub deputy_for: Vec<Deputyship>,
    /// For whom the person acts at this moment; then those roles are among `roles`.
    #[serde(default)]
    pub acts_for: Option<Box<Actor>>,
}

/// 代办: somebody acts for another person, who is away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputyship {
    /// Whoever is away, with that person's own roles.
    pub principal: Actor,
    /// Those of them in which somebody else acts.
    pub roles: Vec<Role>,
    /// The last day.
    pub until: jiff::civil::Date,
}

impl Actor {
    /// Somebody of whom no other account is known.
    pub fn new(id: PersonId, name: impl Into<String>, roles: Vec<Role>) -> Self {
        Self {
            id,
            name: name.into(),
            roles,
            others: Vec::new(),
            former_names: Vec::new(),
            deputy_for: Vec::new(),
            acts_for: None,
        }
    }

    /// Every name that the person bears or has borne.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.former_names).map(String::as_str)
    }

    /// Whether the account may be this person's, under whatever spelling of the name.
    pub fn may_be(&self, account: PersonId) -> bool {
        self.id == account || self.others.contains(&account)
    }

    /// Every role in which the person may act: the own ones, and those of whomever the person stands for.
    pub fn held(&self) -> impl Iterator<Item = Role> {
        let deputised = self.deputy_for.iter().flat_map(|one| &one.roles);
        self.roles.iter().chain(deputised).copied()
    }

    pub fn has(&self, role: Role) -> bool {
        self.held().any(|held| held == role)
    }

    /// The person without what is done for others.
    pub fn by_own_right(&self) -> Self {
        Self { deputy_for: Vec::new(), acts_for: None, ..self.clone() }
    }

    /// The person in somebody else's place. Both count as whoever did what either did: where two people are asked for, a
    /// deputy is no second one.
    pub fn acting_for(&self, one: &Deputyship) -> Self {
        let mut acting = self.by_own_right();
        acting.roles.extend(one.roles.iter().filter(|role| !self.roles.contains(role)));
        acting.acts_for = Some(Box::new(one.principal.clone()));
        acting
    }

    /// The person in each way in which something may be done: in the own right first.
    pub fn ways(&self) -> Vec<Self> {
        let acting = self.deputy_for.iter().map(|one| self.acting_for(one));
        std::iter::once(self.by_own_right()).chain(acting).collect()
    }

    /// Whether it is this person, or one for whom this person acts.
    pub fn is_or_acts_for(&self, account: PersonId) -> bool {
        self.id == account || self.acts_for.as_ref().is_some_and(|principal| principal.id == account)
    }

    pub fn is_editor(&self) -> bool {
        self.has(Role::Editor)
    }

    pub fn is_clearer(&self) -> bool {
        self.has(Role::Clearer)
    }

    pub fn is_signer(&self) -> bool {
        self.has(Role::Signer)
    }

    pub fn is_administrator(&self) -> bool {
        self.has(Role::Administrator)
    }

    pub fn contributes_for(&self, unit: UnitId) -> bool {
        self.has(Role::Contributor(unit))
    }

    pub fn reviews_for(&self, unit: UnitId) -> bool {
        self.has(Role::UnitReviewer(unit))
    }

    /// The units for which the person is an 信息员 or a 单位审核人.
    pub fn units(&self) -> Vec<UnitId> {
        let mut units: Vec<_> = self.held().filter_map(Role::unit).collect();
        units.sort();
        units.dedup();
        units
    }

    /// Whether nothing ever waits for the person: a 读者 and nothing else.
    pub fn only_reads(&self) -> bool {
        self.held().all(|role| role == Role::Reader)
    }

    /// Whether the person does any of the office's own work (编辑、保密审查、签发、管理).
    pub fn is_office(&self) -> bool {
        self.is_editor() || self.is_clearer() || self.is_signer() || self.is_administrator()
    }
}
