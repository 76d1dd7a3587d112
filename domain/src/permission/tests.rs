//! Every state, every act, every kind of person: who may, written down a second time and compared.

use super::*;

mod persons;

use crate::{
    attribution::{AttributedUnit, Attribution},
    id::{IssueId, ItemId, NewsletterId, PersonId, RevisionId},
    issue::SignOffStep,
    item::{ItemText, Kind},
    person::Role,
};

const UNIT: UnitId = UnitId(1);
const OTHER_UNIT: UnitId = UnitId(2);
const SENDER: PersonId = PersonId(10);

/// The kinds of people who meet one item of `UNIT`, drafted and sent by `Sender`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Sender,
    Colleague,
    OtherContributor,
    Reviewer,
    OtherReviewer,
    Editor,
    Clearer,
    Signer,
    Reader,
    Administrator,
    NamedReviewer,
    NamedClearer,
}

const EVERYBODY: [Who; 12] = [
    Who::Sender,
    Who::Colleague,
    Who::OtherContributor,
    Who::Reviewer,
    Who::OtherReviewer,
    Who::Editor,
    Who::Clearer,
    Who::Signer,
    Who::Reader,
    Who::Administrator,
    Who::NamedReviewer,
    Who::NamedClearer,
];

fn actor(who: Who) -> Actor {
    let (id, name, role) = match who {
        Who::Sender => (SENDER, "甲", Role::Contributor(UNIT)),
        Who::Colleague => (PersonId(11), "乙", Role::Contributor(UNIT)),
        Who::OtherContributor => (PersonId(12), "丙", Role::Contributor(OTHER_UNIT)),
        Who::Reviewer => (PersonId(13), "丁", Role::UnitReviewer(UNIT)),
        Who::OtherReviewer => (PersonId(14), "戊", Role::UnitReviewer(OTHER_UNIT)),
        Who::Editor => (PersonId(15), "己", Role::Editor),
        Who::Clearer => (PersonId(16), "庚", Role::Clearer),
        Who::Signer => (PersonId(17), "辛", Role::Signer),
        Who::Reader => (PersonId(18), "壬", Role::Reader),
        Who::Administrator => (PersonId(19), "癸", Role::Administrator),
        Who::NamedReviewer => (PersonId(20), "署名者", Role::UnitReviewer(UNIT)),
        Who::NamedClearer => (PersonId(21), "署名者", Role::Clearer),
    };
    Actor::new(id, name, vec![role])
}

fn item(state: State) -> Item {
    Item {
        id: ItemId(1),
        version: 1,
        state,
        submitting_unit: UNIT,
        text: ItemText {
            kind: Kind::Article,
            title: "题".into(),
            body: "文".into(),
            attribution_line: "（甲局/署名者）".into(),
            ..ItemText::default()
        },
        revision: RevisionId(1),
        attribution: Attribution::new(vec![AttributedUnit {
            text: "甲局".into(),
            unit: Some(UNIT),
            authors: vec!["署名者".into()],
        }]),
        credit: None,
        drafted_by: SENDER,
        sent_by: (state != State::Draft).then_some(SENDER),
        has_reached: !matches!(state, State::Draft | State::UnitReview),
        writers: vec![SENDER],
        menders: Vec::new(),
        cover: crate::item::Cover::default(),
        author_statements: Vec::new(),
        clearance: None,
        placed_in: None,
        combined_into: None,
        details: crate::scoring::Details::NONE,
    }
}

/// Who may do what in each state, and who may edit the text: written down a second time.
fn may(who: Who, act: ItemAct, state: State) -> bool {
    use Action as A;
    let reviewer = matches!(who, Who::Reviewer | Who::NamedReviewer);
    let unit_people = matches!(who, Who::Sender | Who::Colleague) || reviewer;
    match act {
        ItemAct::Read => {
            let office = matches!(who, Who::Editor | Who::Clearer | Who::NamedClearer | Who::Signer);
            unit_people || (office && !matches!(state, State::Draft | State::UnitReview))
        }
        ItemAct::EditText => match state {
            State::Draft | State::Returned => unit_people,
            State::UnitReview => reviewer,
            State::Editing | State::Shortlisted | State::Placed => who == Who::Editor,
            _ => false,
        },
        ItemAct::Clear => who == Who::Clearer,
        ItemAct::DecideCredit | ItemAct::Handle => who == Who::Editor,
        ItemAct::Delete => state == State::Draft && who == Who::Sender,
        ItemAct::Act(action) => match action {
            A::SubmitForReview | A::Submit => matches!(who, Who::Sender | Who::Colleague),
            A::Approve => who == Who::Reviewer,
            A::Return if state == State::UnitReview => reviewer,
            A::UndoReturn => who == Who::Editor && !matches!(state, State::Draft | State::UnitReview),
            A::Withdraw => who == Who::Sender && state != State::Draft,
            A::Publish => matches!(who, Who::Editor | Who::Signer),
            A::Retract => who == Who::Signer,
            _ => who == Who::Editor,
        },
    }
}

#[test]
fn every_act_in_every_state_is_open_to_those_whom_the_table_names_and_nobody_else() {
    for act in ItemAct::all() {
        for state in State::ALL {
            for who in EVERYBODY {
                let answer = permits(&actor(who), act, &item(state));
                assert_eq!(answer.is_ok(), may(who, act, state), "{who:?} {act:?} {state:?}: {answer:?}");
            }
        }
    }
}

#[test]
fn the_office_sees_who_has_an_item_open_and_a_unit_sees_its_own_and_that_the_office_has_it() {
    use ShownAs::{ByName, TheOffice};
    let shown = |reader: Who, present: Who, state: State| {
        shows_presence(&actor(reader), &actor(present), item(state).whereabouts())
    };
    for (reader, present, state, expected) in [
        (Who::Editor, Who::Clearer, State::Editing, Some(ByName)),
        (Who::Clearer, Who::Sender, State::Editing, Some(ByName)),
        (Who::Colleague, Who::Sender, State::Draft, Some(ByName)),
        (Who::Reviewer, Who::Sender, State::UnitReview, Some(ByName)),
        (Who::Sender, Who::Editor, State::Editing, Some(TheOffice)),
        (Who::Sender, Who::Signer, State::Placed, Some(TheOffice)),
        // Oneself, and whoever may not read it.
        (Who::Editor, Who::Editor, State::Editing, None),
        (Who::Editor, Who::Sender, State::Draft, None),
        (Who::OtherContributor, Who::Editor, State::Editing, None),
        (Who::Administrator, Who::Editor, State::Editing, None),
        (Who::Sender, Who::Editor, State::Draft, None),
    ] {
        assert_eq!(shown(reader, present, state), expected, "{reader:?} {present:?} {state:?}");
    }
    let writes = |who: Who, state: State| can_be_writing(&actor(who), item(state).whereabouts());
    assert!(writes(Who::Sender, State::Draft) && !writes(Who::Sender, State::Submitted));
    assert!(writes(Who::Editor, State::Editing) && !writes(Who::Editor, State::Adopted));
    assert!(sees_handling(&actor(Who::Signer)) && !sees_handling(&actor(Who::Sender)));
    assert!(can_handle(&actor(Who::Editor)) && !can_handle(&actor(Who::Clearer)));
}

#[test]
fn a_placed_text_is_fixed_once_its_issue_has_been_sent_for_sign_off() {
    for state in IssueState::ALL {
        let placed = Item { placed_in: Some((IssueId(1), state)), ..item(State::Placed) };
        let answer = permits(&actor(Who::Editor), ItemAct::EditText, &placed);
        assert_eq!(answer.is_ok(), state == IssueState::Arranging, "{state:?}");
    }
}

#[test]
fn whoever_saved_a_revision_wrote_the_item_too() {
    let mut edited = item(State::Editing);
    edited.writers.push(PersonId(16));
    let answer = permits(&actor(Who::Clearer), ItemAct::Clear, &edited);
    assert_eq!(answer, Err(Forbidden::ClearerWroteIt));
}

fn issue(state: IssueState) -> Issue {
    Issue {
        id: IssueId(1),
        version: 1,
        newsletter: NewsletterId(1),
        year: 2024,
        number: 1,
        total: None,
        edition: crate::issue::Edition::default(),
        date: jiff::civil::date(2024, 1, 15),
        credit_month: crate::calendar::Month::of(jiff::civil::date(2024, 1, 1)),
        state,
        past: false,
        credited: true,
        withheld: false,
        steps: vec![SignOffStep { name: "签发".into(), signers: vec![] }],
        signatures: vec![],
        separate_duties: true,
        one_signer: false,
        arranged_by: vec![PersonId(15)],
    }
}

#[test]
fn every_act_on_an_issue_is_open_to_those_whom_the_table_names_and_nobody_else() {
    let acts = [
        IssueAct::Read,
        IssueAct::Arrange,
        IssueAct::SendForSignOff,
        IssueAct::Sign,
        IssueAct::SendBack,
        IssueAct::Publish,
        IssueAct::Retract,
        IssueAct::Release,
    ];
    for act in acts {
        for state in IssueState::ALL {
            for who in EVERYBODY {
                let editor = who == Who::Editor;
                let signer = who == Who::Signer;
                let clearer = matches!(who, Who::Clearer | Who::NamedClearer);
                let expected = match act {
                    IssueAct::Read => state == IssueState::Published || editor || signer || clearer,
                    IssueAct::Arrange | IssueAct::SendForSignOff => editor,
                    IssueAct::Sign | IssueAct::Retract | IssueAct::Release => signer,
                    IssueAct::SendBack | IssueAct::Publish => editor || signer,
                };
                let answer = permits_issue(&actor(who), act, &issue(state));
                assert_eq!(answer.is_ok(), expected, "{who:?} {act:?} {state:?}: {answer:?}");
            }
        }
    }
}

#[test]
fn nobody_signs_what_they_arranged_unless_the_newsletter_allows_it() {
    let both = Actor::new(PersonId(15), "己", vec![Role::Editor, Role::Signer]);
    let strict = issue(IssueState::SentForSignOff);
    assert_eq!(permits_issue(&both, IssueAct::Sign, &strict), Err(Forbidden::ArrangedIt));
    let lenient = Issue { separate_duties: false, ..strict };
    assert_eq!(permits_issue(&both, IssueAct::Sign, &lenient), Ok(()));
}

#[test]
fn what_is_withheld_is_read_by_the_office_alone_and_released_by_another_than_who_brought_it() {
    let withheld = Issue { withheld: true, ..issue(IssueState::Published) };
    for who in EVERYBODY {
        let shown = permits_issue(&actor(who), IssueAct::Read, &issue(IssueState::Published));
        assert_eq!(shown, Ok(()), "{who:?}");
        let of_office = matches!(who, Who::Editor | Who::Signer | Who::Clearer | Who::NamedClearer);
        let answer = permits_issue(&actor(who), IssueAct::Read, &withheld);
        assert_eq!(answer.is_ok(), of_office, "{who:?}: {answer:?}");
    }
    assert_eq!(permits_reading(Reader::Anybody, &withheld, true), Err(Forbidden::NotAReader));
    let both = Actor::new(PersonId(15), "己", vec![Role::Editor, Role::Signer]);
    let lenient = Issue { separate_duties: false, ..withheld.clone() };
    for issue in [withheld, lenient] {
        assert_eq!(permits_issue(&both, IssueAct::Release, &issue), Err(Forbidden::ArrangedIt));
    }
}

#[test]
fn nobody_signs_two_steps_unless_the_office_is_too_small_for_that() {
    let signer = actor(Who::Signer);
    let mut second = Issue { arranged_by: vec![], ..issue(IssueState::SentForSignOff) };
    second.steps.push(SignOffStep { name: "核稿".into(), signers: vec![] });
    let signed = |signer| Signature {
        step: "签发".into(),
        signer,
        signed_at: jiff::Timestamp::UNIX_EPOCH,
        pdf_hash: String::new(),
    };
    second.signatures = vec![signed(signer.id)];
    assert_eq!(permits_issue(&signer, IssueAct::Sign, &second), Err(Forbidden::SignedBefore));
    // Under another account of one name it is the same person.
    let again = Actor { id: PersonId(70), others: vec![signer.id], ..signer.clone() };
    assert_eq!(permits_issue(&again, IssueAct::Sign, &second), Err(Forbidden::NamesakeDidIt));
    let small = Issue { one_signer: true, ..second.clone() };
    assert_eq!(permits_issue(&signer, IssueAct::Sign, &small), Ok(()));
    second.signatures = vec![signed(PersonId(71))];
    assert_eq!(permits_issue(&signer, IssueAct::Sign, &second), Ok(()));
}

#[test]
fn nobody_gives_himself_a_role_by_which_content_passes_through_his_hands() {
    let own = PersonId(80);
    let administrator = Actor::new(own, "马管理", vec![Role::Administrator]);
    let gives = |who: &Actor, to: Option<PersonId>, name: &str, roles: &[Role]| {
        permits_giving_roles(who, (to, name), &[Role::Administrator], roles)
    };
    let content =
        [Role::Editor, Role::Clearer, Role::Signer, Role::Contributor(UNIT), Role::UnitReviewer(UNIT)];
    for role in content {
        let wanted = [Role::Administrator, role];
        assert_eq!(gives(&administrator, Some(own), "马管理", &wanted), Err(Forbidden::OwnRole));
        assert_eq!(gives(&administrator, Some(PersonId(81)), "赵编辑", &wanted), Ok(()));
        // Nor to a second account of his own name.
        for twin in ["马 管理", "马管理1", "马管理（编辑）", "馬管理"] {
            assert_eq!(gives(&administrator, None, twin, &wanted), Err(Forbidden::OwnRole), "{twin}");
        }
        let twin = Actor { others: vec![PersonId(82)], ..administrator.clone() };
        assert_eq!(gives(&twin, Some(PersonId(82)), "马管理", &wanted), Err(Forbidden::OwnRole));
        // What was held before may stay, and whoever gives nothing away needs nobody.
        let held = [Role::Administrator, role];
        assert_eq!(permits_giving_roles(&administrator, (Some(own), "马管理"), &held, &wanted), Ok(()));
        assert_eq!(
            permits_giving_roles(&actor(Who::Editor), (Some(PersonId(81)), ""), &[], &wanted),
            Err(Forbidden::NotAnAdministrator)
        );
    }
    assert_eq!(gives(&administrator, Some(own), "马管理", &[Role::Reader, Role::Administrator]), Ok(()));
}

#[test]
fn a_step_that_names_its_signers_is_signed_by_them_only() {
    let mut named = issue(IssueState::SentForSignOff);
    named.steps[0].signers = vec![PersonId(99)];
    assert_eq!(
        permits_issue(&actor(Who::Signer), IssueAct::Sign, &named),
        Err(Forbidden::NotThisStepsSigner)
    );
}

#[test]
fn the_office_at_large_is_open_to_those_whom_the_table_names_and_nobody_else() {
    let acts = [
        OfficeAct::Draft(UNIT),
        OfficeAct::DraftForSome,
        OfficeAct::DraftForAll,
        OfficeAct::TakeInPictures,
        OfficeAct::ReadInbox,
        OfficeAct::SortOut,
        OfficeAct::ReadUncleared,
        OfficeAct::Clear,
        OfficeAct::SeeIssuesThrough,
        OfficeAct::Sign,
        OfficeAct::CreateIssue,
        OfficeAct::EnterPastIssue,
        OfficeAct::Record,
        OfficeAct::ReadLedger,
        OfficeAct::ReadUnitCredits(UNIT),
        OfficeAct::KeepAlias,
        OfficeAct::ReadEvents,
        OfficeAct::SetBulletinLetter,
        OfficeAct::SetRules,
        OfficeAct::SetWords,
        OfficeAct::AuditBulletin,
        OfficeAct::ReadMonths,
        OfficeAct::CloseMonth,
        OfficeAct::Administer,
    ];
    for act in acts {
        for who in EVERYBODY {
            let editor = who == Who::Editor;
            let administrator = who == Who::Administrator;
            let clearer = matches!(who, Who::Clearer | Who::NamedClearer);
            let office = editor || administrator || clearer || who == Who::Signer;
            assert_eq!(works_for_the_office(&actor(who)), office, "{who:?}");
            let own = matches!(who, Who::Sender | Who::Colleague | Who::Reviewer | Who::NamedReviewer);
            let unit_bound = own || matches!(who, Who::OtherContributor | Who::OtherReviewer);
            let expected = match act {
                OfficeAct::Draft(_) => editor || matches!(who, Who::Sender | Who::Colleague),
                OfficeAct::DraftForSome => {
                    editor || matches!(who, Who::Sender | Who::Colleague | Who::OtherContributor)
                }
                OfficeAct::TakeInPictures => editor || unit_bound,
                OfficeAct::ReadInbox => office && !administrator,
                OfficeAct::DraftForAll
                | OfficeAct::SortOut
                | OfficeAct::CreateIssue
                | OfficeAct::EnterPastIssue
                | OfficeAct::Record => editor,
                OfficeAct::ReadUncleared => editor || clearer,
                OfficeAct::Clear => clearer,
                OfficeAct::SeeIssuesThrough => editor || who == Who::Signer,
                OfficeAct::Sign => who == Who::Signer,
                OfficeAct::ReadLedger => office || unit_bound,
                OfficeAct::ReadUnitCredits(_) => office || own,
                OfficeAct::ReadMonths => office,
                OfficeAct::KeepAlias
                | OfficeAct::ReadEvents
                | OfficeAct::CloseMonth
                | OfficeAct::SetBulletinLetter
                | OfficeAct::SetRules
                | OfficeAct::SetWords
                | OfficeAct::AuditBulletin => editor || administrator,
                OfficeAct::Administer => administrator,
            };
            assert_eq!(permits_office(&actor(who), act).is_ok(), expected, "{who:?} {act:?}");
        }
    }
}

#[test]
fn why_it_was_returned_is_worded_anew_by_the_units_reviewer_and_by_editors_in_every_state() {
    for state in State::ALL {
        for who in EVERYBODY {
            let expected = matches!(who, Who::Reviewer | Who::NamedReviewer | Who::Editor);
            assert_eq!(
                permits_rewording_return(&actor(who), &item(state)).is_ok(),
                expected,
                "{who:?} {state:?}"
            );
        }
    }
}

#[test]
fn a_text_is_named_by_its_unit_then_by_editors_and_always_by_whoever_saved_it_and_reads_it() {
    for state in State::ALL {
        for who in EVERYBODY {
            let (item, actor) = (item(state), actor(who));
            let named = |saved_by| permits_naming(&actor, &item, saved_by).is_ok();
            let is_of_the_unit =
                matches!(who, Who::Sender | Who::Colleague | Who::Reviewer | Who::NamedReviewer);
            let with_the_office = item.is_with_the_office();
            let expected = if with_the_office { who == Who::Editor } else { is_of_the_unit };
            assert_eq!(named(PersonId(99)), expected, "{who:?} {state:?}");
            let reads = permits(&actor, ItemAct::Read, &item).is_ok();
            let own = if with_the_office { reads } else { is_of_the_unit };
            assert_eq!(named(actor.id), own, "{who:?} {state:?}");
        }
    }
}

#[test]
fn who_lacks_the_role_is_told_so_before_anything_else() {
    let reviewed = item(State::UnitReview);
    for who in EVERYBODY {
        let actor = actor(who);
        let lacks = |refused: Result<(), Forbidden>| refused.is_err_and(Forbidden::is_for_want_of_the_role);
        assert_eq!(lacks(permits(&actor, ItemAct::Clear, &reviewed)), !actor.is_clearer(), "{who:?}");
        let approves = permits(&actor, ItemAct::Act(Action::Approve), &reviewed);
        assert_eq!(lacks(approves), !actor.reviews_for(UNIT), "{who:?}");
        let signs = permits_bulletin(&actor, BulletinAct::Sign { prepared_by: PersonId(17) });
        assert_eq!(lacks(signs), !actor.is_signer(), "{who:?}");
    }
}
