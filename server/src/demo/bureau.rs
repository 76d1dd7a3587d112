//! Founding the bureau: units and groups, people and their roles, the newsletter, the higher channels.

use std::collections::HashMap;

use app::desk::{Command, office::newsletters::SaveNewsletter, records::AddUpperChannel};
use domain::{
    act::Verb,
    id::{NewsletterId, PersonId, UnitId},
    person::{Actor, Role},
    subject::Subject,
    unit::{Unit, UnitDirectory},
};
use jiff::{
    civil::{DateTime, date},
    tz::TimeZone,
};
use store::{
    Store,
    events::{self, NewEvent},
    newsletters,
    people::{self, NewAccount},
    units,
};

use super::{
    DemoError, PASSWORD,
    facts::January,
    office::{AccountLine, Office, People, Time},
};
use crate::password;

/// The office's own people: account, name, role.
const OFFICE: [(&str, &str, Role); 9] = [
    ("guanli", "苏文博", Role::Administrator),
    ("bianji", "林静", Role::Editor),
    ("bianji2", "韩磊", Role::Editor),
    ("shencha", "许正清", Role::Clearer),
    ("shencha2", "罗敏", Role::Clearer),
    ("hegao", "何立群", Role::Signer),
    ("qianfa", "江远航", Role::Signer),
    ("duzhe", "沈阅", Role::Reader),
    ("duzhe2", "白露", Role::Reader),
];

/// The units' contributors, in the order of the units.
const CONTRIBUTORS: [&str; 44] = [
    "孙启明",
    "李文静",
    "张海涛",
    "刘思远",
    "陈晓雯",
    "王立新",
    "赵玉洁",
    "周志强",
    "吴佳宁",
    "郑伟",
    "冯春燕",
    "魏建国",
    "蒋一凡",
    "沈慧",
    "韩雪",
    "杨振华",
    "朱丽娜",
    "秦朗",
    "许婧",
    "何苗",
    "吕向东",
    "施雨桐",
    "孔令辉",
    "曹颖",
    "严冬梅",
    "金鑫",
    "陶然",
    "姜山",
    "戚薇",
    "谢文斌",
    "邹晨",
    "潘悦",
    "葛长青",
    "范思齐",
    "彭程",
    "鲁宁",
    "马晓东",
    "任静怡",
    "袁野",
    "史可心",
    "唐志远",
    "薛冰",
    "雷鸣",
    "钟楚瑶",
];

/// Units whose items pass a review, each with the reviewer and the account.
const REVIEWERS: [(&str, &str, &str); 4] = [
    ("临清局", "高建军", "shenhe"),
    ("阳谷局", "梁宏伟", "shenhe2"),
    ("市林业发展中心", "宋文渊", "shenhe3"),
    ("市自然资源综合执法支队", "崔勇", "shenhe4"),
];

const CHANNELS: [&str; 4] = ["昨日市情", "每日动态", "普刊", "聊城信息"];

/// When the bureau was set up.
fn founding() -> DateTime {
    date(2023, 12, 28).at(9, 0, 0, 0)
}

/// Makes the office, with nothing in it but its people and settings.
pub(super) async fn found(store: &Store, facts: &January) -> Result<Office, DemoError> {
    let zone = TimeZone::get("Asia/Shanghai").map_err(|error| DemoError::Data(error.to_string()))?;
    let time = Time::new(&zone);
    time.is(founding())?;
    let mut enlisting = Enlisting::new(store, &time).await?;
    enlisting.office().await?;
    let administrator = enlisting.of(Role::Administrator)?;
    let units = found_units(store, &time, &administrator, facts).await?;
    let contributors = enlisting.contributors(&units, facts).await?;
    let reviewers = enlisting.reviewers(&units).await?;
    let signers = enlisting.all_of(Role::Signer);
    let people = People {
        administrator,
        editors: enlisting.all_of(Role::Editor),
        clearer: enlisting.of(Role::Clearer)?,
        signers,
        contributors,
        reviewers,
    };
    let mut office = Office {
        desk: Office::desk(store, &time)?,
        time,
        units,
        newsletter: NewsletterId(0),
        people,
        accounts: enlisting.accounts,
    };
    office.newsletter = found_newsletter(store, &office).await?;
    found_channels(&office).await?;
    Ok(office)
}

async fn found_units(
    store: &Store,
    time: &Time,
    administrator: &Actor,
    facts: &January,
) -> Result<UnitDirectory, DemoError> {
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    let happened_at = (time.clock())().timestamp();
    let mut groups: Vec<(String, domain::id::UnitGroupId)> = Vec::new();
    for (order, line) in (1..).zip(&facts.units) {
        let group = match groups.iter().find(|(name, _)| *name == line.group) {
            Some((_, id)) => *id,
            None => {
                let order = groups.len() as i32 + 1;
                let id = units::write::insert_group(connection, &line.group, order).await?;
                groups.push((line.group.clone(), id));
                id
            }
        };
        let mut names = line.aliases.iter();
        let unit = Unit {
            id: UnitId(0),
            name: line.name.clone(),
            short_name: names.next().cloned(),
            aliases: names.cloned().collect(),
            reviews: REVIEWERS.iter().any(|(unit, _, _)| *unit == line.name),
            scored: line.scored,
            order,
            since: None,
            until: None,
        };
        let id = units::write::insert(connection, &unit).await?;
        units::write::set_group(connection, id, 2024, group).await?;
        units::write::set_group(connection, id, 2023, group).await?;
        let event = NewEvent {
            happened_at,
            actor: administrator.id,
            kind: Verb::SaveUnit.into(),
            subject: Subject::Unit(id),
            words: format!("添加了单位{}", unit.name),
            reason: None,
        };
        events::append(connection, event).await?;
    }
    let directory = units::directory(connection).await?;
    transaction.commit().await?;
    Ok(directory)
}

async fn found_newsletter(store: &Store, office: &Office) -> Result<NewsletterId, DemoError> {
    let signers: Vec<PersonId> = office.people.signers.iter().map(|signer| signer.id).collect();
    let step = |place: usize| signers.get(place).copied().into_iter().collect();
    let form = SaveNewsletter {
        newsletter: None,
        version: None,
        name: "自然资源信息".to_owned(),
        mark: Some("内部资料 注意保存".to_owned()),
        publisher: "市自然资源和规划局办公室".to_owned(),
        report: "省自然资源厅办公室\n市委办公室\n市政府办公室".to_owned(),
        send: "局领导\n市直有关部门".to_owned(),
        issue: "各县（市、区）局\n局机关各科室\n局属各单位".to_owned(),
        editor: Some("林静".to_owned()),
        reviewer: Some("何立群".to_owned()),
        signer: Some("江远航".to_owned()),
        phone: Some("0635-1234567".to_owned()),
        copies: Some(120),
        section_kind: vec!["article".to_owned(), "brief".to_owned()],
        section_title: vec![String::new(), String::new()],
        step: vec!["核稿".to_owned(), "签发".to_owned()],
        signers_1: step(0),
        signers_2: step(1),
        signers_3: Vec::new(),
        separate_duties: true,
        open_to_all: false,
        order: Some(1),
    };
    let command = form;
    office.does(&office.people.administrator, founding(), command).await?;
    let all = newsletters::all(store.reader()).await?;
    all.first().map(|newsletter| newsletter.id).ok_or_else(|| DemoError::Data("没有刊物".to_owned()))
}

async fn found_channels(office: &Office) -> Result<(), DemoError> {
    for name in CHANNELS {
        let command = Command::from(AddUpperChannel { name: name.to_owned() });
        office.does(&office.people.editors[0], founding(), command).await?;
    }
    Ok(())
}

/// Giving people accounts, all with one password that need not be changed.
struct Enlisting<'a> {
    store: &'a Store,
    now: jiff::Timestamp,
    password_hash: String,
    enlisted: Vec<Actor>,
    accounts: Vec<AccountLine>,
}

impl<'a> Enlisting<'a> {
    async fn new(store: &'a Store, time: &Time) -> Result<Self, DemoError> {
        let password_hash =
            password::hash(PASSWORD.to_owned()).await.map_err(|error| DemoError::Data(error.to_string()))?;
        let now = (time.clock())().timestamp();
        Ok(Self { store, now, password_hash, enlisted: Vec::new(), accounts: Vec::new() })
    }

    /// The first with a role.
    fn of(&self, role: Role) -> Result<Actor, DemoError> {
        let person = self.enlisted.iter().find(|person| person.has(role)).cloned();
        person.ok_or_else(|| DemoError::Data(format!("没有{}", role.label())))
    }

    fn all_of(&self, role: Role) -> Vec<Actor> {
        self.enlisted.iter().filter(|person| person.has(role)).cloned().collect()
    }

    async fn office(&mut self) -> Result<(), DemoError> {
        for (login, name, role) in OFFICE {
            self.enlist(login, name, role).await?;
            let steps = match login {
                "hegao" => "（核稿）",
                "qianfa" => "（签发）",
                _ => "",
            };
            if !login.ends_with('2') {
                self.list(format!("{}{steps}", role.label()), name, login);
            }
        }
        Ok(())
    }

    async fn contributors(
        &mut self,
        units: &UnitDirectory,
        facts: &January,
    ) -> Result<HashMap<UnitId, Actor>, DemoError> {
        let mut contributors = HashMap::new();
        for (number, (line, name)) in (1..).zip(facts.units.iter().zip(CONTRIBUTORS)) {
            let Some(unit) = units.find(&line.name) else { continue };
            let login = format!("xinxi{number:02}");
            let person = self.enlist(&login, name, Role::Contributor(unit.id)).await?;
            contributors.insert(unit.id, person);
            if line.name == "临清局" || line.name == "地质矿产管理科" {
                self.list(format!("信息员（{}）", line.name), name, &login);
            }
        }
        Ok(contributors)
    }

    async fn reviewers(&mut self, units: &UnitDirectory) -> Result<HashMap<UnitId, Actor>, DemoError> {
        let mut reviewers = HashMap::new();
        for (unit_name, name, login) in REVIEWERS {
            let Some(unit) = units.find(unit_name) else { continue };
            let person = self.enlist(login, name, Role::UnitReviewer(unit.id)).await?;
            reviewers.insert(unit.id, person);
            if unit_name == "临清局" {
                self.list(format!("单位审核人（{unit_name}）"), name, login);
            }
        }
        Ok(reviewers)
    }

    fn list(&mut self, role: String, name: &str, login: &str) {
        self.accounts.push(AccountLine { role, name: name.to_owned(), login: login.to_owned() });
    }

    async fn enlist(&mut self, login: &str, name: &str, role: Role) -> Result<Actor, DemoError> {
        let account = NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            password_hash: self.password_hash.clone(),
            must_change_password: false,
            roles: vec![role],
            created_at: self.now,
        };
        let transaction = self.store.begin().await?;
        let id = people::write::insert(transaction.connection(), account).await?;
        let event = NewEvent {
            happened_at: self.now,
            // The first person is the administrator, who adds everybody, also the own account.
            actor: self.enlisted.first().map_or(id, |administrator| administrator.id),
            kind: Verb::AddPerson.into(),
            subject: Subject::Person(id),
            words: format!("添加了人员{name}，账号 {login}，角色：{}", role.label()),
            reason: None,
        };
        events::append(transaction.connection(), event).await?;
        transaction.commit().await?;
        let person = Actor::new(id, name, vec![role]);
        self.enlisted.push(person.clone());
        Ok(person)
    }
}
