//! Two persons of one name: who is named in an attribution, as far as somebody has stated it.

use std::collections::BTreeSet;

use app::desk::{
    Done, Refusal,
    items::{
        Hindrance, NameStatement,
        acts::{StateNamesake, UnstateNamesake},
    },
};
use domain::{
    act::Verb,
    attribution::Attribution,
    id::UnitId,
    item::{AuthorStatement, Item},
    permission::{Forbidden, ItemAct, permits},
    person::{Actor, Role},
    text::name_key,
    workflow::{Action, State},
};
use store::{
    Connection, corrections, items,
    people::{
        self,
        persons::{self, Stated},
    },
    units,
};

use super::{OfficeDesk, clear::check_can_be_cleared, load, quoted, subject};
use crate::desk::{Act, who_can::who_can};

impl Act for StateNamesake {
    /// 说明署名里的同名作者是另一个人: kept with the name and its unit, for every item that bears it.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, author } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let item = load(connection, actor, id).await?;
        let mut units: BTreeSet<Option<UnitId>> = BTreeSet::new();
        for text in texts_of(connection, item.clone()).await? {
            units.extend(text.namesakes(actor).filter(|(_, name)| *name == author).map(|(unit, _)| unit));
        }
        if units.is_empty() {
            let words = format!("{}的署名里没有与您同名、还没有说明过的“{author}”", quoted(&item));
            return Err(Refusal::blocked(words));
        }
        for unit in units {
            let stated = statement(unit, &author, actor);
            persons::state_author(connection, &author, stated, actor.id, writing.timestamp()).await?;
        }
        let words = format!("说明署名中的“{author}”是与自己同名的另一个人");
        writing.event(Verb::StateNamesake, subject(&item), words, None).await?;
        writing.commit().await?;
        let undo = UnstateNamesake { item: id, author: author.to_owned() };
        let words = format!("已记下：署名中的“{author}”不是您。以后经办的人看得到这条说明");
        Ok(Done::new(words).undo(&undo))
    }
}

impl Act for UnstateNamesake {
    /// Takes one's own statement back.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { item: id, author } = self;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        let item = load(connection, actor, id).await?;
        let texts = texts_of(connection, item.clone()).await?;
        let stated = persons::stated_about(connection, actor.id).await?;
        let own = stated.iter().filter(|stated| stated.by == actor.id && !stated.statement.is_same);
        let mut taken = false;
        for stated in
            own.filter(|stated| texts.iter().any(|text| stated.statement.concerns(&text.attribution)))
        {
            if stated.name == author {
                taken |= persons::unstate_author(connection, &stated.statement).await?;
            }
        }
        if !taken {
            return Err(Refusal::not_found(format!("您对“{author}”的说明")));
        }
        let words = format!("撤回对署名中“{author}”的说明");
        writing.event(Verb::UnstateNamesake, subject(&item), words, None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已撤回对“{author}”的说明")))
    }
}

impl OfficeDesk {
    /// Why this person may not decide on it though it waits for the role, and who can; and where it waits for nobody
    /// who could, for those who wait.
    pub(super) async fn hindrance(&self, actor: &Actor, item: &Item) -> Result<Option<Hindrance>, Refusal> {
        let reviews = item.state == State::UnitReview;
        let clears = check_can_be_cleared(item).is_ok()
            && !item.is_cleared()
            && !matches!(item.state, State::Submitted | State::Rejected);
        let (act, role) = if reviews {
            (ItemAct::Act(Action::Approve), Role::UnitReviewer(item.submitting_unit))
        } else if clears {
            (ItemAct::Clear, Role::Clearer)
        } else {
            return Ok(None);
        };
        let may = |other: &Actor| permits(other, act, item).is_ok();
        let everybody = self.everybody().await?;
        let refusal = permits(actor, act, item).err().filter(|refusal| !refusal.is_for_want_of_the_role());
        let nobody_can = !everybody.iter().any(&may);
        let words = match refusal {
            Some(refusal) => format!("现在不由您办：{refusal}。{}", who_can(&everybody, role.label(), may)),
            None if nobody_can => who_can(&everybody, role.label(), may),
            None => return Ok(None),
        };
        let namesakes = match refusal {
            Some(Forbidden::BearsAuthorsName) => names_like(item, actor),
            _ => Vec::new(),
        };
        Ok(Some(Hindrance { words, namesakes }))
    }

    /// Words for who has sent a piece to a unit's reviewers of whom none may approve it.
    pub(super) async fn nobody_reviews(&self, item: &Item) -> Result<Option<String>, Refusal> {
        let everybody = self.everybody().await?;
        let may = |other: &Actor| permits(other, ItemAct::Act(Action::Approve), item).is_ok();
        let role = Role::UnitReviewer(item.submitting_unit).label();
        Ok((!everybody.iter().any(may)).then(|| who_can(&everybody, role, may)))
    }
}

/// The item as it stands, and as the corrections of it that are under way would have it.
async fn texts_of(connection: &impl Connection, item: Item) -> Result<Vec<Item>, Refusal> {
    let corrections = corrections::of_item(connection, item.id).await?;
    let mut texts = Vec::new();
    for correction in corrections.iter().filter(|correction| correction.standing.is_under_way()) {
        let known = items::load_for(connection, item.id, &correction.attribution).await?;
        texts.extend(known.map(|item| correction.applied_to(&item)));
    }
    texts.push(item);
    Ok(texts)
}

/// The authors' names that are the person's too, each once.
pub(in crate::desk) fn names_like(item: &Item, actor: &Actor) -> Vec<String> {
    let names: BTreeSet<&str> = item.namesakes(actor).map(|(_, name)| name).collect();
    names.into_iter().map(str::to_owned).collect()
}

fn statement(unit: Option<UnitId>, author: &str, actor: &Actor) -> AuthorStatement {
    AuthorStatement { unit, name_key: name_key(author), person: actor.id, is_same: false }
}

/// What was stated of the authors of an attribution.
pub(in crate::desk) async fn statements(
    connection: &impl Connection,
    attribution: &Attribution,
) -> Result<Vec<NameStatement>, Refusal> {
    let stated = persons::stated_of(connection, attribution).await?;
    in_words(connection, stated).await
}

/// Statements with the names of people and units.
pub(in crate::desk) async fn in_words(
    connection: &impl Connection,
    stated: Vec<Stated>,
) -> Result<Vec<NameStatement>, Refusal> {
    if stated.is_empty() {
        return Ok(Vec::new());
    }
    let ids = stated.iter().flat_map(|one| [one.statement.person, one.by]).collect();
    let people = people::names(connection, &ids).await?;
    let units = units::directory(connection).await?;
    let person = |id| people.get(&id).cloned().unwrap_or_default();
    let lines = stated.into_iter().map(|one| NameStatement {
        author: one.name,
        unit_id: one.statement.unit,
        unit: one.statement.unit.and_then(|unit| units.get(unit)).map(|unit| unit.list_name().to_owned()),
        person: person(one.statement.person),
        is_same: one.statement.is_same,
        by: person(one.by),
        at: one.at,
    });
    Ok(lines.collect())
}
