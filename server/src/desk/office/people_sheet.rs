//! People from a sheet: read row by row, added all or none, each with a link by which to set the own password once.

use std::collections::HashSet;

use app::desk::{
    Done, Refusal,
    audit::HandedIn,
    office::{
        AddPeople, PeopleFromSheets,
        people::{Invited, LINK_DAYS, SeenPerson},
    },
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    event::Happening,
    hexadecimal::hexadecimal,
    id::{PersonId, UnitId},
    permission::{OfficeAct, permits_office},
    person::{Actor, Role},
    text::name_key,
    unit::UnitDirectory,
};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use store::{
    events::{self, NewEvent},
    people::{self, NewAccount, invitations},
    units,
};

use super::{
    account::{about, checked_login, checked_name},
    people::role_words,
};
use crate::{
    desk::{Act, OfficeDesk},
    office_files, password,
    work::Stop,
};

/// More are no office's.
const MOST_ROWS: usize = 500;
/// A link serves so long.
const SERVES: SignedDuration = SignedDuration::from_hours(LINK_DAYS * 24);
/// Random bytes of a link.
const TOKEN: usize = 20;
/// No unit.
const NOWHERE: UnitId = UnitId(0);
/// How many faults are told of a sheet that is refused.
const FAULTS_TOLD: usize = 10;

/// What a column is for, by any of the names that it has in offices.
const NAME: [&str; 2] = ["姓名", "名字"];
const LOGIN: [&str; 4] = ["账号", "帐号", "登录名", "用户名"];
const UNIT: [&str; 4] = ["单位", "科室", "部门", "所在单位"];
const ROLE: [&str; 3] = ["角色", "职责", "岗位"];

/// A row that was understood.
struct Row {
    seen: SeenPerson,
    roles: Vec<Role>,
}

#[async_trait]
impl PeopleFromSheets for OfficeDesk {
    async fn sheet_of_file(&self, actor: &Actor, file: HandedIn) -> Result<String, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let HandedIn { name, bytes } = file;
        let told = name.clone();
        let read = move |stop: &Stop| office_files::sheets(&name, &bytes, |_| true, &|| stop.is_due());
        let sheets = self.worked(read).await?;
        let sheets = sheets.map_err(|error| Refusal::invalid("file", format!("“{told}”：{error}")))?;
        let first = sheets.sheets.into_iter().find(|sheet| !sheet.hidden && !sheet.rows.is_empty());
        let first = first.ok_or_else(|| Refusal::invalid("file", format!("“{told}”里没有字")))?;
        // A sheet's rows keep their numbers, so that faults name the row that one sees.
        let mut lines: Vec<String> = Vec::new();
        for row in first.rows {
            lines.resize(row.number.saturating_sub(1).max(lines.len()), String::new());
            let cells = row.cells.iter().map(|cell| cell.text.replace(['\t', '\n', '\r'], " "));
            lines.push(cells.collect::<Vec<_>>().join("\t"));
        }
        Ok(lines.join("\n"))
    }

    async fn seen_people(&self, actor: &Actor, sheet: &str) -> Result<Vec<SeenPerson>, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        Ok(self.rows_of_people(actor, sheet).await?.into_iter().map(|row| row.seen).collect())
    }

    async fn invite(&self, actor: &Actor, asked: &[PersonId]) -> Result<Vec<Invited>, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let writing = self.begin(actor).await?;
        let connection = writing.connection();
        let directory = units::directory(connection).await?;
        let serving = invitations::serving(connection, writing.timestamp()).await?;
        let mut invited = Vec::new();
        for (account, roles) in people::load_all(connection).await? {
            // A link that was handed out goes on serving, unless it is this person's that is asked for.
            let is_asked = match asked {
                [] => !serving.contains(&account.id),
                asked => asked.contains(&account.id),
            };
            if !is_asked || !account.active || !account.must_change_password || account.id == actor.id {
                continue;
            }
            let token = hexadecimal(rand::random::<[u8; TOKEN]>());
            let expires_at = writing.timestamp() + SERVES;
            invitations::put(connection, account.id, digest(&token), expires_at).await?;
            let event = NewEvent {
                happened_at: writing.timestamp(),
                actor: actor.id,
                kind: Happening::Invited.into(),
                subject: about(account.id),
                words: format!("给{}生成了一次性链接，{LINK_DAYS}天内有效", account.name),
                reason: None,
            };
            events::append(connection, event).await?;
            let roles: Vec<String> = roles.into_iter().map(|role| role_in_words(role, &directory)).collect();
            invited.push(Invited {
                name: account.name,
                login: account.login,
                roles: roles.join("、"),
                path: format!("/welcome/{token}"),
            });
        }
        writing.commit().await?;
        Ok(invited)
    }

    async fn invited(&self, token: &str) -> Result<Option<(String, String)>, Refusal> {
        let reader = self.store.reader();
        let person = invitations::find(reader, &digest(token), self.now().timestamp()).await?;
        let Some(person) = person else { return Ok(None) };
        let account = people::find(reader, person).await?.filter(|account| account.active);
        Ok(account.map(|account| (account.name, account.login)))
    }
}

/// What is kept of a link.
pub(crate) fn digest(token: &str) -> String {
    hexadecimal(Sha256::digest(token.as_bytes()))
}

impl Act for AddPeople {
    /// Adds everybody of a sheet, or nobody.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let rows = office.rows_of_people(actor, &self.table).await?;
        let faults: Vec<String> = rows
            .iter()
            .flat_map(|row| row.seen.faults.iter().map(move |fault| format!("第{}行：{fault}", row.seen.row)))
            .collect();
        if rows.is_empty() {
            return Err(Refusal::invalid("table", "表里没有人，请把表格连同表头贴进来"));
        }
        if !faults.is_empty() {
            let more = faults.len().saturating_sub(FAULTS_TOLD);
            let more = if more > 0 { format!("；另有{more}处") } else { String::new() };
            let told = faults.iter().take(FAULTS_TOLD).cloned().collect::<Vec<_>>().join("；");
            return Err(Refusal::invalid("table", format!("一个也没有添加。{told}{more}")));
        }
        // Nobody knows it: it is set by a link.
        let unknown = hexadecimal(rand::random::<[u8; 32]>());
        let hash = password::hash(unknown).await.map_err(|error| {
            tracing::error!(%error, "a password could not be hashed");
            Refusal::Failed("password".to_owned())
        })?;
        let writing = office.begin(actor).await?;
        let connection = writing.connection();
        for row in &rows {
            let SeenPerson { name, login, .. } = &row.seen;
            if let Some(owner) = people::find_by_login(connection, login).await? {
                let words = format!("账号 {login} 刚刚成了{}的，一个也没有添加，请重新预览", owner.name);
                return Err(Refusal::invalid("table", words));
            }
            let new = NewAccount {
                login: login.clone(),
                name: name.clone(),
                password_hash: hash.clone(),
                must_change_password: true,
                roles: row.roles.clone(),
                created_at: writing.timestamp(),
            };
            let roles = role_words(connection, &row.roles).await?;
            let id = people::write::insert(connection, new).await?;
            let words = format!("按表添加了人员{name}，账号 {login}，角色：{roles}");
            writing.event(Verb::AddPerson, about(id), words, None).await?;
        }
        writing.commit().await?;
        let count = rows.len();
        Ok(Done::new(format!("已添加{count}人。请生成一次性链接发给他们，各人用链接设自己的密码"))
            .next("/admin/people#invite"))
    }
}

impl OfficeDesk {
    async fn rows_of_people(&self, actor: &Actor, sheet: &str) -> Result<Vec<Row>, Refusal> {
        let reader = self.store.reader();
        let directory = units::directory(reader).await?;
        let known: HashSet<String> =
            people::load_all(reader).await?.into_iter().map(|(account, _)| account.login).collect();
        let mut rows = Vec::new();
        let mut columns: Option<Columns> = None;
        let mut logins: HashSet<String> = HashSet::new();
        for (place, line) in sheet.lines().enumerate() {
            let cells = cells(line);
            if cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            let Some(columns) = &columns else {
                let named = Columns::of(&cells);
                let is_head = named.is_some();
                columns = Some(named.unwrap_or_default());
                if is_head {
                    continue;
                }
                let columns = columns.as_ref().unwrap_or(&Columns::IN_ORDER);
                rows.push(row(place + 1, &cells, columns, &directory));
                continue;
            };
            rows.push(row(place + 1, &cells, columns, &directory));
            if rows.len() > MOST_ROWS {
                return Err(Refusal::invalid("table", format!("一次最多添加{MOST_ROWS}人，请分几次")));
            }
        }
        for row in &mut rows {
            let seen = &mut row.seen;
            if let Err(refusal) = self.refuse_own_roles(actor, (None, &seen.name), &[], &row.roles).await {
                seen.faults.push(refusal.to_string());
            }
            if known.contains(&seen.login) {
                seen.faults.push(format!("账号 {} 已经有人用了，请另取一个", seen.login));
            } else if !seen.login.is_empty() && !logins.insert(seen.login.clone()) {
                seen.faults.push(format!("账号 {} 在表里写了两次；同名的人请在“账号”一栏写开", seen.login));
            }
        }
        Ok(rows)
    }
}

/// The cells of a line: parted by tabs, as sheets are pasted, else by commas.
fn cells(line: &str) -> Vec<String> {
    let parts: Vec<&str> = match line.contains('\t') {
        true => line.split('\t').collect(),
        false => line.split([',', '，']).collect(),
    };
    parts.into_iter().map(|cell| cell.trim().trim_matches('"').trim().to_owned()).collect()
}

/// In which column each thing stands.
#[derive(Clone, Debug)]
struct Columns {
    name: usize,
    login: Option<usize>,
    unit: Option<usize>,
    role: Option<usize>,
}

impl Default for Columns {
    fn default() -> Self {
        Self::IN_ORDER
    }
}

impl Columns {
    /// Without a head: 姓名, 单位, 角色, 账号.
    const IN_ORDER: Self = Self { name: 0, unit: Some(1), role: Some(2), login: Some(3) };

    /// By a head; `None` where the line is none.
    fn of(cells: &[String]) -> Option<Self> {
        let place = |names: &[&str]| {
            cells.iter().position(|cell| {
                let bare = cell.split(['（', '(']).next().unwrap_or_default().trim();
                names.contains(&bare)
            })
        };
        Some(Self { name: place(&NAME)?, login: place(&LOGIN), unit: place(&UNIT), role: place(&ROLE) })
    }
}

fn row(number: usize, cells: &[String], columns: &Columns, directory: &UnitDirectory) -> Row {
    let cell = |place: Option<usize>| place.and_then(|place| cells.get(place)).cloned().unwrap_or_default();
    let mut faults = Vec::new();
    let mut checked = |checked: Result<String, Refusal>| match checked {
        Ok(text) => text,
        Err(refusal) => {
            faults.push(refusal.to_string());
            String::new()
        }
    };
    let name = checked(checked_name(&cell(Some(columns.name))));
    let login = cell(columns.login);
    // Without another name the account goes by the person's.
    let login = if login.is_empty() { name_key(&name) } else { login };
    let login = if login.is_empty() { String::new() } else { checked(checked_login(&login)) };
    let unit_name = cell(columns.unit);
    let unit = directory.find(&unit_name).map(|unit| unit.id);
    if unit.is_none() && !unit_name.is_empty() {
        let nearest: Vec<&str> =
            directory.nearest(&unit_name, 2).into_iter().map(|unit| unit.name.as_str()).collect();
        let hint = match nearest.is_empty() {
            true => String::new(),
            false => format!("，相近的有：{}", nearest.join("、")),
        };
        faults.push(format!("没有“{unit_name}”这个单位{hint}"));
    }
    let words = cell(columns.role);
    let words: Vec<&str> = words
        .split(['、', '，', ',', ';', '；', '/', ' '])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    let words = if words.is_empty() { vec!["信息员"] } else { words };
    let mut roles = Vec::new();
    for word in words {
        match Role::named(word, unit.unwrap_or(NOWHERE)) {
            None => {
                let known = Role::all(NOWHERE).map(Role::label).join("、");
                faults.push(format!("没有“{word}”这种角色，可以是：{known}"));
            }
            // A unit that is not known is told already.
            Some(role) if role.unit() == Some(NOWHERE) => {
                if unit_name.is_empty() {
                    faults.push(format!("{word}要写明单位"));
                }
            }
            Some(role) if roles.contains(&role) => {}
            Some(role) => roles.push(role),
        }
    }
    let in_words: Vec<String> = roles.iter().map(|role| role_in_words(*role, directory)).collect();
    Row { seen: SeenPerson { row: number, name, login, roles: in_words.join("、"), faults }, roles }
}

fn role_in_words(role: Role, directory: &UnitDirectory) -> String {
    match role.unit().and_then(|unit| directory.get(unit)) {
        Some(unit) => format!("{}（{}）", role.label(), unit.list_name()),
        None => role.label().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_parted_as_sheets_are_pasted_and_as_files_have_it() {
        assert_eq!(cells("张三\t地矿科\t信息员"), ["张三", "地矿科", "信息员"]);
        assert_eq!(cells("张三,\"地矿科\",信息员"), ["张三", "地矿科", "信息员"]);
    }

    #[test]
    fn a_head_says_which_column_is_which() {
        let head: Vec<String> = ["序号", "单位（全称）", "姓名", "角色"].map(str::to_owned).to_vec();
        let columns = Columns::of(&head).expect("a head");
        assert_eq!((columns.name, columns.unit, columns.role, columns.login), (2, Some(1), Some(3), None));
        assert!(Columns::of(&["张三".to_owned()]).is_none());
    }
}
