//! Two persons where two are asked for, whatever their names are spelt like.

use super::{super::*, item, *};
use crate::item::AuthorStatement;

fn clearer(name: &str) -> Actor {
    Actor::new(PersonId(30), name, vec![Role::Clearer])
}

fn written_by(authors: &[&str]) -> Item {
    let mut written = item(State::Editing);
    written.attribution.parts[0].authors = authors.iter().map(|author| (*author).to_owned()).collect();
    written
}

#[test]
fn an_author_is_the_same_under_every_spelling() {
    for spelt in [
        "阿依古丽·买买提",
        "阿依古丽•买买提",
        "阿依古丽．买买提",
        "阿依古丽 买买提",
        "阿依古丽买买提",
        "阿依古丽‧买买提",
    ] {
        let written = written_by(&["阿依古丽・买买提"]);
        let answer = permits(&clearer(spelt), ItemAct::Clear, &written);
        assert_eq!(answer, Err(Forbidden::BearsAuthorsName), "{spelt}");
    }
    assert_eq!(
        permits(&clearer("王刚"), ItemAct::Clear, &written_by(&["李 明 王 刚"])),
        Err(Forbidden::BearsAuthorsName)
    );
    assert_eq!(permits(&clearer("赵刚"), ItemAct::Clear, &written_by(&["李 明 王 刚"])), Ok(()));
}

#[test]
fn a_second_account_of_the_same_name_is_no_second_person() {
    let mut second = Actor::new(PersonId(31), "甲", vec![Role::Clearer, Role::Signer]);
    second.others = vec![SENDER, PersonId(15)];
    assert_eq!(permits(&second, ItemAct::Clear, &item(State::Editing)), Err(Forbidden::NamesakeDidIt));
    let answer = permits_issue(&second, IssueAct::Sign, &issue(IssueState::SentForSignOff));
    assert_eq!(answer, Err(Forbidden::NamesakeDidIt));
    let sign = BulletinAct::Sign { prepared_by: SENDER };
    assert_eq!(permits_bulletin(&second, sign), Err(Forbidden::NamesakeDidIt));
}

#[test]
fn who_stated_to_be_another_may_act_and_who_is_known_as_the_author_may_not() {
    let namesake = clearer("署名者");
    let statement = |person, is_same| AuthorStatement {
        unit: Some(UNIT),
        name_key: "署名者".to_owned(),
        person,
        is_same,
    };
    let mut written = item(State::Editing);
    assert_eq!(permits(&namesake, ItemAct::Clear, &written), Err(Forbidden::BearsAuthorsName));
    written.author_statements = vec![statement(namesake.id, false)];
    assert_eq!(permits(&namesake, ItemAct::Clear, &written), Ok(()));
    written.author_statements = vec![statement(PersonId(40), true)];
    assert_eq!(
        permits(&namesake, ItemAct::Clear, &written),
        Ok(()),
        "the name is known to be somebody else's"
    );
    let known = Actor::new(PersonId(40), "曾用名", vec![Role::Clearer]);
    assert_eq!(permits(&known, ItemAct::Clear, &written), Err(Forbidden::ClearerWroteIt));
    written.author_statements =
        vec![AuthorStatement { unit: Some(OTHER_UNIT), ..statement(namesake.id, false) }];
    assert_eq!(
        permits(&namesake, ItemAct::Clear, &written),
        Err(Forbidden::BearsAuthorsName),
        "of another unit's author"
    );
}

#[test]
fn a_typo_mended_is_not_another_piece() {
    let before = ItemText {
        body: "4月12日，复垦项目通过验收，新增耕地三百二十亩，下一步将移交当地管护。".to_owned(),
        ..item(State::UnitReview).text
    };
    let with = |body: &str| ItemText { body: body.to_owned(), ..before.clone() };
    assert!(with("4月12日，复垦项目通过了验收，新增耕地320亩，下一步将移交当地管护。").mends(&before));
    assert!(!with("5月3日，全市地质灾害防治会议召开，部署汛期值守，要求各县区每日零报告。").mends(&before));
    assert!(ItemText { attribution_line: "（甲局/丁）".to_owned(), ..before.clone() }.mends(&before));
}

#[test]
fn who_mended_approves_and_neither_clears_nor_signs() {
    let mender =
        Actor::new(PersonId(50), "修字者", vec![Role::UnitReviewer(UNIT), Role::Clearer, Role::Signer]);
    let mended = |state| Item { menders: vec![mender.id], ..item(state) };
    assert_eq!(permits(&mender, ItemAct::Act(Action::Approve), &mended(State::UnitReview)), Ok(()));
    assert_eq!(permits(&mender, ItemAct::Clear, &mended(State::Editing)), Err(Forbidden::ClearerWroteIt));
    assert_eq!(permits_signing_text(&mender, &mended(State::Placed)), Err(Forbidden::SignerWroteIt));
}

#[test]
fn a_name_is_known_without_a_slash_with_what_stands_around_it_and_from_before() {
    for author in ["署名者等", "通讯员署名者", "署名者（整理）", "文：署名者"] {
        let answer = permits(&clearer("署名者"), ItemAct::Clear, &written_by(&[author]));
        assert_eq!(answer, Err(Forbidden::BearsAuthorsName), "{author}");
    }
    assert_eq!(permits(&clearer("王刚"), ItemAct::Clear, &written_by(&["王刚强"])), Ok(()));
    let mut slashless = written_by(&[]);
    slashless.attribution.parts.push(AttributedUnit {
        unit: None,
        text: "署 名 者".to_owned(),
        ..slashless.attribution.parts[0].clone()
    });
    assert_eq!(permits(&clearer("署名者"), ItemAct::Clear, &slashless), Err(Forbidden::BearsAuthorsName));
    let renamed = Actor { former_names: vec!["署名者".to_owned()], ..clearer("新名字") };
    assert_eq!(permits(&renamed, ItemAct::Clear, &written_by(&["署名者"])), Err(Forbidden::BearsAuthorsName));
}

#[test]
fn a_name_is_known_when_it_is_parted_and_whatever_signs_stand_in_it() {
    let parted: [&[&str]; 6] = [
        &["署", "名者"],
        &["署名", "者"],
        &["署", "名", "者", "王刚"],
        &["王刚", "署名", "者"],
        &["署名·", "者"],
        &["署-名者"],
    ];
    let signed = [
        "“署名者”",
        "【署名者】",
        "*署名者*",
        "署名者2",
        "署名者A",
        "X署名者",
        "摄影署名者",
        "署—名者",
        "署\u{1bca0}名者",
    ];
    let signed: Vec<[&str; 1]> = signed.into_iter().map(|author| [author]).collect();
    for authors in parted.into_iter().chain(signed.iter().map(<[&str; 1]>::as_slice)) {
        let answer = permits(&clearer("署名者"), ItemAct::Clear, &written_by(authors));
        assert_eq!(answer, Err(Forbidden::BearsAuthorsName), "{authors:?}");
    }
    for authors in [["署名", "王刚"], ["王署", "名者"], ["署者", "名"]] {
        assert_eq!(permits(&clearer("署名者"), ItemAct::Clear, &written_by(&authors)), Ok(()), "{authors:?}");
    }
    assert_eq!(permits(&clearer("李明"), ItemAct::Clear, &written_by(&["李明华"])), Ok(()), "another's name");
    for (own, author) in [("许正清", "許正清"), ("許正清", "许正清"), ("葉鳳", "摄影叶凤")]
    {
        let answer = permits(&clearer(own), ItemAct::Clear, &written_by(&[author]));
        assert_eq!(answer, Err(Forbidden::BearsAuthorsName), "{author}");
    }
}

#[test]
fn a_known_author_does_not_state_to_be_another() {
    let known = clearer("署名者");
    let mut written = written_by(&["署名者"]);
    let is_same =
        AuthorStatement {
            unit: Some(UNIT), name_key: "署名者".to_owned(), person: known.id, is_same: true
        };
    written.author_statements = vec![is_same];
    assert_eq!(written.namesakes(&known).count(), 0, "there is nothing to be stated");
    assert_eq!(permits(&known, ItemAct::Clear, &written), Err(Forbidden::ClearerWroteIt));
}
