//! `jianbao user`: the first account, and a way back in for whoever forgot the password.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    path::PathBuf,
};

use domain::person::Role;
use store::Store;

use super::{Failure, files};
use crate::accounts;

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, subcommand_help_heading = "命令")]
#[command(disable_help_subcommand = true, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// 添加账号；密码由键盘或标准输入读入，本人首次登录时必须修改
    Add(Add),
    /// 重设密码；密码由键盘或标准输入读入，本人下次登录时必须修改
    Passwd(Passwd),
    /// 给已有的账号加角色；只有一位管理员的单位，管理员要兼办稿件时由此加上
    Grant(Grant),
}

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
struct Add {
    /// 账号
    #[arg(value_name = "账号")]
    login: String,

    /// 姓名
    #[arg(long, value_name = "姓名")]
    name: String,

    #[command(flatten)]
    roles: Roles,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
struct Grant {
    /// 账号
    #[arg(value_name = "账号")]
    login: String,

    #[command(flatten)]
    roles: Roles,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct Roles {
    /// 角色，可以写几个：信息员、单位审核人、编辑、保密审查员、签发人、读者、管理员
    #[arg(long, value_name = "角色", required = true)]
    role: Vec<String>,

    /// 信息员、单位审核人所属的单位
    #[arg(long, value_name = "单位")]
    unit: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(help_template = super::usage::HELP, next_help_heading = "选项")]
struct Passwd {
    /// 账号
    #[arg(value_name = "账号")]
    login: String,

    #[command(flatten)]
    place: Place,
}

/// Where the accounts are.
#[derive(Debug, clap::Args)]
struct Place {
    /// 数据目录
    #[arg(long, env = "JIANBAO_DATA", default_value = "./data", value_name = "文件夹")]
    data: PathBuf,

    /// 数据库：sqlite://… 或 postgres://…；默认是数据目录里的 SQLite 文件
    #[arg(long, env = "JIANBAO_DATABASE", value_name = "地址")]
    database: Option<String>,
}

impl Place {
    async fn open(&self) -> Result<Store, Failure> {
        let address = match &self.database {
            Some(address) => address.clone(),
            None => {
                std::fs::create_dir_all(&self.data).map_err(|error| {
                    Failure::input(format!("数据目录 {} 不能使用：{error}", self.data.display()))
                })?;
                Store::sqlite_address(&self.data)
            }
        };
        let store = Store::open(&address).await.map_err(Failure::input)?;
        store.migrate().await.map_err(Failure::input)?;
        Ok(store)
    }
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::input)?;
    let words = runtime.block_on(async {
        match arguments.command {
            Command::Add(arguments) => add(arguments).await,
            Command::Passwd(arguments) => passwd(arguments).await,
            Command::Grant(arguments) => grant(arguments).await,
        }
    })?;
    files::write_result(None, words.as_bytes())
}

async fn add(arguments: Add) -> Result<String, Failure> {
    let store = arguments.place.open().await?;
    let roles = roles(&store, &arguments.roles).await?;
    let password = read_password()?;
    let login = accounts::add(&store, &arguments.login, &arguments.name, roles, password)
        .await
        .map_err(Failure::input)?;
    store.close().await.map_err(Failure::input)?;
    Ok(format!("已添加{}，账号 {login}，首次登录时必须改密码\n", arguments.name))
}

/// The roles that these words mean.
async fn roles(store: &Store, asked: &Roles) -> Result<Vec<Role>, Failure> {
    let unit = match asked.unit.as_deref() {
        Some(name) => Some(accounts::unit_named(store, name).await.map_err(Failure::input)?),
        None => None,
    };
    asked.role.iter().map(|word| accounts::role_named(word, unit).map_err(Failure::input)).collect()
}

async fn grant(arguments: Grant) -> Result<String, Failure> {
    let store = arguments.place.open().await?;
    let roles = roles(&store, &arguments.roles).await?;
    let (name, labels) = accounts::grant(&store, &arguments.login, roles).await.map_err(Failure::input)?;
    store.close().await.map_err(Failure::input)?;
    Ok(format!("已给{name}加上角色：{labels}。原来的登录都已退出\n"))
}

async fn passwd(arguments: Passwd) -> Result<String, Failure> {
    let store = arguments.place.open().await?;
    let password = read_password()?;
    let name = accounts::reset_password(&store, &arguments.login, password).await.map_err(Failure::input)?;
    store.close().await.map_err(Failure::input)?;
    Ok(format!("{name}的密码已重设，原来的登录都已退出，下次登录时必须改密码\n"))
}

/// From the keyboard twice and unseen, or from the first line of standard input.
fn read_password() -> Result<String, Failure> {
    let unreadable = |error: io::Error| Failure::input(format!("密码读不出来：{error}"));
    let mut input = io::stdin().lock();
    if !input.is_terminal() {
        let mut line = String::new();
        input.read_line(&mut line).map_err(unreadable)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    drop(input);
    let mut errors = io::stderr().lock();
    let mut ask = |words: &str| {
        write!(errors, "{words}")?;
        errors.flush()?;
        rpassword::read_password()
    };
    let password = ask("密码：").map_err(unreadable)?;
    if ask("再输一遍：").map_err(unreadable)? == password {
        Ok(password)
    } else {
        Err(Failure::input("两遍密码不一样，没有保存"))
    }
}
