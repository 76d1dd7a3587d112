//! People as administrators see them, and the own account.

use domain::{id::PersonId, person::Role};
use serde::{Deserialize, Serialize};

use super::super::{Refusal, items::NameStatement};

/// A person with an account, as lists and the form show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub version: i64,
    /// The account's name.
    pub login: String,
    pub name: String,
    pub roles: Vec<HeldRole>,
    /// The first password, or one that was reset, has not been changed yet.
    pub must_change_password: bool,
    /// A one-time link is with the person and still serves.
    pub is_invited: bool,
    pub active: bool,
}

/// A one-time link serves so many days.
pub const LINK_DAYS: i64 = 14;

/// A role, and the unit's name where it is bound to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    pub role: Role,
    pub unit: Option<String>,
}

impl HeldRole {
    /// 信息员（地矿科）.
    pub fn words(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{}（{unit}）", self.role.label()),
            None => self.role.label().to_owned(),
        }
    }
}

/// A row of a sheet of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenPerson {
    /// As the sheet counts it, from 1.
    pub row: usize,
    pub name: String,
    pub login: String,
    /// The roles in words.
    pub roles: String,
    /// What is wrong with it; nothing where the person would be added.
    pub faults: Vec<String>,
}

/// Somebody with a new link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    pub name: String,
    pub login: String,
    pub roles: String,
    /// The link's own path.
    pub path: String,
}

/// Which names are a person's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonNames {
    /// What was stated of authors' names and this person.
    pub statements: Vec<NameStatement>,
    /// Other accounts of the same name.
    pub namesakes: Vec<Namesake>,
}

/// Another account of the same name, in whatever spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namesake {
    pub id: PersonId,
    pub name: String,
    pub login: String,
    pub active: bool,
    /// It was stated that it is another person's.
    pub is_different: bool,
}

/// The roles that a form's fields hold, each once; an empty field is none.
pub fn roles_from_fields(fields: &[String]) -> Result<Vec<Role>, Refusal> {
    let mut roles = Vec::new();
    for field in fields.iter().map(|field| field.trim()).filter(|field| !field.is_empty()) {
        let role = Role::from_field(field)
            .ok_or_else(|| Refusal::invalid("role", format!("没有“{field}”这种角色，请重新选择")))?;
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    Ok(roles)
}

#[cfg(test)]
mod tests {
    use domain::id::UnitId;

    use super::*;

    #[test]
    fn a_role_is_read_from_the_field_that_it_was_written_to() {
        let roles =
            [Role::Editor, Role::Contributor(UnitId(12)), Role::UnitReviewer(UnitId(3)), Role::Administrator];
        let mut fields: Vec<String> = roles.into_iter().map(Role::field).collect();
        fields.insert(1, String::new());
        fields.push("editor".to_owned());
        assert_eq!(roles_from_fields(&fields), Ok(roles.to_vec()));
    }

    #[test]
    fn a_role_without_its_unit_or_with_one_too_many_is_refused() {
        for field in ["contributor", "contributor:", "contributor:x", "editor:1", "king"] {
            assert!(roles_from_fields(&[field.to_owned()]).is_err(), "{field}");
        }
    }
}
