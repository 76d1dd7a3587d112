//! Why a person may not do what waits, and who can do it instead.

use std::sync::Arc;

use app::desk::Refusal;
use domain::{
    permission::{Forbidden, OfficeAct, permits_office},
    person::Actor,
};
use store::people;

use super::OfficeDesk;

/// More names than this are counted.
const MOST_NAMED: usize = 5;

impl OfficeDesk {
    /// Everybody who can sign in.
    pub(in crate::desk) async fn everybody(&self) -> Result<Arc<[Actor]>, Refusal> {
        let today = self.now().date();
        let load = async { Ok(Arc::from(people::actors(self.store.reader(), today).await?)) };
        self.known.everybody.get(self.changes().await?, today, load).await
    }

    /// Why somebody may not do it, and who can: 自己写的稿件要由别人审核。可以由王刚办.
    pub(in crate::desk) async fn why_not(
        &self,
        refusal: Forbidden,
        role: &str,
        may: impl Fn(&Actor) -> bool + Send,
    ) -> Result<String, Refusal> {
        let everybody = self.everybody().await?;
        Ok(format!("{refusal}。{}", who_can(&everybody, role, may)))
    }
}

/// Who can do it; where nobody can, who can change that.
pub(in crate::desk) fn who_can(everybody: &[Actor], role: &str, may: impl Fn(&Actor) -> bool) -> String {
    let able: Vec<&str> = everybody.iter().filter(|one| may(one)).map(|one| one.name.as_str()).collect();
    if !able.is_empty() {
        return format!("可以由{}办", named(&able));
    }
    let administrators = everybody.iter().filter(|one| permits_office(one, OfficeAct::Administer).is_ok());
    let administrators: Vec<&str> = administrators.map(|one| one.name.as_str()).collect();
    format!("现在没有能办的{role}，请管理员（{}）另设一位", named(&administrators))
}

fn named(names: &[&str]) -> String {
    match names.len() {
        count if count > MOST_NAMED => format!("{}等{count}人", names[..MOST_NAMED].join("、")),
        _ => names.join("、"),
    }
}

#[cfg(test)]
mod tests {
    use domain::{id::PersonId, person::Role};

    use super::*;

    #[test]
    fn who_can_help_is_named_and_who_can_change_it_where_nobody_can() {
        let person = |id, name: &str, role| Actor::new(PersonId(id), name, vec![role]);
        let mut everybody = vec![
            person(1, "王刚", Role::Clearer),
            person(2, "李明", Role::Clearer),
            person(3, "赵云", Role::Administrator),
        ];
        let not_wang = |one: &Actor| one.is_clearer() && one.id != PersonId(1);
        assert_eq!(who_can(&everybody, "保密审查员", not_wang), "可以由李明办");
        let nobody = who_can(&everybody, "保密审查员", |_| false);
        assert_eq!(nobody, "现在没有能办的保密审查员，请管理员（赵云）另设一位");
        everybody.extend((10..16).map(|id| person(id, &format!("审查员{id}"), Role::Clearer)));
        let many = who_can(&everybody, "保密审查员", not_wang);
        assert_eq!(many, "可以由李明、审查员10、审查员11、审查员12、审查员13等7人办");
    }
}
